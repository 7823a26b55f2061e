"""`make screenshots`: what the tests took of the real program becomes the pictures of docs/, small enough to keep."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QGuiApplication, QImage

from tools.plugin import ROOT

_WIDEST = 860  # pixels: the width of a page's column
_SMOOTH = Qt.TransformationMode.SmoothTransformation
TAKEN, KEPT = ROOT / "build" / "desktop", ROOT / "docs" / "images"


def wanted() -> list[str]:
    """Return the names of the pictures that the pages of docs/ show."""
    pages = "".join(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md")))
    return sorted(set(re.findall(r"\(images/(\w+)\.png\)", pages)))


def keep(name: str) -> Path:
    """Write a picture as small as PNG makes it; raises OSError where the tests took none."""
    image = QImage(str(TAKEN / f"{name}.png"))
    if image.isNull():
        raise OSError(f"{TAKEN / name}.png is missing: the tests did not take it.")
    target = KEPT / f"{name}.png"
    KEPT.mkdir(parents=True, exist_ok=True)
    if (
        not image.scaledToWidth(min(image.width(), _WIDEST), _SMOOTH)
        .convertToFormat(QImage.Format.Format_RGB888)
        .save(str(target), "PNG", 0)
    ):
        raise OSError(f"{target} cannot be written.")
    return target


if __name__ == "__main__":
    application = QGuiApplication([])
    try:
        print("\n".join(str(keep(name)) for name in wanted()))
    except OSError as error:
        sys.exit(str(error))
