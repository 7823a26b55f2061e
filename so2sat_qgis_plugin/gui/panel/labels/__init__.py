"""The page that labels: draw, see the map at once, correct it, on the canvas."""
