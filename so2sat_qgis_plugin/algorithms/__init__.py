"""Processing algorithms, one a file: parameters become plain values, the engine does the work."""
