"""`make bench-tile`: a whole Sentinel-2 tile (10,980 × 10,980, 10 bands) to a land-cover map: time, memory and disk.

The tile is a VRT that repeats T48QUE. `so2sat:landcovermap` runs through qgis_process as a user's would, at stride 10:
into clusters with the built-in module and with the 20-layer module run densely; by labels with the built-in module; and
by the classifier that this gives. The labels are 800 points on pixels of clear spectral indices.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

from benchmarks.bench import RESNET20, SCENE
from tools.plugin import stage
from tools.qgis_process import Qgis

SIDE = 10_980


def tile(folder: Path, side: int = SIDE) -> Path:
    """Write the VRT: the scene again and again, its far edges cut off."""
    source = gdal.Open(str(SCENE))
    width, height = source.RasterXSize, source.RasterYSize
    path = folder / "tile.vrt"
    vrt = gdal.GetDriverByName("VRT").Create(str(path), side, side, 0)
    vrt.SetGeoTransform(source.GetGeoTransform())
    vrt.SetProjection(source.GetProjection())
    for number in range(1, source.RasterCount + 1):
        vrt.AddBand(gdal.GDT_UInt16)
        band = vrt.GetRasterBand(number)
        band.SetDescription(source.GetRasterBand(number).GetDescription())
        pieces: dict[str, str] = {}
        for row in range(0, side, height):
            for column in range(0, side, width):
                rows, columns = min(height, side - row), min(width, side - column)
                pieces[f"source_{len(pieces)}"] = (
                    f"<SimpleSource><SourceFilename>{SCENE}</SourceFilename><SourceBand>{number}</SourceBand>"
                    f'<SrcRect xOff="0" yOff="0" xSize="{columns}" ySize="{rows}"/>'
                    f'<DstRect xOff="{column}" yOff="{row}" xSize="{columns}" ySize="{rows}"/></SimpleSource>'
                )
        band.SetMetadata(pieces, "vrt_sources")
    vrt.FlushCache()
    return path


def labels(raster: Path, folder: Path, count: int = 800) -> Path:
    """Write points with the class of the pixel that they lie on, in the field "class", spread over the raster."""
    source, tiled = gdal.Open(str(SCENE)), gdal.Open(str(raster))
    green, red, near, swir = (source.GetRasterBand(i).ReadAsArray().astype(np.float64) for i in (2, 3, 7, 9))
    ndvi, ndwi, ndbi = (near - red) / (near + red), (green - near) / (green + near), (swir - near) / (swir + near)
    classes = {"water": ndwi > 0.1, "trees": ndvi > 0.6, "crops": (ndvi > 0.3) & (ndvi < 0.45), "bare": ndbi > 0.05}
    random, (rows, columns) = np.random.default_rng(0), ndvi.shape
    path = folder / "labels.gpkg"
    made = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = made.CreateLayer("labels", osr.SpatialReference(tiled.GetProjection()), ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    x0, dx, _, y0, _, dy = tiled.GetGeoTransform()
    layer.StartTransaction()
    for name, here in classes.items():
        places = np.argwhere(here)
        for row, column in places[random.integers(0, len(places), count // len(classes))]:
            row += rows * random.integers(0, -(-tiled.RasterYSize // rows))
            column += columns * random.integers(0, -(-tiled.RasterXSize // columns))
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({x0 + (column + 0.5) * dx} {y0 + (row + 0.5) * dy})"))
            feature.SetField("class", name)
            layer.CreateFeature(feature)
    layer.CommitTransaction()
    return path


@dataclass
class Used:
    """The most bytes that folders held together beyond what they did before, and resident memory of processes by name.

    The processes are those that this one started, and what they started.
    """

    disk: int = 0
    memory: dict[str, int] = field(default_factory=dict)

    def look(self, folders: list[Path], before: int) -> None:
        """Look now."""
        self.disk = max(self.disk, _bytes(folders) - before)
        for path in _descendants(os.getpid()):
            with contextlib.suppress(OSError, KeyError):
                about = dict(line.split(":", 1) for line in (path / "status").read_text().splitlines())
                peak = int(about["VmHWM"].split()[0]) * 1024
                self.memory[about["Name"].strip()] = max(self.memory.get(about["Name"].strip(), 0), peak)

    def __str__(self) -> str:
        held = ", ".join(f"{name} {peak / 2**20:.0f} MiB" for name, peak in self.memory.items())
        return f"at most {self.disk / 1e6:.0f} MB of disk meanwhile; memory: {held}"


@contextlib.contextmanager
def watched(folders: list[Path]) -> Iterator[Used]:
    """Yield what is used meanwhile."""
    used, before, stop = Used(), _bytes(folders), threading.Event()

    def watch() -> None:
        while not stop.wait(0.5):
            used.look(folders, before)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield used
    finally:
        stop.set()
        thread.join()


def _descendants(process: int) -> Iterator[Path]:
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text().split():
                yield Path("/proc") / child
                yield from _descendants(int(child))


def _bytes(folders: list[Path]) -> int:
    total = 0
    for folder in folders:
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):  # gone meanwhile
                total += path.lstat().st_blocks * 512
    return total


def run(folder: Path, parameters: dict[str, object]) -> str:
    """Run the algorithm as a user would; returns its log."""
    plugins = folder / "plugins"
    if not plugins.exists():
        plugins.mkdir()
        stage(plugins)
    qgis = Qgis(folder / "profile", plugins)
    qgis.enable()
    values = [f"{name}={value}" for name, value in parameters.items()]
    return qgis.call("run", "so2sat:landcovermap", "--", *values).stdout


def main() -> None:
    """Map the tile in each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=SIDE)
    parser.add_argument("--only", choices=["builtin", "resnet20", "labels", "bundle"], action="append")
    asked = parser.parse_args()
    if not SCENE.exists():
        sys.exit(f"{SCENE} is absent: the benchmark needs the real scene.")
    gdal.UseExceptions()
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name), Path(name) / "home"
        home.mkdir()
        os.environ["SO2SAT_HOME"] = str(home)
        raster = tile(folder, asked.side)
        bundle = folder / "labels.tif.so2sat"
        runs: dict[str, dict[str, object]] = {
            "builtin": {"MODULE": "builtin"},
            "resnet20": {"MODULE": str(RESNET20), "MODE": 2},
            "labels": {"TRAINING": labels(raster, folder), "FIELD": "class"},
            "bundle": {"BUNDLE": bundle},
        }
        for title, parameters in runs.items():
            if title not in (asked.only or runs):
                continue
            asks = {"INPUT": raster, "STRIDE": 10, "OUTPUT": folder / f"{title}.tif", **parameters}
            start = time.perf_counter()
            with watched([home]) as used:
                log = run(folder, asks)
            seconds = time.perf_counter() - start
            kept = ("windows", "emory", "samples of", "overall accuracy")
            print("\n".join(line for line in log.splitlines() if any(word in line for word in kept)))
            what = f"{title}: {asked.side} × {asked.side} × 10, stride 10"
            print(f"{what}: {seconds:.0f} s in all; {used}\n", flush=True)


if __name__ == "__main__":
    main()
