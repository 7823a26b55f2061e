"""A Python fetched where the machine has none that will do: by uv through a mirror on loopback, or from a folder."""

import io
import shutil
import ssl
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from so2sat_qgis_plugin.engine.errors import So2SatError
from so2sat_qgis_plugin.runtime import interpreters
from so2sat_qgis_plugin.runtime.create import create
from so2sat_qgis_plugin.runtime.machine import nvidia_gpus, parse_nvidia_smi
from so2sat_qgis_plugin.runtime.standalone import UV
from tests.runtime.conftest import make_wheel
from tests.support import standalone
from tests.support.progress import Log

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="packs this machine's Python as Linux has it")
needs_uv = pytest.mark.skipif(not standalone.UV.is_file(), reason="uv is not installed beside this Python")


@pytest.fixture(autouse=True)
def _no_python(monkeypatch):
    monkeypatch.setattr(interpreters, "candidates", list)
    monkeypatch.delenv("SO2SAT_PYTHON", raising=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    return standalone.pack_python(tmp_path_factory.mktemp("python"))


def base_of(python: Path) -> Path:
    """Return the base interpreter of a runtime, which must run."""
    code = "import sys, tinyflow; print(sys.base_prefix, tinyflow.answer)"
    done = subprocess.run([python, "-I", "-c", code], check=True, capture_output=True, text=True)
    prefix, _, answer = done.stdout.strip().rpartition(" ")
    assert answer == "42"
    return Path(prefix)


@needs_uv
def test_uv_fetches_a_python_through_a_mirror(home, fake_setup, tmp_path, archive, monkeypatch):
    site = tmp_path / "site"
    standalone.list_uv(site, standalone.pack_uv(tmp_path, UV))
    listing = standalone.list_python(site, archive)
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS_JSON_URL", str(listing))
    monkeypatch.setattr("so2sat_qgis_plugin.runtime.standalone.PYTHON", standalone.VERSION)
    with standalone.served(site) as (port, seen):
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple")
        packages = make_wheel(site / "simple" / "tinyflow", "tinyflow", "answer = 42")
        (packages.parent / "index.html").write_text(f'<a href="{packages.name}">{packages.name}</a>')
        setup = fake_setup(wheels="", mirror=f"http://127.0.0.1:{port}/releases", proxy="")
        log = Log()
        python = create(home, setup, log)
    assert python.parents[1] in base_of(python).parents  # the runtime's own Python, inside its folder
    assert any(path.startswith("/simple/uv/") and path.endswith(".whl") for path in seen)
    assert [path for path in seen if path.startswith("/releases/20260101/cpython-")]
    assert any("as this computer has none that will do" in line for line in log.lines)


@needs_uv
def test_what_the_index_did_not_promise_is_not_run(home, fake_setup, tmp_path, monkeypatch):
    site = tmp_path / "site"
    standalone.list_uv(site, standalone.pack_uv(tmp_path, UV))
    with next((site / "simple" / "uv").glob("*.whl")).open("ab") as wheel:
        wheel.write(b"something more")
    with standalone.served(site) as (port, _seen):
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple")
        with pytest.raises(So2SatError, match=r"is not what .*simple/uv/ promises"):
            create(home, fake_setup(wheels="", proxy=""), Log())
    assert list(home.glob("rt-*")) == []


def test_a_python_beside_the_wheels_needs_no_internet(home, fake_setup, archive):
    setup = fake_setup(proxy="http://127.0.0.1:9")  # nobody listens there
    shutil.copy(archive, setup.wheels)
    python = create(home, setup, Log())
    assert python.parents[1] in base_of(python).parents


def test_nothing_to_fetch_it_with_is_said_with_the_remedies(home, fake_setup, monkeypatch):
    with pytest.raises(So2SatError, match=r"A wheel of uv is missing in .*pip download uv(.|\n)*cpython-3\.12"):
        create(home, fake_setup(), Log())
    with pytest.raises(So2SatError, match=r"3\.13 is needed, and this machine has no Python at all"):
        create(home, fake_setup(fetch=False), Log())
    monkeypatch.setenv("PIP_INDEX_URL", "http://packages.example/simple")
    with pytest.raises(So2SatError, match=r"packages\.example.* is not https"):
        create(home, fake_setup(wheels="", proxy=""), Log())
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(So2SatError, match=r"uv, to fetch a Python with, cannot be had from http://127\.0\.0\.1:9"):
        create(home, fake_setup(wheels="", proxy=""), Log())


def test_an_archive_that_leads_out_of_its_folder_is_refused(home, fake_setup, tmp_path):
    setup = fake_setup()
    for name, link in (("python/../../../evil", ""), ("python/bin/python3", "/bin/sh")):
        path = Path(setup.wheels, "cpython-3.12.1-linux-install_only.tar.gz")
        with tarfile.open(path, "w:gz") as file:
            member = tarfile.TarInfo(name)
            if link:
                member.type, member.linkname = tarfile.SYMTYPE, link
            file.addfile(member, io.BytesIO())
        with pytest.raises(So2SatError, match="leads out of it"):
            create(home, setup, Log())


def test_a_network_s_own_certificate_counts(home, fake_setup, tmp_path, monkeypatch):
    monkeypatch.undo()  # this machine's own Python will do
    for name in ("PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SO2SAT_PYTHON"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_RETRIES", "0")
    cert, key = standalone.certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    wheel = make_wheel(tmp_path / "site" / "simple" / "tinyflow", "tinyflow", "answer = 42")
    (wheel.parent / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>')
    with standalone.served(tmp_path / "site", lambda s: context.wrap_socket(s, server_side=True)) as (port, _seen):
        monkeypatch.setenv("PIP_INDEX_URL", f"https://127.0.0.1:{port}/simple")
        setup = fake_setup(wheels="", proxy="")
        with pytest.raises(So2SatError, match="cannot be reached|does not trust"):
            create(home, setup, Log())
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert create(home, setup, Log()).is_file()


def test_gpus_are_those_whose_driver_is_new_enough():
    assert parse_nvidia_smi("NVIDIA H200, 570.86.15\nTesla K80, 470.57.02\n") == ["NVIDIA H200 (driver 570)"]
    assert parse_nvidia_smi("NVIDIA-SMI has failed because it couldn't communicate\n") == []
    assert isinstance(nvidia_gpus(), list)
