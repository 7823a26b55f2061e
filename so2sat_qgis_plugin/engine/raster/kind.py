"""What a raster is to this plugin: a scene to be mapped, an embedding raster, or a map already."""

from __future__ import annotations

from .reader import RasterInfo
from .writer import CLASSES_KEY

EMBEDDING_KEY = "SO2SAT_EMBEDDING"  # metadata key of an embedding raster: JSON of its provenance
SCENE, EMBEDDING, MAP = "scene", "embedding", "map"
_SAID = {EMBEDDING: "an embedding raster", MAP: "a map: its numbers are codes of classes"}


def kind_of(info: RasterInfo) -> str:
    """Return SCENE, EMBEDDING or MAP, by what the raster says of itself."""
    if EMBEDDING_KEY in info.metadata:
        return EMBEDDING
    is_map = CLASSES_KEY in info.metadata or (len(info.bands) == 1 and info.bands[0].is_categorical)
    return MAP if is_map else SCENE


def not_a_scene(info: RasterInfo) -> str:
    """Return a warning where a raster that is to be mapped is no scene, else ""."""
    kind = kind_of(info)
    if kind == SCENE:
        return ""
    return (
        f"{info.path} is {_SAID[kind]}, not an image of the ground, so this makes little sense. Choose the scene in "
        "INPUT; an embedding raster goes to 'Cluster embedding raster' or 'Classify with bundle'."
    )
