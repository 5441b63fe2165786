"""Copies of one report are found whatever was edited; reports that are only alike are not."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from waqia.reading import duplicates
from waqia.reading.duplicates import Candidate, Fact, copies, same_report, signature

LEAD = (
    "QUETTA: At least five people were killed and 12 others injured when a bomb went off near a "
    "bus stand in Mastung on Monday morning, police said."
)
_BODY = """The device was planted on a motorcycle and was detonated by remote control. Security
forces cordoned off the area and the injured were taken to the district hospital, where doctors
said that three of them were in a critical condition.

A senior police officer said that an investigation was under way and that the target was a van of
the paramilitary force which had passed the spot minutes before.

No group claimed responsibility for the attack. The provincial government condemned it and
announced compensation for the families."""
BODY = _BODY.split("\n\n")
WIRE = "\n".join(("Five killed in Mastung blast", LEAD, *BODY))
EDITED = "\n".join(
    ("Blast leaves five dead near Mastung bus stand", "By our correspondent", LEAD, *BODY[:2])
)
SIBLING = (
    WIRE.replace("Mastung", "Panjgur").replace("five", "three").replace("Five", "Three")
    .replace("12", "seven").replace("Monday", "Friday")
)  # fmt: skip
URDU = (
    "کوئٹہ: مستونگ میں پیر کی صبح بس اڈے کے قریب دھماکے میں کم از کم پانچ افراد جاں بحق اور بارہ "
    "زخمی ہو گئے۔ پولیس کے مطابق دھماکہ خیز مواد موٹر سائیکل میں نصب تھا۔ سکیورٹی فورسز نے علاقے "
    "کو گھیرے میں لے لیا اور زخمیوں کو ضلعی ہسپتال منتقل کر دیا گیا جہاں تین کی حالت تشویشناک "
    "بتائی جاتی ہے۔ کسی تنظیم نے حملے کی ذمہ داری قبول نہیں کی۔"
)


def found(
    *texts: str, published: tuple[date | None, ...] = (), facts: object = None
) -> dict[int, int]:
    days = published or (None,) * len(texts)
    told = facts if isinstance(facts, list) else [()] * len(texts)
    documents = [
        Candidate(signature(text), day, len(text), fact)
        for text, day, fact in zip(texts, days, told, strict=True)
    ]
    return dict(copies(documents, lambda n: texts[n]))


@pytest.mark.parametrize(
    "copy",
    [
        EDITED,
        WIRE.replace("planted on a motorcycle", "hidden in a parked motorcycle"),
        WIRE.upper(),
        WIRE.replace("\n", "\n\n") + "\n© all rights reserved",
        "\n".join((LEAD, *BODY[:1])),
    ],
    ids=["headline, byline and end", "words", "capitals", "white space", "cut"],
)
def test_an_edited_copy_is_found(copy: str) -> None:
    assert set(found(WIRE, copy)) in ({0}, {1})


@pytest.mark.parametrize(
    "other",
    [
        SIBLING,
        WIRE.replace("Mastung", "Panjgur"),
        WIRE.replace("five", "eight").replace("Five", "Eight"),
        WIRE.replace("Monday", "Friday"),
    ],
    ids=["place, toll and day", "place", "toll", "day"],
)
def test_another_attack_in_the_same_words_is_no_copy(other: str) -> None:
    assert found(WIRE, other) == {}


def test_urdu_copies_are_found_and_siblings_are_not() -> None:
    copy = "مستونگ دھماکہ، پانچ جاں بحق\n" + URDU.rsplit("کسی تنظیم", 1)[0].replace("ی", "ي")
    assert len(found(URDU, copy)) == 1
    assert found(URDU, URDU.replace("پانچ", "تین")) == {}
    mastung, panjgur = (Fact(place="pk-mastung"),), (Fact(place="pk-panjgur"),)
    sibling = URDU.replace("مستونگ", "پنجگور")
    assert found(URDU, sibling, facts=[mastung, panjgur]) == {}


def test_the_first_published_is_the_one_then_the_longest() -> None:
    early, late = date(2024, 2, 7), date(2024, 2, 8)
    assert found(WIRE, EDITED, published=(late, early)) == {0: 1}
    assert found(EDITED, WIRE, published=(late, late)) == {0: 1}
    assert found(EDITED, WIRE, EDITED + ".", published=(None, late, early)) == {0: 2, 1: 2}


def test_documents_whose_proposals_cannot_be_the_same_are_no_copies() -> None:
    five, six = (Fact(killed=5),), (Fact(killed=6), Fact(killed=7))
    assert found(WIRE, EDITED, facts=[five, six]) == {}
    monday, month_after = Fact(day=date(2024, 2, 5)), Fact(day=date(2024, 3, 5))
    assert found(WIRE, EDITED, facts=[(monday,), (month_after,)]) == {}


def test_a_later_text_that_tells_of_more_is_no_copy_and_one_that_tells_of_less_is() -> None:
    flash = WIRE
    later = "\n".join((WIRE, "In Panjgur gunmen shot dead three labourers on their way to work."))
    one, more = (Fact(killed=5),), (Fact(killed=5), Fact(killed=3))
    days = (date(2024, 2, 5), date(2024, 2, 6))
    assert found(flash, later, published=days, facts=[one, more]) == {}
    assert found(flash, later, published=days, facts=[(), one]) == {}
    assert found(later, flash, published=days, facts=[more, one]) == {1: 0}
    assert found(flash, later, published=days, facts=[one, ()]) == {1: 0}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The BLA", "The BLF"),
        ("In Mastung the BLA", "In Mastung the BLF"),
        ("On Tuesday the group", "On Thursday the group"),
        ("In June the group", "In July the group"),
    ],
)
def test_initials_days_and_months_are_no_others(one: str, other: str) -> None:
    said = "claimed responsibility for the attack in a statement that it sent to reporters."
    texts = [f"{LEAD} {name} {said} {BODY[0]}" for name in (one, other)]
    assert not same_report(*texts)


def test_initials_are_the_words_they_stand_for() -> None:
    said = "claimed responsibility for the attack in a statement that it sent to reporters."
    long = f"{LEAD} The Balochistan Liberation Army {said} {BODY[0]}"
    assert same_report(long, f"{LEAD} The BLA {said} {BODY[0]}")
    assert not same_report(long, f"{LEAD} The BLF {said} {BODY[0]}")
    assert not same_report(long, f"{LEAD} The UBA {said} {BODY[0]}")


def test_texts_without_words_are_no_copies_of_each_other() -> None:
    assert found("", "", "...", "word") == {}


def test_copies_are_found_among_many_others() -> None:
    rng = random.Random(8)
    words = [f"word{n}" for n in range(400)]
    others = [" ".join(rng.choices(words, k=120)) for _ in range(300)]
    assert found(*others, WIRE, EDITED) == {301: 300}


def test_a_copy_is_found_among_many_reports_in_the_same_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duplicates, "_LATEST", 20)
    texts = [WIRE.replace("12 others", f"{n} others") for n in range(20, 80)]
    days = tuple(date(2024, 2, 7) + timedelta(n) for n in (*range(60), 58))
    assert found(*texts, texts[55] + "\nMore follows.", published=days) == {60: 55}


NUMBERS = st.integers(2, 99)


@given(st.integers(0, 2**32), NUMBERS, NUMBERS, NUMBERS, st.integers(4, 6), st.booleans())
def test_cuts_and_headlines_make_copies_and_another_number_makes_none(
    seed: int, killed: int, injured: int, other: int, left: int, headline: bool
) -> None:
    assume(other not in (killed, injured))
    rng = random.Random(seed)
    body = [" ".join(f"word{rng.randrange(400)}" for _ in range(40)) + "." for _ in range(6)]
    lead, *siblings = (
        LEAD.replace("five", str(a)).replace("12", str(b))
        for a, b in ((killed, injured), (other, injured), (killed, other))
    )
    title = ["Blast in Mastung", "By our correspondent"] if headline else []
    whole = "\n".join((lead, *body))
    assert len(found(whole, "\n".join((*title, lead, *body[:left])))) == 1
    for sibling in siblings:
        assert found(whole, "\n".join((*title, sibling, *body[:left]))) == {}


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_texts_give_copies_of_documents_that_are_none(texts: list[str]) -> None:
    copied = found(*texts)
    assert not copied.keys() & set(copied.values())


def test_a_signature_tells_how_alike_texts_are() -> None:
    some = [f"w{n}" for n in range(1000)]
    equal = np.mean(signature(" ".join(some)) == signature(" ".join(some[333:] + ["x"] * 2)))
    assert 0.5 < equal < 0.8
    assert signature(WIRE).nbytes == 512


def test_long_texts_are_compared_to_their_ends() -> None:
    words = [f"word{n}" for n in range(4_000)]
    begun, ended = words[:3_000], words[3_000:]
    one, other = (["killed", number, "men", "in", "Quetta"] for number in "59")
    assert same_report(" ".join(words), " ".join(["More", *words]))
    assert not same_report(" ".join([*begun, *one, *ended]), " ".join([*begun, *other, *ended]))


def test_long_texts_are_compared_in_bounded_time() -> None:
    assert same_report("the " * 50_000, "the " * 60_000)
    some, others = (" ".join(f"{a}{n}" for n in range(20_000)) for a in "ab")
    assert not same_report(f"the same {some} of it", f"the same {others} of it")
