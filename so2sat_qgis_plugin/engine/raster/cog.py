"""Write a raster as a cloud-optimised GeoTIFF."""

from __future__ import annotations

from osgeo import gdal

from ..errors import So2SatError
from ..progress import Progress
from .translate import translate


def write_cog(path: str, target: str, overviews: bool, progress: Progress) -> None:
    """Write `path` to `target` with GDAL's COG driver (3.1 and later); raises So2SatError where that cannot be."""
    if gdal.GetDriverByName("COG") is None:
        raise So2SatError("This GDAL writes no cloud-optimised GeoTIFF (its COG driver is missing). Update QGIS.")

    options = [
        "COMPRESS=DEFLATE",
        "PREDICTOR=YES",
        "BIGTIFF=IF_SAFER",
        "BLOCKSIZE=256",
        "NUM_THREADS=ALL_CPUS",
        f"OVERVIEWS={'AUTO' if overviews else 'NONE'}",
        "RESAMPLING=NEAREST",
    ]
    translate(path, target, "COG", options, progress)
