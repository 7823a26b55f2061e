"""Runs inside QGIS (see test_panel.py): an analyst's first maps by the panel, looked at on the way."""

import os
import shutil
import time
from pathlib import Path

from qgis.core import QgsProcessingUtils, QgsProject, QgsProjectBadLayerHandler, QgsRasterLayer, QgsVectorLayer
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtWidgets import QPushButton
from qgis.utils import iface, plugins

from tests.desktop.inside import drawn, load, open_panel, shot, tell, wait, wait_for, wait_idle

SCENE, LABELS, FOLDER = os.environ["SCENE"], os.environ["LABELS"], Path(os.environ["FOLDER"])
ZONES = os.environ["ZONES_MODULE"]


def texts() -> list:
    return [layer.name() for layer in QgsProject.instance().mapLayers().values()]


def first_look(found: dict):
    """Load the scene and open the panel: it looks at once."""
    load(SCENE)
    panel = open_panel().page
    wait_idle(panel)
    found["findings"] = panel.findings.text.text()
    found["detail"], found["time"] = panel.detail.words.text(), panel.detail.time.text()
    found["band"] = panel.band.window.asGeometry().area() / panel.detail.detail().window ** 2
    shot(iface.mainWindow(), "panel_look")
    return panel


def coarse(panel) -> None:
    """Choose cells of 160 m: the tests' machine is slow."""
    strides = [one.stride for one in panel.detail.choices()]
    panel.detail.slider.setValue(strides.index(16))
    wait_for(lambda: panel.detail.detail().stride == 16)
    wait(600)  # after which the scene is looked at anew
    wait_idle(panel)


def preview(panel, found: dict) -> None:
    began = time.monotonic()
    panel.run.preview.click()
    wait_idle(panel)
    found["preview_seconds"] = time.monotonic() - began
    found["preview_layers"], found["preview_said"] = texts(), panel.run.said.text()
    found["scene_kept"] = panel.scene.layer().name()
    drawn()
    shot(iface.mainWindow(), "panel_preview")


def cancel(panel, found: dict) -> None:
    """In the midst of a map at the detail that was proposed, which takes about ten seconds."""
    panel.run.make.click()
    found["running_said"] = panel.run.said.text()
    wait(500)
    shot(panel, "panel_running")
    panel.run.cancel.click()
    began = time.monotonic()
    wait_idle(panel)
    found["cancel_seconds"] = time.monotonic() - began
    found["cancel_said"] = panel.run.said.text()
    found["cancel_files"] = sorted(p.name for p in Path(SCENE).parent.iterdir())


def make(panel, found: dict) -> None:
    panel.run.make.click()
    wait_idle(panel)
    found["made_layers"], found["made_said"] = texts(), panel.run.said.text()
    found["made_files"] = sorted(p.name for p in Path(SCENE).parent.iterdir())
    wait_for(lambda: bool(panel.legend.table.item(0, 2).text()))
    found["area"] = panel.legend.table.item(0, 2).text()
    shot(iface.mainWindow(), "panel_made")


def legend(panel, found: dict) -> None:
    editor = panel.legend

    def names() -> list:
        return [editor.table.item(row, 1).text() for row in range(editor.table.rowCount())]

    found["legend"] = [names()]
    editor.table.item(0, 1).setText("Rice fields")  # as typed
    wait_idle(panel)
    found["legend"].append(names())
    editor.recolor(1, "#ff00ff")
    wait_idle(panel)
    editor.table.selectRow(1)
    editor.table.setSelectionMode(editor.table.SelectionMode.MultiSelection)
    editor.table.selectRow(2)
    editor.merge_button.click()
    wait_idle(panel)
    found["legend"].append(names())
    renderer = editor.layer.renderer()
    found["renderer"] = [[c.value, c.label, c.color.name()] for c in renderer.classes()][:2]
    shot(panel, "panel_legend")
    for _ in range(3):
        editor.undo_button.click()
        wait_idle(panel)
    found["legend"].append(names())
    editor.redo_button.click()
    wait_idle(panel)
    found["legend"].append(names())


def labelled(panel, found: dict) -> None:
    layer = QgsVectorLayer(LABELS, "training")
    QgsProject.instance().addMapLayer(layer)
    panel.way.choose("labels")
    wait_idle(panel)
    found["field"] = panel.way.field.currentField()
    panel.run.preview.click()
    wait_idle(panel)
    found["labelled_preview"] = [panel.run.said.text(), texts()]
    panel.run.target.setFilePath(str(FOLDER / "mine.tif"))
    began = time.monotonic()
    panel.run.make.click()
    wait_idle(panel)
    found["labelled_seconds"] = time.monotonic() - began
    found["labelled_said"] = panel.run.said.text()
    found["labelled_layers"] = texts()
    found["labelled_files"] = sorted(p.name for p in FOLDER.iterdir() if p.is_file())
    drawn()
    shot(iface.mainWindow(), "panel_labels")


