"""Plugins > So2Sat land cover > Set up…: create, repair or remove the runtime, or name one that exists."""

from __future__ import annotations

import html
import os

from qgis.core import QgsApplication, QgsSettings
from qgis.gui import QgsCollapsibleGroupBox, QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase, QIcon, QShowEvent
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..algorithms.base import home_folder
from ..algorithms.setup_runtime import DEVICE_HELP, DEVICE_NAMES, MIRROR_HELP, PYTHON_HELP, WHEELS_HELP, index_proxy
from ..engine.errors import So2SatError
from ..i18n import tr
from ..paths import resource
from ..runtime.create import DEVICES, NEEDED_GB, Setup
from ..runtime.machine import free_gb
from ..runtime.pip import download_size
from ..runtime.status import MISSING_STATE, status
from .quiet_task import QuietTask
from .setup_button import SETTING, state_title, what_it_is
from .setup_task import LookTask, RemovalTask, SetupTask

HOME_SETTING = "so2sat/home"


class SetupDialog(QDialog):
    """Shows what the runtime is and takes, works on it in the background, and keeps the log to copy.

    `changed` is sent when the runtime came, went or became another.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Set up So2Sat land cover"))
        self.setWindowIcon(QIcon(str(resource("icon.svg"))))
        self._task: QuietTask | None = None
        self._look: LookTask | None = None
        self._outcome = ""
        self._is_fitted = False
        layout = QVBoxLayout(self)
        for widget in (self._make_status(), self._make_needs(), self._make_other_ways(), self._make_progress()):
            layout.addWidget(widget)
        layout.addWidget(self._make_details(), 1)
        layout.addStretch()
        layout.addWidget(self._make_buttons())
        self.refresh()
        self.start.setFocus()
        self._look_around()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_fitted:  # group boxes know their folded height only once they are shown
            self._is_fitted = True
            QTimer.singleShot(0, lambda: self.resize(680, self.minimumSizeHint().height()))

    def _make_status(self) -> QLabel:
        self.status = QLabel(self)
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self.status

    def _make_needs(self) -> QGroupBox:
        box = QGroupBox(tr("What it takes"), self)
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.download, self.disk, self.base = QLabel(box), QLabel(box), QLabel(tr("looking…"), box)
        self.folder = QgsFileWidget(box)
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(str(home_folder()))
        self.folder.setEnabled(not os.environ.get("SO2SAT_HOME"))
        self.folder.setToolTip(tr("Runtime, modules and unfinished runs are kept here."))
        self.folder.fileChanged.connect(self._keep_folder)
        self.device = QComboBox(box)
        self.device.addItems([tr(name) for name in DEVICE_NAMES])
        self.device.setToolTip(tr(DEVICE_HELP))
        self.device.currentIndexChanged.connect(self.refresh)
        self.gpu = QLabel(tr("looking…"), box)
        form.addRow(tr("Download"), self.download)
        form.addRow(tr("Folder"), self.folder)
        form.addRow(tr("Disk"), self.disk)
        form.addRow(tr("Compute on"), self.device)
        form.addRow("", self.gpu)
        form.addRow(tr("Made from"), self.base)
        return box

    def _make_other_ways(self) -> QGroupBox:
        box = QgsCollapsibleGroupBox(tr("Other ways: without internet, with a Python of your own"), self)
        box.setSaveCollapsedState(False)
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.python, self.wheels, self.own = QgsFileWidget(box), QgsFileWidget(box), QgsFileWidget(box)
        self.mirror = QLineEdit(box)
        self.python.lineEdit().setPlaceholderText(tr("found by itself, or fetched"))
        self.python.fileChanged.connect(self._look_around)
        self.wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.wheels.lineEdit().setPlaceholderText(tr("from the internet"))
        self.mirror.setPlaceholderText("github.com/astral-sh/python-build-standalone")
        self.own.lineEdit().setPlaceholderText(tr("none: use the runtime created here"))
        self.own.setFilePath(str(QgsSettings().value(SETTING, "") or ""))
        self.own.fileChanged.connect(self._keep_own)
        own_help = tr("A Python with TensorFlow, OpenVINO and scikit-learn. Empty: the runtime created here.")
        for text, widget, tip in (
            (tr("Base Python 3.10–3.13"), self.python, tr(PYTHON_HELP)),
            (tr("Folder of wheels"), self.wheels, tr(WHEELS_HELP)),
            (tr("Mirror of Python releases"), self.mirror, tr(MIRROR_HELP)),
            (tr("Interpreter that has all packages"), self.own, own_help),
        ):
            widget.setToolTip(tip)
            form.addRow(text, widget)
        box.setCollapsed(not self.own.filePath())
        return box

    def _make_progress(self) -> QWidget:
        self.progress = QWidget(self)
        self.now = QLabel(self.progress)
        self.now.setWordWrap(True)
        self.now.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar(self.progress)
        self.bar.setRange(0, 1000)
        self.bar.setFormat("%p %")
        column = QVBoxLayout(self.progress)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.now)
        column.addWidget(self.bar)
        self.progress.hide()
        return self.progress

    def _make_details(self) -> QGroupBox:
        box = self.details = QgsCollapsibleGroupBox(tr("Details"), self)
        box.setSaveCollapsedState(False)
        self.log = QPlainTextEdit(box)
        self.log.setReadOnly(True)
        self.log.setMinimumHeight(160)
        self.log.setMaximumBlockCount(5000)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.log.setPlaceholderText(tr("What pip and Python say during the set-up appears here."))
        self.copy = QPushButton(tr("Copy"), box)
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.log.toPlainText()))
        column = QVBoxLayout(box)
        column.addWidget(self.log, 1)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignRight)
        box.setCollapsed(True)
        return box

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        self.start = buttons.addButton(tr("Set up"), QDialogButtonBox.ButtonRole.ActionRole)
        self.start.clicked.connect(self._start_or_cancel)
        self.start.setDefault(True)
        self.mend = buttons.addButton(tr("Repair"), QDialogButtonBox.ButtonRole.ActionRole)
        self.mend.clicked.connect(lambda: self._begin(self._setup_task(SetupTask.repairing)))
        self.drop = buttons.addButton(tr("Remove"), QDialogButtonBox.ButtonRole.ActionRole)
        self.drop.clicked.connect(self._remove)
        self.leave = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.leave.clicked.connect(self.close)
        return buttons

    def refresh(self) -> None:
        """Show what the runtime is now, and what it takes."""
        found = status(home_folder(), self.own.filePath())
        color = "#1a7f37" if found.ready else "#b35900"
        details = html.escape(what_it_is() if found.state == MISSING_STATE else found.details)
        self.status.setText(f'<b style="color: {color}">{html.escape(state_title(found.state))}</b><br>{details}')
        self.start.setText(tr("Cancel") if self._task else tr("Set up again") if found.made else tr("Set up"))
        self.leave.setText(tr("Hide") if self._task else tr("Close"))
        self.leave.setToolTip(tr("The work goes on; Set up… shows it again") if self._task else "")
        self.mend.setVisible(found.made)
        self.drop.setVisible(found.made)
        for widget in (self.mend, self.drop, self.folder):
            widget.setEnabled(self._task is None and not (widget is self.folder and os.environ.get("SO2SAT_HOME")))
        device = DEVICES[self.device.currentIndex()]
        more = " " + tr("and the CUDA libraries, some GB more") if device == "gpu" else ""
        self.download.setText(tr("about {size} MB, once").format(size=round(download_size() / 1e7) * 10) + more)
        free, needed = free_gb(home_folder()), NEEDED_GB[device]
        room = tr("{needed} GB are needed, {free} GB are free").format(needed=needed, free=f"{free:.1f}")
        self.disk.setText(room if free >= needed else f'<b style="color: #b35900">{room}</b>')

    def _look_around(self) -> None:
        """Find Python and GPU in the background."""
        self._look = LookTask(self.python.filePath().strip())
        self._look.ended.connect(self._show_found)
        QgsApplication.taskManager().addTask(self._look)

    def _show_found(self, error: str, cancelled: bool) -> None:
        look = self._look
        if look is None or cancelled:
            return
        fetched = tr("No suitable Python on this computer: Python 3.12 is fetched (35 MB more)")
        wrong = tr("the interpreter that is named below will not do")
        self.base.setText(look.python or (wrong if self.python.filePath().strip() else fetched))
        self.base.setToolTip(look.problem)
        self.gpu.setText(", ".join(look.gpus) or tr("No NVIDIA GPU that TensorFlow can use was found"))
        if look.gpus and not self._task:
            self.device.setCurrentIndex(DEVICES.index("gpu"))

    def _keep_own(self, path: str) -> None:
        QgsSettings().setValue(SETTING, path.strip())
        self.refresh()
        self.changed.emit()

    def _keep_folder(self, path: str) -> None:
        QgsSettings().setValue(HOME_SETTING, path.strip())
        self.refresh()
        self.changed.emit()

    def _start_or_cancel(self) -> None:
        if self._task is not None:
            self.start.setEnabled(False)
            self.now.setText(tr("Cancelling…"))
            self._task.cancel()
            return
        self._begin(self._setup_task(SetupTask))

    def _setup_task(self, make) -> QuietTask | None:  # type: ignore[no-untyped-def]
        wheels = self.wheels.filePath().strip()
        try:
            proxy = index_proxy(wheels)
        except So2SatError as error:
            self.progress.show()
            self.now.setText(str(error))
            return None
        setup = Setup(
            python=self.python.filePath().strip(),
            wheels=wheels,
            device=DEVICES[self.device.currentIndex()],
            proxy=proxy,
            mirror=self.mirror.text().strip(),
        )
        task: QuietTask = make(home_folder(), setup)
        return task

    def _remove(self) -> None:
        question = tr("Delete the runtime? Modules and results stay, and it can be set up again at any time.")
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        if QMessageBox.question(self, self.windowTitle(), question, buttons) == QMessageBox.StandardButton.Yes:
            self._begin(RemovalTask(home_folder()))

    def _begin(self, task: QuietTask | None) -> None:
        if task is None:
            return
        self._task = task
        self._outcome = tr("The runtime is removed.") if isinstance(task, RemovalTask) else tr("The runtime is ready.")
        self.log.clear()
        self.bar.setValue(0)
        self.details.setCollapsed(True)
        self.now.setText(task.description())
        self.progress.show()
        task.told.connect(self._tell)
        task.said.connect(self.now.setText)
        task.detailed.connect(self.log.appendPlainText)
        task.progressChanged.connect(lambda percent: self.bar.setValue(round(10 * percent)))
        task.ended.connect(self._end)
        QgsApplication.taskManager().addTask(task)
        self.refresh()

    def _tell(self, message: str) -> None:
        self.now.setText(message)
        self.log.appendPlainText(message)

    def _end(self, error: str, cancelled: bool) -> None:
        task, self._task = self._task, None
        self.start.setEnabled(True)
        if cancelled:
            self.now.setText(tr("Cancelled. What was set up before is as it was."))
        else:
            self.now.setText(error.split("\n")[0] if error else self._outcome)
        self.log.appendPlainText("\n" + (error if error and not cancelled else self.now.text()))
        self.details.setCollapsed(not error or cancelled)
        self.bar.setValue(0 if error else 1000)
        self.refresh()
        done = self.start if error or cancelled or isinstance(task, RemovalTask) else self.leave
        done.setDefault(True)
        done.setFocus()
        self.changed.emit()
