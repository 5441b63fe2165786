"""What a question is limited to: codes, labels, aliases, names, groups, numbers, periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.analysis.conftest import HandMade, incident
from waqia.analysis import count
from waqia.model import QuestionError


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({"type": "armed_clash"}, ["K1"]),
        ({"type": "Armed clash or encounter"}, ["K1"]),
        ({"type": "state_response"}, ["K1"]),
        ({"type_group": ["state_response", "foreign_strike"]}, ["K1", "N1"]),
        ({"type": ["drone_strike", "armed_clash"]}, ["K1", "N1"]),
        ({"province": "Balochistan", "year": 2022}, ["B1"]),
        ({"province": "Baluchistan", "year": 2022}, ["B1"]),
        ({"province": None}, ["N1"]),
        ({"province": ["Punjab", None]}, ["N1", "P1", "P2"]),
        ({"actor": "Balochistan Liberation Army"}, ["B2", "B3"]),
        ({"actor": ["blf", None], "province": "Balochistan"}, ["B1", "B2", "B4"]),
        ({"actor_category": "baloch_nationalist"}, ["B2", "B3"]),
        ({"target": "security_forces"}, ["B2", "P2"]),
        ({"killed": ">=7"}, ["B2", "K1"]),
        ({"killed": 0}, ["N1"]),
        ({"killed": "2..5"}, ["B4", "P1", "P2"]),
        ({"killed": None}, ["B1"]),
        ({"killed": [None, ">= 10"]}, ["B1", "B2"]),
        ({"killed_min": "<2", "year": 2022}, ["P2"]),
        ({"killed_max": None}, ["B1", "B4"]),
        ({"id": ["B1", "W1"]}, ["B1"]),
        ({"year": None}, ["K2"]),
        ({"month": None}, ["K1", "K2"]),
        ({"month": ["2023-01", "2023-02"]}, ["B2", "B3", "B4"]),
        ({"quarter": "2023-Q1"}, ["B2", "B3", "B4"]),
        ({"half": "2022-H1"}, ["P1"]),
        ({"week": "2023-W05"}, ["B2", "B3"]),
        ({"day": "2023-01-30"}, ["B2"]),
        ({"weekday": "mon"}, ["B1", "B2"]),
        ({"period": "2023-01-31..2023-02"}, ["B3", "B4"]),
        ({"year": "2022..2023", "type": "attack"}, ["B1", "B2", "B3", "B4", "P1", "P2"]),
        ({"date_precision": "month"}, ["B4"]),
        ({"status": "confirmed", "year": 2022}, ["B1", "P1", "P2"]),
    ],
)
def test_limits(two_years: HandMade, where: dict[str, Any], ids: list[str]) -> None:
    assert count(two_years, where=where).incidents() == ids


def test_a_period_and_a_limit_in_time_hold_together(two_years: HandMade) -> None:
    assert count(two_years, where={"month": "2023-01"}, period=2023).incidents() == ["B2", "B3"]


def test_incidents_too_imprecise_for_the_period_are_left_out_and_said(two_years: HandMade) -> None:
    notes = count(two_years, period="2023-01").notes
    assert any(note.startswith("Left out: 1 incident ") for note in notes)
    assert not any(note.startswith("Left out") for note in count(two_years, period=2022).notes)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"provinces": "Punjab"}, "did you mean 'province'"),
        ({"province": "Punjap"}, "did you mean 'Punjab'"),
        ({"type": "armed_klash"}, "has no type"),
        ({"type_group": "armed_clash"}, "is not a type_group"),
        ({"year": "23"}, "expected the form 2014"),
        ({"month": "2023"}, "expected the form 2014-01"),
        ({"week": "2023-W60"}, "expected the form 2014-W03"),
        ({"weekday": "Caturday"}, "not a weekday"),
        ({"killed": "many"}, "not a number of persons"),
        ({"killed": "50..10"}, "expected '10..50'"),
        ({"claim": "boasted"}, "No claim is called"),
        ({"event": "general_election_2024"}, "use around="),
        ({"province": []}, "empty list"),
        ({"period": None}, "cannot be None"),
        ({"party": "police", "party_group": "civilians"}, "not by both"),
    ],
)
def test_a_limit_that_does_not_exist_is_an_error(
    two_years: HandMade, where: dict[str, Any], message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        count(two_years, where=where)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"where": {"year": [2013, 2014]}}, "in 2013..2014 or not"),
        ({"where": {"year": [2012, 2014]}}, "in these periods or not"),
        ({"around": "2014-01-05", "before": "10 days", "after": "1 day"}, "in the windows or not"),
    ],
)
def test_whatever_the_limit_in_time_what_it_leaves_out_is_said(
    release_of: Callable[..., HandMade], asked: dict[str, Any], words: str
) -> None:
    counted = count(release_of(incident("I", "2013-12-20..2014-01-10")), **asked)
    assert counted.incidents() == []
    assert any(note.startswith("Left out: 1 incident") and words in note for note in counted.notes)


@pytest.mark.parametrize("year", [2013, 2014])
def test_an_incident_that_ends_before_it_starts_lies_in_neither_year(
    release_of: Callable[..., HandMade], year: int
) -> None:
    start, end = date(2014, 3, 10), date(2013, 3, 10)
    release = release_of(incident("I", "2014") | {"date_start": start, "date_end": end})
    counted = count(release, period=year)
    assert counted.incidents() == []
    assert any(note.startswith("Left out: 1 incident") for note in counted.notes)
    assert [row["year"] for row in count(release, by="year").rows()] == [None]


def test_a_name_as_it_stands_in_rows_is_found_again(release_of: Callable[..., HandMade]) -> None:
    release = release_of(
        incident("1", "2023", province="NWFP", place="Lal Qila"),
        incident("2", "2023", province="Khyber Pakhtunkhwa", place="lal qila"),
    )
    for by in ("province", "place"):
        counted = count(release, by)
        found = {row[by]: counted.incidents(**{by: row[by]}) for row in counted.rows()}
        assert sorted(found.values()) == [["1"], ["2"]]
