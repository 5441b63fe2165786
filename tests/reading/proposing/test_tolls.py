"""Casualties in prose: whom a line says to have been harmed, and what the lines come to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from waqia.codebook import Codebook
from waqia.reading import numbers
from waqia.reading.proposing.line import Language, Line
from waqia.reading.proposing.tolls import Losses, Toll, Tolls, combine

PAKISTAN = Codebook.load("pakistan")
TOLLS = Tolls(PAKISTAN)

Said = tuple[str, str | None, int | None, int | None, int | None]


def line_of(text: str, language: Language = "en") -> Line:
    return Line(0, text, language, tuple(numbers(text, PAKISTAN.vague_counts)), ())


def said(text: str, language: Language = "en") -> Iterator[Said]:
    for toll in TOLLS.find(line_of(text, language)):
        yield toll.outcome, toll.party, toll.min, toll.best, toll.max


def exactly(outcome: str, best: int, party: str | None = None) -> Said:
    return outcome, party, best, best, best


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        ("19 killed, 40 injured in blast", [exactly("killed", 19), exactly("injured", 40)]),
        (
            "The blast left four dead and 12 wounded.",
            [exactly("killed", 4), exactly("injured", 12)],
        ),
        (
            "A blast tore through the market, killing at least 19 people and wounding dozens.",
            [("killed", None, 19, 19, None), ("injured", None, 24, 36, 99)],
        ),
        (
            "Nine constabulary personnel and a civilian were killed.",
            [exactly("killed", 9, "constabulary"), exactly("killed", 1, "civilians")],
        ),
        ("The attack claimed the lives of seven miners.", [exactly("killed", 7, "civilians")]),
        (
            "Six soldiers lost their lives and a policeman was martyred.",
            [exactly("killed", 6, "army"), exactly("killed", 1, "police")],
        ),
        (
            "A woman and her two children were wounded.",
            [exactly("injured", 1, "civilians"), exactly("injured", 2, "civilians")],
        ),
        (
            "Eight soldiers embraced martyrdom while as many others were injured.",
            [exactly("killed", 8, "army"), exactly("injured", 8)],
        ),
        ("Troops killed 10 to 12 militants.", [("killed", "militants", 10, 11, 12)]),
        ("Both attackers were killed.", [exactly("killed", 2, "militants")]),
        (
            "A husband and wife were shot dead.",
            [exactly("killed", 1, "civilians"), exactly("killed", 1, "civilians")],
        ),
        ("Gunmen abducted 12 passengers.", [exactly("abducted", 12, "civilians")]),
        ("Police arrested four suspects.", [exactly("arrested", 4)]),
        ("The bodies of nine miners were found.", [exactly("killed", 9, "civilians")]),
        ("the killing of 23 passengers", [exactly("killed", 23, "civilians")]),
        ("A 7-year-old girl was killed by a shell.", [exactly("killed", 1, "civilians")]),
        ("The raiders killed policemen.", [("killed", "police", None, None, None)]),
    ],
)
def test_what_happened_is_read_with_its_persons(text: str, tolls: list[Said]) -> None:
    assert list(said(text)) == tolls


@pytest.mark.parametrize(
    "text",
    [
        "They threatened to kill 20 people.",
        "The bomb would have killed hundreds of people.",
        "He was wanted for killing 12 policemen.",
        "The group planned to kill five officials.",
        "This was more than the 40 killed last year.",
        "The militants released five hostages.",
        "All passengers escaped unhurt.",
    ],
)
def test_what_did_not_happen_or_is_of_another_time_gives_none(text: str) -> None:
    assert list(said(text)) == []


@pytest.mark.parametrize("text", ["No one was hurt.", "No casualties were reported."])
def test_none_harmed_is_zero_as_it_is_said(text: str) -> None:
    assert list(said(text)) == [exactly("killed", 0), exactly("injured", 0)]


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        (
            "خودکش دھماکے میں 12 افراد جاں بحق اور 30 زخمی ہو گئے",
            [exactly("killed", 12), exactly("injured", 30)],
        ),
        ("کم از کم پانچ اہلکار شہید ہوئے", [("killed", None, 5, 5, None)]),
        ("ہلاکتوں کی تعداد 19 ہو گئی", [exactly("killed", 19)]),
        ("تین دہشت گرد مارے گئے", [exactly("killed", 3, "militants")]),
        ("پولیس نے چار مشتبہ افراد کو گرفتار کر لیا", [exactly("arrested", 4)]),
        ("مسلح افراد نے تین مزدوروں کو اغوا کر لیا", [exactly("abducted", 3, "civilians")]),
    ],
)
def test_urdu_is_read_alike(text: str, tolls: list[Said]) -> None:
    assert list(said(text, "ur")) == tolls


def combined(*texts: str) -> Losses:
    lines: list[tuple[int, list[Toll]]] = [
        (position, TOLLS.find(line_of(text))) for position, text in enumerate(texts)
    ]
    return combine(lines, PAKISTAN)


@pytest.mark.parametrize(
    ("texts", "killed", "parties"),
    [
        (["Nine policemen and a civilian were killed."], 10, {"police": 9, "civilians": 1}),
        (["Over 84 people including 81 policemen were martyred."], 85, {"police": 81}),
        (["10 killed in Quetta", "Ten people lost their lives."], 10, {}),
        (["19 people were killed.", "The death toll later rose to 21."], 21, {}),
        (["19 people were killed.", "Another died of his wounds."], 20, {}),
        (["Four people were martyred (3 attackers were also killed)."], 7, {"militants": 3}),
        (["Five militants, including two commanders, were killed."], 5, {"militants": 5}),
    ],
)
def test_lines_of_an_incident_come_to_one_count(
    texts: list[str], killed: int, parties: dict[str, int]
) -> None:
    losses = combined(*texts)
    assert losses.totals["killed"].count.best == killed
    found = {party: loss.count.best for (party, _), loss in losses.parties.items()}
    assert found == parties
