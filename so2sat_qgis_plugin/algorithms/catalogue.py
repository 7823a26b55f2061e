"""The algorithms of the provider, in the order of the toolbox."""

from __future__ import annotations

from .assess import AssessMap
from .base import So2SatAlgorithm
from .change import Change
from .classify import ClassifyRaster
from .cleanup import Cleanup
from .cluster import ClusterRaster
from .describe_module import DescribeModule
from .embed import Embed
from .explain_cell import ExplainCell
from .export_embedding import ExportEmbedding
from .finetune import FinetuneModule
from .get_module import GetModule
from .grow_region import GrowRegion
from .import_embedding import ImportEmbedding
from .import_weights import ImportWeights
from .inspect_raster import InspectRaster
from .label_next import LabelNext
from .landcovermap import LandCoverMap
from .sample_size import SampleSize
from .save_plan import SavePlan
from .setup_runtime import SetupRuntime
from .similarity import MoreLikeThis
from .stack_bands import StackBands
from .train import TrainClassifier

ALGORITHMS: tuple[type[So2SatAlgorithm], ...] = (
    LandCoverMap,
    Embed,
    ClusterRaster,
    TrainClassifier,
    ClassifyRaster,
    MoreLikeThis,
    LabelNext,
    GrowRegion,
    ExplainCell,
    AssessMap,
    SampleSize,
    Change,
    StackBands,
    ImportEmbedding,
    ExportEmbedding,
    InspectRaster,
    SavePlan,
    GetModule,
    DescribeModule,
    FinetuneModule,
    ImportWeights,
    SetupRuntime,
    Cleanup,
)
