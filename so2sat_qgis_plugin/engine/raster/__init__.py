"""GDAL, and nothing else of the plugin uses it: reading, writing, warping, stacking, vectors."""
