"""Totals under other rules, and the share of incidents whose accounts differ."""

from __future__ import annotations

import pytest

from tests.conftest import MakeRelease
from waqia.analysis.sensitivity import sensitivity

SOURCES = [
    {"id": "wire", "title": "Wire", "reliability": "C", "date": "2023-01-30"},
    {"id": "yearbook", "title": "Yearbook", "reliability": "B", "date": "2024"},
]
TOLD = [
    {"incident": "I-1", "source": "wire", "killed": 59, "injured": 150, "type": "terrorist_attack"},
    {"incident": "I-1", "source": "yearbook", "killed": 84, "type": "terrorist_attack"},
    {"incident": "I-2", "source": "wire", "killed": 10},
    {"incident": "I-3", "source": "wire", "killed": 5},
    {"incident": "I-3", "source": "wire", "killed": 5},
    {"incident": "I-4", "source": "wire", "killed": 1000},
    {"incident": "I-4", "source": "wire", "killed": 2000},
]
WITHDRAWN = {"I-4": {"status": "withdrawn"}}


def test_each_rule_has_its_totals_and_the_change(make_release: MakeRelease) -> None:
    found = sensitivity(make_release(TOLD, SOURCES, incidents=WITHDRAWN))
    killed = {row["rule"]: row["killed"] for row in found.totals}
    assert killed == {
        "as released": 99, "highest_graded": 99, "modal": 99, "latest": 99, "median": 74,
        "minimum": 74, "maximum": 99,
    }  # fmt: skip
    minimum = next(row for row in found.totals if row["rule"] == "minimum")
    assert minimum["killed_change"] == -25
    assert minimum["killed_change_percent"] == pytest.approx(-25.2525, abs=1e-3)
    assert minimum["injured_change"] == 0


def test_disagreement_is_a_share_of_those_that_can_disagree(make_release: MakeRelease) -> None:
    found = sensitivity(make_release(TOLD, SOURCES, incidents=WITHDRAWN))
    assert (found.incidents, found.several_accounts) == (3, 2)
    rows = {row["field"]: row for row in found.disagreement}
    assert rows["killed"] == {
        "field": "killed", "incidents": 1, "compared": 2, "percent": 50.0,
        "percent_of_all": pytest.approx(100 / 3),
    }  # fmt: skip
    assert rows["type"]["incidents"] == 0
    assert "injured" not in rows  # only one account says anything


def test_without_a_base_the_percentage_is_undefined(make_release: MakeRelease) -> None:
    found = sensitivity(make_release([{"type": "armed_clash"}]))
    assert found.totals[0]["killed_change_percent"] is None
    assert found.disagreement == ()
