"""The plugin as QGIS loads it: light, from its own folder, from the zip."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from so2sat_qgis_plugin.algorithms.catalogue import ALGORITHMS
from tools.plugin import ROOT, package
from tools.qgis_process import Qgis, QgisProcessError

LOAD = """
import json, sys, time
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
before, start = set(sys.modules), time.perf_counter()
import so2sat_qgis_plugin
plugin = so2sat_qgis_plugin.classFactory(None)
plugin.initProcessing()
seconds = time.perf_counter() - start
provider = QgsApplication.processingRegistry().providerById("so2sat")
print(json.dumps({"seconds": seconds, "algorithms": len(provider.algorithms()), "name": provider.name(),
                  "modules": sorted(set(sys.modules) - before)}))
plugin.unload()
assert QgsApplication.processingRegistry().providerById("so2sat") is None
"""
HEAVY = {"tensorflow", "tensorflow_hub", "tf_keras", "keras", "openvino", "sklearn", "skops", "scipy", "pandas", "h5py"}


def test_loading_imports_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    print(f"The plugin loads in {found['seconds']:.3f} s, with {len(found['modules'])} modules")
    assert found["algorithms"] == len(ALGORITHMS) + 2 and found["name"] == "So2Sat land cover"
    assert {name.split(".")[0] for name in found["modules"]} & HEAVY == set()


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """The zip, which is made only of what the plugin repository would take."""
    return package(tmp_path_factory.mktemp("dist"))


def test_the_zip_holds_what_qgis_wants_and_nothing_else(archive, tmp_path):
    with zipfile.ZipFile(archive) as file:
        names = file.namelist()
        metadata = file.read("so2sat_qgis_plugin/metadata.txt").decode()
    assert re.fullmatch(r"so2sat_qgis_plugin-\d+\.\d+\.\d+\.zip", archive.name)
    wanted = ("LICENSE", "resources/icon.svg", "__init__.py", "worker/__main__.py", "runtime/requirements.txt")
    assert {f"so2sat_qgis_plugin/{name}" for name in wanted} <= set(names)
    assert [n for n in names if not n.startswith("so2sat_qgis_plugin/")] == []
    assert [n for n in names if re.search(r"__pycache__|\.pyc$|tests/|\.git|/build/", n)] == []
    for key in ("name", "version", "qgisMinimumVersion", "description", "about", "author", "email", "repository"):
        assert re.search(f"^{key}=.+", metadata, re.MULTILINE), key
    assert re.search("^hasProcessingProvider=yes", metadata, re.MULTILINE)
    assert package(tmp_path).read_bytes() == archive.read_bytes()


def test_a_profile_with_the_zip_unpacked_lists_the_algorithms(archive, tmp_path):
    plugins = tmp_path / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(archive) as file:
        file.extractall(plugins)
    qgis = Qgis(tmp_path)
    with pytest.raises(QgisProcessError):
        qgis.call("help", "so2sat:embed")
    qgis.enable()
    qgis.enable()  # a second time is no error
    listed = qgis.call("list").stdout
    assert [cls.ID for cls in ALGORITHMS if f"so2sat:{cls.ID}" not in listed] == []
    assert "So2Sat land cover" in listed and "so2sat:Cluster map" in listed
    told = qgis.call("help", "so2sat:landcovermap").stdout
    assert not re.search(r"</?(p|b|i|h\d|code)>", told)
    assert "Default: 8. From 2 to" in told and "Default: 0 (Automatic)" in told


def test_without_a_runtime_an_algorithm_says_how_to_get_one(qgis, tmp_path):
    qgis.environment.pop("SO2SAT_PYTHON", None)
    report = tmp_path / "report.html"
    with pytest.raises(QgisProcessError, match=r"runtime .* is not set up yet: run 'Set up…' .* so2sat:setupruntime"):
        qgis.run("so2sat:describemodule", {"MODULE": "builtin", "REPORT": report})
    assert not report.exists()


def test_install_puts_it_into_the_default_profile_enabled(tmp_path):
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "profiles.ini").write_text("[core]\ndefaultProfile=field work\n")
    environment = {**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-m", "tools.plugin", "install"], cwd=ROOT, env=environment, check=True)
    profile = tmp_path / "profiles" / "field work"
    assert (profile / "python" / "plugins" / "so2sat_qgis_plugin" / "metadata.txt").is_file()
    assert "so2sat_qgis_plugin=true" in (profile / "QGIS" / "QGIS3.ini").read_text()
