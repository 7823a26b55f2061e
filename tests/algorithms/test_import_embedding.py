"""A published embedding goes import → train → classify → assess, through the algorithms."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException

from tests.support.data import DATA, needs_shared
from tests.support.published import quantized, signed_bytes

LEIPZIG = DATA / "leipzig"
Run = Callable[..., dict[str, Any]]


def alphaearth_of(folder: Path, seed: int = 0) -> str:
    """Write 64 random projections of the Leipzig scene's bands, of length 1, as AlphaEarth would store them."""
    dataset = gdal.Open(str(LEIPZIG / "leipzig_raster.tif"))
    bands = np.moveaxis(dataset.ReadAsArray()[:7], 0, -1).astype(np.float64)
    bands = (bands - bands.mean((0, 1))) / bands.std((0, 1))
    vectors = np.tanh(bands @ np.random.default_rng(seed).normal(size=(7, 64)))
    vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
    folder.mkdir(parents=True, exist_ok=True)
    return signed_bytes(
        folder / "tile.tif", quantized(vectors), south_up=True, transform=dataset.GetGeoTransform(), epsg=32632
    )


@needs_shared
def test_alphaearth_from_import_to_assessment(run: Run, tmp_path: Path) -> None:
    points = f"{LEIPZIG / 'leipzig_points.gpkg'}"
    first = run("importembedding", {"TILES": [alphaearth_of(tmp_path / "2022")], "OUTPUT": str(tmp_path / "e22.tif")})
    assert first["TITLE"] == "AlphaEarth Satellite Embedding V1 2022"
    told = json.loads(gdal.Open(first["OUTPUT"]).GetMetadataItem("STAC_PROPERTIES"))
    assert (told["emb:type"], told["emb:dimensions"]) == ("pixel", 64)
    assert told["gsd"] == pytest.approx(10, rel=0.01)
    assert told["emb:quantization"]["method"] == "sqrt_scale" and "Google" in told["attribution"]
    bundle, report = tmp_path / "b.so2sat", tmp_path / "train.html"
    asked = {"INPUT": first["OUTPUT"], "TRAINING": points, "FIELD": "land_cover", "CLASSIFIER": 1, "VALIDATION": 1}
    run("train", {**asked, "BUNDLE": str(bundle), "REPORT": str(report)})
    assert "Google DeepMind" in report.read_text(encoding="utf-8")
    mapped = run("classify", {"INPUT": first["OUTPUT"], "BUNDLE": str(bundle), "OUTPUT": str(tmp_path / "map.tif")})[
        "OUTPUT"
    ]
    assert set(np.unique(gdal.Open(mapped).ReadAsArray())) == {1, 2, 3, 4}
    assessed = {"MAP": mapped, "REFERENCE": points, "FIELD": "land_cover", "REPORT": str(tmp_path / "a.html")}
    run("assess", assessed)
    figures = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert figures["overall_accuracy"] > 0.9  # of what it was trained on
    second = run("importembedding", {"TILES": [alphaearth_of(tmp_path / "2023")], "OUTPUT": str(tmp_path / "e23.tif")})
    with pytest.raises(QgsProcessingException, match=r"Embedding V1 2023, but .* by AlphaEarth .* V1 2022"):
        run("classify", {"INPUT": second["OUTPUT"], "BUNDLE": str(bundle), "OUTPUT": str(tmp_path / "m2.tif")})
    assert not (tmp_path / "m2.tif").exists()


@needs_shared
def test_export_as_cog(run: Run, tmp_path: Path) -> None:
    made = run("importembedding", {"TILES": [alphaearth_of(tmp_path / "2022")], "OUTPUT": str(tmp_path / "e.tif")})
    cog = run("exportembedding", {"INPUT": made["OUTPUT"], "OUTPUT": str(tmp_path / "c.tif")})["OUTPUT"]
    before, after = gdal.Open(made["OUTPUT"]), gdal.Open(cog)
    assert after.GetMetadata("IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert np.array_equal(before.ReadAsArray(), after.ReadAsArray(), equal_nan=True)
    assert (
        json.loads(after.GetMetadata()["STAC_PROPERTIES"])["emb:dimensions"] == 64
        and after.GetRasterBand(1).GetDescription() == "e0001"
    )
    with pytest.raises(QgsProcessingException, match="no embedding raster"):
        run("exportembedding", {"INPUT": str(LEIPZIG / "leipzig_raster.tif"), "OUTPUT": str(tmp_path / "d.tif")})


@needs_shared
def test_embeddings_are_compared_with_the_same_labels(run: Run, tmp_path: Path) -> None:
    rasters = []
    for year, seed in ((2022, 0), (2023, 1)):
        tile = alphaearth_of(tmp_path / str(year), seed)
        rasters.append(run("importembedding", {"TILES": [tile], "OUTPUT": str(tmp_path / f"{year}.tif")}))
    asked = {
        "INPUT": rasters[0]["OUTPUT"],
        "FURTHER": [rasters[1]["OUTPUT"], str(LEIPZIG / "leipzig_raster.tif")],
        "TRAINING": str(LEIPZIG / "leipzig_points.gpkg"),
        "FIELD": "land_cover",
        "CLASSIFIER": 4,
        "EFFORT": 0,
    }
    run("train", {**asked, "BUNDLE": str(tmp_path / "b.so2sat"), "REPORT": str(tmp_path / "r.html")})
    figures = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    first, second = figures["further"]
    assert first["name"] == "AlphaEarth Satellite Embedding V1 2023" and second["name"].endswith("leipzig_raster.tif")
    assert first["covered"] == second["covered"] and all(0.6 < row["overall_accuracy"] <= 1 for row in (first, second))
    assert "Other embeddings" in (tmp_path / "r.html").read_text(encoding="utf-8")
