"""The codebook's terms are found in prose however they are written, at their exact places."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.codebook import Codebook
from waqia.reading.proposing.terms import Terms


@cache
def terms(codebook: str = "pakistan") -> Terms:
    return Terms(Codebook.load(codebook))


def found(text: str, vocabulary: str) -> list[tuple[str, tuple[str, ...]]]:
    spans = terms().find(text)
    return [(text[s.start : s.end], s.of(vocabulary)) for s in spans if s.of(vocabulary)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Tehreek-e-Taliban Pakistan", "ttp"),
        ("Tehrik-i-Taliban Pakistan", "ttp"),
        ("Tehrik i Taliban", "ttp"),
        ("Tehreeke-Taliban Pakistan", "ttp"),
        ("T.T.P.", "ttp"),
        ("TTP", "ttp"),
        ("Hizbul Ahrar", "hizb_ul_ahrar"),
        ("Jama'at-ul-Ahrar", "jamaat_ul_ahrar"),
        ("کالعدم ٹی ٹی پی", "ttp"),
        ("كالعدم ٹی ٹی پی", "ttp"),
        ("Frontier Corps", "frontier_corps"),
        ("Awami National Party", "anp"),
    ],
)
def test_a_group_is_found_in_each_of_its_spellings(words: str, code: str) -> None:
    assert [codes for _, codes in found(f"the {words} said", "actor")] == [(code,)]


@pytest.mark.parametrize(
    ("words", "city"),
    [
        ("Dera Ismail Khan", "dera-ismail-khan"),
        ("D.I. Khan", "dera-ismail-khan"),
        ("D. I. Khan", "dera-ismail-khan"),
        ("DI Khan", "dera-ismail-khan"),
        ("QUETTA", "quetta"),
        ("كوئٹه", "quetta"),
        ("پِشاور", "peshawar"),
        ("Peshаwar", "peshawar"),  # with a Cyrillic letter
        ("Mirali", "mir-ali"),
        ("Miran\nShah", "miranshah"),
        ("Miram Shah", "miranshah"),
        ("Spin Wam", "spinwam"),
        ("Chillas", "chilas"),
    ],
)
def test_a_place_is_found_in_each_of_its_spellings(words: str, city: str) -> None:
    ((said, codes),) = found(f"in {words}, two", "place")
    assert said == words
    assert f"pk-city-{city}" in codes


def test_a_name_of_several_places_stands_for_all_of_them() -> None:
    assert found("in Quetta", "place")[0][1] == (
        "pk-district-quetta",
        "pk-division-quetta",
        "pk-city-quetta",
    )


def test_the_longest_term_holds_the_shorter_ones() -> None:
    text = "the Balochistan Liberation Army attacked Balochistan"
    assert [text[s.start : s.end] for s in terms().find(text) if s.of("actor")] == [
        "Balochistan Liberation Army"
    ]
    assert found(text, "place") == [("Balochistan", ("PK-BA",))]


@pytest.mark.parametrize(
    ("text", "vocabulary", "code"),
    [
        ("two lawyers", "target", "judiciary_lawyers"),
        ("a lawyer", "target", "judiciary_lawyers"),
        ("suicide bombings", "tactic", "suicide_bombing"),
        ("three policemen", "party", "police"),
        ("a policeman", "party", "police"),
        ("THREE POLICEMEN", "party", "police"),
    ],
)
def test_nouns_are_found_as_one_and_as_several(text: str, vocabulary: str, code: str) -> None:
    assert code in found(text, vocabulary)[0][1]


def test_a_derived_form_gives_way_to_a_term_of_that_spelling() -> None:
    """The codebook has militants as a target and militant as a party."""
    (span,) = terms().find("a militant")
    assert span.of("target") == ()
    assert span.of("party") == ("militants",)


def test_a_name_with_its_abbreviation_ends_behind_the_bracket() -> None:
    assert [said for said, _ in found("by Tehrik-i-Taliban Pakistan (TTP), it", "actor")] in (
        ["Tehrik-i-Taliban Pakistan (TTP)"],
        ["Tehrik-i-Taliban Pakistan", "TTP"],
    )
    assert [said for said, _ in found("by Tehreek-e-Taliban Pakistan (TTP), it", "actor")] == [
        "Tehreek-e-Taliban Pakistan (TTP)"
    ]


def test_words_of_english_are_names_only_where_they_stand_as_names() -> None:
    assert found("Tank fire killed three", "place") == []
    assert found("A TANK WAS HIT", "place") == []
    assert [said for said, _ in found("a blast in Tank; FOUR DIE IN TANK", "place")] == [
        "Tank",
        "TANK",
    ]
    assert found("WHO IS TO BLAME", "actor") == []


def test_terms_do_not_reach_over_the_end_of_a_sentence() -> None:
    assert not any(said.startswith("Khyber.") for said, _ in found("Khyber. Pakhtunkhwa", "place"))


def test_countries_beyond_the_gazetteer_are_named() -> None:
    assert found("in Kabul and Tehran", "country") == [
        ("Kabul", ("Afghanistan",)),
        ("Tehran", ("Iran",)),
    ]
    spans = terms("generic").find("IN EL SALVADOR")
    assert [span.of("country") for span in spans] == [("El Salvador",)]


@given(st.text(max_size=300) | st.text(alphabet="TtPpkKhyber.'’-, \n()ٹیپیكہ\u200c", max_size=300))
def test_whatever_the_text_spans_lie_in_it_in_order(text: str) -> None:
    end = 0
    for span in terms().find(text):
        assert end <= span.start < span.end <= len(text)
        assert span.codes
        end = span.end


def test_a_long_text_costs_its_length() -> None:
    text = "In Quetta the Tehreek-e-Taliban Pakistan attacked police in D. I. Khan. " * 5_000
    begun = time.process_time()
    terms().find(text)
    assert time.process_time() - begun < 20  # a fraction of a second; minutes if it were quadratic
