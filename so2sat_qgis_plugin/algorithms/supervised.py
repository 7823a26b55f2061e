"""Maps by labels, bundles, or a module's own classes, as the outputs of an algorithm that has the features at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext

from ..engine.embedding.elsewhere import Elsewhere
from ..engine.embedding.plan import Request
from ..engine.embedding.run import embedded_plan, runs_of
from ..engine.embedding.settle import settle
from ..engine.features.parts import PartFeatures
from ..engine.features.source import FeatureSource
from ..engine.files import afterwards
from ..engine.learning.agreement import describe_source, manifest
from ..engine.learning.estimators import CLASSIFIERS
from ..engine.learning.scene import pays, trained
from ..engine.learning.training import Training, TrainingRequest, learnt, train
from ..engine.legend import LegendClass
from ..engine.mapping.class_scene import ByBundle, classify_scene, foretell
from ..engine.mapping.classes import ClassificationRequest, Classified, classify
from ..engine.mapping.landcover import class_map_of
from ..engine.mapping.own_classes import map_own_classes, own_legend
from ..engine.modules import bundle
from ..engine.modules.bundle import Bundle
from ..engine.modules.resolve import bundled_files, resolve
from ..engine.progress import Progress
from ..engine.reports.own_classes import write_own_classes_report
from ..engine.reports.training import write_training_report
from ..engine.worker import persist, preload, versions
from ..i18n import tr
from ..runtime.client import Worker
from .base import Given, home_folder
from .choice_parameters import choices
from .cluster_parameters import on_cluster
from .embed import Kept, Run, embed
from .styling import Shown, map_title, show_when_loaded
from .training_layer import labelled_features


def train_to_bundle(
    request: TrainingRequest, source: FeatureSource, worker: Worker, path: str, report: str, progress: Progress
) -> Training:
    """Train, write the bundle `path` and the `report` ("" for none)."""
    training = persist(worker, lambda: train(request, source, worker, progress), progress)
    _write_bundle(path, request, training, source, worker, progress)
    if report:
        write_training_report(report, request, training, source)
    return training


def _write_bundle(
    path: str,
    request: TrainingRequest,
    training: Training,
    source: FeatureSource,
    worker: Worker,
    progress: Progress,
) -> None:
    about = manifest(describe_source(source), learnt(request, training), versions(worker, progress))
    bundle.write(path, about, training.estimator, bundled_files(source.provenance or {}))


def log_map(found: Classified, legend: Sequence[LegendClass], progress: Progress) -> None:
    """Show the classes of a map with their shares, one a line."""
    total = max(sum(found.cells.values()), 1)
    for entry in legend:
        if found.cells[entry.code]:
            progress.log(f"{entry.name}: {100 * found.cells[entry.code] / total:.1f} %")
    if found.unclassified:
        progress.log(f"{found.unclassified} cells were below MINCONFIDENCE.")
    if found.nodata:
        progress.log(f"{found.nodata} cells are nodata.")


def classify_to_outputs(
    request: ClassificationRequest,
    loaded: Bundle,
    source: FeatureSource,
    worker: Worker,
    context: QgsProcessingContext,
    progress: Progress,
) -> dict[str, Any]:
    """Apply a bundle to `source`; returns OUTPUT and the rasters asked for beside it."""
    found = persist(worker, lambda: classify(request, loaded, source, worker, progress), progress)
    return _by_bundle(ByBundle(request, loaded), found, source, context, progress)


def scene_to_outputs(
    asked: ByBundle,
    scene: Request,
    worker: Worker,
    context: QgsProcessingContext,
    progress: Progress,
    elsewhere: Elsewhere | None,
) -> dict[str, Any]:
    """Embed `scene` and apply a bundle to it; returns OUTPUT and the rasters asked for beside it, and MODULE_FOLDER."""
    found, source = class_map_of(scene, asked, home_folder(), worker, progress, elsewhere)
    outputs = _by_bundle(asked, found, source, context, progress)
    return {**outputs, "MODULE_FOLDER": str(source.provenance["module_folder"])}


def _by_bundle(
    asked: ByBundle, found: Classified, source: FeatureSource, context: QgsProcessingContext, progress: Progress
) -> dict[str, Any]:
    loaded = asked.bundle
    title = map_title(
        source.provenance or {"source": source.name},
        tr("{count} classes, {name}").format(count=len(loaded.classes), name=_kind(loaded)),
    )
    shown = Shown(asked.request.output, title, loaded.classes)
    return _finished(asked.request, found, shown, context, progress)


def scene_by_labels_to_outputs(
    given: Given, scene: Request, worker: Worker, colors: Mapping[str, str], progress: Progress
) -> dict[str, Any]:
    """Do with a scene what `labels_to_outputs` does, and embed it as the map is made where that gives the same."""
    home, elsewhere, context = home_folder(), on_cluster(given), given.context
    asked = ByLabels.of(given, colors, progress)
    preload(worker, "classes")
    plan = settle(scene, home, worker, progress)
    folder = {"MODULE_FOLDER": str(plan.module.folder)}
    if not pays(asked.request, plan, progress):
        with embedded_plan(plan, home, worker, progress.span(0.0, 0.8), elsewhere=elsewhere) as done:
            outputs = labels_to_outputs(asked, PartFeatures(done), worker, context, progress.span(0.8, 1.0))
            afterwards(done.parts.delete)
        return {**outputs, **folder}
    first, second = progress.span(0.0, 0.4), progress.span(0.4, 1.0)
    foretell(plan, len(set(map(str, asked.request.labels.labels))), home, worker, progress, elsewhere)
    with trained(asked.request, plan, runs_of(home, None), worker, first) as (training, source):
        _write_bundle(asked.bundle, asked.request, training, source, worker, first)
        by_bundle = ByBundle(asked.output, bundle.read(asked.bundle))
        found = classify_scene(by_bundle, plan, home, worker, second, elsewhere)
        outputs = _by_bundle(by_bundle, found, source, context, second)
    return {**outputs, **asked.told(training, source), **folder}


@dataclass(frozen=True)
class ByLabels:
    """A map that is asked for by labels: how to train, the map, where the `bundle` is kept, and the `report` ("")."""

    request: TrainingRequest
    output: ClassificationRequest
    bundle: str
    report: str

    @staticmethod
    def of(given: Given, colors: Mapping[str, str], progress: Progress) -> ByLabels:
        """Return what TRAINING, FIELD, CLASSIFIER, SEED and the outputs ask for."""
        output = classification_request(given)
        path = given.file_output("TRAINED") or given.file("BUNDLE") or f"{output.output}.so2sat"
        return ByLabels(_training_request(given, colors, progress), output, path, given.file_output("REPORT"))

    def told(self, training: Training, source: FeatureSource) -> dict[str, Any]:
        """Write the report; returns BUNDLE and REPORT."""
        if self.report:
            write_training_report(self.report, self.request, training, source, self.output.output)
        return {"BUNDLE": self.bundle, **({"REPORT": self.report} if self.report else {})}


def labels_to_outputs(
    asked: ByLabels, source: FeatureSource, worker: Worker, context: QgsProcessingContext, progress: Progress
) -> dict[str, Any]:
    """Train on labelled cells of `source`, write classifier and report, and classify `source`."""
    training = train_to_bundle(asked.request, source, worker, asked.bundle, "", progress.span(0.0, 0.7))
    loaded = bundle.read(asked.bundle)
    outputs = classify_to_outputs(asked.output, loaded, source, worker, context, progress.span(0.7, 1.0))
    return {**outputs, **asked.told(training, source)}


def _training_request(given: Given, colors: Mapping[str, str], progress: Progress) -> TrainingRequest:
    algorithm, parameters, context = given.algorithm, given.parameters, given.context
    field = algorithm.parameterAsString(parameters, "FIELD", context)
    return TrainingRequest(
        labels=labelled_features(algorithm, parameters, "TRAINING", field, context, progress),
        field=field,
        classifier=CLASSIFIERS[given.choice("CLASSIFIER")],
        **choices(algorithm, parameters, context),
        seed=given.integer("SEED"),
        colors=colors,
    )


def own_classes_to_outputs(
    given: Given, requests: Sequence[Request], worker: Worker, progress: Progress
) -> dict[str, Any]:
    """Map the module's own classes of the rasters of `requests`, dates of one place."""
    module = resolve(requests[0].module, home_folder(), progress)
    legend = own_legend(module)
    output = classification_request(given)
    share = 0.9 / len(requests)
    runs: list[Run] = []
    with ExitStack() as stack:
        for i, request in enumerate(requests):
            stride = runs[0].plan.grid.stride if runs else request.stride  # of all dates the same
            asked = replace(request, mode="exact", output=str(module.entry.classes_output), stride=stride)
            span = progress.span(i * share, (i + 1) * share)
            runs.append(stack.enter_context(embed(asked, worker, Kept(), span, on_cluster(given))))
        found = map_own_classes(output, [run.features for run in runs], legend, progress.span(0.9, 1.0))
        made = runs[0].features.provenance
        method = tr("classes of {name}").format(name=module.entry.name or module.handle)
        title = map_title(made or {}, method)
    outputs = _finished(output, found, Shown(output.output, title, legend), given.context, progress)
    report = given.file_output("REPORT")
    if report:
        rasters = [request.raster for request in requests]
        write_own_classes_report(report, output.output, module, rasters, made)
        outputs["REPORT"] = report
    return outputs


