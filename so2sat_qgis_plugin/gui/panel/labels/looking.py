"""Ask a cell, and more like this: clicks that look and change nothing."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsColorRampShader,
    QgsPointXY,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ....engine.errors import So2SatError
from ....engine.labelling.alike import Alike
from ....engine.labelling.ask import Answer, ask
from ....engine.labelling.canvas_map import CanvasMap
from ....engine.progress import Progress
from ....i18n import tr
from .cell_view import CellView
from .live_layer import LiveLayer
from .map_tools import ALIKE, ASK, MapTools
from .places import Band, ring
from .session import Session

_ORANGE, _PINK = "#ff7f00", "#ff2fd0"


class Looking(QObject):
    """Shows what is known of a cell in a `CellView`, its window and what is alike on the canvas."""

    answered = pyqtSignal()

    def __init__(self, session: Session, tools: MapTools, view: CellView) -> None:
        super().__init__(tools)
        self._session, self._tools, self._view = session, tools, view
        self._window, self._cell = Band(session.canvas, _PINK), Band(session.canvas, _PINK, 1, 170)
        self._mark = LiveLayer(tr("More like this (orange)"), self)
        self._mark.set_opacity(0.85)
        self._alike: Alike | None = None
        self._asked = 0
        tools.clicked.connect(self._clicked)
        tools.left.connect(self._left)
        tools.moved.connect(lambda kind, _: self._restyle() if kind == ALIKE else None)
        session.scene_changed.connect(self.clear)
        view.looked_at.connect(self._go)

    def remove(self) -> None:
        """Take what is shown off the canvas."""
        self._mark.drop()
        for band in (self._window, self._cell):
            band.remove()

    def clear(self) -> None:
        """Forget what was asked of a scene before."""
        self._alike = None
        self._asked += 1
        self._mark.drop()
        self._hide()
        self._view.clear()

    def _hide(self) -> None:
        for band in (self._window, self._cell):
            band.hide()

    def _left(self, kind: str) -> None:
        if kind == ALIKE:
            self._mark.drop()
            self._session.live.layer.hide(False)
        elif kind == ASK:
            self._hide()

    def _clicked(self, kind: str, point: QgsPointXY) -> None:
        if kind == ASK:
            self._session.attempt(lambda: self._ask(point))
        elif kind == ALIKE:
            self._session.attempt(lambda: self._find(point))

    # A cell

    def _ask(self, point: QgsPointXY) -> None:
        places, _ = self._session.needed()
        fit = self._session.fit
        if fit is None:
            raise So2SatError(tr("There is no map to ask about yet: label two classes first."))
        x, y = places.in_scene(point)
        places.scene.cell_at(x, y)  # raises outside
        self._cell.show(places.on_canvas(places.cell(x, y)))
        self._asked += 1
        number = self._asked

        def call(worker: Any, progress: Progress) -> Answer:
            return ask(places.scene, fit.fitted, x, y, worker, progress)

        self._session.work(
            tr("Asking a cell"),
            call,
            lambda answer: self._answered(answer) if number == self._asked else None,
            lambda error: self._view.clear(error) if number == self._asked else None,
        )

    def _answered(self, answer: Answer) -> None:
        places, fit = self._session.places, self._session.fit
        if places is None:
            return
        legend = fit.fitted.legend if fit is not None else ()
        self._view.show_answer(answer, {entry.name: entry.color for entry in legend})
        self._window.show(places.on_canvas(ring(answer.window)))
        self._cell.show(places.on_canvas(ring(answer.cell)))
        self.answered.emit()

    def _go(self, x: float, y: float) -> None:
        places = self._session.places
        if places is not None:
            self._session.attempt(lambda: places.zoom_to(x, y))

    # More like this

    def _find(self, point: QgsPointXY) -> None:
        places = self._session.opened()
        block, step = places.seen()
        if block is None:
            raise So2SatError(tr("The canvas does not show the scene. Zoom to it."))
        self._alike = self._alike or Alike(places.scene)
        found = self._alike.to_place(*places.in_scene(point), block, step)
        found[found == 255] = 0
        shown = CanvasMap(places.scene)
        shown.take(block, found, step)
        self._mark.show(shown.write, self._style)
        self._session.live.layer.hide(True)  # orange on the scene itself

    def _restyle(self) -> None:
        if self._mark.layer is not None:
            self._style(self._mark.layer)

    def _style(self, layer: QgsRasterLayer) -> None:
        """Show what is at least as alike as the threshold says; the file stays as it is."""
        threshold = self._tools.threshold(ALIKE)
        ramp = QgsColorRampShader(0, 100)
        ramp.setColorRampType(QgsColorRampShader.Type.Discrete)
        items = [(threshold - 0.5, QColor(0, 0, 0, 0), tr("less")), (float("inf"), QColor(_ORANGE), tr("alike"))]
        ramp.setColorRampItemList([QgsColorRampShader.ColorRampItem(*item) for item in items])
        shader = QgsRasterShader()
        shader.setRasterShaderFunction(ramp)
        layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
        layer.triggerRepaint()
