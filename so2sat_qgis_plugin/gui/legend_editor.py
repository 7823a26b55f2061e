"""Edit the legend of a map: rename, recolour and merge its classes, with undo; every change is in the files at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayer, QgsRasterLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..algorithms.styling import style_map
from ..engine.errors import So2SatError
from ..engine.legend import LegendClass
from ..engine.mapping.legend_edit import LegendEdit, edit_legend
from ..engine.mapping.map_files import bundle_of, files_of, keep, restore
from ..engine.progress import Progress
from ..engine.raster.maps import classes_of, read_map
from ..i18n import tr
from .class_table import ClassRow, ClassTable
from .job import Job

_AREA = 2  # column of the table
_ROWS = 20  # that are shown without scrolling


class LegendEditor(QWidget):
    """A row a class. A name is typed over, a colour is double-clicked, selected rows are merged into the first."""

    edited = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer: QgsRasterLayer | None = None
        self.job: Job | None = None
        self._done: list[tuple[LegendEdit, dict[Path, Path]]] = []
        self._undone: list[LegendEdit] = []
        self._kept = tempfile.TemporaryDirectory(prefix="so2sat_legend_", ignore_cleanup_errors=True)
        self._count = 0
        self._fill()
        self._lay_out()
        self._show_state()

    def _fill(self) -> None:
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.table = ClassTable((), (tr("Area"),), self)
        self.table.renamed.connect(self.rename)
        self.table.recolored.connect(self.recolor)
        self.table.itemSelectionChanged.connect(self._show_state)
        self.merge_button = QPushButton(tr("Merge"), self)
        self.merge_button.setToolTip(tr("Make the selected classes one: the first of them"))
        self.undo_button = QPushButton(tr("Undo"), self)
        self.redo_button = QPushButton(tr("Redo"), self)
        self.merge_button.clicked.connect(self.merge_selected)
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self.merge_button, self.undo_button, self.redo_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.table)
        layout.addLayout(row)

    # Which map

    def follow(self, layer: QgsMapLayer | None) -> None:
        """Edit `layer` where it is a map of classes; else stay with the one before."""
        if not isinstance(layer, QgsRasterLayer) or layer.bandCount() != 1 or layer.providerType() != "gdal":
            return
        if layer is self.layer or not _classes(layer.source()):
            return
        if self.layer is not None:
            self.layer.willBeDeleted.disconnect(self._forget)
        self.layer = layer
        layer.willBeDeleted.connect(self._forget)
        self._start_anew()
        self._show_classes(_classes(layer.source()))
        self._measure()

    def close_files(self) -> None:
        """Forget the map and delete what undo has kept."""
        self._forget()
        self._kept.cleanup()

    def _forget(self) -> None:
        self.layer = None
        self._start_anew()
        self._show_classes(())

    def _start_anew(self) -> None:
        self._done, self._undone = [], []

    # Editing

    def rename(self, code: int, name: str) -> None:
        """Give a class another name."""
        self._apply(LegendEdit({code: name}, {}, {}))

    def recolor(self, code: int, color: str) -> None:
        """Give a class another colour ("#rrggbb")."""
        self._apply(LegendEdit({}, {code: color}, {}))

    def merge(self, codes: Sequence[int]) -> None:
        """Make classes one: the first of `codes`."""
        self._apply(LegendEdit({}, {}, dict.fromkeys(codes[1:], codes[0])))

    def merge_selected(self) -> None:
        """Merge the selected rows into the first of them."""
        codes = self.table.selected()
        if len(codes) > 1:
            self.merge(codes)

    def undo(self) -> None:
        """Take the last change back."""
        if self._done and self.job is None:
            edit, kept = self._done.pop()
            self._undone.append(edit)
            self._work(tr("Undoing…"), lambda progress: restore(kept))

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone and self.job is None:
            self._apply(self._undone.pop(), forget=False)

    def _apply(self, edit: LegendEdit, forget: bool = True) -> None:
        if self.layer is None or self.job is not None:
            return
        path = self.layer.source()
        self._count += 1
        folder = Path(self._kept.name) / str(self._count)

        def work(progress: Progress) -> dict[Path, Path]:
            bundle = bundle_of(path)
            kept = keep(files_of(path, bundle), folder)
            edit_legend(path, edit, progress, bundle)
            return kept

        if forget:
            self._undone = []
        self._work(tr("Changing the legend…"), work, lambda kept: self._done.append((edit, kept)))

    def _work(self, what: str, call: Callable[[Progress], Any], then: Callable[[Any], None] | None = None) -> None:
        layer = self.layer
        assert layer is not None
        self.job = job = Job(what, call)
        job.done.connect(lambda result: self._finished(layer, result, then))
        job.failed.connect(lambda error, _: self._failed(layer, error))
        self._show_state()
        job.start()

    def _finished(self, layer: QgsRasterLayer, result: Any, then: Callable[[Any], None] | None) -> None:
        self.job = None
        if self.layer is None or layer is not self.layer:
            return
        if then is not None:
            then(result)
        layer.dataProvider().reloadData()
        classes = _classes(layer.source())
        style_map(layer, classes)
        self._show_classes(classes)
        self._measure()
        self.edited.emit()

    def _failed(self, layer: QgsRasterLayer, error: str) -> None:
        self.job = None
        if self.layer is not None and layer is self.layer:
            self._show_classes(_classes(layer.source()))
            self.title.setText(f'<span style="color: #b3261e">{escape(error)}</span>')

    # The table

    def _show_classes(self, classes: Sequence[LegendClass]) -> None:
        self.table.clearSelection()
        self.table.show_rows([ClassRow(one.code, one.color, one.name, (), ("",)) for one in classes], 0, _ROWS)
        name = "" if self.layer is None else escape(self.layer.name())
        title = tr("<b>Legend</b> of {map}").format(map=name)
        hint = tr("Double-click a name or a colour to change it.")
        self.title.setText(f'{title}<br><span style="color: gray">{hint}</span>')
        self._show_state()

    def _measure(self) -> None:
        """Fill in the areas, which takes a look at every cell, in the background."""
        layer = self.layer
        if layer is None:
            return
        path = layer.source()
        job = Job(
            tr("Measuring the classes of {map}").format(map=layer.name()), lambda progress: _areas(path, progress)
        )
        job.done.connect(lambda areas: self._show_areas(areas) if layer is self.layer else None)
        job.start()

    def _show_areas(self, areas: dict[int, str]) -> None:
        for row in range(self.table.rowCount()):
            self.table.say(row, _AREA, areas.get(self.table.value(row), "0 %"))

    def _show_state(self) -> None:
        free = self.layer is not None and self.job is None
        self.setVisible(self.layer is not None)
        self.table.setEnabled(free)
        self.merge_button.setEnabled(free and len(self.table.selected()) > 1)
        self.undo_button.setEnabled(free and bool(self._done))
        self.redo_button.setEnabled(free and bool(self._undone))


def _classes(path: str) -> Sequence[LegendClass]:
    try:
        return classes_of(path)
    except So2SatError:  # gone, or no raster any more
        return ()


def _areas(path: str, progress: Progress) -> dict[int, str]:
    """Return what the table shows of each class's area, by code: hectares and share, or the share alone."""
    found = read_map(path, progress)
    cells, areas = found.cells(), found.areas()
    total = max(int(cells.sum()), 1)
    texts = {}
    for i, entry in enumerate(found.classes):
        share = f"{100 * cells[i] / total:.1f} %"
        texts[entry.code] = share if areas is None else f"{areas[i] / 1e4:,.0f} ha · {share}"
    return texts
