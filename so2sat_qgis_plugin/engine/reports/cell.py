"""The report of a cell: what is known of it, and why it gets its class."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from ..labelling.ask import Answer
from ..labelling.loop import Fitted
from ..labelling.scene import LabelScene
from .accuracy import percent
from .land import made_by, title_of
from .page import Report, named_swatch
from .plots import lines
from .training import write_json

_NEW = 50.0


def write_cell_report(path: str | Path, scene: LabelScene, fitted: Fitted, answer: Answer) -> None:
    """Write the report to `path` (HTML), and what it says beside it under the same name with .json."""
    colors = {entry.name: entry.color for entry in fitted.legend}
    report = Report(title_of(scene.name, "a cell"), f"{scene.name}, {answer.x:.10g}, {answer.y:.10g}")
    report.note(made_by())
    report.headline(f"{answer.confidence:.0f} %", answer.probabilities[0][0])
    if answer.novelty > _NEW:
        report.warning(
            f"Novelty {answer.novelty:.0f} of 100: the cell is unlike everything that was labelled, so its class is "
            "little more than a guess. Label such a place."
        )
    else:
        report.text(f"Novelty {answer.novelty:.0f} of 100: there are labels on ground like this.")
    report.heading("Probabilities")
    rows = [[named_swatch(colors[name], name), percent(share)] for name, share in answer.probabilities]
    report.table(["Class", "Probability"], rows)
    report.heading("The labels most like it")
    report.text("Distances are in units of the usual distance between one polygon and the next: below 1 is near.")
    report.table(
        ["Class", "x", "y", "Feature", "Distance"],
        [
            [named_swatch(colors[n.label], n.label), f"{n.x:.10g}", f"{n.y:.10g}", n.feature, n.distance]
            for n in answer.nearest
        ],
    )
    if answer.bands:
        report.heading("Its spectrum among those of the classes")
        spectra = {"this cell": answer.spectrum, **dict(answer.class_spectra)}
        report.svg(
            lines(
                {name: list(enumerate(values)) for name, values in spectra.items()},
                "Band", "Reflectance", {"this cell": "#000000", **colors}, dict(enumerate(answer.bands)),
            )
        )  # fmt: skip
    report.save(path)
    write_json(Path(path).with_suffix(".json"), asdict(answer), fitted.notes)
