"""Progress in spans, progress that never goes back, and a cancel that lets a short request end."""

from __future__ import annotations

import time

import pytest

from so2sat_qgis_plugin.engine.progress import Patient, Rising
from tests.support.progress import Log


def test_spans_of_spans() -> None:
    log = Log()
    half = log.span(0.5, 1.0)
    half.span(0.0, 0.5).report(0.5)
    half.report(1.0)
    assert log.fractions == pytest.approx([0.625, 1.0])


def test_what_was_reached_stays_reached() -> None:
    """As two blocks under way report: the second is begun before the first is done."""
    log = Log()
    whole = Rising(log.span(0.2, 1.0))
    first, second = whole.span(0.0, 0.5), whole.span(0.5, 1.0)
    for share, fraction in ((first, 0.5), (second, 0.4), (first, 1.0), (second, 0.4), (second, 1.0)):
        share.report(fraction)
    assert log.fractions == pytest.approx([0.4, 0.76, 1.0])
    whole.log("told")
    log.cancelled = True
    assert log.lines == ["told"] and whole.is_cancelled()


def test_a_cancel_is_passed_on_a_while_later() -> None:
    log = Log()
    patient = Patient(log, seconds=0.2)
    assert not patient.is_cancelled()
    log.cancelled = True
    assert not patient.is_cancelled()
    time.sleep(0.3)
    assert patient.is_cancelled()
    patient.report(0.5)
    assert log.fractions == []
