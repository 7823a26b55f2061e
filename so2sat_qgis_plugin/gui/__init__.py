"""Widgets only: each calls the engine function that an algorithm calls."""
