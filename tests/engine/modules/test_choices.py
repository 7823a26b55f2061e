"""What a user is offered as modules."""

import json

from so2sat_qgis_plugin.engine.modules.catalogue import catalogue
from so2sat_qgis_plugin.engine.modules.choices import choices
from so2sat_qgis_plugin.engine.modules.store import ModuleStore
from so2sat_qgis_plugin.engine.progress import Progress


def test_all_of_the_catalogue_with_words(tmp_path):
    found = choices(tmp_path)
    assert {choice.value for choice in found} == set(catalogue(tmp_path))
    assert all(choice.title and choice.about.endswith(".") for choice in found)
    assert [choice.value for choice in found if choice.here] == ["builtin"]


def test_what_was_fetched_comes_first(tmp_path):
    entry = catalogue(tmp_path)["eurosat-ms-resnet50"]
    store = ModuleStore(tmp_path)
    with store.new_folder() as folder:
        (folder / "saved_model.pb").write_bytes(b"graph")
        (folder / "variables").mkdir()
        store.add(folder, entry.handle, entry.handle, Progress())
    assert [choice.value for choice in choices(tmp_path)][:2] == ["builtin", "eurosat-ms-resnet50"]


def test_a_user_s_own_entry_is_described_by_its_facts(tmp_path):
    mine = {"name": "mine", "handle": "https://example.org/m/1", "bands": ["B2", "B3"], "dimensions": 64}
    (tmp_path / "modules.json").write_text(json.dumps({"modules": [mine]}))
    found = next(choice for choice in choices(tmp_path) if choice.value == "mine")
    assert (found.title, found.about, found.here) == ("mine", "2 bands, 64 features.", False)
