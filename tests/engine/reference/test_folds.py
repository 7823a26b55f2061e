"""Folds: what is held out together stays together."""

from __future__ import annotations

import numpy as np

from so2sat_qgis_plugin.engine.reference import folds


def test_folds_keep_groups_whole_and_classes_apart() -> None:
    groups = np.repeat(np.arange(9), 20)
    codes = np.array([2, 5, 9])[groups % 3]
    fold = folds.assign(codes, groups, 5, 0)
    for group in range(9):
        assert len(np.unique(fold[groups == group])) == 1
    for code in (2, 5, 9):
        assert len(np.unique(fold[codes == code])) == 3  # polygons of a class, each in a fold of its own
