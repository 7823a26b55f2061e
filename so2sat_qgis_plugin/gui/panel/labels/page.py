"""The page "Labels": draw labels, see the map follow, correct it. Puts the parts together; each does its own work."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsProject
from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QShowEvent
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from ....engine.labelling.scene import LabelScene
from ....i18n import tr
from ....runtime.warm import WarmWorker
from .cell_view import CellView
from .class_list import ClassList
from .drawing import Drawing
from .figures import overall, overall_explained
from .layer_row import LayerRow
from .live_map import Fit
from .looking import Looking
from .map_tools import MapTools
from .next_list import NextList
from .opacity_slider import OpacitySlider
from .opening import Opening
from .reference_layer import add_reference, reference_layer
from .saving import SaveBox
from .session import Session
from .suspects_list import SuspectsList

_KEYS = tuple("123456789")


class LabelsPage(QWidget):
    """Scene, label layer, classes, tools, and below them what to do next.

    `look_here` brings what is to be scrolled to: there is something new.
    """

    look_here = pyqtSignal(QWidget)

    def __init__(self, iface: Any, warm: WarmWorker, parent: QWidget) -> None:
        super().__init__(parent)
        self._iface = iface
        self.session = Session(iface, warm, self)
        self._fill(warm)
        self._lay_out()
        self._listen()
        self._new_scene()
        self.session.canvas.installEventFilter(self)
        self._new_layer()

    def _fill(self, warm: WarmWorker) -> None:
        session = self.session
        self.opening = Opening(warm, self)
        self.layers = LayerRow(self)
        self.classes = ClassList(self)
        self.overall = QLabel(self)
        self.best = QPushButton(tr("Train fully"), self)
        self.best.setToolTip(
            tr(
                "Train as 'Train classifier' does, which takes seconds: forests and a logistic regression vote. The "
                "next edit is mapped by the quick classifier."
            )
        )
        self.opacity = OpacitySlider(self)
        self.tools = MapTools(session.canvas, self)
        self.cell = CellView(self)
        self.drawing = Drawing(session, self.tools)
        self.looking = Looking(session, self.tools, self.cell)
        self.next = NextList(session, self)
        self.suspects = SuspectsList(session, self)
        self.saving = SaveBox(session, self)
        self.said = QLabel(self)
        for label in (self.overall, self.said):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _lay_out(self) -> None:
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.next, tr("Label next"))
        self.tabs.addTab(self.suspects, self.suspects.title())
        self.tabs.addTab(self.cell, tr("Cell"))
        self.tabs.addTab(self.saving, tr("Save"))
        layout = QVBoxLayout(self)
        layout.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.overall, 1)
        row.addWidget(self.best)
        for widget in (self.opening, self.layers, self.classes):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self.opacity)
        layout.addWidget(self.tools)
        layout.addWidget(self.said)
        layout.addWidget(self.tabs, 1)

    def _listen(self) -> None:
        session = self.session
        self.opening.opened.connect(self._opened)
        self.opening.changed.connect(self._new_scene)
        self.opening.picker.refused.connect(self.complain)
        self.layers.changed.connect(self._new_layer)
        self.layers.complained.connect(self.complain)
        self.layers.new.clicked.connect(self.new_layer)
        self.classes.chosen.connect(session.draw_as)
        self.classes.added.connect(lambda name: session.attempt(lambda: self._add_class(name)))
        self.classes.renamed.connect(lambda value, name: self._change(lambda of: of.rename_class(value, name)))
        self.classes.recolored.connect(lambda value, color: self._change(lambda of: of.recolor_class(value, color)))
        self.classes.deleted.connect(lambda value: self._change(lambda of: of.delete_class(value)))
        self.opacity.moved.connect(session.live.layer.set_opacity)
        self.best.clicked.connect(session.live.choose_best)
        session.edited.connect(self._show_classes)
        session.complained.connect(self.complain)
        session.live.fitted.connect(self._fitted)
        session.live.failed.connect(self._not_fitted)
        session.live.busy.connect(self._show_busy)
        self.saving.box.news.connect(lambda: self.look_here.emit(self.saving.box))
        self.tabs.currentChanged.connect(lambda _: self._hide_marks())
        self.next.labelled.connect(lambda *label: session.attempt(lambda: self._label(*label)))
        self.looking.answered.connect(lambda: self.tabs.setCurrentWidget(self.cell))
        QgsProject.instance().layersWillBeRemoved.connect(self._leaving)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys 1–9 over the canvas choose a class, while the page is seen and QGIS's CAD tools don't take numbers."""
        if event.type() != QEvent.Type.KeyPress or not self.isVisible() or self.session.labels is None:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self._iface.cadDockWidget().cadEnabled():
            return False
        number = event.text()
        return number in _KEYS and self.classes.choose_number(int(number))

    def remove(self) -> None:
        """End what is under way and let go of the canvas and the project; labels are saved."""
        QgsProject.instance().layersWillBeRemoved.disconnect(self._leaving)
        self.session.canvas.removeEventFilter(self)
        self.opening.leave()
        self.layers.leave()
        self.saving.stop()
        self.session.leave()
        for part in (self.tools, self.drawing, self.looking, self.next, self.suspects):
            part.remove()

    def is_busy(self) -> bool:
        """Return whether anything is under way."""
        return self.opening.is_busy() or self.session.live.is_busy() or self.saving.is_busy()

    # Scene and layer

    def _new_scene(self) -> None:
        self.session.has_scene = self.opening.layer() is not None
        self.saving.propose(self.opening.source())

    def _opened(self, scene: LabelScene | None) -> None:
        self.session.set_scene(scene)
        if scene is None:
            self._show_fit(None)
        self._show_classes()

    def new_layer(self) -> None:
        """Make a label layer for the scene and choose it."""
        layer = self.opening.layer()
        if layer is None:
            self.complain(tr("Choose the scene first: labels are kept beside it, in its CRS."))
            return
        crs = layer.crs() if layer.crs().isValid() else QgsCoordinateReferenceSystem()
        self.layers.make(self.opening.source(), crs)
        self.classes.name.setFocus()

    def _new_layer(self) -> None:
        layer, field = self.layers.layer(), self.layers.field_name()
        self._show_fit(None)
        self.session.attempt(lambda: self.session.set_labels(layer, field, self.layers.is_found))
        self._show_classes()
        self._guide()
        self._want_scene()

    def _want_scene(self) -> None:
        """Have the scene prepared while the page is seen and there is a layer to label in."""
        if self.isVisible():
            self.opening.want(self.layers.layer() is not None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want_scene()

    def _hide_marks(self) -> None:
        """Take the marks of lists off the map that are not looked at."""
        for part in (self.next, self.suspects):
            if part is not self.tabs.currentWidget():
                part.hide_mark()

    def _leaving(self, ids: list[str]) -> None:
        """Let go of the label layer before it leaves the project."""
        labels = self.session.labels
        if labels is not None and labels.layer.id() in ids:
            file = labels.layer.source().split("|")[0]
            self.layers.forget()
            self.say(tr("The label layer was removed from the project. Its labels are in {file}.").format(file=file))

    def _guide(self) -> None:
        """Say what comes next, as long as there is no map."""
        labels = self.session.labels
        if labels is None:
            self.say(tr("Begin with New: it makes a label layer beside the scene."))
        elif not labels.classes():
            self.say(tr("Type the name of a class and press Add; then of the next."))
        elif not any(one.count for one in labels.classes()):
            self.say(tr("Draw labels of two classes: the map appears with the second."))
        elif self.session.fit is None:
            self.say("")

    # Classes

    def _show_classes(self) -> None:
        labels = self.session.labels
        self.classes.setEnabled(labels is not None)
        self.tools.setEnabled(labels is not None)
        self.classes.show_classes(labels.classes() if labels is not None else ())
        self.session.draw_as(self.classes.current())
        self._show_fit(self.session.fit)

    def _add_class(self, name: str) -> None:
        if self.session.labels is not None:
            self.session.labels.start_editing()
            value = self.session.labels.add_class(name)
            self._show_classes()
            self.classes.choose(value)
            self._guide()

    def _change(self, change: Any) -> None:
        labels = self.session.labels
        if labels is not None:
            self.session.attempt(lambda: change(labels))
            self._show_classes()

    def _label(self, x: float, y: float, value: Any, is_reference: bool) -> None:
        places, labels = self.session.needed()
        if not is_reference:
            self.drawing.label_cell(x, y, value)
            return
        name = next(one.name for one in labels.classes() if one.value == value)
        add_reference(reference_layer(places.scene.name, places.crs), x, y, name)

    # What came of it

    def _fitted(self, fit: Fit) -> None:
        self.say(" ".join(fit.fitted.notes))
        self._show_fit(fit)

    def _not_fitted(self, error: str) -> None:
        self._show_fit(None)
        self.say(error)
        labels = self.session.labels
        if labels is not None and not any(one.count for one in labels.classes()):
            self._guide()  # nothing is wrong, nothing is drawn yet

    def _show_fit(self, fit: Fit | None) -> None:
        known = {one.name: one for one in fit.fitted.classes} if fit is not None else {}
        self.classes.show_accuracy(known)
        self.overall.setText(overall(fit.fitted) if fit is not None else "")
        self.overall.setToolTip(overall_explained(fit.fitted) if fit is not None else "")
        self.best.setVisible(fit is not None)
        self.opacity.setVisible(fit is not None)
        self.suspects.refresh()
        self.tabs.setTabText(self.tabs.indexOf(self.suspects), self.suspects.title())

    def _show_busy(self, is_busy: bool) -> None:
        trying = is_busy and self.session.live.is_automatic()
        self.best.setEnabled(not trying)
        self.best.setText(tr("Training…") if trying else tr("Train fully"))

    def say(self, sentence: str) -> None:
        """Show a sentence above the lists."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def complain(self, sentence: str) -> None:
        """Show what went wrong, in the page and in QGIS's message bar."""
        self.say(sentence)
        self._iface.messageBar().pushMessage(tr("Land cover"), sentence, Qgis.MessageLevel.Warning, 15)
