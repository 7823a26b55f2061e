"""Votes of few classifiers on few polygons, in the runtime's Python: the argument is the file that label_choice wrote.

Prints a JSON object: for each vote, macro-F1 of the polygons left over with 1, 2 and 4 training polygons a class (mean
of `DRAWS`), and seconds that fitting took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from so2sat_qgis_plugin.engine.features.view_names import BOTH, EMBEDDING, PIXELS, SPECTRUM
from so2sat_qgis_plugin.engine.reference.accuracy import confusion, macro_f1
from so2sat_qgis_plugin.worker.estimators import classifiers
from so2sat_qgis_plugin.worker.estimators.members import LR, PER_GROUP, RF, SVM, Member, thinned
from so2sat_qgis_plugin.worker.estimators.views import Views

DRAWS, FEW = 10, (1, 2, 4)
VOTES = {
    "logistic regression on bands and on the embedding": (Member(PIXELS, LR), Member(EMBEDDING, LR)),
    "logistic regression on bands and on the embedding, extra trees on the spectrum": (
        Member(PIXELS, LR),
        Member(EMBEDDING, LR),
        Member(SPECTRUM, "extra trees"),
    ),
    "logistic regression on bands and on both views": (Member(PIXELS, LR), Member(BOTH, LR)),
    "logistic regression on the spectrum and on the embedding": (Member(SPECTRUM, LR), Member(EMBEDDING, LR)),
    "random forest on the spectrum": (Member(SPECTRUM, RF),),
    "random forest on the spectrum and on both views": (Member(SPECTRUM, RF), Member(BOTH, RF)),
    "logistic regression on bands": (Member(PIXELS, LR),),
    "random forest on bands": (Member(PIXELS, RF),),
    "logistic regression on both views": (Member(BOTH, LR),),
    "logistic regression on the embedding": (Member(EMBEDDING, LR),),
    "support vector machine on both views": (Member(BOTH, SVM),),
}


def drawn(codes: np.ndarray, groups: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return which samples are of `count` training polygons a class, leaving at least one of each class over."""
    random, chosen = np.random.default_rng(seed), np.zeros(len(codes), bool)
    for code in np.unique(codes):
        numbers = random.permutation(np.unique(groups[codes == code]))
        chosen |= (codes == code) & np.isin(groups, numbers[: min(count, max(len(numbers) - 1, 1))])
    return chosen


def scores(data: Views, codes: np.ndarray, groups: np.ndarray) -> dict[str, dict[str, list[float]]]:
    """Return what is to be printed."""
    members = list(dict.fromkeys(member for vote in VOTES.values() for member in vote))
    found = {name: np.zeros((DRAWS, len(FEW))) for name in VOTES}
    seconds = dict.fromkeys(members, 0.0)
    for seed in range(DRAWS):
        for place, count in enumerate(FEW):
            train = drawn(codes, groups, count, seed)
            rows = thinned(np.flatnonzero(train), codes, groups, PER_GROUP * len(codes), seed)
            said = {}
            for member in members:
                start = time.perf_counter()
                setting = member.setting(data, shared_unit=True)
                estimator = classifiers.fit(setting, data.matrix(member.view)[rows], codes[rows], 0, 1)
                seconds[member] += time.perf_counter() - start
                left = classifiers.log_scores(estimator, data.matrix(member.view)[~train], np.unique(codes))
                said[member] = classifiers.probabilities(left, 1.0)
            for name, vote in VOTES.items():
                best = np.mean([said[member] for member in vote], axis=0).argmax(axis=1)
                truth = codes[~train]
                matrix = confusion(truth, np.unique(codes)[best], np.unique(truth).tolist())
                found[name][seed, place] = macro_f1(matrix)
    fits = DRAWS * len(FEW)
    return {
        name: {"f1": found[name].mean(axis=0).tolist(), "seconds": [sum(seconds[m] for m in vote) / fits]}
        for name, vote in VOTES.items()
    }


if __name__ == "__main__":
    import sklearn.svm  # noqa: F401 (its libraries must be there before their threads can be limited)

    with np.load(Path(sys.argv[1]), allow_pickle=False) as given, threadpool_limits(1):
        whole, components = given["values"], int(given["components"])
        views = Views({SPECTRUM: whole[:, components:], EMBEDDING: whole[:, :components]}, int(given["bands"]))
        print(json.dumps(scores(views, given["codes"], given["groups"])))
