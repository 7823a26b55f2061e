"""Runs inside QGIS (see test_labels.py): labels are drawn, and QGIS is killed in the middle of the next one."""

import os
import signal

from qgis.PyQt.QtCore import Qt

from tests.desktop.inside import load, open_panel, tell, wait
from tests.desktop.inside_labels import POLYGONS, SCENE, click, key, place


def square(column: int, row: int) -> None:
    for i, j in ((0, 0), (14, 0), (14, 14), (0, 14)):
        click(place(column + i, row + j))
    click(place(column, row + 14), Qt.MouseButton.RightButton)


def drive() -> dict:
    load(SCENE)
    panel = open_panel()
    panel.tabs.setCurrentIndex(1)
    page = panel.labels
    page.layers.new.click()
    for name in ("water", "forest", "town"):
        page.classes.name.setText(name)
        page.classes.add_button.click()
        wait(50)
    page.tools.buttons["polygon"].click()
    wait(100)
    for number, name in enumerate(("water", "forest"), start=1):
        key(number)
        for column, row in POLYGONS[name]:
            square(column, row)
    key(3)
    click(place(695, 165))
    click(place(709, 165))
    print(f"DRAWN {page.session.labels.layer.featureCount()}", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


tell(drive)
