"""Plugins > So2Sat land cover > Help: how to begin, and what each algorithm does."""

from __future__ import annotations

from html import escape

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ..algorithms.base import home_folder
from ..i18n import tr
from ..paths import resource, version


class HelpDialog(QDialog):
    """One page, made from the algorithms' own texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("So2Sat land cover: help"))
        self.setWindowIcon(QIcon(str(resource("icon.svg"))))
        self.resize(700, 560)
        self.text = QTextBrowser(self)
        self.text.setHtml(help_page())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)


def help_page() -> str:
    """Return the help as HTML."""
    provider = QgsApplication.processingRegistry().providerById("so2sat")
    rows = [
        f"<p><b>{escape(algorithm.displayName())}</b> <code>{algorithm.id()}</code><br>"
        f"{algorithm.shortDescription()}</p>"
        for algorithm in sorted(provider.algorithms(), key=lambda a: (a.group(), a.displayName()))
    ]
    kept = tr("Runtime, modules and unfinished runs are kept here.")
    home = f"<p>{kept} <code>{escape(str(home_folder()))}</code></p>"
    return f"<h2>So2Sat land cover {version()}</h2>" + _beginning() + "\n".join(rows) + home


def _beginning() -> str:
    return tr(
        "<p>A multispectral raster goes in, is cut into windows, a module turns every window into a feature vector, an "
        "estimator turns every feature vector into a class, and a styled land-cover map comes out.</p><ol>"
        "<li><b>Set up…</b> creates the runtime, once.</li>"
        "<li>Load a raster: the 10 bands B2 B3 B4 B5 B6 B7 B8 B8A B11 B12 of Sentinel-2 for the So2Sat modules, any "
        "bands for the built-in one.</li>"
        "<li><b>Land cover panel</b> looks at it, maps what you see as a preview and then the whole scene, and edits "
        "the legend. <b>Land-cover map…</b> does the same with every setting.</li></ol>"
        "<p>All of these are in the Processing toolbox too, with help beside each parameter, for models, batches and "
        "<code>qgis_process</code>:</p>"
    )
