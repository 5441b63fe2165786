"""Agreement between coders, checked against published worked examples and another library."""

from __future__ import annotations

from datetime import date
from typing import Any

import krippendorff
import numpy as np
import pytest

from waqia.model import QuestionError
from waqia.register.review.agreement import LEVELS, agreement, alpha

_ = None
FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
"""K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C and D."""

TWO_CODERS_BINARY = [
    [0, 1, 0, 0, 0, 0, 0, 0, 1, 0],
    [1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
]
"""The same, example A: binary data, two observers, no missing data."""

TWO_CODERS_NOMINAL = [
    ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"],
    ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"],
]
"""The same, example B: nominal data, two observers, no missing data."""

THREE_CODERS = [
    [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
    [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
    [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
]
"""Wikipedia, Krippendorff's alpha, "A computational example": 0.691 nominal, 0.811 interval."""


@pytest.mark.parametrize(
    ("table", "level", "published"),
    [
        (TWO_CODERS_BINARY, "nominal", 0.095),
        (TWO_CODERS_NOMINAL, "nominal", 0.692),
        (FOUR_CODERS, "nominal", 0.743),
        (FOUR_CODERS, "ordinal", 0.815),
        (FOUR_CODERS, "interval", 0.849),
        (FOUR_CODERS, "ratio", 0.797),
        (THREE_CODERS, "nominal", 0.691),
        (THREE_CODERS, "interval", 0.811),
    ],
)
def test_published_examples(table: Any, level: Any, published: float) -> None:
    assert alpha(table, level).alpha == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_another_library_gives_the_same(level: Any) -> None:
    random = np.random.default_rng(7)
    data = random.poisson(3, size=(4, 60)).astype(float)
    data[random.random(data.shape) < 0.3] = np.nan
    table = [[None if np.isnan(v) else v for v in row] for row in data]
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    assert alpha(table, level).alpha == pytest.approx(expected)


def test_units_coders_pairs_and_percent_are_of_units_that_two_coded() -> None:
    found = alpha(
        [["a", "b", "c", None], ["a", "c", None, None], [None, None, None, "a"]], "nominal"
    )
    assert (found.units, found.coders, found.pairs, found.percent) == (2, 2, 2, 50.0)


def test_sets_are_nearer_where_one_holds_the_other() -> None:
    same, part, other = (
        alpha([[frozenset("ab"), frozenset("c")], [frozenset(first), frozenset("c")]], "set").alpha
        for first in ("ab", "a", "d")
    )
    assert same == 1.0
    assert same > part > other  # type: ignore[operator]


def test_the_distance_of_sets_is_that_of_masi() -> None:
    """Four codings, n = 4: {a,b} and {a} are 1 - 2/3 × 1/2 = 2/3 apart, {c} is 1 from both."""
    found = alpha([[frozenset("ab"), frozenset("c")], [frozenset("a"), frozenset("c")]], "set")
    observed = 2 * (2 / 3)
    expected = 2 * (2 / 3 + 1 * 2 + 1 * 2) / 3
    assert found.alpha == pytest.approx(1 - observed / expected)


def test_sets_can_be_compared_as_wholes() -> None:
    table = [[frozenset("ab"), frozenset("c")], [frozenset("a"), frozenset("c")]]
    letters = [["x", "z"], ["y", "z"]]
    assert alpha(table, "nominal").alpha == pytest.approx(alpha(letters, "nominal").alpha)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ([], "No unit was coded by two"),
        ([["a", "b"]], "No unit was coded by two"),
        ([["a", None], [None, "b"]], "No unit was coded by two"),
        ([["a", "a"], ["a", "a"]], "same value"),
        ([[0, 0], [0, 0]], "same value"),
    ],
)
def test_what_cannot_be_told_is_said_in_words(table: Any, why: str) -> None:
    found = alpha(table, "nominal")
    assert (found.alpha, found.low, found.high) == (None, None, None)
    assert why in str(found.why)


def test_perfect_agreement_is_one_and_opposite_codings_are_below_zero() -> None:
    assert alpha([[1, 2, 3], [1, 2, 3]], "interval").alpha == 1.0
    assert alpha([[1, 2] * 5, [2, 1] * 5], "nominal").alpha < 0  # type: ignore[operator]


def test_the_interval_holds_alpha_and_narrows_with_more_units() -> None:
    few = alpha(FOUR_CODERS, "nominal")
    many = alpha([row * 20 for row in FOUR_CODERS], "nominal")
    for found in (few, many):
        assert found.low <= found.alpha <= found.high  # type: ignore[operator]
    assert many.high - many.low < few.high - few.low  # type: ignore[operator]


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_the_interval_is_that_of_alpha_worked_out_for_each_resample(level: Any) -> None:
    """The quick way to resample, against drawing units one by one; the seeds differ."""
    random = np.random.default_rng(3)
    data = random.integers(1, 5, size=(3, 40)).astype(float)
    data[1] = np.where(random.random(40) < 0.7, data[0], data[1])
    draws = [
        krippendorff.alpha(
            reliability_data=data[:, random.integers(0, 40, 40)], level_of_measurement=level
        )
        for _ in range(600)
    ]
    found = alpha(data.tolist(), level, resamples=4000)
    assert (found.low, found.high) == pytest.approx(np.percentile(draws, [2.5, 97.5]), abs=0.04)


def test_the_same_codings_give_the_same_in_any_order() -> None:
    codings = [
        (f"coder {i}", f"unit {j:02}", value)
        for i, row in enumerate(FOUR_CODERS)
        for j, value in enumerate(row)
    ]
    assert agreement("killed", codings) == agreement("killed", codings[::-1])
    assert agreement("killed", codings) != agreement("killed", codings, seed=1)


def test_one_unit_or_hardly_any_variety_gives_no_interval() -> None:
    one = alpha([["a"], ["b"]], "nominal")
    assert one.alpha is not None
    assert (one.low, "several" in str(one.why)) == (None, True)
    rare = alpha([["a"] * 30 + ["b"], ["a"] * 31], "nominal")
    assert rare.alpha is not None
    assert (rare.low, "vary too little" in str(rare.why)) == (None, True)


def test_fields_are_compared_on_their_level() -> None:
    days = [("x", "1", date(2024, 3, 1)), ("y", "1", date(2024, 3, 2)),
            ("x", "2", date(2024, 6, 1)), ("y", "2", date(2024, 6, 1))]  # fmt: skip
    assert agreement("date_start", days).alpha > 0.99  # type: ignore[operator]
    lists = [("x", "1", ["ttp", "bla"]), ("y", "1", ["bla", "ttp"]),
             ("x", "2", []), ("y", "2", [])]  # fmt: skip
    assert agreement("perpetrators", lists).alpha == 1.0
    grades = [("x", "1", 6), ("y", "1", 1), ("x", "2", 1), ("y", "2", 2)]
    assert agreement("credibility", grades).units == 1


def test_a_large_table_is_quick() -> None:
    random = np.random.default_rng(1)
    table = random.poisson(20, size=(3, 20_000)).tolist()
    found = alpha(table, "ordinal", resamples=200)
    assert found.units == 20_000


@pytest.mark.parametrize(
    ("field", "value"), [("colour", "red"), ("perpetrators", "ttp"), ("killed", "many")]
)
def test_what_does_not_fit_is_refused(field: str, value: Any) -> None:
    with pytest.raises(QuestionError):
        agreement(field, [("x", "1", value), ("y", "1", value)])


def test_every_level_of_a_field_is_one_of_accounts() -> None:
    from waqia.model import TABLES

    assert LEVELS.keys() <= set(TABLES["accounts"].names)
