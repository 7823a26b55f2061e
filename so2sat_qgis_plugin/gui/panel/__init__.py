"""The panel "Land cover": from a scene to a named, styled map, one step below the other."""
