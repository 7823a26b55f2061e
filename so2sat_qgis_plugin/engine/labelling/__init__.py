"""A scene is labelled: embedded once and kept, refitted with every edit, redrawn, asked what to label next.

In: a request or an embedding raster, and labels. Out: codes, figures, places. Begin with scene.py, then loop.py.
"""
