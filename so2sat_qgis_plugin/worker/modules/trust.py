"""A module is a program: check what its graph may do before it is ever loaded. Needs no TensorFlow.

What is checked is a private copy, and that copy is what is loaded: a file that is swapped in between changes nothing.

Every op of every graph version, function and nested function must be one that networks need: arithmetic,
shapes, variables, control flow, random numbers. None of them reads or writes a file, opens a connection,
calls Python, keeps a queue or a table, or decodes a foreign format.

The exception is the saver that every SavedModel brings for its own variables (`SaveV2`, `RestoreV2` and what
goes with them). Loading runs its restore op, so there RestoreV2 alone may stand, and it may read only the
file name that the loader gives it. Nothing else that a loader can ask for by name (signatures, collections
with initialisers and updates, objects), no gradient and no function outside the saver may depend on an op of the
saver; the save op is never run.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from ...engine.errors import So2SatError
from ...engine.modules.store import is_module, module_files
from ..server import Session
from .graphdef import Function, MetaGraph, Node, read_saved_model

_MOST_NODES = 2_000_000  # of a graph with its functions written out at each call; a ResNet-50 has 5,000
_SAVER = frozenset(("SaveV2", "RestoreV2", "MergeV2Checkpoints", "ShardedFilename"))

ALLOWED = frozenset(
    """
    Abs Acos Acosh Add AddN AddV2 All Any ArgMax ArgMin Asin Asinh Atan Atan2 Atanh
    BatchMatMul BatchMatMulV2 BatchMatMulV3 Bincount BitwiseAnd BitwiseOr BitwiseXor Bucketize
    Cast Ceil CheckNumerics ClipByValue Complex ComplexAbs Conj Cos Cosh Cross Cumprod Cumsum
    Diag DiagPart Digamma Div DivNoNan Einsum Equal Erf Erfc Erfinv Exp Expm1 Floor FloorDiv FloorMod
    Greater GreaterEqual HistogramFixedWidth IsFinite IsInf IsNan L2Loss Less LessEqual Lgamma LinSpace Log Log1p
    LogSoftmax LogicalAnd LogicalNot LogicalOr MatMul MatrixBandPart MatrixDiag MatrixDiagPart MatrixDiagPartV2
    MatrixDiagPartV3 MatrixDiagV2 MatrixDiagV3 MatrixInverse MatrixSetDiag MatrixSetDiagV2 MatrixSetDiagV3
    Max Maximum Mean Min Minimum Mod Mul MulNoNan Neg NextAfter NotEqual Pow Prod
    Range RealDiv Real Imag Reciprocal ReciprocalGrad Relu Rint Round Rsqrt RsqrtGrad SegmentMax SegmentMean SegmentMin
    SegmentProd SegmentSum Sigmoid SigmoidGrad Sign Sin Sinh Softmax Sqrt SqrtGrad Square SquaredDifference Sub Sum
    Svd Tan Tanh TanhGrad TruncateDiv TruncateMod UnsortedSegmentMax UnsortedSegmentMin UnsortedSegmentProd
    UnsortedSegmentSum Xdivy Xlog1py Xlogy Zeta

    AvgPool AvgPool3D AvgPoolGrad BiasAdd BiasAddGrad BiasAddV1 Conv Conv2D Conv2DBackpropFilter Conv2DBackpropInput
    Conv2DBackpropInputV2 Conv2DBackpropFilterV2 Conv3D Conv3DBackpropFilterV2 Conv3DBackpropInputV2
    DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput Dilation2D
    Elu EluGrad FusedBatchNorm FusedBatchNormGrad FusedBatchNormGradV2 FusedBatchNormGradV3 FusedBatchNormV2
    FusedBatchNormV3 BatchNormWithGlobalNormalization FusedPadConv2D FusedResizeAndPadConv2D
    FractionalAvgPool FractionalMaxPool InTopK InTopKV2 LRN LRNGrad LeakyRelu LeakyReluGrad
    MaxPool MaxPool3D MaxPoolGrad MaxPoolGradV2 MaxPoolV2 MaxPoolWithArgmax NthElement ReluGrad Relu6 Relu6Grad
    Selu SeluGrad SoftmaxCrossEntropyWithLogits Softplus SoftplusGrad Softsign SoftsignGrad
    SparseSoftmaxCrossEntropyWithLogits TopK TopKV2 ApproximateEqual

    BatchToSpace BatchToSpaceND BroadcastArgs BroadcastGradientArgs BroadcastTo Concat ConcatOffset ConcatV2 Const
    DepthToSpace DynamicPartition DynamicStitch ParallelDynamicStitch EnsureShape ExpandDims ExtractImagePatches
    ExtractVolumePatches Fill Gather GatherNd GatherV2 GuaranteeConst Identity IdentityN InvertPermutation
    MirrorPad MirrorPadGrad OneHot OnesLike Pack Pad PadV2 ParallelConcat Placeholder PlaceholderV2
    PlaceholderWithDefault PreventGradient Rank Reshape Reverse ReverseSequence ReverseV2 Roll ScatterNd
    ScatterNdNonAliasingAdd Select SelectV2 Shape ShapeN Size Slice Snapshot SpaceToBatch SpaceToBatchND SpaceToDepth
    Split SplitV Squeeze StopGradient StridedSlice StridedSliceGrad TensorScatterAdd TensorScatterSub
    TensorScatterUpdate TensorStridedSliceUpdate Tile TileGrad Transpose ConjugateTranspose Unique UniqueV2
    UniqueWithCounts Unpack UnravelIndex Where ZerosLike Bitcast

    CropAndResize ResizeArea ResizeBicubic ResizeBicubicGrad ResizeBilinear ResizeBilinearGrad ResizeNearestNeighbor
    ResizeNearestNeighborGrad ScaleAndTranslate RGBToHSV HSVToRGB AdjustContrastv2 AdjustHue AdjustSaturation
    ImageProjectiveTransformV2 ImageProjectiveTransformV3 NonMaxSuppressionV3

    Assign AssignAdd AssignAddVariableOp AssignSub AssignSubVariableOp AssignVariableOp CountUpTo DestroyResourceOp
    IsVariableInitialized ReadVariableOp ResourceGather ResourceGatherNd ResourceScatterAdd ResourceScatterUpdate
    ResourceStridedSliceAssign ScatterAdd ScatterSub ScatterUpdate VarHandleOp VarIsInitializedOp Variable
    VariableShape VariableV2 DisableCopyOnRead

    Case Enter Exit If LoopCond Merge NextIteration NoOp PartitionedCall RefEnter RefExit RefIdentity RefMerge
    RefNextIteration RefSelect RefSwitch StatefulPartitionedCall StatelessCase StatelessIf StatelessWhile Switch
    While ControlTrigger Assert TensorListConcatV2 TensorListElementShape TensorListFromTensor TensorListGather
    TensorListGetItem TensorListLength TensorListPopBack TensorListPushBack TensorListReserve TensorListSetItem
    TensorListStack EmptyTensorList TensorArrayV3 TensorArrayCloseV3 TensorArrayConcatV3 TensorArrayGatherV3
    TensorArrayReadV3 TensorArrayScatterV3 TensorArraySizeV3 TensorArraySplitV3 TensorArrayWriteV3 TensorArrayGradV3
    StackV2 StackPushV2 StackPopV2 StackCloseV2

    Multinomial ParameterizedTruncatedNormal RandomGamma RandomShuffle RandomStandardNormal RandomUniform
    RandomUniformInt StatelessMultinomial StatelessRandomGetAlg StatelessRandomGetKeyCounter
    StatelessRandomGetKeyCounterAlg StatelessRandomNormal StatelessRandomNormalV2 StatelessRandomUniform
    StatelessRandomUniformFullInt StatelessRandomUniformFullIntV2 StatelessRandomUniformInt StatelessRandomUniformIntV2
    StatelessRandomUniformV2 StatelessTruncatedNormal StatelessTruncatedNormalV2 StatefulRandomBinomial
    StatefulStandardNormalV2 StatefulTruncatedNormal StatefulUniform StatefulUniformFullInt StatefulUniformInt
    RngReadAndSkip RngSkip TruncatedNormal

    FakeQuantWithMinMaxArgs FakeQuantWithMinMaxVars FakeQuantWithMinMaxVarsPerChannel QuantizeAndDequantize
    QuantizeAndDequantizeV2 QuantizeAndDequantizeV3 QuantizeAndDequantizeV4 QuantizeV2 Dequantize

    StringJoin StaticRegexFullMatch ScalarSummary HistogramSummary MergeSummary
    """.split()
)


@contextmanager
def checked(folder: str | Path) -> Iterator[Path]:
    """Give a copy of the module in `folder` that was checked and that nobody else writes: what is to be loaded.

    Raises So2SatError where it holds anything but a network.
    """
    folder = Path(folder)
    _check_files(folder)
    with tempfile.TemporaryDirectory(prefix="module-", ignore_cleanup_errors=True) as private:
        copy = Path(private) / "module"
        _copy(folder, copy)
        for graph in read_saved_model(copy / "saved_model.pb"):
            _check_ops(graph, folder)
            _check_calls(graph, folder)
            _check_saver(graph, folder)
        yield copy


def check(folder: str | Path) -> None:
    """Raise So2SatError where the module in `folder` holds anything but a network; returns otherwise."""
    with checked(folder):
        pass


def check_module(session: Session, *, folder: str) -> dict[str, Any]:
    """Worker call: `check`."""
    check(folder)
    return {}


def _check_files(folder: Path) -> None:
    if not is_module(folder):
        raise So2SatError(f"Folder {folder} is no module: a module has saved_model.pb and a folder 'variables' in it.")
    for name in ("saved_model.pbtxt", "saved_model.cpb"):
        if (folder / name).exists():
            raise _refused(folder, f"it has a second graph, {name}, beside saved_model.pb")
    inside = [folder / "saved_model.pb", folder / "variables", folder / "assets"]
    inside += [path for parent in inside[1:] for path in parent.rglob("*")]
    odd = [path.relative_to(folder).as_posix() for path in inside if not _is_plain(path)]
    if odd:
        raise _refused(folder, f"it holds links that lead elsewhere, or devices: {', '.join(odd)}")


def _is_plain(path: Path) -> bool:
    return not path.is_symlink() and (path.is_file() or path.is_dir() or not path.exists())


def _copy(folder: Path, copy: Path) -> None:
    """Copy what makes the module. A file that was swapped for something else since it was looked at is refused."""
    for path in module_files(folder):
        target = copy / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(path, "rb", opener=_open_plain) as source, open(target, "wb") as file:
                if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                    raise _refused(folder, f"{path.name} is no plain file")
                shutil.copyfileobj(source, file, 1 << 20)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise _refused(folder, f"{path.name} cannot be read ({error.strerror})") from error
    (copy / "variables").mkdir(exist_ok=True)


def _open_plain(path: str, flags: int) -> int:
    """Open a file, but follow no link, and wait for no writer of a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _check_ops(graph: MetaGraph, folder: Path) -> None:
    functions = {function.name for function in graph.functions}
    allowed = ALLOWED | _SAVER | {name for name in functions if _cannot_be_an_op(name)}
    nodes = graph.nodes + [node for function in graph.functions for node in function.nodes]
    foreign = {op for node in nodes for op in (node.ops or ("(none)",)) if op not in allowed}
    foreign |= {name for node in nodes for name in node.functions if name not in functions}
    if foreign:
        raise _refused(folder, f"its graph uses what no network needs: {', '.join(sorted(foreign))}")


