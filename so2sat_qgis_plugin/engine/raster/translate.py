"""Write a raster in another format by GDAL's own translation, with progress, cancel and a clear error."""

from __future__ import annotations

from collections.abc import Sequence

from osgeo import gdal

from ..errors import So2SatError
from ..progress import Progress
from .gdal_errors import collected


def translate(source: str, target: str, driver: str, options: Sequence[str], progress: Progress) -> None:
    """Write `source` (a path, or the XML of a VRT) to `target` with the driver's creation `options`.

    Raises So2SatError where it cannot be written, Cancelled where `progress` is cancelled.
    """

    def advance(fraction: float, message: str, data: object) -> int:
        progress.report(fraction)
        return 0 if progress.is_cancelled() else 1

    with collected() as failures:
        dataset = gdal.Translate(target, source, format=driver, creationOptions=list(options), callback=advance)
        if dataset is not None:
            dataset.FlushCache()
        dataset = None
    progress.check()
    if failures:
        raise So2SatError(f"{target} cannot be written: {failures[0]}. Check that the disk has room; nothing was left.")
