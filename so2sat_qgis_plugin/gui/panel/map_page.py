"""The page that makes maps: puts the steps below each other and tells each what the others chose."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsReferencedRectangle,
    QgsUnitTypes,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ...algorithms.base import home_folder
from ...algorithms.fetching import resolve_module
from ...engine.embedding.detail import Detail, Pace, details
from ...engine.embedding.inspection import Inspection
from ...engine.embedding.plan import Request
from ...engine.errors import So2SatError
from ...engine.learning.estimators import NORMAL, QUICK, THOROUGH
from ...engine.mapping.map_files import beside_scene
from ...engine.modules.catalogue import BUILTIN, catalogue
from ...engine.modules.store import ModuleStore
from ...engine.raster.scene_title import scene_title
from ...i18n import tr
from ...runtime.warm import WarmWorker
from ..job import Job, in_words
from ..legend_editor import LegendEditor
from ..setup_button import is_ready
from .detail_slider import DetailSlider
from .extents import looked_at, share_of
from .findings import MIND, FindingsView, findings
from .look import Look
from .maker import prepared
from .results import MAP, drop_preview, show_map, show_preview
from .run_box import RunBox
from .scene_picker import ScenePicker
from .wanted import BUNDLE, LABELS, NO_LABELS, ZONES, ZONES_MODULE, Wanted
from .way_picker import WayPicker
from .window_band import WindowBand

_FINE_RUN = 10.0  # seconds that a map may take at the detail that is proposed
_TRAINING = {QUICK: 6.0, NORMAL: 10.0, THOROUGH: 60.0}  # seconds with some hundred labelled cells
_FINE_PREVIEW = 2.7  # seconds that a preview may take
_COARSE_PREVIEW = 80**2  # cells that a preview may have however long it takes


class MapPage(QWidget):
    """Scene, classes, detail, map, legend. `look_here` brings what is to be scrolled to: there is something new."""

    look_here = pyqtSignal(QWidget)

    def __init__(self, iface: Any, warm: WarmWorker, parent: QWidget) -> None:
        super().__init__(parent)
        self._iface, self._warm = iface, warm
        self.look = Look(warm, self)
        self.found: Inspection | None = None
        self._pace: Pace | None = None
        self._kind = ("", "")  # of way, for which the pace holds
        self._known: Request | None = None  # what `found` is of
        self._fill()
        self._listen()
        self._new_scene()
        self._find_map()

    def _fill(self) -> None:
        layout = QVBoxLayout(self)
        self.scene = ScenePicker(self)
        self.findings = FindingsView(self)
        self.way = WayPicker(self)
        self.detail = DetailSlider(self)
        self.run = RunBox(self)
        self.legend = LegendEditor(self)
        self.band = WindowBand(self._iface.mapCanvas())
        for title, widgets in (
            (tr("Scene"), (self.scene, self.findings)),
            (tr("Classes"), (self.way,)),
            (tr("Detail"), (self.detail,)),
            (tr("Map"), (self.run,)),
        ):
            heading = QLabel(f"<b>{title}</b>", self)
            heading.setContentsMargins(0, 6, 0, 0)
            layout.addWidget(heading)
            for widget in widgets:
                layout.addWidget(widget)
        layout.addWidget(self.legend)
        layout.addStretch(1)

    def _listen(self) -> None:
        self.scene.changed.connect(self._new_scene)
        self.scene.refused.connect(self._complain)
        self.way.changed.connect(self._new_way)
        self.way.fetch.connect(self.fetch_zones)
        self.detail.moved.connect(self.draw)
        self.detail.chosen.connect(self.look_anew)
        self.look.seen.connect(self._seen)
        self.look.failed.connect(self._not_seen)
        self.look.said.connect(self._hear)
        self.run.preview.clicked.connect(self.preview)
        self.run.make.clicked.connect(self.make)
        self.run.news.connect(lambda: self.look_here.emit(self.run))
        self._iface.mapCanvas().extentsChanged.connect(self.draw)
        self._iface.layerTreeView().currentLayerChanged.connect(self.legend.follow)
        QgsProject.instance().readProject.connect(self._find_map)

    def remove(self) -> None:
        """End what is under way and let go of the canvas and the project."""
        self._iface.mapCanvas().extentsChanged.disconnect(self.draw)
        self._iface.layerTreeView().currentLayerChanged.disconnect(self.legend.follow)
        QgsProject.instance().readProject.disconnect(self._find_map)
        self.look.stop()
        self.run.stop()
        self.scene.leave()
        self.band.remove()
        self.legend.close_files()

    def is_busy(self) -> bool:
        """Return whether anything is under way."""
        return self.look.is_busy() or self.run.is_busy() or self.legend.job is not None

    def _find_map(self, *_: Any) -> None:
        """Edit the legend of the active map, or else of the topmost that the project came with."""
        layers = [self._iface.activeLayer(), *QgsProject.instance().layerTreeRoot().layerOrder()]
        found = next((one for one in layers if one is not None and one.customProperty(MAP) and one.isValid()), None)
        self.legend.follow(found)

    # What is chosen

    def wanted(self) -> Wanted | None:
        """Return what the panel is set to, None while no scene is chosen."""
        layer = self.scene.layer()
        return None if layer is None else Wanted(layer, self.way.way(), self.detail.detail())

    def _new_scene(self) -> None:
        self._pace = None
        self.detail.is_own = False
        if not self.run.is_busy():
            self.run.say("")
        self._new_way()

    def _new_way(self) -> None:
        way = self.way.way()
        kind = (way.kind, way.bundle if way.kind == BUNDLE else "")
        if kind != self._kind:
            self._pace, self._kind = None, kind
        self.way.need_fetching(not self._zones_are_here())
        self._offer_details()
        self.look_anew()

    def _zones_are_here(self) -> bool:
        entry = catalogue(home_folder()).get(ZONES_MODULE)
        return entry is not None and ModuleStore(home_folder()).record(entry.handle) is not None

    def _offer_details(self) -> None:
        wanted = self.wanted()
        if wanted is None:
            self.detail.clear()
            return
        window, stride = 0, 0
        if not wanted.way.missing():
            try:
                window, stride = wanted.window(), wanted.given().stride
            except So2SatError as error:
                self._complain(str(error))
        pixel = self._pixel()
        self.detail.offer(details(wanted.scene.height(), wanted.scene.width(), pixel, window), pixel)
        if wanted.way.kind == BUNDLE and stride and not self.detail.is_own:
            self.detail.choose(Detail(stride, window))

    def _pixel(self) -> float:
        """Return the side of a pixel in metres, 0 where it is not known (yet)."""
        layer = self.scene.layer()
        if layer is None:
            return 0.0
        known = self.found is not None and self.found.info.path == layer.source()
        size = self.found.ground_size if known and self.found is not None else None
        ground = sum(size) / 2 if size else 0.0
        nominal = float(layer.rasterUnitsPerPixelX())
        is_metric = layer.crs().mapUnits() == QgsUnitTypes.DistanceUnit.DistanceMeters
        if is_metric and (not ground or abs(ground / nominal - 1) < 0.02):
            return nominal  # 10 m as in the product's name, not the 10.01 m that its projection makes of it
        return ground

    # Looking at the scene

    def look_anew(self) -> None:
        """Inspect the scene for what is chosen, in the background, or say what has to be chosen first."""
        wanted = self.wanted()
        self.draw()
        obstacle = self._obstacle(wanted)
        self.run.ready(not obstacle, obstacle)
        if obstacle or wanted is None:
            self.look.stop()
            self.findings.say(obstacle)
            return
        try:
            self._propose(wanted)
            if self.found is not None and wanted.request() == self._known:
                self._seen(wanted, self.found)
                return
            if self._is_new(wanted):
                self.findings.say(tr("Looking at the scene…"))
            self.detail.time.setText(tr("estimating…"))
            self.look.at(wanted)
        except So2SatError as error:
            self.run.ready(False)
            self._not_seen(str(error))

    def _is_new(self, wanted: Wanted) -> bool:
        return self.found is None or self.found.info.path != wanted.source()

    def _hear(self, line: str) -> None:
        wanted = self.wanted()
        if wanted is not None and self._is_new(wanted):  # else what was found before stays to be read
            self.findings.say(tr("Looking at the scene…") + f" {line}")

    def _obstacle(self, wanted: Wanted | None) -> str:
        """Return what has to be done before the scene can be looked at, "" where nothing has."""
        if wanted is None:
            return tr("Load a multispectral raster, or open one here.")
        if not is_ready():
            return tr("The scene is looked at once the set-up is done.")
        if wanted.way.kind == ZONES and not self._zones_are_here():
            return tr("The scene is looked at once the module is here.")
        return wanted.way.missing()

    def _seen(self, wanted: Wanted, found: Inspection) -> None:
        self.found, self._known = found, wanted.request()
        self.findings.show_rows(findings(found))
        self._offer_details()
        if found.estimate is not None and found.plan is not None:
            is_first = self._pace is None
            self._pace = self._pace or Pace(found.info.height, found.info.width, found.plan.geometry is not None)
            self._pace.learn(wanted.detail, found.estimate.seconds)
            if is_first and not self.detail.is_own and wanted.way.kind != BUNDLE:
                self.detail.choose(self._pace.finest_within(_FINE_RUN, self.detail.choices()))
        self.draw()

    def _not_seen(self, error: str) -> None:
        self.findings.show_rows([(MIND, error)])
        self.detail.time.setText("")

    def expected(self) -> float:
        """Return the seconds that the map may take at what is chosen, infinite where it is not known."""
        way = self.way.way()
        training = _TRAINING[way.effort] if way.kind == LABELS else 0.0
        return training + self._pace.seconds(self.detail.detail()) if self._pace else math.inf

    def draw(self) -> None:
        """Draw one window on the canvas while the panel is seen, and say what the map takes."""
        wanted = self.wanted()
        if wanted is None or not self.isVisible():
            self.band.hide()
            return
        self.band.show(wanted.scene, wanted.detail)
        seconds = self.expected()
        self.detail.time.setText(tr("about {time}").format(time=in_words(seconds)) if math.isfinite(seconds) else "")

    # Making maps

    def preview(self) -> None:
        """Map what the canvas shows, with cells as fine as a few seconds allow."""
        wanted = self.wanted()
        if wanted is None or self.run.is_busy():
            return
        extent = looked_at(self._iface.mapCanvas(), wanted)
        wanted = wanted.within(extent, self._preview_stride(wanted, extent))
        path = QgsProcessingUtils.generateTempFilename("preview.tif")
        self._start(wanted, path, tr("Mapping what is seen…"), _FINE_PREVIEW, self._previewed)

    def make(self) -> None:
        """Map the whole scene and save the map."""
        wanted = self.wanted()
        if wanted is None or self.run.is_busy():
            return
        path = self.run.target.filePath().strip() or self._proposed(wanted)
        path = path if path.lower().endswith((".tif", ".tiff")) else f"{path}.tif"
        self._start(wanted, path, tr("Making the map…"), self.expected(), self._made)

    def _propose(self, wanted: Wanted) -> None:
        self.run.propose(self._proposed(wanted))

    def _proposed(self, wanted: Wanted) -> str:
        return beside_scene(wanted.source(), wanted.way.title())

    def _preview_stride(self, wanted: Wanted, extent: QgsReferencedRectangle) -> int:
        """Return the stride of a preview: the chosen one, or a coarser one where that would take long."""
        if self._pace is None:
            return wanted.detail.stride
        share = share_of(wanted.scene, extent)
        choices = [one for one in self.detail.choices() if one.stride >= wanted.detail.stride]
        return self._pace.finest_within(_FINE_PREVIEW, choices, share, _COARSE_PREVIEW).stride

    def _start(self, wanted: Wanted, path: str, what: str, expected: float, then: Any) -> None:
        self.look.stop()
        try:
            parameters = wanted.parameters(path)
            parameters |= _beside(wanted, path) if wanted.extent is None else self._fitted_module(wanted)
            work = prepared(parameters, self._warm)
        except So2SatError as error:
            self._complain(str(error))
            return
        job = Job(what, work)
        self.run.watch(job, what, expected)
        title = f"{scene_title(wanted.source())} · {wanted.way.title()}"
        job.done.connect(lambda outputs: then(title, wanted, outputs))
        job.failed.connect(self._failed)
        job.start()

    def _fitted_module(self, wanted: Wanted) -> dict[str, Any]:
        """Return the built-in module as it was fitted for the inspection, where that is what is wanted."""
        plan = self.found.plan if self.found is not None else None
        fits = plan is not None and plan.original == wanted.source() and plan.grid.window == wanted.detail.window
        if wanted.given().module != BUILTIN or plan is None or not fits or plan.module.entry.kind != BUILTIN:
            return {}
        return {"MODULE": str(plan.module.folder)}

    def _previewed(self, title: str, wanted: Wanted, outputs: dict[str, Any]) -> None:
        layer = show_preview(outputs["OUTPUT"], title.split(" · ", 1)[1])
        self._show(wanted, layer)
        self.run.say(tr("This is a preview of what the window shows: classes may differ a little in the whole map."))

    def _made(self, title: str, wanted: Wanted, outputs: dict[str, Any]) -> None:
        drop_preview()
        beside = {tr("Confidence (%)"): outputs["CONFIDENCE"]} if outputs.get("CONFIDENCE") else None
        layer = show_map(outputs["OUTPUT"], title, beside)
        self._show(wanted, layer)
        self.run.target.setFilePath("")
        self.run.say(tr("Saved as {path}").format(path=outputs["OUTPUT"]), report=outputs.get("REPORT", ""))

    def _show(self, wanted: Wanted, layer: QgsRasterLayer) -> None:
        """Have the legend edit the map, and stay with the scene, where it is still in the project."""
        self.legend.follow(layer)
        if not sip.isdeleted(wanted.scene):
            self.scene.combo.setLayer(wanted.scene)
            self._propose(wanted)
        self.look_here.emit(self.legend)

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


def _beside(wanted: Wanted, path: str) -> dict[str, Any]:
    """Return the further outputs of a map that is kept: its report, and where there are probabilities, confidence."""
    stem = path[: path.rindex(".")]
    found: dict[str, Any] = {"REPORT": f"{stem}.html"}
    if wanted.way.kind != NO_LABELS:
        found["CONFIDENCE"] = f"{stem} confidence.tif"
    if wanted.way.kind == LABELS:
        found["BUNDLE"] = f"{stem}.so2sat"
    return found
