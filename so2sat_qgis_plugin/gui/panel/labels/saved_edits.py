"""Each edit of a label layer is in its file at once, and QGIS's own Undo still takes it back.

QGIS keeps edits in memory until they are saved, and forgets what Undo needs when they are: a killed QGIS would take a
morning's labels with it. So each edit is committed when it is made, and what was before and after it is pushed onto the
layer's own undo stack anew: Ctrl+Z and the undo panel work as ever, on the file itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from qgis.core import QgsFeature, QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QUndoCommand

from ....i18n import tr

State = dict[int, "QgsFeature | None"]  # a feature by id, None where there is none


@dataclass
class Step:
    """One saved edit: the features it touched, before and after it; `styles` are what classes were before and after."""

    text: str
    before: State
    after: State
    styles: tuple[Any, Any]
    is_done: bool = True


@dataclass
class _Pending:
    """What an edit buffer holds, as far as it can be told before it is committed."""

    before: State
    text: str
    added: list[QgsFeature] = field(default_factory=list)


def saves_at_once(layer: QgsVectorLayer) -> bool:
    """Return whether edits of a layer are saved at once: GeoPackages, whose features keep their ids for Undo."""
    return str(layer.dataProvider().storageType()).upper() == "GPKG"


class SavedEdits(QObject):
    """Watches a layer. `changed` comes after each edit, undo and redo; `failed` brings why an edit is not in the file.

    `style` returns what is to be brought back with the features, `restyle` brings it back.
    """

    changed = pyqtSignal()
    failed = pyqtSignal(str)
    saving = pyqtSignal()  # an edit is about to be written

    def __init__(
        self, layer: QgsVectorLayer, style: Callable[[], Any], restyle: Callable[[Any], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._layer, self._style, self._restyle = layer, style, restyle
        self._stack = layer.undoStack()  # held: Qt's commands are Python's as long as the stack is
        self._steps: list[Step] = []
        self._known_style = style()
        self.touched_at = time.monotonic()  # when the newest edit was made
        self._is_saving = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.settle)
        self._signals = (
            layer.featureAdded,
            layer.featuresDeleted,
            layer.geometryChanged,
            layer.attributeValueChanged,
            layer.editCommandEnded,
            layer.afterRollBack,
        )
        for signal in self._signals:
            signal.connect(self._touched)
        layer.editingStopped.connect(self._forget)

    def leave(self) -> None:
        """Save what is not saved yet, and watch no more."""
        self.flush()
        for signal in self._signals:
            signal.disconnect(self._touched)
        self._layer.editingStopped.disconnect(self._forget)
        if self._steps:
            self._stack.clear()  # its commands are of this object
            self._steps = []

    def flush(self) -> None:
        """Save what was edited in this very moment."""
        if self._soon.isActive():
            self._soon.stop()
            self.settle()

    def _touched(self, *_: Any) -> None:
        if self._is_saving:
            return
        if not self._soon.isActive():
            self.touched_at = time.monotonic()
        self._soon.start()

    def _forget(self) -> None:
        self._steps = []

    def settle(self) -> None:
        """Save what the edit buffer holds, where the layer's kind allows, and tell that labels changed."""
        layer = self._layer
        if layer.isEditCommandActive():
            return  # its end is told of
        if layer.isEditable() and saves_at_once(layer):
            if _holds_edits(layer.editBuffer()) and not self._save():
                return
            self._stack.setClean()  # by which QGIS tells whether there is something to save
        self._known_style = self._style()
        self.changed.emit()

    def note(self, text: str) -> None:
        """Take up a change of style alone; one that comes with edits is saved with them."""
        style = self._style()
        layer = self._layer
        if style == self._known_style or (layer.isEditable() and _holds_edits(layer.editBuffer())):
            return
        if layer.isEditable() and saves_at_once(layer):
            self._steps = [step for step in self._steps if step.is_done]
            self._steps.append(Step(text, {}, {}, (self._known_style, style)))
            self._stack.push(_Undo(self._steps[-1], self))
            self._stack.setClean()
        self._known_style, self.touched_at = style, time.monotonic()
        self.changed.emit()

    def _save(self) -> bool:
        layer, buffer = self._layer, self._layer.editBuffer()
        pending = _Pending(self._stored(_touched_ids(buffer)), self._stack.undoText() or tr("Edit labels"))
        keeps_steps = not buffer.addedAttributes() and not buffer.deletedAttributeIds()
        self._is_saving = True
        self.saving.emit()
        layer.committedFeaturesAdded.connect(take := lambda _, features: pending.added.extend(features))
        try:
            is_saved = layer.commitChanges(False)
        finally:
            layer.committedFeaturesAdded.disconnect(take)
            self._is_saving = False
        if not is_saved:
            reason = "; ".join(str(error) for error in layer.commitErrors() if str(error).strip())
            self.failed.emit(
                tr(
                    "The last edit could not be saved in {layer}: {reason}. It is kept in QGIS until the layer's edits "
                    "are saved."
                ).format(layer=layer.name(), reason=reason)
            )
            return False
        steps = [step for step in self._steps if step.is_done] if keeps_steps else []
        if keeps_steps:
            steps.append(self._step(pending))
        self._steps = steps
        for step in steps:
            self._stack.push(_Undo(step, self))
        return True

    def _step(self, pending: _Pending) -> Step:
        before = {**pending.before, **{feature.id(): None for feature in pending.added}}
        return Step(pending.text, before, self._stored(list(before)), (self._known_style, self._style()))

    def _stored(self, ids: list[int]) -> State:
        """Return the features with these ids as the file has them."""
        found: State = dict.fromkeys(ids)
        if ids:
            request = QgsFeatureRequest().setFilterFids(ids)
            found.update({one.id(): QgsFeature(one) for one in self._layer.dataProvider().getFeatures(request)})
        return found

    def apply(self, state: State, style: Any) -> None:
        """Write features as they are in `state` into the file: what Undo and Redo do."""
        self.saving.emit()
        layer, provider = self._layer, self._layer.dataProvider()
        now = self._stored(list(state))
        gone = [key for key, feature in state.items() if feature is None and now[key] is not None]
        new = [QgsFeature(one) for key, one in state.items() if one is not None and now[key] is None]
        other = {key: one for key, one in state.items() if one is not None and now[key] is not None}
        is_done = not gone or provider.deleteFeatures(gone)
        is_done = is_done and (not new or provider.addFeatures(new)[0])
        if is_done and other:
            values = {key: dict(enumerate(one.attributes())) for key, one in other.items()}
            is_done = provider.changeFeatures(values, {key: one.geometry() for key, one in other.items()})
        if not is_done:
            self.failed.emit(tr("Undo could not be written into {layer}.").format(layer=layer.name()))
        self._restyle(style)
        self._known_style = style
        layer.removeSelection()
        layer.updateExtents()
        layer.reload()
        layer.triggerRepaint()
        self._touched()


def _holds_edits(buffer: Any) -> bool:
    schema = buffer.addedAttributes() or buffer.deletedAttributeIds()
    return bool(buffer.addedFeatures() or _touched_ids(buffer) or schema)


def _touched_ids(buffer: Any) -> list[int]:
    """Return the ids of stored features that an edit buffer changes or deletes."""
    changed = {*buffer.changedGeometries(), *buffer.changedAttributeValues(), *buffer.deletedFeatureIds()}
    return sorted(key for key in changed if key >= 0)


class _Undo(QUndoCommand):
    """A saved edit on the layer's undo stack."""

    def __init__(self, step: Step, edits: SavedEdits) -> None:
        super().__init__(step.text)
        self._step, self._edits = step, edits
        self._is_new = True

    def undo(self) -> None:
        self._step.is_done = False
        self._edits.apply(self._step.before, self._step.styles[0])

    def redo(self) -> None:
        if self._is_new:  # a stack begins by doing what it is given
            self._is_new = False
            return
        self._step.is_done = True
        self._edits.apply(self._step.after, self._step.styles[1])
