"""One sentence and "Set up now", where something needs the runtime and there is none that works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsSettings
from qgis.PyQt import sip
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ..algorithms.base import home_folder
from ..algorithms.notices import notices
from ..i18n import tr
from ..runtime.pip import download_size
from ..runtime.status import DAMAGED, MISSING_STATE, NAMED, OLD, READY, WRONG, status

SETTING = "so2sat/python"


def is_ready() -> bool:
    """Whether workers can start (nothing is started to find out)."""
    return status(home_folder(), str(QgsSettings().value(SETTING, "") or "")).ready


class SetupNow(QFrame):
    """A row that shows itself only while the runtime is missing; `wanted` is sent when its button is pressed."""

    wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("so2satSetupNow")
        self.setStyleSheet("#so2satSetupNow { background: palette(alternate-base); border-left: 4px solid #e69f00; }")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(tr("Set up now"), self)
        self.button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        self.refresh()

    def refresh(self) -> bool:
        """Show or hide by what the runtime is now; return whether workers can start."""
        ready = is_ready()
        self.sentence.setText(first_sentence())
        self.setVisible(not ready)
        return ready


def first_sentence() -> str:
    """Return what an analyst is told before the first map."""
    return tr("The first map needs a Python of its own with TensorFlow: a download of {size} MB, once.").format(
        size=round(download_size() / 1e7) * 10
    )


def what_it_is() -> str:
    """Return what the runtime is, for those who have none."""
    return tr(
        "It is a Python of its own with TensorFlow, OpenVINO and scikit-learn; QGIS's is left alone. Creating it takes "
        "some minutes, once."
    )


def state_title(state: str) -> str:
    """Return the state of a `runtime.status.Status` in words."""
    return {
        MISSING_STATE: tr("The runtime is not set up yet"),
        DAMAGED: tr("The runtime is damaged: choose Repair"),
        WRONG: tr("The interpreter that was named is none"),
        NAMED: tr("An interpreter that was named is used"),
        OLD: tr("The runtime is of another version of the plugin: set it up again"),
        READY: tr("The runtime is ready"),
    }[state]


class SetupBar:
    """QGIS's message bar with "Set up now", whenever an algorithm finds no runtime, or a damaged one."""

    def __init__(self, iface: Any, open_setup: Callable[[], None]) -> None:
        self._iface, self._open = iface, open_setup
        self._item: Any = None
        notices.runtime_missing.connect(self.show)

    def show(self, message: str = "") -> None:
        """Show it, once at a time. `message`: what was found; "" where nothing was set up yet."""
        self.close()
        bar = self._iface.messageBar()
        item = bar.createMessage("So2Sat land cover", message or first_sentence())
        button = QPushButton(tr("Repair…") if message else tr("Set up now"), item)
        button.clicked.connect(self._go)
        item.layout().addWidget(button)
        self._item = bar.pushWidget(item, Qgis.MessageLevel.Warning)

    def _go(self) -> None:
        self.close()
        self._open()

    def close(self) -> None:
        """Take it away, where it is shown."""
        item, self._item = self._item, None
        if item is not None and not sip.isdeleted(item):
            self._iface.messageBar().popWidget(item)

    def remove(self) -> None:
        """Stop listening."""
        notices.runtime_missing.disconnect(self.show)
        self.close()
