"""Counting by fields: what counts, in which cell, in which order, and what stays unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.analysis.conftest import HandMade, incident
from waqia.analysis import FIELDS, count
from waqia.model import QuestionError


def cells(counted: Any, measure: str = "incidents") -> dict[Any, Any]:
    """Key (a tuple where there are several fields) → the measure."""
    return {
        tuple(row[f] for f in counted.fields)
        if len(counted.fields) > 1
        else row[counted.fields[0]]: row[measure]
        for row in counted.rows()
    }


def test_everything_is_counted_once_and_the_withdrawn_never(two_years: HandMade) -> None:
    total = count(two_years).total
    assert total["incidents"] == 9
    assert (total["killed_min"], total["killed"], total["killed_max"]) == (27, 29, 31)
    assert total["killed_unknown"] == 1


def test_an_open_upper_bound_counts_with_its_best_estimate(two_years: HandMade) -> None:
    row = count(two_years, where={"id": "B4"}).total
    assert (row["killed_min"], row["killed"], row["killed_max"]) == (5, 5, 5)


def test_rows_are_ordered_by_incidents_then_label_and_unknown_comes_last(
    two_years: HandMade,
) -> None:
    counted = count(two_years, by="province")
    assert list(cells(counted).items()) == [
        ("Balochistan", 4), ("Khyber Pakhtunkhwa", 2), ("Punjab", 2), (None, 1),
    ]  # fmt: skip


def test_unknown_is_not_zero_and_zero_is_not_unknown(two_years: HandMade) -> None:
    killed = cells(count(two_years, by="month"), "killed")
    assert killed["2023-05"] == 0
    only_unknown = count(two_years, where={"id": "B1"}).total
    assert only_unknown["killed"] is None
    assert only_unknown["killed_unknown"] == 1
    nothing = count(two_years, where={"type": "foiled_plot"}).total
    assert (nothing["incidents"], nothing["killed"], nothing["killed_max"]) == (0, 0, 0)


def test_a_date_counts_only_in_units_it_lies_in_whole(two_years: HandMade) -> None:
    assert cells(count(two_years, by="year")) == {2022: 3, 2023: 5, None: 1}
    assert cells(count(two_years, by="month")) == {
        "2022-03": 1, "2022-11": 2, "2023-01": 2, "2023-02": 1, "2023-05": 1, None: 2,
    }  # fmt: skip
    assert cells(count(two_years, by="weekday"))[None] == 3


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        ("year", 2023),
        ("half", "2023-H1"),
        ("quarter", "2023-Q1"),
        ("month", "2023-01"),
        ("week", "2023-W05"),
        ("day", "2023-01-30"),
        ("weekday", "Monday"),
    ],
)
def test_calendar_units_are_written_as_people_write_them(
    two_years: HandMade, unit: str, written: object
) -> None:
    counted = count(two_years, by=unit, where={"id": "B2"})
    assert cells(counted) == {written: 1}
    assert counted.incidents(**{unit: written}) == ["B2"]


def test_the_iso_week_belongs_to_the_year_of_its_thursday(
    release_of: Callable[..., HandMade],
) -> None:
    release = release_of(incident("A", "2021-01-03"), incident("B", "2018-12-31"))
    assert list(cells(count(release, by="week"))) == ["2019-W01", "2020-W53"]


def test_several_fields_nest_and_every_cell_has_its_incidents(two_years: HandMade) -> None:
    counted = count(two_years, by=["province", "year"])
    assert cells(counted)["Balochistan", 2023] == 3
    assert counted.incidents(province="Balochistan", year=2023) == ["B2", "B3", "B4"]
    assert counted.incidents(province="Balochistan") == ["B1", "B2", "B3", "B4"]
    assert counted.incidents(year=None) == ["K2"]
    assert len(counted.incidents()) == 9
    for row, ids in zip(counted.rows(), counted.evidence(), strict=True):
        assert len(ids) == row["incidents"]
        assert counted.incidents(province=row["province"], year=row["year"]) == ids


def test_groups_are_the_top_of_the_vocabulary(two_years: HandMade) -> None:
    assert cells(count(two_years, by="type_group")) == {
        "attack": 7, "state_response": 1, "foreign_strike": 1,
    }  # fmt: skip
    counted = count(two_years, by=["actor", "actor_category"], where={"id": ["B2", "B4"]})
    assert cells(counted) == {
        ("bla", "baloch_nationalist"): 1,
        ("blf", "baloch_nationalist"): 1,
        (None, None): 1,
    }


def test_two_actors_of_one_category_are_one_incident_of_it(two_years: HandMade) -> None:
    counted = count(two_years, by="actor_category", where={"id": "B2"})
    assert cells(counted, "killed") == {"baloch_nationalist": 10}


def test_the_default_rule_is_the_codebooks_first_and_a_rule_can_leave_types_out(
    two_years: HandMade,
) -> None:
    assert count(two_years).rule.name == "all_violence"
    attacks = count(two_years, rule="attacks")
    assert attacks.total["incidents"] == 7
    assert "K1" not in attacks.incidents()
    assert attacks.notes[0].startswith("Counting rule: Attacks only")


def test_shares_are_percentages_of_the_total(two_years: HandMade) -> None:
    rows = count(two_years, by="province", measure=["incidents", "killed"], share=True).rows()
    assert rows[0]["incidents_share"] == 44.44
    assert rows[0]["killed_share"] == round(100 * 16 / 29, 2)
    assert sum(row["killed_share"] for row in rows) == pytest.approx(100, abs=0.05)


def test_columns_are_the_keys_of_the_rows_and_of_the_data_frame(two_years: HandMade) -> None:
    counted = count(two_years, by=["province"], measure="killed", share=True, compare=None)
    assert counted.columns == (
        "province", "killed", "killed_min", "killed_max", "killed_unknown", "killed_share",
    )  # fmt: skip
    assert all(tuple(row) == counted.columns for row in counted.rows())
    assert tuple(counted.to_pandas().columns) == counted.columns


def test_empty_units_can_be_filled_in_as_zeros(two_years: HandMade) -> None:
    filled = count(two_years, by="quarter", period="2023", fill=True)
    assert cells(filled) == {"2023-Q1": 3, "2023-Q2": 1, "2023-Q3": 0, "2023-Q4": 0, None: 1}
    nested = count(two_years, by=["province", "year"], where={"province": "Punjab"}, fill=True)
    assert cells(nested, "killed") == {
        ("Punjab", 2022): 5,
        ("Punjab", 2023): 0,
        ("Punjab", 2024): 0,
    }


def test_publishers_are_those_of_the_incidents_sources(
    release_of: Callable[..., HandMade],
) -> None:
    release = release_of(
        incident("A", "2023-01-01"),
        incident("B", "2023-01-02"),
        accounts=[
            {"id": "A1", "incident": "A", "source": "S1"},
            {"id": "A2", "incident": "A", "source": "S2"},
            {"id": "A3", "incident": "A", "source": "S3"},
            {"id": "B1", "incident": "B", "source": "S4"},
        ],
        sources=[
            {"id": "S1", "publisher": "Dawn"},
            {"id": "S2", "publisher": "Dawn"},
            {"id": "S3", "publisher": "The News"},
            {"id": "S4", "publisher": None},
        ],
    )
    assert cells(count(release, by="publisher")) == {"Dawn": 1, "The News": 1, None: 1}
    assert count(release, where={"publisher": "dawn"}).incidents() == ["A"]


@pytest.mark.parametrize("field", sorted(set(FIELDS) - {"event", "relative_month"}))
def test_every_field_can_be_asked_by_and_its_cells_give_their_incidents(
    two_years: HandMade, field: str
) -> None:
    counted = count(two_years, by=[field], share=True)
    for row, ids in zip(counted.rows(totals=True), counted.evidence(totals=True), strict=True):
        if row["_row"] == "cell":
            assert counted.incidents(**{field: row[field]}) == ids
    assert {one for ids in counted.evidence() for one in ids} == set(counted.incidents())


def test_the_answer_shows_its_sql(two_years: HandMade) -> None:
    assert "GROUP BY" in count(two_years, by="province").sql()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"by": "provinces"}, "did you mean 'province'"),
        ({"by": ["year", "year"]}, "more than once"),
        ({"measure": "deaths"}, "No measure is called 'deaths'"),
        ({"measure": ()}, "Nothing to count"),
        ({"rule": "attack"}, "did you mean 'attacks'"),
        ({"multi": "all"}, "No way of counting"),
        ({"by": "event"}, "say around="),
        ({"before": "3 months"}, "need around="),
    ],
)
def test_a_question_that_makes_no_sense_says_why(
    two_years: HandMade, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        count(two_years, **asked)


def test_asking_for_the_incidents_of_another_field_is_an_error(two_years: HandMade) -> None:
    with pytest.raises(QuestionError, match="no field 'district'"):
        count(two_years, by="province").incidents(district="Quetta")
