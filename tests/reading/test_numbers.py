"""Numbers in prose: their kind, their bounds, and the whole that a part belongs to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.model import Count, parse_count, whole_number
from waqia.reading import Number, numbers

VAGUE = {"dozens": (24, 36, 99), "scores": (40, 60, 99), "several": (3, 5, 9), "some": (2, 3, 9)}


def counted(text: str) -> list[tuple[str, float | None, float | None, float | None]]:
    return [
        (text[n.start : n.end], n.min, n.best, n.max)
        for n in numbers(text, VAGUE)
        if n.kind == "count"
    ]


@pytest.mark.parametrize(
    ("text", "said", "least", "best", "most"),
    [
        ("At least 19 people were killed", "At least 19", 19, 19, None),
        ("over 84 people died", "over 84", 85, 85, None),
        ("two dozen fighters", "two dozen", 24, 24, 24),
        ("scores of villagers fled", "scores", 40, 60, 99),
        ("between 10 and 12 militants", "between 10 and 12", 10, 11, 12),
        ("17–22 were hurt", "17–22", 17, 19, 22),
        ("1,533 deaths", "1,533", 1533, 1533, 1533),
        ("0.5 million people", "0.5 million", 500_000, 500_000, 500_000),
        ("3 lakh persons", "3 lakh", 300_000, 300_000, 300_000),
        ("1,50,000 persons", "1,50,000", 150_000, 150_000, 150_000),
        ("forty or more men", "forty or more", 40, 40, None),
        ("some 50 fighters", "some 50", None, 50, None),
        ("one hundred and twenty-three dead", "one hundred and twenty-three", 123, 123, 123),
        ("2000 people", "2000", 2000, 2000, 2000),
        ("کم از کم 19 افراد ہلاک ہوئے", "کم از کم 19", 19, 19, None),
        ("۳۰ سے زائد زخمی ہوئے", "۳۰ سے زائد", 31, 31, None),
        ("ایک سو پچیس افراد", "ایک سو پچیس", 125, 125, 125),
        ("دس سے بارہ دہشت گرد", "دس سے بارہ", 10, 11, 12),
        ("اسی افراد ہلاک ہوئے", "اسی", 80, 80, 80),
    ],
)
def test_a_count_is_read_with_its_bounds(
    text: str, said: str, least: float | None, best: float | None, most: float | None
) -> None:
    assert counted(text) == [(said, least, best, most)]


@pytest.mark.parametrize(
    ("text", "said", "kind", "best"),
    [
        ("in 2023", "2023", "year", 2023),
        ("the 2024 elections", "2024", "year", 2024),
        ("on March 26, 2024", "March 26, 2024", "date", None),
        ("26 مارچ 2024 کو", "26 مارچ 2024", "date", None),
        ("9/11", "9/11", "date", None),
        ("at 10:30 today", "10:30", "clock", None),
        ("over 82 percent of them", "over 82 percent", "percent", 82),
        ("40 فیصد", "40 فیصد", "percent", 40),
        ("almost half of the attacks", "almost half", "fraction", 0.5),
        ("two-thirds of them", "two-thirds", "fraction", 2 / 3),
        ("the 21st amendment", "21st", "ordinal", 21),
        ("the twenty-first attack", "twenty-first", "ordinal", 21),
        ("Rs 5 million", "Rs 5 million", "money", 5_000_000),
        ("three lakh rupees", "three lakh rupees", "money", 300_000),
        ("a 10-year-old child", "10", "age", 10),
        ("5 km away", "5", "measure", 5),
        ("for two days", "two", "measure", 2),
        ("1.5 attacks a day", "1.5", "measure", 1.5),
        ("near PK-19", "PK-19", "identifier", None),
        ("see Table 12", "12", "identifier", 12),
    ],
)
def test_what_is_no_count_has_a_kind_of_its_own(
    text: str, said: str, kind: str, best: float | None
) -> None:
    (found,) = numbers(text, VAGUE)
    assert (text[found.start : found.end], found.kind, found.best) == (said, kind, best)


def parts(text: str) -> dict[str, list[str]]:
    found = numbers(text, VAGUE)
    wholes: dict[str, list[str]] = {}
    for number in found:
        if number.whole is not None:
            whole = found[number.whole]
            wholes.setdefault(text[slice(*whole.digits)], []).append(text[slice(*number.digits)])
    return wholes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("killing over 84 people, including 81 policemen, and wounding 212.", {"84": ["81"]}),
        (
            "330 men, including 26 guards, 176 policemen, and two others' aides; another 260",
            {"330": ["26", "176", "two"]},
        ),
        ("73 incidents (55 attacks and 18 clashes) left 62 dead", {"73": ["55", "18"]}),
        ("Eleven died, seven of whom were police", {"Eleven": ["seven"]}),
        ("30 زخمی ہوئے جن میں دو اہلکار شامل ہیں", {"30": ["دو"]}),
        ("19 died. Including him, 3 fled.", {}),
    ],
)
def test_parts_know_their_whole(text: str, found: dict[str, list[str]]) -> None:
    assert parts(text) == found


def test_a_change_is_two_counts_and_no_range() -> None:
    assert [c[0] for c in counted("from 254 in 2022 to 413 the following year")] == ["254", "413"]
    assert [c[0] for c in counted("rose from 11 to 24")] == ["11", "24"]


def test_marks_of_notes_and_web_addresses_hold_no_number() -> None:
    assert numbers("attacked.¹²³ See https://example.org/2024/02/19 and <sup>39</sup>", VAGUE) == []


SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """A whole number in English words."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (f"-{SMALL[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{SMALL[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")
    for scale, name in ((1_000_000, "million"), (1000, "thousand")):
        if number >= scale:
            many, rest = divmod(number, scale)
            between = " and " if 0 < rest < 100 else " "
            return f"{in_words(many)} {name}" + (f"{between}{in_words(rest)}" if rest else "")
    raise AssertionError


@given(st.integers(0, 99_999_999))
def test_a_number_in_words_reads_as_itself(number: int) -> None:
    assert whole_number(in_words(number)) == number
    assert parse_count(in_words(number), {}) == Count(number, number, number)


@given(st.integers(2, 99_999_999), st.sampled_from(["", "at least ", "more than ", "up to "]))
def test_a_number_in_words_is_found_in_prose(number: int, bound: str) -> None:
    text = f"Police said {bound}{in_words(number)} persons were hurt."
    (found,) = numbers(text)
    expected = parse_count(bound + in_words(number), {})
    assert expected is not None
    assert (found.min, found.best, found.max) == (expected.min, expected.best, expected.max)


@given(st.integers(0, 99_999_999))
def test_digits_are_found_in_prose_however_grouped(number: int) -> None:
    for said in (f"{number:,}", str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))):
        (found,) = numbers(f"killed {said} persons")
        assert found.best == number


@given(st.text("at lesd012,.-–%()$ا سوںtohundredone½²\n", max_size=80) | st.text(max_size=80))
def test_any_text_gives_numbers_in_order_with_sound_bounds(text: str) -> None:
    found: list[Number] = numbers(text, VAGUE)
    end = 0
    for position, number in enumerate(found):
        assert end <= number.start < number.end <= len(text)
        end = number.end
        assert number.start <= number.digits[0] <= number.digits[1] <= number.end
        known = [n for n in (number.min, number.best, number.max) if n is not None]
        assert known == sorted(known)
        assert number.whole is None or number.whole < position
