"""Runs inside QGIS (see test_window.py): drives the menu and the dialogs, prints what it sees as one line of JSON."""

import os

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QApplication, QPushButton
from qgis.utils import iface, plugins

from tests.desktop.inside import menu_entries, shot, tell, top, wait, wait_for


def set_up(found: dict) -> None:
    dialog = top("Set up So2Sat")
    wait_for(lambda: dialog.base.text() != "looking…")
    found["status_before"] = dialog.status.text()
    found["needs"] = [label.text() for label in (dialog.download, dialog.disk, dialog.base, dialog.gpu)]
    shot(dialog, "setup_before")
    dialog.wheels.setFilePath(os.environ["EMPTY_WHEELS"])
    dialog.start.click()
    found["button_while_running"] = dialog.start.text()
    wait_for(lambda: dialog._task is None)
    found["now_after_failure"] = dialog.now.text()
    found["log_after_failure"] = dialog.log.toPlainText()
    found["button_after"] = dialog.start.text()
    dialog.copy.click()
    found["clipboard"] = QApplication.clipboard().text()
    shot(dialog, "setup_failed")
    dialog.wheels.setFilePath("")
    dialog.start.click()
    wait_for(lambda: "Creating a virtual environment" in dialog.log.toPlainText())
    shot(dialog, "setup_running")
    found["details_folded"] = dialog.details.isCollapsed()
    statuses = []
    QgsApplication.taskManager().statusChanged.connect(lambda number, state: statuses.append(int(state)))
    dialog.start.click()
    wait_for(lambda: dialog._task is None)
    wait_for(lambda: statuses[-1:] == [3])  # Complete
    found["task_states_after_cancel"] = statuses
    found["now_after_cancel"] = dialog.now.text()
    shot(dialog, "setup_cancelled")
    dialog.own.setFilePath(os.environ["INTERPRETER"])
    found["status_own"] = dialog.status.text()
    shot(dialog, "setup_own")
    dialog.own.setFilePath("")
    dialog.close()


def set_up_bar(found: dict) -> None:
    """An algorithm that finds no runtime makes QGIS's message bar offer "Set up now"."""
    import processing

    try:
        processing.run("so2sat:describemodule", {"MODULE": "builtin", "REPORT": "TEMPORARY_OUTPUT"})
    except Exception as error:
        found["refused"] = str(error)
    wait_for(iface.messageBar().currentItem)
    item = iface.messageBar().currentItem()
    button = next((one for one in item.findChildren(QPushButton) if one.text() == "Set up now"), None)
    found["bar"] = item.text() if item else ""
    shot(iface.mainWindow(), "setup_bar")
    if button is not None:
        button.click()
        wait_for(lambda: top("Set up So2Sat"))
        top("Set up So2Sat").close()
    found["bar_opens"] = button is not None


def drive() -> dict:
    found: dict = {"loaded": "so2sat_qgis_plugin" in plugins}
    entries = {entry.text(): entry for entry in menu_entries()}
    found["entries"] = list(entries)
    found["icons"] = [not entry.icon().isNull() for entry in entries.values()]
    entries["Set up…"].trigger()
    wait_for(lambda: top("Set up So2Sat"))
    set_up(found)
    set_up_bar(found)
    entries["Help"].trigger()
    help_dialog = top("So2Sat land cover: help")
    found["help"] = help_dialog.text.toPlainText()
    shot(help_dialog, "help")
    help_dialog.close()
    entries["Land-cover map…"].trigger()
    wait_for(lambda: top("Land-cover map") or top("Land-Cover Map"))
    map_dialog = top("Land-cover map") or top("Land-Cover Map")
    shot(map_dialog, "landcovermap")
    map_dialog.close()
    plugins["so2sat_qgis_plugin"].unload()
    wait(200)
    found["entries_after_unload"] = [entry.text() for entry in menu_entries()]
    return found


tell(drive)
