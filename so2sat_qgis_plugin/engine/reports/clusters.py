"""The report of a cluster map: what the clusters are, how their names came about, how the map was made."""

from __future__ import annotations

from pathlib import Path

from ..mapping import naming
from ..mapping.clusters import METHODS, Cluster, ClusterMap
from ..raster.bands import WAVELENGTHS
from .page import Raw, Report, swatch
from .plots import bars, lines


def write_cluster_report(path: str | Path, result: ClusterMap) -> None:
    """Write the report of `result` to `path` (HTML)."""
    report = Report("Clusters", f"{METHODS[result.made['method']]} of {result.made['input']}")
    _clusters(report, result)
    _names(report, result)
    _making(report, result)
    report.save(path)


def _clusters(report: Report, result: ClusterMap) -> None:
    total = sum(one.cells for one in result.clusters)
    with_area = result.clusters[0].area is not None
    rows = [
        (
            _named(one),
            f"{100 * one.cells / total:.1f} %",
            f"{one.cells:,}",
            *([f"{one.area / 1e4:,.1f}"] if one.area is not None else []),
        )
        for one in result.clusters
    ]
    report.heading("Clusters, from large to small")
    report.table(["Cluster", "Share", "Cells", *(["Area (ha)"] if with_area else [])], rows)
    if not with_area:
        report.text("Areas are not given: the raster's CRS doesn't tell where on the Earth it lies.")
    if result.nodata:
        report.text(f"{result.nodata:,} cells are nodata (0 in the map) and not counted in the shares.")
    shares = {one.legend.name: 100 * one.cells / total for one in result.clusters}
    report.svg(bars(shares, "Share (%)", [one.legend.color for one in result.clusters]))


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
    for key in ("module", "window", "stride", "mode", "source"):
        if made["embedding"] and key in made["embedding"]:
            rows.append((f"Embedding: {key}", made["embedding"][key]))
    report.heading("How it was made")
    report.table(["What", "Value"], rows)


def _named(one: Cluster) -> Raw:
    return Raw(swatch(one.legend.color) + one.legend.name)
