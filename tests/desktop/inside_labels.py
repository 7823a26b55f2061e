"""Runs inside QGIS (see test_labels.py): an analyst labels a scene from nothing, by mouse and keys on the canvas."""

import os
from pathlib import Path

from qgis.core import QgsApplication, QgsPointXY, QgsProject, QgsProjectBadLayerHandler, QgsRaster
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.utils import iface, plugins

from tests.desktop.inside import drawn, load, open_panel, shot, tell, wait, wait_for, wait_idle, wait_jobs

SCENE, FOLDER = os.environ["SCENE"], Path(os.environ["FOLDER"])
CORNER, PIXEL = (362_612.2, 1_987_088.2), 10.0
NAMES = ("water", "forest", "town", "dry fields", "rice fields")
POLYGONS = {  # pixels of the real scene: the corner of a square of 14
    "water": ((1005, 782), (72, 243)),
    "forest": ((670, 335), (740, 362)),
    "town": ((695, 165), (718, 196)),
    "dry fields": ((424, 446), (480, 420)),
    "rice fields": ((290, 800), (350, 850)),
}
LOG: list = []


def place(column: float, row: float) -> QgsPointXY:
    return QgsPointXY(CORNER[0] + PIXEL * column, CORNER[1] - PIXEL * row)


def on_canvas(point: QgsPointXY) -> QPoint:
    spot = iface.mapCanvas().getCoordinateTransform().transform(point)
    return QPoint(round(spot.x()), round(spot.y()))


