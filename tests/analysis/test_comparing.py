"""Comparing with the previous period, with any period, and row by row with the unit before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.analysis.conftest import HandMade, incident
from waqia.analysis import count
from waqia.model import Period, QuestionError


def compared(counted: Any, measure: str = "incidents") -> dict[Any, tuple[Any, ...]]:
    keys = (measure, f"{measure}_previous", f"{measure}_change", f"{measure}_change_percent")
    return {row[counted.fields[0]]: tuple(row[key] for key in keys) for row in counted.rows()}


def test_a_year_is_compared_with_the_year_before(two_years: HandMade) -> None:
    counted = count(two_years, by="province", where={"year": 2023}, compare="previous")
    assert counted.compare == Period.parse("2022")
    assert compared(counted) == {
        "Balochistan": (3, 1, 2, 200.0),
        "Khyber Pakhtunkhwa": (1, 0, 1, None),
        "Punjab": (0, 2, -2, -100.0),
        None: (1, 0, 1, None),
    }
    assert counted.total["incidents_previous"] == 3
    assert counted.incidents(previous=True, province="Punjab") == ["P1", "P2"]
    assert counted.incidents(province="Punjab") == []
    both = zip(counted.rows(), counted.evidence(previous=True), strict=True)
    assert all(len(ids) == row["incidents_previous"] for row, ids in both)


def test_an_unknown_side_leaves_the_change_unknown(two_years: HandMade) -> None:
    counted = count(two_years, by="province", period=2023, compare=2022)
    killed = compared(counted, "killed")
    assert killed["Balochistan"] == (16, None, None, None)
    assert killed["Punjab"] == (0, 5, -5, -100.0)


def test_years_are_compared_with_the_year_before_each(two_years: HandMade) -> None:
    counted = count(two_years, by="year", compare="previous")
    assert compared(counted) == {
        2022: (3, None, None, None),  # nothing is known of 2021: it lies before the first incident
        2023: (5, 3, 2, 66.67),
        2024: (0, 5, -5, -100.0),  # the release reaches to 1 January 2024
        None: (1, None, None, None),
    }
    assert counted.incidents(previous=True, year=2023) == ["B1", "P1", "P2"]
    assert counted.total["incidents_previous"] is None


def test_within_a_period_the_first_month_is_compared_with_the_one_before_it(
    two_years: HandMade,
) -> None:
    counted = count(two_years, by="month", where={"year": 2023}, compare="previous")
    assert compared(counted)["2023-01"] == (2, 0, 2, None)
    assert compared(counted)["2023-02"] == (1, 2, -1, -50.0)
    assert compared(counted)["2023-03"] == (0, 1, -1, -100.0)


def test_months_of_a_year_are_laid_on_the_months_of_another(two_years: HandMade) -> None:
    counted = count(two_years, by="month", period="2023", compare="2022")
    assert compared(counted) == {
        "2023-01": (2, 0, 2, None),
        "2023-02": (1, 0, 1, None),
        "2023-03": (0, 1, -1, -100.0),
        "2023-05": (1, 0, 1, None),
        "2023-11": (0, 2, -2, -100.0),
        None: (1, 0, 1, None),
    }
    assert counted.incidents(previous=True, month="2023-11") == ["B1", "P2"]
    assert any("at the same place in that period" in note for note in counted.notes)


def test_any_span_can_be_compared_with_any_other(two_years: HandMade) -> None:
    counted = count(two_years, by="province", period="2023-01..2023-02", compare="2022-11..2022-12")
    assert compared(counted) == {"Balochistan": (3, 1, 2, 200.0), "Punjab": (0, 1, -1, -100.0)}


def test_a_base_before_the_first_incident_is_not_zero_but_unknown(two_years: HandMade) -> None:
    counted = count(two_years, by="province", period="2022", compare="previous")
    assert compared(counted)["Punjab"] == (2, None, None, None)


def test_years_in_a_row_are_one_period(two_years: HandMade) -> None:
    counted = count(two_years, by="province", where={"year": [2022, 2023]}, compare="previous")
    assert counted.compare == Period.parse("2020..2021")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"compare": "previous"}, "needs one period"),
        ({"compare": "2022"}, "needs one period"),
        ({"compare": "previous", "where": {"year": [2020, 2023]}}, "needs one period"),
        ({"compare": "last", "period": 2023}, "could not be read"),
        ({"compare": "previous", "around": "2023-02-01", "before": "1 month"}, "Windows"),
    ],
)
def test_a_comparison_without_a_period_is_an_error(
    two_years: HandMade, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        count(two_years, by="province", **asked)


def test_without_comparison_there_is_no_earlier_side(two_years: HandMade) -> None:
    with pytest.raises(QuestionError, match="no earlier side"):
        count(two_years).incidents(previous=True)


def test_moved_dates_keep_their_weekday(release_of: Callable[..., HandMade]) -> None:
    release = release_of(
        incident("JAN", "2023-01-06"), incident("FEB", "2023-02-03"), incident("SAT", "2023-02-04")
    )
    by_both = count(release, by=["month", "weekday"], measure="incidents", compare="previous")
    rows = {(row["month"], row["weekday"]): row for row in by_both.rows()}
    assert rows.keys() == {
        ("2023-01", "Friday"), ("2023-02", "Friday"), ("2023-02", "Saturday"),
    }  # fmt: skip
    assert rows["2023-02", "Friday"]["incidents_previous"] == 1
    fridays = count(
        release, by="month", where={"weekday": "Friday"}, measure="incidents", compare="previous"
    )
    assert [row["incidents_previous"] for row in fridays.rows()] == [None, 1]
