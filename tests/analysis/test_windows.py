"""Windows round elections and other dates: several side by side, overlaps said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.analysis.conftest import HandMade, incident
from tests.analysis.test_counting import cells
from waqia.analysis import count
from waqia.model import QuestionError


@pytest.fixture
def polls(release_of: Callable[..., HandMade]) -> HandMade:
    """Incidents round the general elections of 25 July 2018 and 8 February 2024."""
    return release_of(
        incident("A", "2018-04-24"),
        incident("B", "2018-04-25"),
        incident("C", "2018-07-24"),
        incident("D", "2018-07-25"),
        incident("E", "2018-08-24"),
        incident("F", "2018-08-25"),
        incident("G", "2018-05"),
        incident("H", "2024-02-07"),
        incident("I", "2024-02"),
        incident("J", "2021-01-01"),
    )


def test_months_before_and_after_each_election_stand_side_by_side(polls: HandMade) -> None:
    counted = count(
        polls, by=["event", "relative_month"], around="elections", before="3 months",
        after="1 month",
    )  # fmt: skip
    assert cells(counted) == {
        ("general_election_2018", -3): 1,
        ("general_election_2018", -1): 1,
        ("general_election_2018", 0): 2,
        ("general_election_2018", None): 1,
        ("general_election_2024", -1): 1,
        ("general_election_2024", None): 1,
    }
    assert counted.incidents(event="general_election_2018", relative_month=0) == ["D", "E"]
    assert counted.incidents(relative_month=-1) == ["C", "H"]
    assert counted.total["incidents"] == 7
    assert counted.incidents() == ["B", "C", "D", "E", "G", "H", "I"]


def test_without_after_a_window_ends_with_the_event(polls: HandMade) -> None:
    counted = count(polls, around="general_election_2018", before="2 days")
    assert counted.incidents() == ["C", "D"]


def test_an_incident_in_two_windows_counts_in_each_and_once_in_the_total(polls: HandMade) -> None:
    around = ["2018-07-25", "2018-08-01"]
    counted = count(polls, by="event", around=around, before="10 days")
    assert cells(counted) == {"2018-07-25": 2, "2018-08-01": 2}
    *_, overlap, total = counted.rows(totals=True)
    assert (overlap["incidents"], total["incidents"]) == (2, 2)
    assert any("two windows counts in each" in note for note in counted.notes)
    by_month = count(polls, by="relative_month", around=around, before="10 days")
    assert cells(by_month) == {-1: 2, 0: 1}


def test_relative_months_are_those_of_each_event(polls: HandMade) -> None:
    counted = count(polls, by="relative_month", around="elections", before="1 month")
    assert cells(counted) == {-1: 2, 0: 1}


def test_the_end_of_the_month_is_kept_in_short_months(
    release_of: Callable[..., HandMade],
) -> None:
    release = release_of(incident("A", "2023-02-28"), incident("B", "2023-02-27"))
    counted = count(release, by="relative_month", around="2023-03-31", before="2 months")
    assert cells(counted) == {-2: 1, -1: 1}


def test_months_without_incidents_can_be_filled_in(polls: HandMade) -> None:
    counted = count(
        polls, by="relative_month", around="general_election_2018", before="3 months", fill=True
    )
    assert cells(counted) == {-3: 1, -2: 0, -1: 1, 0: 1, None: 1}


@pytest.mark.parametrize("around", ["weddings", "2024-02-31", ""])
def test_an_unknown_event_is_an_error_that_names_those_there_are(
    polls: HandMade, around: str
) -> None:
    with pytest.raises(QuestionError, match=r"choose from .*election.*general_election_2024"):
        count(polls, around=around, before="1 month")


def test_a_length_that_cannot_be_read_is_an_error(polls: HandMade) -> None:
    with pytest.raises(QuestionError, match="not a length of time"):
        count(polls, around="elections", before="a while")
