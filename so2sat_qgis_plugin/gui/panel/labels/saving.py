"""Save what was made: the map with its confidence, the classifier, the report; the labels are saved already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from ....algorithms.base import home_folder
from ....engine.errors import So2SatError
from ....engine.files import Outputs
from ....engine.labelling.draw import agreement, write_map
from ....engine.labelling.loop import QUICK, Fitted, LabelLayer, refit, training_request
from ....engine.labelling.save import about_map, save_bundle
from ....engine.labelling.scene import LabelScene
from ....engine.mapping.classes import ClassificationRequest
from ....engine.mapping.map_files import beside_scene
from ....engine.progress import Progress
from ....engine.raster.scene_title import scene_title
from ....engine.reports.training import write_training_report
from ....i18n import tr
from ....runtime.warm import WarmWorker
from ...job import Job
from ..results import show_map
from ..run_box import RunBox
from .session import Session


@dataclass(frozen=True)
class Saved:
    """The files that are written."""

    map: str
    confidence: str
    bundle: str
    report: str


@dataclass(frozen=True)
class Saving:
    """What is saved: the map as `shown`, or (`is_full`) by full training."""

    scene: LabelScene
    labels: LabelLayer
    shown: Fitted
    is_full: bool
    files: Saved


_FULL = 1  # of the two ways
_EXPECTED = 30.0  # seconds that a save may take, before anything is known of it


class SaveBox(QWidget):
    """One button; the map is in the project once all files are there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        said = QLabel(
            tr(
                "Saves the map of the whole scene with its confidence, and the classifier (*.so2sat) for other scenes, "
                "with a report of how good it is. Labels are saved with every edit."
            ),
            self,
        )
        said.setWordWrap(True)
        self.which = QComboBox(self)
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.addItems([tr("The map as it is shown"), tr("A map by full training")])
        self.which.setItemData(0, tr("By the classifier that the page shows now"), Qt.ItemDataRole.ToolTipRole)
        more = tr("Trained as 'Train classifier' does; how far that map agrees with the one shown is told")
        self.which.setItemData(_FULL, more, Qt.ItemDataRole.ToolTipRole)
        self.box = RunBox(self, has_preview=False)
        self.box.make.setText(tr("Save map, classifier and report"))
        self.box.make.clicked.connect(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(said)
        layout.addWidget(self.which)
        layout.addWidget(self.box)
        layout.addStretch(1)

    def is_busy(self) -> bool:
        """Return whether something is being saved."""
        return self.box.is_busy()

    def stop(self) -> None:
        """End what is under way."""
        self.box.stop()

    def propose(self, scene: str) -> None:
        """Say what the map is going to be called."""
        self.box.propose(beside_scene(scene, tr("map by labels")) if scene else "")

    def save(self) -> None:
        """Save everything, in the background."""
        if not self.box.is_busy():
            self._session.attempt(self._save)

    def _save(self) -> None:
        places, labels = self._session.needed()
        if self._session.fit is None:
            raise So2SatError(tr("There is no map to save yet: label two classes first."))
        labels.save()
        scene = places.scene
        path = self.box.target.filePath().strip() or beside_scene(scene.name, tr("map by labels"))
        path = path if path.lower().endswith((".tif", ".tiff")) else f"{path}.tif"
        what = tr("Saving map, classifier and report…")
        shown, is_full = self._session.fit.fitted, self.which.currentIndex() == _FULL
        saving = Saving(scene, labels.snapshot()[0], shown, is_full, _files(path))
        job = Job(what, _work(saving, self._session.warm))
        self.box.watch(job, what, _EXPECTED)
        title = f"{scene_title(scene.name)} · " + tr("map by labels")
        job.done.connect(lambda alike: self._done(title, saving.files, alike))
        job.failed.connect(lambda error, cancelled: self.box.say(error, is_error=not cancelled))
        job.start()

    def _done(self, title: str, files: Saved, alike: float | None) -> None:
        self._session.live.layer.drop()  # the saved map is in its place until the next edit
        show_map(files.map, title, {tr("Confidence (%)"): files.confidence})
        self.box.target.setFilePath("")
        text = tr("Saved as {path}").format(path=files.map)
        if alike is not None:
            share = f"{100 * alike:.1f}"
            text += " · " + tr("{share} % of its cells have the class that was shown.").format(share=share)
        self.box.say(text, report=files.report)
        self.box.news.emit()


def _files(path: str) -> Saved:
    stem = path[: path.rindex(".")]
    return Saved(path, f"{stem} confidence.tif", f"{stem}.so2sat", f"{stem}.html")


def _work(saving: Saving, warm: WarmWorker) -> Callable[[Progress], float | None]:
    """Return what writes all files, or none; it returns how far the map agrees with another one that was shown."""
    home, files, scene = home_folder(), saving.files, saving.scene

    def work(progress: Progress) -> float | None:
        with warm.lend() as worker, Outputs():
            alike = None
            fitted = saving.shown
            if saving.is_full or fitted.classifier == QUICK:  # the quick one is fitted anew: the labels as they are
                fitted = refit(scene, saving.labels, worker, progress.span(0.0, 0.3), automatic=saving.is_full)
            if saving.is_full:
                alike = agreement(scene, fitted, saving.shown, worker, progress.span(0.3, 0.4))
            wanted = ClassificationRequest(files.map, files.confidence)
            write_map(scene, fitted, wanted, worker, progress.span(0.4, 0.5))
            training = save_bundle(scene, saving.labels, files.bundle, home, worker, progress.span(0.5, 1.0))
            training = replace(training, notes=(*training.notes, about_map(fitted)))
            write_training_report(files.report, training_request(saving.labels), training, scene.source())
        return alike

    return work
