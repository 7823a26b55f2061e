"""The Processing provider: lists the algorithms."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .paths import resource, version


class So2SatProvider(QgsProcessingProvider):
    """Provider `so2sat`."""

    def id(self) -> str:
        return "so2sat"

    def name(self) -> str:
        return "So2Sat land cover"

    def longName(self) -> str:
        return self.name()

    def versionInfo(self) -> str:
        return version()

    def icon(self) -> QIcon:
        return QIcon(str(resource("icon.svg")))

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        return ["tif", "tiff", "vrt"]

    def loadAlgorithms(self) -> None:
        from .algorithms.catalogue import ALGORITHMS

        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