def bundle(panel, found: dict) -> None:
    panel.way.choose("bundle")
    wait_idle(panel)
    found["no_bundle"] = panel.findings.text.text()
    panel.way.bundle.setFilePath(str(FOLDER / "mine.so2sat"))
    wait_idle(panel)
    found["bundle_window"] = panel.detail.detail().window
    panel.run.preview.click()
    wait_idle(panel)
    found["bundle_said"] = panel.run.said.text()


def zones(panel, found: dict) -> None:
    panel.way.choose("zones")
    wait_idle(panel)
    found["zones_missing"] = panel.way._fetch_row.isVisible()
    shot(panel, "panel_zones_missing")
    from so2sat_qgis_plugin.algorithms.base import home_folder
    from so2sat_qgis_plugin.engine.modules.catalogue import catalogue
    from so2sat_qgis_plugin.engine.modules.store import ModuleStore
    from so2sat_qgis_plugin.engine.progress import Progress

    store = ModuleStore(home_folder())
    with store.new_folder() as folder:
        shutil.copytree(ZONES, folder, dirs_exist_ok=True)
        store.add(folder, catalogue(home_folder())["so2sat-lcz-resnet20"].handle, "a test", Progress())
    panel.way.choose("no labels")
    panel.way.choose("zones")
    wait_idle(panel)
    found["zones_findings"] = panel.findings.text.text()
    found["zones_detail"] = panel.detail.words.text()
    panel.run.preview.click()
    wait_idle(panel)
    found["zones_said"], found["zones_layers"] = panel.run.said.text(), texts()
    drawn()
    shot(iface.mainWindow(), "panel_zones")


def bar_text() -> str:
    item = iface.messageBar().currentItem()
    return item.text() if item is not None else ""


def temporary(found: dict) -> None:
    """A map in a temporary file is told of, and saved beside its scene by one click."""
    made = next(path for path in Path(SCENE).parent.glob("*clusters.tif"))
    path = Path(QgsProcessingUtils.tempFolder()) / "OUTPUT.tif"
    for suffix in (".tif", ".tif.aux.xml", ".qml"):
        shutil.copy(made.with_name(made.stem + suffix), path.with_name("OUTPUT" + suffix))
    layer = QgsRasterLayer(str(path), "Land-cover map")
    QgsProject.instance().addMapLayer(layer)
    wait_for(lambda: "temporary file" in bar_text())
    found["temporary_bar"] = bar_text()
    shot(iface.mainWindow(), "temporary_map")
    button = iface.messageBar().currentItem().findChild(QPushButton)
    button.click()
    wait_for(lambda: layer.source() != str(path))
    found["temporary_saved"], found["temporary_valid"] = layer.source(), layer.isValid()
    found["temporary_classes"] = [c.label for c in layer.renderer().classes()][:1]


def reopened(found: dict) -> None:
    """A project finds its maps again; of one whose file is gone it says what to do, and previews are not kept."""
    path = str(FOLDER / "project.qgz")
    QgsProject.instance().setBadLayerHandler(QgsProjectBadLayerHandler())  # QGIS's own asks in a dialog
    QgsProject.instance().write(path)
    QgsProject.instance().clear()
    QgsProject.instance().read(path)
    layers = QgsProject.instance().mapLayers().values()
    found["reopened"] = {layer.name(): layer.isValid() for layer in layers}
    (FOLDER / "mine.tif").rename(FOLDER / "moved.tif")
    QgsProject.instance().clear()
    QgsProject.instance().read(path)
    wait_for(lambda: "is gone" in bar_text())
    found["gone_bar"] = bar_text()


def drive() -> dict:
    found: dict = {"at_first": iface.mainWindow().findChild(QgsDockWidget, "So2SatLandCover") is None}
    iface.mainWindow().resize(1400, 900)
    panel = first_look(found)
    cancel(panel, found)
    coarse(panel)
    preview(panel, found)
    make(panel, found)
    legend(panel, found)
    labelled(panel, found)
    bundle(panel, found)
    zones(panel, found)
    temporary(found)
    reopened(found)
    plugins["so2sat_qgis_plugin"].unload()
    wait(200)
    return found


tell(drive)
