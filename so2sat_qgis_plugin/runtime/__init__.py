"""The separate Python: find it, create it, start the worker in it and talk to it."""
