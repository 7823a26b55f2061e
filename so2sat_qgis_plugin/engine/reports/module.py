"""The report of what a module is and what it can be used for."""

from __future__ import annotations

from typing import Any

from ..modules.catalogue import PROVENANCE
from ..modules.description import Description
from ..worker import ModuleFindings
from .land import made_by
from .page import Report
from .plots import bars


def module_report(description: Description) -> Report:
    """Return the report of what was found."""
    entry, found = description.module.entry, description.findings
    page = Report(f"Module {entry.name or description.module.handle}", entry.title)
    page.note(made_by())
    if not found.usable:
        page.warning(f"This module cannot embed: {found.why_not}")
    _identity(page, description)
    if found.usable:
        _geometry(page, found)
    _interface(page, found)
    norm = found.first_norm
    if norm:
        page.heading("First batch norm")
        page.text(
            f"{norm['name']}: what the module remembers of its training data, channel by channel. 'Inspect raster' "
            "compares a raster with it to find a wrong scaling or band order."
        )
        channels = {str(i + 1): value for i, value in enumerate(norm["mean"])}
        if len(channels) <= 32:
            page.table(
                ["Channel", "Moving mean", "Moving variance"], list(zip(channels, norm["mean"], norm["variance"]))
            )
        else:
            page.text(f"{len(channels)} channels; moving variances:")
            page.svg(bars(dict(list(zip(channels, norm["variance"]))[:16]), "moving variance (first 16)"))
    return page


def _identity(page: Report, description: Description) -> None:
    module, entry = description.module, description.module.entry
    page.heading("Identity")
    rows = [("Handle", module.handle), ("Folder", str(module.folder)), ("Content hash (sha256)", module.content_hash)]
    rows += [
        ("Format", _format(description.findings)),
        ("Licence", entry.licence or f"not known (no catalogue entry, no {PROVENANCE})"),
    ]
    rows += [("Please cite", entry.citation)] if entry.citation else []
    page.table(["", ""], rows)
    if entry.name:
        page.heading("Catalogue entry")
        labels = {
            "bands": "Bands, in order", "pixel_size": "Pixel size (m)", "window": "Window (pixels)",
            "input_size": "Window is enlarged to (pixels)", "scaling": "Scaling", "output": "Output",
            "classes_output": "Output of class scores", "classes": "Classes",
        }  # fmt: skip
        page.table(
            ["", ""],
            [(text, _plain(getattr(entry, key))) for key, text in labels.items() if _plain(getattr(entry, key))],
        )


def _format(found: ModuleFindings) -> str:
    tags = " and ".join("{" + ", ".join(graph["tags"]) + "}" for graph in found.graphs)
    kind = "TF1 Hub format" if found.mark or any(not g["tags"] for g in found.graphs) else "SavedModel (TF2)"
    return f"{kind}, tag sets {tags}"


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or "")


def _geometry(page: Report, found: ModuleFindings) -> None:
    page.heading("What it does")
    size = ["any" if side is None else str(side) for side in found.input_size]
    mapped = found.feature_map
    rows = [
        ("Bands", found.bands or "any number"),
        ("Input size (pixels)", " × ".join(size)),
        ("Embedding", f"{found.dimensions} numbers a window, output '{found.output}' of {found.way_in}"),
        ("Parameters", f"{found.parameters:,}, {found.trainable:,} of them trainable"),
        ("Feature map", f"{mapped['channels']} channels, {mapped['name']}" if mapped else "none found"),
    ]
    if mapped:
        rows.append(("Stride of the feature map", f"{mapped['stride']} pixels of the network's input"))
        rows.append(("Receptive field", f"{mapped['receptive_field']} pixels of the network's input"))
    rows.append(("Dense mode", "possible" if found.dense else f"not possible: {found.why_not_dense}"))
    fine = f"possible: {found.training}" if found.fine_tunable else f"not possible: {found.training}"
    page.table(["", ""], [*rows, ("Fine-tuning", fine)])
    page.table(["Operation", "Times"], list(found.ops.items()), "What its graph mostly consists of")


def _interface(page: Report, found: ModuleFindings) -> None:
    page.heading("Signatures")
    rows = []
    for way in [*found.signatures, *found.object]:
        for direction in ("inputs", "outputs"):
            rows += [(way["name"], direction[:-1], name, text) for name, text in sorted(way[direction].items())]
    page.table(["Signature", "Direction", "Name", "Type and shape"], rows)
    graphs = [("{" + ", ".join(g["tags"]) + "}", g["ops"], g["functions"]) for g in found.graphs]
    page.table(["Tag set", "Ops", "Functions"], graphs, "Graph versions; every op is on the list of allowed ones")
