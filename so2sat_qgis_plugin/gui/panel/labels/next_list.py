"""Label these next: places whose labels would teach most, or a random sample that areas may be estimated from."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....engine.errors import So2SatError
from ....engine.labelling.suggest import Suggestion, Wish, stratified, suggest
from ....engine.progress import Progress
from ....engine.raster.grid import Block
from ....i18n import tr
from .places import Band, Places
from .places_list import Place, PlacesList, RowButton
from .session import Session

_RANDOM = 1  # of the modes
_SHOWN = 50  # places at a time


class NextList(QWidget):
    """`labelled` brings a place (x, y in the scene's CRS), a class's value, and whether it is of the random sample."""

    labelled = pyqtSignal(float, float, object, bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.places: list[Suggestion] = []
        self._skipped: list[tuple[float, float]] = []
        self._asked = 0
        self._band = Band(session.canvas, "#ffd400", 3)
        self._fill()
        session.scene_changed.connect(self._start_anew)
        self._mode_chosen()

    def _fill(self) -> None:
        self.mode = QComboBox(self)
        self.mode.addItems([tr("Where a label teaches most"), tr("Random sample, for areas")])
        self.mode.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.mode.setMinimumContentsLength(18)
        self.mode.currentIndexChanged.connect(self._mode_chosen)
        self.seen_only = QCheckBox(tr("only in what is seen"), self)
        self.seen_only.setToolTip(tr("Propose places in the part of the scene that the window shows now"))
        self.find = QPushButton(tr("Find places"), self)
        self.find.clicked.connect(self.look)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.list = PlacesList(
            (
                RowButton(tr("Label this cell as the selected class; the arrow offers all"), self._label, tr("Label")),
                RowButton(
                    tr("Skip: take this place off the list"), lambda row, _: self.skip(row), icon="/mActionRemove.svg"
                ),
            ),
            self,
        )
        self.list.looked_at.connect(self._look_at)
        self.list.zoomed.connect(self.zoom)
        row = QHBoxLayout()
        row.addWidget(self.mode, 1)
        row.addWidget(self.find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addLayout(row)
        layout.addWidget(self.seen_only)
        layout.addWidget(self.said)
        layout.addWidget(self.list, 1)

    def hide_mark(self) -> None:
        """Mark no place on the map until one is selected."""
        self._band.hide()
        self.list.clearSelection()

    def remove(self) -> None:
        """Take what is drawn off the canvas."""
        self._band.remove()

    def is_random(self) -> bool:
        """Return whether the list is a random sample."""
        return bool(self.mode.currentIndex() == _RANDOM)

    def _mode_chosen(self, *_: Any) -> None:
        self.seen_only.setVisible(not self.is_random())
        self._show([])

    def _start_anew(self) -> None:
        self._skipped = []
        self._asked += 1
        self._mode_chosen()

    # Finding

    def look(self) -> None:
        """Find places for the labels as they are now."""
        self._session.attempt(self._look)

    def _look(self) -> None:
        places, _ = self._session.needed()
        fit, skipped, is_random = self._session.fit, tuple(self._skipped), self.is_random()
        if is_random and fit is None:
            raise So2SatError(tr("A random sample is drawn from the classes of the map: label two classes first."))
        fitted = fit.fitted if fit is not None else None
        wish = Wish(skipped=skipped, within=self._seen(places) if self.seen_only.isChecked() else None)

        def call(worker: Any, progress: Progress) -> list[Suggestion]:
            if is_random and fitted is not None:
                return stratified(places.scene, fitted, worker, progress)
            return suggest(places.scene, fitted, worker, progress, wish)

        self._asked += 1
        number = self._asked
        self.find.setEnabled(False)
        self.said.setText(tr("Looking for places…"))
        self._session.work(tr("Finding places to label"), call, lambda found: self._found(number, found), self._failed)

    def _seen(self, places: Places) -> Block:
        seen, _ = places.seen()
        if seen is None:
            raise So2SatError(tr("The window shows nothing of the scene. Zoom to it, or look everywhere."))
        return seen

    def _found(self, number: int, found: list[Suggestion]) -> None:
        self.find.setEnabled(True)
        if number == self._asked:
            self._show(found)

    def _failed(self, error: str) -> None:
        self.find.setEnabled(True)
        self.said.setText(_explained(self.is_random()))
        self._session.complained.emit(error)

    # Showing

    def _show(self, found: list[Suggestion]) -> None:
        self.places = found
        self._band.hide()
        is_random = self.is_random()
        shown = found[:_SHOWN]
        self.list.show_places([_place(one, i, is_random) for i, one in enumerate(shown, start=1)])
        if found:
            self.list.selectRow(0)
        self.said.setText(_explained(is_random, len(found)))
        for row in range(len(shown)):
            self.list.button(row, 2).setVisible(not is_random)  # a sample with gaps is none
            button = self.list.button(row, 1)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
            menu = QMenu(button)
            menu.aboutToShow.connect(lambda menu=menu, button=button: self._offer(menu, self.list.row_of(button)))
            button.setMenu(menu)

    def _offer(self, menu: QMenu, row: int) -> None:
        menu.clear()
        for entry in self._session.labels.classes() if self._session.labels is not None else ():
            menu.addAction(entry.name).triggered.connect(lambda _, entry=entry: self.label(row, entry.value))

    def _look_at(self, row: int) -> None:
        places, one = self._session.places, self.places[row]
        if places is not None:
            self._session.attempt(lambda: self._band.show(places.on_canvas(places.cell(one.x, one.y))))

    def zoom(self, row: int) -> None:
        """Zoom to a place and mark it."""
        places, one = self._session.places, self.places[row]
        if places is not None and self._session.attempt(lambda: places.zoom_to(one.x, one.y)):
            self.list.selectRow(row)

    # Doing

    def _label(self, row: int, _: QToolButton) -> None:
        self._session.attempt(lambda: self.label(row, self._session.current_class()))

    def label(self, row: int, value: Any) -> None:
        """Label a place and take it off the list."""
        one = self.places[row]
        self.labelled.emit(one.x, one.y, value, self.is_random())
        self._take_off(row)

    def skip(self, row: int) -> None:
        """Take a place off the list; it is not proposed again."""
        one = self.places[row]
        self._skipped.append((one.x, one.y))
        self._take_off(row)

    def _take_off(self, row: int) -> None:
        del self.places[row]
        self.list.removeRow(row)
        self._band.hide()
        if self.list.rowCount():
            self.list.selectRow(min(row, self.list.rowCount() - 1))
        elif self.places:
            self._show(self.places)
        self.said.setText(_explained(self.is_random(), len(self.places)))


def _place(one: Suggestion, number: int, is_random: bool) -> Place:
    name = tr("Place {number}").format(number=number)
    if is_random:  # what the map says would lead whoever labels
        return Place(name, tr("Drawn at random"), one.x, one.y)
    if not one.predicted:
        return Place(name, one.why, one.x, one.y)
    text = tr("{label}? {confidence} %").format(label=one.predicted, confidence=f"{one.confidence:.0f}")
    return Place(text, one.why, one.x, one.y)


def _explained(is_random: bool, count: int = 0) -> str:
    if not is_random:
        return tr("Where the map is unsure, or the land unlike all labels. Not for areas: see the other list.")
    text = tr(
        "Drawn at random from each class of the map: label all. This list, not the guided one, is for areas and "
        "accuracy (Assess map); its labels are kept apart and not trained on."
    )
    return tr("{count} places left.").format(count=count) + f" {text}" if count else text
