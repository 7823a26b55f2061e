"""GDAL's errors as exceptions, without switching on its exceptions for the whole of QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from osgeo import gdal


@contextmanager
def collected() -> Iterator[list[str]]:
    """Collect the failures that GDAL reports in this thread meanwhile; nothing goes to stderr.

    Works whether or not somebody switched GDAL's exceptions on: those become entries of the list too.
    """
    failures: list[str] = []

    def take(*told: Any) -> None:
        if len(told) == 3 and told[0] >= gdal.CE_Failure:
            failures.append(told[2].strip())

    gdal.PushErrorHandler(take)
    try:
        yield failures
    except RuntimeError as error:
        failures.append(str(error))
    except SystemError:  # its message is not UTF-8, which GDAL's binding cannot hand over
        failures.append("it is damaged, and GDAL's words about it cannot be read")
    finally:
        gdal.PopErrorHandler()
