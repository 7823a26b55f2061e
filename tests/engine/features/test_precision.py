from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.features.components import Components
from so2sat_qgis_plugin.engine.features.precision import Extremes, Loss, Quantisation
from so2sat_qgis_plugin.engine.raster.writer import GeoTiffProfile, GeoTiffWriter
from tests.support.scenes import UTM, wkt


def features(shape=(30, 40, 6), seed=0):
    rng = np.random.default_rng(seed)
    values = rng.gamma(1.0, 1.0, shape) * 10.0 ** rng.integers(-4, 5, shape[-1]) + rng.normal(0, 50, shape[-1])
    return values.astype(np.float32)


def quantised(values, dtype):
    extremes = Extremes()
    for part in np.array_split(values, 3):
        extremes.add(part)
    return Quantisation.between(extremes.low, extremes.high, dtype)


@pytest.mark.parametrize(("dtype", "levels"), [("uint16", 65534), ("uint8", 254)])
def test_error_is_half_a_step(dtype, levels):
    values = features()
    values[3, 4] = np.nan
    values[5, 6, 2] = np.nan  # one missing dimension makes the cell nodata
    way = quantised(values, dtype)
    stored = way.encode(values)
    assert stored.dtype == dtype
    assert (stored[3, 4] == 0).all() and (stored[5, 6] == 0).all()
    kept = np.isfinite(values).all(-1)
    assert stored[kept].min() == 1 and stored[kept].max() == np.iinfo(dtype).max
    step = (np.nanmax(values[kept], 0).astype(float) - np.nanmin(values[kept], 0)) / levels
    error = np.abs(way.decode(stored)[kept].astype(float) - values[kept]).max(0)
    assert (error <= step * 0.5 + np.abs(values[kept]).max(0) * 1e-6).all()
    assert np.isnan(way.decode(stored)[3, 4]).all()
    loss = Loss()
    loss.add(values, way.decode(stored))
    assert loss.largest == pytest.approx(error.max())
    assert loss.relative == pytest.approx(error.max() / np.abs(values[kept]).max())
    assert dtype in loss.sentence(dtype)


def test_noise_of_uniform_features():
    """A uniform feature in n steps loses 1/n of its deviation: step/√12 against range/√12."""
    values = np.random.default_rng(0).random((20000, 1)).astype(np.float32)
    way = quantised(values, "uint8")
    loss = Loss()
    for part in np.array_split(values, 4):
        loss.add(part, way.decode(way.encode(part)))
    assert loss.noise == pytest.approx(1 / 254, rel=0.02)


@given(st.floats(-1e6, 1e6, width=32), st.sampled_from(["uint8", "uint16"]))
def test_constant_dimension_is_exact(value, dtype):
    values = np.full((5, 1), value, np.float32)
    way = quantised(values, dtype)
    assert way.decode(way.encode(values)) == pytest.approx(values, rel=1e-6, abs=1e-6)


def test_values_outside_take_the_nearest_step():
    way = Quantisation.between(np.array([0.0]), np.array([1.0]), "uint8")
    assert way.encode(np.array([[-5.0], [7.0]])).tolist() == [[1], [255]]


def test_gdal_gives_the_same_values(tmp_path):
    values = features()
    values[0, 0] = np.nan
    way = quantised(values, "uint16")
    scale, offset = way.scale.tolist(), way.offset.tolist()
    profile = GeoTiffProfile(30, 40, 6, "uint16", UTM, wkt(32633), nodata=0, scale=scale, offset=offset)
    with GeoTiffWriter(tmp_path / "a.tif", profile) as writer:
        writer.write(0, 0, way.encode(values))
    unscaled = gdal.Translate("", str(tmp_path / "a.tif"), format="MEM", unscale=True, outputType=gdal.GDT_Float32)
    read = np.moveaxis(unscaled.ReadAsArray(), 0, -1)
    assert read[1:] == pytest.approx(way.decode(way.encode(values))[1:], rel=1e-6)


def test_components_are_those_of_the_covariance():
    rng = np.random.default_rng(1)
    sample = (rng.normal(size=(500, 3)) * [5, 2, 0.1]) @ np.linalg.qr(rng.normal(size=(3, 3)))[0] + 7
    sample = np.vstack([sample, np.full((1, 3), np.nan)]).astype(np.float32)
    found = Components.fit(sample, 2)
    centred = sample[:-1] - sample[:-1].mean(0)
    _, singular, axes = np.linalg.svd(centred, full_matrices=False)
    assert np.abs(np.abs((found.axes * axes[:2]).sum(1)) - 1).max() < 1e-4
    assert found.shares == pytest.approx(singular[:2] ** 2 / (singular**2).sum(), rel=1e-4)
    restored = found.restore(found.apply(sample[:-1]))
    lost = ((restored - sample[:-1]) ** 2).sum() / (centred**2).sum()
    assert lost == pytest.approx(1 - found.shares.sum(), abs=1e-4)
    assert np.isnan(found.apply(sample[-1:])).all()
    assert (found.axes == Components.fit(sample, 2).axes).all()
    assert "2 principal components of 3" in found.sentence()


def test_components_kept(tmp_path):
    found = Components.fit(features((200, 6)), 3)
    found.save(tmp_path / "c.npz")
    again = Components.load(tmp_path / "c.npz")
    values = features((10, 6), 1)
    assert (again.apply(values) == found.apply(values)).all()


@pytest.mark.parametrize("count", [-1, 7, 100])
def test_too_many_components(count):
    with pytest.raises(So2SatError, match="COMPONENTS"):
        Components.fit(features((200, 6)), count)
