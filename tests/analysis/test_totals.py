"""Totals always add up: for any data, any rule for several values, any two fields."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.conftest import HandMade, incident
from waqia.analysis import count
from waqia.codebook import Codebook

PROPERTY = settings(max_examples=12)


@cache
def _codebook() -> Codebook:
    return Codebook.load("pakistan")


_number = st.one_of(st.none(), st.integers(0, 20))
_PARTIES = ["police", "army", "civilians", "militants", "unknown"]


@st.composite
def _persons(draw: Any) -> tuple[int | None, int | None, int | None]:
    best = draw(_number)
    if best is None:
        return None, None, None
    low = draw(st.one_of(st.none(), st.integers(0, best)))
    high = draw(st.one_of(st.none(), st.integers(best, 30)))
    return low, best, high


@st.composite
def _incidents(draw: Any) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        parties = draw(st.lists(st.sampled_from(_PARTIES), max_size=3, unique=True))
        found.append(
            incident(
                f"I{number}",
                draw(st.sampled_from(["2022", "2022-12", "2023-01-05", "2023-02-01..2023-03-02"])),
                province=draw(st.sampled_from(["Sindh", "Punjab", None])),
                targets=draw(_several(["education", "security_forces", "unknown", "civilians"])),
                tactics=draw(_several(["ied", "firing", "unknown"])),
                killed=draw(_persons()),
                injured=draw(_persons()),
                casualties=[(party, "killed", *draw(_persons())) for party in parties],
            )
        )
    return found


def _several(values: list[str]) -> st.SearchStrategy[list[str] | None]:
    return st.one_of(st.none(), st.lists(st.sampled_from(values), max_size=3))


_fields = st.lists(
    st.sampled_from(["province", "year", "month", "target", "target_group", "tactic", "party"]),
    max_size=3,
    unique=True,
)


@pytest.mark.parametrize("multi", ["each", "first", "share", "combination"])
@PROPERTY
@given(
    rows=_incidents(),
    by=_fields,
    rule=st.sampled_from(["all_violence", "attacks_without_attackers"]),
)
def test_cells_less_overlap_are_the_total(
    rows: list[dict[str, Any]], by: list[str], multi: Any, rule: str
) -> None:
    release = HandMade(_codebook(), incidents=rows)
    counted = count(release, by=by, multi=multi, rule=rule)
    measures = [column for column in counted.columns if column not in by]
    answer = counted.rows(totals=True)
    evidence = counted.evidence(totals=True)
    assert answer[-1]["_row"] == "total"
    assert answer[-1]["incidents"] == len(rows) == len(evidence[-1])

    inside: dict[int, Counter[str]] = {level: Counter() for level in range(max(len(by), 1))}
    for row, ids in zip(answer, evidence, strict=True):
        level = row["_level"]
        numbers = {name: row[name] or 0 for name in measures}
        if row["_row"] == "cell":
            for above in inside:
                inside[above].update(numbers)
            if multi == "each":
                assert row["incidents"] == len(ids)
            assert row["incidents"] > 0 or not by
        elif row["_row"] == "overlap":
            inside[level].subtract(numbers)
        else:
            for name in measures:
                assert inside[level][name] == pytest.approx(numbers[name], abs=0.001), (row, name)
            inside[level] = Counter()


@PROPERTY
@given(rows=_incidents(), multi=st.sampled_from(["first", "share", "combination"]))
def test_shares_make_a_hundred(rows: list[dict[str, Any]], multi: Any) -> None:
    release = HandMade(_codebook(), incidents=rows)
    answer = count(release, by=["target", "year"], multi=multi, share=True).rows()
    for measure in ("incidents", "killed"):
        shares = [row[f"{measure}_share"] for row in answer]
        if known := [share for share in shares if share is not None]:
            assert sum(known) == pytest.approx(100, abs=0.01 * len(known) + 0.001)


def test_subtotals_follow_the_cells_they_sum(two_years: HandMade) -> None:
    rows = count(two_years, by=["province", "year"], measure="incidents").rows(totals=True)
    assert [(r["province"], r["year"], r["_row"], r["incidents"]) for r in rows] == [
        ("Balochistan", 2022, "cell", 1),
        ("Balochistan", 2023, "cell", 3),
        ("Balochistan", None, "subtotal", 4),
        ("Khyber Pakhtunkhwa", 2023, "cell", 1),
        ("Khyber Pakhtunkhwa", None, "cell", 1),
        ("Khyber Pakhtunkhwa", None, "subtotal", 2),
        ("Punjab", 2022, "cell", 2),
        ("Punjab", None, "subtotal", 2),
        (None, 2023, "cell", 1),
        (None, None, "subtotal", 1),
        (None, None, "total", 9),
    ]


def test_nothing_counted_is_a_total_of_zeros(two_years: HandMade) -> None:
    counted = count(two_years, by=["province", "year"], where={"type": "foiled_plot"})
    assert counted.rows() == []
    (total,) = counted.rows(totals=True)
    assert (total["incidents"], total["killed"]) == (0, 0)
    assert counted.evidence(totals=True) == [[]]
