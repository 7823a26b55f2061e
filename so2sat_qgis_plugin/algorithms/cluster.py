"""`so2sat:cluster`: an embedding raster becomes a map of clusters."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
)

from ..engine.features.source import FeatureSource, RasterFeatures
from ..engine.mapping.clusters import METHODS, MOST_CLUSTERS, ClusterMap, ClusterRequest, cluster_map
from ..engine.progress import Progress
from ..engine.raster.kind import EMBEDDING
from ..engine.reports.clusters import write_cluster_report
from ..engine.worker import persist
from ..i18n import tr
from ..runtime.client import Worker
from .base import Given, So2SatAlgorithm, advanced, described, input_layer, raster_source
from .own_parameters import raster_parameter
from .styling import Shown, map_title, show_when_loaded
from .training_layer import crs_wkt


def clustering_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return METHOD, CLUSTERS, SEED and SAMPLE, as every algorithm that clusters has them."""
    integer = QgsProcessingParameterNumber.Type.Integer
    return [
        described(
            QgsProcessingParameterEnum("METHOD", "Clustering method", list(METHODS.values()), defaultValue=0),
            "<b>k-means</b> is quick and a good first choice. <b>Mini-batch k-means</b> is quicker still on a large "
            "sample. <b>Gaussian mixture</b> allows clusters of different size and shape and often parts land cover "
            "best. <b>Birch</b> joins small groups from the bottom up. <b>HDBSCAN</b> looks for dense groups and finds "
            "their number itself, at most CLUSTERS; embeddings of overlapping windows pass into one another, so expect "
            "few. Cells in no dense group get the cluster of their nearest neighbours.",
        ),
        described(
            QgsProcessingParameterNumber("CLUSTERS", "Number of clusters", integer, 8, False, 2, MOST_CLUSTERS),
            "How many clusters to make. Too many is easier to mend than too few: merge alike ones afterwards.",
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("SEED", "Seed", integer, 0, False, 0, 2**31 - 1),
                "Seed of the random choices. The same inputs and seed give the same map.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterNumber("SAMPLE", "Sampled cells", integer, 20_000, False, 2, 1_000_000),
                "How many cells, spread evenly over the raster, the clusters are fitted on. All cells are then given "
                "to the clusters found. More takes longer and seldom changes the map.",
            )
        ),
    ]


def log_clusters(result: ClusterMap, progress: Progress) -> None:
    """Show the clusters, one a line."""
    total = sum(one.cells for one in result.clusters)
    for one in result.clusters:
        area = "" if one.area is None else f", {one.area / 1e4:,.1f} ha"
        progress.log(f"{one.legend.name}: {100 * one.cells / total:.1f} %{area}")
    if result.neutral_because:
        progress.log(f"The clusters have neutral names: {result.neutral_because}.")


class ClusterRaster(So2SatAlgorithm):
    """Clusters the feature vectors of a raster."""

    ID = "cluster"
    NAME = "Cluster embedding raster"
    TAGS = "clustering, unsupervised classification, k-means, gaussian mixture, birch, hdbscan, embedding"
    GROUP = "Land cover, step by step"
    SUMMARY = "Groups the cells of an embedding raster by likeness, without labels, and names the groups by looks."
    HELP = (
        "<p>The map has one class a cluster, numbered from the largest to the smallest, named by what its mean "
        "spectrum looks like ('1 · water-like', '2 · dense vegetation' …) and coloured to match. Names are "
        "suggestions; the report says how each came about. They need the cell statistics that 'Embed raster' writes "
        "beside the features; without them they are neutral.</p>"
        "<p>A raster that is no embedding works too: its bands are the features, standardised.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            raster_parameter(
                "INPUT",
                "Embedding raster",
                EMBEDDING,
                "A raster made by 'Embed raster', or any other whose bands are to be clustered.",
            )
        )
        for parameter in clustering_parameters():
            self.addParameter(parameter)
        self.addParameter(
            described(
                QgsProcessingParameterRasterDestination("OUTPUT", "Cluster map"),
                "The map: classes from 1, 0 is nodata, on the grid of the input, with names and colours.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterFileDestination("REPORT", "Report", "HTML files (*.html)", None, True),
                "Clusters with area and share, their spectra and indices, and how their names came about.",
            )
        )

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        layer = input_layer(self, parameters, "INPUT", context)
        self._path, self._crs = raster_source(layer, "INPUT"), crs_wkt(layer.crs())

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        with RasterFeatures(self._path, self._crs) as source, self.start_worker() as worker:
            return cluster_to_outputs(Given(self, parameters, context), source, worker, progress)


def cluster_to_outputs(given: Given, source: FeatureSource, worker: Worker, progress: Progress) -> dict[str, Any]:
    """Cluster `source` as METHOD, CLUSTERS, SEED and SAMPLE say; returns OUTPUT and REPORT."""
    request = cluster_request(given)
    result = persist(worker, lambda: cluster_map(request, source, worker, progress), progress)
    return clusters_to_outputs(given, result, progress)


def cluster_request(given: Given) -> ClusterRequest:
    """Return what OUTPUT, METHOD, CLUSTERS, SEED and SAMPLE ask for."""
    return ClusterRequest(
        output=given.raster_output("OUTPUT"),
        method=list(METHODS)[given.choice("METHOD")],
        clusters=given.integer("CLUSTERS"),
        seed=given.integer("SEED"),
        sample=given.integer("SAMPLE"),
    )


def clusters_to_outputs(given: Given, result: ClusterMap, progress: Progress) -> dict[str, Any]:
    """Log and style a finished map, and write its REPORT; returns OUTPUT and REPORT."""
    output, report = given.raster_output("OUTPUT"), given.file_output("REPORT")
    log_clusters(result, progress)
    made = result.made["embedding"] or {"source": result.made["input"]}
    title = map_title(made, tr("{count} clusters").format(count=len(result.clusters)))
    show_when_loaded(given.context, Shown(output, title, [one.legend for one in result.clusters]))
    if report:
        write_cluster_report(report, result, output)
    return {"OUTPUT": output, **({"REPORT": report} if report else {})}
