"""A destination is never one of a run's sources, however it is spelled."""

import os
import zipfile

import numpy as np
import pytest
from osgeo import gdal

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.engine.raster.overwriting import Place, files_of, refuse_overwriting
from tests.support.scenes import write


@pytest.fixture
def scene(tmp_path):
    return write(tmp_path / "scene.tif", np.ones((8, 9, 2), np.uint16))


def refused(target, source) -> bool:
    try:
        refuse_overwriting([Place("OUTPUT", str(target))], [Place("INPUT", str(source))])
    except So2SatError as error:
        assert "OUTPUT would overwrite" in str(error) and "INPUT" in str(error)
        return True
    return False


def test_the_same_file_by_any_spelling(scene, tmp_path, monkeypatch):
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.tif").symlink_to(scene)
    os.link(scene, tmp_path / "hard.tif")
    monkeypatch.chdir(tmp_path)
    for spelled in (scene, "scene.tif", tmp_path / "sub" / ".." / "scene.tif", tmp_path / "link.tif", "hard.tif"):
        assert refused(spelled, scene), spelled
        assert refused(scene, spelled), spelled


def test_another_file_beside_it(scene, tmp_path):
    assert not refused(tmp_path / "map.tif", scene)
    assert not refused(tmp_path / "new" / "scene.tif", scene)


def test_what_a_vrt_refers_to_through_another_vrt(scene, tmp_path):
    inner, outer = str(tmp_path / "inner.vrt"), str(tmp_path / "outer.vrt")
    gdal.BuildVRT(inner, [scene]).FlushCache()
    gdal.BuildVRT(outer, [inner]).FlushCache()
    for target in (scene, inner, outer):
        assert refused(target, outer), target
    assert not refused(outer, inner)


def test_a_link_that_leads_nowhere_yet_to_a_source(tmp_path):
    (tmp_path / "new.tif").symlink_to(tmp_path / "source.tif")
    path = write(tmp_path / "source.tif", np.ones((8, 9, 2), np.uint16))
    assert refused(tmp_path / "new.tif", path)


def test_an_archive_that_holds_a_source(scene, tmp_path):
    archive = tmp_path / "scene.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.write(scene, "in/scene.tif")
    assert refused(archive, f"/vsizip/{archive}/in/scene.tif")
    assert not refused(tmp_path / "map.tif", f"/vsizip/{archive}/in/scene.tif")


def test_a_sidecar_of_a_source(tmp_path):
    path = write(tmp_path / "scene.img", np.ones((8, 9, 2), np.uint16), driver="ENVI")
    assert refused(tmp_path / "scene.hdr", path)


def test_the_figures_beside_a_report(tmp_path):
    labels = tmp_path / "labels.json"
    labels.write_text('{"type": "FeatureCollection", "features": []}')
    assert refused(tmp_path / "labels.html", labels)
    assert not refused(tmp_path / "report.html", labels)


def test_a_folder(tmp_path):
    module = tmp_path / "module"
    module.mkdir()
    assert refused(tmp_path / "x" / ".." / "module", module)
    assert not refused(tmp_path / "tuned", module)


def test_what_is_on_a_server_is_not_asked_for(tmp_path):
    assert files_of("/vsicurl/http://127.0.0.1:9/scene.tif") == set()
    assert files_of("https://127.0.0.1:9/module/1") == set()
