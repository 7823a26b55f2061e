"""Accuracy of a map or an estimator: confusion matrix, its figures with intervals, areas adjusted for map error.

Confusion matrices are (classes, classes) counts with rows = reference and columns = map (predicted).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import So2SatError

Z95 = 1.959963984540054  # standard normal quantile of a two-sided 95 % interval


def confusion(
    reference: np.ndarray, predicted: np.ndarray, codes: Sequence[int], weights: np.ndarray | None = None
) -> np.ndarray:
    """Return the confusion matrix (k, k) of class codes (n,); pairs with a code not in `codes` are left out.

    int64; float64 where samples have `weights` (n,).
    """
    place = {code: i for i, code in enumerate(codes)}
    size = max([*codes, int(reference.max(initial=0)), int(predicted.max(initial=0))], default=0) + 1
    column = np.full(size, -1)
    column[list(place)] = list(place.values())
    rows, columns = column[np.maximum(reference, 0)], column[np.maximum(predicted, 0)]
    known = (rows >= 0) & (columns >= 0)
    weighed = None if weights is None else weights[known]
    counts = np.bincount(rows[known] * len(codes) + columns[known], weighed, minlength=len(codes) ** 2)
    return counts.reshape(len(codes), len(codes)).astype(np.int64 if weights is None else np.float64)


def wilson(share: float, count: float) -> tuple[float, float]:
    """Return the 95 % interval of a share of `count` independent samples (Wilson 1927)."""
    if count <= 0:
        return 0.0, 1.0
    z2 = Z95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z95 / (1 + z2 / count) * np.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    return (
        0.0 if share == 0 else float(middle - half),
        1.0 if share == 1 else float(middle + half),
    )


def f1_interval(f1: float, count: float) -> tuple[float, float]:
    """Return the 95 % interval of an F1 where `count` independent samples are of the class or taken for it.

    The share J of these that are both is F1 / (2 − F1) (Jaccard's index); the bounds are those of J, turned back.
    """
    return tuple(2 * j / (1 + j) for j in wilson(f1 / (2 - f1), count))  # type: ignore[return-value]


def effective_count(correct: np.ndarray, groups: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Return how many independent samples the samples are worth, given that those of a group are alike.

    `correct` (n,) bool, `groups` and `weights` (n,). n_eff = p(1 − p)/V · (z/t)² with the variance V of the share
    between g groups (linearised ratio estimator), at most n, and Student's t of g − 1 degrees of freedom, for V is
    itself known from g groups only (Korn and Graubard 1998); the number of groups where V is 0.
    """
    weights = np.ones(len(correct)) if weights is None else weights
    numbers, inverse = np.unique(groups, return_inverse=True)
    sizes = np.bincount(inverse, weights=weights)
    n, g = float(sizes.sum()), len(numbers)
    if n <= g or g < 2:
        return float(g)
    share = float((weights * correct).sum()) / n
    deviation = np.bincount(inverse, weights=weights * correct) - sizes * share
    variance = g / (g - 1) * float((deviation**2).sum()) / n**2
    if variance == 0:
        return float(g)
    return min(n, share * (1 - share) / variance) * (Z95 / student95(g - 1)) ** 2


def student95(freedom: int) -> float:
    """Return the 97.5 % point of Student's t, within .02 from 3 degrees of freedom on (Abramowitz and Stegun 26.7.5).

    With 1 or 2 the exact one.
    """
    if freedom < 3:
        return (12.7062, 4.3027)[max(freedom, 1) - 1]
    z, f = Z95, float(freedom)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / f ** (i + 1) for i, term in enumerate(terms))