def _cannot_be_an_op(name: str) -> bool:
    """Whether no registered op can have this name (they begin with a capital, internal ones with one underscore)."""
    return name[:1].islower() or name.startswith("__")


def _check_calls(graph: MetaGraph, folder: Path) -> None:
    """Refuse functions that call themselves: such a network never ends, and OpenVINO's reader crashes on it."""
    nodes: dict[str, list[Node]] = {}
    for function in graph.functions:
        nodes.setdefault(function.name, []).extend(function.nodes)
    calls = {
        name: [c for node in found for c in (*node.functions, *node.ops) if c in nodes] for name, found in nodes.items()
    }
    try:
        order = list(TopologicalSorter(calls).static_order())
    except CycleError as error:
        raise _refused(folder, f"its function {error.args[1][0]} calls itself") from error
    sizes: dict[str, int] = {}
    for name in order:
        sizes[name] = min(len(nodes[name]) + sum(sizes[called] for called in calls[name]), 2 * _MOST_NODES)
    top = [sizes[c] for node in graph.nodes for c in (*node.functions, *node.ops) if c in sizes]
    if sum(top) > _MOST_NODES or max(sizes.values(), default=0) > _MOST_NODES:
        raise _refused(folder, f"its functions unfold to more than {_MOST_NODES:,} operations")


