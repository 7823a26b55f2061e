"""What runs in the runtime's Python: modules and estimators. No qgis, no GDAL."""
