"""Accounts and sources as the files that `waqia build` reads, so that nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from waqia.formats.export_flat import by_party, copy, phrase
from waqia.model import OUTCOMES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from waqia.codebook import Codebook

_DATE = """CASE
    WHEN date_precision = 'month' AND date_end = last_day(date_start) AND day(date_start) = 1
        THEN strftime(date_start, '%Y-%m')
    WHEN date_precision = 'year' AND date_end = date_start + INTERVAL 1 YEAR - INTERVAL 1 DAY
        THEN strftime(date_start, '%Y')
    WHEN date_precision = 'week' AND isodow(date_start) = 1 AND date_end = date_start + 6
        THEN strftime(date_start, '%G-W%V')
    WHEN date_precision = 'quarter' AND month(date_start) % 3 = 1
        THEN concat(year(date_start), '-Q', quarter(date_start))
    WHEN date_precision = 'quarter' AND month(date_start) % 3 = 0
        THEN concat(year(date_start), '-', 20 + month(date_start) // 3)
    WHEN coalesce(date_end, date_start) = date_start THEN date_start::VARCHAR
    ELSE concat(date_start, '/', date_end) END"""
"""ISO 8601 or EDTF of the days that the account leaves open (21 to 24 are the seasons)."""

_PART = ("c.min", "c.best", "c.max", "c.imputed")


def write_accounts(connection: DuckDBPyConnection, codebook: Codebook, path: Path) -> int:
    """Write `x_accounts` as accounts CSV; gives the number of rows."""
    lists = {
        name: _joined(name)
        for name in ("perpetrators", "responders", "target_actors", "targets", "tactics", "tags")
    }
    bounds = {o: (f"{o}_min", o, f"{o}_max", f"{o}_imputed") for o in OUTCOMES}
    columns = {
        "account_id": "id",
        "incident_id": "incident",
        "source_id": "source",
        "locator": "anchors[1].locator",
        "anchor_start": "anchors[1].start",
        "anchor_end": 'anchors[1]."end"',
        "reported_by": _joined("reported_by"),
        "type": "type",
        "date": _DATE,
        "date_precision": "date_precision",
        "place": "place",
        # the names of the day lead to those of today; the other way round they would be lost
        "district": "coalesce(district_then, district)",
        "province": "coalesce(province_then, province)",
        "country": "country",
        "latitude": "latitude",
        "longitude": "longitude",
        "place_precision": "place_precision",
        "perpetrators": lists["perpetrators"],
        "claim": "claim",
        "responders": lists["responders"],
        "target_actors": lists["target_actors"],
        "targets": lists["targets"],
        "tactics": lists["tactics"],
        **{o: phrase(*bounds[o], _vague(codebook, *bounds[o])) for o in OUTCOMES},
        **{f"{o}_by_party": by_party(o, _vague(codebook, *_PART)) for o in OUTCOMES},
        "tags": lists["tags"],
        "summary": "summary",
        "coder": "made_by",
        "credibility": "credibility",
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    query = f"SELECT {listed} FROM x_accounts ORDER BY id"
    return copy(connection, query, path, "FORMAT csv, HEADER true")


def write_sources(connection: DuckDBPyConnection, path: Path) -> int:
    """Write `x_sources` as sources CSV; gives the number of rows."""
    query = "SELECT id AS source_id, * EXCLUDE id FROM x_sources ORDER BY id"
    return copy(connection, query, path, "FORMAT csv, HEADER true")


def _joined(column: str) -> str:
    # a value never holds the separator; words of sources may
    plain = f"list_transform({column}, lambda value: replace(value, ';', ','))"
    return f"nullif(array_to_string({plain}, ';'), '')"


def _vague(codebook: Codebook, *count: str) -> str:
    """WHEN clauses that give a number made from words its words again.

    `count` is SQL of its lower bound, best estimate, upper bound and whether it is imputed.
    """
    *parts, imputed = count
    clauses = []
    for before in ("", "at least ", "up to "):
        for word, (low, best, high) in codebook.vague_counts.items():
            bounds = (
                None if before == "up to " else low,
                best,
                None if before == "at least " else high,
            )
            same = " AND ".join(
                f"{part} IS NOT DISTINCT FROM {'NULL' if value is None else value}"
                for part, value in zip(parts, bounds, strict=True)
            )
            text = (before + word).replace("'", "''")
            clauses.append(f"WHEN {imputed} AND {same} THEN '{text}'")
    return "\n".join(clauses)
