"""The role tagger: spans that fill roles, exact in place, few, and joined by entity."""

from __future__ import annotations

import json

import pytest

from bench.muc4_corpus import MUC4, Labelled, Score, ceaf_ree, load, normal
from waqia.reading.roles import ROLES, mention_lines, mentions
from waqia.reading.roles.storing import FOLDER
from waqia.reading.roles.strings import Occurrences, short_for
from waqia.reading.roles.tokens import tokenise

KILLING = """SAN JUAN, 3 MAR 90 -- [TEXT] GUERRILLAS OF THE SHINING PATH MURDERED MAYOR RAUL
TORRES LEON IN HIS HOME LAST NIGHT, POLICE REPORTED TODAY.

   THE ATTACKERS HURLED A BOMB AT THE TOWN HALL. THE BOMB EXPLODED AND DESTROYED THE
BUILDING.  THE SHINING PATH CLAIMED RESPONSIBILITY FOR THE MURDER OF RAUL TORRES LEON.
"""
AMBUSH = """BOGOTA, 3 MAR 90 -- [TEXT] TWO POLICEMEN WERE KILLED AND THREE PEASANTS WERE
WOUNDED WHEN GUERRILLAS AMBUSHED A PATROL CAR TODAY. THE GUERRILLAS THREW DYNAMITE AT THE CAR.
"""
MARKET = """The ministry of agriculture said on Monday that the price of wheat rose by four
percent. Farmers asked for better roads, and the minister promised to look into the matter.
"""


def found(text: str, role: str) -> set[str]:
    return {normal(one.text) for one in mentions(text) if one.role == role}


def test_an_attack_gives_its_roles() -> None:
    assert "raul torres leon" in found(KILLING, "victim")
    assert "shining path" in found(KILLING, "perpetrator_organisation")
    assert "bomb" in found(KILLING, "weapon")


def test_ordinary_case_reads_like_capitals() -> None:
    assert "raul torres leon" in found(KILLING.title(), "victim")


def test_a_text_without_an_incident_has_no_mentions() -> None:
    assert mentions(MARKET) == []


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00", "\ud800", "[[", "--", "a" * 50_000, "خبر"])
def test_odd_texts_have_no_mentions(text: str) -> None:
    assert mentions(text) == []


def test_spans_are_exact_and_ordered() -> None:
    all_found = mentions(KILLING)
    assert all_found
    assert all(KILLING[one.start : one.end] == one.text for one in all_found)
    assert [one.start for one in all_found] == sorted(one.start for one in all_found)
    assert {one.role for one in all_found} <= set(ROLES)


def test_spans_of_one_entity_read_alike_and_entities_do_not() -> None:
    names: dict[str, set[str]] = {}
    for one in mentions(KILLING):
        names.setdefault(one.entity, set()).add(normal(one.text))
    assert all(len(phrases) == 1 for phrases in names.values())


def test_only_victims_are_said_to_be_named() -> None:
    victims = [one for one in mentions(KILLING) if one.role == "victim"]
    assert {normal(one.text) for one in victims if one.named} == {"raul torres leon"}
    assert {one.named for one in mentions(KILLING) if one.role != "victim"} == {None}


def test_victims_without_a_name_are_found_as_well() -> None:
    unnamed = {normal(one.text) for one in mentions(AMBUSH) if one.named is False}
    assert "two policemen" in unnamed or "policemen" in unnamed


def test_in_ordinary_case_only_words_with_capitals_are_names() -> None:
    text = KILLING.title().replace("Raul\nTorres Leon", "Raul Torres Leon")
    text = text.replace("Raul Torres Leon", "raul torres leon")
    assert {one.named for one in mentions(text) if normal(one.text) == "raul torres leon"} <= {
        False
    }


def test_the_same_text_gives_the_same_mentions() -> None:
    assert mentions(KILLING) == mentions(KILLING)


def test_lines_are_json_with_the_document() -> None:
    lines = [json.loads(line) for line in mention_lines([("a.txt", KILLING), ("b.txt", MARKET)])]
    assert {line["document"] for line in lines} == {"a.txt"}
    assert list(lines[0]) == ["document", "role", "entity", "text", "start", "end", "named"]


def test_the_model_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 5_000_000


def test_the_head_of_a_message_is_not_its_body() -> None:
    tokens = tokenise(KILLING)
    assert tokens.words[tokens.body] == "guerrillas"
    assert tokenise(MARKET).body == 0


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("QUETTA: At least two men died", "at"),
        ("DERA ISMAIL KHAN - Gunmen fired", "gunmen"),
        ("QUETTA: A BOMB EXPLODED", "quetta"),
        ("Quetta: at least two men died", "quetta"),
    ],
)
def test_a_place_in_capitals_before_ordinary_words_is_a_dateline(text: str, first: str) -> None:
    tokens = tokenise(text)
    assert tokens.words[tokens.body] == first


def test_titles_and_initials_do_not_end_sentences() -> None:
    tokens = tokenise("Gen. A. Khan left the U.S. embassy. He was safe.\n\nA new paragraph")
    assert [tokens.span(*sentence) for sentence in tokens.sentences] == [
        "Gen. A. Khan left the U.S. embassy.",
        "He was safe.",
        "A new paragraph",
    ]


def test_phrases_are_found_without_articles_and_marks() -> None:
    tokens = tokenise("The army's 1st brigade; the Army of the North [NA].")
    occurrences = Occurrences(tokens)
    assert [tokens.span(*at) for at in occurrences.of("army")] == ["army", "Army"]
    assert [tokens.span(*at) for at in occurrences.of("army of north na")] == [
        "Army of the North [NA"
    ]


def test_acronyms_are_known_by_their_letters() -> None:
    assert short_for("fmln", "farabundo marti national liberation front")
    assert short_for("ttp", "tehreek e taliban pakistan")
    assert not short_for("eln", "farabundo marti national liberation front")
    assert not short_for("bomb", "car bomb")


def test_a_predicted_entity_counts_when_all_its_names_are_right() -> None:
    gold = {role: [] for role in ROLES} | {"victim": [frozenset({"a b", "b"}), frozenset({"c"})]}
    ours = {"victim": [frozenset({"b"}), frozenset({"a b"}), frozenset({"c", "d"})]}
    assert ceaf_ree([ours], [gold])["micro"] == Score(1, 3, 2)


@pytest.fixture(scope="module")
def documents() -> list[Labelled]:
    if not MUC4.is_dir():
        pytest.skip(f"needs the MUC-4 development texts in {MUC4.name} of ../shared/data")
    return load()


def test_keys_are_read_as_published(documents: list[Labelled]) -> None:
    assert len(documents) == 1300
    assert sum(one.relevant for one in documents) == 700
    first = documents[0].entities
    assert first["perpetrator_organisation"] == [
        frozenset({"farabundo marti national liberation front", "fmln"})
    ]
    assert sorted(first["weapon"], key=sorted) == [frozenset({"mortar"}), frozenset({"rifle"})]


def test_mentions_of_real_texts_are_exact(documents: list[Labelled]) -> None:
    for one in documents[:40]:
        for mention in mentions(one.text):
            assert one.text[mention.start : mention.end] == mention.text
