"""Where tests find the repository and the real rasters and modules beside it. Needs neither QGIS nor GDAL."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
DATA = SHARED / "data"
RESNET20 = SHARED / "modules" / "so2sat-lcz-resnet20"
WEIGHTS = SHARED / "modules" / "So2Sat_S2_RESNET20.h5"
T48QUE = DATA / "t48que" / "S2L2A_T48QUE_20200223_10band.tif"
AMAZON = DATA / "rstoolbox_amazon"

# The one reason to leave out a test for lack of data: where the folder is there, a file that is missing fails.
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared (real rasters and modules) is not there")


def real(name: str) -> str:
    """Return the path of a real raster or folder of ../shared/data; skips the test where there is no ../shared."""
    if not SHARED.is_dir():
        pytest.skip("../shared (real rasters and modules) is not there")
    path = DATA / name
    assert path.exists(), f"{path} is missing"
    return str(path)
