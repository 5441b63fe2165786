"""Codes and what others call them, as a table beside those of the release, to be joined."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from waqia.codebook import Codebook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_STATES = Path(__file__).with_name("states.csv")
"""Gleditsch-Ward numbers of states, with the names that UCDP uses and others."""


def create_terms(connection: DuckDBPyConnection, codebook: Codebook) -> None:
    """Create the table `terms`: kind, code → what it is called.

    Kinds are `actor` and `type` (code → label), `type_group` (type → label of the group it is
    in), `ged_type` and `ged_actor` (code → value of GED, where only one value leads to the code),
    and `state` (name → Gleditsch-Ward number).
    """
    connection.execute("CREATE TABLE terms (kind VARCHAR, code VARCHAR, name VARCHAR)")
    connection.executemany("INSERT INTO terms VALUES (?, ?, ?)", list(_terms(codebook)))


def states() -> dict[str, str]:
    """Name of a state, in lower case → its Gleditsch-Ward number."""
    with _STATES.open(encoding="utf-8", newline="") as file:
        return {
            name.lower(): row["number"]
            for row in csv.DictReader(file)
            for name in (row["name"], *filter(None, row["aliases"].split(";")))
        }


def _terms(codebook: Codebook) -> Iterator[tuple[str, str, str]]:
    types = codebook.terms("type")
    for kind in ("actor", "type"):
        yield from ((kind, code, term.label) for code, term in codebook.terms(kind).items())
    for code in types:
        line = [code]
        # a code that is its own ancestor is the top of its own line
        while (parent := types[line[-1]].parent) in types and parent not in line:
            line.append(str(parent))
        yield "type_group", code, types[line[-1]].label
    for field in ("type", "actor"):
        values = defaultdict(list)
        for row in codebook.crosswalk("ucdp-ged"):
            if row["field"] == field and row["code"]:
                values[row["code"]].append(row["value"])
        yield from (
            (f"ged_{field}", code, named[0]) for code, named in values.items() if len(named) == 1
        )
    yield from (("state", name, number) for name, number in states().items())
