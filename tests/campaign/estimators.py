"""Estimators of bundles, changed inside and sealed again: their types, arrays and trees."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from so2sat_qgis_plugin.engine.progress import Progress
from so2sat_qgis_plugin.engine.worker import (
    TrainingData,
    TrainingSettings,
    class_probabilities,
    load_classifier,
    train,
    versions,
)
from tests.campaign import mutate
from tests.campaign.in_worker import Shared

TYPES = (
    ("os", "system"),
    ("builtins", "eval"),
    ("subprocess", "Popen"),
    ("numpy", "load"),
    ("joblib", "load"),
    ("x", "y"),
)


@dataclass
class Base:
    """The worker, sound estimators, and samples to classify."""

    shared: Shared
    estimators: list[bytes]
    features: np.ndarray
    written_with: str


def prepare(folder: Path) -> Base:
    shared = Shared(folder / "home")
    random = np.random.default_rng(0)
    codes = np.repeat([1, 2, 3], 40)
    features = (random.normal(size=(120, 5)) + codes[:, np.newaxis]).astype(np.float32)
    places = np.stack([np.arange(120), np.zeros(120, int)], axis=1)
    alone = np.full((120, 9), -1)
    alone[:, 4] = np.arange(120)
    data = TrainingData(codes, np.arange(120) // 10, places, {"embedding": features}, alone, 0, False, 1)
    made = [
        train(shared.worker, data, _settings(kind), Progress()).content.tobytes()
        for kind in ("logistic regression", "random forest")
    ]
    written_with = str(versions(shared.worker, Progress()).packages["scikit-learn"])
    return Base(shared, made, features, written_with)


def attempt(random: Random, base: Base, folder: Path) -> None:
    content, must_refuse = _made(random, random.choice(base.estimators))
    worker = base.shared.worker
    codes = load_classifier(worker, content, base.written_with, Progress())
    assert not must_refuse, "a foreign type was built"
    scored = class_probabilities(worker, {"embedding": base.features}, True, Progress())
    assert scored.probabilities.shape == (len(base.features), len(codes))
    assert np.isfinite(scored.probabilities).all()


def _settings(kind: str) -> TrainingSettings:
    return TrainingSettings(kind, "embedding", "none", "quick", 3, 0, random_only=True)


def _made(random: Random, content: bytes) -> tuple[bytes, bool]:
    if random.random() < 0.2:
        return mutate.of_bytes(random, content), False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    arrays = [name for name in members if name.endswith(".npy")]
    must_refuse = False
    way = random.randrange(4)
    if way == 0:
        schema = json.loads(members["schema.json"])
        module, name = random.choice(TYPES)
        node = random.choice([n for n in _nodes(schema) if "__class__" in n])
        node["__module__"], node["__class__"], must_refuse = module, name, True
        members["schema.json"] = json.dumps(schema).encode()
    elif way == 1:
        schema = mutate.of_json(random, json.loads(members["schema.json"]))
        members["schema.json"] = mutate.dumps(random, schema).encode("utf-8", "surrogatepass")
    elif way == 2 and arrays:
        name = random.choice(arrays)
        members[name] = mutate.of_bytes(random, members[name])
    elif arrays:
        one, other = random.choice(arrays), random.choice(arrays)
        members[one], members[other] = members[other], members[one]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in members.items():
            archive.writestr(name, inner)
    return buffer.getvalue(), must_refuse


def _nodes(value):
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(inner)