def mean_of_groups(correct: np.ndarray, groups: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Return the mean over groups of the share of their samples (n,) that are `correct`; 0 where there are none."""
    if not len(correct):
        return 0.0
    weights = np.ones(len(correct)) if weights is None else weights
    _, inverse = np.unique(groups, return_inverse=True)
    return float((np.bincount(inverse, weights=weights * correct) / np.bincount(inverse, weights=weights)).mean())


def kappa(matrix: np.ndarray) -> float:
    """Return Cohen's kappa of a confusion matrix; 0 where chance alone explains it or it is empty."""
    total = matrix.sum()
    if total == 0:
        return 0.0
    observed = np.trace(matrix) / total
    expected = float((matrix.sum(axis=0) / total) @ (matrix.sum(axis=1) / total))
    return float((observed - expected) / (1 - expected)) if expected < 1 else 0.0


def per_class(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return user's accuracy, producer's accuracy and F1 of each class, (k,) float64, NaN where undefined.

    F1 is 0 for a class with reference samples of which none was found.
    """
    hit, mapped, reference = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        users = np.where(mapped > 0, hit / mapped, np.nan)
        producers = np.where(reference > 0, hit / reference, np.nan)
        f1 = np.where(reference > 0, 2 * hit / np.maximum(mapped + reference, 1), np.nan)
    return users, producers, f1


def macro_f1(matrix: np.ndarray) -> float:
    """Return the mean F1 of the classes that have reference samples (0 where none has)."""
    f1 = per_class(matrix)[2]
    return float(np.nanmean(f1)) if np.isfinite(f1).any() else 0.0


def most_confused(matrix: np.ndarray, count: int = 3) -> list[tuple[int, int, int]]:
    """Return up to `count` (reference, predicted, samples) of the largest entries off the diagonal, as row numbers."""
    off = matrix.copy()
    np.fill_diagonal(off, 0)
    order = np.argsort(-off, axis=None, kind="stable")[:count]
    pairs = [divmod(int(i), len(matrix)) for i in order]
    return [(r, c, int(off[r, c])) for r, c in pairs if off[r, c] > 0]


def describe(
    classes: Sequence[tuple[int, str]],
    reference: np.ndarray,
    predicted: np.ndarray,
    groups: np.ndarray,
    polygons: np.ndarray | None = None,
    weights: np.ndarray | None = None,
) -> dict[str, Any]:
    """Return the figures of held-out samples as the reports' JSON has them.

    `classes` are (code, name); `reference`, `predicted` and `groups` (samples of one are alike) are (n,), as are
    `polygons`, for counting, where these are not the groups, and `weights`, where samples do not count alike. Samples
    that were not predicted (code 0) are left out. Figures that are not defined are None.
    """
    known = predicted > 0
    polygons = groups[known] if polygons is None else polygons[known]
    weights = np.ones(int(known.sum())) if weights is None else weights[known]
    reference, predicted, groups = reference[known], predicted[known], groups[known]
    codes = [code for code, _ in classes]
    matrix = confusion(reference, predicted, codes, weights)
    correct = reference == predicted
    share = float((weights * correct).sum() / weights.sum()) if len(correct) else 0.0
    count = effective_count(correct, groups, weights) if len(correct) else 0
    users, producers, f1 = per_class(matrix)
    return {
        "overall_accuracy": share,
        "overall_accuracy_ci95": list(wilson(share, count)),
        "polygon_accuracy": mean_of_groups(correct, groups, weights),
        "kappa": kappa(matrix),
        "macro_f1": macro_f1(matrix),
        "confusion": np.rint(matrix).astype(int).tolist(),
        "classes": [
            {
                "code": code,
                "name": name,
                "users_accuracy": _number(users[i]),
                "producers_accuracy": _number(producers[i]),
                "f1": _number(f1[i]),
                "samples": round(float(matrix[i].sum())),
                "polygons": len(np.unique(polygons[reference == code])),
            }
            for i, (code, name) in enumerate(classes)
        ],
    }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


@dataclass(frozen=True)
class AdjustedAreas:
    """Area-weighted accuracy and areas adjusted for map error, each with the half-width of its 95 % interval.

    Shares and standard errors are of the whole mapped area; users, producers and areas are (k,), NaN where undefined.
    """

    overall: float
    overall_half: float
    users: np.ndarray
    users_half: np.ndarray
    producers: np.ndarray
    producers_half: np.ndarray
    area: np.ndarray
    area_half: np.ndarray


def adjusted_areas(matrix: np.ndarray, mapped_area: np.ndarray) -> AdjustedAreas:
    """Return stratified estimates for a map whose classes were the strata of the reference sample.

    `matrix` has rows = reference, columns = map; `mapped_area` (k,) in any unit. Equations 1–3 and 5–11 of Olofsson
    et al. (2014), doi 10.1016/j.rse.2014.02.015. A stratum with one sample counts as having no variance; classes
    on the map without any sample cannot be adjusted: raises So2SatError.
    """
    counts = matrix.T.astype(np.float64)  # the paper's: rows = map
    mapped_area = np.asarray(mapped_area, dtype=np.float64)
    n = counts.sum(axis=1)
    if ((n == 0) & (mapped_area > 0)).any():
        raise So2SatError(
            f"{int(((n == 0) & (mapped_area > 0)).sum())} mapped classes have no reference sample, so areas cannot be "
            "adjusted for map error. Add reference samples in every mapped class (see 'Sample size')."
        )
    total = mapped_area.sum()
    weight = mapped_area / total
    rate = counts / np.maximum(n, 1)[:, None]
    p = weight[:, None] * rate
    degrees = np.maximum(n - 1, 1)
    users = np.where(n > 0, np.diag(rate), np.nan)
    users_variance = np.where(n > 0, np.diag(rate) * (1 - np.diag(rate)) / degrees, np.nan)
    overall_variance = float((weight**2 * np.nan_to_num(users_variance)).sum())
    share = p.sum(axis=0)
    share_variance = (weight[:, None] ** 2 * rate * (1 - rate) / degrees[:, None]).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        producers = np.where(share > 0, np.diag(p) / share, np.nan)
    return AdjustedAreas(
        overall=float(np.trace(p)),
        overall_half=Z95 * float(np.sqrt(overall_variance)),
        users=users,
        users_half=Z95 * np.sqrt(users_variance),
        producers=producers,
        producers_half=Z95 * np.sqrt(_producers_variance(rate, n, degrees, mapped_area, producers)),
        area=share * total,
        area_half=Z95 * np.sqrt(share_variance) * total,
    )


def _producers_variance(
    rate: np.ndarray, n: np.ndarray, degrees: np.ndarray, area: np.ndarray, producers: np.ndarray
) -> np.ndarray:
    """Return equation 7 of Olofsson et al. (2014) for each class; `rate` has rows = map."""
    reference_area = (area[:, None] * rate).sum(axis=0)
    own = np.diag(rate)
    first = area**2 * (1 - producers) ** 2 * own * (1 - own) / degrees
    others = (area**2)[:, None] * rate * (1 - rate) / degrees[:, None]
    second = producers**2 * (others.sum(axis=0) - np.diag(others))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((first + second) / reference_area**2)


def sample_size(mapped_area: np.ndarray, users: np.ndarray, standard_error: float) -> int:
    """Return how many reference points give overall accuracy the asked standard error.

    Olofsson et al. (2014), equation 13 (Cochran 1977): n = (Σ Wᵢ Sᵢ / S(O))², Sᵢ² = Uᵢ(1 − Uᵢ), for large maps.
    """
    weight = np.asarray(mapped_area, dtype=np.float64) / np.sum(mapped_area)
    deviation = np.sqrt(users * (1 - users))
    return int(np.ceil(float((weight @ deviation) / standard_error) ** 2 - 1e-9))


def allocate(mapped_area: np.ndarray, total: int, minimum: int) -> np.ndarray:
    """Return points per class, int64 (k,): at least `minimum` each, the rest in proportion to mapped area.

    Sums to `total`, or to k · `minimum` where that is more (Olofsson et al. 2014, section 5.1.2).
    """
    area = np.asarray(mapped_area, dtype=np.float64)
    points = np.full(len(area), minimum, dtype=np.int64)
    free = np.ones(len(area), dtype=bool)
    while free.any():
        left = max(total - minimum * int((~free).sum()), 0)
        wanted = left * area / area[free].sum()
        small = free & (wanted < minimum)
        if not small.any():
            points[free] = np.floor(wanted[free]).astype(np.int64)
            rest = left - int(points[free].sum())
            order = np.argsort(-(wanted - np.floor(wanted)) * free, kind="stable")
            points[order[:rest]] += 1
            break
        free &= ~small
    return points
