"""Incidents with several targets, tactics, actors: counted by a stated rule, never doubled."""

from __future__ import annotations

import pytest

from tests.analysis.conftest import HandMade
from tests.analysis.test_counting import cells
from waqia.analysis import count


def test_each_counts_under_every_value_and_the_overlap_is_said(two_years: HandMade) -> None:
    counted = count(two_years, by="target", measure=["incidents", "killed"])
    assert cells(counted) == {"education": 4, "security_forces": 2, None: 5}
    assert cells(counted, "killed") == {"education": 16, "security_forces": 13, None: 13}
    *_, overlap, total = counted.rows(totals=True)
    assert (overlap["_row"], overlap["incidents"], overlap["killed"]) == ("overlap", 2, 13)
    assert (total["_row"], total["incidents"], total["killed"]) == ("total", 9, 29)
    assert counted.evidence(totals=True)[-2] == ["B2", "P2"]
    assert any("counts under each of them" in note for note in counted.notes)


def test_first_counts_under_the_main_value(two_years: HandMade) -> None:
    counted = count(two_years, by="target", multi="first")
    assert cells(counted) == {"education": 2, "security_forces": 2, None: 5}
    assert counted.incidents(target="security_forces") == ["B2", "P2"]
    assert [row["_row"] for row in counted.rows(totals=True)].count("overlap") == 0


def test_share_divides_an_incident_evenly(two_years: HandMade) -> None:
    counted = count(two_years, by="target", multi="share")
    assert cells(counted) == {"education": 3, "security_forces": 1, None: 5}
    assert cells(counted, "killed") == {"education": 9.5, "security_forces": 6.5, None: 13}


def test_combination_makes_one_category_of_the_set(two_years: HandMade) -> None:
    counted = count(two_years, by="target", multi="combination")
    both = "education + security_forces"
    assert cells(counted) == {"education": 2, both: 2, None: 5}
    assert counted.incidents(target=both) == ["B2", "P2"]
    assert counted.incidents(target="security_forces + education") == ["B2", "P2"]


def test_two_fields_of_several_values_are_every_pair(two_years: HandMade) -> None:
    counted = count(two_years, by=["actor", "tactic"])
    assert cells(counted) == {
        ("bla", "firing"): 2,
        ("bla", "ied"): 1,
        ("blf", "firing"): 1,
        ("blf", "ied"): 1,
        (None, "suicide_bombing"): 1,
        (None, None): 6,
    }
    rows = counted.rows(totals=True)
    subtotals = {row["actor"]: row["incidents"] for row in rows if row["_row"] == "subtotal"}
    assert subtotals == {"bla": 2, "blf": 1, None: 7}
    overlaps = {row["_level"]: row["incidents"] for row in rows if row["_row"] == "overlap"}
    assert overlaps[0] == 3
    shared = count(two_years, by=["actor", "tactic"], multi="share")
    assert cells(shared)["bla", "firing"] == 1.25
    assert sum(cells(shared).values()) == 9


def test_a_value_and_its_group_stay_together(two_years: HandMade) -> None:
    pairs = cells(count(two_years, by=["target", "target_group"], where={"id": "B2"}))
    groups = two_years.codebook.terms("target")
    assert len(pairs) == 2
    for target, group in pairs:
        top = target
        while groups[top].parent:
            top = groups[top].parent
        assert group == top


def test_the_code_unknown_is_the_same_as_nothing(two_years: HandMade) -> None:
    assert "B4" in count(two_years, by="target").incidents(target=None)
    assert "B4" in count(two_years, where={"target": None}).incidents()
    assert "B4" in count(two_years, where={"target": "unknown"}).incidents()


@pytest.mark.parametrize("multi", ["each", "first", "share", "combination"])
def test_the_rule_is_named_wherever_such_a_field_is_used(two_years: HandMade, multi: str) -> None:
    words = " ".join(count(two_years, by="tactic", multi=multi).notes)
    assert "several values of tactic" in words
    assert "several values" not in " ".join(count(two_years, by="province", multi=multi).notes)
