"""The work: rasters, grids, blocks, parts, maps. No qgis, no tensorflow, no sklearn."""
