"""Write a raster as a cloud-optimised GeoTIFF."""

from __future__ import annotations

from osgeo import gdal

from ..errors import So2SatError
from ..progress import Progress
from .gdal_errors import collected


def write_cog(path: str, target: str, overviews: bool, progress: Progress) -> None:
    """Write `path` to `target` with GDAL's COG driver (3.1 and later); raises So2SatError where that cannot be."""
    if gdal.GetDriverByName("COG") is None:
        raise So2SatError("This GDAL writes no cloud-optimised GeoTIFF (its COG driver is missing). Update QGIS.")

    def advance(fraction: float, message: str, data: object) -> int:
        progress.report(fraction)
        return 0 if progress.is_cancelled() else 1

    options = [
        "COMPRESS=DEFLATE",
        "PREDICTOR=YES",
        "BIGTIFF=IF_SAFER",
        "BLOCKSIZE=256",
        "NUM_THREADS=ALL_CPUS",
        f"OVERVIEWS={'AUTO' if overviews else 'NONE'}",
        "RESAMPLING=NEAREST",
    ]
    with collected() as failures:
        dataset = gdal.Translate(target, path, format="COG", creationOptions=options, callback=advance)
        if dataset is not None:
            dataset.FlushCache()
        dataset = None
    progress.check()
    if failures:
        raise So2SatError(f"{target} cannot be written: {failures[0]}. Check that the disk has room; nothing was left.")
