"""The documentation says what the program says."""

import ast
import re
from pathlib import Path

from so2sat_qgis_plugin.algorithms.catalogue import ALGORITHMS
from tests.support.data import ROOT
from tools.docs import pages
from tools.screenshots import wanted


def spoken() -> str:
    """Return every text of the plugin, each with … where it is filled in."""
    texts = []
    for path in sorted((ROOT / "so2sat_qgis_plugin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                texts.append("".join(p.value if isinstance(p, ast.Constant) else "…" for p in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(texts)


def test_the_messages_of_the_troubleshooting_page_are_the_program_s():
    page = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    messages = page.split("## Results")[0]
    headings = re.findall(r"^### (.+)$", messages, re.MULTILINE)
    everything = re.sub(r"\s+", " ", spoken())
    assert len(headings) >= 15
    for heading in headings:
        for part in re.split("…", heading):
            assert part.strip() in everything, f"'{part}' of '{heading}' is said nowhere"


def test_every_algorithm_has_its_page(tmp_path, provider):
    written = {path.stem: path.read_text(encoding="utf-8") for path in pages(tmp_path)}
    for cls in ALGORITHMS:
        page = written[cls.ID]
        algorithm = cls().create()
        assert page.startswith(f"# {algorithm.displayName()}") and f"qgis_process run so2sat:{cls.ID}" in page
        for parameter in algorithm.parameterDefinitions():
            assert f"`{parameter.name()}`" in page, (cls.ID, parameter.name())
        assert f"]({cls.ID}.md)" in written["index"]


def test_its_pictures_and_pages_are_there():
    assert [name for name in wanted() if not (ROOT / "docs" / "images" / f"{name}.png").is_file()] == []
    for page in (ROOT / "docs").glob("*.md"):
        for target in re.findall(r"\]\((?!https?:|algorithms/)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (Path(page).parent / target).is_file(), f"{page.name} points to {target}"
