"""What holds for every set of accounts."""

from __future__ import annotations

import random
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import fill, stage
from waqia.adjudication import adjudicate
from waqia.codebook import Codebook
from waqia.model import OUTCOMES, TABLES

RULES = ("highest_graded", "most_precise", "latest", "modal", "median", "minimum", "maximum")


@st.composite
def bounded(draw: st.DrawFn, outcome: str) -> dict[str, Any]:
    """A count whose bounds hold; each part may be unknown."""
    low, best, high = sorted(draw(st.tuples(*[st.integers(0, 40)] * 3)))
    keep = draw(st.tuples(*[st.booleans()] * 3))
    names = (f"{outcome}_min", outcome, f"{outcome}_max")
    return {
        name: value
        for name, value, kept in zip(names, (low, best, high), keep, strict=True)
        if kept
    }


@st.composite
def accounts(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        {
            "id": f"A-{n}",
            "incident": draw(st.sampled_from(["I-1", "I-2", "I-3"])),
            "source": draw(st.sampled_from(["S-1", "S-2", "S-3"])),
            "credibility": draw(st.none() | st.integers(1, 6)),
            "type": draw(st.sampled_from([None, "attack", "terrorist_attack", "armed_clash"])),
            "tactics": draw(st.lists(st.sampled_from(["ied", "firing"]), unique=True)),
            "date_start": draw(st.sampled_from(["2023-01-01", "2023-01-30"])),
            "date_precision": draw(st.sampled_from(["day", "month"])),
            **draw(bounded("killed")),
            **draw(bounded("injured")),
        }
        for n in range(draw(st.integers(1, 8)))
    ]


SOURCES = [
    {"id": "S-1", "title": "1", "reliability": "B", "date": "2023-02"},
    {"id": "S-2", "title": "2", "reliability": "B", "date": "2023-01-31"},
    {"id": "S-3", "title": "3"},
]


def worked_out(codebook: Codebook, told: list[dict[str, Any]], **rules: Any) -> tuple[Any, Any]:
    with duckdb.connect() as connection:
        stage(connection, told, SOURCES)
        adjudicate(connection, codebook, rules)
        return (
            connection.execute("FROM incidents ORDER BY id").fetchall(),
            connection.execute("FROM provenance ORDER BY ALL").fetchall(),
        )


few = settings(max_examples=10)


@few
@given(told=accounts(), seed=st.integers())
def test_the_order_of_the_rows_does_not_matter(
    codebook: Codebook, told: list[dict[str, Any]], seed: int
) -> None:
    shuffled = random.Random(seed).sample(told, len(told))
    assert worked_out(codebook, told) == worked_out(codebook, shuffled)


@few
@given(told=accounts(), rule=st.sampled_from(RULES))
def test_the_best_estimate_lies_in_the_range(
    codebook: Codebook, told: list[dict[str, Any]], rule: str
) -> None:
    incidents, _ = worked_out(codebook, told, killed=(rule,), injured=(rule,))
    names = TABLES["incidents"].names
    for row in (dict(zip(names, incident, strict=True)) for incident in incidents):
        for outcome in OUTCOMES:
            known = [row[f"{outcome}_min"], row[outcome], row[f"{outcome}_max"]]
            known = [value for value in known if value is not None]
            assert known == sorted(known)


@few
@given(told=accounts())
def test_an_only_account_keeps_its_values(codebook: Codebook, told: list[dict[str, Any]]) -> None:
    alone = [account | {"incident": account["id"]} for account in told]
    incidents, provenance = worked_out(codebook, alone)
    assert provenance == []
    names = TABLES["incidents"].names
    by_id = {row[0]: dict(zip(names, row, strict=True)) for row in incidents}
    for account in alone:
        incident = by_id[account["id"]]
        for name in ("type", "tactics", "killed", "injured"):
            assert incident[name] == account.get(name)
        for outcome in ("killed", "injured"):
            bounds = account.get(f"{outcome}_min"), account.get(f"{outcome}_max")
            if bounds == (None, None):  # a bare number bounds itself
                bounds = (account.get(outcome), account.get(outcome))
            assert (incident[f"{outcome}_min"], incident[f"{outcome}_max"]) == bounds


@few
@given(told=accounts())
def test_totals_under_maximum_are_not_below_those_under_minimum(
    codebook: Codebook, told: list[dict[str, Any]]
) -> None:
    totals = {}
    column = TABLES["incidents"].names.index("killed")
    for rule in ("minimum", "median", "maximum"):
        incidents, _ = worked_out(codebook, told, killed=(rule,))
        totals[rule] = sum(incident[column] or 0 for incident in incidents)
    assert totals["minimum"] <= totals["median"] <= totals["maximum"]


def test_broken_bounds_of_an_only_account_stay_as_they_are(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook
) -> None:
    stage(
        connection,
        [{"killed_min": 9, "killed": 5, "killed_max": 7, "marks": ["bounds-broken"]}],
    )
    adjudicate(connection, codebook)
    row = connection.execute("SELECT killed_min, killed, killed_max, marks FROM incidents")
    assert row.fetchone() == (9, 5, 7, ["bounds-broken"])


def test_accounts_without_an_incident_are_left_alone(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook
) -> None:
    fill(connection, "accounts", [{"id": "A", "incident": None, "source": "S"}])
    fill(connection, "sources", [])
    adjudicate(connection, codebook)
    assert connection.execute("SELECT count(*) FROM incidents").fetchone() == (0,)


def test_no_temporary_table_stays(
    connection: duckdb.DuckDBPyConnection, codebook: Codebook
) -> None:
    stage(connection, [{"killed": 1}])
    adjudicate(connection, codebook)
    tables = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
    assert [name for (name,) in tables] == ["accounts", "incidents", "provenance", "sources"]
