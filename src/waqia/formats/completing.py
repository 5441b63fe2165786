"""Places of records that were written one by one, matched to the gazetteer as a file's are."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from waqia.codebook import Codebook
from waqia.formats.mapping import load_mapping
from waqia.formats.staging import stage
from waqia.model import Finding

_GIVEN = (
    "place", "place_id", "district", "province", "country", "latitude", "longitude",
    "place_precision",
)  # fmt: skip
_FOUND = (
    "place", "place_id", "country", "province", "division", "district", "province_then",
    "district_then", "region", "latitude", "longitude", "place_precision",
)  # fmt: skip
_PROBLEMS = ("code", "message", "field", "found", "expected", "action")


def complete_places(
    records: Sequence[Mapping[str, Any]], codebook: Codebook
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """The columns of the place of each record, in order, as an import would fill them.

    Records have what their source says: place, district, province, country, coordinates, and
    date_start, which decides on the units of the day. Findings name places that the gazetteer
    does not have, and coordinates that cannot be.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="waqia-") as name, duckdb.connect() as connection:
        folder = Path(name)
        path = folder / "places.jsonl"
        lines = (
            {"account_id": str(number), "date": record.get("date_start") or "1900"}
            | {key: record[key] for key in _GIVEN if record.get(key) is not None}
            for number, record in enumerate(records)
        )
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        stage(connection, path, load_mapping("accounts"), codebook, folder)
        columns = ", ".join(_FOUND)
        rows = connection.execute(
            f"SELECT {columns} FROM accounts ORDER BY CAST(id AS INTEGER)"
        ).fetchall()
        problems = connection.execute(
            f"SELECT {', '.join(_PROBLEMS)} FROM findings "
            "WHERE code LIKE 'place-%' OR code LIKE 'coordinates-%'"
        ).fetchall()
    return (
        [dict(zip(_FOUND, row, strict=True)) for row in rows],
        [Finding(**dict(zip(_PROBLEMS, row, strict=True))) for row in problems],
    )
