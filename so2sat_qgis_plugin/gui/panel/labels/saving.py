"""Save what was made: the map with its confidence, the classifier, the report; the labels are saved already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ....algorithms.base import home_folder
from ....engine.errors import So2SatError
from ....engine.files import Outputs
from ....engine.labelling.draw import write_map
from ....engine.labelling.loop import LabelLayer, refit, training_request
from ....engine.labelling.save import save_bundle
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
    """The files that were written."""

    map: str
    confidence: str
    bundle: str
    report: str


_EXPECTED = 30.0  # seconds that a save may take, before anything is known of it


class SaveBox(QWidget):
    """One button; the map is in the project once all files are there."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        said = QLabel(
            tr(
                "Saves the map of the whole scene with its confidence, a report of how good it is, and the classifier "
                "(*.so2sat) for other scenes. For these the best kind of classifier is chosen, so the map may differ "
                "a little from the live one. Labels are saved with every edit."
            ),
            self,
        )
        said.setWordWrap(True)
        self.box = RunBox(self, has_preview=False)
        self.box.make.setText(tr("Save map, classifier and report"))
        self.box.make.clicked.connect(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(said)
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
        name = Path(beside_scene(scene, tr("map by labels"))).name if scene else ""
        self.box.target.lineEdit().setPlaceholderText(name)

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
        job = Job(what, _saving(scene, labels.snapshot()[0], _files(path), self._session.warm))
        self.box.watch(job, what, _EXPECTED)
        title = f"{scene_title(scene.name)} · " + tr("map by labels")
        job.done.connect(lambda files: self._done(title, files))
        job.failed.connect(lambda error, cancelled: self.box.say(error, is_error=not cancelled))
        job.start()

    def _done(self, title: str, files: Saved) -> None:
        self._session.live.layer.drop()  # the saved map is in its place until the next edit
        show_map(files.map, title, {tr("Confidence (%)"): files.confidence})
        self.box.target.setFilePath("")
        self.box.say(tr("Saved as {path}").format(path=files.map))


def _files(path: str) -> Saved:
    stem = path[: path.rindex(".")]
    return Saved(path, f"{stem} confidence.tif", f"{stem}.so2sat", f"{stem}.html")


def _saving(scene: LabelScene, labels: LabelLayer, files: Saved, warm: WarmWorker) -> Callable[[Progress], Saved]:
    """Return what writes all files, or none."""
    home = home_folder()

    def work(progress: Progress) -> Saved:
        with warm.lend() as worker, Outputs():
            fitted = refit(scene, labels, worker, progress.span(0.0, 0.3), automatic=True)
            wanted = ClassificationRequest(files.map, files.confidence)
            write_map(scene, fitted, wanted, worker, progress.span(0.3, 0.5))
            training = save_bundle(scene, labels, files.bundle, home, worker, progress.span(0.5, 1.0))
            write_training_report(files.report, training_request(labels), training, scene.source())
        return files

    return work
