"""A plan as a file, and its blocks computed by any number of processes and machines.

In: a plan file. Out: its parts, then its output. Begin with plan_file.py. Knows engine and runtime, not QGIS.
"""
