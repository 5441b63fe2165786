"""Releases written down by hand: every number in these tests can be counted on one's fingers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest

from waqia.codebook import Codebook
from waqia.model import OUTCOMES, TABLES, Period


class HandMade:
    """What counting asks of a release: tables, codebook and coverage."""

    def __init__(self, codebook: Codebook, **tables: list[dict[str, Any]]) -> None:
        import duckdb
        import ibis

        self.codebook = codebook
        self.kept: dict[str, Any] = {}
        self._connection = duckdb.connect()
        for name, table in TABLES.items():
            self._connection.execute(table.create())
            for row in tables.get(name, []):
                columns = ", ".join(f'"{column}"' for column in row)
                marks = ", ".join("?" for _ in row)
                self._connection.execute(
                    f"INSERT INTO {name} ({columns}) VALUES ({marks})", list(row.values())
                )
        self._tables: dict[str, Any] = dict.fromkeys(TABLES)
        self._ibis = ibis.duckdb.from_connection(self._connection)

    def connection(self) -> Any:
        return self._connection

    def table(self, name: str) -> Any:
        if self._tables[name] is None:
            self._tables[name] = self._ibis.table(name)
        return self._tables[name]

    @cached_property
    def coverage(self) -> Period:
        ((start, end),) = self._connection.execute(
            "SELECT min(date_start), max(date_end) FROM incidents"
        ).fetchall()
        return Period(start, end, f"{start}..{end}")


def _days(text: str) -> dict[str, Any]:
    period = Period.parse(text)
    precision = {4: "year", 7: "month", 10: "day"}.get(len(text), "range")
    return {"date_start": period.start, "date_end": period.end, "date_precision": precision}


def incident(id_: str, when: str, **fields: Any) -> dict[str, Any]:
    """One incident; a number of persons may be given as (min, best, max) or as one number.

    `casualties` are (party, outcome, min, best, max).
    """
    row: dict[str, Any] = {"id": id_, "status": "confirmed", "type": "terrorist_attack"}
    row |= _days(when)
    for name, value in fields.items():
        if name in OUTCOMES:
            low, best, high = value if isinstance(value, tuple) else (value, value, value)
            row |= {f"{name}_min": low, name: best, f"{name}_max": high}
        elif name == "casualties":
            keys = ("party", "outcome", "min", "best", "max")
            row[name] = [dict(zip(keys, c, strict=True)) | {"imputed": False} for c in value]
        else:
            row[name] = value
    return row


@pytest.fixture(scope="session")
def release_of(codebook: Codebook) -> Callable[..., HandMade]:
    def made(*incidents: dict[str, Any], **tables: list[dict[str, Any]]) -> HandMade:
        return HandMade(codebook, incidents=list(incidents), **tables)

    return made


@pytest.fixture(scope="module")
def two_years(release_of: Callable[..., HandMade]) -> HandMade:
    """Nine incidents of 2022 and 2023, and one that was withdrawn."""
    both = ["security_forces", "education"]
    return release_of(
        incident("P1", "2022-03-05", province="Punjab", killed=2, injured=0, targets=["education"]),
        incident("P2", "2022-11-20", province="Punjab", killed=(1, 3, 5), targets=both),
        incident("B1", "2022-11-21", province="Balochistan", killed=None, targets=None),
        incident("B2", "2023-01-30", province="Balochistan", killed=10, injured=4, targets=both,
                 perpetrators=["bla", "blf"], tactics=["ied", "firing"]),
        incident("B3", "2023-01-31", province="Balochistan", killed=1, targets=["education"],
                 perpetrators=["bla"], tactics=["firing"]),
        incident("B4", "2023-02", province="Balochistan", killed=(5, 5, None), targets=["unknown"],
                 perpetrators=[], tactics=["suicide_bombing"]),
        incident("K1", "2023", province="Khyber Pakhtunkhwa", killed=7, type="armed_clash"),
        incident("K2", "2023-12-31..2024-01-01", province="Khyber Pakhtunkhwa", killed=1),
        incident("N1", "2023-05-05", province=None, killed=0, type="drone_strike"),
        incident("W1", "2023-05-05", province="Punjab", killed=99, status="withdrawn"),
    )  # fmt: skip