def _check_saver(graph: MetaGraph, folder: Path) -> None:
    flow = _Flow(graph)
    named = flow.behind({_node_name(text) for text in graph.named} | graph.gradients | flow.others())
    if named:
        raise _refused(folder, f"its outputs or initialisers would use ops of the saver: {', '.join(sorted(named))}")
    if graph.restore:
        restored = flow.behind({_node_name(graph.restore)})
        if restored - {"RestoreV2"}:
            raise _refused(folder, f"loading it would run {', '.join(sorted(restored - {'RestoreV2'}))}")
        if restored and not flow.reads_only_given_file():
            raise _refused(folder, "loading it would read another file than its own variables (RestoreV2)")


class _Flow:
    """Who depends on whom in a graph: along data, control edges and calls of functions."""

    def __init__(self, graph: MetaGraph) -> None:
        self._graph = graph
        self._nodes: dict[str, list[Node]] = {}
        for node in graph.nodes:
            self._nodes.setdefault(node.name, []).append(node)
        self._functions: dict[str, list[Function]] = {}
        for function in graph.functions:
            self._functions.setdefault(function.name, []).append(function)

    def behind(self, names: set[str]) -> set[str]:
        """Return the saver's ops that running the nodes or functions called `names` would run.

        In a function every node counts: TensorFlow may run those that no result needs.
        """
        nodes, functions = self._reached(names)
        inner = [node for name in functions for function in self._functions[name] for node in function.nodes]
        return {op for node in nodes + inner for op in node.ops} & _SAVER

    def others(self) -> set[str]:
        """Return the functions that no saver calls, and those that TensorFlow may put in another's place."""
        saver = {_node_name(text) for text in (self._graph.save, self._graph.restore) if text}
        swapped = {f.name for f in self._graph.functions if "api_implements" in f.attributes}
        return (set(self._functions) - self._reached(saver)[1]) | swapped

    def _reached(self, names: set[str]) -> tuple[list[Node], set[str]]:
        """Return the graph's nodes that the nodes called `names` need, and all functions that these or `names` call."""
        nodes: list[Node] = []
        functions, seen, todo = set(names), set(), list(names)
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            for node in self._nodes.get(name, []):
                nodes.append(node)
                todo += [_node_name(text) for text in node.inputs]
                functions |= {*node.functions, *node.ops}
        reached: set[str] = set()
        todo = [name for name in functions if name in self._functions]
        while todo:
            name = todo.pop()
            if name in reached:
                continue
            reached.add(name)
            called = (c for f in self._functions[name] for node in f.nodes for c in (*node.functions, *node.ops))
            todo += [c for c in called if c in self._functions]
        return nodes, reached

    def reads_only_given_file(self) -> bool:
        """Whether each RestoreV2 reads the saver's file name: directly, or as its function's first argument."""
        source = _node_name(self._graph.filename)
        functions = self._graph.functions
        restoring = {f.name for f in functions if any("RestoreV2" in node.ops for node in f.nodes)}
        for function in functions:
            nodes = {node.name: node for node in function.nodes}
            for node in function.nodes:
                if restoring & {*node.functions, *node.ops}:
                    return False  # a function that calls one: no saver is built so
                if "RestoreV2" in node.ops and function.arguments[:1] != (_origin(node, nodes),):
                    return False
        nodes = {node.name: node for node in self._graph.nodes}
        readers = [n for n in self._graph.nodes if "RestoreV2" in n.ops or restoring & {*n.functions, *n.ops}]
        return all(_origin(node, nodes) == source for node in readers)


def _origin(node: Node, nodes: dict[str, Node]) -> str:
    """Return the name that the first input of `node` comes from, through identities."""
    name = _node_name(node.inputs[0]) if node.inputs else ""
    for _ in range(len(nodes)):
        source = nodes.get(name)
        if source is None or source.ops != ("Identity",) or not source.inputs:
            break
        name = _node_name(source.inputs[0])
    return name


def _node_name(text: str) -> str:
    """Return the node of a tensor name: `^a`, `a:0` and (in functions) `a:output:0` are node `a`."""
    return text.lstrip("^").split(":", 1)[0]


def _refused(folder: Path, why: str) -> So2SatError:
    return So2SatError(
        f"The module {folder} is refused, because {why}. A module is a program that would run on this computer; only "
        "networks of known, harmless ops are loaded. Ask its publisher for a plain inference module."
    )


CALLS = (check_module,)
