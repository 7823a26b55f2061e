"""A file becomes pixels on a grid, and arrays become files: the only room with GDAL.

In: paths, plain values. Out: pixels, grids, rasters. Begin with reader.py.
"""
