"""What an inspection found, in an analyst's words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ...engine.embedding.inspection import Inspection
from ...engine.raster.bands import WAVELENGTHS
from ...i18n import tr
from ..job import rounded

GOOD, MIND = "good", "mind"
_MARKS = {GOOD: ("✓", "#1a7f37"), MIND: ("▲", "#b35900")}
_MUCH = 0.2  # share of nodata or bright pixels that one should know of

Finding = tuple[str, str]  # GOOD or MIND, and the sentence


def findings(found: Inspection) -> list[Finding]:
    """Return what to show, the bands first and what to mind last."""
    rows: list[Finding] = []
    if found.match:
        rows.append((GOOD, _bands(found.match.names)))
    if found.scaling:
        rows.append((GOOD, found.scaling.how.split(", as ")[0].rstrip(".")))
    if found.ground_size:
        rows.append((GOOD, _size(found)))
    rows += _shares(found)
    if found.fit and not found.fit.warning:
        text = tr("Looks like what the module was trained on (distance {distance}; up to about 1 is usual).")
        rows.append((GOOD, text.format(distance=f"{found.fit.distance:.2g}")))
    return rows + [(MIND, warning) for warning in found.warnings]


def _bands(names: Sequence[str]) -> str:
    if all(name in WAVELENGTHS for name in names):
        return tr("Bands {names}").format(names=" ".join(names))
    return tr("{count} bands, in the raster's order; no names tell which they are").format(count=len(names))


def _size(found: Inspection) -> str:
    assert found.ground_size is not None
    info = found.info
    height, width = (side * size / 1000 for side, size in zip((info.height, info.width), found.ground_size))
    return tr("Pixels of {pixel} m, {width} × {height} km").format(
        pixel=rounded(sum(found.ground_size) / 2), width=rounded(width), height=rounded(height)
    )


def _shares(found: Inspection) -> list[Finding]:
    shares = []
    if found.valid_share is not None:
        shares.append((1 - found.valid_share, tr("no data {share} %")))
    if found.bright_share is not None:
        shares.append((found.bright_share, tr("cloud, snow or bright sand {share} %")))
    texts = [text.format(share=f"{100 * share:.0f}") for share, text in shares]
    kind = MIND if any(share > _MUCH for share, _ in shares) else GOOD
    return [(kind, _capital(", ".join(texts)))] if texts else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class FindingsView(QFrame):
    """Shows findings one below the other, as text that can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("so2satFindings")
        self.setStyleSheet("#so2satFindings { background: palette(alternate-base); border-radius: 4px; }")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addWidget(self.text)

    def say(self, sentence: str) -> None:
        """Show one sentence instead."""
        self.text.setText(f'<span style="color: gray">{escape(sentence)}</span>')

    def show_rows(self, rows: Sequence[Finding]) -> None:
        """Show findings."""
        lines = "".join(
            f'<tr><td style="color: {_MARKS[kind][1]}; padding-right: 6px">{_MARKS[kind][0]}</td>'
            f"<td>{escape(text)}</td></tr>"
            for kind, text in rows
        )
        self.text.setText(f"<table>{lines}</table>")
