"""Periods: how people write them, and which one lies before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.model import Period, QuestionError


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        (2023, date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-08", date(2024, 2, 8), date(2024, 2, 8)),
        ("2019-08..2021-07", date(2019, 8, 1), date(2021, 7, 31)),
        ("2019-08 to 2021-07", date(2019, 8, 1), date(2021, 7, 31)),
        ("2024-08-25/2024-08-26", date(2024, 8, 25), date(2024, 8, 26)),
    ],
)
def test_a_period_is_read(text: str | int, start: date, end: date) -> None:
    period = Period.parse(text)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "last year", "2023-13", "2023-Q5", "2023-02-30", "2024..2023"]
)
def test_what_is_no_period_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(QuestionError, match=text or "could not be read"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "previous"),
    [
        ("2023", "2022"),
        ("2023-H1", "2022-H2"),
        ("2023-Q1", "2022-Q4"),
        ("2024-03", "2024-02"),
        ("2022..2023", "2020..2021"),
        ("2021-08..2023-07", "2019-08..2021-07"),
    ],
)
def test_the_previous_period_is_as_long_on_the_calendar(text: str, previous: str) -> None:
    assert Period.parse(text).previous().label == previous
    assert Period.parse(previous).end + timedelta(days=1) == Period.parse(text).start


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_periods_follow_each_other_without_gap_or_overlap(start: date, days: int) -> None:
    period = Period.parse(f"{start}..{start + timedelta(days=days)}")
    before = period.previous()
    assert before.end + timedelta(days=1) == period.start
    assert Period.parse(before.label).start == before.start
