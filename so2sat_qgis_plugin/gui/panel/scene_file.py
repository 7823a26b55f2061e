"""A file becomes a scene of the project: shown in true colour where its bands tell, refused with a sentence else."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsContrastEnhancement,
    QgsMapLayer,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsSettings,
)

from ...engine.errors import So2SatError
from ...engine.raster.quicklook import color_bands
from ...engine.raster.reader import Raster
from ...i18n import tr

_FOLDER_SETTING = "so2sat/scenes"  # where a scene was opened last
_EMBEDDED = "e0001"  # the first band of an embedding raster


def is_scene(layer: QgsMapLayer) -> bool:
    """Return whether a layer may be what maps are made of."""
    if not isinstance(layer, QgsRasterLayer) or layer.providerType() != "gdal" or layer.bandCount() < 2:
        return False
    return _EMBEDDED not in layer.bandName(1)


def first_folder() -> str:
    """Return the folder to look for scenes in: the one that the last came from, else the project's."""
    return str(QgsSettings().value(_FOLDER_SETTING, "") or QgsProject.instance().homePath())


def add_scene(path: str) -> QgsRasterLayer:
    """Return the layer of a file, added to the project where it is not there yet; raises So2SatError for no scene."""
    for layer in QgsProject.instance().mapLayers().values():
        if layer.source() == path and is_scene(layer):
            return layer
    layer = QgsRasterLayer(path, Path(path).stem)
    name = Path(path).name
    if not layer.isValid():
        raise So2SatError(tr("{file} cannot be read as a raster.").format(file=name))
    if not is_scene(layer):
        raise So2SatError(
            tr(
                "{file} is no scene: a scene is one raster with all its bands, and no map or embedding. Bands in files "
                "of their own are made one raster by Stack bands, in the Processing toolbox."
            ).format(file=name)
        )
    _show_true_color(layer)
    QgsProject.instance().addMapLayer(layer)
    QgsSettings().setValue(_FOLDER_SETTING, str(Path(path).parent))
    return layer


def _show_true_color(layer: QgsRasterLayer) -> None:
    with Raster(layer.source()) as raster:
        numbers = color_bands(raster.info)
    layer.setRenderer(QgsMultiBandColorRenderer(layer.dataProvider(), *numbers))
    stretch = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    layer.setContrastEnhancement(stretch, QgsRasterMinMaxOrigin.Limits.CumulativeCut)
