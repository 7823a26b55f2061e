"""The panel itself: puts the steps below each other and tells each what the others chose."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProcessingUtils, QgsReferencedRectangle, QgsUnitTypes
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from ...algorithms.base import home_folder, runtime_python
from ...algorithms.fetching import resolve_module
from ...engine.embedding.detail import Pace, details
from ...engine.embedding.inspection import Inspection, inspect
from ...engine.errors import So2SatError
from ...engine.mapping.map_files import beside_scene
from ...engine.modules.catalogue import BUILTIN, catalogue
from ...engine.modules.store import ModuleStore
from ...engine.progress import Progress
from ...engine.raster.scene_title import scene_title
from ...i18n import tr
from ...runtime.warm import WarmWorker
from ..job import Job, in_words
from ..legend_editor import LegendEditor
from ..setup_button import SetupNow
from .detail_slider import DetailSlider
from .findings import MIND, FindingsView, findings
from .maker import prepared
from .results import drop_preview, show_map, show_preview
from .run_box import RunBox
from .scene_picker import ScenePicker
from .wanted import LABELS, NO_LABELS, ZONES, ZONES_MODULE, Wanted
from .way_picker import WayPicker
from .window_band import WindowBand

_FINE_RUN = 10.0  # seconds that a map may take at the detail that is proposed
_FINE_PREVIEW = 2.0  # seconds that a preview's cells may take
_PREVIEW_CELLS = 80  # a side that a preview has at least
_START = 2.0  # seconds of a run beside its cells: reading samples, fitting


class LandCoverPanel(QgsDockWidget):
    """Raster, classes, detail, map, legend. `setup_wanted` is sent when the runtime is to be set up."""

    setup_wanted = pyqtSignal()

    def __init__(self, iface: Any) -> None:
        super().__init__(tr("Land cover"), iface.mainWindow())
        self.setObjectName("So2SatLandCover")
        self._iface = iface
        self.warm = WarmWorker(runtime_python)
        self.found: Inspection | None = None
        self._pace: Pace | None = None
        self._looking: Job | None = None
        self._fill()
        self._listen()
        self._new_scene()

    def _fill(self) -> None:
        body = QWidget(self)
        layout = QVBoxLayout(body)
        self.setup = SetupNow(body)
        self.scene = ScenePicker(body)
        self.findings = FindingsView(body)
        self.way = WayPicker(body)
        self.detail = DetailSlider(body)
        self.run = RunBox(body)
        self.legend = LegendEditor(body)
        self.band = WindowBand(self._iface.mapCanvas())
        layout.addWidget(self.setup)
        for title, widgets in (
            (tr("Scene"), (self.scene, self.findings)),
            (tr("Classes"), (self.way,)),
            (tr("Detail"), (self.detail,)),
            (tr("Map"), (self.run,)),
        ):
            layout.addWidget(_heading(title, body))
            for widget in widgets:
                layout.addWidget(widget)
        layout.addWidget(self.legend)
        layout.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(body)
        self.setWidget(area)

    def _listen(self) -> None:
        self.setup.wanted.connect(self.setup_wanted)
        self.scene.changed.connect(self._new_scene)
        self.way.changed.connect(self._new_way)
        self.way.fetch.connect(self.fetch_zones)
        self.detail.moved.connect(self._draw)
        self.detail.chosen.connect(self.look)
        self.run.preview.clicked.connect(self.preview)
        self.run.make.clicked.connect(self.make)
        self._iface.mapCanvas().extentsChanged.connect(self._draw)
        self.visibilityChanged.connect(lambda _: self._draw())
        self._iface.layerTreeView().currentLayerChanged.connect(self.legend.follow)

    def remove(self) -> None:
        """End what is under way and let go of the canvas and the project."""
        self._iface.mapCanvas().extentsChanged.disconnect(self._draw)
        self._iface.layerTreeView().currentLayerChanged.disconnect(self.legend.follow)
        self.scene.leave()
        self.band.remove()
        self.legend.close_files()
        self.warm.close()

    # What is chosen

    def wanted(self) -> Wanted | None:
        """Return what the panel is set to, None while no scene is chosen."""
        layer = self.scene.layer()
        return None if layer is None else Wanted(layer, self.way.way(), self.detail.detail())

    def refresh_setup(self) -> None:
        """Look anew whether there is a runtime."""
        if self.setup.refresh():
            self.look()

    def _new_scene(self) -> None:
        self._pace = None
        self.detail.is_own = False
        self._new_way()

    def _new_way(self) -> None:
        self._pace = None
        self.way.need_fetching(not self._zones_are_here())
        self._offer_details()
        self.look()

    def _zones_are_here(self) -> bool:
        entry = catalogue(home_folder()).get(ZONES_MODULE)
        return entry is not None and ModuleStore(home_folder()).record(entry.handle) is not None

    def _offer_details(self) -> None:
        wanted = self.wanted()
        if wanted is None:
            return
        window = 0
        if not wanted.way.missing():
            try:
                window = wanted.way.window()
            except So2SatError as error:
                self._complain(str(error))
        self.detail.offer(details(wanted.scene.height(), wanted.scene.width(), window), self._pixel())

    def _pixel(self) -> float:
        """Return the side of a pixel in metres, 0 where it is not known (yet)."""
        layer = self.scene.layer()
        if layer is None:
            return 0.0
        known = self.found is not None and self.found.info.path == layer.source()
        size = self.found.ground_size if known and self.found is not None else None
        ground = sum(size) / 2 if size else 0.0
        nominal = float(layer.rasterUnitsPerPixelX())
        if layer.crs().mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters and abs(ground / nominal - 1) < 0.02:
            return nominal  # 10 m as in the product's name, not the 10.01 m that its projection makes of it
        return ground

    # Looking at the scene

    def look(self) -> None:
        """Inspect the scene for what is chosen, in the background; what was under way before no longer counts."""
        wanted = self.wanted()
        self._draw()
        if wanted is None:
            self.run.ready(False)
            self.findings.say(tr("Load a multispectral raster, or open one here."))
            return
        missing = wanted.way.missing()
        if missing or not self.setup.refresh() or (wanted.way.kind == ZONES and not self._zones_are_here()):
            self.run.ready(False)
            self.findings.say(missing or tr("The scene is looked at once that is done."))
            return
        try:
            request = wanted.request()
        except So2SatError as error:
            self.run.ready(False)
            self.findings.show_rows([(MIND, str(error))])
            return
        self._propose(wanted)
        self.run.ready(True)
        if self.found is None or self.found.info.path != request.raster:
            self.findings.say(tr("Looking at the scene…"))
        self._say_time(tr("estimating…"))
        home, warm = home_folder(), self.warm

        def work(progress: Progress) -> Inspection:
            with warm.lend() as worker:
                return inspect(request, home, worker, progress)

        job = Job(tr("Looking at {scene}").format(scene=wanted.scene.name()), work)
        self._looking, before = job, self._looking
        if before is not None:
            before.cancel()
        job.done.connect(lambda found: self._seen(job, wanted, found))
        job.failed.connect(lambda error, cancelled: self._not_seen(job, error, cancelled))
        job.start()

    def _seen(self, job: Job, wanted: Wanted, found: Inspection) -> None:
        if job is not self._looking:
            return
        self._looking, self.found = None, found
        self.findings.show_rows(findings(found))
        self._offer_details()
        if found.estimate is not None and found.plan is not None:
            is_first = self._pace is None
            self._pace = self._pace or Pace(found.info.height, found.info.width, found.plan.geometry is not None)
            self._pace.learn(wanted.detail, found.estimate.seconds)
            if is_first and not self.detail.is_own:
                self.detail.choose(self._pace.finest_within(_FINE_RUN, self.detail.choices()))
        self._draw()

    def _not_seen(self, job: Job, error: str, cancelled: bool) -> None:
        if job is self._looking:
            self._looking = None
            if not cancelled:
                self.findings.show_rows([(MIND, error)])
                self._say_time("")

    def expected(self) -> float:
        """Return the seconds that the map may take at what is chosen, infinite where it is not known."""
        return _START + self._pace.seconds(self.detail.detail()) if self._pace else math.inf

    def _draw(self) -> None:
        wanted = self.wanted()
        if wanted is None or not self.isUserVisible():
            self.band.hide()
            return
        self.band.show(wanted.scene, wanted.detail)
        seconds = self.expected()
        self._say_time(tr("about {time}").format(time=in_words(seconds)) if math.isfinite(seconds) else "")

    def _say_time(self, text: str) -> None:
        self.detail.time.setText(text)

    # Making maps

    def preview(self) -> None:
        """Map what the canvas shows, with cells as fine as a few seconds allow."""
        wanted = self.wanted()
        if wanted is None or self.run.is_busy():
            return
        canvas = self._iface.mapCanvas()
        extent = QgsReferencedRectangle(canvas.extent(), canvas.mapSettings().destinationCrs())
        wanted = wanted.within(extent, self._preview_stride(wanted))
        path = QgsProcessingUtils.generateTempFilename("preview.tif")
        self._start(wanted, path, tr("Mapping what is seen…"), _START + _FINE_PREVIEW, self._previewed)

    def make(self) -> None:
        """Map the whole scene and save the map."""
        wanted = self.wanted()
        if wanted is None or self.run.is_busy():
            return
        path = self.run.target.filePath().strip() or self._proposed(wanted)
        path = path if path.lower().endswith((".tif", ".tiff")) else f"{path}.tif"
        self._start(wanted, path, tr("Making the map…"), self.expected(), self._made)

    def _propose(self, wanted: Wanted) -> None:
        self.run.target.lineEdit().setPlaceholderText(Path(self._proposed(wanted)).name)

    def _proposed(self, wanted: Wanted) -> str:
        return beside_scene(wanted.source(), wanted.way.title())

    def _preview_stride(self, wanted: Wanted) -> int:
        """Return the stride of a preview: the chosen one, or a coarser one where that would take long."""
        layer, canvas = wanted.scene, self._iface.mapCanvas()
        share = min(1.0, _share(layer, canvas))
        if self._pace is None:
            return wanted.detail.stride
        least = math.sqrt(share * layer.width() * layer.height()) / _PREVIEW_CELLS
        for one in self.detail.choices():  # from coarse to fine
            finer = one.stride < least and self._pace.seconds(one) * share > _FINE_PREVIEW
            if one.stride <= wanted.detail.stride or finer:
                return max(one.stride, wanted.detail.stride)
        return wanted.detail.stride

    def _start(self, wanted: Wanted, path: str, what: str, expected: float, then: Any) -> None:
        if self._looking is not None:
            self._looking.cancel()
        try:
            parameters = wanted.parameters(path)
            parameters |= _beside(wanted, path) if wanted.extent is None else self._fitted_module(wanted)
            work = prepared(parameters, self.warm)
        except So2SatError as error:
            self._complain(str(error))
            return
        job = Job(what, work)
        self.run.watch(job, what, expected)
        job.done.connect(lambda outputs: then(wanted, outputs))
        job.failed.connect(self._failed)
        job.start()

    def _fitted_module(self, wanted: Wanted) -> dict[str, Any]:
        """Return the built-in module as it was fitted for the inspection, where that is what is wanted."""
        plan = self.found.plan if self.found is not None else None
        fits = plan is not None and plan.original == wanted.source() and plan.grid.window == wanted.detail.window
        if wanted.way.module() != BUILTIN or plan is None or not fits or plan.module.entry.kind != BUILTIN:
            return {}
        return {"MODULE": str(plan.module.folder)}

    def _previewed(self, wanted: Wanted, outputs: dict[str, Any]) -> None:
        layer = show_preview(outputs["OUTPUT"], wanted.way.title())
        self.legend.follow(layer)
        self._keep_scene(wanted)
        self.run.say(tr("This is a preview of what the window shows: classes may differ a little in the whole map."))

    def _made(self, wanted: Wanted, outputs: dict[str, Any]) -> None:
        drop_preview()
        title = f"{scene_title(wanted.source())} · {wanted.way.title()}"
        beside = {tr("Confidence (%)"): outputs["CONFIDENCE"]} if outputs.get("CONFIDENCE") else None
        layer = show_map(outputs["OUTPUT"], title, wanted.scene, beside)
        self.legend.follow(layer)
        self._keep_scene(wanted)
        self.run.target.setFilePath("")
        self.run.say(tr("Saved as {path}").format(path=outputs["OUTPUT"]))
        self._propose(wanted)

    def _keep_scene(self, wanted: Wanted) -> None:
        self.scene.combo.setLayer(wanted.scene)

    def _failed(self, error: str, cancelled: bool) -> None:
        self.run.ready(True)
        if cancelled:
            self.run.say(error)
        else:
            self._complain(error)

    def _complain(self, sentence: str) -> None:
        self.run.say(sentence, is_error=True)
        self._iface.messageBar().pushMessage(tr("Land cover"), sentence, Qgis.MessageLevel.Warning, 15)

    def fetch_zones(self) -> None:
        """Fetch the module of local climate zones."""
        home = home_folder()
        what = tr("Fetching the module of local climate zones…")
        job = Job(what, lambda progress: resolve_module(ZONES_MODULE, home, progress))
        self.run.watch(job, what, 20.0)
        job.done.connect(lambda _: self._new_way())
        job.failed.connect(self._failed)
        job.start()


def _heading(title: str, parent: QWidget) -> QLabel:
    heading = QLabel(f"<b>{title}</b>", parent)
    heading.setContentsMargins(0, 6, 0, 0)
    return heading


def _beside(wanted: Wanted, path: str) -> dict[str, Any]:
    """Return the further outputs of a map that is kept: its report, and where there are probabilities, confidence."""
    stem = path[: path.rindex(".")]
    found: dict[str, Any] = {"REPORT": f"{stem}.html"}
    if wanted.way.kind != NO_LABELS:
        found["CONFIDENCE"] = f"{stem} confidence.tif"
    if wanted.way.kind == LABELS:
        found["BUNDLE"] = f"{stem}.so2sat"
    return found


def _share(layer: Any, canvas: Any) -> float:
    """Return the share of a layer's extent that a canvas shows, 1 where that cannot be told."""
    seen = canvas.mapSettings().mapToLayerCoordinates(layer, canvas.extent()) if layer.crs().isValid() else None
    whole = layer.extent()
    if seen is None or whole.isEmpty():
        return 1.0
    part = seen.intersect(whole)
    return float(part.width() * part.height() / (whole.width() * whole.height()))
