"""A prepared release answers as `count` does: the same numbers, notes and incidents."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.conftest import HandMade, incident
from tests.conftest import CREATED, shared
from waqia.analysis import FIELDS, MEASURES, Prepared, count, counts_by
from waqia.analysis.prepared import tables
from waqia.codebook import Codebook
from waqia.examples import example_folder
from waqia.formats import build, import_dataset
from waqia.model import QuestionError
from waqia.release import Release, open_release

ASKED = [name for name, field in FIELDS.items() if field.kind not in ("event", "relative_month")]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Release:
    out = tmp_path_factory.mktemp("prepared") / "example.release"
    build(example_folder() / "accounts.csv", out, codebook="pakistan", title="E", created=CREATED)
    return open_release(out)


@pytest.fixture(scope="module")
def ged(tmp_path_factory: pytest.TempPathFactory) -> Release:
    path: Path = shared("data/ged_pakistan_1989_2021.csv")
    out = tmp_path_factory.mktemp("prepared") / "ged.release"
    import_dataset(path, "ucdp-ged", out, created=CREATED)
    return open_release(out)


@pytest.fixture(scope="module")
def doubtful(codebook: Codebook) -> HandMade:
    """Incidents that doubt everything: days, numbers, parties, and values given twice."""
    return HandMade(
        codebook,
        incidents=[
            incident("1", "2014-01-31", type="terrorist_attack", killed=(1, 2, 4),
                     targets=["civilians", "civilians", "unknown"], tactics=[],
                     casualties=[("militants", "killed", 1, 2, None),
                                 ("civilians", "killed", 0, 1, 3)]),
            incident("2", "2014", type="terrorist_attack", killed=5, province="Punjab",
                     perpetrators=["unknown"], claim="unknown",
                     casualties=[("unknown", "killed", 1, None, None)]),
            incident("3", "2014-02", killed=None, injured=3, targets=["unknown"],
                     casualties=[("militants", "injured", 1, 2, 3)]),
            incident("4", "2015-06-01", type="drone_strike", killed=(0, 0, 0), province="Sindh",
                     tags=["a", "b, c"], date_end=None),
            incident("5", "2015-06-02", status="withdrawn", killed=100),
            {"id": "6", "status": "confirmed", "type": None},
        ],
    )  # fmt: skip


def limits_of(release: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Limits by up to three fields, to values that occur, to unknown ones, and to amounts."""
    if "limits" not in release.kept:
        release.kept["limits"] = _limits_of(release)
    found: st.SearchStrategy[dict[str, Any]] = release.kept["limits"]
    return found


def _limits_of(release: Any) -> st.SearchStrategy[dict[str, Any]]:
    prepared = Prepared(release).ask()
    values = {name: [row[name] for row in prepared.rows(name)] for name in ASKED}
    number = st.sampled_from([">=1", "0", "2..9", "<5", ">3", None])
    one: list[st.SearchStrategy[dict[str, Any]]] = [
        st.fixed_dictionaries({name: st.lists(st.sampled_from(known), min_size=1, max_size=3)})
        for name, known in values.items()
        if known
    ]
    one += [
        st.fixed_dictionaries({amount: st.lists(number, min_size=1, max_size=2)})
        for amount in ("killed", "injured_min", "killed_max")
    ]
    period = st.sampled_from(["2014", "2008-03..2011-06", "2014-01-31", "1990..2030"])
    one.append(st.fixed_dictionaries({"period": period}))
    return st.lists(st.one_of(one), max_size=3).map(
        lambda parts: {name: value for part in parts for name, value in part.items()}
    )


def check(release: Any, data: st.DataObject) -> None:
    where = data.draw(limits_of(release), "where")
    rule = data.draw(st.sampled_from(sorted(release.codebook.counting_rules)), "rule")
    by = data.draw(st.lists(st.sampled_from(ASKED), max_size=2, unique=True), "by")
    if {"party", "party_group"} <= where.keys() or not counts_by(by):
        return
    quick = Prepared(release).ask(where, rule=rule)
    law = count(release, by, MEASURES, where, rule=rule)
    rows = quick.rows(by, MEASURES)
    assert rows == law.rows()
    assert quick.total == law.total
    assert quick.notes(by) == law.notes
    if rows:
        cell = {name: rows[0][name] for name in by}
        behind = quick.behind(cell)
        found = release.connection().execute(f"SELECT i.n {behind}").fetchall()
        ids = [
            id_ for (id_,) in release.connection().execute("SELECT id FROM incidents").fetchall()
        ]
        assert sorted(ids[n] for (n,) in found) == law.incidents(**cell)


