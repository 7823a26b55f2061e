"""What scripts that run inside QGIS's window share: waiting, looking, telling what was found."""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface, plugins

SHOTS = Path(os.environ["SHOTS"])


def wait(milliseconds: int) -> None:
    """Let QGIS live on for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(condition: Callable[[], object], seconds: float = 600, each: int = 20) -> None:
    """Wait until `condition` holds, looking every `each` milliseconds; raises where it never does."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("waited in vain")
        wait(each)


def wait_idle(widget) -> None:
    """Wait until a page is not busy, nor becomes so by what was done just now (it waits a moment for more edits)."""
    while True:
        wait(200)
        if not widget.is_busy():
            return
        wait_for(lambda: not widget.is_busy())


def wait_jobs() -> None:
    """Wait until no job of the plugin is under way, even one that nobody waits for any more."""
    from so2sat_qgis_plugin.gui.job import Job

    wait_for(lambda: not Job._running)


def drawn() -> None:
    """Wait until the canvas shows what it is to show."""
    wait(300)
    wait_for(lambda: not iface.mapCanvas().isDrawing())


def shot(widget, name: str) -> None:
    """Keep a picture of a widget."""
    wait(200)
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


def load(path: str, name: str = "T48QUE 2020-02-23") -> QgsRasterLayer:
    """Put a scene into the project, shown as a whole."""
    layer = QgsRasterLayer(path, name)
    QgsProject.instance().addMapLayer(layer)
    iface.mapCanvas().setExtent(layer.extent())
    wait(200)
    return layer


def open_panel():
    """Open the panel "Land cover" and return it."""
    menu_entries()[0].trigger()  # whatever the language
    return plugins["so2sat_qgis_plugin"]._menu._panel


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
