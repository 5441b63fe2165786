"""Casualties in prose: whom a line says to have been harmed, and what the lines come to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
            [exactly("killed", 8, "army"), exactly("injured", 8, "army")],
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
        (
            "Two soldiers, four terrorists killed in raid",
            [
                exactly("killed", 2, "army"),
                exactly("killed", 4, "militants"),
            ],
        ),
        ("Three men were taken off a bus and shot dead.", [exactly("killed", 3, "civilians")]),
        ("They shot 43 passengers in cold blood.", [exactly("killed", 43, "civilians")]),
        (
            "The mayor was killed along with two guards.",
            [
                exactly("killed", 1, "political_workers"),
                exactly("killed", 2),
            ],
        ),
        (
            "Four men were abducted and later killed.",
            [
                exactly("abducted", 4, "civilians"),
                exactly("killed", 4, "civilians"),
            ],
        ),
        (
            "12 policemen were killed and eight wounded.",
            [
                exactly("killed", 12, "police"),
                exactly("injured", 8, "police"),
            ],
        ),
        ("A blast hit a Levies van and killed two officials.", [exactly("killed", 2, "levies")]),
        ("Two members of the Frontier Corps died.", [exactly("killed", 2, "frontier_corps")]),
        ("Three PPP workers were hurt.", [exactly("injured", 3, "political_workers")]),
        ("In an assassination attempt 7 people were killed.", [exactly("killed", 7)]),
        ("10 others [not further identified] were injured.", [exactly("injured", 10)]),
        ("12 drovers were killed.", [exactly("killed", 12)]),
        ("Six of the attackers were gunned down.", [exactly("killed", 6, "militants")]),
        ("one dead terrorist", [exactly("killed", 1, "militants")]),
        ("One was killed and another was hurt.", [exactly("killed", 1), exactly("injured", 1)]),
        (
            "Eight miners were shot dead and three others hurt.",
            [exactly("killed", 8, "civilians"), exactly("injured", 3, "civilians")],
        ),
        (
            "One ranger embraced martyrdom and two received burns.",
            [exactly("killed", 1, "rangers"), exactly("injured", 2, "rangers")],
        ),
        (
            "Two Rangers, six Sunni prisoners and five clerks of the national bank died.",
            [
                exactly("killed", 2, "rangers"),
                exactly("killed", 6, "civilians"),
                exactly("killed", 5, "civilians"),
            ],
        ),
        (
            "Nine pilgrims were martyred near the border, besides two Levies men.",
            [exactly("killed", 9, "civilians"), exactly("killed", 2, "levies")],
        ),
        ("A crowd stoned two brothers to death.", [exactly("killed", 2, "civilians")]),
        ("They took seven of the men into custody.", [exactly("arrested", 7, "civilians")]),
        ("A bomber was overpowered by guards.", [exactly("arrested", 1, "militants")]),
        (
            "A mine hit an FC truck and injured six personnel.",
            [exactly("injured", 6, "frontier_corps")],
        ),
        ("A soldier of the Levies was shot dead.", [exactly("killed", 1, "levies")]),
        ("A shell hit a police post, hurting four officials.", [exactly("injured", 4, "police")]),
        (
            "A raid killed six policemen (two bombers also died) and injured nine others.",
            [
                exactly("killed", 6, "police"),
                exactly("killed", 2, "militants"),
                exactly("injured", 9, "police"),
            ],
        ),
        ("Robbers shot six men, killing four.", [exactly("killed", 4)]),
        ("The rebels beheaded two kidnapped guards.", [exactly("killed", 2)]),
        ("Guards shot and wounded two robbers.", [exactly("injured", 2)]),
        ("Three activists of a local party died.", [exactly("killed", 3, "political_workers")]),
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
        "The court sentenced him to death for killing four people.",
        "They set free the 12 kidnapped labourers.",
        "There were no immediate reports of casualties.",
        "Eight people were feared dead.",
        "The raid killed 12 camels and destroyed two vehicles.",
        "Gunmen killed the poet.",
        "Police denied that a man was arrested.",
        "Over 30 people were killed or injured.",
        "The raid killed or wounded 50 rebels.",
        "The clash caused 300 casualties.",
        "دھماکے میں 30 افراد ہلاک یا زخمی ہوئے",
        "It was the worst attack since 2011, when 98 pilgrims died.",
        "Over 300 rebels have been killed since the start of the offensive.",
        "The raid came a week after five guards had been killed there.",
        "A court sentenced them to death for killing two nurses.",
        "دہشت گردوں نے 20 افراد کو قتل کرنے کی دھمکی دی",
        "2009 کے بعد سے 700 افراد ہلاک ہو چکے ہیں",
    ],
)
def test_what_did_not_happen_or_is_of_another_time_gives_none(text: str) -> None:
    assert list(said(text, "ur" if text[0] > "\u0600" else "en")) == []


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
        (
            "ایک تاجر اور ان کی بیٹی قتل",
            [exactly("killed", 1, "civilians"), exactly("killed", 1, "civilians")],
        ),
        ("چار سپاہیوں نے جام شہادت نوش کیا", [exactly("killed", 4, "army")]),
        (
            "پانچ مسافر ہلاک اور نو زخمی ہوئے",
            [exactly("killed", 5, "civilians"), exactly("injured", 9, "civilians")],
        ),
        ("دو بھارتی فوجی ہلاک", [exactly("killed", 2, "indian_forces")]),
        (
            "تین شدت پسند ہلاک جبکہ دو کو زخمی حالت میں گرفتار کیا گیا",
            [exactly("killed", 3, "militants"), exactly("arrested", 2, "militants")],
        ),
        ("پولیس نے چار مشتبہ افراد کو گرفتار کر لیا", [exactly("arrested", 4)]),
        ("مسلح افراد نے تین مزدوروں کو اغوا کر لیا", [exactly("abducted", 3, "civilians")]),
        ("دھماکے میں درجنوں افراد زخمی ہوئے", [("injured", None, 24, 36, 99)]),
        ("فائرنگ سے متعدد افراد زخمی", [("injured", None, 3, 5, 9)]),
        ("نو مزدوروں کی لاشیں برآمد", [exactly("killed", 9, "civilians")]),
        ("تینوں حملہ آور مارے گئے", [exactly("killed", 3, "militants")]),
        ("پولیس کے دو اہلکار شہید", [exactly("killed", 2, "police")]),
        ("نامعلوم افراد نے قبائلی رہنما کو قتل کر دیا", [exactly("killed", 1, "civilians")]),
        (
            "ایک پولیس اہلکار اور دو راہگیر شہید",
            [
                exactly("killed", 1, "police"),
                exactly("killed", 2, "civilians"),
            ],
        ),
    ],
)
def test_urdu_is_read_alike(text: str, tolls: list[Said]) -> None:
    assert list(said(text, "ur")) == tolls


@pytest.mark.parametrize(
    ("text", "language", "part"),
    [
        ("20 people were killed, including seven policemen.", "en", exactly("killed", 7, "police")),
        ("147 people, 132 of them children, died.", "en", exactly("killed", 132, "civilians")),
        ("Eleven died, seven of whom were soldiers.", "en", exactly("killed", 7, "army")),
        ("Among the injured were three women.", "en", exactly("injured", 3, "civilians")),
        ("A candidate was among those killed.", "en", exactly("killed", 1, "political_workers")),
        ("20 افراد ہلاک ہوئے جن میں سات فوجی شامل ہیں", "ur", exactly("killed", 7, "army")),
        ("مرنے والوں میں تین خواتین شامل ہیں", "ur", exactly("killed", 3, "civilians")),
        ("دو بچوں سمیت پانچ افراد ہلاک", "ur", exactly("killed", 2, "civilians")),
    ],
)
def test_parts_are_told_from_their_whole(text: str, language: Language, part: Said) -> None:
    parts = [toll for toll in TOLLS.find(line_of(text, language)) if toll.manner == "part"]
    assert [(t.outcome, t.party, t.min, t.best, t.max) for t in parts] == [part]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Twelve people, a nurse and five soldiers among them, were killed.", [1, 5]),
        ("Nine persons, four women included, died.", [4]),
        ("Ten civilians, six boys and four girls, were hurt.", [6, 4]),
        ("The bomb killed eight people (five men and a child).", [5, 1]),
        ("It killed 30 people, women and children among them, and hurt 60.", []),
        ("Nine drivers, said to be foreigners, were killed.", []),
        ("Six guards of a city bank, two of them women, were shot dead.", [2]),
        ("The raid claimed seven lives, including those of a judge and two guards.", [1, 2]),
        ("Five people, including the owner of a shop and two policemen, died.", [2]),
        ("Two of the victims were foreigners.", [2]),
    ],
)
def test_parts_in_apposition_are_within_their_whole(text: str, parts: list[int]) -> None:
    found = TOLLS.find(line_of(text))
    assert [toll.best for toll in found if toll.manner == "part"] == parts
    assert all(toll.party is None or toll.best for toll in found)


def test_a_list_goes_on_behind_a_part() -> None:
    text = "It injured four policemen, including an SHO, and two passers-by."
    manners = [(toll.best, toll.manner) for toll in TOLLS.find(line_of(text))]
    assert manners == [(4, "all"), (1, "part"), (2, "all")]


def test_names_are_counted_and_left_out_of_the_words() -> None:
    text = "Police arrested Aaa Bbb, Ccc and Ddd Eee and two others."
    tolls = TOLLS.find(line_of(text))
    assert [(text[t.start : t.end], t.best) for t in tolls] == [("arrested", 3), ("two others", 2)]


def test_words_of_a_toll_reach_to_its_verb() -> None:
    text = "Officials said 13 militants had also been killed, and wounded 12 in the raid."
    words = [text[toll.start : toll.end] for toll in TOLLS.find(line_of(text))]
    assert words == ["13 militants had also been killed", "wounded 12"]


NOUNS = {"people": None, "policemen": "police", "soldiers": "army", "militants": "militants",
         "passengers": "civilians", "Levies officials": "levies"}  # fmt: skip
SENTENCES = {
    "killed": (
        "A blast killed {} in Quetta.", "{} were shot dead by gunmen.", "{} lost their lives.",
        "It led to the deaths of {}.", "{} killed in Turbat", "The raid, killing {}, went on.",
    ),
    "injured": ("{} sustained injuries.", "The bomb wounded {}.", "{} were also injured."),
    "arrested": ("Police arrested {} on Monday.", "{} were taken into custody."),
    "abducted": ("Gunmen kidnapped {} from a bus.", "{} have been abducted."),
}  # fmt: skip
BOUNDS = {"": (0, 0), "at least ": (0, None), "over ": (1, None), "up to ": (None, 0)}


@given(
    st.data(),
    st.integers(2, 1800),
    st.sampled_from(list(NOUNS)),
    st.sampled_from(list(SENTENCES)),
    st.sampled_from(list(BOUNDS)),
)
def test_any_number_of_anybody_is_found(
    data: st.DataObject, number: int, noun: str, outcome: str, bound: str
) -> None:
    persons = f"{bound}{number} {noun}"
    text = data.draw(st.sampled_from(SENTENCES[outcome])).format(persons)
    (toll,) = TOLLS.find(line_of(text))
    low, high = BOUNDS[bound]
    assert (toll.outcome, toll.party) == (outcome, NOUNS[noun])
    assert toll.min == (None if low is None else number + low)
    assert toll.max == (None if high is None else number + high)
    assert persons in text[toll.start : toll.end]


VOCABULARY = """
    two 12 dozens of people , and were was killed injured including whom ( ) — the a soldiers who
    policeman arrested dead toll rose to from along with others both died bodies found Xyz his
    another more as many not would by in 3–5 several شہید زخمی اہلکار کو نے دو سمیت جن میں
