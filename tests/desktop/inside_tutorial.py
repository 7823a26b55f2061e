"""Runs inside QGIS (see test_tutorial.py): goes the tutorial's way and takes its pictures."""

import os
from pathlib import Path

import processing
from qgis.core import (
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
)
from qgis.utils import iface

from tests.desktop.inside import drawn, shot, tell

WORK = Path(os.environ["WORK"])


def picture(name: str) -> None:
    """Keep a picture of QGIS's window once the map is drawn."""
    drawn()
    shot(iface.mainWindow(), name)


def true_color(layer: QgsRasterLayer) -> None:
    names = [layer.dataProvider().generateBandName(i + 1) for i in range(layer.bandCount())]
    places = {name.split(": ")[-1]: i + 1 for i, name in enumerate(names)}
    layer.setRenderer(QgsMultiBandColorRenderer(layer.dataProvider(), *(places[name] for name in ("B4", "B3", "B2"))))
    stretch = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    layer.setContrastEnhancement(stretch, QgsRasterMinMaxOrigin.Limits.CumulativeCut)


def drive() -> dict:
    found: dict = {}
    iface.mainWindow().resize(1300, 800)
    scene = processing.run(
        "so2sat:stackbands", {"FOLDER": os.environ["BANDS"], "OUTPUT": str(WORK / "T48QUE_20200223.vrt")}
    )
    layer = QgsRasterLayer(scene["OUTPUT"], "T48QUE_20200223")
    found["bands"] = layer.bandCount()
    true_color(layer)
    QgsProject.instance().addMapLayer(layer)
    iface.setActiveLayer(layer)
    iface.zoomToActiveLayer()
    picture("tutorial_scene")
    report = str(WORK / "report.html")
    asked = {"INPUT": layer, "MODULE": os.environ["MODULE"], "METHOD": 5, "STRIDE": 8, "REPORT": report}
    outputs = processing.runAndLoadResults("so2sat:landcovermap", {**asked, "OUTPUT": str(WORK / "zones.tif")})
    found["outputs"] = sorted(outputs)
    drawn()
    root = QgsProject.instance().layerTreeRoot()
    for node in root.findLayers():
        node.setExpanded(node.layer() is not layer)
    maps = [one for one in QgsProject.instance().mapLayers().values() if one is not layer]
    found["layer"] = maps[0].name() if maps else ""
    found["classes"] = [entry.label for entry in maps[0].renderer().classes()] if maps else []
    picture("tutorial_map")
    return found


tell(drive)
