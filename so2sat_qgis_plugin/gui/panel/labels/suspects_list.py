"""Labels that look wrong: confidently taken for another class when they were held out."""

from __future__ import annotations

from qgis.core import QgsGeometry
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ....engine.labelling.loop import Suspect
from ....i18n import tr
from .places import Band
from .places_list import Place, PlacesList, RowButton
from .session import Session


class SuspectsList(QWidget):
    """Each can be looked at, given the class that it is taken for, or deleted; Undo brings it back."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.suspects: list[tuple[Suspect, int]] = []  # with the label's id in the layer
        self._band = Band(session.canvas, "#e4002b", 3)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.list = PlacesList(
            (
                RowButton(
                    tr("Give it the class that it is taken for"), lambda row, _: self.relabel(row), tr("Relabel")
                ),
                RowButton(tr("Delete this label"), lambda row, _: self.delete(row), icon="/mActionDeleteSelected.svg"),
            ),
            self,
        )
        self.list.looked_at.connect(self._look_at)
        self.list.zoomed.connect(self.zoom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.said)
        layout.addWidget(self.list, 1)
        session.scene_changed.connect(self.refresh)
        self.refresh()

    def hide_mark(self) -> None:
        """Mark no place on the map until one is selected."""
        self._band.hide()
        self.list.clearSelection()

    def remove(self) -> None:
        """Take what is drawn off the canvas."""
        self._band.remove()

    def refresh(self) -> None:
        """Show what the newest fit suspects."""
        fit = self._session.fit
        found = fit.fitted.suspects if fit is not None else ()
        self.suspects = [(one, fit.ids[one.feature]) for one in found] if fit is not None else []
        self._band.hide()
        self.list.show_places([_place(one) for one, _ in self.suspects])
        if self.suspects:
            self.said.setText(tr("Each was held out and taken for another class. Look at it, then decide."))
        else:
            self.said.setText(tr("No label looks wrong so far."))

    def title(self) -> str:
        """Return what the tab is called."""
        count = len(self.suspects)
        return tr("Suspects ({count})").format(count=count) if count else tr("Suspects")

    def _look_at(self, row: int) -> None:
        places, labels = self._session.places, self._session.labels
        if places is None or labels is None:
            return
        shape = labels.feature(self.suspects[row][1]).geometry()
        if labels.is_points():
            one = self.suspects[row][0]
            self._session.attempt(lambda: self._band.show(places.on_canvas(places.cell(one.x, one.y))))
        else:
            self._band.band.setToGeometry(QgsGeometry(shape), labels.layer)

    def zoom(self, row: int) -> None:
        """Zoom to a suspect and mark it."""
        places, one = self._session.places, self.suspects[row][0]
        if places is not None and self._session.attempt(lambda: places.zoom_to(one.x, one.y)):
            self.list.selectRow(row)

    def relabel(self, row: int) -> None:
        """Give a suspect the class that it is taken for."""
        one, key = self.suspects[row]
        labels = self._session.labels
        value = next((c.value for c in labels.classes() if c.name == one.predicted), None) if labels else None
        if labels is not None and value is not None and self._session.attempt(lambda: labels.relabel(key, value)):
            self._take_off(row)

    def delete(self, row: int) -> None:
        """Delete a suspect."""
        labels, (_, key) = self._session.labels, self.suspects[row]
        if labels is not None and self._session.attempt(lambda: labels.remove(key)):
            self._take_off(row)

    def _take_off(self, row: int) -> None:
        del self.suspects[row]
        self._band.hide()
        self.list.show_places([_place(one) for one, _ in self.suspects])


def _place(one: Suspect) -> Place:
    text = tr("{label} → {predicted}?").format(label=one.label, predicted=one.predicted)
    tip = tr("Labelled {label}, taken for {predicted} with {confidence} % confidence").format(
        label=one.label, predicted=one.predicted, confidence=f"{100 * one.confidence:.0f}"
    )
    return Place(text, tip, one.x, one.y)
