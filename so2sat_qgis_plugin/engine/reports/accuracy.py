"""Tables and plots of accuracy figures, shared by the reports of training and assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..legend import LegendClass
from ..reference.accuracy import most_confused
from .page import Raw, Report, named_swatch


def percent(value: float | None, digits: int = 1) -> str:
    """Return a share as text, "–" where it is undefined."""
    return "–" if value is None else f"{100 * value:.{digits}f} %"


def interval(figures: Mapping[str, Any]) -> str:
    """Return the 95 % interval of overall accuracy as text."""
    low, high = figures["overall_accuracy_ci95"]
    return f"{100 * low:.1f}–{100 * high:.1f} %"


def named(entry: LegendClass) -> Raw:
    """Return a class as its swatch and name."""
    return named_swatch(entry.color, entry.name)


def add_confusion(report: Report, figures: Mapping[str, Any], legend: Sequence[LegendClass], columns: str) -> None:
    """Add the confusion matrix with user's and producer's accuracy and the classes most confused.

    `columns` says what the columns are ("map", "predicted"); rows are the reference.
    """
    matrix = np.array(figures["confusion"])
    rows: list[list[object]] = []
    for entry, counts, of_class in zip(legend, matrix, figures["classes"]):
        rows.append([named(entry), *map(int, counts), int(counts.sum()), percent(of_class["producers_accuracy"])])
    rows.append(["Total", *map(int, matrix.sum(axis=0)), int(matrix.sum()), ""])
    users = [percent(of_class["users_accuracy"]) for of_class in figures["classes"]]
    rows.append(["User's accuracy", *users, "", percent(figures["overall_accuracy"])])
    report.table(
        ["", *(entry.name for entry in legend), "Total", "Producer's accuracy"],
        rows,
        f"Confusion matrix: rows are the reference, columns are {columns}; counts of samples.",
    )
    confused = most_confused(matrix)
    if confused:
        report.text("Most confused:")
        report.table(
            ["Reference", f"Taken for ({columns})", "Samples", "Share of the reference class"],
            [(named(legend[r]), named(legend[c]), n, percent(n / matrix[r].sum())) for r, c, n in confused],
        )


def add_overview(report: Report, columns: Mapping[str, Mapping[str, Any] | None]) -> None:
    """Add a table of the chief figures, one column an evaluation."""
    known = {name: figures for name, figures in columns.items() if figures is not None}
    report.table(
        ["", *known],
        [
            ["Overall accuracy", *(percent(f["overall_accuracy"]) for f in known.values())],
            ["95 % interval", *(interval(f) for f in known.values())],
            ["Kappa", *(f"{f['kappa']:.3f}" for f in known.values())],
            ["Macro-F1", *(f"{f['macro_f1']:.3f}" for f in known.values())],
        ],
    )
