"""What is known of one cell: probabilities, confidence, novelty, the labels most like it, its spectrum."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout, QWidget

from ....engine.labelling.ask import Answer, Nearest
from ....i18n import tr
from .spectrum_chart import SpectrumChart, explained

_MOST = 4  # classes that are listed
_NOVEL = 50  # novelty above which a cell is like nothing that was labelled: 95 % of held-out labels stay below


class CellView(QWidget):
    """`looked_at` brings the place (x, y in the scene's CRS) of a label that is like the cell."""

    looked_at = pyqtSignal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nearest: tuple[Nearest, ...] = ()
        self.said = QLabel(self)
        self.near = QLabel(self)
        for label in (self.said, self.near):
            label.setWordWrap(True)
        self.near.linkActivated.connect(self._clicked)
        self.chart = SpectrumChart(self)
        self.below = QLabel(explained(), self)
        self.below.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        for widget in (self.said, self.near, self.chart, self.below):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.clear()

    def clear(self, sentence: str = "") -> None:
        """Show nothing but a sentence."""
        self._nearest = ()
        self.said.setText(sentence or tr("Choose <b>Ask</b> above and click a place on the map."))
        self.near.clear()
        self.chart.draw((), (), {})
        self.below.hide()

    def show_answer(self, answer: Answer, colors: Mapping[str, str]) -> None:
        """Show what is known of a cell; `colors` by class name."""
        rows = "".join(_bar(name, share, colors.get(name, "#888888")) for name, share in answer.probabilities[:_MOST])
        self.said.setText(f"<table cellspacing=2>{rows}</table>{_words(answer)}")
        self._nearest = answer.nearest
        links = ", ".join(f'<a href="{i}">{escape(one.label)}</a>' for i, one in enumerate(answer.nearest))
        self.near.setText(
            tr("Most like these labels (click to go there): {links}").format(links=links) if links else ""
        )
        spectra = {name: (colors.get(name, "#888888"), values) for name, values in answer.class_spectra}
        self.chart.draw(answer.bands, answer.spectrum, spectra)
        self.below.setVisible(bool(answer.bands))

    def _clicked(self, link: str) -> None:
        one = self._nearest[int(link)]
        self.looked_at.emit(one.x, one.y)


def _bar(name: str, share: float, color: str) -> str:
    width = round(120 * share)
    bar = f'<table cellspacing=0 cellpadding=0><tr><td bgcolor="{color}" width={width}>&nbsp;</td></tr></table>'
    return f"<tr><td>{escape(name)}&nbsp;</td><td align=right>{100 * share:.0f}&nbsp;%&nbsp;</td><td>{bar}</td></tr>"


def _words(answer: Answer) -> str:
    text = tr("Confidence {confidence} %, novelty {novelty} of 100.").format(
        confidence=f"{answer.confidence:.0f}", novelty=f"{answer.novelty:.0f}"
    )
    if answer.novelty > _NOVEL:
        text += " " + tr("It is unlike everything labelled so far: a label here would teach much.")
    return text
