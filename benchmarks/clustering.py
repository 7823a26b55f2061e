"""How well clusters agree with what is known, by what they are made of: the numbers of docs/clustering.md.

`python -m benchmarks.clustering [SHARED]` with QGIS's Python and SO2SAT_PYTHON set embeds four scenes and has the
runtime cluster them. Prints, each the mean of 4, 6, 8 and 10 clusters and three seeds: for T48QUE (cells of 80 m) the
intersection over union of water (cells with NDWI > 0) and the cluster that finds it best, for the others the adjusted
Rand index over the labelled cells.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Scene:
    """A raster below SHARED/data, the bands used of it and their names (() = as they are), and what is known of it.

    `labels` and `field` name a layer; without one water is to be found. `runs`: module and window, 0 = chosen.
    """

    name: str
    rasters: tuple[str, ...]
    stride: int
    labels: str = ""
    field: str = ""
    bands: tuple[str, ...] = ()
    runs: tuple[tuple[str, int], ...] = (("builtin", 0),)


RESNET20 = "modules/so2sat-lcz-resnet20"
SCENES = (
    Scene(
        "t48que", ("t48que/S2L2A_T48QUE_20200223_10band.tif",), 8, runs=(("builtin", 0), ("builtin", 16), (RESNET20, 0))
    ),
    Scene(
        "amazon",
        ("rstoolbox_amazon/sen2_12band_reflectance_4326.tif",),
        2,
        "rstoolbox_amazon/trainingPolygons_sen2.geojson",
        "class",
        runs=(("builtin", 0), ("builtin", 16), ("builtin", 8), (RESNET20, 0)),
    ),
    Scene(
        "leipzig",
        ("leipzig/leipzig_raster.tif",),
        2,
        "leipzig/leipzig_points.gpkg",
        "land_cover",
        ("B2", "B3", "B4", "B6", "B7", "B8", "B11"),
    ),
    Scene(
        "carolina",
        tuple(f"nc_landsat7/lsat7_2000_{number}.tif" for number in (10, 20, 30, 40, 50, 70)),
        2,
        "nc_landsat7/landsat96_polygons.shp",
        "label",
        ("B2", "B3", "B4", "B8", "B11", "B12"),
    ),
)


def prepare(shared: Path, folder: Path) -> None:
    """Write features, cell statistics and what is known, one file a run."""
    for scene in SCENES:
        raster = _raster(scene, shared, folder)
        for module, window in scene.runs:
            handle = module if module == "builtin" else str(shared / module)
            found = embed(raster, handle, window, scene.stride, folder)
            source = found.pop("source")
            known = labels(shared, scene, source) if scene.labels else water(found["statistics"], source.bands)
            name = f"{scene.name} | {Path(module).name.replace('so2sat-lcz-', '')} | {found.pop('window')}"
            np.savez(folder / name.replace(" | ", ","), known=known, bands=np.array(source.bands), **found)


def _raster(scene: Scene, shared: Path, folder: Path) -> str:
    """Return the scene as one raster with named bands."""
    from osgeo import gdal

    paths = [str(shared / "data" / name) for name in scene.rasters]
    if not scene.bands:
        return paths[0]
    target = str(folder / f"{scene.name}.vrt")
    if len(paths) > 1:
        dataset = gdal.BuildVRT(target, paths, separate=True)
    else:
        dataset = gdal.Translate(target, paths[0], bandList=list(range(1, len(scene.bands) + 1)), format="VRT")
    for number, name in enumerate(scene.bands, start=1):
        dataset.GetRasterBand(number).SetDescription(name)
    dataset.FlushCache()
    return target


def embed(raster: str, module: str, window: int, stride: int, folder: Path) -> dict[str, Any]:
    """Return the features' source, its vectors (cells, dims) and cell statistics, and the window."""
    from so2sat_qgis_plugin.engine.embedding.plan import Request
    from so2sat_qgis_plugin.engine.embedding.run import embedded
    from so2sat_qgis_plugin.engine.features.parts import PartFeatures
    from so2sat_qgis_plugin.engine.progress import Progress
    from so2sat_qgis_plugin.engine.raster.grid import Block
    from so2sat_qgis_plugin.runtime.client import Worker

    request = Request(raster, module=module, window=window, stride=stride)
    with Worker(os.environ["SO2SAT_PYTHON"]) as worker, embedded(request, folder, worker, Progress()) as done:
        source = PartFeatures(done)
        vectors = np.empty((source.rows, source.columns, source.dims), np.float32)
        for block in source.blocks():
            vectors[block.slices] = source.read(block)
        statistics = source.statistics(Block(0, 0, source.rows, source.columns))
        done.parts.delete()
    flat = {"vectors": vectors, "statistics": statistics}
    values = {name: array.reshape(-1, array.shape[-1]) for name, array in flat.items()}
    return {"source": source, "window": done.plan.grid.window, **values}


