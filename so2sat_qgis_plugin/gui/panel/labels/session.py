"""What is being labelled: a scene, a layer of labels, the live map; what all parts of the page share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....engine.errors import So2SatError
from ....engine.labelling.scene import LabelScene
from ....engine.progress import Progress
from ....i18n import tr
from ....runtime.warm import WarmWorker
from ...job import Job
from .label_layer import Labels
from .live_map import Fit, LiveMap
from .places import Places


class Session(QObject):
    """`scene_changed`, `labels_changed`: another one, or none; `edited`: an edit; `complained` brings a sentence."""

    scene_changed = pyqtSignal()
    labels_changed = pyqtSignal()
    edited = pyqtSignal()
    complained = pyqtSignal(str)

    def __init__(self, iface: Any, warm: WarmWorker, parent: QObject) -> None:
        super().__init__(parent)
        self.iface, self.canvas, self.warm = iface, iface.mapCanvas(), warm
        self.places: Places | None = None
        self.labels: Labels | None = None
        self._is_quiet = False
        self.has_scene = False  # whether one is chosen; it may not be open yet
        self.current: Any = None  # value of the class that is drawn
        self.live = LiveMap(warm, self.canvas, self)

    def leave(self) -> None:
        """Let go of everything; labels are saved."""
        self.set_labels(None, "")
        self.live.leave()

    @property
    def fit(self) -> Fit | None:
        """The newest fit, None where there is none."""
        return self.live.fit

    def set_scene(self, scene: LabelScene | None) -> None:
        """Label this scene, or none."""
        self.places = Places(self.canvas, scene) if scene is not None else None
        self._follow()
        self.scene_changed.emit()

    def set_labels(self, layer: QgsVectorLayer | None, field: str, is_quiet: bool = False) -> None:
        """Label in this layer's field, or in none; the one before is left as it is. For `is_quiet` see `LiveMap`."""
        self._is_quiet = is_quiet
        labels, self.labels = self.labels, None
        if labels is not None:
            labels.changed.disconnect(self._edited)
            labels.leave()
            labels.deleteLater()
        if layer is not None and field:
            self.labels = Labels(layer, field, self)
            self.labels.changed.connect(self._edited)
            self.labels.failed.connect(self.complained)
            self.labels.saving.connect(self.canvas.stopRendering)  # which would read the file half-written
        self._follow()
        self.labels_changed.emit()

    def _follow(self) -> None:
        if self.places is None or self.labels is None:
            self.live.stop()
        else:
            self.live.follow(self.places, self.labels, self._is_quiet)

    def _edited(self) -> None:
        if self.labels is not None:
            self.live.edited(self.labels.edited_at)
        self.edited.emit()

    def draw_as(self, value: Any) -> None:
        """Draw this class from now on."""
        self.current = value
        if self.labels is not None and value is not None:
            self.labels.draw_as(value)

    def needed(self) -> tuple[Places, Labels]:
        """Return scene and labels; raises So2SatError where there is not both."""
        if self.labels is None:
            raise So2SatError(tr("Make or choose a label layer first."))
        return self.opened(), self.labels

    def opened(self) -> Places:
        """Return the scene; raises So2SatError where there is none, or none yet."""
        if self.places is None and not self.has_scene:
            raise So2SatError(tr("There is no scene to do this on. Choose one above."))
        if self.places is None:
            raise So2SatError(tr("The scene is being prepared. This works once it is ready."))
        return self.places

    def current_class(self) -> Any:
        """Return the class that is drawn; raises So2SatError where there is none."""
        if self.current is None:
            raise So2SatError(tr("Add a class first: type its name and press Add."))
        return self.current

    def attempt(self, call: Callable[[], object]) -> bool:
        """Do something; returns whether it went well, else its sentence is shown."""
        try:
            call()
        except So2SatError as error:
            self.complained.emit(str(error))
            return False
        return True

    def work(
        self, what: str, call: Callable[[Any, Progress], Any], then: Callable[[Any], None], otherwise: Any = None
    ) -> Job:
        """Run `call` with the worker in the background; `then` takes what it returned, `otherwise` why it did not."""

        def lent(progress: Progress) -> Any:
            with self.warm.lend() as worker:
                return call(worker, progress)

        job = Job(what, lent)
        job.done.connect(then)
        job.failed.connect(lambda error, cancelled: (otherwise or self.complained.emit)(error))
        return job.start()
