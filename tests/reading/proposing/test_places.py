"""Phrases of place: what they name, how exactly, and whether it is where something happened."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.codebook import Codebook
from waqia.reading.proposing.line import Line
from waqia.reading.proposing.places import Ground, PlacePhrase, place_phrases, where
from waqia.reading.proposing.terms import Terms


@cache
def tools() -> tuple[Terms, Ground]:
    codebook = Codebook.load("pakistan")
    return Terms(codebook), Ground(codebook)


def phrases(
    text: str, nearby: tuple[str, ...] = (), dateline: PlacePhrase | None = None
) -> list[PlacePhrase]:
    terms, ground = tools()
    urdu = any("\u0600" <= char <= "\u06ff" for char in text)
    line = Line(0, text, "ur" if urdu else "en", (), tuple(terms.find(text)))
    return place_phrases(line, ground, nearby, dateline)


def scene(*texts: str) -> PlacePhrase | None:
    found: list[PlacePhrase] = []
    dateline = None
    for text in texts:
        found += phrases(text, (), dateline)
        heads = [phrase for phrase in found if phrase.tells == "dateline"]
        dateline = heads[0] if heads else None
    return where(found, dateline, tools()[1])


@pytest.mark.parametrize(
    ("text", "words", "place", "precision"),
    [
        ("A blast in Quetta killed two.", "Quetta", "pk-city-quetta", "town"),
        ("Clashes in Swat went on.", "Swat", "pk-district-swat", "district"),
        (
            "Firing in Miranshah, North Waziristan, killed one.",
            "Miranshah, North Waziristan",
            "pk-city-miranshah",
            "town",
        ),
        (
            "He was shot in Mir Ali tehsil of North Waziristan district.",
            "Mir Ali tehsil of North Waziristan district",
            "pk-city-mir-ali",
            "town",
        ),
        (
            "An attack in the Bannu district of Khyber Pakhtunkhwa left two dead.",
            "Bannu district of Khyber Pakhtunkhwa",
            "pk-district-bannu",
            "district",
        ),
        (
            "It happened in the Kohlu area of Balochistan.",
            "Kohlu area of Balochistan",
            "pk-city-kohlu",
            "town",
        ),
        (
            "A bomb went off in the Hazar Ganji area of Quetta.",
            "Hazar Ganji area of Quetta",
            "pk-city-hazarganji",
            "town",
        ),
        (
            "Gunmen fired in Karachi's Saddar area.",
            "Karachi's Saddar area",
            "pk-city-saddar-karachi",
            "town",
        ),
        (
            "A patrol was hit near the Torkham border.",
            "Torkham border",
            "pk-city-torkham",
            "town",
        ),
        (
            "Troops raided Lakarai village in Mohmand.",
            "Lakarai village in Mohmand",
            "pk-district-mohmand",
            "town",
        ),
        (
            "It was at a corner meeting in Yakatoot area of Peshawar.",
            "Yakatoot area of Peshawar",
            "pk-city-peshawar",
            "town",
        ),
        (
            "They met their end in Kolachi area of Tank district.",
            "Kolachi area of Tank district",
            "pk-district-tank",
            "town",
        ),
        (
            "A bomber struck a church in Quetta.",
            "church in Quetta",
            "pk-city-quetta",
            "exact",
        ),
        (
            "They fought at a forest near Muzaffargarh district of Punjab province.",
            "forest near Muzaffargarh district of Punjab province",
            "pk-district-muzaffargarh",
            "district",
        ),
        (
            "A post in Mach, in Pakistan's restive southwestern Balochistan province, fell.",
            "post in Mach, in Pakistan's restive southwestern Balochistan province",
            "pk-city-mach",
            "exact",
        ),
        (
            "ضلع شمالی وزیرستان کے علاقے میر علی میں فائرنگ ہوئی۔",
            "ضلع شمالی وزیرستان کے علاقے میر علی",
            "pk-city-mir-ali",
            "town",
        ),
        (
            "بلوچستان کے ضلع کیچ میں دھماکہ ہوا۔",
            "بلوچستان کے ضلع کیچ",
            "pk-district-kech",
            "district",
        ),
        (
            "پشاور کے علاقے حیات آباد میں خودکش حملہ ہوا۔",
            "پشاور کے علاقے حیات آباد",
            "pk-city-hayatabad",
            "town",
        ),
        ("كوئٹه میں فائرنگ سے ایک شخص ہلاک ہوا۔", "كوئٹه", "pk-city-quetta", "town"),
    ],
)
def test_a_phrase_is_one_with_its_most_exact_place(
    text: str, words: str, place: str, precision: str
) -> None:
    chosen = scene(text)
    assert chosen
    assert chosen.words.casefold() == words.casefold()
    assert (chosen.place_id, chosen.precision) == (place, precision)
    assert text[chosen.start : chosen.end] == chosen.words


@pytest.mark.parametrize(
    "text",
    [
        "The Peshawar-based group denied it.",
        "The Balochistan Liberation Army said so.",
        "Bannu police said that two men were held.",
        "He was a resident of Swat.",
        "The bus was on the way from Karachi to Quetta.",
        "The Punjab government was told.",
        "The injured were shifted to a hospital in Peshawar.",
        "The wounded were taken to the Civil Hospital in Quetta.",
        "Islamabad condemned the attack.",
        "Islamabad and Kabul blame each other.",
        "Maulana Sherani said that it was a crime.",
        "An official told reporters in Peshawar.",
        "He held a press conference in Quetta.",
        "Two militants hailing from Lakki Marwat died.",
        "The Karachi Electric Company cut the power.",
        "A train bound for Sibi left.",
        "سوات کے رہائشی دو افراد مارے گئے۔",
        "کراچی سے کوئٹہ جانے والی بس الٹ گئی۔",
        "بلوچستان حکومت نے مذمت کی۔",
        "زخمیوں کو پشاور منتقل کیا گیا۔",
    ],
)
def test_a_place_that_belongs_to_something_else_is_no_scene(text: str) -> None:
    assert {phrase.tells for phrase in phrases(text)} <= {"elsewhere"}
    assert scene(text) is None


def test_a_list_shares_what_is_said_of_its_first_and_its_last() -> None:
    found = phrases("Attacks in Mastung, Kalat and Khuzdar districts killed four.")
    assert [(p.words, p.tells) for p in found] == [
        ("Mastung", "scene"),
        ("Kalat", "scene"),
        ("Khuzdar districts", "scene"),
    ]
    found = phrases("مستونگ، قلات اور خضدار میں حملے ہوئے۔")
    assert {p.tells for p in found} == {"scene"}


def test_a_comma_alone_makes_no_list() -> None:
    chosen = scene("While he was held in Mardan district, North Waziristan remained his base.")
    assert chosen
    assert chosen.words == "Mardan district"


def test_districts_side_by_side_are_not_made_one() -> None:
    """Mardan names a division that holds Swabi, and was a district that held it."""
    assert [p.words for p in phrases("in Swabi, Mardan and Lakki Marwat, Bannu")] == [
        "Swabi",
        "Mardan",
        "Lakki Marwat",
        "Bannu",
    ]


def test_a_place_abroad_has_its_country_and_no_id() -> None:
    chosen = scene("Jets bombed a camp across the border in Afghanistan.")
    assert chosen
    assert (chosen.country, chosen.place_id, chosen.precision) == ("Afghanistan", None, "country")
    chosen = scene("Strikes in Afghanistan's Paktika and Khost provinces killed eight.")
    assert chosen
    assert chosen.country == "Afghanistan"
    chosen = scene("Militants from Kunar in Afghanistan attacked two posts in Chitral.")
    assert chosen
    assert chosen.place_id == "pk-city-chitral"


def test_what_lies_inside_a_place_says_it_more_exactly() -> None:
    chosen = scene("A bomb killed six in Balochistan.", "It went off in Mastung, a rescuer said.")
    assert chosen
    assert chosen.place_id == "pk-city-mastung"
    chosen = scene("It was the worst attack in Pakistan.", "Men opened fire in Gwadar.")
    assert chosen
    assert chosen.place_id == "pk-city-gwadar"


def test_an_area_of_a_city_says_the_city_more_exactly_though_its_district_has_another_name() -> (
    None
):
    chosen = scene("Gunmen killed one in Karachi.", "It happened in Lyari.")
    assert chosen
    assert chosen.place_id == "pk-city-lyari"


def test_several_places_of_a_list_are_the_unit_that_holds_them() -> None:
    chosen = scene("Clashes went on in the Ladha and Makeen areas of South Waziristan.")
    assert chosen
    assert chosen.words == "Ladha and Makeen areas of South Waziristan"
    assert chosen.place_id == "pk-district-south-waziristan"
    assert chosen.candidates == ("pk-city-ladha", "pk-city-makeen")
    chosen = scene("CTD men were busy in Rawalpindi, Multan and Faisalabad.")
    assert chosen
    assert chosen.place_id == "PK-PB"
    chosen = scene("A blast hit each of Quetta and Karachi.", "It was in Quetta and Karachi.")
    assert chosen
    assert chosen.place_id == "pk-city-quetta"


def test_a_road_is_a_place_if_the_gazetteer_has_it_and_not_the_town_it_leads_to() -> None:
    assert scene("He was shot on Sariab Road.")
    assert scene("He was shot on the Quetta-Karachi highway.") is None
    assert scene("He was shot on the Kohat Road.") is None


def test_the_first_scene_is_kept_where_others_lie_apart() -> None:
    chosen = scene("A bomb killed six in Mastung.", "Another was found in Quetta.")
    assert chosen
    assert chosen.place_id == "pk-city-mastung"


@pytest.mark.parametrize(
    "head",
    [
        "PESHAWAR: Two men were killed.",
        "PESHAWAR, Jan 30 (AP) — Two men were killed.",
        "PESHAWAR, Pakistan (Reuters) - Two men were killed.",
        "Peshawar (AFP) Two men were killed.",
        "پشاور: دو افراد مارے گئے۔",
        "پشاور (نمائندہ) دو افراد مارے گئے۔",
    ],
)
def test_a_dateline_is_the_place_only_where_no_better_is_said(head: str) -> None:
    chosen = scene(head)
    assert chosen
    assert chosen.tells == "dateline"
    assert (chosen.place_id, chosen.precision) == ("pk-city-peshawar", "district")
    better = scene(head, "It happened in Bara.")
    assert better
    assert better.place_id == "pk-city-bara"


@pytest.mark.parametrize(
    "text",
    [
        "The Quetta police college attack ended.",
        "Mastung's suicide blast killed many.",
        "Six died in the Peshawar mosque bombing.",
        "Chaman was rocked by a blast.",
    ],
)
def test_a_place_that_an_incident_is_called_by_may_be_the_scene(text: str) -> None:
    assert [phrase.tells for phrase in phrases(text)] in (["maybe"], ["scene"])


def test_here_means_the_place_of_the_dateline() -> None:
    chosen = scene("PESHAWAR: Two men were killed.", "A bomb went off here on Monday.")
    assert chosen
    assert (chosen.place_id, chosen.words) == ("pk-city-peshawar", "PESHAWAR")


def test_a_name_that_many_towns_have_is_that_of_the_town_the_article_was_written_at() -> None:
    chosen = scene("PESHAWAR: A bomber struck inside the Police Lines here on Monday.")
    assert chosen
    assert (chosen.place_id, chosen.words) == ("pk-city-police-lines-peshawar", "Police Lines")
    chosen = scene("پشاور کی پولیس لائنز کی مسجد میں دھماکہ ہوا۔")
    assert chosen
    assert chosen.place_id == "pk-city-police-lines-peshawar"


def test_a_name_of_two_places_is_settled_by_what_is_named_beside_it_or_left_open() -> None:
    _, ground = tools()
    one, other = "pk-city-bara", "pk-city-mach"
    assert ground.choose([one, other]) is None
    assert ground.choose([one, other], ["PK-BA"]) == other
    assert ground.choose([one, other], ["pk-district-khyber", "PK-BA"]) == one


def test_the_town_goes_before_the_district_of_its_name_unless_the_unit_is_said() -> None:
    assert [p.place_id for p in phrases("in Mastung and in Mastung district")] == [
        "pk-city-mastung",
        "pk-district-mastung",
    ]


def test_a_unit_that_is_no_more_still_holds_its_towns() -> None:
    (phrase,) = phrases("in Wana, South Waziristan")
    assert phrase.place_id == "pk-city-wana"


@pytest.mark.parametrize("unit", ["A.", "in the ", "Quetta, ", "shifted to a ", "کوئٹہ کے علاقے "])
def test_a_long_sentence_costs_its_length(unit: str) -> None:
    begun = time.process_time()
    phrases("PESHAWAR: " + unit * 4_000 + " here")
    assert time.process_time() - begun < 20  # a fraction of a second; minutes if it were quadratic


WORDS = st.sampled_from(
    ["in", "Quetta", ",", "Bannu", "district", "of", "near", "the", "Balochistan", "'s", "area",
     "Karachi", "from", "to", "police", "Kabul", "said", "PESHAWAR", ":", "(", ")", "A-b",
     "میں", "کے", "ضلع", "کوئٹہ", "،", "and", "village", "a", "mosque", "here"]
)  # fmt: skip


@given(st.text(max_size=200) | st.lists(WORDS, max_size=60).map(" ".join))
def test_whatever_the_text_phrases_lie_in_it_in_order(text: str) -> None:
    end = 0
    for phrase in phrases(text):
        assert end <= phrase.start < phrase.end <= len(text)
        assert text[phrase.start : phrase.end] == phrase.words
        assert phrase.place_id is None or phrase.place_id in phrase.candidates
        assert phrase.candidates or phrase.country
        end = phrase.end
