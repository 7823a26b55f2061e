"""What an embedding raster says of itself in the terms of STAC's embedding extension (`emb:*`), for other software.

All of it is one JSON object under one metadata key: GDAL takes the colon in a key for its end.
"""

from __future__ import annotations

import json
from typing import Any

KEY = "STAC_PROPERTIES"


def properties(provenance: dict[str, Any], dims: int, dtype: str, ground_size: float | None) -> str:
    """Return the properties as JSON.

    `ground_size`: of a cell in metres, None where it is not known.
    """
    found: dict[str, Any] = {
        "emb:type": "pixel",
        "emb:dimensions": dims,
        "data_type": dtype,
        "gsd": ground_size,
        "emb:temporal_resolution": "annual" if provenance.get("year") else "single_acquisition",
        "emb:model": provenance.get("module"),
        "emb:runtime_parameters": {
            key: provenance[key] for key in ("window", "stride", "mode", "bands", "year") if provenance.get(key)
        },
        "license": provenance.get("licence"),
        "attribution": provenance.get("attribution"),
        "emb:source-data": provenance.get("original") or provenance.get("source"),
    }
    if provenance.get("quantization") not in (None, "none"):
        found["emb:quantization"] = {"method": provenance["quantization"], "original_dtype": "float32"}
    return json.dumps(
        {key: value for key, value in found.items() if value not in (None, "", {}, [])}, ensure_ascii=False
    )
