"""A published embedding of 64 bands, 8,192 × 8,192, trained on and classified; prints time and peak memory.

`make bench-published`. The raster is a VRT that repeats an AlphaEarth-like tile made of the Leipzig scene;
smaller sides run first, so that memory that grows with the raster shows.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from osgeo import gdal

from tests.algorithms.test_import_embedding import LEIPZIG, alphaearth_of
from tools.plugin import stage
from tools.qgis_process import Qgis

SIDES = (1024, 4096, 8192)


def repeated(source: str, path: Path, side: int) -> str:
    """Write `source` again and again, its metadata kept, as a VRT of `side` × `side` pixels.

    A strip, then strips below each other: GDAL would hold a hundred thousand sources in memory otherwise.
    """
    strip = _repeated(source, path.with_name(f"strip_{path.name}"), (_shape(source)[0], side))
    return _repeated(strip, path, (side, side))


def _shape(path: str) -> tuple[int, int]:
    dataset = gdal.Open(path)
    return dataset.RasterYSize, dataset.RasterXSize


def _repeated(source: str, path: Path, shape: tuple[int, int]) -> str:
    tree = Xml.fromstring(gdal.Translate("", source, format="VRT").GetMetadata("xml:VRT")[0])
    height, width = _shape(source)
    tree.attrib.update(rasterYSize=str(shape[0]), rasterXSize=str(shape[1]))
    for band in tree.iter("VRTRasterBand"):
        for old in [one for one in band if one.tag.endswith("Source")]:
            band.remove(old)
        for row in range(0, shape[0], height):
            for column in range(0, shape[1], width):
                _add(band, source, (column, row, min(width, shape[1] - column), min(height, shape[0] - row)))
    path.write_bytes(Xml.tostring(tree))
    return str(path)


def _add(band: Xml.Element, source: str, where: tuple[int, int, int, int]) -> None:
    column, row, width, height = map(str, where)
    piece = Xml.SubElement(band, "SimpleSource")
    Xml.SubElement(piece, "SourceFilename").text = source
    Xml.SubElement(piece, "SourceBand").text = band.attrib["band"]
    Xml.SubElement(piece, "SrcRect", xOff="0", yOff="0", xSize=width, ySize=height)
    Xml.SubElement(piece, "DstRect", xOff=column, yOff=row, xSize=width, ySize=height)


def run(qgis: Qgis, algorithm: str, title: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Run an algorithm and print seconds, and the most that QGIS has held so far."""
    start = time.perf_counter()
    outputs = qgis.run(f"so2sat:{algorithm}", parameters)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{title:32} {time.perf_counter() - start:6.0f} s   most of a QGIS so far {peak} MiB", flush=True)
    return outputs


def main() -> None:
    """Import, train and classify, at growing sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sides", type=int, nargs="+", default=SIDES)
    asked = parser.parse_args()
    gdal.UseExceptions()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SO2SAT_HOME"] = str(folder / "home")
        (folder / "plugins").mkdir()
        stage(folder / "plugins")
        qgis = Qgis(folder / "profile", folder / "plugins")
        qgis.enable()
        tile = {"TILES": alphaearth_of(folder / "2022"), "OUTPUT": str(folder / "embedding.tif")}
        embedding = run(qgis, "importembedding", "import", tile)["OUTPUT"]
        labels = {"TRAINING": str(LEIPZIG / "leipzig_points.gpkg"), "FIELD": "land_cover", "VALIDATION": 1}
        for side in sorted(asked.sides):
            raster = repeated(embedding, folder / f"{side}.vrt", side)
            bundle = str(folder / f"{side}.so2sat")
            run(
                qgis, "train", f"train, {side} × {side}", {"INPUT": raster, **labels, "CLASSIFIER": 1, "BUNDLE": bundle}
            )
            asks = {"INPUT": raster, "BUNDLE": bundle, "OUTPUT": str(folder / f"{side}.tif")}
            run(qgis, "classify", f"classify, {side} × {side}", asks)


if __name__ == "__main__":
    main()
