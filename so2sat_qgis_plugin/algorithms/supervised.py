"""Maps by labels, bundles, or a module's own classes, as the outputs of an algorithm that has the features at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext

from ..engine.embedding.plan import Request
from ..engine.features.source import FeatureSource
from ..engine.learning.agreement import describe_source, manifest
from ..engine.learning.estimators import CLASSIFIERS
from ..engine.learning.training import Training, TrainingRequest, learnt, train
from ..engine.legend import LegendClass
from ..engine.mapping.classes import ClassificationRequest, Classified, classify
from ..engine.mapping.own_classes import map_own_classes, own_legend
from ..engine.modules import bundle
from ..engine.modules.bundle import Bundle
from ..engine.modules.resolve import bundled_files, resolve
from ..engine.progress import Progress
from ..engine.reports.own_classes import write_own_classes_report
from ..engine.reports.training import write_training_report
from ..engine.worker import persist, versions
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
    about = manifest(describe_source(source), learnt(request, training), versions(worker, progress))
    bundle.write(path, about, training.estimator, bundled_files(source.provenance or {}))
    if report:
        write_training_report(report, request, training, source)
    return training


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
    title = map_title(
        source.provenance or {"source": source.name},
        tr("{count} classes, {name}").format(count=len(loaded.classes), name=_kind(loaded)),
    )
    return _finished(request, found, Shown(request.output, title, loaded.classes), context, progress)


def labels_to_outputs(
    given: Given, source: FeatureSource, worker: Worker, colors: Mapping[str, str], progress: Progress
) -> dict[str, Any]:
    """Train on TRAINING, FIELD, CLASSIFIER and SEED, write TRAINED and REPORT, and classify `source`."""
    algorithm, parameters, context = given.algorithm, given.parameters, given.context
    field = algorithm.parameterAsString(parameters, "FIELD", context)
    request = TrainingRequest(
        labels=labelled_features(algorithm, parameters, "TRAINING", field, context, progress),
        field=field,
        classifier=CLASSIFIERS[given.choice("CLASSIFIER")],
        **choices(algorithm, parameters, context),
        seed=given.integer("SEED"),
        colors=colors,
    )
    report = given.file_output("REPORT")
    output = classification_request(given)
    path = given.file_output("TRAINED") or given.file("BUNDLE") or f"{output.output}.so2sat"
    training = train_to_bundle(request, source, worker, path, "", progress.span(0.0, 0.7))
    outputs = classify_to_outputs(output, bundle.read(path), source, worker, context, progress.span(0.7, 1.0))
    if report:
        write_training_report(report, request, training, source, output.output)
    return {**outputs, "BUNDLE": path, **({"REPORT": report} if report else {})}


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
