"""Held-out accuracy with few training polygons, from the feature vectors that `accuracy` kept.

Run by `make bench-accuracy` with the runtime's Python: arguments are the folder of feature sets and the file to
write the table to. A draw takes 1, 2 or 4 training polygons of each class (one less than there are, at most) and
tests on all other polygons; 20 draws, the same for every feature set.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from so2sat_qgis_plugin.engine.reference.accuracy import confusion, macro_f1
from so2sat_qgis_plugin.worker.estimators import classifiers

COUNTS, DRAWS = (1, 2, 4), 20
SETTINGS: tuple[classifiers.Setting, ...] = (
    ("logistic regression", {"C": 1.0}),
    ("logistic regression", {"C": 100.0, classifiers.UNIT_LENGTH: True}),
    ("random forest", {}),
)


def training_rows(codes: np.ndarray, groups: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return a mask of the samples of `count` random polygons of each class, leaving one at least to test on.

    A draw depends on the polygons and `seed` alone, so every feature set has the same ones.
    """
    mask = np.zeros(len(codes), dtype=bool)
    for code in np.unique(codes):
        numbers = np.unique(groups[codes == code])
        order = np.random.default_rng([seed, int(code)]).permutation(numbers)
        mask |= (codes == code) & np.isin(groups, order[: min(count, len(numbers) - 1)])
    return mask


def scores(path: Path, setting: classifiers.Setting, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return overall accuracy and macro-F1 of each draw."""
    data = np.load(path)
    features, codes, groups = data["features"], data["codes"], data["groups"]
    kind, values = setting
    as_trained = setting if path.stem == "pixels" else (kind, {**values, classifiers.SHARED_UNIT: True})
    rows = []
    for seed in range(DRAWS):
        train = training_rows(codes, groups, count, seed)
        estimator = classifiers.fit(as_trained, features[train], codes[train], 0)
        predicted = estimator.predict(features[~train])
        matrix = confusion(codes[~train], predicted, np.unique(codes).tolist())
        rows.append((np.trace(matrix) / matrix.sum(), macro_f1(matrix)))
    overall, f1 = np.array(rows).T
    return overall, f1


def main(folder: Path, out: Path) -> None:
    """Print and write one row a feature set and setting."""
    lines = [
        "| features | classifier | " + " | ".join(f"{n} polygon{'s' * (n > 1)}" for n in COUNTS) + " |",
        "|---|---|" + "---|" * len(COUNTS),
    ]
    for path in sorted(folder.glob("*.npz"), key=lambda p: (p.stem != "pixels", p.stem)):
        for setting in SETTINGS:
            found = [scores(path, setting, count) for count in COUNTS]
            cells = [f"{o.mean():.3f} / {f.mean():.3f} ± {f.std():.3f}" for o, f in found]
            lines.append(f"| {path.stem} | {classifiers.title(setting)} | " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
