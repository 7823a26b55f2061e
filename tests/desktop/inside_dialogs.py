"""Runs inside QGIS (see test_dialogs.py): opens Processing's dialogs, prints what it sees as one line of JSON."""

import os

import processing
from qgis.core import (
    QgsApplication,
    QgsLayerTreeGroup,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.utils import iface

from so2sat_qgis_plugin.paths import resource
from tests.desktop.inside import shot, tell, wait

SCENE, LABELS, MAP = os.environ["SCENE"], os.environ["LABELS"], os.environ["MAP"]
MODULE = "/somewhere/a module"


def fill_project(names: str) -> None:
    """Put the map, the scene and the labels into the project, those that `names` holds the first letter of."""
    QgsProject.instance().removeAllMapLayers()
    layers = {
        "m": lambda: QgsRasterLayer(MAP, "a map"),
        "s": lambda: QgsRasterLayer(SCENE, "scene"),
        "l": lambda: QgsVectorLayer(LABELS, "labels", "ogr"),
    }
    for letter in names:
        layer = layers[letter]()
        assert layer.isValid(), letter
        QgsProject.instance().addMapLayer(layer)


def algorithms() -> list:
    all_of_them = QgsApplication.processingRegistry().providerById("so2sat").algorithms()
    return [one for one in all_of_them if not isinstance(one, QgsProcessingModelAlgorithm)]


def open_every_dialog(project: str) -> dict:
    """Open and close the dialog of each algorithm; returns what its panel says of its parameters."""
    seen = {}
    layers = {layer.id(): layer.name() for layer in QgsProject.instance().mapLayers().values()}
    for algorithm in algorithms():
        dialog = processing.createAlgorithmDialog(algorithm.id(), {})
        dialog.show()
        wait(20)
        if project == "both":
            dialog.resize(900, 760)
            shot(dialog, f"dialog_{algorithm.name()}")
        panel = dialog.mainWidget()
        own = {name: wrapper for name, wrapper in panel.wrappers.items() if hasattr(wrapper, "value")}
        values = {name: wrapper.parameterValue() for name, wrapper in own.items()}
        seen[algorithm.name()] = {name: layers.get(value, value) for name, value in values.items()}
        dialog.close()
        dialog.deleteLater()
        wait(5)
    return seen


def in_a_dialog() -> dict:
    """Give MODULE a value that is in no list, as a re-run from the history does."""
    dialog = processing.createAlgorithmDialog("so2sat:embed", {"INPUT": SCENE, "MODULE": MODULE, "STRIDE": 7})
    dialog.show()
    wrapper = dialog.mainWidget().wrappers["MODULE"]
    found = {"shown": wrapper.widget.combo.currentText(), "value": wrapper.parameterValue()}
    wrapper.widget.combo.setEditText("https://example.org/mine/1 ")
    found["typed"] = wrapper.parameterValue()
    wrapper.widget.set_value("so2sat-lcz-resnet20")
    found["title"] = wrapper.widget.combo.currentText()
    found["about"] = wrapper.widget.about.text()
    found["named"] = wrapper.parameterValue()
    combo = wrapper.widget.combo
    found["entries"] = [combo.itemData(i) for i in range(combo.count())]
    combo.showPopup()
    shot(combo.view().window(), "module_list")
    combo.hidePopup()
    shot(dialog, "module_in_dialog")
    found["all"] = {name: str(value) for name, value in dialog.createProcessingParameters().items()}
    dialog.close()
    return found


def fields_of_the_reference() -> dict:
    """Change the reference of 'Assess map' between labels and a raster, and back."""
    dialog = processing.createAlgorithmDialog("so2sat:assess", {})
    dialog.show()
    reference, field = (dialog.mainWidget().wrappers[name] for name in ("REFERENCE", "FIELD"))
    found = {}
    for path in (LABELS, SCENE, LABELS):
        reference.setParameterValue(path, QgsProcessingContext())
        found.setdefault("fields", []).append(field.widget.fields().names())
    field.setParameterValue("class", QgsProcessingContext())
    found["chosen"] = field.parameterValue()
    dialog.resize(900, 600)
    shot(dialog, "assess_with_labels")
    dialog.close()
    return found


def in_a_batch() -> dict:
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    dialog = BatchAlgorithmDialog(QgsApplication.processingRegistry().createAlgorithmById("so2sat:embed"))
    dialog.show()
    panel = dialog.mainWidget()
    column = panel.parameter_to_column["MODULE"]
    wrapper = panel.wrappers[0][column]
    wrapper.setParameterValue(MODULE, QgsProcessingContext())
    found = {"value": wrapper.parameterValue(), "shown": wrapper.widget.combo.currentText()}
    dialog.resize(1200, 400)
    shot(dialog, "module_in_batch")
    dialog.close()
    return found


def in_the_modeler() -> dict:
    """Put a value that is in no list into a step's dialog, and read the step that the dialog makes."""
    from processing.modeler.ModelerDialog import ModelerDialog
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog
    from qgis.core import QgsProcessingModelParameter, QgsProcessingParameterString

    editor = ModelerDialog.create() if hasattr(ModelerDialog, "create") else ModelerDialog()
    found: dict = {"steps": {}}
    for path in sorted(resource("models").iterdir()):
        editor.loadModel(str(path))
        editor.resize(1300, 800)
        editor.show()
        found["steps"][path.stem] = sorted(editor.model().childAlgorithms())
        shot(editor, f"modeler_{path.stem}")
    model = QgsProcessingModelAlgorithm("a model", "tests")
    model.addModelParameter(
        QgsProcessingParameterString("theirs", "Their module"), QgsProcessingModelParameter("theirs")
    )
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("so2sat:embed")
    for name, give in (("text", lambda w: w.set_value(MODULE)), ("input", lambda w: choose(w, "Their module"))):
        dialog = ModelerParametersDialog(algorithm, model)
        panel = getattr(dialog, "widget", dialog)
        wrapper = getattr(panel, "widget", panel).wrappers["MODULE"]
        give(wrapper.widget)
        dialog.show()
        shot(dialog, f"module_in_modeler_{name}")
        step = dialog.createAlgorithm()
        source = step.parameterSources()["MODULE"][0]
        found[name] = source.staticValue() if name == "text" else source.parameterName()
        dialog.close()
    editor.close()
    return found


def tree(node) -> list:
    """Return groups and layers below a node of the layer tree: name, whether open, whether shown, what is below."""
    return [
        [
            one.name(),
            one.isExpanded(),
            one.itemVisibilityChecked(),
            tree(one) if isinstance(one, QgsLayerTreeGroup) else [],
        ]
        for one in node.children()
    ]


def in_the_project() -> dict:
    """Run the map's algorithm as its dialog does, without and with labels, and look at the layers."""
    fill_project("sl")
    given = {"INPUT": SCENE, "STRIDE": 10, "WINDOW": 8, "OUTPUT": "TEMPORARY_OUTPUT"}
    processing.runAndLoadResults("so2sat:landcovermap", {**given, "CLUSTERS": 3})
    wait(500)
    found = {"clusters": tree(QgsProject.instance().layerTreeRoot())}
    labels = {"TRAINING": LABELS, "FIELD": "class", "CLASSIFIER": 1, "CONFIDENCE": "TEMPORARY_OUTPUT"}
    processing.runAndLoadResults("so2sat:landcovermap", {**given, **labels})
    wait(500)
    found["labels"] = tree(QgsProject.instance().layerTreeRoot())
    layer = QgsProject.instance().mapLayersByName(found["labels"][0][3][0][0])[0]
    found["classes"] = [entry.label for entry in layer.renderer().classes()]
    iface.mainWindow().resize(1300, 800)
    shot(iface.mainWindow(), "maps_in_the_project")
    return found


def in_the_toolbox() -> dict:
    """Return what the toolbox finds by some words."""
    from qgis.gui import QgsProcessingToolboxProxyModel

    proxy = QgsProcessingToolboxProxyModel(None, QgsApplication.processingRegistry())
    found = {}
    for words in ("lcz", "classification", "random forest", "clustering", "sentinel", "deep learning"):
        proxy.setFilterString(words)
        found[words] = sorted(leaves(proxy))
    return found


def leaves(proxy, parent=None) -> list:
    from qgis.PyQt.QtCore import QModelIndex

    parent = parent or QModelIndex()
    found = []
    for row in range(proxy.rowCount(parent)):
        index = proxy.index(row, 0, parent)
        algorithm = proxy.toolboxModel().algorithmForIndex(proxy.mapToSource(index))
        if algorithm is None:
            found += leaves(proxy, index)
        elif algorithm.provider().id() == "so2sat":
            found.append(algorithm.name())
    return found


def choose(widget, text: str) -> None:
    index = next(i for i in range(widget.combo.count()) if text in widget.combo.itemText(i))
    widget.combo.setCurrentIndex(index)


def drive() -> dict:
    found: dict = {"projects": {}}
    for name, layers in (("empty", ""), ("rasters", "sm"), ("vectors", "l"), ("both", "lsm")):
        fill_project(layers)
        found["projects"][name] = open_every_dialog(name)
        print("OPENED", name, flush=True)
    for look in (in_a_dialog, fields_of_the_reference, in_a_batch, in_the_modeler, in_the_toolbox, in_the_project):
        found[look.__name__] = look()
    return found


tell(drive)
