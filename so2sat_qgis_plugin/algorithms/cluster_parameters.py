"""The parameters by which a Dask cluster embeds, as every algorithm that can ask one has them."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..jobs.on_cluster import OnCluster
from .base import Given, advanced, described, runtime_python

_FOLDER = QgsProcessingParameterFile.Behavior.Folder


def scheduler_parameters() -> list[QgsProcessingParameterDefinition]:
    """Return CLUSTER, CLUSTER_FOLDER and CLUSTER_FALLBACK."""
    return [
        advanced(
            described(
                QgsProcessingParameterString("CLUSTER", "Dask cluster", optional=True),
                "Address of a Dask scheduler (tcp://… or tls://…), or its scheduler file: its workers embed, block by "
                "block, with the same result. Empty computes on this computer. The runtime must have Dask ('Set up "
                "runtime', For a Dask cluster too), the workers the plugin's wheel: see 'Past one machine' in the "
                "documentation. Whoever reaches an open scheduler can run anything on its workers.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterFile("CLUSTER_FOLDER", "Folder that the cluster sees", _FOLDER, optional=True),
                "Where the cluster's workers find the run and leave what they compute: a folder that this computer and "
                "they see. Empty is the plugin's home folder, which does where that lies on a shared disk. Maps need "
                "no such folder where windows are exact: their codes are sent back.",
            )
        ),
        advanced(
            described(
                QgsProcessingParameterBoolean("CLUSTER_FALLBACK", "Go on here when the cluster is gone", False),
                "Where the scheduler cannot be reached, or is lost and does not come back within a minute, this "
                "computer does the rest. Otherwise the run ends; what was computed is kept for the next.",
            )
        ),
    ]


def on_cluster(given: Given) -> OnCluster | None:
    """Return the cluster that CLUSTER names, None where it is empty."""
    scheduler = given.text("CLUSTER")
    if not scheduler:
        return None
    fallback = given.algorithm.parameterAsBool(given.parameters, "CLUSTER_FALLBACK", given.context)
    return OnCluster(scheduler, given.file("CLUSTER_FOLDER"), fallback, runtime_python())