@settings(max_examples=16)
@given(data=st.data())
def test_any_question_to_doubtful_incidents_has_the_numbers_of_count(
    data: st.DataObject, doubtful: Any
) -> None:
    check(doubtful, data)


@settings(max_examples=8)
@given(data=st.data())
def test_any_question_to_the_example_has_the_numbers_of_count(
    data: st.DataObject, example: Release
) -> None:
    check(example, data)


@settings(max_examples=8)
@given(data=st.data())
def test_any_question_to_ged_has_the_numbers_of_count(data: st.DataObject, ged: Release) -> None:
    check(ged, data)


def test_the_timeline_fills_units_without_incidents_with_zeros(example: Release) -> None:
    asked = Prepared(example).ask({"province": "Sindh"}, "2013..2014")
    rows, unknown = asked.filled("month", asked.rows("month", ("incidents", "killed")))
    law = count(example, "month", ("incidents", "killed"), {"province": "Sindh"},
                period="2013..2014", fill=True).rows()  # fmt: skip
    assert [*rows, *([unknown] if unknown else [])] == law


def test_a_unit_is_chosen_by_how_long_the_time_is(example: Release) -> None:
    prepared = Prepared(example)
    spans = {"2014-01": "day", "2014": "week", "2012..2014": "month", None: "year"}
    assert {span: prepared.ask(period=span).unit() for span in spans} == spans


def test_many_fields_are_counted_in_one_pass_as_one_by_one(example: Release) -> None:
    asked = Prepared(example).ask({"killed": ">=1"}, rule="attacks_without_attackers")
    together = asked.each(ASKED, MEASURES)
    assert together == {name: asked.rows(name, MEASURES) for name in ASKED if "party" not in name}


def test_the_top_has_the_most_frequent_values_and_the_unknown_one(example: Release) -> None:
    asked = Prepared(example).ask()
    rows, values = asked.top("actor", most=3)
    everything = asked.rows("actor")
    assert [row["incidents"] for row in rows] == [
        *sorted((r["incidents"] for r in everything if r["actor"]), reverse=True)[:3],
        *(r["incidents"] for r in everything if r["actor"] is None),
    ]
    assert values == len(everything)


def test_what_count_refuses_is_refused(example: Release) -> None:
    prepared = Prepared(example)
    for where in ({"province": "Atlantis"}, {"killed": "many"}, {"event": "x"}, {"nothing": "x"}):
        with pytest.raises(QuestionError):
            prepared.ask(where)
    with pytest.raises(QuestionError, match="target"):
        prepared.ask().rows(("target", "target_group"))
    with pytest.raises(QuestionError, match="event"):
        prepared.ask().rows("event")


def test_releases_beside_one_another_share_what_is_prepared(example: Release) -> None:
    total = Prepared(example).ask().total
    beside = example.beside()
    assert Prepared(beside).ask().total == total
    assert beside.kept is example.kept


def test_days_far_ahead_are_counted(codebook: Codebook) -> None:
    days = [incident("1", "2731-05-02"), incident("2", "2024-05-02")]
    release: Any = HandMade(codebook, incidents=days)
    months = [row["month"] for row in Prepared(release).ask().rows("month")]
    assert months == ["2024-05", "2731-05"]


def test_what_failed_to_be_prepared_can_be_prepared_again(
    codebook: Codebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    release: Any = HandMade(codebook, incidents=[incident("1", "2024-05-02")])
    with monkeypatch.context() as patch:
        patch.setattr(tables, "_coded", mock.Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            Prepared(release)
    assert Prepared(release).ask().total["incidents"] == 1
