"""The map as the canvas shows it, and more like this."""

from __future__ import annotations

import numpy as np
import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.labelling.alike import Alike
from so2sat_qgis_plugin.engine.labelling.canvas_map import CanvasMap
from so2sat_qgis_plugin.engine.labelling.scene import LabelScene
from so2sat_qgis_plugin.engine.legend import LegendClass
from so2sat_qgis_plugin.engine.raster.grid import Block
from so2sat_qgis_plugin.engine.raster.reader import Raster
from tests.support.labelled import truth

FOREST, WATER = LegendClass(1, "forest", "#00ff00"), LegendClass(2, "water", "#0000ff")


def test_blocks_are_drawn_over_each_other_and_coarse_ones_fill_their_cells(kept: LabelScene):
    drawn = CanvasMap(kept)
    drawn.follow((FOREST, WATER))
    drawn.take(Block(3, 5, 5, 7), np.array([[1, 2, 1], [2, 1, 2]]), 3)
    assert drawn.codes[3:8, 5:12].tolist() == [[1, 1, 1, 2, 2, 2, 1]] * 3 + [[2, 2, 2, 1, 1, 1, 2]] * 2
    assert drawn.codes.sum() == drawn.codes[3:8, 5:12].sum()
    drawn.take(Block(0, 0, 4, 6), np.full((4, 6), 2))
    assert drawn.codes[3, 5] == 2 and drawn.codes[4, 5] == 1


def test_cells_keep_their_class_when_codes_change_and_lose_one_that_is_gone(kept: LabelScene):
    drawn = CanvasMap(kept)
    drawn.follow((FOREST, WATER))
    drawn.take(Block(0, 0, 1, 2), np.array([[1, 2]]))
    drawn.follow((LegendClass(1, "bog", "#777777"), LegendClass(300, "water", "#0000ff")))
    assert drawn.codes[0, :2].tolist() == [0, 300]


def test_the_file_lies_where_the_scene_lies(kept: LabelScene, tmp_path):
    drawn = CanvasMap(kept)
    drawn.follow((FOREST,))
    drawn.take(kept.whole, np.ones((kept.rows, kept.columns)))
    drawn.write(tmp_path / "drawn.tif")
    with Raster(str(tmp_path / "drawn.tif")) as raster:
        assert raster.info.transform == kept.transform
        assert (raster.info.height, raster.info.width) == (kept.rows, kept.columns)


def test_a_place_is_alike_to_its_own_class_and_coarse_steps_agree(kept: LabelScene):
    x, y = kept.centre(10, 5)  # in the first of three stripes
    found = Alike(kept).to_place(x, y, kept.whole)
    assert found[10, 5] == 100 and (found[0] == 255).all()  # the first row is nodata
    own, other = found[1:][truth()[1:] == 0], found[1:][truth()[1:] != 0]
    assert np.median(own) > np.median(other) + 25
    block = Block(4, 6, 20, 30)
    coarse = Alike(kept).to_place(x, y, block, 3)
    assert (coarse == found[block.slices][::3, ::3]).all()


def test_a_place_without_data_or_outside_is_told(kept: LabelScene):
    alike = Alike(kept)
    with pytest.raises(So2SatError, match="no data at this place"):
        alike.to_place(*kept.centre(0, 5), kept.whole)
    with pytest.raises(So2SatError, match="lies outside"):
        alike.to_place(0.0, 0.0, kept.whole)
