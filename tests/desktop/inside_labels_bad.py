"""Runs inside QGIS (see test_labels.py): what goes wrong is told in a sentence, and no label is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.utils import plugins

from tests.desktop.inside import load, open_panel, tell, wait, wait_for, wait_idle, wait_jobs
from tests.desktop.inside_labels import POLYGONS, SCENE, place

CRS = QgsCoordinateReferenceSystem("EPSG:32648")


def square(column: float, row: float, side: int = 24) -> QgsGeometry:
    corners = [place(column + i, row + j) for i, j in ((0, 0), (side, 0), (side, side), (0, side))]
    return QgsGeometry.fromPolygonXY([corners])


def stored(page_or_file) -> int:
    file = page_or_file if isinstance(page_or_file, str) else page_or_file.session.labels.layer.source().split("|")[0]
    count = f"from osgeo import ogr; source = ogr.Open({file!r}); print(source.GetLayer(0).GetFeatureCount())"
    return int(
        subprocess.run(
            [str(Path(sys.base_prefix, "bin", "python3")), "-c", count], stdout=subprocess.PIPE, check=True
        ).stdout
    )  # as others see it


def add(page, name: str, column: float, row: float) -> None:
    labels = page.session.labels
    labels.add_label(square(column, row), CRS, labels.add_class(name))
    wait(50)


def begin():
    load(SCENE)
    panel = open_panel()
    wait_idle(panel.page)
    panel.tabs.setCurrentIndex(1)
    page = panel.labels
    strides = [one.stride for one in page.opening.detail.choices()]
    page.opening.detail.slider.setValue(strides.index(12))  # cells of 120 m: quick
    wait_for(lambda: page.opening.detail.detail().stride == 12)
    page.layers.new.click()
    wait_for(lambda: page.session.places is not None)
    for name in ("water", "forest", "town"):
        for column, row in POLYGONS[name]:
            add(page, name, column, row)
    wait_idle(page)
    return panel, page


def outside(page, found: dict) -> None:
    add(page, "water", -400, 100)
    wait_idle(page)
    found["outside"] = [page.said.text(), page.session.fit is not None, stored(page)]
    page.drawing._clicked("cell", place(-400, 100))
    found["outside_cell"] = [page.said.text(), stored(page)]


def renamed(page, found: dict) -> None:
    """While the map is made."""
    add(page, "town", 705, 185)
    wait_for(lambda: page.session.live._job is not None, each=2)
    page.classes.renamed.emit("town", "built-up")
    wait_idle(page)
    found["renamed"] = [sorted(one.name for one in page.session.fit.fitted.legend), stored(page)]
    page.classes.renamed.emit("water", "forest")
    found["renamed_twice"] = page.said.text()


def killed(panel, page, found: dict) -> None:
    """The worker is killed in the middle of a fit."""
    add(page, "water", 75, 250)
    wait_for(lambda: page.session.live._job is not None, each=2)
    os.kill(panel.warm._worker.pid, signal.SIGKILL)
    wait_idle(page)
    found["killed"] = [page.session.fit is not None, stored(page)]
    add(page, "forest", 165, 155)
    wait_idle(page)
    found["killed_after"] = [page.session.fit is not None, stored(page), page.said.text()]


def other_crs(page, found: dict) -> None:
    """A layer of points in degrees, with numbers for classes."""
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=lcz:integer", "points", "memory")
    QgsProject.instance().addMapLayer(layer)
    first = page.layers.layer()
    page.layers.combo.setLayer(layer)
    page.session.labels.start_editing()
    for value, name in ((1, "water"), (2, "forest")):
        page.session.labels.add_class(name)
        for column, row in POLYGONS[name]:
            page.session.labels.add_label(QgsGeometry.fromPointXY(place(column + 7, row + 7)), CRS, value)
    wait_idle(page)
    point = next(iter(layer.getFeatures())).geometry().asPoint()
    found["other_crs"] = [[round(point.x(), 2), round(point.y(), 2)], page.field_of(), page.session.fit is not None]
    page.layers.combo.setLayer(first)
    wait_idle(page)
    found["back"] = page.session.fit is not None


def scene_gone(page, found: dict) -> None:
    QgsProject.instance().removeMapLayer(page.opening.layer().id())
    wait_for(lambda: page.session.places is None)
    found["scene_gone"] = [page.opening.said.text(), page.session.places is None, stored(page)]
    add(page, "water", 80, 250)  # labelling goes on
    found["scene_gone_label"] = stored(page)
    page.tools.buttons["cell"].click()
    page.drawing._clicked("cell", place(75, 250))
    found["scene_gone_cell"] = page.said.text()
    load(SCENE)
    wait_for(lambda: page.session.places is not None)
    wait_idle(page)
    found["scene_back"] = page.session.fit is not None


def scene_changed(page, found: dict) -> None:
    """Another raster of the same name."""
    Path(SCENE).chmod(0o644)
    os.utime(SCENE, (1_600_000_000, 1_600_000_000))
    add(page, "water", 1005, 790)
    wait_idle(page)
    found["scene_changed"] = [page.said.text(), stored(page)]
    page.opening._retry()
    wait_for(lambda: page.session.places is not None)
    wait_idle(page)
    found["scene_anew"] = page.session.fit is not None


def layer_gone(page, found: dict) -> None:
    layer = page.layers.layer()
    file = layer.source().split("|")[0]
    count = stored(page)
    add(page, "water", 1006, 791)
    QgsProject.instance().removeMapLayer(layer.id())
    wait_for(lambda: page.session.labels is None)
    found["layer_gone"] = [page.said.text(), stored(file) - count, page.session.labels is None]
    again = QgsVectorLayer(file, "Labels", "ogr")
    QgsProject.instance().addMapLayer(again)
    page.layers.combo.setLayer(again)
    wait_idle(page)
    found["layer_back"] = [page.session.fit is not None, [one.name for one in page.session.labels.classes()]]


def closed(page, found: dict) -> None:
    """The project is closed while the map is made."""
    file = page.session.labels.layer.source().split("|")[0]
    count = stored(file)
    add(page, "forest", 160, 150)
    wait_for(lambda: page.session.live._job is not None, each=2)
    QgsProject.instance().clear()
    wait_jobs()
    wait(200)
    found["closed"] = [stored(file) - count, len(QgsProject.instance().mapLayers()), page.is_busy()]


def drive() -> dict:
    found: dict = {}
    panel, page = begin()
    page.field_of = page.layers.field_name
    outside(page, found)
    renamed(page, found)
    killed(panel, page, found)
    other_crs(page, found)
    scene_gone(page, found)
    scene_changed(page, found)
    layer_gone(page, found)
    closed(page, found)
    found["point"] = isinstance(place(0, 0), QgsPointXY)
    plugins["so2sat_qgis_plugin"].unload()
    wait(300)
    return found


tell(drive)
