"""So2Sat land cover: a QGIS plugin that maps land cover from embeddings of multispectral rasters."""


def classFactory(iface: object) -> object:
    """Return the plugin object; called by QGIS with its ``QgisInterface`` (None in qgis_process)."""
    from .plugin import So2SatPlugin

    return So2SatPlugin(iface)
