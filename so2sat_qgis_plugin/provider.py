"""The Processing provider: lists the algorithms and the models made of them."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProcessingProvider
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

    def load(self) -> bool:
        return True  # nothing yet: models look their steps up in the registry, see `register`

    def loadAlgorithms(self) -> None:
        from .algorithms.catalogue import ALGORITHMS

        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        for path in sorted(resource("models").glob("*.model3")):
            model = QgsProcessingModelAlgorithm()
            if model.fromFile(str(path)):
                self.addAlgorithm(model)


def register() -> So2SatProvider:
    """Register the provider with its algorithms and models, and return it."""
    provider = So2SatProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    provider.refreshAlgorithms()
    return provider
