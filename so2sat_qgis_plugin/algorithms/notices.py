"""What algorithms tell the window, whichever thread they run in; nobody listens in qgis_process."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal


class Notices(QObject):
    """`runtime_missing`: an algorithm found no runtime ("") or one that is damaged (what was found)."""

    runtime_missing = pyqtSignal(str)


notices = Notices()
