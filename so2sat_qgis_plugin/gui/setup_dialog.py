"""Plugins > So2Sat land cover > Set up…: create the runtime, or name one that exists."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsSettings
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase, QIcon
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..algorithms.base import home_folder
from ..algorithms.setup_runtime import DEVICE_HELP, DEVICE_NAMES, PYTHON_HELP, WHEELS_HELP, index_proxy
from ..engine.errors import So2SatError
from ..paths import resource
from ..runtime.create import DEVICES, Setup
from ..runtime.status import status
from .setup_task import SetupTask

SETTING = "so2sat/python"


class SetupDialog(QDialog):
    """Shows what the runtime is, sets it up in the background, and keeps the log to copy.

    `changed` is sent when the runtime came, went or became another.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Set up So2Sat land cover")
        self.setWindowIcon(QIcon(str(resource("icon.svg"))))
        self.resize(660, 560)
        self._task: SetupTask | None = None
        layout = QVBoxLayout(self)
        layout.addWidget(self._make_status())
        layout.addWidget(self._make_creation())
        layout.addWidget(self._make_own())
        layout.addWidget(self._make_log(), 1)
        layout.addLayout(self._make_buttons())
        self.refresh()

    def _make_status(self) -> QLabel:
        self.status = QLabel(self)
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self.status

    def _make_creation(self) -> QGroupBox:
        box = QGroupBox("Create the runtime", self)
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.device = QComboBox(box)
        self.device.addItems(DEVICE_NAMES)
        self.python = QgsFileWidget(box)
        self.python.lineEdit().setPlaceholderText("found by itself")
        self.wheels = QgsFileWidget(box)
        self.wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.wheels.lineEdit().setPlaceholderText("from the internet")
        for text, widget, tip in (
            ("Device", self.device, DEVICE_HELP),
            ("Base Python 3.10–3.13", self.python, PYTHON_HELP),
            ("Folder of wheels", self.wheels, WHEELS_HELP),
        ):
            widget.setToolTip(tip)
            form.addRow(text, widget)
        return box

    def _make_own(self) -> QGroupBox:
        box = QGroupBox("Or use an interpreter that has the packages already", self)
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.own = QgsFileWidget(box)
        self.own.setToolTip("A Python with TensorFlow, OpenVINO and scikit-learn. Empty: the runtime created above.")
        self.own.lineEdit().setPlaceholderText("none: use the runtime created here")
        self.own.setFilePath(str(QgsSettings().value(SETTING, "") or ""))
        self.own.fileChanged.connect(self._keep_own)
        form.addRow("Interpreter", self.own)
        return box

    def _make_log(self) -> QPlainTextEdit:
        self.log = QPlainTextEdit(self)
        self.log.setReadOnly(True)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.log.setPlaceholderText("The log of the set-up appears here.")
        return self.log

    def _make_buttons(self) -> QHBoxLayout:
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 100)
        self.copy = QPushButton("Copy log", self)
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.log.toPlainText()))
        buttons = QDialogButtonBox(self)
        self.start = buttons.addButton("Set up", QDialogButtonBox.ButtonRole.ActionRole)
        self.start.clicked.connect(self._start_or_cancel)
        self.start.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Close).clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.copy)
        row.addWidget(buttons)
        return row

    def refresh(self) -> None:
        """Show what the runtime is now."""
        found = status(home_folder(), self.own.filePath())
        color = "#1a7f37" if found.ready else "#b35900"
        self.status.setText(f'<b style="color: {color}">{found.title}</b><br>{found.details}')
        self.start.setText("Cancel" if self._task else "Set up again" if found.made else "Set up")

    def _keep_own(self, path: str) -> None:
        QgsSettings().setValue(SETTING, path.strip())
        self.refresh()

    def _start_or_cancel(self) -> None:
        if self._task is not None:
            self.start.setEnabled(False)
            self._task.cancel()
            return
        self.log.clear()
        self.bar.setValue(0)
        wheels = self.wheels.filePath().strip()
        try:
            proxy = index_proxy(wheels)
        except So2SatError as error:
            self.log.appendPlainText(str(error))
            return
        device = DEVICES[self.device.currentIndex()]
        self._task = SetupTask(home_folder(), Setup(self.python.filePath().strip(), wheels, device, proxy))
        self._task.told.connect(self.log.appendPlainText)
        self._task.progressChanged.connect(lambda percent: self.bar.setValue(int(percent)))
        self._task.ended.connect(self._end)
        QgsApplication.taskManager().addTask(self._task)
        self.refresh()

    def _end(self, error: str, cancelled: bool) -> None:
        self._task = None
        self.changed.emit()
        self.start.setEnabled(True)
        self.bar.setValue(0 if error else 100)
        self.log.appendPlainText(f"\n{error}" if error else "\nThe runtime is ready.")
        self.refresh()