def _kind(loaded: Bundle) -> str:
    return str(loaded.manifest.get("classifier") or Path(loaded.name).stem).split(":")[0]


def classification_request(given: Given) -> ClassificationRequest:
    """Return what OUTPUT, CONFIDENCE, NOVELTY, MINCONFIDENCE and SIEVE ask for, those that the algorithm has."""
    has = {definition.name() for definition in given.algorithm.parameterDefinitions()}
    least = "MINCONFIDENCE"
    return ClassificationRequest(
        output=given.raster_output("OUTPUT"),
        confidence=given.raster_output("CONFIDENCE"),
        novelty=given.raster_output("NOVELTY") if "NOVELTY" in has else "",
        min_confidence=given.algorithm.parameterAsDouble(given.parameters, least, given.context) if least in has else 0,
        majority=given.integer("SIEVE") if "SIEVE" in has else 0,
    )


def _finished(
    request: ClassificationRequest,
    found: Classified,
    shown: Shown,
    context: QgsProcessingContext,
    progress: Progress,
) -> dict[str, Any]:
    log_map(found, shown.classes, progress)
    beside = {tr("Confidence (%)"): request.confidence, tr("Novelty"): request.novelty}
    show_when_loaded(context, replace(shown, beside={title: path for title, path in beside.items() if path}))
    wanted = {"OUTPUT": request.output, "CONFIDENCE": request.confidence, "NOVELTY": request.novelty}
    return {key: value for key, value in wanted.items() if value}
