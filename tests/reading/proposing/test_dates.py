"""Date phrases of sentences: what they name, what they are of, and which dates an incident."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.codebook import Codebook
from waqia.reading import numbers
from waqia.reading.proposing.dates import (
    DateContext,
    DatePhrase,
    Days,
    by_dateline,
    dated_events,
    find_dates,
    when,
)
from waqia.reading.proposing.line import Line
from waqia.reading.proposing.terms import TermSpan

TUESDAY = date(2023, 1, 31)
NEWS = DateContext((TUESDAY, TUESDAY))
REPORT = DateContext((date(2024, 1, 1), date(2024, 12, 31)))


def line(text: str, language: Literal["en", "ur"] = "en", terms: tuple[TermSpan, ...] = ()) -> Line:
    return Line(0, text, language, tuple(numbers(text)), terms)


def said(text: str, context: DateContext = NEWS, language: Literal["en", "ur"] = "en") -> str:
    """The phrases of a sentence as `words = days`, their role before them unless it is `when`."""
    found = find_dates(line(text, language), context)
    return "; ".join(_shown(text, phrase) for phrase in found)


def _shown(text: str, phrase: DatePhrase) -> str:
    days = str(phrase.date_start)
    if phrase.date_end != phrase.date_start:
        days += f"..{phrase.date_end}"
    role = "" if phrase.role == "when" else f"{phrase.role}: "
    return f"{role}{text[phrase.start : phrase.end]} = {days}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Five were killed on Jan 30, 2023.", "Jan 30, 2023 = 2023-01-30"),
        ("It was hit on 30 January 2023.", "30 January 2023 = 2023-01-30"),
        ("It was hit on the 30th of January.", "30th of January = 2023-01-30"),
        ("It was hit on February 2.", "February 2 = 2022-02-02"),
        ("It was hit on 30/01/2023.", "30/01/2023 = 2023-01-30"),
        ("It was hit on 01/30/2023.", "01/30/2023 = 2023-01-30"),
        ("It was hit on 2023-01-30.", "2023-01-30 = 2023-01-30"),
        ("It was hit on Friday, Jan 6.", "Friday, Jan 6 = 2023-01-06"),
        ("It was hit on May 9, a Monday.", "May 9 = 2022-05-09; Monday = 2023-01-30"),
        ("Militants struck in June and July of 2017.",
         "June = 2017-06-01..2017-06-30; July of 2017 = 2017-07-01..2017-07-31"),
        ("He may march to the city in March.", "March = 2022-03-01..2022-03-31"),
        ("In 2021 they struck.", "2021 = 2021-01-01..2021-12-31"),
        ("A total of 2021 people fled.", ""),
        ("Nothing happens on January 32, 2023 or 31 April.", ""),
    ],
)  # fmt: skip
def test_reads_dates_in_all_usual_forms(text: str, found: str) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They struck between 12 and 15 March.", "12 and 15 March = 2022-03-12..2022-03-15"),
        ("They struck from March 3 to 5, 2022.", "March 3 to 5, 2022 = 2022-03-03..2022-03-05"),
        ("They struck on Feb 7-8.", "Feb 7-8 = 2022-02-07..2022-02-08"),
        ("It fell in the night between Saturday and Sunday.",
         "Saturday and Sunday = 2023-01-28..2023-01-29"),
        ("They fought from Monday to Wednesday.",
         "Monday to Wednesday = 2023-01-23..2023-01-25"),
        ("They fought between March and May 2022.",
         "March and May 2022 = 2022-03-01..2022-05-31"),
        ("They fought between 2013 and 2018.",
         "between 2013 and 2018 = 2013-01-01..2018-12-31"),
        ("They fought from 2013 to 2018.", "2013 to 2018 = 2013-01-01..2018-12-31"),
        ("Two died in the first week of December.",
         "first week of December = 2022-12-01..2022-12-07"),
        ("Two died overnight.", "overnight = 2023-01-30..2023-01-31"),
        ("Two died over the past two days.", "past two days = 2023-01-29..2023-01-31"),
        ("Two died over the weekend.", "weekend = 2023-01-28..2023-01-29"),
        ("Two died in early January.", "early January = 2023-01-01..2023-01-10"),
        ("Two died in mid-2022.", "mid-2022 = 2022-05-01..2022-08-31"),
        ("Two died late last month.", "late last month = 2022-12-21..2022-12-31"),
        ("Two died in the first quarter of 2022.",
         "first quarter of 2022 = 2022-01-01..2022-03-31"),
    ],
)  # fmt: skip
def test_reads_stretches_as_they_are_said(text: str, found: str) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It exploded on Tuesday.", "Tuesday = 2023-01-31"),
        ("It exploded on Wednesday.", "Wednesday = 2023-01-25"),
        ("It exploded last Tuesday.", "last Tuesday = 2023-01-24"),
        ("It exploded late on Friday night.", "Friday night = 2023-01-27"),
        ("It exploded today.", "today = 2023-01-31"),
        ("It exploded yesterday afternoon.", "yesterday afternoon = 2023-01-30"),
        ("It exploded the day before yesterday.", "day before yesterday = 2023-01-29"),
        ("It exploded two days ago.", "two days ago = 2023-01-29"),
        ("Two died last week.", "last week = 2023-01-23..2023-01-29"),
        ("Two died last year.", "last year = 2022-01-01..2022-12-31"),
    ],
)
def test_counts_from_the_day_of_publication(text: str, found: str) -> None:
    assert said(text) == found


def test_counts_from_the_dateline_where_there_is_one() -> None:
    text = "SAN SALVADOR, 3 JAN 90 -- [REPORT] A BOMB WENT OFF YESTERDAY AND ON 30 DECEMBER."
    assert said(text) == (
        "dateline: 3 JAN 90 = 1990-01-03; YESTERDAY = 1990-01-02; 30 DECEMBER = 1989-12-30"
    )
    assert said("PESHAWAR, Jan 30 (AP) — A bomb killed dozens.") == "dateline: Jan 30 = 2023-01-30"
    assert said("On Tuesday, January 3: two died.") == "Tuesday, January 3 = 2023-01-03"


def test_counts_from_what_was_told_last() -> None:
    story = DateContext(NEWS.published, story=Days(date(2022, 3, 4), date(2022, 3, 4), "day"))
    assert said("The same day two died.", story) == "same day = 2022-03-04"
    assert said("The next day two died.", story) == "next day = 2022-03-05"
    assert said("Two days later two died.", story) == "Two days later = 2022-03-06"
    assert said("A week earlier two died.", story) == "A week earlier = 2022-02-24..2022-02-26"
    assert said("In July of the same year two died.", story) == (
        "July of the same year = 2022-07-01..2022-07-31"
    )
    assert said("Hours later two died.", story) == "Hours later = 2022-03-04"
    assert said("The same day two died.") == ""
    assert said("On January 25 one died, and the following day two.") == (
        "January 25 = 2023-01-25; following day = 2023-01-26"
    )


def test_takes_the_year_of_a_report_from_what_it_tells_of() -> None:
    assert said("On February 26 jets struck.", REPORT) == "February 26 = 2024-02-26"
    section = DateContext(REPORT.published, year=2019)
    assert said("On February 26 jets struck.", section) == "February 26 = 2019-02-26"
    told = DateContext(REPORT.published, story=Days(date(2018, 12, 20), date(2018, 12, 20), "day"))
    assert said("On January 2 jets struck.", told) == "January 2 = 2019-01-02"
    assert said("On Wednesday jets struck.", REPORT) == ""
    assert said("That December jets struck.", told) == "That December = 2018-12-01..2018-12-31"


def test_counts_from_events_of_the_codebook() -> None:
    events = dated_events(Codebook.load("pakistan"))
    context = DateContext((date(2024, 3, 1), date(2024, 3, 1)), events=events)
    assert said("A day before the election two died.", context) == (
        "A day before the election = 2024-02-07"
    )
    assert said("A day before the Feb 8 elections two died.", context) == (
        "A day before the Feb 8 elections = 2024-02-07"
    )
    assert said("Two died on election day.", context) == "election day = 2024-02-08"
    assert said("Two died a day before the parade.", context) == ""
    text = "Two days after the Army Public School attack the ban was lifted."
    start = text.index("Army")
    term = TermSpan(start, start + len("Army Public School attack"), (("event", "aps_attack"),))
    (found,) = find_dates(line(text, terms=(term,)), context)
    assert found.date_start == date(2014, 12, 18)


def test_gives_hijri_dates_the_days_that_sightings_of_the_moon_leave_open() -> None:
    assert said("He died on 10 Muharram 1444.") == "10 Muharram 1444 = 2022-08-08..2022-08-10"
    assert said("Two died on Ashura.") == "Ashura = 2022-08-08..2022-08-10"
    later = DateContext((date(2023, 12, 1), date(2023, 12, 1)))
    assert said("A procession of 12th Rabiul Awwal was hit.", later) == (
        "12th Rabiul Awwal = 2023-09-27..2023-09-29"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They have fought since Friday.", "Friday = 2023-01-27..2023-01-31"),
        ("They have fought since 2014.", "background: 2014 = 2014-01-01..2014-12-31"),
        ("He recalled the 2014 attack on a school.",
         "background: 2014 = 2014-01-01..2014-12-31"),
        ("He was born in 1980.", "background: 1980 = 1980-01-01..1980-12-31"),
        ("The assembly will meet on Sunday.", "background: Sunday = 2023-02-05"),
        ("Police said on Monday that two died on Sunday.",
         "said: Monday = 2023-01-30; Sunday = 2023-01-29"),
        ("The group claimed it in a statement issued on Monday.", "said: Monday = 2023-01-30"),
        ("Two were killed on Monday, police said.", "Monday = 2023-01-30"),
        ("The blast of Monday was claimed by the group on Tuesday.",
         "Monday = 2023-01-30; said: Tuesday = 2023-01-31"),
        ("The group claimed responsibility for Monday's attack.", "Monday = 2023-01-30"),
        ("The hostages were released on Monday.", "Monday = 2023-01-30"),
        ("The minister on Monday condemned the attack.", "said: Monday = 2023-01-30"),
        ("Officials said that on Monday two had died.", "Monday = 2023-01-30"),
        ("The blast of July 2022 claimed 150 lives.", "July 2022 = 2022-07-01..2022-07-31"),
        ("A 1981 sedan was parked there.", "background: 1981 = 1981-01-01..1981-12-31"),
    ],
)  # fmt: skip
def test_tells_apart_what_a_date_is_of(text: str, found: str) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("بدھ کے روز حملہ ہوا", "بدھ کے روز = 2023-01-25"),
        ("جمعرات کی شب حملہ ہوا", "جمعرات کی شب = 2023-01-26"),
        ("گزشتہ روز دھماکا ہوا", "گزشتہ روز = 2023-01-30"),
        ("آج صبح دھماکا ہوا", "آج = 2023-01-31"),
        ("کل دھماکا ہوا", "کل = 2023-01-30"),
        ("کل اجلاس ہوگا", "background: کل = 2023-02-01"),
        ("پرسوں فائرنگ ہوئی", "پرسوں = 2023-01-29"),
        ("۳۰ جنوری ۲۰۲۳ کو حملہ ہوا", "۳۰ جنوری ۲۰۲۳ = 2023-01-30"),
        ("جنوری سے مارچ 2022 تک حملے ہوئے", "جنوری سے مارچ 2022 = 2022-01-01..2022-03-31"),
        ("آج سے دو سال قبل حملہ ہوا", "آج سے دو سال قبل = 2021-01-01..2021-12-31"),
        ("آج کل حالات خراب ہیں", ""),
        ("جمعے کی رات سے اب تک جھڑپیں ہوئیں", "جمعے کی رات = 2023-01-27..2023-01-31"),
        ("جمعے کے خودکش حملے میں دو ہلاک ہوئے", "جمعے کے = 2023-01-27"),
        ("یکم جنوری کو حملہ ہوا", "یکم جنوری = 2023-01-01"),
        ("رواں ماہ حملہ ہوا", "رواں ماہ = 2023-01-01..2023-01-31"),
        ("گزشتہ سال حملہ ہوا", "گزشتہ سال = 2022-01-01..2022-12-31"),
        ("10 محرم 1444 کو حملہ ہوا", "10 محرم 1444 = 2022-08-08..2022-08-10"),
        ("12 اور 15 مارچ کے درمیان حملے ہوئے", "12 اور 15 مارچ = 2022-03-12..2022-03-15"),
        ("ہفتہ اور اتوار کی درمیانی شب حملہ ہوا",
         "ہفتہ اور اتوار کی درمیانی شب = 2023-01-28..2023-01-29"),
        ("دو روز قبل حملہ ہوا", "دو روز قبل = 2023-01-29"),
        ("جنوری کے اوائل میں حملہ ہوا", "جنوری کے اوائل = 2023-01-01..2023-01-10"),
        ("2014 سے اب تک حملے ہوئے", "background: 2014 = 2014-01-01..2014-12-31"),
        ("پولیس نے پیر کے روز بتایا", "said: پیر کے روز = 2023-01-30"),
        ("ایک پیر صاحب ہلاک ہوئے", ""),
    ],
)  # fmt: skip
def test_reads_urdu(text: str, found: str) -> None:
    assert said(text, language="ur") == found


def test_an_incident_has_the_finest_date_of_its_sentence_or_none() -> None:
    text = "In July 2022, on July 30, a bomber struck, police said on Monday."
    chosen = when(find_dates(line(text), NEWS))
    assert chosen is not None
    assert text[chosen.start : chosen.end] == "July 30"
    assert when(find_dates(line("Police said on Monday two had died."), NEWS)) is None
    two = "In June 2022 a raid killed one, and on December 1, 2022, an ambush two."
    nearest = when(find_dates(line(two), NEWS), near=two.index("raid"))
    assert nearest is not None
    assert nearest.date_start == date(2022, 6, 1)
    assert when([]) is None


def test_a_dateline_may_stand_for_the_day_and_the_one_before() -> None:
    (head,) = find_dates(line("PESHAWAR, Jan 30 (AP) — A bomb killed dozens."), NEWS)
    assert by_dateline(head).days == Days(date(2023, 1, 29), date(2023, 1, 30), "range")


FORMS = (
    "{day:%B} {d}, {day:%Y}",
    "{day:%b} {d}, {day:%Y}",
    "{d} {day:%B} {day:%Y}",
    "the {d}th of {day:%B}, {day:%Y}",
    "{day:%Y-%m-%d}",
    "{day:%d/%m/%Y}",
    "{day:%A}, {day:%B} {d}, {day:%Y}",
)


@given(
    st.dates(date(1980, 1, 1), date(2029, 12, 31)),
    st.sampled_from(FORMS),
    st.none() | st.dates(date(1980, 1, 1), date(2029, 12, 31)),
)
def test_a_written_date_is_found_again_whenever_it_is_published(
    day: date, form: str, published: date | None
) -> None:
    text = f"Two were killed on {form.format(day=day, d=day.day)} in the city."
    context = DateContext((published, published) if published else None)
    (found,) = find_dates(line(text), context)
    assert found.days == (day, day, "day")


URDU_MONTHS = "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@given(st.dates(date(1980, 1, 1), date(2029, 12, 31)), st.booleans())
def test_a_date_written_in_urdu_is_found_again(day: date, urdu_digits: bool) -> None:
    written = f"{day.day} {URDU_MONTHS.split()[day.month - 1]} {day.year}"
    text = f"شہر میں {written.translate(URDU_DIGITS) if urdu_digits else written} کو دھماکا ہوا"
    (found,) = find_dates(line(text, "ur"), NEWS)
    assert found.days == (day, day, "day")


@given(st.dates(date(1980, 1, 1), date(2029, 12, 31)), st.integers(0, 364))
def test_a_date_without_a_year_is_the_last_that_came(published: date, ago: int) -> None:
    day = published - timedelta(days=ago)
    (found,) = find_dates(
        line(f"Two were killed on {day:%B} {day.day}."), DateContext((published, published))
    )
    assert found.days == (day, day, "day")


PIECES = (
    "between and to from the on in last next same two days ago before election Monday Sunday March "
    "May 3 5 31 2014 2023 early week earlier later night year month said will since , . - – ( ) "
    "10 Muharram Ashura overnight یکم جنوری بدھ کے روز کی شب سے اور درمیان گزشتہ دو کل ۳ ۲۰۲۳ تک"
)


@given(
    st.text(max_size=120) | st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join),
    st.sampled_from(["en", "ur"]),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
def test_any_text_has_an_answer_within_it(
    text: str, language: Literal["en", "ur"], published: date | None, told: date | None
) -> None:
    context = DateContext(
        published=(published, published) if published else None,
        story=Days(told, told, "day") if told else None,
    )
    found = find_dates(line(text, language), context)
    at = 0
    for phrase in found:
        assert at <= phrase.start < phrase.end <= len(text)
        assert phrase.date_start <= phrase.date_end
        at = phrase.end
    chosen = when(found)
    assert chosen is None or chosen in found
