"""Polygons and points become y, and judge maps.

In: labelled features. Out: samples, figures of accuracy. Begin with samples.py.
"""