def labels(shared: Path, scene: Scene, source: Any) -> np.ndarray:
    """Return the class of every cell from 1, 0 where none, uint8 (cells,)."""
    from osgeo import gdal, ogr

    dataset = ogr.Open(str(shared / "data" / scene.labels))
    target = gdal.GetDriverByName("MEM").Create("", source.columns, source.rows, 1, gdal.GDT_Byte)
    target.SetGeoTransform(source.transform)
    layer = dataset.GetLayer()
    for code, name in enumerate(sorted({str(feature[scene.field]) for feature in layer}), start=1):
        layer.SetAttributeFilter(f"{scene.field} = '{name}'")
        gdal.RasterizeLayer(target, [1], layer, burn_values=[code])
    return np.asarray(target.ReadAsArray()).ravel()


def water(statistics: np.ndarray, bands: tuple[str, ...]) -> np.ndarray:
    """Return which cells have NDWI > 0, (cells,) bool."""
    return np.asarray(statistics[:, bands.index("B3")] > statistics[:, bands.index("B8")])


def score(folder: Path) -> None:
    """Print the table; runs in the runtime's Python."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)  # as the worker clusters; threads wait for one another on a busy machine
    methods: list[tuple[Any, dict[str, Any]]] = [(KMeans, {"n_init": 3}), (GaussianMixture, {"reg_covar": 1e-4})]
    print("| scene | module | window | made of | k-means | Gaussian mixture |\n|---|---|---|---|---|---|")
    for path in sorted(folder.glob("*.npz")):
        run = np.load(path)
        seen = ~np.isnan(run["vectors"][:, 0]) & ~np.isnan(run["statistics"][:, 0])
        known = run["known"][seen]
        judge = overlap if known.dtype == bool else adjusted_rand_score
        told = known == known if known.dtype == bool else known > 0
        for title, points in ways(run["vectors"][seen], run["statistics"][seen], tuple(map(str, run["bands"]))):
            cells = []
            for kind, options in methods:
                values = [
                    judge(known[told], kind(k, random_state=seed, **options).fit(points[seed::3]).predict(points[told]))
                    for k, seed in itertools.product((4, 6, 8, 10), (0, 1, 2))
                ]
                cells.append(f"{np.mean(values):.3f}")
            print(f"| {path.stem.replace(',', ' | ')} | {title} | {' | '.join(cells)} |", flush=True)


def overlap(truth: np.ndarray, ids: np.ndarray) -> float:
    """Return the intersection over union of `truth` (bool) and the cluster that finds it best."""
    return float(max((truth & (ids == i)).sum() / (truth | (ids == i)).sum() for i in np.unique(ids)))


def ways(vectors: np.ndarray, statistics: np.ndarray, bands: tuple[str, ...]) -> list[tuple[str, np.ndarray]]:
    """Return points (cells, …) made of embedding and cell statistics in different ways, each with its title."""
    from so2sat_qgis_plugin.engine.features.indices import indices
    from so2sat_qgis_plugin.worker.estimators import cluster

    means = statistics[:, : len(bands)]
    unnamed = tuple(f"band {i}" for i in range(len(bands)))
    named, paired = indices(means, bands), indices(means, unnamed)

    def alone(values: np.ndarray, one_unit: bool = True) -> np.ndarray:
        return cluster.project(values, one_unit, rooted=False).apply(values)

    def beside(values: np.ndarray, share: float = cluster.INDEX_SHARE) -> np.ndarray:
        both = np.concatenate([vectors, values], axis=1, dtype=np.float32)
        points = cluster.Projections.of(both, True, values.shape[1]).apply(both)
        points[:, -min(values.shape[1], cluster.INDEX_COMPONENTS) :] *= np.sqrt(share / cluster.INDEX_SHARE)
        return points

    return [
        ("embedding", cluster.Projections.of(vectors, True, 0).apply(vectors)),
        ("indices", alone(named.astype(np.float32))),
        ("bands, standardised", alone(means, one_unit=False)),
        ("**embedding and indices, 2 : 1**", beside(named)),
        ("embedding and indices, 1 : 1", beside(named, 1.0)),
        ("**embedding and all pairs, 2 : 1**", beside(paired)),
        ("embedding, indices and deviations", beside(np.concatenate([named, statistics[:, len(bands) :]], axis=1))),
    ]


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--score":
        score(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            prepare(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), Path(temporary))
            command = [os.environ["SO2SAT_PYTHON"], "-m", "benchmarks.clustering", "--score", temporary]
            subprocess.run(command, check=True)
