"""What the rooms say in English is said in the desk's languages, whatever stands in its places."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqia.model import QuestionError, phrase
from waqia.register.review.tasks import queue_called
from waqia.web.desk.drawing import environment
from waqia.web.desk.telling import SENTENCE
from waqia.web.desk.words import words_of
from waqia.web.work import steps

from .test_words import translate

PLACE = re.compile(r"%\((\w+)\)s")
TYPED = re.compile("`[^`]*`|\u2066[^\u2069]*\u2069")
"""Commands and codes, which are the same in every language."""
TEMPLATES = sorted(
    str(one.id)
    for one in translate.translated()
    if SENTENCE in one.auto_comments and PLACE.search(str(one.id)) and len(str(one.id)) < 500
)


def _said(template: str, values: dict[str, str]) -> str:
    return PLACE.sub(lambda place: values[place[1]], template).replace("%%", "%")


def test_every_sentence_is_known_again_with_what_stands_in_it() -> None:
    words = words_of("ur")
    for template in TEMPLATES:
        values = {name: f"{n}{n + 1}" for n, name in enumerate(PLACE.findall(template), start=3)}
        said = words.tell(_said(template, values))
        assert not re.search(r"[a-z]{3} [a-z]{3}", TYPED.sub(" ", said)), template
        asked = PLACE.findall(words(template))
        assert all(values[name] in said for name in asked), template


NAMES = st.characters(
    exclude_categories=["Cs"],
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
"""Characters of names, without those that turn the direction of a text."""


@given(st.sampled_from(TEMPLATES), st.text(NAMES, max_size=80))
def test_no_value_breaks_a_sentence_or_is_lost(template: str, value: str) -> None:
    values = dict.fromkeys(PLACE.findall(template), value)
    said = words_of("ur").tell(_said(template, values))
    assert value in said


def test_an_error_is_said_in_urdu_and_its_names_stay() -> None:
    with pytest.raises(QuestionError) as refused:
        queue_called("nowhere")
    said = words_of("ur").tell(str(refused.value))
    assert "nowhere" in said
    assert "No queue" not in said
    assert words_of("en").tell(str(refused.value)) == str(refused.value)


def test_several_sentences_are_told_together_or_not_at_all() -> None:
    told = words_of("ur").tell
    damaged, empty = (one % {"name": "a.pdf"} for one in (steps.DAMAGED, steps.EMPTY))
    assert told(f"{damaged} {empty}") == f"{told(damaged)} {told(empty)}"
    mixed = f"{damaged} Nobody of ours has ever said this."
    assert told(mixed) == mixed


def test_a_sentence_in_a_sentence_is_told_too() -> None:
    told = words_of("ur").tell
    inner = steps.EMPTY % {"name": "a.pdf"}
    assert told(inner) in told(steps.NO_TEXT % {"why": inner})


def test_the_name_of_a_file_is_none_of_our_words() -> None:
    said = words_of("ur").tell(steps.EMPTY % {"name": "page 3, killed.html"})
    assert "page 3, killed.html" in said


def test_a_name_cannot_turn_the_direction_of_its_sentence() -> None:
    said = words_of("ur").tell(steps.EMPTY % {"name": "a\u2069\u202efdp"})
    assert said == words_of("ur").tell(steps.EMPTY % {"name": "afdp"})


@pytest.mark.parametrize(
    "text",
    [steps.EMPTY % {"name": "<b>x</b>"}, "Nobody of ours said <b>x</b>.", "1 <b> 2", "ی <b>"],
)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_is_told_on_a_page_is_text_and_never_markup(text: str, language: str) -> None:
    told = environment(language).filters["told"](text)
    assert "<b>" not in told
    assert "&lt;b&gt;" in told


def test_percent_signs_stay() -> None:
    assert phrase("100%") == "100%"
    assert words_of("ur").tell("100%") == "100%"


@pytest.mark.parametrize("text", ["section " * 400, "Table 1; " * 400, "section a, note 1, " * 200])
def test_sentences_within_sentences_are_told_to_a_depth_and_the_rest_is_left(text: str) -> None:
    told = words_of("ur").tell(text)
    assert told != text
    assert text[-300:].strip() in told


def test_a_text_made_to_be_read_in_endless_ways_is_left_as_it_is() -> None:
    one = "section a → x y, or the other way round is not min x y, best 1, max 2; choose from"
    made = "; ".join(f"{one} The rule decides {n} already.." for n in range(9))
    assert words_of("ur").tell(made) == made
