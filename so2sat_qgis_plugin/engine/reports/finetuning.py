"""The report of a fine-tuning: did it help, on what evidence, and how the training went."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..files import write_whole
from ..learning.finetuning import FineTuned
from .accuracy import add_confusion, add_overview, interval, percent
from .land import made_by
from .page import Report
from .plots import lines

_LAYERS = {"all": "all layers", "last": "the last block", "head": "the head only"}


def write_finetune_report(path: str | Path, tuned: FineTuned, module: str) -> None:
    """Write the report to `path` (HTML), and its figures beside it under the same name with .json."""
    figures = tuned.figures
    report = Report("Fine-tuned module", f"{module}, trained on: {_LAYERS[figures['layers']]}")
    report.note(made_by())
    _headline(report, figures)
    for note in tuned.notes:
        report.warning(note)
    if figures["tuned"] is not None:
        report.heading("After fine-tuning, on held-out samples")
        add_confusion(report, figures["tuned"], tuned.legend, "predicted")
    report.heading("Samples")
    rows = [(row["name"], row["train"], row["stop"], row["judge"]) for row in figures["samples"]]
    report.table(["Class", "Train", "Decide when to stop", "Judge"], rows)
    _training(report, figures)
    report.save(path)
    content = {**figures, "notes": list(tuned.notes)}
    write_whole(Path(path).with_suffix(".json"), json.dumps(content, ensure_ascii=False, indent=1).encode())


def _headline(report: Report, figures: dict[str, Any]) -> None:
    frozen, after = figures["frozen"], figures["tuned"]
    if frozen is None:
        report.warning(
            "Nothing could be held out, so nothing is known of whether fine-tuning helped. Label more polygons."
        )
        return
    report.headline(
        percent(after["overall_accuracy"]),
        f"overall accuracy after fine-tuning, {percent(frozen['overall_accuracy'])} before; {figures['validation']}; "
        f"95 % interval {interval(after)}",
    )
    gain = after["macro_f1"] - frozen["macro_f1"]
    if figures["helped"]:
        report.text(
            f"Fine-tuning helped: macro-F1 {gain:+.3f} on samples that neither trained nor stopped the training."
        )
    else:
        report.warning(
            f"Fine-tuning did not help: macro-F1 {gain:+.3f} on samples that had no part in the training. The module "
            "as it was is the better choice. More polygons, or fewer layers, may change that."
        )
    add_overview(report, {"module as it was": frozen, "fine-tuned": after})
    report.text(
        "Both columns are a logistic regression on the module's features, fitted to the same samples and judged on "
        "the same held-out ones."
    )


def _training(report: Report, figures: dict[str, Any]) -> None:
    history = figures["history"]
    report.heading("Training")
    if not history:
        report.text("No layer of the module was trained; it is a copy.")
        return
    series: dict[str, Sequence[tuple[float, float]]] = {
        "training loss": [(row["epoch"], row["loss"]) for row in history]
    }
    if history[0]["held_out_loss"] is not None:
        series["held-out loss"] = [(row["epoch"], row["held_out_loss"]) for row in history]
        best = min(history, key=lambda row: row["held_out_loss"])
        kept = f"epoch {best['epoch']} was best on held-out samples and is kept"
        report.text(f"{len(history)} of {figures['epochs']} epochs; {kept}.")
    report.svg(lines(series, "epoch", "loss"))
