"""How well clusters agree with what is known, by how feature vectors are prepared: the numbers of docs/clustering.md.

`python -m benchmarks.clustering [SHARED]` with QGIS's Python and SO2SAT_PYTHON set: embeds the labelled Amazon scene
(stride 2) and the scene T48QUE (stride 8), then has the runtime cluster them. Prints the adjusted Rand index over the
labelled cells of the first and how well one cluster finds the water of the second (F1 of the best cluster against the
cells with over 20 % of pixels with NDWI > 0), each the mean of 4 to 10 clusters and two seeds.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

AMAZON = "data/rstoolbox_amazon/sen2_12band_reflectance_4326.tif"
POLYGONS = "data/rstoolbox_amazon/trainingPolygons_sen2.geojson"
T48QUE = "data/t48que/S2L2A_T48QUE_20200223_10band.tif"
MODULES = {"builtin": "builtin", "resnet20": "modules/so2sat-lcz-resnet20"}
RUNS = (("amazon", AMAZON, 8, 2), ("amazon", AMAZON, 16, 2), ("amazon", AMAZON, 32, 2), ("t48que", T48QUE, 32, 8))


def prepare(shared: Path, folder: Path) -> None:
    """Write vectors, `SCENE-WINDOW-MODULE.npy` (cells, dims), and what is known, `SCENE.npy` (cells,)."""
    for (scene, path, window, stride), (name, module) in itertools.product(RUNS, MODULES.items()):
        handle = module if module == name else str(shared / module)
        source, vectors = embed(str(shared / path), handle, window, stride, folder)
        np.save(folder / f"{scene}-{window}-{name}.npy", vectors)
        np.save(folder / f"{scene}.npy", labels(shared, source) if scene == "amazon" else water(shared, stride))


def embed(raster: str, module: str, window: int, stride: int, folder: Path) -> tuple[Any, np.ndarray]:
    """Return the features' source and all its vectors, (cells, dims)."""
    from so2sat_qgis_plugin.engine.embedding.plan import Request
    from so2sat_qgis_plugin.engine.embedding.run import embedded
    from so2sat_qgis_plugin.engine.features.parts import PartFeatures
    from so2sat_qgis_plugin.engine.progress import Progress
    from so2sat_qgis_plugin.runtime.client import Worker

    request = Request(raster, module=module, window=window, stride=stride)
    with Worker(os.environ["SO2SAT_PYTHON"]) as worker, embedded(request, folder, worker, Progress()) as done:
        source = PartFeatures(done)
        vectors = np.empty((source.rows, source.columns, source.dims), np.float32)
        for block in source.blocks():
            vectors[block.slices] = source.read(block)
    return source, vectors.reshape(-1, source.dims)


def labels(shared: Path, source: Any) -> np.ndarray:
    """Return the class of every cell of the Amazon scene from 1, 0 where none, uint8 (cells,)."""
    from osgeo import gdal, ogr

    polygons = ogr.Open(str(shared / POLYGONS))
    target = gdal.GetDriverByName("MEM").Create("", source.columns, source.rows, 1, gdal.GDT_Byte)
    target.SetGeoTransform(source.transform)
    target.SetProjection(source.crs)
    for code, name in enumerate(("forest", "village", "water", "dryout"), start=1):
        layer = polygons.GetLayer()
        layer.SetAttributeFilter(f"class = '{name}'")
        gdal.RasterizeLayer(target, [1], layer, burn_values=[code])
    return np.asarray(target.ReadAsArray()).ravel()


def water(shared: Path, stride: int) -> np.ndarray:
    """Return which cells of T48QUE have over 20 % of pixels with NDWI > 0, (cells,) bool."""
    from osgeo import gdal

    dataset = gdal.Open(str(shared / T48QUE))
    green, near = (dataset.GetRasterBand(band).ReadAsArray() for band in (2, 7))
    rest = -green.shape[0] % stride
    pixels = np.pad((green > near).astype(float), (0, rest), mode="edge")
    side = len(pixels) // stride
    return np.asarray(pixels.reshape(side, stride, side, stride).mean(axis=(1, 3)) > 0.2).ravel()


def score(folder: Path) -> None:
    """Print the table; runs in the runtime's Python."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score
    from sklearn.mixture import GaussianMixture

    methods: list[tuple[Any, dict[str, Any]]] = [(KMeans, {"n_init": 4}), (GaussianMixture, {"reg_covar": 1e-4})]
    print("| scene | window | module | prepared | k-means | Gaussian mixture |\n|---|---|---|---|---|---|")
    for (scene, _, window, _), name in itertools.product(RUNS, MODULES):
        known = np.load(folder / f"{scene}.npy")
        judge = found if known.dtype == bool else adjusted_rand_score
        told = known == known if known.dtype == bool else known > 0
        for title, points in ways(np.load(folder / f"{scene}-{window}-{name}.npy")):
            cells = []
            for kind, options in methods:
                values = [
                    judge(known[told], kind(k, random_state=seed, **options).fit(points[seed::4]).predict(points[told]))
                    for k, seed in itertools.product((4, 6, 8, 10), (0, 1))
                ]
                cells.append(f"{np.mean(values):.3f}")
            print(f"| {scene} | {window} | {name} | {title} | {' | '.join(cells)} |", flush=True)


def found(truth: np.ndarray, ids: np.ndarray) -> float:
    """Return the F1 of the cluster that finds `truth` (bool) best."""
    hits = [2 * (truth & (ids == i)).sum() / (truth.sum() + (ids == i).sum()) for i in np.unique(ids)]
    return float(max(hits))


def ways(vectors: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """Return 16 components of (cells, dims) prepared in different ways, each with its title."""
    from sklearn.decomposition import PCA

    rooted = np.sign(vectors) * np.sqrt(np.abs(vectors))
    standard = vectors / np.maximum(vectors.std(axis=0), 1e-9)
    plain, root, standardised = (
        PCA(16, svd_solver="covariance_eigh").fit_transform(values - values.mean(axis=0)).astype(np.float64)
        for values in (vectors, rooted, standard)
    )
    titles = {"plain": plain, "square root": root, "standardised": standardised, "whitened": plain / plain.std(axis=0)}
    return [(title, points / points.std()) for title, points in titles.items()]


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--score":
        score(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            prepare(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), Path(temporary))
            command = [os.environ["SO2SAT_PYTHON"], "-m", "benchmarks.clustering", "--score", temporary]
            subprocess.run(command, check=True)
