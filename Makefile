# `make help` lists what there is. Works on a fresh Debian or Ubuntu with nothing but git, make and sudo.

# Environments that are given (make test VENV=… RUNTIME=…) are taken as they are; ours are made, with a stamp newer
# than what they were made from.
DOCS_VENV     := build/docs-venv
QT6_VENV      := build/qt6-venv
GIVEN_VENV    := $(VENV)
GIVEN_RUNTIME := $(RUNTIME)
# QGIS's own Python and the tools that develop the plugin
VENV    ?= build/venv
# the separate Python with TensorFlow and scikit-learn
RUNTIME ?= build/runtime
# folder of wheels for a machine without internet
WHEELS  ?=
# how long `make campaign` and `make bench-endurance` may take; for the campaign, what its cases are drawn from, how many of them
MINUTES ?= 40
SEED    ?= 0
SHARE   ?= 1
# what `make demo` maps; empty: a synthetic scene
RASTER  ?=
SYSTEM_PYTHON ?= /usr/bin/python3

PYTHON  := $(abspath $(VENV))/bin/python
SKIPPED := $(abspath build/skipped)
RUNTIME_PYTHON := $(abspath $(RUNTIME))/bin/python

.DELETE_ON_ERROR:
.PHONY: help demo docs screenshots translations qt6 test test-algorithms test-desktop test-rest test-worker campaign runtime venv system install package lint format bench bench-tile bench-endurance bench-accuracy bench-similarity bench-change bench-published bench-labels bench-guided bench-quick bench-effort bench-cluster wheel lock clean

help: ## list the targets
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

system: ## QGIS, GDAL and Xvfb by apt, where they are missing
	@sh tools/system_packages.sh

ifneq ($(GIVEN_VENV),)
venv:
else
venv: $(VENV)/stamp ## QGIS's Python with the tools that develop the plugin, in build/venv
endif

$(VENV)/stamp: requirements-dev.txt | system
	rm -rf $(VENV)
	$(SYSTEM_PYTHON) -m venv --system-site-packages $(VENV)
	$(PYTHON) -m pip install --disable-pip-version-check --quiet -r requirements-dev.txt
	touch $@

ifneq ($(GIVEN_RUNTIME),)
runtime:
else
runtime: $(RUNTIME)/stamp ## the runtime, in build/runtime
endif

$(RUNTIME)/stamp: so2sat_qgis_plugin/runtime/requirements.txt tests/worker/requirements.txt | system
	rm -rf $(RUNTIME)
	$(SYSTEM_PYTHON) -m tools.runtime $(abspath $(RUNTIME)) "$(WHEELS)"
	touch $@

lint: venv ## style, types and the rooms' import contracts
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(abspath $(VENV))/bin/lint-imports

format: venv ## let ruff put the style right
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

test: lint qt6 runtime ## lint, and every test in the Python it belongs to; ends with what was skipped, and why
	@mkdir -p build && : > $(SKIPPED)
	@echo "The tests run in four groups, two at a time; each is shown when it has ended."
	$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target test-algorithms test-desktop test-rest test-worker
	@echo "$$(wc -l < $(SKIPPED)) tests were skipped$$(sort $(SKIPPED) | uniq -c | sed 's/^ *\([0-9]*\) /; \1: /' | tr -d '\n')."

# QGIS's Python, and a runtime for the workers that it starts
PYTEST := QT_QPA_PLATFORM=offscreen SO2SAT_PYTHON=$(RUNTIME_PYTHON) SO2SAT_CLUSTER_PYTHON=$(PYTHON) SKIPPED=$(SKIPPED) $(PYTHON) -m pytest

test-algorithms:
	$(PYTEST) tests/algorithms

test-desktop:
	$(PYTEST) tests/desktop

test-rest:
	$(PYTEST) --ignore=tests/algorithms --ignore=tests/desktop --ignore=tests/worker

test-worker:
	SKIPPED=$(SKIPPED) $(RUNTIME_PYTHON) -m pytest tests/worker

translations: venv ## extract the texts on screen into resources/i18n; says what lacks a translation
	$(PYTHON) -m tools.translations

qt6: $(QT6_VENV)/stamp ## what the plugin takes from Qt is there in Qt 6
	$(QT6_VENV)/bin/python tools/qt6.py

$(QT6_VENV)/stamp: requirements-qt6.txt | system
	rm -rf $(QT6_VENV)
	$(SYSTEM_PYTHON) -m venv $(QT6_VENV)
	$(QT6_VENV)/bin/python -m pip install --disable-pip-version-check --quiet -r requirements-qt6.txt
	touch $@

