"""Get module, Import Keras weights: in QGIS, with a server on loopback and the real worker."""

from __future__ import annotations

import functools
import http.server
import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsSettings

from so2sat_qgis_plugin.algorithms.fetching import proxy_for
from so2sat_qgis_plugin.engine.modules.catalogue import catalogue, read_provenance
from tests.algorithms.conftest import Feedback
from tests.support.data import RESNET20, WEIGHTS, needs_shared

pytestmark = needs_shared
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a server that hands out what lies in `tmp_path`/www."""
    (tmp_path / "www").mkdir()
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "www"))
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}"
    running.shutdown()
    running.server_close()


def pack(folder: Path, archive: Path) -> Path:
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(folder, ".")
    return archive


def test_get_from_address_then_offline(run: Run, server: str, tmp_path: Path, so2sat_home: Path) -> None:
    archive = pack(RESNET20, tmp_path / "www/demo")
    feedback = Feedback()
    outputs = run("getmodule", {"MODULE": f"{server}/demo"}, feedback)
    assert Path(outputs["FOLDER"]) == so2sat_home / "modules" / outputs["HASH"]
    assert (Path(outputs["FOLDER"]) / "saved_model.pb").read_bytes() == (RESNET20 / "saved_model.pb").read_bytes()
    assert "MIT" in feedback.text and "so2sat-lcz-resnet20" in feedback.text  # recognised by its content
    archive.unlink()
    assert run("getmodule", {"MODULE": f"{server}/demo"})["HASH"] == outputs["HASH"]
    with pytest.raises(QgsProcessingException, match="404"):
        run("getmodule", {"MODULE": f"{server}/demo", "REPLACE": True})


def test_get_from_file(run: Run, tmp_path: Path) -> None:
    outputs = run("getmodule", {"MODULE": str(pack(RESNET20, tmp_path / "demo.tar.gz"))})
    assert outputs["HASH"] == run("getmodule", {"MODULE": str(RESNET20)})["HASH"]


def test_evil_module_is_refused(run: Run, tmp_path: Path) -> None:
    graph = (RESNET20 / "saved_model.pb").read_bytes()
    folder = tmp_path / "evil"
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(graph.replace(b"Rsqrt", b"PyFun"))
    with pytest.raises(QgsProcessingException, match="PyFun"):
        run("getmodule", {"MODULE": str(folder)})


def test_import_weights(run: Run, tmp_path: Path) -> None:
    outputs = run("importweights", {"INPUT": str(WEIGHTS), "OUTPUT": str(tmp_path / "module")})
    folder = Path(outputs["OUTPUT"])
    entry = read_provenance(folder)
    assert entry is not None and entry.name == "so2sat-lcz-resnet20"
    assert "ERC starting grant" in (folder / "LICENSE.So2Sat-LCZ-Classification-Demo").read_text()
    with pytest.raises(QgsProcessingException, match="not an empty folder"):
        run("importweights", {"INPUT": str(WEIGHTS), "OUTPUT": str(folder)})


def test_one_click_from_published_weights(
    run: Run, server: str, tmp_path: Path, so2sat_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalogue's entry, its address replaced by one on loopback: fetched, pinned, built, cached."""
    entry = {**catalogue(tmp_path)["so2sat-lcz-resnet20"].to_json(), "handle": f"{server}/weights.h5"}
    so2sat_home.mkdir()
    (so2sat_home / "modules.json").write_text(json.dumps({"modules": [entry]}))
    (tmp_path / "www/weights.h5").write_bytes(WEIGHTS.read_bytes())
    outputs = run("getmodule", {"MODULE": "so2sat-lcz-resnet20"})
    assert (Path(outputs["FOLDER"]) / "tfhub_module.pb").is_file()
    (tmp_path / "www/weights.h5").unlink()
    assert run("getmodule", {"MODULE": "so2sat-lcz-resnet20"}) == outputs


def test_describe(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    outputs = run("describemodule", {"MODULE": str(RESNET20), "REPORT": str(report)})
    text = report.read_text()
    assert outputs["HASH"] in text and "MIT" in text and "image_feature_vector" in text and "B8A" in text
    found = json.loads(report.with_suffix(".json").read_text())
    assert found["dense"] and found["bands"] == 10 and found["feature_map"]["stride"] == 4
    assert found["entry"]["name"] == "so2sat-lcz-resnet20"


def test_builtin_needs_no_fetching(run: Run) -> None:
    with pytest.raises(QgsProcessingException, match="needs no fetching"):
        run("getmodule", {"MODULE": "builtin"})


def test_proxy_of_qgis(provider: object) -> None:
    settings = QgsSettings()
    keys = {
        "proxyEnabled": True,
        "proxyType": "HttpProxy",
        "proxyHost": "proxy.example.org",
        "proxyPort": "3128",
        "proxyUser": "a b",
        "proxyPassword": "p@ss",
        "noProxyUrls": ["https://inside.example.org"],
    }
    try:
        assert proxy_for("https://example.org/m") is None
        for key, value in keys.items():
            settings.setValue(f"proxy/{key}", value)
        assert proxy_for("https://example.org/m") == "http://a%20b:p%40ss@proxy.example.org:3128"
        assert proxy_for("https://inside.example.org/m") == ""
        settings.setValue("proxy/proxyType", "Socks5Proxy")
        with pytest.raises(Exception, match=r"Socks5Proxy.*give the file as .*MODULE"):
            proxy_for("https://example.org/m")
    finally:
        settings.remove("proxy")
