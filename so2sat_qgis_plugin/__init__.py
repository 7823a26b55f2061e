"""So2Sat land cover: a QGIS plugin that maps land cover from embeddings of multispectral rasters."""


def classFactory(iface):  # noqa: N802 (the name that QGIS calls)
    """Return the plugin object; called by QGIS with its ``QgisInterface`` (None in qgis_process)."""
    from .plugin import So2SatPlugin

    return So2SatPlugin(iface)
