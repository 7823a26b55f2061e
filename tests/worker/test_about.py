"""The runtime's own Python has what the pinned requirements name, at those versions."""

import re
import subprocess
import sys
from importlib import metadata

from packaging.markers import Marker

from tests.support.data import ROOT

REQUIREMENTS = ROOT / "so2sat_qgis_plugin" / "runtime" / "requirements.txt"


def pins():
    for row in REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        name, _, rest = row.partition("==")
        if rest and not row.startswith("#"):
            version, _, marker = (part.strip() for part in rest.partition(";"))
            yield name, version, marker


def test_every_requirement_is_pinned_to_a_version():
    rows = [row for row in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]
    assert len(rows) > 30
    assert [row for row in rows if not re.match(r"^[\w.-]+==[\w.]+( ; .+)?$", row)] == []


def test_what_the_worker_imports_is_installed_as_pinned():
    wanted = {"tensorflow", "tensorflow-hub", "openvino", "scikit-learn", "skops", "numpy", "setuptools"}
    applying = {name: version for name, version, marker in pins() if not marker or Marker(marker).evaluate()}
    assert wanted <= set(applying)
    for name in wanted - {"setuptools"}:
        assert metadata.version(name) == applying[name]


def test_tensorflow_hub_imports_with_the_pinned_setuptools():
    # It imports pkg_resources, which setuptools dropped with version 82.
    subprocess.run([sys.executable, "-I", "-c", "import tensorflow_hub"], check=True)
