"""`make bench-tile`: a whole Sentinel-2 tile (10,980 × 10,980, 10 bands) to a land-cover map; prints time and memory.

The tile is a VRT that repeats T48QUE. `so2sat:landcovermap` runs through qgis_process as a user's would, once with the
built-in module at stride 10 and once with the 20-layer module run densely.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from osgeo import gdal

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
    """Map the tile with each module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=SIDE)
    parser.add_argument("--only", choices=["builtin", "resnet20"])
    asked = parser.parse_args()
    if not SCENE.exists():
        sys.exit(f"{SCENE} is absent: the benchmark needs the real scene.")
    gdal.UseExceptions()
    runs: dict[str, dict[str, object]] = {
        "builtin": {"MODULE": "builtin"},
        "resnet20": {"MODULE": str(RESNET20), "MODE": 2},
    }
    with tempfile.TemporaryDirectory() as name:
        os.environ["SO2SAT_HOME"] = str(Path(name) / "home")
        raster = tile(Path(name), asked.side)
        for title, parameters in runs.items():
            if asked.only not in (None, title):
                continue
            start = time.perf_counter()
            asks = {"INPUT": str(raster), "STRIDE": 10, "OUTPUT": f"{name}/map.tif", **parameters}
            log = run(Path(name), asks)
            print("\n".join(line for line in log.splitlines() if "windows" in line or "memory" in line))
            print(f"{title}: {asked.side} × {asked.side} × 10, stride 10: {time.perf_counter() - start:.0f} s in all\n")


if __name__ == "__main__":
    main()
