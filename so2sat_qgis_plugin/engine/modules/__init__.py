"""A handle becomes a module: what is known of it, where it is kept, how it gets here.

In: a name, path or address. Out: `catalogue.Module`. Begin with resolve.py.
"""
