"""The form of an account: what is typed becomes changes, what is wrong is told beside its field."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waqia.codebook import Codebook
from waqia.web.reviewing import FIELDS, Read, filled, places_of, read, understood

TEXT = "Gunmen shot dead four policemen in Turbat. Police said four policemen were\nwounded, too."
ACCOUNT: dict[str, Any] = {
    "id": "P-1", "source": "S-1", "type": "terrorist_attack", "date_start": "2024-02-06",
    "date_end": "2024-02-06", "date_precision": "day", "place": "Turbat", "country": "Pakistan",
    "place_id": "pk-city-turbat", "district": "Kech", "latitude": 26.0, "longitude": 63.05,
    "perpetrators": ["bla"], "claim": "claimed", "targets": ["security_forces"],
    "killed_min": 4, "killed": 4, "killed_max": 4, "injured": 3,
    "casualties": [{"party": "police", "outcome": "killed", "min": 4, "best": 4, "max": 4}],
    "tags": ["night"], "summary": "Four policemen\nwere killed.",
    "anchors": [
        {"source": "S-1", "start": 0, "end": 42, "quote": TEXT[:42]},
        {"source": "S-1", "start": 0, "end": 6, "quote": "Gunmen", "field": "perpetrators:bla"},
    ],
}  # fmt: skip
book = partial(cache(Codebook.load), "pakistan")


def typed(**inputs: str) -> Read:
    return read({k.replace("__", "."): v for k, v in inputs.items()}, ACCOUNT, book(), text=TEXT)


def wrong(found: Read) -> dict[str, str]:
    return {name: text % values for name, (text, values) in found.errors.items()}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_form_that_is_sent_as_it_was_given_changes_nothing(language: str) -> None:
    form = filled(ACCOUNT, book(), language)
    found = read(form, ACCOUNT, book(), text=TEXT, language=language)
    assert (found.changes, found.words, found.errors) == ({}, [], {})


@pytest.mark.parametrize(
    ("inputs", "changes"),
    [
        # the bounds of an exact number go with it; a range is typed as it is, or in words
        ({"killed": "5"}, {"killed_min": 5, "killed": 5, "killed_max": 5}),
        ({"killed": "۵"}, {"killed_min": 5, "killed": 5, "killed_max": 5}),
        ({"killed": "4 (3-5)"}, {"killed_min": 3, "killed": 4, "killed_max": 5}),
        ({"killed": "at least 4"}, {"killed_min": 4, "killed": 4, "killed_max": None}),
        ({"killed_min": "2"}, {"killed_min": 2, "killed": 4, "killed_max": 4}),
        ({"killed": ""}, {"killed_min": None, "killed": None, "killed_max": None}),
        ({"injured": "0"}, {"injured_min": 0, "injured": 0, "injured_max": 0}),
        ({"date_start": "2024-02"}, {"date_start": "2024-02-01", "date_end": "2024-02-29",
                                     "date_precision": "month"}),
        ({"date_end": "2024-02-08"}, {"date_start": "2024-02-06", "date_end": "2024-02-08",
                                      "date_precision": "range"}),
        ({"date_start": "", "date_end": ""}, {"date_start": None, "date_end": None,
                                              "date_precision": None}),
        ({"perpetrators": "TTP؛ Baloch Liberation Army"}, {"perpetrators": ["ttp", "bla"]}),
        ({"perpetrators": ""}, {"perpetrators": None}),
        ({"claim": "denied"}, {"claim": "denied"}),
        ({"place_unit": "Kech"}, {"place_id": "pk-district-kech"}),
        ({"place_unit": "کوئٹہ"}, {"place_id": "pk-city-quetta"}),
        ({"place_unit": "Quetta District, Balochistan"}, {"place_id": "pk-district-quetta"}),
        ({"place": "Turbat bazaar"}, {"place": "Turbat bazaar", "place_id": "pk-city-turbat"}),
        ({"coordinates": "26.1, 63.2"}, {"latitude": 26.1, "longitude": 63.2}),
        ({"tags": "night; bazaar"}, {"tags": ["night", "bazaar"]}),
        ({"credibility": "2"}, {"credibility": 2}),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_changes(inputs: dict[str, str], changes: dict[str, Any]) -> None:
    found = typed(**inputs)
    assert found.errors == {}
    assert {k: found.changes.get(k) for k in changes} == changes


def test_casualties_are_rows_that_are_corrected_added_and_cleared() -> None:
    found = typed(c0_best="5", c1_party="civilians", c1_outcome="injured", c1_best="dozens")
    assert (
        found.changes["casualties"]
        == [
            {
                "party": "police",
                "outcome": "killed",
                "imputed": False,
                "min": 5,
                "best": 5,
                "max": 5,
            },
            {"party": "civilians", "outcome": "injured", "imputed": True, "min": 24, "best": 36},
        ]
        or found.changes["casualties"][1]["imputed"]
    )
    assert found.errors == {}
    cleared = typed(c0_party="", c0_min="", c0_best="", c0_max="")
    assert cleared.changes == {"casualties": None}


@pytest.mark.parametrize(
    ("inputs", "where", "told"),
    [
        ({"killed": "many of them"}, "killed", "is no number; write 4, 3-5, at least 4"),
        ({"killed_min": "9"}, "killed", "they have to rise"),
        ({"killed_max": "-1"}, "killed_max", "-1 is no number"),
        ({"date_start": "31 February 2024"}, "date_start", "write 2024-02-06"),
        ({"date_end": "2024-02-01"}, "date_end", "ends before it begins"),
        ({"date_start": "", "date_end": "2024-02-08"}, "date_start", "when it began"),
        (
            {"perpetrators": "Baloch Liberation Armee"},
            "perpetrators",
            "did you mean Balochistan Lib",
        ),
        ({"place_unit": "Atlantis"}, "place_unit", "has no place Atlantis; name the district"),
        ({"place_unit": "Lak"}, "place_unit", "several places: L"),
        ({"coordinates": "north of it"}, "coordinates", "degrees north, then east"),
        ({"c1_best": "3"}, "c1_party", "whose casualties"),
        ({"c1_party": "police", "c1_outcome": "killed", "c1_best": "3"}, "c1_party", "two rows"),
        ({"type": "party"}, "type", "party is not one of these"),
        ({"words__killed": "five policemen"}, "words.killed", "does not stand in the source"),
        ({"words__killed": "four"}, "words.killed", None),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(
    inputs: dict[str, str], where: str, told: str | None
) -> None:
    found = wrong(typed(**inputs))
    if told is None:  # it stands in the account's own passage once, and counts there
        assert found == {}
    else:
        assert list(found) == [where]
        assert told in found[where]


def test_several_errors_are_told_at_once_and_right_fields_are_read() -> None:
    found = typed(killed="lots", coordinates="x", claim="denied")
    assert found.errors.keys() == {"killed", "coordinates"}
    assert found.changes == {"claim": "denied"}


def test_words_are_found_where_the_page_says_or_where_they_stand_once() -> None:
    def said(**inputs: str) -> list[tuple[str | None, str]]:
        found = typed(**inputs)
        assert found.errors == {}
        return [(one.field, TEXT[one.start : one.end]) for one in found.words]

    assert said(words__killed="four policemen", at__killed="55") == [("killed", "four policemen")]
    (second,) = typed(words__killed="four policemen", at__killed="55").words
    assert second.start == 55
    # a line break within them is one space in an input
    assert said(words__injured="policemen were wounded") == [("injured", "policemen were\nwounded")]
    assert said(words__passage="Police said") == [(None, "Police said")]
    # a code that has no words yet gets them; without a new one all have them
    assert said(perpetrators="TTP; BLA", words__perpetrators="Gunmen") == [
        ("perpetrators:ttp", "Gunmen")
    ]
    assert said(**{"words__casualties.0": "four policemen"}) == [
        ("casualties:police:killed", "four policemen")
    ]


def test_fields_that_keep_their_words_are_named() -> None:
    assert typed(killed="5", keep__killed="1", keep__colour="1").keep == {"killed"}


@pytest.mark.parametrize(
    ("field", "words", "inputs"),
    [
        ("killed", "at least four policemen",
         {"killed_min": "4", "killed": "4", "killed_max": ""}),
        ("killed", "گیارہ افراد جاں بحق",
         {"killed_min": "11", "killed": "11", "killed_max": "11"}),
        ("killed", "a policeman", {}),
        ("date", "6 February 2024", {"date_start": "2024-02-06", "date_end": "2024-02-06",
                                     "date_precision": "day"}),
        ("place", "Turbat", {"place": "Turbat", "place_id": "pk-city-turbat",
                             "place_unit": "Turbat, Kech, Balochistan"}),
        ("perpetrators", "the banned Tehreek-e-Taliban Pakistan (TTP)",
         {"perpetrators": "Tehreek-e-Taliban Pakistan"}),
        ("reported_by", "a hospital", {"reported_by": "a hospital"}),
        ("nothing", "a hospital", {}),
    ],
)  # fmt: skip
def test_words_propose_what_they_say(field: str, words: str, inputs: dict[str, str]) -> None:
    assert understood(field, words, book()) == inputs


def test_places_are_found_by_names_in_both_scripts_with_their_units() -> None:
    places = places_of(book())
    assert places.text("pk-city-turbat") == "Turbat, Kech, Balochistan"
    assert "بلوچستان" in places.text("pk-city-turbat", "ur")
    assert "pk-city-turbat" in [one.id for one in places.find("turb")]
    assert places.find("تربت")[0].id == "pk-city-turbat"
    within = places.find("Quetta, Balochistan")
    assert {one.level for one in within[:3]} >= {"city", "district"}
    assert places.find("  ") == places.find("x" * 90) == []


INPUTS = sorted(
    {*filled(ACCOUNT, book()), "c1_party", "c1_best", "keep.killed"}
    | {f"words.{name}" for name in FIELDS}
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(INPUTS), st.text(max_size=40), max_size=6))
def test_whatever_is_typed_is_read_or_told(form: dict[str, str]) -> None:
    found = read(form, ACCOUNT, book(), text=TEXT)
    assert found.errors.keys() <= {*INPUTS, "c1_outcome", "c1_min", "c1_max"}
    assert all(text % values for text, values in found.errors.values())
