from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.codebook import Codebook
from waqia.model import Period
from waqia.publish.labels import field_label, value_label
from waqia.publish.numbers import (
    NOT_KNOWN,
    calendar_label,
    counted,
    day,
    percent,
    period_label,
    signed,
    whole,
)


@pytest.mark.parametrize("written", [whole, percent, signed])
def test_what_is_not_known_is_a_dash_and_never_zero(written: object) -> None:
    assert written(None) == NOT_KNOWN  # type: ignore[operator]


def test_zero_is_written_as_zero() -> None:
    assert (whole(0), percent(0), counted(0, 0, 0)) == ("0", "0%", "0")
    assert signed(0) == "±0"


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (1124, "1,124"), (6416.0, "6,416"), (0.5, "0.5"), (1234.25, "1,234.2")],
)  # fmt: skip
def test_counts_have_thousands_separators_and_shares_of_an_incident_a_decimal(
    value: float, text: str
) -> None:
    assert whole(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(17.2, "17%"), (4.65, "4.7%"), (4.0, "4%"), (9.94, "9.9%"), (9.96, "10%"),
     (10333.3, "10,333%"), (-75, "−75%"), (-2.5, "−2.5%"), (100, "100%")],
)  # fmt: skip
def test_a_percentage_has_one_decimal_below_ten_and_none_above(value: float, text: str) -> None:
    assert percent(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(17.2, "+17%"), (-17.2, "−17%"), (0, "0%"), (0.02, "0%"), (-0.02, "0%"), (0.4, "+0.4%")],
)
def test_a_change_in_percent_has_a_sign_unless_it_rounds_to_nothing(
    value: float, text: str
) -> None:
    assert percent(value, signed=True) == text


def test_a_difference_has_a_true_minus_sign() -> None:
    assert [signed(9), signed(-1500), signed(2.5)] == ["+9", "−1,500", "+2.5"]


def test_a_range_stands_behind_the_best_estimate_where_it_is_one() -> None:
    assert counted(17, 19, 22) == "19 (17–22)"
    assert counted(19, 19, 19) == "19"
    assert counted(0, 0, 3) == "0 (0–3)"


def test_a_range_with_an_open_side_says_which_side_is_known() -> None:
    assert counted(19, 19, None) == "≥19"
    assert counted(17, 19, None) == "19 (≥17)"
    assert counted(None, 30, 30) == "≤30"
    assert counted(None, 19, 22) == "19 (≤22)"
    assert counted(None, 20, None) == "about 20"


def test_without_a_best_estimate_the_number_is_not_known() -> None:
    assert counted(17, None, 22) == NOT_KNOWN


def test_bounds_that_do_not_hold_are_kept_and_marked() -> None:
    assert counted(20, 19, 22) == "19 (20–22)†"


@given(st.none() | st.integers(-(10**9), 10**9))
def test_a_count_can_be_read_back(value: int | None) -> None:
    text = whole(value)
    assert (None if text == NOT_KNOWN else int(text.replace(",", ""))) == value


@given(st.floats(-1e6, 1e6))
def test_a_percentage_never_carries_two_signs_or_a_hyphen(value: float) -> None:
    text = percent(value, signed=True)
    assert "-" not in text
    assert sum(text.count(sign) for sign in "+−") <= 1
    assert text not in ("+0%", "−0%", "+0.0%", "−0.0%")


@pytest.mark.parametrize(
    ("start", "end", "precision", "text"),
    [
        ("2023-01-30", "2023-01-30", "day", "30 January 2023"),
        ("2023-01-30", None, None, "30 January 2023"),
        ("2023-01-01", "2023-01-31", "month", "January 2023"),
        ("2023-04-01", "2023-06-30", "quarter", "quarter 2 of 2023"),
        ("2023-01-01", "2023-12-31", "year", "2023"),
        # a season is no quarter, and a month's time need not lie in one month
        ("2010-03-01", "2010-05-31", "quarter", "1 March – 31 May 2010"),
        ("2013-12-15", "2014-01-14", "month", "15 December 2013 – 14 January 2014"),
        ("2013-11-05", "2014-02-03", "year", "5 November 2013 – 3 February 2014"),
        ("2024-08-25", "2024-08-26", "range", "25–26 August 2024"),
        ("2024-08-30", "2024-09-02", "range", "30 August – 2 September 2024"),
        ("2023-12-31", "2024-01-01", "range", "31 December 2023 – 1 January 2024"),
        (None, None, None, "date not known"),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(
    start: str | None, end: str | None, precision: str | None, text: str
) -> None:
    assert day(start, end, precision) == text


def test_dates_come_as_text_days_or_moments() -> None:
    assert day(date(2023, 1, 30)) == day(datetime(2023, 1, 30, 12)) == day("2023-01-30T12:00:00")


@pytest.mark.parametrize(
    ("period", "text"),
    [("2014", "2014"), ("2014-Q1", "2014-Q1"), ("2019-08..2021-07", "2019-08 to 2021-07"),
     ("1995-06-24..2021-03-06", "24 June 1995 – 6 March 2021")],
)  # fmt: skip
def test_a_period_is_written_for_readers(period: str, text: str) -> None:
    assert period_label(Period.parse(period)) == text


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [("month", "2014-03", "Mar 2014"), ("year", 2014, "2014"),
     ("month", None, "Not dated so precisely"),
     ("relative_month", -2, "2 months before"), ("relative_month", 1, "1 month after"),
     ("relative_month", 0, "month of the event")],
)  # fmt: skip
def test_calendar_units_have_words(field: str, value: object, text: str) -> None:
    assert calendar_label(field, value) == text


def test_values_are_labelled_in_the_words_of_the_codebook(codebook: Codebook) -> None:
    assert value_label(codebook, "actor", "ttp") == "Tehreek-e-Taliban Pakistan"
    assert value_label(codebook, "tactic", "firing + ied").count(" + ") == 1
    assert value_label(codebook, "district", "Quetta") == "Quetta"


def test_an_unknown_value_is_said_in_words_and_never_left_empty(codebook: Codebook) -> None:
    for field in ("actor", "party", "district", "region", "target", "type", "division"):
        assert value_label(codebook, field, None)[0].isupper()


def test_fields_have_headings() -> None:
    assert field_label("actor_category") == "Kind of actor"
    assert field_label("province") == "Province"
