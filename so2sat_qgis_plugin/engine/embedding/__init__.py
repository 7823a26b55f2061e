"""A raster becomes parts: settled, read, embedded, stored block by block.

In: `plan.Request`. Out: `run.Embedded`. Begin with run.py.
"""
