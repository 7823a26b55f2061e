"""Where the map is saved, the buttons that make it, and how far it is."""

from __future__ import annotations

import time
from html import escape
from pathlib import Path

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...i18n import tr
from ..job import Job, in_words, time_left

_EACH = 500  # milliseconds between two looks at the clock


class RunBox(QWidget):
    """Preview, make, cancel; shows one job at a time, never going backwards. `news`: there is something to look at."""

    news = pyqtSignal()

    def __init__(self, parent: QWidget | None = None, has_preview: bool = True) -> None:
        super().__init__(parent)
        self._has_preview = has_preview
        self.target = QgsFileWidget(self)
        self.target.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.target.setFilter(tr("GeoTIFF (*.tif)"))
        self.target.lineEdit().setPlaceholderText(tr("beside the scene"))
        self.preview = QPushButton(tr("Preview"), self)
        self._preview_help = tr("Map what the window shows now, to look at")
        self.make = QPushButton(tr("Make the map"), self)
        self._make_help = tr("Map the whole scene and save the map")
        self.make.setDefault(True)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(10)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.said.setOpenExternalLinks(True)
        self.cancel.clicked.connect(self._cancel)
        self._clock = QTimer(self)
        self._clock.setInterval(_EACH)
        self._clock.timeout.connect(self._look)
        self._job: Job | None = None
        self._lay_out()
        self._show_running(False)
        self.ready(True)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        save = QHBoxLayout()
        save.addWidget(QLabel(tr("Save as"), self))
        save.addWidget(self.target, 1)
        layout.addLayout(save)
        buttons = QHBoxLayout()
        for button in (self.preview, self.make, self.cancel):
            buttons.addWidget(button, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.bar)
        layout.addWidget(self.said)

    def is_busy(self) -> bool:
        """Return whether a job is under way."""
        return self._job is not None

    def watch(self, job: Job, what: str, expected: float) -> None:
        """Show a job until it ends: `what` it does, in words, and the seconds that it may take."""
        self._job, self._what, self._expected = job, what, expected
        self._began, self._most, self._line = time.monotonic(), 0.0, ""
        job.told.connect(self._hear)
        job.said.connect(self._hear)
        job.done.connect(self._end)  # before whoever asked for the job hears of it
        job.failed.connect(self._end)
        self._show_running(True)
        self._clock.start()
        self._look()
        self.news.emit()

    def stop(self) -> None:
        """Cancel what is under way, and hear no more of it."""
        self._clock.stop()
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def say(self, sentence: str, is_error: bool = False, report: str = "") -> None:
        """Show a sentence under the buttons, with a link to a report's file where there is one."""
        self.said.setStyleSheet("color: #b3261e" if is_error else "")
        if not report:
            self.said.setTextFormat(Qt.TextFormat.PlainText)
            self.said.setText(sentence)
            return
        link = f'<a href="{bytes(QUrl.fromLocalFile(report).toEncoded()).decode()}">{tr("Open the report")}</a>'
        self.said.setTextFormat(Qt.TextFormat.RichText)
        self.said.setText(f"{escape(sentence)}<br>{link}")

    def ready(self, can_run: bool, why_not: str = "") -> None:
        """Allow to start, or forbid it and tell where the pointer rests."""
        for button, help_text in ((self.preview, self._preview_help), (self.make, self._make_help)):
            button.setEnabled(can_run)
            button.setToolTip(help_text if can_run else why_not)

    def propose(self, path: str) -> None:
        """Show where the map goes if nothing else is chosen."""
        self.target.lineEdit().setPlaceholderText(Path(path).name)
        self.target.lineEdit().setToolTip(path)

    def _look(self) -> None:
        if self._job is None:
            return
        self._most = max(self._most, self._job.progress() / 100.0)
        elapsed = time.monotonic() - self._began
        left = time_left(self._most, elapsed, self._expected)
        shown = max(self._most, min(0.9, elapsed / (elapsed + left)) if left else 0.0)
        self.bar.setValue(max(self.bar.value(), round(1000 * shown)))
        line = f"\n{self._line}" if self._line else ""
        self.say(tr("{what} About {time} left.").format(what=self._what, time=in_words(left)) + line)

    def _hear(self, line: str) -> None:
        self._line = line if len(line) < 120 else f"{line[:119]}…"

    def _cancel(self) -> None:
        if self._job is not None:
            self.cancel.setEnabled(False)
            self._what = tr("Cancelling…")
            self._job.cancel()

    def _end(self, *_: object) -> None:
        self._clock.stop()
        self._job = None
        self._show_running(False)
        self.say("")

    def _show_running(self, running: bool) -> None:
        self.preview.setVisible(self._has_preview and not running)
        self.make.setVisible(not running)
        self.cancel.setVisible(running)
        self.cancel.setEnabled(True)
        self.target.setEnabled(not running)
        self.bar.setValue(0)
        self.bar.setVisible(running)
