"""Coverage-guided fuzzing of the parsers of foreign bytes: `python -m tests.campaign.fuzz TARGET CORPUS [OPTIONS]`.

Needs the package atheris, which nothing else here does. TARGET is archive, bundle, graphdef or provenance; CORPUS a
folder that keeps inputs, filled with sound ones; OPTIONS are libFuzzer's. Whatever is neither read nor told is a crash.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["so2sat_qgis_plugin", "tarfile", "zipfile", "json"]):
    import json
    import tarfile

    from so2sat_qgis_plugin.engine.errors import So2SatError
    from so2sat_qgis_plugin.engine.features.source import parse_provenance
    from so2sat_qgis_plugin.engine.learning.agreement import check_source
    from so2sat_qgis_plugin.engine.modules import bundle
    from so2sat_qgis_plugin.engine.modules.archive import extract_module
    from so2sat_qgis_plugin.engine.modules.bundle import Bundle
    from so2sat_qgis_plugin.engine.progress import Progress
    from so2sat_qgis_plugin.worker.modules import trust
    from so2sat_qgis_plugin.worker.modules.graphdef import read_saved_model

from tests.campaign.bundles import MANIFEST

SCRATCH = Path(tempfile.mkdtemp(prefix="so2sat-fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))


class Source:
    """Features whose provenance is being read."""

    name, dims, names = "fuzzed", 6, ("a", "b")

    def __init__(self, provenance: dict | None) -> None:
        self.provenance = provenance


def archive(data: bytes) -> None:
    (SCRATCH / "m.tar").write_bytes(data)
    shutil.rmtree(SCRATCH / "out", ignore_errors=True)
    (SCRATCH / "out").mkdir()
    extract_module(SCRATCH / "m.tar", SCRATCH / "out", Progress(), max_bytes=1 << 20)


def bundles(data: bytes) -> None:
    (SCRATCH / "b.so2sat").write_bytes(data)
    check_source(bundle.read(SCRATCH / "b.so2sat"), Source(MANIFEST["embedding"]))  # type: ignore[arg-type]


def graphdef(data: bytes) -> None:
    (SCRATCH / "saved_model.pb").write_bytes(data)
    for graph in read_saved_model(SCRATCH / "saved_model.pb"):
        trust._check_ops(graph, SCRATCH)
        trust._check_calls(graph, SCRATCH)
        trust._check_saver(graph, SCRATCH)


def provenance(data: bytes) -> None:
    """Both an embedding's and a bundle's: the two are compared."""
    halves = [half.decode("utf-8", "replace") for half in data.split(b"\n", 1)]
    found = [parse_provenance("fuzzed", half) for half in halves]
    trained = Bundle("b", {**MANIFEST, "embedding": found[-1]}, b"", {})
    check_source(trained, Source(found[0]))  # type: ignore[arg-type]


TARGETS: dict[str, Callable[[bytes], None]] = {
    "archive": archive, "bundle": bundles, "graphdef": graphdef, "provenance": provenance,
}  # fmt: skip


def seeds(name: str) -> list[bytes]:
    """Return sound inputs of a target."""
    if name == "archive":
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for member in ("saved_model.pb", "variables/" + "x" * 120):
                info = tarfile.TarInfo(member)
                info.size, info.pax_headers = 4, {"a": "b"}
                tar.addfile(info, io.BytesIO(b"data"))
        return [buffer.getvalue()]
    if name == "bundle":
        bundle.write(SCRATCH / "seed.so2sat", MANIFEST, b"estimator", {"saved_model.pb": b"x"})
        return [(SCRATCH / "seed.so2sat").read_bytes()]
    if name == "provenance":
        text = json.dumps(MANIFEST["embedding"]).encode()
        return [text, text + b"\n" + text]
    node = b"\x0a\x01a\x12\x05Const\x1a\x01b\x2a\x0c\x0a\x01f\x12\x07\x52\x05\x0a\x03fun"
    function = b"\x0a\x05\x0a\x03fun" + b"\x1a" + bytes([len(node)]) + node
    library = b"\x0a" + bytes([len(function)]) + function + b"\x12\x0a\x0a\x03fun\x12\x03fun"
    graph = b"\x0a" + bytes([len(node)]) + node + b"\x12" + bytes([len(library)]) + library
    saver = b"\x0a\x03a:0\x12\x03b:0\x1a\x01a"
    meta = b"\x12" + bytes([len(graph)]) + graph + b"\x1a" + bytes([len(saver)]) + saver
    return [
        b"\x12" + (bytes([len(meta)]) if len(meta) < 128 else bytes([len(meta) & 127 | 128, len(meta) >> 7])) + meta
    ]


def main() -> None:
    name, corpus = sys.argv[1], Path(sys.argv[2])
    corpus.mkdir(parents=True, exist_ok=True)
    for i, content in enumerate(seeds(name)):
        (corpus / f"seed-{i}").write_bytes(content)

    def once(data: bytes) -> None:
        with contextlib.suppress(So2SatError):
            TARGETS[name](data)

    atheris.Setup([sys.argv[0], *sys.argv[2:]], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
