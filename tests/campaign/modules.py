"""Modules whose graph, variables or folder were changed: refused, or loaded and run without harm."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from so2sat_qgis_plugin.engine.errors import WorkerDied
from so2sat_qgis_plugin.engine.modules.store import content_hash
from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.worker import Opening, check_module, describe_module, exact, open_module
from tests.campaign import mutate
from tests.campaign.in_worker import Shared
from tests.support.data import RESNET20
from tests.support.runs import small_module

FORBIDDEN = (
    b"WriteFile", b"ReadFile", b"PyFunc", b"EagerPyFunc", b"PrintV2", b"MatchingFiles", b"SaveV2", b"RestoreV2",
    b"MergeV2Checkpoints", b"LookupTableImportV2", b"IteratorV2", b"Send", b"_Recv", b"XlaHostCompute", b"DecodeRaw",
    b"ParseExample", b"QueueEnqueueV2", b"LoadLibrary", b"RemoteCall", b"DebugIdentity", b"Rpc", b"TFRecordDataset",
)  # fmt: skip


@dataclass
class Base:
    """The worker, and sound modules with the window that they take."""

    shared: Shared
    modules: list[tuple[Path, int]]


def prepare(folder: Path) -> Base:
    shared = Shared(folder / "home")
    modules = [(Path(small_module(shared.worker, folder / "home" / "modules")), 3)]
    return Base(shared, modules + ([(RESNET20, 32)] if RESNET20.is_dir() else []))


def attempt(random: Random, base: Base, folder: Path) -> None:
    module = folder / "module"
    sound, window = random.choice(base.modules)
    shutil.copytree(sound, module, copy_function=shutil.copyfile)
    must_refuse = _change(random, module)
    worker = base.shared.worker
    try:
        check_module(worker, module, Progress())
    except WorkerDied:
        raise AssertionError("checking a module, which runs nothing of it, ended the worker") from None
    assert not must_refuse, "a forbidden op was not refused"
    content_hash(module)
    if random.random() < 0.2:
        describe_module(worker, module, "", Progress())
    backend = random.choice(("openvino", "openvino", "tensorflow"))
    opened = open_module(worker, Opening(str(module), window, 0, "", backend, ""), Progress())
    block = np.random.default_rng(0).random((window + 4, window + 4, 10), np.float32)
    features = exact(worker, block, np.array([[0, 0], [4, 4]])).wait(Progress())
    assert features.shape == (2, opened.dims)


def _change(random: Random, module: Path) -> bool:
    """Change the module; returns whether it must be refused."""
    graph, files = module / "saved_model.pb", sorted((module / "variables").iterdir())
    way = random.randrange(10 if files else 7)
    if way == 0:
        graph.write_bytes(mutate.of_bytes(random, graph.read_bytes()))
    elif way <= 4:
        fields = mutate.tree(graph.read_bytes())
        assert fields is not None
        graph.write_bytes(mutate.flat(mutate.of_tree(random, fields)))
    elif way <= 6:
        graph.write_bytes(_with_forbidden(random, graph.read_bytes()))
        return True
    elif way <= 8:
        path = random.choice(files)
        path.write_bytes(mutate.of_bytes(random, path.read_bytes()))
    else:
        return _folder_trick(random, module)
    return False


def _with_forbidden(random: Random, content: bytes) -> bytes:
    """Give some node an op that no network needs."""
    fields = mutate.tree(content)
    assert fields is not None
    metagraph = random.choice([value for number, _, value in fields if number == 2])
    graph = next(value for number, _, value in metagraph if number == 2)
    nodes = [value for number, _, value in graph if number == 1 and isinstance(value, list)]
    node = random.choice([n for n in nodes if not _is_of_saver(n)])
    op = next(field for field in node if field[0] == 2)
    if random.random() < 0.3:
        node.insert(random.randrange(len(node) + 1), [2, 2, random.choice(FORBIDDEN[:6])])
    else:
        op[2] = random.choice(FORBIDDEN[:6])
    if random.random() < 0.3:
        random.shuffle(node)
    return mutate.flat(fields)


def _is_of_saver(node: list[list[Any]]) -> bool:
    name = next((value for number, _, value in node if number == 1), b"")
    return not isinstance(name, bytes) or name.startswith(b"save")


def _folder_trick(random: Random, module: Path) -> bool:
    way = random.randrange(5)
    index = next((module / "variables").iterdir())
    if way == 0:
        (module / "saved_model.pbtxt").write_text("meta_graphs {}")
    elif way == 1 and os.name != "nt":
        index.unlink()
        os.mkfifo(index)
    elif way == 2:
        (module / "assets").mkdir()
        (module / "assets/link").symlink_to("/etc/passwd")
    elif way == 3 and os.name != "nt":
        content = index.read_bytes()
        (module.parent / "elsewhere").write_bytes(content)
        index.unlink()
        index.symlink_to(module.parent / "elsewhere")
    else:
        shutil.rmtree(module / "variables")
        return True
    return True
