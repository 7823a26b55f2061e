"""Runs inside QGIS (see test_german.py): the set-up and the map's dialog in German."""

from qgis.utils import plugins

from tests.desktop.inside import menu_entries, shot, tell, top, wait, wait_for


def drive() -> dict:
    found: dict = {"entries": [entry.text() for entry in menu_entries()]}
    menu = plugins["so2sat_qgis_plugin"]._menu
    menu.open_setup()
    wait_for(lambda: top("So2Sat-Landbedeckung einrichten"))
    dialog = top("So2Sat-Landbedeckung einrichten")
    wait_for(lambda: dialog.base.text() != "wird gesucht…")
    found["setup"] = [dialog.start.text(), dialog.status.text(), dialog.download.text()]
    shot(dialog, "german_setup")
    dialog.close()
    menu.open_map()
    wait_for(lambda: top("Landbedeckungskarte"))
    dialog = top("Landbedeckungskarte")
    shot(dialog, "german_map")
    dialog.close()
    menu.open_panel()
    wait(300)
    panel = menu._panel
    panel.labels.best.setVisible(True)  # as once there is a map
    found["narrowest"] = panel.minimumSizeHint().width()
    found["cut off"] = panel.width() < found["narrowest"]
    for number, name in enumerate(("map", "labels")):
        panel.tabs.setCurrentIndex(number)
        shot(panel, f"german_panel_{name}")
    return found


tell(drive)
