"""An algorithm's help: as HTML for dialogs, as plain text where a terminal shows it, as a page of the documentation."""

from __future__ import annotations

import re
from html import unescape

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)

from ..i18n import tr

_DOCUMENTATION = "https://so2sat-qgis-plugin.github.io/so2sat_qgis_plugin"
_LARGEST = 1e9  # a greater maximum is none


def in_a_terminal() -> bool:
    """Whether qgis_process runs, which shows texts as they are."""
    return bool(QgsApplication.platform() == "qgis_process")


def page_address(name: str) -> str:
    """Return the address of an algorithm's page in the documentation."""
    return f"{_DOCUMENTATION}/algorithms/{name}.html"


def html_help(algorithm: QgsProcessingAlgorithm, text: str) -> str:
    """Return the summary, the help `text` and one line a parameter and output, as HTML."""
    parts = [f"<p>{algorithm.shortDescription()}</p>", text]
    helped = [p for p in algorithm.parameterDefinitions() if p.help()]
    given, made = [p for p in helped if not p.isDestination()], [p for p in helped if p.isDestination()]
    for title, items in ((tr("Input parameters"), given), (tr("Outputs"), made)):
        if items:
            parts.append(f"<h2>{title}</h2>")
            parts += [f"<h3>{item.description()}</h3><p>{item.help()}</p>" for item in items]
    return "\n".join(parts)


def plain(text: str) -> str:
    """Return HTML as plain text, a paragraph a line."""
    lines = re.sub(r"</(p|h\d|li)>|<br ?/?>", "\n", text)
    return unescape(re.sub(r"<[^>]+>", "", lines)).strip()


def with_limits(definition: QgsProcessingParameterDefinition) -> str:
    """Return a parameter's help as plain text, with its default and its range."""
    parts = [plain(definition.help())]
    default = definition.defaultValue()
    if isinstance(definition, QgsProcessingParameterEnum) and default is not None:
        default = f"{default} ({definition.options()[int(default)]})"
    if default not in (None, ""):
        parts.append(tr("Default: {value}.").format(value=default))
    if isinstance(definition, QgsProcessingParameterNumber):
        parts.append(_range(definition))
    return " ".join(filter(None, parts))


def _range(number: QgsProcessingParameterNumber) -> str:
    low, high = number.minimum(), number.maximum()
    if low < -_LARGEST:
        return ""
    if high > _LARGEST:
        return tr("At least {low}.").format(low=f"{low:g}")
    return tr("From {low} to {high}.").format(low=f"{low:g}", high=f"{high:g}")
