"""Counts of persons as sources write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.model import Count, parse_count

VAGUE = {"dozens": (24, 36, 99), "several": (3, 5, 9), "many": (5, 10, None)}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("19", Count(19, 19, 19)),
        ("0", Count(0, 0, 0)),
        ("no", Count(0, 0, 0)),
        ("1,124", Count(1124, 1124, 1124)),
        ("19.0", Count(19, 19, 19)),
        ("۱۹", Count(19, 19, 19)),
        ("١٩", Count(19, 19, 19)),
        ("nineteen", Count(19, 19, 19)),
        ("forty-two", Count(42, 42, 42)),
        ("two dozen", Count(24, 24, 24)),
        ("at least 19", Count(19, 19, None)),
        (">=19", Count(19, 19, None)),
        ("at least two dozen", Count(24, 24, None)),
        ("more than 50", Count(51, 51, None)),
        ("over 84", Count(85, 85, None)),
        ("up to 30", Count(None, 30, 30)),
        ("fewer than 10", Count(None, 9, 9)),
        ("about 20", Count(None, 20, None)),
        ("17-22", Count(17, 19, 22, imputed=True)),
        ("17–22", Count(17, 19, 22, imputed=True)),
        ("between 17 and 22", Count(17, 19, 22, imputed=True)),
        ("19 (17-22)", Count(17, 19, 22)),
        ("dozens", Count(24, 36, 99, imputed=True)),
        ("at least several", Count(3, 5, None, imputed=True)),
        ("more than dozens", Count(24, 36, None, imputed=True)),
        ("up to several", Count(None, 5, 9, imputed=True)),
        ("fewer than dozens", Count(None, 36, 99, imputed=True)),
        ("some dozens", Count(24, 36, 99, imputed=True)),
        ("Many", Count(5, 10, None, imputed=True)),
    ],
)
def test_a_phrase_gives_its_bounds(phrase: str, expected: Count) -> None:
    assert parse_count(phrase, VAGUE) == expected


@pytest.mark.parametrize(
    "phrase", ["", "-3", "3.5", "n/a", "some of them", "19 people maybe", "x-y", "5 and 7"]
)
def test_what_is_no_count_is_not_guessed(phrase: str) -> None:
    assert parse_count(phrase, VAGUE) is None


@given(st.integers(0, 99_999_999))
def test_every_whole_number_reads_as_itself(number: int) -> None:
    exact = Count(number, number, number)
    assert parse_count(str(number), {}) == exact
    assert parse_count(f"{number:,}", {}) == exact


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_range_keeps_its_ends_and_a_best_between_them(one: int, other: int) -> None:
    low, high = sorted((one, other))
    count = parse_count(f"{low}-{high}", {})
    assert count is not None
    assert (count.min, count.max) == (low, high)
    assert count.best is not None
    assert low <= count.best <= high


@given(st.text(max_size=40))
def test_any_text_gives_a_count_with_sound_bounds_or_nothing(text: str) -> None:
    count = parse_count(text, VAGUE)
    if count is not None:
        known = [n for n in (count.min, count.best, count.max) if n is not None]
        assert all(n >= 0 for n in known)
