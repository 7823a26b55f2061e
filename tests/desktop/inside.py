"""What scripts that run inside QGIS's window share: waiting, looking, telling what was found."""

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface

SHOTS = Path(os.environ["SHOTS"])


def wait(milliseconds: int) -> None:
    """Let QGIS live on for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(condition: Callable[[], bool], tries: int = 6000) -> None:
    """Wait until `condition` holds, a tenth of a second a try; raises where it never does."""
    for _ in range(tries):
        if condition():
            return
        wait(100)
    raise TimeoutError("waited in vain")


def shot(widget, name: str) -> None:
    """Keep a picture of a widget."""
    wait(300)
    assert widget.grab().save(str(SHOTS / f"{name}.png"))


def top(title: str):
    """Return the visible window whose title begins so, None where there is none."""
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowTitle().startswith(title)]
    return windows[0] if windows else None


def menu_entries() -> list:
    """Return the plugin's entries in the menu."""
    for action in iface.pluginMenu().actions():
        if action.menu() is not None and action.text().replace("&", "") == "So2Sat land cover":
            return [entry for entry in action.menu().actions() if entry.text()]
    return []


def tell(drive: Callable[[], dict]) -> None:
    """Run `drive` once the window is there, print what it found as one line of JSON, and end QGIS."""

    def main() -> None:
        try:
            end(drive())
        except Exception:
            end({"error": traceback.format_exc()})

    def end(found: dict) -> None:
        print("FOUND " + json.dumps(found), flush=True)
        os._exit(0)

    # an exception in a slot would wait for someone to close QGIS's dialog about it
    sys.excepthook = lambda *raised: end({"error": "".join(traceback.format_exception(*raised))})
    QTimer.singleShot(1500, main)
