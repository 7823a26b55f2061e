"""Maps by labels, bundles, or a module's own classes, as the outputs of an algorithm that has the features at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from qgis.core import QgsProcessingContext

from ..engine import bundle, modules
from ..engine.bundle_source import describe_source
from ..engine.classification import ClassificationRequest, Classified, classify
from ..engine.classifiers import CLASSIFIERS
from ..engine.embedding_raster import Storage
from ..engine.features import FeatureSource
from ..engine.legend import LegendClass
from ..engine.own_classes import map_own_classes, own_legend
from ..engine.plan import Request
from ..engine.progress import Progress
from ..engine.report import Report, swatch
from ..engine.training import Training, TrainingRequest, manifest, train
from ..engine.training_report import write_training_report
from ..runtime.client import Worker
from .base import So2SatAlgorithm, home_folder
from .embed import embed
from .styling import style_when_loaded
from .training_layer import labelled_features


def train_to_bundle(
    request: TrainingRequest, source: FeatureSource, worker: Worker, path: str, report: str, progress: Progress
) -> Training:
    """Train, write the bundle `path` and the `report` ("" for none)."""
    training = train(request, source, worker, progress)
    versions = worker.call("about.versions", progress)
    about = manifest(request, training, describe_source(source), versions)
    bundle.write(path, about, training.estimator, modules.bundled_files(source.provenance or {}))
    if report:
        write_training_report(report, request, training, source.name)
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
    path: str,
    source: FeatureSource,
    worker: Worker,
    context: QgsProcessingContext,
    progress: Progress,
) -> dict[str, Any]:
    """Apply the bundle `path` to `source`; returns OUTPUT and the rasters asked for beside it."""
    loaded = bundle.read(path)
    found = classify(loaded, path, source, worker, request, progress)
    return _finished(request, found, loaded.classes, context, progress)


def labels_to_outputs(
    algorithm: So2SatAlgorithm,
    source: FeatureSource,
    worker: Worker,
    parameters: dict[str, Any],
    colors: Mapping[str, str],
    baseline: str,
    context: QgsProcessingContext,
    progress: Progress,
) -> dict[str, Any]:
    """Train on TRAINING, FIELD, CLASSIFIER and SEED, write BUNDLE and REPORT, and classify `source`."""
    field = algorithm.parameterAsString(parameters, "FIELD", context)
    request = TrainingRequest(
        labels=labelled_features(algorithm, parameters, "TRAINING", field, context, progress),
        field=field,
        classifier=CLASSIFIERS[algorithm.parameterAsEnum(parameters, "CLASSIFIER", context)],
        seed=algorithm.parameterAsInt(parameters, "SEED", context),
        colors=colors,
        baseline=baseline,
    )
    asked = algorithm.parameterAsFile(parameters, "BUNDLE", context)
    report = algorithm.parameterAsFileOutput(parameters, "REPORT", context)
    output = classification_request(algorithm, parameters, context)
    path = asked or f"{output.output}.so2sat"
    train_to_bundle(request, source, worker, path, report, progress.part(0.0, 0.7))
    outputs = classify_to_outputs(output, path, source, worker, context, progress.part(0.7, 1.0))
    return {**outputs, "BUNDLE": path, **({"REPORT": report} if report else {})}


def own_classes_to_outputs(
    algorithm: So2SatAlgorithm,
    requests: Sequence[Request],
    worker: Worker,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    progress: Progress,
) -> dict[str, Any]:
    """Map the module's own classes of the rasters of `requests`, dates of one place."""
    module = modules.resolve(requests[0].module, home_folder(), progress)
    legend = own_legend(module)
    output = classification_request(algorithm, parameters, context)
    share = 0.9 / len(requests)
    with ExitStack() as stack:
        runs = [
            stack.enter_context(
                embed(
                    replace(request, mode="exact", output=str(module.entry.classes_output)),
                    worker,
                    "",
                    Storage(),
                    progress.part(i * share, (i + 1) * share),
                )
            )
            for i, request in enumerate(requests)
        ]
        found = map_own_classes([run.features for run in runs], legend, output, progress.part(0.9, 1.0))
    outputs = _finished(output, found, legend, context, progress)
    report = algorithm.parameterAsFileOutput(parameters, "REPORT", context)
    if report:
        _write_report(report, found, legend, module, requests)
        outputs["REPORT"] = report
    return outputs


def classification_request(
    algorithm: So2SatAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> ClassificationRequest:
    """Return what OUTPUT, CONFIDENCE, NOVELTY, MINCONFIDENCE and SIEVE ask for, those that the algorithm has."""
    has = {definition.name() for definition in algorithm.parameterDefinitions()}
    return ClassificationRequest(
        output=algorithm.output_path(parameters, "OUTPUT", context),
        confidence=algorithm.output_path(parameters, "CONFIDENCE", context),
        novelty=algorithm.output_path(parameters, "NOVELTY", context) if "NOVELTY" in has else "",
        min_confidence=algorithm.parameterAsDouble(parameters, "MINCONFIDENCE", context)
        if "MINCONFIDENCE" in has
        else 0.0,
        sieve=algorithm.parameterAsInt(parameters, "SIEVE", context) if "SIEVE" in has else 0,
    )


def _finished(
    request: ClassificationRequest,
    found: Classified,
    legend: Sequence[LegendClass],
    context: QgsProcessingContext,
    progress: Progress,
) -> dict[str, Any]:
    log_map(found, legend, progress)
    style_when_loaded(context, request.output, legend)
    wanted = {"OUTPUT": request.output, "CONFIDENCE": request.confidence, "NOVELTY": request.novelty}
    return {key: value for key, value in wanted.items() if value}


def _write_report(
    path: str, found: Classified, legend: Sequence[LegendClass], module: modules.Module, requests: Sequence[Request]
) -> None:
    report = Report("Land cover", f"The own classes of {module.entry.title or module.handle}")
    total = max(sum(found.cells.values()), 1)
    report.table(
        ["", "Class", "Cells", "Share"],
        [
            (swatch(c.color), c.name, f"{found.cells[c.code]:,}", f"{100 * found.cells[c.code] / total:.1f} %")
            for c in legend
            if found.cells[c.code]
        ],
    )
    if found.nodata:
        report.text(f"{found.nodata:,} cells are nodata (0 in the map).")
    report.text(
        "Each cell has the class with the highest score of the module, as it was trained by its authors; no label of "
        "this place was used, and nothing is known of the accuracy here: 'Assess map' tells. The confidence is the "
        "module's own softmax, which is usually too sure."
    )
    report.table(["Dates averaged (softmax)"], [(request.raster,) for request in requests])
    report.save(path)
