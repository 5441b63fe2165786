from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.publish.scales import class_label, classes, ticks, unit_of, unit_span, unit_ticks


@pytest.mark.parametrize(
    ("top", "expected"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (7, [0, 2, 4, 6, 8]), (1234, [0, 500, 1000, 1500])],
)
def test_ticks_are_round_whole_numbers(top: int, expected: list[int]) -> None:
    assert ticks(top) == expected


@pytest.mark.parametrize(
    ("field", "ends", "expected"),
    [
        ("year", [2014, 2012], [2012, 2013, 2014]),
        ("half", ["2013-H2", "2014-H1"], ["2013-H2", "2014-H1"]),
        ("quarter", ["2013-Q4", "2014-Q2"], ["2013-Q4", "2014-Q1", "2014-Q2"]),
        ("month", ["2013-12", "2014-02"], ["2013-12", "2014-01", "2014-02"]),
        ("week", ["2020-W52", "2021-W01"], ["2020-W52", "2020-W53", "2021-W01"]),
        ("day", ["2024-02-28", "2024-03-01"], ["2024-02-28", "2024-02-29", "2024-03-01"]),
        ("relative_month", [-1, 1], [-1, 0, 1]),
        ("year", [], []),
    ],
)
def test_no_unit_of_time_is_left_out(
    field: str, ends: list[object], expected: list[object]
) -> None:
    assert unit_span(field, ends) == expected


def test_a_day_lies_in_its_units() -> None:
    day = date(2014, 12, 30)
    units = [unit_of(field, day) for field in ("year", "half", "quarter", "month", "week", "day")]
    assert units == [2014, "2014-H2", "2014-Q4", "2014-12", "2015-W01", "2014-12-30"]


def test_labelled_years_are_round() -> None:
    assert unit_ticks("year", range(1989, 2022), 8) == [1990, 1995, 2000, 2005, 2010, 2015, 2020]


def test_classes_have_round_lower_bounds() -> None:
    found = classes([1, 1, 2, 3, 5, 8, 13, 40, 55, 120, 890])
    assert [class_label(bounds) for bounds in found] == [
        "1", "2–4", "5–19", "20–199", "200–890",
    ]  # fmt: skip


def test_few_numbers_get_few_classes() -> None:
    assert [class_label(bounds) for bounds in classes([3])] == ["3"]
    assert len(classes([2, 38, 104, 229, 244, 2995])) == 4
    assert classes([]) == []


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=60))
def test_every_number_lies_in_exactly_one_class_and_no_class_is_empty(numbers: list[int]) -> None:
    found = classes(numbers)
    homes = [[bounds for bounds in found if bounds[0] <= n <= bounds[1]] for n in numbers]
    assert all(len(home) == 1 for home in homes)
    assert {home[0] for home in homes} == set(found)
