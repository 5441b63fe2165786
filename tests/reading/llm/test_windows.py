"""Long documents are cut into windows, and what two windows tell of becomes one account."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.reading.llm import stub as st
from tests.reading.llm.conftest import BARA, MOSQUE, TEXT, Ask
from tests.reading.llm.stub import accounts, serving
from waqia.reading import Document
from waqia.reading.llm.drafts import Draft, joined
from waqia.reading.llm.placed import Placed
from waqia.reading.llm.quotes import Quotable
from waqia.reading.llm.windows import Unit, Window, units, windows


@given(
    some.lists(some.integers(1, 60), min_size=1, max_size=40),
    some.integers(5, 40),
    some.integers(0, 5),
)
def test_windows_hold_every_sentence_keep_the_budget_and_overlap(
    lengths: list[int], tokens: int, overlap: int
) -> None:
    found, at = [], 0
    for number, length in enumerate(lengths, start=1):
        found.append(Unit(number, at, at + length, 0))
        at += length + 1
    cut = list(windows("x" * at, found, tokens, overlap))
    assert [unit for unit in found if not any(unit in one.units for one in cut)] == []
    for one in cut:
        size = sum(unit.end - unit.start + 8 for unit in one.units)
        assert size <= tokens * 3 or len(one.units) == 1
        first, last = found.index(one.units[0]), found.index(one.units[-1])
        assert list(one.units) == found[first : last + 1]
    for one, other in pairwise(cut):
        shared = [unit for unit in one.units if unit in other.units]
        assert len(shared) <= overlap
        assert other.units[-1].number > one.units[-1].number


@given(some.integers(1, 30), some.integers(0, 5))
def test_halves_are_shorter_and_hold_everything(count: int, overlap: int) -> None:
    window = Window(tuple(Unit(number, number, number + 1, 0) for number in range(1, count + 1)))
    halves = window.halves(overlap)
    assert len(halves) == (2 if count > 1 else 0)
    for half in halves:
        assert 0 < len(half.units) < count
    if halves:
        assert {unit for half in halves for unit in half.units} == set(window.units)


def test_a_sentence_longer_than_a_window_is_sent_in_parts(
    document: Callable[[str], Document],
) -> None:
    read = document("word " * 1000 + "end.\n" + "ا" * 5000)
    parts = list(units(read, 100))
    assert len(parts) > 10
    assert all(len(read.text[one.start : one.end].encode()) <= 300 for one in parts)
    joined_up = "".join(read.text[one.start : one.end] for one in parts)
    assert joined_up.replace(" ", "") == "".join(read.text.split())


def test_an_incident_that_two_windows_tell_of_is_one_account(ask: Ask) -> None:
    def model(handler: st.Handler, asked: st.Asked) -> None:
        numbers = [int(line[1]) for line in asked.sentences()]
        late = BARA | {"casualties": BARA["casualties"][:1]}
        found = [MOSQUE] if 1 in numbers else []
        found += [BARA if 4 in numbers else late] if 3 in numbers else []
        accounts(*found)(handler, asked)

    with serving(model) as stub:
        reading = ask(stub.url, tokens=95, overlap=2)
    assert [len(asked.sentences()) for asked in stub.asked] == [3, 3]
    assert reading.findings == []
    assert [(one.killed, one.injured) for one in reading.proposals] == [(84, None), (2, 1)]


def test_a_document_without_an_end_is_read_up_to_a_bound(ask: Ask) -> None:
    with serving(accounts()) as stub:
        reading = ask(stub.url, TEXT * 20, tokens=50, most=3)
    assert len(stub.asked) == 3
    [finding] = reading.findings
    assert finding.code == "document-cut"


def test_a_document_without_text_asks_nothing(ask: Ask) -> None:
    with serving(accounts()) as stub:
        reading = ask(stub.url, "")
    assert (stub.asked, reading.proposals, reading.findings) == ([], [], [])


def draft(**values: object) -> Draft:
    made = Draft(values={"type": values.pop("type", "attack")})
    for name, place in values.items():
        made.anchor(name, place)  # type: ignore[arg-type]
    return made


def test_accounts_are_one_where_they_rest_on_the_same_words_and_not_where_they_differ() -> None:
    one = draft(killed=(0, 5), targets=(7, 9), date=(20, 25))
    same = draft(killed=(0, 5), targets=(7, 9), tactics=(10, 12))
    other = draft(type="clash", killed=(0, 5), targets=(7, 9))
    apart = draft(killed=(30, 35), date=(20, 25))
    found = joined([one, same, other, apart])
    assert len(found) == 3
    assert len(found[0].anchors) == 4


def test_a_place_is_the_same_wherever_its_words_stand() -> None:
    one, same, other = (draft(killed=(0, 5), targets=(7, 9)) for _ in range(3))
    one.place = Placed("Bara", (10, 14))
    same.place = Placed("bara", (40, 44))
    other.place = Placed("Jamrud", (10, 16))
    assert len(joined([one, same])) == 1
    assert len(joined([one, other])) == 2


def test_words_that_bear_out_what_is_not_kept_are_no_anchors() -> None:
    claimed, denied = draft(killed=(0, 5), claim=(10, 15)), draft(killed=(0, 5), claim=(20, 25))
    claimed.values["claim"], denied.values["claim"] = "claimed", "denied"
    [whole] = joined([claimed, denied])
    assert whole.values["claim"] == "claimed"
    assert [place for name, place in whole.anchors if name == "claim"] == [(10, 15)]
    again = draft(killed=(0, 5), claim=(30, 35))
    again.values["claim"] = "claimed"
    whole.take_in(again)
    assert len([name for name, _ in whole.anchors if name == "claim"]) == 2


TEXTS = some.text(alphabet="ab 1,.\n\t\u0627\u06d4", max_size=60)


@given(TEXTS, some.integers(0, 60), some.integers(0, 60))
def test_a_quote_is_found_where_its_words_stand(text: str, start: int, end: int) -> None:
    quote = " ".join(text[start:end].split())
    place = Quotable(text, [(0, len(text))]).find(quote)
    if place is not None:
        assert " ".join(text[slice(*place)].split()) == quote
    elif any(char.isalnum() for char in quote):
        cut = text[max(start - 1, 0) : start] + quote + text[end : end + 1]
        assert cut != quote


@given(TEXTS, TEXTS)
def test_words_that_do_not_stand_in_a_text_are_not_found(text: str, quote: str) -> None:
    if " ".join(quote.split()) not in " ".join(text.split()):
        assert Quotable(text, [(0, len(text))]).find(quote) is None


@pytest.mark.parametrize("quote", ["two three", "one two three", "t", "wo", "w", "3", ".", ""])
def test_quotes_do_not_run_over_what_was_not_sent_nor_into_words(quote: str) -> None:
    text = "one two. HIDDEN three 13,300."
    assert Quotable(text, [(0, 8), (16, len(text))]).find(quote) is None
