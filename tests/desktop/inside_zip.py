"""Runs inside QGIS (see test_zip.py): from the plugin's zip to a named map that stays, as somebody new goes about it.

PART is "first", or "again": QGIS was ended and is started once more. RUNTIME names a Python that has all packages;
empty: the set-up makes one.
"""

import os
import time
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton
from qgis.utils import iface, plugins

from tests.desktop.inside import SHOTS, drawn, tell, top, wait, wait_for, wait_idle

NAME = "so2sat_qgis_plugin"
ZIP, SCENE, RUNTIME = os.environ["ZIP"], os.environ["SCENE"], os.environ["RUNTIME"]
PROJECT = str(Path(SCENE).with_name("project.qgz"))
NAMES = ("Rice fields", "Reservoir")  # that the first two classes are given
_began = time.monotonic()


def seconds(found: dict, step: str) -> None:
    """Keep how long a step took."""
    global _began
    now = time.monotonic()
    found.setdefault("seconds", {})[step] = round(now - _began, 1)
    print("STEP", step, round(now - _began, 1), flush=True)
    _began = time.monotonic()


def screen(name: str) -> None:
    """Keep a picture of the whole screen, and don't count the time that it takes."""
    global _began
    before = time.monotonic()
    wait(700)
    drawn()
    assert QApplication.primaryScreen().grabWindow(0).save(str(SHOTS / f"{name}.png"))
    _began += time.monotonic() - before


def press(widget) -> None:
    """Press a button with the mouse; it has to be seen and enabled."""
    assert widget.isVisible() and widget.isEnabled(), widget.text()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    wait(30)


def button(parent, text: str, kind=QPushButton):
    """Return the visible button that says so."""
    return next(one for one in parent.findChildren(kind) if one.isVisible() and one.text().replace("&", "") == text)


def install(found: dict) -> None:
    """Plugins > Manage and Install Plugins… > Install from ZIP: what its button does."""
    import pyplugin_installer

    pyplugin_installer.instance().installFromZipFile(ZIP)
    wait(500)
    module = __import__(NAME)
    found["installed"] = [NAME in plugins, Path(module.__file__).parent.parent.as_posix()]
    seconds(found, "install the zip")
    screen("zip_installed")
    bar = iface.messageBar().currentItem()
    found["welcome"] = bar.text() if bar is not None else ""


def open_panel(found: dict):
    press(button(iface.messageBar(), "Open the panel"))
    wait(300)
    panel = plugins[NAME]._menu._panel
    found["setup_sentence"] = panel.setup.sentence.text() if panel.setup.isVisible() else ""
    seconds(found, "open the panel")
    screen("zip_panel")
    return panel


def set_up(panel, found: dict) -> None:
    press(panel.setup.button)
    wait(300)
    dialog = top("Set up So2Sat")
    wait_for(lambda: dialog.base.text() != "looking…")
    seconds(found, "open the set-up")
    screen("zip_setup")
    if RUNTIME:
        dialog.own.setFilePath(RUNTIME)
    else:
        press(dialog.start)
        watch_setup(dialog, found)
    wait(300)
    found["setup_status"] = dialog.status.text()
    seconds(found, "set up")
    screen("zip_setup_done")
    press(button(dialog, "Close"))
    wait(200)
    found["setup_row_gone"] = not panel.setup.isVisible()


def watch_setup(dialog, found: dict) -> None:
    """Keep what it says, and a picture now and then."""
    said = found.setdefault("setup_said", [])
    for count in range(12_000):
        if dialog._task is None:
            return
        if not said or said[-1][1] != dialog.now.text():
            said.append([round(time.monotonic() - _began, 1), dialog.now.text()])
        if count in (30, 200, 600):
            screen(f"zip_setup_{count}")
        wait(100)
    raise TimeoutError("the set-up did not end")


def open_scene(panel, found: dict) -> None:
    """By the panel's own button and the dialog that it opens."""
    from qgis.PyQt.QtCore import QTimer

    page = panel.page
    found["before_scene"] = page.findings.text.text()

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        line = dialog.findChild(QLineEdit)
        screen("zip_file_dialog")
        line.setText(SCENE)
        QTest.keyClick(line, Qt.Key.Key_Return)

    QTimer.singleShot(800, choose)
    press(page.scene.findChild(QToolButton))
    wait(200)
    wait_idle(page)
    found["findings"] = page.findings.text.text()
    found["time"] = page.detail.time.text()
    found["extent_shown"] = iface.mapCanvas().extent().contains(page.scene.layer().extent())
    renderer = page.scene.layer().renderer()
    found["colours"] = [renderer.redBand(), renderer.greenBand(), renderer.blueBand()]
    seconds(found, "open the scene; it is looked at")
    screen("zip_scene")


def make(panel, found: dict) -> None:
    page = panel.page
    press(page.run.make)
    wait(600)
    screen("zip_running")
    wait_for(lambda: not page.is_busy())
    found["said"] = page.run.said.text()
    seconds(found, "make the map")
    wait(300)
    found["legend_seen"] = not page.legend.table.visibleRegion().isEmpty()
    screen("zip_map")


def name_classes(panel, found: dict) -> None:
    """Double-click a name, type another, Enter; the same again with the next."""
    editor = panel.page.legend
    for row, name in enumerate(NAMES):
        item = editor.table.item(row, 1)
        spot = editor.table.visualItemRect(item).center()
        QTest.mouseClick(editor.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(editor.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        line = editor.table.findChild(QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, name)
        if row == 0:
            screen("zip_naming")
        QTest.keyClick(line, Qt.Key.Key_Return)
        wait_idle(panel.page)
    found["named"] = [editor.table.item(row, 1).text() for row in range(editor.table.rowCount())]
    seconds(found, "name two classes")
    screen("zip_named")


def save(found: dict) -> None:
    assert QgsProject.instance().write(PROJECT)
    found["files"] = sorted(path.name for path in Path(SCENE).parent.iterdir())
    seconds(found, "save the project")


def first() -> dict:
    found: dict = {}
    install(found)
    panel = open_panel(found)
    set_up(panel, found)
    open_scene(panel, found)
    make(panel, found)
    name_classes(panel, found)
    save(found)
    return found


def again() -> dict:
    """QGIS is started anew: the plugin is there, and the project has its map."""
    found: dict = {"loaded": NAME in plugins}
    iface.addProject(PROJECT)
    wait(1500)
    layers = QgsProject.instance().mapLayers().values()
    found["layers"] = {layer.name(): layer.isValid() for layer in layers}
    made = next(layer for layer in layers if layer.bandCount() == 1)
    found["classes"] = [one.label for one in made.renderer().classes()]
    item = iface.messageBar().currentItem()
    found["bar"] = item.text() if item is not None else ""
    next(one for one in plugins[NAME]._menu.actions).trigger()
    wait(300)
    panel = plugins[NAME]._menu._panel
    wait_for(lambda: not panel.page.is_busy())
    found["scene"] = panel.page.scene.layer().name() if panel.page.scene.layer() else ""
    found["row"] = panel.setup.isVisible()
    iface.setActiveLayer(made)
    wait(500)
    found["legend"] = [panel.page.legend.table.item(row, 1).text() for row in range(2)]
    seconds(found, "reopen")
    screen("zip_again")
    return found


iface.mainWindow().setGeometry(0, 0, 1400, 900)
tell({"first": first, "again": again}[os.environ["PART"]])
