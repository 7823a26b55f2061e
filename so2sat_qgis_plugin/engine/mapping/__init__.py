"""X and an estimator, or clusters, become a coded map with names and colours.

In: a feature source. Out: a map raster. Begin with clusters.py or classes.py.
"""
