"""GDAL's errors as exceptions, without switching on its exceptions for the whole of QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal


@contextmanager
def collected() -> Iterator[list[str]]:
    """Collect the failures that GDAL reports in this thread meanwhile; nothing goes to stderr.

    Works whether or not somebody switched GDAL's exceptions on: those become entries of the list too.
    """
    failures: list[str] = []

    def take(error_class: int, number: int, message: str) -> None:
        if error_class >= gdal.CE_Failure:
            failures.append(message.strip())

    gdal.PushErrorHandler(take)
    try:
        yield failures
    except RuntimeError as error:
        failures.append(str(error))
    finally:
        gdal.PopErrorHandler()