"""
WORDS = st.sampled_from(VOCABULARY.split())
PROSE = st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join))


@given(PROSE, st.sampled_from(["en", "ur"]))
def test_any_text_has_an_answer_within_it(text: str, language: Language) -> None:
    tolls = TOLLS.find(line_of(text, language))
    spans = {(toll.start, toll.end) for toll in tolls}
    for toll in tolls:
        assert 0 <= toll.start < toll.end <= len(text)
        known = [bound for bound in (toll.min, toll.best, toll.max) if bound is not None]
        assert known == sorted(known)
        assert toll.part_of is None or (toll.manner == "part" and toll.part_of in spans)


@pytest.mark.parametrize("piece", ["( 3 dead ) ", "two men were killed, including ", ") dead "])
def test_a_line_of_any_length_is_answered(piece: str) -> None:
    assert TOLLS.find(line_of(piece * 1_000)) is not None


@given(st.lists(PROSE, max_size=5))
def test_any_lines_come_to_counts_in_order_with_their_words(texts: list[str]) -> None:
    losses = combined(*texts)
    for loss in [*losses.totals.values(), *losses.parties.values()]:
        bounds = (loss.count.min, loss.count.best, loss.count.max)
        known = [bound for bound in bounds if bound is not None]
        assert known == sorted(known)
        assert loss.spans
        for position, start, end in loss.spans:
            assert 0 <= start < end <= len(texts[position])


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
        (["The death toll rose to 51.", "The ministry put the death toll at 41."], 51, {}),
        (["19 people were killed.", "Another died of his wounds."], 20, {}),
        (["Four people were martyred (3 attackers were also killed)."], 7, {"militants": 3}),
        (["Five militants, including two commanders, were killed."], 5, {"militants": 5}),
        (
            ["Eight killed in raid", "Three policemen and five militants were killed."],
            8,
            {"police": 3, "militants": 5},
        ),
        (["Three policemen and two others were killed."], 5, {"police": 3}),
        (["Dozens were killed.", "43 people died."], 43, {}),
        (["Five people were killed.", "Seven people were killed."], 7, {}),
        (["Ten people were killed.", "Two people died on the spot."], 10, {}),
        (["No casualties were reported.", "Two men were killed."], 2, {"civilians": 2}),
        (["The toll rose to 28 after two more victims died."], 28, {}),
        (["A driver and a mayor were killed."], 2, {"civilians": 1, "political_workers": 1}),
        (["Three security personnel were killed.", "Three soldiers were killed."], 3, {"army": 3}),
        (["Up to 16 people died.", "A doctor put the toll at 18."], 18, {}),
        (
            ["Nine rebels were killed in two separate raids.", "Five rebels died."],
            5,
            {"militants": 5},
        ),
        (["Nine rebels were killed in two separate raids."], 9, {"militants": 9}),
        (["Six people died.", "Five people died on the spot.", "One later succumbed."], 6, {}),
    ],
)
def test_lines_of_an_incident_come_to_one_count(
    texts: list[str], killed: int, parties: dict[str, int]
) -> None:
    losses = combined(*texts)
    assert losses.totals["killed"].count.best == killed
    found = {party: loss.count.best for (party, _), loss in losses.parties.items()}
    assert found == parties


def test_a_larger_whole_keeps_the_earlier_as_the_least() -> None:
    count = combined("Five people were killed.", "Seven people were killed.").totals["killed"].count
    assert (count.min, count.best, count.max) == (5, 7, 7)


def test_another_source_counts_within_the_bounds_of_both() -> None:
    told = "At least 30 people were killed.", "Hospitals put the death toll at 34."
    count = combined(*told).totals["killed"].count
    assert (count.min, count.best, count.max) == (30, 34, 34)


def test_of_the_injured_one_died_in_urdu() -> None:
    text = "دو پولیس اہلکار شہید اور چار زخمی ہوئے، زخمیوں میں سے ایک بعد میں دم توڑ گیا"
    losses = combine([(0, TOLLS.find(line_of(text, "ur")))], PAKISTAN)
    assert {of: loss.count.best for of, loss in losses.parties.items()} == {
        ("police", "killed"): 3, ("police", "injured"): 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    "later",
    [
        "One of them later died in hospital.",
        "One of the injured breathed his last in a hospital.",
        "One of them later succumbed to his wounds.",
        "An injured guard died.",
    ],
)
def test_who_succumbs_is_no_longer_injured(later: str) -> None:
    losses = combined("Four policemen were killed and seven others injured.", later)
    assert {name: loss.count.best for name, loss in losses.totals.items()} == {
        "killed": 5, "injured": 6,
    }  # fmt: skip


def test_who_succumbs_is_of_the_party_of_the_injured() -> None:
    losses = combined("Three policemen were injured.", "One of them later died.")
    assert {of: loss.count.best for of, loss in losses.parties.items()} == {
        ("police", "killed"): 1, ("police", "injured"): 2,
    }  # fmt: skip


def test_every_count_has_the_words_it_comes_from() -> None:
    losses = combined("10 killed in Quetta", "Ten people, two of them policemen, lost their lives.")
    assert losses.totals["killed"].spans == ((0, 0, 9), (1, 0, 10))
    assert losses.parties["police", "killed"].spans == ((1, 12, 33),)


def test_another_codebook_has_its_own_parties() -> None:
    generic = Codebook.load("generic")
    line = line_of("Two policemen, three rebels and a farmer were killed.")
    parties = [toll.party for toll in Tolls(generic).find(line)]
    assert parties == ["security_forces", "nonstate_armed", "civilians"]
