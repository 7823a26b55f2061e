"""so2sat:cleanup: show and delete what old runs left."""

from __future__ import annotations

import time
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterNumber,
)

from ..engine.embedding import leftovers
from ..engine.progress import Progress
from ..runtime import arrays
from ..runtime.create import unfinished
from .base import So2SatAlgorithm, described, home_folder


class Cleanup(So2SatAlgorithm):
    """List leftovers, delete them when asked."""

    ID = "cleanup"
    NAME = "Clean up unfinished runs"
    TAGS = "cache, disk space, leftovers, delete"
    GROUP = "Set up"
    SUMMARY = "Shows what cancelled or killed runs left on disk, and deletes it when asked."
    HELP = (
        "<p>A run that was cancelled or killed keeps its finished blocks, so that the same run started again goes on "
        "where it was. Runs that nobody will start again keep their space until they are deleted here. What a running "
        "QGIS works on is neither shown nor deleted; finished modules and results are never touched.</p>"
    )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.addParameter(
            described(
                QgsProcessingParameterBoolean("DELETE", "Delete what is found", False),
                "Off: only show what there is, its size and age. On: delete it.",
            )
        )
        self.addParameter(
            described(
                QgsProcessingParameterNumber(
                    "OLDERTHAN", "Older than (days)", QgsProcessingParameterNumber.Type.Double, 0.0, False, 0.0
                ),
                "Only what was last changed at least so many days ago. 0 means all.",
            )
        )
        self.addOutput(QgsProcessingOutputNumber("FOUND", "Number of leftovers found"))
        self.addOutput(QgsProcessingOutputNumber("BYTES", "Their size in bytes"))
        self.addOutput(QgsProcessingOutputNumber("DELETED", "Number of leftovers deleted"))

    def run_engine(
        self, parameters: dict[str, Any], context: QgsProcessingContext, progress: Progress
    ) -> dict[str, Any]:
        now = time.time()
        days = self.parameterAsDouble(parameters, "OLDERTHAN", context)
        home = home_folder()
        others = {
            "Arrays of a QGIS that was killed": arrays.abandoned(),
            "Runtime that was not finished": unfinished(home),
        }
        everything = leftovers.find(home, others)
        found = [one for one in everything if max(now - one.changed, 0.0) >= days * 86400]
        deleted = 0
        for one in progress.over(found, len(found)):
            progress.log(one.sentence(now))
            if self.parameterAsBoolean(parameters, "DELETE", context):
                gone = one.delete()
                deleted += gone
                if not gone:
                    progress.warn(f"{one.path} could not be deleted: it is in use or write-protected.")
        size = sum(one.bytes for one in found)
        progress.log(f"{len(found)} leftovers, {size / 1e6:,.1f} MB; {deleted} deleted.")
        return {"FOUND": len(found), "BYTES": size, "DELETED": deleted}
