"""An embedding raster as a cloud-optimised GeoTIFF, for other software and for servers."""

from __future__ import annotations

from ..errors import So2SatError
from ..files import output
from ..progress import Progress
from ..raster.cog import write_cog
from ..raster.reader import Raster
from .source import EMBEDDING_KEY


def export(path: str, target: str, overviews: bool, progress: Progress) -> None:
    """Write the embedding raster `path` as a COG with the same bands and metadata (`emb:*` among it).

    `overviews`: with smaller copies for a quick look, each cell the nearest one's vector. Raises So2SatError where it
    is no embedding raster, or GDAL writes no COG.
    """
    with Raster(path) as raster:
        if EMBEDDING_KEY not in raster.info.metadata:
            raise So2SatError(f"{path} is no embedding raster. Make one with 'Embed raster' or 'Import embedding'.")
    try:
        with output(target) as temporary:
            write_cog(path, str(temporary), overviews, progress)
    except OSError as error:
        raise So2SatError(f"{target} cannot be written: {error.strerror}. Choose another place.") from error
