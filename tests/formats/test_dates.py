import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.formats.dates import read_date
from waqia.formats.hijri import read_hijri


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2014-03-05", "2014-03-05", "2014-03-05", "day"),
        ("1990-10-04 00:00:00.000", "1990-10-04", "1990-10-04", "day"),
        ("2014-03", "2014-03-01", "2014-03-31", "month"),
        ("2014", "2014-01-01", "2014-12-31", "year"),
        ("2024-08-25/2024-08-26", "2024-08-25", "2024-08-26", "range"),
        ("2023-01/2023-04", "2023-01-01", "2023-04-30", "range"),
        ("2014-Q2", "2014-04-01", "2014-06-30", "quarter"),
        ("2014-W03", "2014-01-13", "2014-01-19", "week"),
        ("2010-21", "2010-03-01", "2010-05-31", "quarter"),
        ("early March 2014", "2014-03-01", "2014-03-10", "range"),
        ("late February 2016", "2016-02-21", "2016-02-29", "range"),
        ("mid-2013", "2013-05-01", "2013-08-31", "range"),
        ("spring 2010", "2010-03-01", "2010-05-31", "quarter"),
        ("March 2014", "2014-03-01", "2014-03-31", "month"),
        ("5 March 2014", "2014-03-05", "2014-03-05", "day"),
        ("March 5th, 2014", "2014-03-05", "2014-03-05", "day"),
        ("10-12 May 2013", "2013-05-10", "2013-05-12", "range"),
        ("۵ مارچ ۲۰۱۴", "2014-03-05", "2014-03-05", "day"),
        ("Sunday-November 19-1995", "1995-11-19", "1995-11-19", "day"),
        ("Thursay-Aug 25-2011", "2011-08-25", "2011-08-25", "day"),
    ],
)
def test_dates_are_the_interval_their_words_allow(
    text: str, start: str, end: str, precision: str
) -> None:
    read = read_date(text)
    assert read is not None
    assert (str(read.start), str(read.end), read.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "text", ["31/02/2014", "2014-02-31", "early March", "March", "soon", "2014-13", "", "20141301",
             "2014-05-02/2014-05-01", "99 March 2014"]
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert read_date(text) is None


def test_the_order_of_day_and_month_is_stated_not_guessed() -> None:
    assert read_date("03/04/2014") is None
    assert str(read_date("03/04/2014", (), "day-first").start) == "2014-04-03"  # type: ignore[union-attr]
    assert str(read_date("03/04/2014", (), "month-first").start) == "2014-03-04"  # type: ignore[union-attr]
    assert str(read_date("13/04/2014").start) == "2014-04-13"  # type: ignore[union-attr]


def test_a_weekday_is_compared_with_the_day() -> None:
    wrong, right = read_date("Saturday-Mar 07-2016"), read_date("Monday-March 7-2016")
    assert wrong is not None
    assert right is not None
    assert wrong.weekday_differs
    assert not right.weekday_differs


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_from_each_of_its_forms(day: date) -> None:
    month = calendar.month_name[day.month]
    for text in (
        day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}",
        f"{calendar.day_name[day.weekday()]}, {day.day} {month[:3]} {day.year}",
    ):  # fmt: skip
        read = read_date(text)
        assert read is not None
        assert (read.start, read.end, read.weekday_differs) == (day, day, False)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = read_date(text)
    assert read is None or read.start <= read.end
    read_hijri(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25 Jumaada al-THaany 1416 A.H", "1995-11-18"),
        ("10 SHa`baan 1421 A.H", "2000-11-06"),
        ("2 safar 1427 A.H.", "2006-03-02"),
        ("14 Raby` al-awal 1427 A.H", "2006-04-12"),
        ("3 Raby` al-THaany 1423 A.H", "2002-06-14"),
        ("09 Jamadi-ul-Awal 1438 A.H. ", "2017-02-06"),
        ("05 Zeqad 1437 A.H.", "2016-08-08"),
        ("13 Zilhaj 1437 A.H.", "2016-09-14"),
        ("22 Shawaal 1438 A.H", "2017-07-16"),
        ("5 Rabi Al-Awwal 1439 A.H", "2017-11-23"),
    ],
)
def test_hijri_months_are_read_however_they_are_spelt(text: str, day: str) -> None:
    read = read_hijri(text)
    assert read is not None
    assert abs(read - date.fromisoformat(day)) <= timedelta(days=1)


@pytest.mark.parametrize("text", ["NA", "40 Rajab 1430 A.H", "5 March 2014", "5 Foo 1430 A.H"])
def test_what_is_no_hijri_date_is_not_guessed(text: str) -> None:
    assert read_hijri(text) is None
