"""Messages name parameters as the dialog shows them: its label, and the parameter's name in brackets."""

from __future__ import annotations

import re

from qgis.core import QgsProcessingAlgorithm

_NAME = re.compile(r"(?<![\w/\\.\-=\[])[A-Z][A-Z0-9_]+(?![\w/\\\-=\]]|\.\w)")


def worded(algorithm: QgsProcessingAlgorithm, text: str) -> str:
    """Return `text` with the names of the algorithm's parameters as "Label [NAME]"; parts of paths stay."""
    labels = {definition.name(): definition.description() for definition in algorithm.parameterDefinitions()}

    def label(match: re.Match[str]) -> str:
        name = match.group()
        return f"{labels[name]} [{name}]" if name in labels else name

    return _NAME.sub(label, text)
