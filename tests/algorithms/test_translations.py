"""Every text on screen speaks German and French, and says there what it says in English."""

import json
import os
import re
import subprocess
import sys

import pytest

from so2sat_qgis_plugin.algorithms.catalogue import ALGORITHMS
from tools import translations

SHOWN = """
import json, sys
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm
application = QgsApplication([], False)
application.initQgis()
import so2sat_qgis_plugin
plugin = so2sat_qgis_plugin.classFactory(None)
plugin.initProcessing()
provider = QgsApplication.processingRegistry().providerById("so2sat")
algorithm = provider.algorithm("landcovermap").create()
stride = algorithm.parameterDefinition("STRIDE")
print(json.dumps({
    "names": sorted(
        one.displayName() for one in provider.algorithms() if not isinstance(one, QgsProcessingModelAlgorithm)
    ),
    "help": algorithm.shortHelpString(),
    "label": stride.description(), "options": algorithm.parameterDefinition("CLASSIFIER").options(),
}))
sys.stdout.flush()
import os
os._exit(0)
"""


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_translated(language, provider):
    known = translations.read(translations.source(language))
    missing = [text for text in translations.texts() if not known.get(text)]
    assert missing == [], f"make translations lists what lacks a translation in {translations.source(language).name}"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translations_keep_places_and_marks(language):
    for text, translated in translations.read(translations.source(language)).items():
        for kind in (r"\{\w*\}", r"</?\w+>", r"so2sat-[\w-]+", r"\*\.\w+", r"\.(?:SAFE|vrt|whl|tar\.gz)\b"):
            assert sorted(re.findall(kind, text)) == sorted(re.findall(kind, translated)), (text, translated)


def test_qgis_shows_them(tmp_path):
    seen = {}
    for language in ("en_US", "de_AT", "fr_FR"):
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(tmp_path / language),
            "LC_ALL": f"{language}.UTF-8",
            "PYTHONPATH": str(_staged(tmp_path / f"plugins-{language}")),
        }
        done = subprocess.run(
            [sys.executable, "-c", SHOWN], env=environment, cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        seen[language] = json.loads(done.stdout.splitlines()[-1])
    english = {cls.NAME for cls in ALGORITHMS}
    assert english <= set(seen["en_US"]["names"])  # beside them the models, which are files with names of their own
    assert "Landbedeckungskarte" in seen["de_AT"]["names"] and "Carte d'occupation du sol" in seen["fr_FR"]["names"]
    assert not english & set(seen["de_AT"]["names"]) and not english & set(seen["fr_FR"]["names"])
    assert "Die Klasse jeder Zelle" in seen["de_AT"]["help"] and "La classe de chaque cellule" in seen["fr_FR"]["help"]
    assert "automatisch" in seen["de_AT"]["options"] and seen["fr_FR"]["label"] != seen["en_US"]["label"]


def _staged(folder):
    from tools.plugin import stage

    folder.mkdir()
    stage(folder)
    return folder


def test_tr_takes_literals_only(tmp_path, monkeypatch):
    package = tmp_path / "so2sat_qgis_plugin"
    package.mkdir()
    (package / "one.py").write_text('tr("Set up " "now")\ntr(CONSTANT)\n', encoding="utf-8")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    assert translations.of_source() == ["Set up now"]
    (package / "two.py").write_text('tr(f"{count} classes")\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"two\.py:1: tr\(\) takes one literal"):
        translations.of_source()


def test_nothing_translated_is_lost(tmp_path):
    target = tmp_path / "x.ts"
    assert translations.write(target, "de", ["one", "two"], {"one": "eins"}) == ["two"]
    translations.write(target, "de", ["two"], {**translations.read(target), "two": "zwei"})
    assert translations.read(target) == {"one": "eins", "two": "zwei"}
    assert translations.write(target, "de", ["one", "two"], translations.read(target)) == []
