"""Parts or a raster become X: feature vectors of a grid of cells.

In: `run.Embedded` or a path. Out: `source.FeatureSource`. Begin with source.py.
"""
