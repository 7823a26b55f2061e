"""Choose how cells get their classes: no labels, one's own, local climate zones, or a classifier file."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsMapLayerProxyModel, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ...algorithms.choice_parameters import EFFORT_HELP, EFFORT_NAMES
from ...engine.learning.estimators import EFFORTS, NORMAL
from ...i18n import tr
from .wanted import BUNDLE, LABELS, NO_LABELS, ZONES, Way

_CLASS_WORDS = ("class", "label", "lcz", "cover", "type", "klass", "nutzung")
_INDENT = 22  # pixels: what belongs to a choice stands under its text


class WayPicker(QWidget):
    """Four choices, each with what it needs beneath; only the chosen one shows that."""

    changed = pyqtSignal()
    fetch = pyqtSignal()  # the module of local climate zones is to be fetched

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        self._details: dict[str, QWidget] = {}
        self._add(NO_LABELS, tr("No labels: groups named by their look"), self._clusters())
        self._add(LABELS, tr("My labels"), self._labels())
        self._add(ZONES, tr("Local climate zones"), self._zones())
        self._add(BUNDLE, tr("A classifier that I have"), self._bundle())
        self.buttons[NO_LABELS].setChecked(True)
        self._group.buttonToggled.connect(self._toggled)
        self._show_details()

    def way(self) -> Way:
        """Return what is chosen."""
        kind = next(kind for kind, button in self.buttons.items() if button.isChecked())
        return Way(
            kind,
            self.clusters.value(),
            self.labels.currentLayer(),
            self.field.currentField(),
            self.bundle.filePath().strip(),
            EFFORTS[self.effort.currentIndex()],
        )

    def choose(self, kind: str) -> None:
        """Choose one of the four."""
        self.buttons[kind].setChecked(True)

    def need_fetching(self, needed: bool) -> None:
        """Show or hide that the module of local climate zones has to be fetched first."""
        self._fetch_row.setVisible(needed)

    def _add(self, kind: str, text: str, detail: QWidget) -> None:
        button = QRadioButton(text, self)
        self._group.addButton(button)
        self.buttons[kind], self._details[kind] = button, detail
        detail.layout().setContentsMargins(_INDENT, 0, 0, 4)
        self._layout.addWidget(button)
        self._layout.addWidget(detail)

    def _clusters(self) -> QWidget:
        holder = QWidget(self)
        self.clusters = QSpinBox(holder)
        self.clusters.setRange(2, 30)
        self.clusters.setValue(8)
        self.clusters.valueChanged.connect(lambda _: self.changed.emit())
        row = QHBoxLayout(holder)
        row.addWidget(QLabel(tr("Number of groups"), holder))
        row.addWidget(self.clusters)
        row.addStretch(1)
        return holder

    def _labels(self) -> QWidget:
        holder = QWidget(self)
        self.labels = QgsMapLayerComboBox(holder)
        kinds = QgsMapLayerProxyModel.Filter.PolygonLayer | QgsMapLayerProxyModel.Filter.PointLayer
        self.labels.setFilters(kinds)
        self.field = QgsFieldComboBox(holder)
        self.labels.layerChanged.connect(self._layer_chosen)
        self.field.fieldChanged.connect(lambda _: self.changed.emit())
        grid = QGridLayout(holder)
        grid.setColumnStretch(1, 1)
        self.effort = QComboBox(holder)
        self.effort.addItems([tr(name) for name in EFFORT_NAMES.values()])
        self.effort.setCurrentIndex(EFFORTS.index(NORMAL))
        self.effort.setToolTip(tr(EFFORT_HELP))
        self.effort.currentIndexChanged.connect(lambda _: self.changed.emit())
        rows = ((tr("Layer"), self.labels), (tr("Class"), self.field), (tr("Effort"), self.effort))
        for row, (text, widget) in enumerate(rows):
            grid.addWidget(QLabel(text, holder), row, 0)
            grid.addWidget(widget, row, 1)
        self._layer_chosen(self.labels.currentLayer())
        return holder

    def _layer_chosen(self, layer: QgsVectorLayer | None) -> None:
        self.field.blockSignals(True)
        self.field.setLayer(layer)
        if layer is not None:
            self.field.setField(_likely([field.name() for field in layer.fields()]))
        self.field.blockSignals(False)
        self.changed.emit()

    def _zones(self) -> QWidget:
        holder = QWidget(self)
        self._fetch_row = QWidget(holder)
        row = QHBoxLayout(self._fetch_row)
        row.setContentsMargins(0, 0, 0, 0)
        sentence = QLabel(tr("Needs a small module from the internet, once."), self._fetch_row)
        sentence.setWordWrap(True)
        self.fetch_button = QPushButton(tr("Get it"), self._fetch_row)
        self.fetch_button.clicked.connect(self.fetch)
        row.addWidget(sentence, 1)
        row.addWidget(self.fetch_button)
        layout = QVBoxLayout(holder)
        layout.addWidget(self._fetch_row)
        return holder

    def _bundle(self) -> QWidget:
        holder = QWidget(self)
        self.bundle = QgsFileWidget(holder)
        self.bundle.setFilter(tr("Classifiers (*.so2sat)"))
        self.bundle.lineEdit().setPlaceholderText(tr("Classifier file (*.so2sat)"))
        self.bundle.fileChanged.connect(lambda _: self.changed.emit())
        layout = QVBoxLayout(holder)
        layout.addWidget(self.bundle)
        return holder

    def _toggled(self, button: object, checked: bool) -> None:
        if checked:
            self._show_details()
            self.changed.emit()

    def _show_details(self) -> None:
        for kind, detail in self._details.items():
            detail.setVisible(self.buttons[kind].isChecked())


def _likely(fields: Sequence[str]) -> str:
    """Return the field that is likeliest to hold the class, "" where there is none but an identifier."""
    named = [name for name in fields if any(word in name.lower() for word in _CLASS_WORDS)]
    others = [name for name in fields if name.lower() not in ("fid", "id", "gid", "objectid")]
    return (named or others or [""])[0]