docs: venv $(DOCS_VENV)/stamp ## the documentation as pages, in build/site
	$(PYTHON) -m tools.docs
	NO_MKDOCS_2_WARNING=1 $(DOCS_VENV)/bin/python -m mkdocs build --strict --quiet
	@echo build/site/index.html

$(DOCS_VENV)/stamp: requirements-docs.txt | system
	rm -rf $(DOCS_VENV)
	$(SYSTEM_PYTHON) -m venv $(DOCS_VENV)
	$(DOCS_VENV)/bin/python -m pip install --disable-pip-version-check --quiet -r requirements-docs.txt
	touch $@

screenshots: venv runtime ## the pictures of docs/, taken by the tests from a real QGIS window
	QT_QPA_PLATFORM=offscreen SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m pytest tests/desktop -m desktop
	$(PYTHON) -m tools.screenshots

demo: venv runtime ## map a synthetic scene (or RASTER=path) into build/demo
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m tools.demo "$(RASTER)"

bench: venv runtime ## embedding against bare loops over the same windows
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.bench

bench-tile: venv runtime ## a whole Sentinel-2 tile to a map: time and memory
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.tile

bench-endurance: venv runtime ## three runs at once, again and again for MINUTES: whether memory stays flat
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.endurance $(MINUTES)

bench-accuracy: venv runtime ## accuracy on withheld ground, and how true reports are: the tables of docs/accuracy.md
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.accuracy ../shared/data build/accuracy.md

bench-similarity: venv runtime ## how well "more like this" finds the rest of a class: the table of docs/similarity.md
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.similarity ../shared/data build/similarity.md

bench-change: venv runtime ## how well change is told from season, haze and shift: the table of docs/change.md
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.change ../shared/data/t48que/S2L2A_T48QUE_20200223_10band.tif build/change.md

bench-published: venv runtime ## a published embedding of 64 bands, 8,192 × 8,192: time and peak memory of train and classify
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.published

bench-labels: venv runtime ## from an edit of the labels to the redrawn map: a scene, and a whole Sentinel-2 tile
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.label_loop

bench-guided: venv runtime ## macro-F1 after 5 to 40 labels at guided and at random places: the table and plot of docs/labels.md
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.label_guided ../shared/data build/labels.md docs/images/label_guided.svg

bench-quick: venv runtime ## which quick classifier serves best with few labels: a table of docs/labels.md
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.label_choice ../shared/data build/quick.md

package: venv ## dist/so2sat_qgis_plugin-VERSION.zip, for QGIS's plugin manager
	$(PYTHON) -m tools.plugin package

bench-effort: venv runtime ## how long training takes at each effort, on 1,000 and on 10,000 labelled cells
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) $(PYTHON) -m benchmarks.training_time

bench-cluster: venv runtime ## a plan on one and two Dask workers against one process; overhead a block
	SO2SAT_PYTHON=$(RUNTIME_PYTHON) SO2SAT_CLUSTER_PYTHON=$(PYTHON) $(PYTHON) -m benchmarks.cluster

wheel: venv ## dist/*.whl with the command so2sat-landcover, for nodes without QGIS
	$(PYTHON) -m tools.wheel

install: system ## the plugin into your QGIS profile, enabled
	$(SYSTEM_PYTHON) -m tools.plugin install

lock: venv ## pin the runtime's packages anew from requirements.in
	{ echo "# The runtime: every package pinned, for Python 3.10 to 3.13 on Linux, Windows and macOS (arm64)."; \
	  echo "# Written by \`make lock\` from requirements.in; change that one."; \
	  $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.10 --no-annotate --no-header \
	    so2sat_qgis_plugin/runtime/requirements.in; } > build/requirements.txt
	mv build/requirements.txt so2sat_qgis_plugin/runtime/requirements.txt
	{ echo "# An extra of the runtime: talking to a Dask cluster. Every package pinned, for Python 3.10 to 3.13."; \
	  echo "# Written by \`make lock\` from requirements-cluster.in; change that one."; \
	  $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.10 --no-annotate --no-header \
	    --constraint so2sat_qgis_plugin/runtime/requirements.txt \
	    so2sat_qgis_plugin/runtime/requirements-cluster.in; } > build/requirements.txt
	mv build/requirements.txt so2sat_qgis_plugin/runtime/requirements-cluster.txt
	$(PYTHON) -m tools.sizes

clean: ## delete what was built (QGIS and other system packages stay)
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
