"""The report of a cluster map: what the clusters are, how their names came about, how the map was made."""

from __future__ import annotations

from pathlib import Path

from ..mapping import naming
from ..mapping.clusters import METHODS, Cluster, ClusterMap
from ..raster.bands import WAVELENGTHS
from .land import add_map, add_settings, made_by, title_of
from .page import Raw, Report, named_swatch
from .plots import bars, lines


def write_cluster_report(path: str | Path, result: ClusterMap, output: str) -> None:
    """Write the report of `result`, the map `output`, to `path` (HTML)."""
    embedding = result.made["embedding"] or {}
    raster = str(embedding.get("original") or embedding.get("source") or result.made["input"])
    report = Report(title_of(raster, f"{len(result.clusters)} clusters"), METHODS[result.made["method"]])
    report.note(made_by())
    add_map(report, output, raster)
    total = sum(one.cells for one in result.clusters)
    shares = {one.legend.name: 100 * one.cells / total for one in result.clusters}
    report.svg(bars(shares, "Share (%)", [one.legend.color for one in result.clusters]))
    _names(report, result)
    _making(report, result)
    report.save(path)


def _names(report: Report, result: ClusterMap) -> None:
    report.heading("What they look like")
    if result.neutral_because:
        report.warning(f"The clusters have neutral names: {result.neutral_because}.")
        return
    report.text(
        "The names are suggestions. They come from the mean reflectance of the pixels that a cluster's cells cover, by "
        "the thresholds below, and know nothing of the place: check them against imagery before using them."
    )
    bands = list(result.clusters[0].spectrum)
    report.table(
        ["Cluster", *bands],
        [(_named(one), *(f"{one.spectrum[band]:.3f}" for band in bands)) for one in result.clusters],
        "Mean reflectance",
    )
    known = [band for band in bands if band in WAVELENGTHS]
    report.svg(
        lines(
            {one.legend.name: [(WAVELENGTHS[b], one.spectrum[b]) for b in known] for one in result.clusters},
            "Wavelength (nm)",
            "Reflectance",
            {one.legend.name: one.legend.color for one in result.clusters},
            {WAVELENGTHS[band]: band for band in known if band in ("B2", "B3", "B4", "B6", "B8", "B11", "B12")},
        )
    )
    columns = list(naming.indices(result.clusters[0].spectrum))
    report.table(
        ["Cluster", *columns, "Water cells", "Named so because"], [_index_row(one, columns) for one in result.clusters]
    )
    report.text(
        Raw(
            "NDVI = (NIR − red) / (NIR + red), Tucker 1979; NDWI = (green − NIR) / (green + NIR), McFeeters 1996; "
            "MNDWI = (green − SWIR 1) / (green + SWIR 1), Xu 2006; NDBI = (SWIR 1 − NIR) / (SWIR 1 + NIR), Zha et al. "
            "2003; NDTI = (SWIR 1 − SWIR 2) / (SWIR 1 + SWIR 2), van Deventer et al. 1997; brightness = mean of blue, "
            "green and red. NDVI below 0.2 is bare and above 0.5 fully vegetated after Sobrino et al. 2004."
        )
    )


def _index_row(one: Cluster, columns: list[str]) -> tuple[object, ...]:
    index = naming.indices(one.spectrum)
    shown = [f"{index[name]:.2f}" if name in index else "–" for name in columns]
    return (_named(one), *shown, f"{100 * one.water:.1f} %", one.why)


def _making(report: Report, result: ClusterMap) -> None:
    fit, made = result.fit, result.made
    silhouette = "–" if fit.silhouette is None else f"{fit.silhouette:.2f}"
    rows: list[tuple[object, object]] = [
        ("Method", METHODS[made["method"]]),
        ("Clusters asked for", made["clusters"]),
        ("Seed", made["seed"]),
        ("Cells in the sample", result.sampled),
        ("Principal components kept", f"{fit.components} ({100 * fit.explained:.1f} % of the variance)"),
        ("Silhouette of the sample (−1 to 1, higher is clearer)", silhouette),
    ]
    if made["method"] == "hdbscan":
        rows.append(("Sampled cells in no dense group, given to their nearest", f"{100 * fit.noise:.1f} %"))
    add_settings(report, result.made["embedding"], rows)


def _named(one: Cluster) -> Raw:
    return named_swatch(one.legend.color, one.legend.name)
