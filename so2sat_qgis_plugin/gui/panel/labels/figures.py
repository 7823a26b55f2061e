"""What a fit says of itself, in an analyst's words."""

from __future__ import annotations

from ....engine.labelling.loop import ClassAccuracy, Fitted
from ....i18n import tr


def percent(value: float) -> str:
    """Return a share as percent."""
    return tr("{value} %").format(value=f"{100 * value:.0f}")


def between(interval: tuple[float, float]) -> str:
    """Return an interval of shares as percents: "71–94"."""
    return f"{100 * interval[0]:.0f}–{100 * interval[1]:.0f}"


def f1_explained() -> str:
    """Return what the column of accuracy holds."""
    return tr(
        "F1 of each class on labels that were held out: 100 % where all of its labels are found and nothing else is "
        "taken for it. In brackets: its 95 % interval."
    )


def f1_and_interval(found: ClassAccuracy | None) -> tuple[str, str]:
    """Return what a class's row says of its accuracy, and what stands behind it."""
    if found is None:
        return "–", tr("Not known yet.")
    if found.f1 is None:
        return "–", tr("Never held out: label this class in a second place.")
    text, bounds = percent(found.f1), ""
    if found.interval is not None:
        text = f"{text} ({between(found.interval)})"
        bounds = tr(" (95 % interval {between})").format(between=between(found.interval))
    lines = [tr("F1 {value}").format(value=percent(found.f1)) + bounds]
    if found.recall is not None:
        lines.append(tr("Share of its labels that is found: {value}").format(value=percent(found.recall)))
    if found.precision is not None:
        lines.append(tr("Share of what is taken for it that is right: {value}").format(value=percent(found.precision)))
    return text, "\n".join(lines)


def overall(fitted: Fitted) -> str:
    """Return a fit's overall accuracy beside that of plain pixels, in few words."""
    if fitted.accuracy is None:
        return tr("Accuracy: not known until two classes have two labels each.")
    bounds = f" ({between(fitted.interval)})" if fitted.interval else ""
    text = tr("Accuracy <b>{value}</b>{bounds}").format(value=percent(fitted.accuracy), bounds=bounds)
    if fitted.plain is not None:
        text += tr(" · pixels {value}").format(value=percent(fitted.plain))
    return text


def overall_explained(fitted: Fitted) -> str:
    """Return what stands behind the overall accuracy."""
    text = tr(
        "Share of labelled cells that are right where they were held out ({how}), with its 95 % interval. Pixels: the "
        "same by each cell's own bands alone. Classifier: {classifier}."
    )
    return text.format(how=fitted.how, classifier=fitted.classifier)
