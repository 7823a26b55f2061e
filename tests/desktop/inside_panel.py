"""Runs inside QGIS (see test_panel.py): an analyst's first map by the panel, looked at on the way."""

import os
import time

from qgis.core import QgsProject, QgsRasterLayer
from qgis.utils import iface, plugins

from tests.desktop.inside import menu_entries, shot, tell, wait, wait_for

SCENE = os.environ["SCENE"]


def no_job(panel) -> bool:
    return panel._looking is None and not panel.run.is_busy() and panel.legend.job is None


def drive() -> dict:
    found: dict = {}
    window = iface.mainWindow()
    window.resize(1400, 900)
    layer = QgsRasterLayer(SCENE, "T48QUE 2020-02-23")
    QgsProject.instance().addMapLayer(layer)
    iface.mapCanvas().setExtent(layer.extent())
    wait(500)
    next(entry for entry in menu_entries() if entry.text() == "Land cover panel").trigger()
    panel = plugins["so2sat_qgis_plugin"]._menu._panel
    wait(200)
    shot(window, "panel_looking")
    start = time.time()
    wait_for(lambda: no_job(panel))
    found["looking"] = time.time() - start
    found["findings"] = panel.findings.text.text()
    found["detail"] = panel.detail.words.text()
    found["time"] = panel.detail.time.text()
    shot(window, "panel_seen")
    start = time.time()
    panel.run.preview.click()
    wait_for(lambda: no_job(panel))
    found["preview"] = time.time() - start
    found["layers"] = [one.name() for one in QgsProject.instance().mapLayers().values()]
    found["said"] = panel.run.said.text()
    wait(1500)
    shot(window, "panel_preview")
    start = time.time()
    panel.run.make.click()
    wait(2500)
    shot(window, "panel_running")
    found["running"] = panel.run.said.text()
    wait_for(lambda: no_job(panel), 1200)
    found["make"] = time.time() - start
    found["said_after"] = panel.run.said.text()
    found["layers_after"] = [one.name() for one in QgsProject.instance().mapLayers().values()]
    wait(2000)
    shot(window, "panel_made")
    return found


tell(drive)
