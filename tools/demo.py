"""`make demo`: a scene through so2sat:landcovermap in qgis_process, and a picture of the map beside it."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

from osgeo import gdal

from benchmarks import scene
from tools.picture import side_by_side
from tools.plugin import ROOT, stage
from tools.qgis_process import Qgis, QgisProcessError


def demo(folder: Path, raster: str = "") -> list[Path]:
    """Map `raster` (empty: the synthetic scene) into `folder` and return map, report and picture."""
    shutil.rmtree(folder, ignore_errors=True)
    plugins = folder / "plugins"
    plugins.mkdir(parents=True)
    stage(plugins)
    source = Path(raster) if raster else scene.write(folder / "scene.tif")
    results = [folder / "map.tif", folder / "report.html", folder / "map.png"]
    qgis = Qgis(folder / "profile", plugins)
    qgis.enable()
    start = time.perf_counter()
    outputs = {"OUTPUT": results[0], "REPORT": results[1]}
    qgis.run("so2sat:landcovermap", {"INPUT": source.resolve(), "CLUSTERS": 6, "STRIDE": 5, "WINDOW": 15, **outputs})
    print(f"so2sat:landcovermap took {time.perf_counter() - start:.1f} s, QGIS's start included")
    side_by_side(source, results[0], results[2], "Synthetic scene" if not raster else source.stem)
    return results


if __name__ == "__main__":
    gdal.UseExceptions()
    try:
        made = demo(ROOT / "build" / "demo", sys.argv[1] if len(sys.argv) > 1 else "")
    except QgisProcessError as error:
        sys.exit(str(error))
    print("\n".join(str(path) for path in made))