def click(point: QgsPointXY, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    spot = on_canvas(point)
    QTest.mouseMove(iface.mapCanvas().viewport(), spot)
    QTest.mouseClick(iface.mapCanvas().viewport(), button, Qt.KeyboardModifier.NoModifier, spot)
    wait(30)


def key(number: int) -> None:
    iface.mapCanvas().setFocus()
    QTest.keyClick(iface.mapCanvas(), Qt.Key(Qt.Key.Key_0 + number))
    wait(30)


def labels(page) -> dict:
    return {one.name: one.count for one in page.session.labels.classes()}


def truth(page, x: float, y: float) -> str:
    """The class of a place as its reflectance has it, which stands in for an analyst's eye."""
    found = page.opening.layer().dataProvider().identify(QgsPointXY(x, y), QgsRaster.IdentifyFormat.IdentifyFormatValue)
    green, red, near = (found.results()[band] for band in (2, 3, 7))
    if green > near:
        return "water"
    ndvi = (near - red) / (near + red)
    return "forest" if ndvi > 0.8 else "rice fields" if ndvi > 0.55 else "dry fields"


def begin(found: dict):
    """Load the scene, open the page, make a label layer and five classes; the scene is prepared meanwhile."""
    QgsApplication.messageLog().messageReceived.connect(
        lambda text, tag, level: LOG.append(text) if tag == "Land cover" else None
    )
    load(SCENE)
    panel = open_panel()
    wait_idle(panel.page)
    panel.tabs.setCurrentIndex(1)
    page = panel.labels
    drawn()
    shot(iface.mainWindow(), "labels_first")
    page.layers.new.click()
    found["preparing"] = page.opening.said.text()
    shot(iface.mainWindow(), "labels_preparing")
    for name in NAMES:
        page.classes.name.setText(name)
        page.classes.add_button.click()
        wait(20)
    found["classes"] = [[one.name, one.color] for one in page.session.labels.classes()]
    found["layer"] = page.session.labels.layer.source()
    wait_for(lambda: page.session.places is not None)
    found["cells"] = [page.session.places.scene.rows, page.session.places.scene.columns]
    return page


def draw(page, found: dict) -> None:
    """Ten polygons, a cell and a region, by QGIS's own tool and the page's."""
    page.tools.buttons["polygon"].click()
    wait(100)
    for number, (name, places) in enumerate(POLYGONS.items(), start=1):
        for column, row in places:
            key(number)
            for i, j in ((0, 0), (14, 0), (14, 14), (0, 14)):
                click(place(column + i, row + j))
            click(place(column, row + 14), Qt.MouseButton.RightButton)
        wait_idle(page)
        found.setdefault("after_class", []).append([name, labels(page), page.said.text()])
    found["leftovers"] = leftovers()
    shot(iface.mainWindow(), "labels_polygons")
    page.tools.buttons["cell"].click()
    key(3)
    click(place(702, 182))
    wait_idle(page)
    page.tools.buttons["region"].click()
    key(4)  # a wrong label: this is forest
    click(place(172, 163))
    page.tools.slider.setValue(20)
    found["region_cells"] = page.drawing._region.area() / (4 * PIXEL) ** 2
    shot(iface.mainWindow(), "labels_region")
    QTest.keyClick(iface.mapCanvas(), Qt.Key.Key_Return)
    wait_idle(page)
    found["drawn"] = labels(page)
    found["fitted"] = [page.overall.text(), [page.classes.table.item(row, 4).text() for row in range(5)]]
    shot(iface.mainWindow(), "labels_map")


def leftovers() -> int:
    """How many rubber bands of finished polygons are still on the canvas."""
    items = iface.mapCanvas().scene().items()
    return sum(isinstance(one, QgsRubberBand) and one.isVisible() and one.size() > 0 for one in items)


def undo(page, found: dict) -> None:
    """QGIS's own Undo and Redo take a label back and bring it again."""
    before = sum(labels(page).values())
    iface.setActiveLayer(page.session.labels.layer)
    iface.mainWindow().findChild(type(iface.actionAddFeature()), "mActionUndo").trigger()
    wait_idle(page)
    undone = sum(labels(page).values())
    iface.mainWindow().findChild(type(iface.actionAddFeature()), "mActionRedo").trigger()
    wait_idle(page)
    found["undo"] = [before, undone, sum(labels(page).values())]


def suggested(page, found: dict) -> None:
    """Five of "label next" are accepted, one is skipped; then a place of the random sample is labelled."""
    page.next.find.click()
    wait_for(lambda: bool(page.next.places))
    found["suggested"] = len(page.next.places)
    page.next.zoom(0)
    drawn()
    shot(iface.mainWindow(), "labels_next")
    before = sum(labels(page).values())
    page.next.skip(1)
    for _ in range(5):
        one = page.next.places[0]
        page.classes.choose(truth(page, one.x, one.y))
        page.next.list.button(0, 1).click()
        wait_idle(page)
    found["accepted"] = [before, sum(labels(page).values()), len(page.next.places)]
    iface.mapCanvas().setExtent(page.opening.layer().extent())
    iface.mapCanvas().refresh()
    page.next.mode.setCurrentIndex(1)
    page.next.find.click()
    wait_for(lambda: bool(page.next.places))
    drawn()
    found["random"] = [len(page.next.places), page.next.said.text()]
    shot(iface.mainWindow(), "labels_random")
    page.next.label(0, "water")
    reference = [one for one in QgsProject.instance().mapLayers().values() if one.name() == "Reference points"]
    found["reference"] = [reference[0].featureCount(), sum(labels(page).values())]
    page.next.mode.setCurrentIndex(0)


def suspects(page, found: dict) -> None:
    page.tabs.setCurrentWidget(page.suspects)
    found["suspects"] = [[one.label, one.predicted] for one, _ in page.suspects.suspects]
    page.suspects.zoom(0)
    drawn()
    shot(iface.mainWindow(), "labels_suspects")
    one, fid = page.suspects.suspects[0]
    page.suspects.list.button(0, 1).click()
    wait_idle(page)
    found["corrected"] = [one.predicted, page.session.labels.feature(fid)["class"]]
    iface.mapCanvas().setExtent(page.opening.layer().extent())
    iface.mapCanvas().refresh()
    drawn()
    shot(iface.mainWindow(), "labels_corrected")


def ask(page, found: dict) -> None:
    page.tools.buttons["ask"].click()
    click(place(703, 175))
    wait_for(lambda: "Confidence" in page.cell.said.text())
    drawn()
    found["answer"] = [page.tabs.currentWidget() is page.cell, page.cell.said.text(), page.cell.near.text()]
    found["window"] = page.looking._window.band.asGeometry().area() / page.looking._cell.band.asGeometry().area()
    shot(iface.mainWindow(), "labels_cell")
    page.tools.buttons["alike"].click()
    click(place(80, 250))
    drawn()
    found["alike"] = [one.name() for one in QgsProject.instance().mapLayers().values()]
    shot(iface.mainWindow(), "labels_alike")
    page.tools.buttons["alike"].click()


def best(page, found: dict) -> None:
    page.best.click()
    wait_idle(page)
    found["best"] = page.overall.toolTip()


def save(page, found: dict) -> None:
    page.tabs.setCurrentWidget(page.saving)
    page.saving.box.make.click()
    wait_idle(page)
    found["saved"] = page.saving.box.said.text()
    found["files"] = sorted(path.name for path in Path(SCENE).parent.iterdir())
    drawn()
    shot(iface.mainWindow(), "labels_saved")


def reopened(found: dict) -> None:
    """A project finds map and labels again; the live map is gone."""
    path = str(FOLDER / "project.qgz")
    QgsProject.instance().setBadLayerHandler(QgsProjectBadLayerHandler())
    QgsProject.instance().write(path)
    QgsProject.instance().clear()
    wait_jobs()
    QgsProject.instance().read(path)
    layers = QgsProject.instance().mapLayers().values()
    found["reopened"] = {layer.name(): layer.isValid() for layer in layers}
    again = next(layer for layer in layers if layer.name() == "Labels")
    found["again"] = [again.featureCount(), sorted(one.label() for one in again.renderer().categories())]
    page = plugins["so2sat_qgis_plugin"]._menu._panel.labels
    wait_for(lambda: page.layers.layer() is again)
    wait_for(lambda: page.session.fit is not None and not page.is_busy())
    found["shown_again"] = page.session.live.layer.layer is not None
    shot(iface.mainWindow(), "labels_reopened")


def drive() -> dict:
    found: dict = {}
    iface.mainWindow().resize(1400, 900)
    page = begin(found)
    for step in (draw, undo, suggested, suspects, ask, best, save):
        step(page, found)
    reopened(found)
    found["log"] = LOG
    plugins["so2sat_qgis_plugin"].unload()
    wait(300)
    return found


if __name__ != "tests.desktop.inside_labels":  # inside_killed.py takes its hands from here
    tell(drive)
