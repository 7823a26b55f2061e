"""What the panel is set to, and what that means as an inspection and as an algorithm's parameters."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qgis.core import QgsRasterLayer, QgsReferencedRectangle, QgsVectorLayer

from ...algorithms.base import home_folder, raster_source
from ...engine.embedding.detail import Detail
from ...engine.embedding.plan import Request
from ...engine.learning.adoption import adopt
from ...engine.learning.estimators import CLASSIFIERS, EFFORTS, NORMAL
from ...engine.mapping.clusters import METHODS
from ...engine.modules import bundle
from ...engine.progress import Progress
from ...i18n import tr

NO_LABELS, LABELS, ZONES, BUNDLE = "no labels", "labels", "zones", "bundle"
ZONES_MODULE = "so2sat-lcz-resnet20"
_OWN_CLASSES = len(METHODS)  # the value of METHOD that stands for the module's own classes


@dataclass(frozen=True)
class Way:
    """How cells get their classes: one of the four kinds, with what that one needs."""

    kind: str = NO_LABELS
    clusters: int = 8
    labels: QgsVectorLayer | None = None
    field: str = ""
    bundle: str = ""
    effort: str = NORMAL  # of training, where there are labels

    def missing(self) -> str:
        """Return what has to be chosen before anything can run, "" where nothing is missing."""
        if self.kind == LABELS and self.labels is None:
            return tr("Choose a layer of polygons or points that are labelled with their class.")
        if self.kind == LABELS and not self.field:
            return tr("Choose the field that holds the class.")
        if self.kind == BUNDLE and not Path(self.bundle).is_file():
            return tr("Choose a classifier file (*.so2sat) that was trained before.")
        return ""

    def title(self) -> str:
        """Return the way in a few words, as it stands in the names of layers and files."""
        if self.kind == LABELS and self.labels is not None:
            return str(self.labels.name())
        if self.kind == BUNDLE:
            return Path(self.bundle).name.removesuffix(".so2sat").removesuffix(".tif")
        if self.kind == ZONES:
            return tr("local climate zones")
        return tr("{count} clusters").format(count=self.clusters)


@dataclass(frozen=True)
class Wanted:
    """A scene, the way to its classes, and the detail of the map; `extent` is the part to map, None for all of it."""

    scene: QgsRasterLayer
    way: Way
    detail: Detail
    extent: QgsReferencedRectangle | None = None

    def source(self) -> str:
        """Return what GDAL opens; raises So2SatError for layers of other providers."""
        return raster_source(self.scene, "INPUT")

    def given(self) -> Request:
        """Return what scene and way alone ask for; raises So2SatError where scene or bundle cannot be read."""
        if self.way.kind == BUNDLE:
            return _adopted(self.source(), self.way.bundle, Path(self.way.bundle).stat().st_mtime_ns)
        if self.way.kind == ZONES:
            return Request(self.source(), ZONES_MODULE)
        return Request(self.source())

    def window(self) -> int:
        """Return the window in pixels that the way asks for, 0 where it takes any; raises as `given` does."""
        return self.given().window if self.way.kind in (ZONES, BUNDLE) else 0

    def request(self) -> Request:
        """Return what an inspection looks at; raises as `given` does."""
        return replace(self.given(), window=self.detail.window, stride=self.detail.stride)

    def within(self, extent: QgsReferencedRectangle, stride: int) -> Wanted:
        """Return the same for a part of the scene, with cells of `stride` pixels."""
        return replace(self, extent=extent, detail=replace(self.detail, stride=stride))

    def parameters(self, output: str) -> dict[str, Any]:
        """Return the parameters of so2sat:landcovermap that make this map as `output`."""
        way = self.way
        given: dict[str, Any] = {
            "INPUT": self.scene,
            "WINDOW": self.detail.window,
            "STRIDE": self.detail.stride,
            "CLUSTERS": way.clusters,
            "OUTPUT": output,
        }
        if self.extent is not None:
            given["EXTENT"] = self.extent
        if way.kind == ZONES:
            given |= {"MODULE": ZONES_MODULE, "METHOD": _OWN_CLASSES}
        elif way.kind == LABELS:
            given |= {"TRAINING": way.labels, "FIELD": way.field, "EFFORT": EFFORTS.index(way.effort)}
            if self.extent is not None:  # to look at: the automatic choice trains several
                given["CLASSIFIER"] = CLASSIFIERS.index("logistic regression")
        elif way.kind == BUNDLE:
            given |= {"MODULE": self.given().module, "BUNDLE": way.bundle}
        return given


@functools.lru_cache(maxsize=4)
def _adopted(scene: str, path: str, changed: int) -> Request:
    """Return how a bundle has a scene embedded; `changed`: when its file was."""
    return adopt(Request(scene), bundle.read(path), home_folder(), Progress())
