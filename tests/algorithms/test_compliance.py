"""What every algorithm of the provider must be, whichever it is (after QGIS's own AlgorithmsTestBase)."""

import re
from pathlib import Path

import pytest
from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingParameterDefinition

from so2sat_qgis_plugin.algorithms.catalogue import ALGORITHMS
from so2sat_qgis_plugin.paths import resource

OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
HIDDEN = QgsProcessingParameterDefinition.Flag.FlagHidden
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced


@pytest.fixture(params=[cls.ID for cls in ALGORITHMS])
def algorithm(request, provider) -> QgsProcessingAlgorithm:
    found = provider.algorithm(request.param)
    assert found is not None, f"{request.param} is not registered"
    return found


def shown(algorithm: QgsProcessingAlgorithm) -> list[QgsProcessingParameterDefinition]:
    return [p for p in algorithm.parameterDefinitions() if not p.flags() & HIDDEN]


def test_ids_and_names_are_no_twice(provider):
    models = len(list(resource("models").glob("*.model3")))
    assert len(ALGORITHMS) > 0 and len(provider.algorithms()) == len(ALGORITHMS) + models
    assert len({a.name() for a in provider.algorithms()}) == len(provider.algorithms())
    assert len({a.displayName() for a in provider.algorithms()}) == len(provider.algorithms())


def test_identity(algorithm):
    assert re.fullmatch(r"[a-z0-9]+", algorithm.name())
    assert algorithm.id() == f"so2sat:{algorithm.name()}"
    assert algorithm.displayName()[0].isupper() and not algorithm.displayName().endswith(".")
    assert bool(algorithm.group()) == bool(algorithm.groupId())
    assert not algorithm.icon().isNull()
    assert not algorithm.icon().pixmap(24, 24).isNull()


def test_help(algorithm):
    summary = algorithm.shortDescription()
    assert summary.endswith(".") and 20 < len(summary) < 260
    page = algorithm.shortHelpString()
    assert len(page) > len(summary) + 80
    for parameter in shown(algorithm):
        assert len(parameter.help()) > 15, f"{parameter.name()} has no help"
        assert parameter.help() in page


def test_parameters(algorithm):
    names = [p.name() for p in algorithm.parameterDefinitions()]
    assert len(names) == len(set(names))
    for parameter in algorithm.parameterDefinitions():
        assert re.fullmatch(r"[A-Z][A-Z0-9_]*", parameter.name())
        assert parameter.description() and not parameter.description().endswith(".")
        default = parameter.defaultValue()
        if default is not None:
            assert parameter.checkValueIsAcceptable(default), f"{parameter.name()}: its default is refused"


def test_the_basic_part_of_the_dialog_is_short(algorithm):
    basic = [p.name() for p in shown(algorithm) if not p.flags() & ADVANCED and not p.isDestination()]
    assert len(basic) <= 8, f"mark what is rarely chosen as advanced: {basic}"


def test_outputs_have_names(algorithm):
    assert algorithm.outputDefinitions()
    for output in algorithm.outputDefinitions():
        assert re.fullmatch(r"[A-Z][A-Z0-9_]*", output.name()) and output.description()


def test_instances_are_new_and_equal(algorithm):
    other = algorithm.create()
    assert other is not algorithm and type(other) is type(algorithm)
    assert [p.name() for p in other.parameterDefinitions()] == [p.name() for p in algorithm.parameterDefinitions()]


def test_is_there_without_a_runtime(algorithm, so2sat_home, monkeypatch):
    monkeypatch.delenv("SO2SAT_PYTHON", raising=False)
    assert algorithm.canExecute()[0]
    assert algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagCanCancel
    # `qgis_process list` of 3.22 leaves out what is hidden from the modeler, too: that is a bit of FlagDeprecated.
    assert not algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagDeprecated


def test_runs_in_a_background_thread(algorithm):
    assert not algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading


def test_what_is_required_is_asked_for(algorithm):
    required = [p.name() for p in shown(algorithm) if not p.flags() & OPTIONAL and p.defaultValue() is None]
    valid, message = algorithm.checkParameterValues({}, QgsProcessingContext())
    assert valid == (not required), f"{message}, required are {required}"
    assert bool(message) == bool(required)


def test_the_map_s_dialog_asks_in_the_order_in_which_one_decides(provider):
    land = shown(provider.algorithm("landcovermap"))
    basic = [p.name() for p in land if not p.flags() & ADVANCED and not p.isDestination()]
    assert basic == ["INPUT", "MODULE", "CELL", "TRAINING", "FIELD", "BUNDLE", "OWNCLASSES", "CLUSTERS"]
    written = [p.name() for p in land if p.isDestination()]
    assert written == ["OUTPUT", "REPORT", "TRAINED", "CONFIDENCE", "EMBEDDING", "PLAN"]


def test_it_can_be_found_read_about_and_told_from_others(algorithm, provider):
    assert len(algorithm.tags()) > 6 and all(tag.strip() == tag and tag for tag in algorithm.tags())
    assert algorithm.helpUrl().endswith(f"/algorithms/{algorithm.name()}.html")
    pictures = [resource(f"icons/{other.ID}.svg").read_bytes() for other in ALGORITHMS]
    assert pictures.count(Path(algorithm.svgIconPath()).read_bytes()) == 1
