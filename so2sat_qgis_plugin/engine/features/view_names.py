"""The names of what an estimator may see of a cell, for both sides of the worker's door."""

SPECTRUM, EMBEDDING, BOTH = VIEWS = ("spectrum", "embedding", "both")
PIXELS = "plain pixels"  # the cell's band means alone: what the views are compared with
