"""A module's files: whether it may be loaded, what it is, and those that the plugin makes. Begin with loading.py."""
