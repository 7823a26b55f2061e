"""The report of an assessment."""

from __future__ import annotations

from pathlib import Path

from ..reference.assessment import Assessment
from .accuracy import add_confusion, interval, named, percent
from .land import add_map, made_by, title_of
from .page import Report
from .training import write_json


def write_assessment_report(path: str | Path, assessment: Assessment, reference: str) -> None:
    """Write the report to `path` (HTML), and its figures beside it under the same name with .json."""
    figures = assessment.figures
    report = Report(title_of(figures["map"], "map accuracy"), f"{figures['map']}, against {reference}")
    report.note(made_by())
    report.headline(percent(figures["overall_accuracy"]), f"of the samples agree; 95 % interval {interval(figures)}")
    report.text(
        f"Kappa {figures['kappa']:.3f}, macro-F1 {figures['macro_f1']:.3f}. The interval is Wilson's for as many "
        "independent samples as these are worth, samples of one polygon being alike (Korn and Graubard 1998)."
    )
    for note in assessment.notes:
        report.warning(note)
    report.heading("The map")
    add_map(report, figures["map"])
    report.heading("Where it errs")
    add_confusion(report, figures, assessment.legend, "map")
    _areas(report, assessment)
    report.save(path)
    write_json(Path(path).with_suffix(".json"), figures, assessment.notes)


def _areas(report: Report, assessment: Assessment) -> None:
    figures = assessment.figures
    report.heading("Areas, adjusted for map error")
    if figures["overall_accuracy_adjusted"] is None:
        report.text("Not estimated; see above.")
        return
    low, high = figures["overall_accuracy_adjusted_ci95"]
    report.text(
        f"Weighted by mapped area, overall accuracy is {percent(figures['overall_accuracy_adjusted'])} "
        f"({100 * low:.1f}–{100 * high:.1f} %). Counting cells of a map is biased by its errors; these estimates are "
        "not, provided that the reference is a random sample within each mapped class ('Sample size' makes one). "
        "Polygons that somebody chose are no random sample. Stratified estimators of Olofsson et al. (2014), Remote "
        "Sensing of Environment 148, 42–57."
    )
    in_hectares = figures["classes"][0]["area_ha"] is not None
    rows = []
    for entry, of_class in zip(assessment.legend, figures["classes"]):
        mapped, adjusted = of_class["mapped_share"], of_class["adjusted_share"]
        low, high = of_class["adjusted_share_ci95"]
        cells: list[object] = [percent(mapped), percent(adjusted), f"{100 * low:.1f}–{100 * high:.1f} %"]
        if in_hectares:
            low, high = of_class["area_ha_ci95"]
            cells = [f"{of_class['area_ha']:,.1f}", f"{of_class['area_ha_adjusted']:,.1f}", f"{low:,.1f}–{high:,.1f}"]
        rows.append([named(entry), *cells, percent(of_class["producers_accuracy_adjusted"])])
    unit = " (ha)" if in_hectares else ""
    header = ["Class", f"Mapped{unit}", f"Adjusted{unit}", f"95 % interval{unit}"]
    report.table([*header, "Producer's accuracy, by area"], rows)
