"""so2sat:change: what changed between two dates: where, how surely, and from which class to which."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputNumber

from ..engine.embedding.dates import dated
from ..engine.embedding.plan import Request
from ..engine.errors import So2SatError
from ..engine.features.source import FeatureSource, RasterFeatures
from ..engine.learning.adoption import adopt, check_dates
from ..engine.mapping.change import DIFFERENCE, Changed, ChangeRequest, difference_of_maps, map_change
from ..engine.mapping.classes import classified
from ..engine.mapping.transitions import Transitions, adjust, compare, write_table, write_transitions
from ..engine.modules import bundle
from ..engine.modules.bundle import Bundle
from ..engine.progress import Progress
from ..engine.raster.align import on_grid_of
from ..engine.raster.kind import EMBEDDING, MAP, SCENE, kind_of
from ..engine.raster.maps import read_map
from ..engine.raster.reader import Raster, RasterInfo
from ..engine.raster.scene_title import scene_title
from ..engine.reports.change import Comparison, write_change_report
from ..i18n import tr
from ..runtime.client import Worker
from .base import Given, So2SatAlgorithm, home_folder, input_layer, raster_source
from .change_parameters import change_parameters
from .dates import embed_each
from .embedding_parameters import embedding_request
from .styling import Shown, show_when_loaded
from .training_layer import crs_wkt, labelled_features

_CALLED = {SCENE: "a scene", EMBEDDING: "an embedding raster", MAP: "a map of classes"}


class Change(So2SatAlgorithm):
    """Compares two dates."""

    ID = "change"
    NAME = "Change between two dates"
    TAGS = (
        "change detection, multitemporal, before and after, transition matrix, from-to, deforestation, urban growth, "
        "robust z, olofsson, area"
    )
    GROUP = "Accuracy"
    SUMMARY = "Shows what changed between two scenes, embedding rasters or maps, from what to what, and how much of it."
    HELP = (
        "<p>Give two <b>scenes</b> (both are embedded with one module), two <b>embedding rasters</b> of one module, or "
        "two <b>maps</b> of one legend. Another grid or CRS is warped to that of the first.</p>"
        "<p>The magnitude of change is calibrated on the places that did not change: what the two dates differ by "
        "everywhere, such as season, haze or another sensor, is taken out as far as a linear map can. 0 is the usual, "
        "5 is rare by chance. A warning says when the dates differ everywhere by more than the changed places do.</p>"
        "<p>With a <b>classifier file</b>, or of two maps, you get from–to classes and a table in hectares; with "
        "<b>reference points</b>, whose classes before and after are known, the areas are adjusted for map error and "
        "have 95 % intervals.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        for parameter in change_parameters():
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("CHANGED_CELLS", "Changed cells"))
        self.addOutput(QgsProcessingOutputNumber("CHANGED_HA", "Changed area (ha)"))

    def contradiction(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        fields = bool(parameters.get("FIELDBEFORE")) and bool(parameters.get("FIELDAFTER"))
        if parameters.get("REFERENCE") and not fields:
            return "FIELDBEFORE and FIELDAFTER: choose the fields of REFERENCE that hold the class on each date."
        return ""

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        layers = [input_layer(self, parameters, name, context) for name in ("BEFORE", "AFTER")]
        self._given = [raster_source(layer, name) for layer, name in zip(layers, ("BEFORE", "AFTER"))]
        self._crs = [crs_wkt(layer.crs()) for layer in layers]
        self._request = replace(embedding_request(self, parameters, context, layers[0]), raster=self._given[0])

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        given = Given(self, parameters, context)
        kind = self._kind()
        _check_classes(given, kind)
        if kind == MAP:
            found = self._of_maps(given, progress.span(0.0, 0.9))
        else:
            found = self._of_features(given, kind, progress.span(0.0, 0.9))
        if given.has("REFERENCE") and found.transitions is not None:
            found = replace(found, transitions=self._adjusted(given, found.transitions, progress.span(0.9, 1.0)))
        return _outputs(given, found, progress)

    def _kind(self) -> str:
        """Return the kind of both rasters; raises where they are of two kinds, or the same one."""
        if self._given[0] == self._given[1]:
            raise So2SatError(f"BEFORE and AFTER are both {self._given[0]}. Choose two dates.")
        kinds = []
        for path in self._given:
            with Raster(path) as raster:
                kinds.append(_kind_of(raster.info))
        if kinds[0] != kinds[1]:
            raise So2SatError(
                f"BEFORE and AFTER must be of one kind, but {self._given[0]} is {_CALLED[kinds[0]]} and "
                f"{self._given[1]} is {_CALLED[kinds[1]]}. Choose two scenes, two embedding rasters or two maps."
            )
        return kinds[0]

    def _of_maps(self, given: Given, progress: Progress) -> Comparison:
        maps = [read_map(path, progress.span(i * 0.3, i * 0.3 + 0.3)) for i, path in enumerate(self._given)]
        transitions = compare(maps[0], maps[1], progress.span(0.6, 1.0))
        changed = difference_of_maps(given.raster_output("OUTPUT"), transitions)
        before, after = self._given
        return Comparison(before, after, given.raster_output("OUTPUT"), changed, 0.0, transitions, tuple(maps))

    def _of_features(self, given: Given, kind: str, progress: Progress) -> Comparison:
        threshold = self.parameterAsDouble(given.parameters, "THRESHOLD", given.context)
        request = ChangeRequest(given.raster_output("OUTPUT"), threshold)
        loaded = bundle.read(given.file("BUNDLE")) if given.has("BUNDLE") else None
        if loaded is None and kind == EMBEDDING:
            with self._rasters(progress) as (before, after):
                changed = map_change(request, before, after, progress)
                return self._comparison(request, (before, after), changed)
        with self.start_worker() as worker:
            dates = self._rasters(progress) if kind == EMBEDDING else self._scenes(loaded, worker, progress)
            with dates as (before, after):
                changed = map_change(request, before, after, progress.span(0.7, 0.85))
                transitions = None
                if loaded is not None:
                    last = progress.span(0.85, 1.0)
                    maps = [classified(loaded, source, worker, last) for source in (before, after)]
                    transitions = compare(maps[0], maps[1], last, ~changed.mask)
                return self._comparison(request, (before, after), changed, transitions)

    def _comparison(
        self,
        request: ChangeRequest,
        dates: tuple[FeatureSource, FeatureSource],
        changed: Changed,
        transitions: Transitions | None = None,
    ) -> Comparison:
        made = [source.provenance or {} for source in dates]
        first, then = (str(one.get("original") or path) for one, path in zip(made, self._given))
        return Comparison(first, then, request.output, changed, request.threshold, transitions, (), made[0])

    @contextmanager
    def _rasters(self, progress: Progress) -> Iterator[tuple[FeatureSource, FeatureSource]]:
        after = on_grid_of(self._given[0], self._given[1], home_folder() / "warped", progress)
        with RasterFeatures(self._given[0], self._crs[0]) as one, RasterFeatures(after, self._crs[1]) as other:
            yield one, other

    @contextmanager
    def _scenes(
        self, loaded: Bundle | None, worker: Worker, progress: Progress
    ) -> Iterator[tuple[FeatureSource, FeatureSource]]:
        asked: Request = self._request
        if loaded is not None:
            check_dates(loaded, 1)
            asked = adopt(asked, loaded, home_folder(), progress)
        requests = dated(asked, [self._given[1]], home_folder(), progress)
        with embed_each(requests, worker, progress.span(0.0, 0.7)) as runs:
            yield runs[0].features, runs[1].features

    def _adjusted(self, given: Given, found: Transitions, progress: Progress) -> Transitions:
        fields = [
            self.parameterAsString(given.parameters, f"FIELD{date}", given.context) for date in ("BEFORE", "AFTER")
        ]
        labels = [
            labelled_features(self, given.parameters, "REFERENCE", field, given.context, progress) for field in fields
        ]
        return adjust(found, labels[0], labels[1].labels, progress)


def _kind_of(info: RasterInfo) -> str:
    """Return what a raster is to be compared as: one band of bytes is a map, even if it names no class."""
    bands = [band for band in info.bands if not band.is_alpha]
    return MAP if len(bands) == 1 and bands[0].dtype == "uint8" else kind_of(info)


def _check_classes(given: Given, kind: str) -> None:
    """Raise where something that needs classes is asked for, and there are none."""
    asked = [name for name in ("TRANSITIONS", "TABLE", "REFERENCE") if given.has(name)]
    if asked and kind != MAP and not given.has("BUNDLE"):
        raise So2SatError(
            f"{asked[0]} needs classes, and {_CALLED[kind]} has none. Give a BUNDLE to classify both dates with, or "
            "compare two maps."
        )


def _outputs(given: Given, found: Comparison, progress: Progress) -> dict[str, Any]:
    """Write what is asked for beside OUTPUT, and say what was found."""
    transitions, table, report = (
        given.raster_output("TRANSITIONS"),
        given.file_output("TABLE"),
        given.file_output("REPORT"),
    )
    outputs: dict[str, Any] = {"OUTPUT": found.output, "CHANGED_CELLS": found.changed.cells}
    if found.changed.hectares is not None:
        outputs["CHANGED_HA"] = found.changed.hectares
    if found.transitions is not None and transitions:
        made = json.dumps({"before": found.before, "after": found.after, "base": found.transitions.base})
        write_transitions(transitions, found.transitions, made)
        outputs["TRANSITIONS"] = transitions
    if found.transitions is not None and table:
        write_table(table, found.transitions)
        outputs["TABLE"] = table
    if report:
        write_change_report(report, found)
        outputs["REPORT"] = report
    _log(found, progress)
    _show(given.context, found, transitions)
    return outputs


def _log(found: Comparison, progress: Progress) -> None:
    changed = found.changed
    if changed.warning():
        progress.warn(changed.warning())
    area = "" if changed.hectares is None else f", {changed.hectares:,.1f} ha"
    share = 100 * changed.cells / max(changed.valid, 1)
    progress.log(f"{changed.cells:,} of {changed.valid:,} cells changed ({share:.1f} %{area}).")
    for row in [row for row in found.transitions.rows if row.is_change][:10] if found.transitions else []:
        progress.log(
            f"{row.legend.name}: {row.cells:,} cells" + ("" if row.hectares is None else f", {row.hectares:,.1f} ha")
        )
    adjusted = found.transitions.adjusted if found.transitions else None
    if adjusted is not None:
        value, low, high = adjusted.changed
        progress.log(f"Changed, adjusted for map error: {value:,.1f} ({low:,.1f}–{high:,.1f}).")
        for note in adjusted.assessment.notes:
            progress.warn(note)


def _show(context: QgsProcessingContext, found: Comparison, transitions: str) -> None:
    dates = f"{scene_title(found.before)} → {scene_title(found.after)}"
    classes = () if found.changed.views else DIFFERENCE
    show_when_loaded(context, Shown(found.output, f"{dates} · {tr('change')}", classes))
    if found.transitions is not None and transitions:
        title = f"{dates} · {tr('from–to classes')}"
        show_when_loaded(context, Shown(transitions, title, found.transitions.land.classes))
