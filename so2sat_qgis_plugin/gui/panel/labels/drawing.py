"""Labels drawn on the map: by QGIS's polygon tool, a cell at a time, or a region grown from a click."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QObject

from ....engine.errors import So2SatError
from ....engine.labelling.region import grow
from ....i18n import tr
from .map_tools import CELL, REGION, MapTools
from .places import Band, clear_leftovers
from .session import Session

_FILL = 110


class Drawing(QObject):
    """Turns clicks into labels of the class that is selected."""

    def __init__(self, session: Session, tools: MapTools) -> None:
        super().__init__(tools)
        self._session, self._tools = session, tools
        self._seed: tuple[float, float] | None = None
        self._region: QgsGeometry | None = None
        self._band = Band(session.canvas, "#ff2fd0")
        tools.polygon.connect(lambda: session.attempt(self._polygon))
        tools.clicked.connect(self._clicked)
        tools.accepted.connect(self._accepted)
        tools.left.connect(lambda kind: self._drop() if kind == REGION else None)
        tools.moved.connect(lambda kind, _: self._grow() if kind == REGION else None)
        session.scene_changed.connect(self._drop)
        session.edited.connect(self._edited)

    def remove(self) -> None:
        """Take what is drawn off the canvas."""
        self._band.remove()

    def _edited(self) -> None:
        if self._session.labels is not None:
            clear_leftovers(self._session.canvas, self._session.labels.layer)

    def _polygon(self) -> None:
        """Hand over to QGIS's own tool, which then draws into the label layer."""
        session = self._session
        if session.labels is None:
            raise So2SatError(tr("Make or choose a label layer first."))
        session.current_class()
        session.labels.start_editing()
        session.iface.setActiveLayer(session.labels.layer)
        session.iface.actionAddFeature().trigger()
        session.canvas.setFocus()

    def _clicked(self, kind: str, point: QgsPointXY) -> None:
        if kind == CELL:
            self._session.attempt(lambda: self._cell(point))
        elif kind == REGION:
            self._session.attempt(lambda: self._start_region(point))

    def _cell(self, point: QgsPointXY) -> None:
        places, _ = self._session.needed()
        self.label_cell(*places.in_scene(point), self._session.current_class())

    def label_cell(self, x: float, y: float, value: Any) -> None:
        """Label the cell at a place (the scene's CRS); raises So2SatError."""
        places, labels = self._session.needed()
        labels.add_label(places.cell(x, y), places.crs, value)

    # Regions

    def _start_region(self, point: QgsPointXY) -> None:
        places, _ = self._session.needed()
        self._seed = places.in_scene(point)
        self._grow()

    def _grow(self) -> None:
        places, seed = self._session.places, self._seed
        if places is None or seed is None:
            return

        def grown() -> None:
            found = grow(places.scene, *seed, self._tools.threshold(REGION))
            self._region = QgsGeometry()
            self._region.fromWkb(found.wkb)
            self._band.recolor(self._color(), _FILL)
            self._band.show(places.on_canvas(self._region))

        if not self._session.attempt(grown):
            self._drop()

    def _color(self) -> str:
        labels = self._session.labels
        classes = labels.classes() if labels is not None else []
        return next((one.color for one in classes if one.value == self._session.current), "#ff2fd0")

    def _accepted(self, kind: str) -> None:
        region = self._region
        if kind != REGION:
            return
        if region is None:
            self._session.complained.emit(tr("Click a place first: the region grows from there."))
        elif self._session.attempt(lambda: self._add(region)):
            self._drop()

    def _add(self, region: QgsGeometry) -> None:
        places, labels = self._session.needed()
        labels.add_label(region, places.crs, self._session.current_class())

    def _drop(self) -> None:
        self._seed = self._region = None
        self._band.hide()
