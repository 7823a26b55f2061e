"""The report of a training: how good the classifier is, by what measure, and what would make it better."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..features.source import FeatureSource
from ..features.view_names import BOTH, EMBEDDING, PIXELS, SPECTRUM
from ..files import write_whole
from ..learning.training import BLOCKS, LAYER, POLYGONS, RANDOM, Training, TrainingRequest
from .accuracy import add_confusion, add_overview, interval, named, percent
from .land import add_map, add_settings, made_by, title_of
from .page import Report
from .plots import bars, lines

_SINGLE = {SPECTRUM: "the spectrum of each cell", EMBEDDING: "the embedding of its window"}
_VIEWS = {
    PIXELS: "plain pixels (the cell's mean in each band)",
    SPECTRUM: "spectrum (with deviations, indices and 3 × 3 cells)",
    EMBEDDING: "embedding",
    BOTH: "spectrum and embedding side by side",
}
_RISING = 0.01  # macro-F1 that twice the labels must bring to be worth the work
_MEANING = {
    POLYGONS: "Each polygon was held out once and predicted by a classifier trained on the others: what to expect on "
    "new ground that looks like these polygons.",
    BLOCKS: "Each spatial block was held out once and predicted by a classifier trained on the others: what to expect "
    "away from the labelled places.",
    RANDOM: "Samples were held out at random, neighbours of training samples among them: this is optimistic.",
    LAYER: "Predicted for the samples of the second layer, which was not trained on.",
}


def write_training_report(
    path: str | Path, request: TrainingRequest, training: Training, source: FeatureSource, output: str = ""
) -> None:
    """Write the report to `path` (HTML), and its figures beside it under the same name with .json.

    `output`: the map that was made with the classifier, "" for none.
    """
    figures, embedding = training.figures, source.provenance or {}
    raster = str(embedding.get("original") or source.name)
    kind = figures["classifier"].split(":")[0]
    what = f"land cover by {kind}" if output else f"classifier: {kind}"
    report = Report(title_of(raster, what), f"Trained on {source.name}, field {request.field}")
    report.note(made_by())
    if output:
        add_map(report, output, raster)
        report.heading("How good it is")
    _headline(report, figures)
    for note in training.notes:
        report.warning(note)
    report.heading("Where it errs")
    add_confusion(report, figures, training.legend, "predicted")
    _classes(report, training)
    _suspects(report, training)
    _curve(report, figures)
    _tried(report, figures, request)
    add_settings(report, source.provenance, [("Seed", request.seed), ("Folds", request.folds)])
    report.save(path)
    write_json(Path(path).with_suffix(".json"), figures, training.notes)


def write_json(path: Path, figures: dict[str, Any], notes: tuple[str, ...]) -> None:
    """Write figures as JSON."""
    content = {**figures, "notes": list(notes)}
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8"))


def _headline(report: Report, figures: dict[str, Any]) -> None:
    validation, random, buffer = figures["validation"], figures["random_split"], figures["buffer"]
    how = figures["validated_how"]
    report.headline(
        percent(figures["overall_accuracy"]),
        f"overall accuracy, {how}; 95 % interval {interval(figures)}; mean over polygons "
        f"{percent(figures['polygon_accuracy'])}",
    )
    report.text(
        f"{_MEANING[validation]} The interval is Wilson's for as many independent samples as these are worth, samples "
        "of one polygon being alike (Korn and Graubard 1998). The mean over polygons weighs each the same."
    )
    columns = {how: figures}
    if validation != RANDOM:
        columns.setdefault("held out" if validation == LAYER else validation, figures["held_out"])
    if buffer is not None:
        columns["with a buffer"] = buffer["figures"]
    add_overview(report, {**columns, "random split (optimistic)": random})
    if validation != RANDOM:
        gap = random["overall_accuracy"] - figures["overall_accuracy"]
        report.text(
            f"The random split shows {100 * gap:+.1f} points: it tests on cells beside those trained on, in the same "
            "polygons, so it measures memory of these polygons as well as knowledge of the classes."
        )
    if buffer is not None:
        report.text(
            f"With a buffer, training samples within {buffer['cells']} cells of what is held out are left out, so that "
            f"nothing is seen twice; {percent(buffer['overlap'], 0)} of the samples lie so near to another polygon. A "
            "class that this would leave without any keeps its farthest polygon. "
            f"{percent(buffer['near'], 0)} of the map lie that near to labels{_mixture(buffer)}."
        )
    _views(report, figures)


def _mixture(buffer: dict[str, Any]) -> str:
    if not buffer["headline"]:
        return ""
    held_out, far = percent(buffer["as_near"], 0), percent(1 - buffer["as_near"], 0)
    return f": the headline is made of {held_out} of what is held out and {far} of what is found with a buffer"


def _views(report: Report, figures: dict[str, Any]) -> None:
    report.heading("What the classifier looks at")
    rows = [("the map", figures["held_out"]), *((_VIEWS[entry["view"]], entry) for entry in figures["views"])]
    report.table(
        ["", "Overall accuracy", "95 % interval", "Mean over polygons", "Macro-F1"],
        [
            (
                name,
                percent(entry["overall_accuracy"]),
                interval(entry),
                percent(entry["polygon_accuracy"]),
                f"{entry['macro_f1']:.3f}",
            )
            for name, entry in rows
        ],
        "The map, and the best that the same procedure reaches with less: the same samples held out.",
    )
    if figures["further"]:
        _further(report, figures["further"])
    report.text(
        f"The map is made from {' and '.join(_SINGLE[v] for v in figures['used_views'])}: {figures['classifier']}."
    )


def _further(report: Report, rows: Sequence[dict[str, Any]]) -> None:
    report.table(
        ["Other embeddings", "Overall accuracy", "95 % interval", "Over polygons", "Macro-F1", "Samples", "Time (s)"],
        [
            (
                entry["name"],
                percent(entry["overall_accuracy"]),
                interval(entry),
                percent(entry["polygon_accuracy"]),
                f"{entry['macro_f1']:.3f}",
                f"{entry['covered']:,}",
                f"{entry['seconds']:.0f}",
            )
            for entry in rows
        ],
        "The same labels, held out in the same way, by the same procedure.",
    )


def _classes(report: Report, training: Training) -> None:
    report.heading("Class by class")
    rows = [
        (
            named(entry),
            percent(of_class["users_accuracy"]),
            percent(of_class["producers_accuracy"]),
            "–" if of_class["f1"] is None else f"{of_class['f1']:.3f}",
            of_class["samples"],
            of_class["polygons"],
            of_class["training_samples"],
            of_class["training_polygons"],
        )
        for entry, of_class in zip(training.legend, training.figures["classes"])
    ]
    header = ["Class", "User's accuracy", "Producer's accuracy", "F1", "Samples tested", "Polygons tested"]
    report.table([*header, "Samples trained on", "Polygons trained on"], rows)
    report.text(
        "User's accuracy: of what is predicted as the class, the share that is. Producer's accuracy: of what is the "
        "class, the share that is found."
    )
    f1 = {entry.name: of_class["f1"] or 0.0 for entry, of_class in zip(training.legend, training.figures["classes"])}
    report.svg(bars(f1, "F1", [entry.color for entry in training.legend]))


def _suspects(report: Report, training: Training) -> None:
    report.heading("Samples that look mislabelled")
    if not training.suspects:
        report.text("None: no sample was confidently predicted as another class when it was held out.")
        return
    report.text(
        f"{len(training.suspects)} samples were confidently predicted as another class when they were held out "
        "(confident learning, Northcutt et al. 2021). Look at them before you trust or drop them; the output SUSPECTS "
        "shows where they are. The polygons with most of them:"
    )
    found: dict[tuple[int, str, str], list[float]] = {}
    for one in training.suspects:
        found.setdefault((one.feature, one.label, one.predicted), []).append(one.confidence)
    largest = sorted(found.items(), key=lambda item: -len(item[1]))[:10]
    report.table(
        ["Feature", "Label", "Predicted", "Samples", "Mean confidence"],
        [(f, label, predicted, len(c), percent(sum(c) / len(c), 0)) for (f, label, predicted), c in largest],
        "Features are counted from 0 in the order of the layer.",
    )


def _curve(report: Report, figures: dict[str, Any]) -> None:
    curve = figures["learning_curve"]
    report.heading("Would more labels help?")
    if len(curve) < 2:
        report.text("Unknown: there are too few polygons to leave some out.")
        return
    series: dict[str, Sequence[tuple[float, float]]] = {
        "macro-F1": [(row["polygons"], row["macro_f1"]) for row in curve],
        "overall accuracy": [(row["polygons"], row["overall_accuracy"]) for row in curve],
    }
    unit = {RANDOM: "samples", BLOCKS: "blocks"}.get(figures["validation"], "polygons")
    ticks = {row["polygons"]: f"{row['polygons']:.0f}" for row in curve}
    report.svg(lines(series, f"Training {unit} per class", "Held out", x_ticks=ticks))
    gain = curve[-1]["macro_f1"] - curve[-2]["macro_f1"]
    answer = "still rising, so more labels would probably help" if gain > _RISING else "flat, so other things limit it"
    report.text(
        f"From {curve[-2]['polygons']:.0f} to {curve[-1]['polygons']:.0f} {unit} per class macro-F1 changed by "
        f"{gain:+.3f}: the curve is {answer}."
    )


def _tried(report: Report, figures: dict[str, Any], request: TrainingRequest) -> None:
    report.heading("What was tried")
    report.table(
        ["Setting", "Macro-F1", "Overall accuracy"],
        [(row["setting"], f"{row['macro_f1']:.3f}", percent(row["overall_accuracy"])) for row in figures["tried"]],
        "What was tried, by the held-out score.",
    )
    if len(figures["tried"]) > 1:
        report.text(
            f"Chosen: {figures['classifier']}. So that choosing does not flatter the figures above, each fold was "
            "predicted by what is best on the other folds. A vote averages calibrated class probabilities."
        )
    report.text(
        f"Features standardised (those of an embedding share a unit: each is divided by the geometric mean of its own "
        f"deviation and that of all), classes balanced, {request.folds} folds, seed {request.seed}. Confidence is the "
        f"softmax of the classifier's scores at temperature {figures['temperature']:.3g}, fitted to held-out samples "
        "(Guo et al. 2017)."
    )
