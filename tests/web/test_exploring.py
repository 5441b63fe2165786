"""What the explore page shows: the numbers of count, each opening onto its incidents."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner

from waqia.analysis import MEASURES, Prepared, count
from waqia.cli.app import app
from waqia.model import QuestionError
from waqia.release import Release, open_release
from waqia.web.exploring import (
    Box,
    Question,
    breakdown,
    by_region,
    choices,
    cross,
    label_of,
    listing,
    overview,
    points,
)

ASKED = [
    (),
    (("period", "2014..2016"), ("type", "terrorist_attack,"), ("rule", "attacks")),
    (("killed", ">=3"), ("party", "civilians"), ("place", r"Red Mosque\, Islamabad,")),
]
questions = pytest.mark.parametrize("question", [Question.read(items) for items in ASKED], ids=str)


@pytest.fixture(scope="module")
def example(release: Release) -> Release:
    """The example on connections of its own."""
    return open_release(release.path)


def whole(release: Release, question: Question, by: Any = (), **options: Any) -> Any:
    return count(
        release, by, MEASURES, question.where, period=question.period, rule=question.rule, **options
    )


def ids(release: Release, question: Question, **options: Any) -> list[str]:
    """The ids of all pages of a listing."""
    found: list[str] = []
    cursor = None
    while True:
        page = listing(release, question, cursor=cursor, limit=7, **options)
        found += [row["id"] for row in page.rows]
        cursor = page.next
        if cursor is None:
            assert len(found) == page.total
            return found


def test_equal_questions_are_equal_addresses() -> None:
    one = Question.read([("tactic", "b,a"), ("type", "x"), ("view", "map"), ("type", "x")])
    other = Question().with_("type", "x").adding("tactic", "b").adding("tactic", "a")
    assert one == other
    assert one.query == other.query == "type=x&tactic=b&tactic=a"
    assert Question.read(parse_qsl(one.query)) == one


def test_a_question_is_narrowed_and_widened() -> None:
    question = Question.read([("type", "x,"), ("period", "2014"), ("rule", "attacks")])
    assert question.asks("type") == ("x", None)
    assert question.without("type", None).query == "type=x&period=2014&rule=attacks"
    assert question.without("type").without("period").query == "rule=attacks"
    assert question.with_("type").with_("rule").with_("period", "2015").query == "period=2015"
    assert Question.read(parse_qsl("type=", keep_blank_values=True)).asks("type") == (None,)


def test_a_comma_within_a_value_stays() -> None:
    question = Question().with_("place", "Red Mosque, Islamabad", None)
    assert Question.read(question.pairs()) == question
    assert question.asks("place") == ("Red Mosque, Islamabad", None)


@questions
def test_the_command_gives_the_same_numbers(question: Question, example: Release) -> None:
    command = shlex.split(question.command(str(example.path), by=("province", "year")))
    answer = CliRunner().invoke(app, [*command[1:], "--format", "json"], standalone_mode=False)
    assert answer.exception is None
    assert json.loads(answer.stdout) == json.loads(
        json.dumps(whole(example, question, ("province", "year")).rows())
    )


@questions
def test_the_python_gives_the_same_numbers(question: Question, example: Release) -> None:
    lines: dict[str, Any] = {}
    exec(question.python(str(example.path), by=("province",)), lines)
    assert lines["counted"].rows() == whole(example, question, "province").rows()


@questions
def test_an_overview_has_the_numbers_of_count(question: Question, example: Release) -> None:
    found = overview(example, question, unit="year", measures=MEASURES, limit=1000)
    law = whole(example, question)
    assert found.totals == law.total
    assert found.notes == law.notes
    years = [row for row in whole(example, question, "year").rows() if row["year"] is not None]
    assert [row for row in found.timeline.rows if row["incidents"]] == years
    for field, one in found.top.items():
        assert one.rows == whole(example, question, field).rows()


def test_a_timeline_has_no_gap(example: Release) -> None:
    found = overview(example, Question(period="2014"), unit="month").timeline
    assert [row["month"] for row in found.rows] == [f"2014-{month:02}" for month in range(1, 13)]


@questions
@pytest.mark.parametrize("by", [("actor", "year"), ("party", "tactic")])
def test_a_cross_table_has_the_numbers_of_count(
    question: Question, by: tuple[str, str], example: Release
) -> None:
    found = cross(example, question, *by, measure="killed", limit=(1000, 1000))
    law = whole(example, question, by)
    names = (*by, "incidents", "killed", "killed_min", "killed_max", "killed_unknown")
    for row in law.rows():
        assert found.cell(row[by[0]], row[by[1]]) == {name: row[name] for name in names}
    assert sum(len(found.rows) * [len(found.columns)]) >= len(law.rows())
    assert [found.row_total(key)["incidents"] for key in found.rows] == [
        row["incidents"] for row in whole(example, question, by[0]).rows()
    ]
    assert found.total["incidents"] == law.total["incidents"]
    assert found.notes == law.notes


def test_a_cross_table_shows_the_largest_rows_and_says_how_many_more(example: Release) -> None:
    found = cross(example, Question(), "type", "year", limit=(2, 3))
    rows = whole(example, Question(), "type").rows()
    assert found.rows == [row["type"] for row in rows[:2]]
    assert found.more_rows == len(rows) - 2
    years = [row["year"] for row in whole(example, Question(), "year").rows()]
    assert [year for year in found.columns if year] == [year for year in years if year][-3:]


@pytest.mark.parametrize("multi", ["each", "share"])
def test_a_cross_table_has_the_units_of_time_in_which_nothing_happened(
    example: Release, multi: str
) -> None:
    question = Question().with_("district", "Quetta")
    had = [row["year"] for row in whole(example, question, "year").rows() if row["year"]]
    assert len(had) < had[-1] - had[0] + 1
    found = cross(example, question, "type", "year", multi=multi)
    assert [year for year in found.columns if year] == list(range(had[0], had[-1] + 1))
    nothing = next(year for year in found.columns if year not in had)
    assert found.column_total(nothing)["incidents"] == 0
    assert found.cell(found.rows[0], nothing)["incidents"] == 0
    assert found.more_columns == 0
    days = cross(example, question, "type", "day", multi=multi, limit=(5, 3))
    assert [day for day in days.columns if day] == [
        row["day"] for row in whole(example, question, "day").rows() if row["day"]
    ][-3:]


def test_other_ways_of_counting_several_values_are_those_of_count(example: Release) -> None:
    found = cross(example, Question(), "target", "year", multi="share", limit=(1000, 1000))
    law = whole(example, Question(), ("target", "year"), multi="share")
    assert {key: cell["incidents"] for key, cell in found.cells.items()} == {
        (row["target"], row["year"]): row["incidents"] for row in law.rows()
    }


@questions
def test_every_number_opens_its_incidents(question: Question, example: Release) -> None:
    assert sorted(ids(example, question)) == whole(example, question).incidents()
    for field in ("actor", "month", "party"):
        law = whole(example, question, field)
        for row in breakdown(example, question, field, limit=3).rows:
            opened = question.opens({field: row[field]})
            cell = Question.cell_of(parse_qsl(opened))
            assert Question.read(parse_qsl(opened, keep_blank_values=True)) == question
            assert sorted(ids(example, question, cell=cell)) == law.incidents(**cell)


@pytest.mark.parametrize("order", ["newest", "oldest", "killed", "injured"])
def test_a_list_is_in_order_over_its_pages(order: str, example: Release) -> None:
    found = ids(example, Question(), order=order)
    assert len(set(found)) == len(found)
    query = "SELECT id, date_start, killed, injured FROM incidents"
    rows = {
        id_: {"date_start": day, "killed": killed, "injured": injured}
        for id_, day, killed, injured in example.connection().execute(query).fetchall()
    }
    if order in ("newest", "oldest"):
        days = [rows[one]["date_start"] for one in found]
        assert days == sorted(days, reverse=order == "newest")
    else:
        numbers = [rows[one][order] for one in found]
        known = [number for number in numbers if number is not None]
        assert numbers[: len(known)] == sorted(known, reverse=True)


@questions
def test_points_are_all_incidents_that_have_coordinates(
    question: Question, example: Release
) -> None:
    found = points(example, question)
    data = json.loads(found.json)
    assert found.incidents + found.nowhere == whole(example, question).total["incidents"]
    assert sum(data["incidents"]) == found.incidents
    for x, y, incidents in zip(data["longitude"], data["latitude"], data["incidents"], strict=True):
        assert listing(example, question, box=Box.around(x, y, None)).total >= incidents


def test_very_many_points_are_put_in_a_grid_that_loses_none(example: Release) -> None:
    fine, coarse = points(example, Question()), points(example, Question(), limit=30)
    assert (coarse.binned, fine.binned) == (True, False)
    assert coarse.places <= 30
    assert coarse.incidents == fine.incidents
    data = json.loads(coarse.json)
    for x, y, incidents in zip(data["longitude"], data["latitude"], data["incidents"], strict=True):
        box = Box.around(x, y, coarse.degrees)
        assert listing(example, Question(), box=Box.read(str(box))).total == incidents


def test_regions_are_those_of_count_with_their_tiles(example: Release) -> None:
    found = by_region(example, Question(), level="province")
    law = {
        row["province"]: row["incidents"] for row in whole(example, Question(), "province").rows()
    }
    assert {name: row["incidents"] for name, row in found.rows.items()} | {
        None: (found.unknown or {"incidents": 0})["incidents"]
    } == law
    assert {"Punjab", "Sindh"} <= {tile.name for tile in found.tiles}
    assert found.elsewhere.keys() == found.rows.keys() - {tile.name for tile in found.tiles}


def test_choices_leave_out_the_own_limit_of_their_field(example: Release) -> None:
    question = Question.read([("province", "punjab"), ("period", "2005..2020")])
    found = choices(example, question, "province")
    law = whole(example, question.without("province"), "province").rows()
    assert {one.value: one.incidents for one in found} == {
        row["province"]: row["incidents"] for row in law
    }
    assert [one.value for one in found if one.chosen] == ["Punjab"]
    assert found[0].label_ur == "پنجاب"
    (sindh,) = choices(example, Question(), "province", search="سندھ")
    assert sindh.value == "Sindh"


def test_a_group_that_is_chosen_stands_among_the_choices(example: Release) -> None:
    question = Question().with_("type", "attack")
    chosen = choices(example, question, "type")[0]
    assert chosen.chosen
    assert chosen.label == label_of(example, "type", "attack")
    assert chosen.incidents == whole(example, question).total["incidents"]


@pytest.mark.parametrize(
    "asked",
    [
        lambda release: overview(release, Question().with_("province", "Atlantis")),
        lambda release: overview(release, Question(), unit="fortnight"),
        lambda release: breakdown(release, Question(), "colour"),
        lambda release: cross(release, Question(), "type", "type"),
        lambda release: cross(release, Question(), "type", measure="sorrow"),
        lambda release: points(release, Question(), measure="sorrow"),
        lambda release: by_region(release, Question(), level="street"),
        lambda release: listing(release, Question(), order="random"),
        lambda release: listing(release, Question(), cursor="x"),
        lambda release: choices(release, Question(), "colour"),
        lambda _: Question().with_("colour", "red"),
        lambda _: Question.cell_of([("cell", "colour")]),
        lambda _: Box.read("1,2,3"),
        lambda _: Box.read("3,2,1,2"),
    ],
)
def test_what_does_not_exist_is_said(asked: Callable[[Release], Any], example: Release) -> None:
    with pytest.raises(QuestionError):
        asked(example)


def test_answers_are_kept(example: Release) -> None:
    question = Question().with_("province", "Sindh")
    assert breakdown(example, question, "type").rows is breakdown(example, question, "type").rows
    assert Prepared(example.beside()).ask(question.where).total["incidents"]
