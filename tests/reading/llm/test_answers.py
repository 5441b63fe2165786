"""Answers that are not what was asked for: each is used as far as it can be, or found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.reading.llm import stub as st
from tests.reading.llm.conftest import BARA, MOSQUE, TEXT, WEDNESDAY, Ask
from tests.reading.llm.stub import accounts, envelope, failing, saying, sending, serving
from waqia.reading import Document, read_document
from waqia.reading.llm import EndpointError, LLMReader
from waqia.reading.llm.answers import answered_accounts
from waqia.reading.llm.checking import Checker
from waqia.reading.llm.drafts import Draft
from waqia.reading.llm.errors import Unanswered
from waqia.reading.llm.said import Grammar, Said
from waqia.reading.llm.windows import Window, units

ANSWER = json.dumps({"accounts": [MOSQUE]})


@pytest.mark.parametrize(
    "content",
    [
        f"```json\n{ANSWER}\n```",
        f"```\n{ANSWER}\n```",
        f"Here is what you asked for:\n\n```json\n{ANSWER}\n```\nI hope it helps.",
        f"Here it is: {ANSWER} – anything else?",
        f"<think>Is {{this}} one? {{\"accounts\": []}} would be none.</think>\n{ANSWER}",
        f"\ufeff {ANSWER}\n\n",
        json.dumps([MOSQUE]),
        json.dumps({"accounts": [MOSQUE], "note": "none"}),
        [{"type": "text", "text": ANSWER[:50]}, {"type": "text", "text": ANSWER[50:]}],
        "{\"type\": \"object\", \"properties\": {}}\n" + ANSWER,
    ],
    ids=["fence", "plain-fence", "words-and-fence", "words", "thoughts", "mark", "list", "more",
         "parts", "schema-first"],
)  # fmt: skip
def test_the_accounts_are_found_in_what_surrounds_them(ask: Ask, content: Any) -> None:
    with serving(saying(content)) as stub:
        reading = ask(stub.url)
    assert (len(reading.proposals), reading.findings) == (1, [])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not JSON"),
        (b"OK", "not JSON: 'OK'"),
        (b"<html>hello</html>", "not JSON"),
        (ANSWER.encode("utf-16"), "no choice"),
        (b'{"choices": "\xe9\xe8"}', "no text in UTF-8"),
        (b'data: {"choices": []}\n\ndata: [DONE]\n\n', "as a stream"),
        (b"[" * 100_000, "not JSON"),
        (b"9" * 10_000, "not JSON"),
        (b"[]", "no choice"),
        (b"null", "no choice"),
        (b'{"choices": []}', "no choice"),
        (b'{"choices": [null]}', "no choice"),
        (b'{"choices": [{"text": "old"}]}', "without a message"),
        (b'{"error": {"message": "model not loaded"}}', "error: .*model not loaded"),
        (envelope(None), "empty answer"),
        (envelope(""), "empty answer"),
        (envelope(" \n"), "empty answer"),
        (envelope(5), "empty answer"),
        (envelope(None, message={"tool_calls": [{"function": {"arguments": ANSWER}}]}), "a tool"),
        (envelope(None, message={"refusal": "I can't help with violence."}), "refused: .*violence"),
        (envelope(ANSWER, finish_reason="content_filter"), "a filter"),
        (envelope("I am sorry, but I cannot read this."), "words instead of JSON: 'I am sorry"),
        (envelope("اس متن میں ایک حملے کا ذکر ہے۔"), "words instead of JSON: 'اس متن"),
        (envelope('{"type": "object", "properties": {"accounts": {}}}'), "no list of accounts"),
        (envelope('{"accounts": {"type": "attack"}}'), "no list of accounts"),
        (envelope('{"accounts": null}'), "no list of accounts"),
        (envelope('"none"'), "no list of accounts"),
        (envelope('{"accounts": [{"type": null, "type": "x"}]}'), "named a field twice"),
        (envelope('{"accounts": [{"casualties": [{"number": NaN}]}]}'), "wrote NaN"),
        (envelope('{"accounts": [{"number": -Infinity}]}'), "wrote -Infinity"),
        (envelope('{"accounts": [' + "[" * 50_000), "words instead|no list"),
        (envelope('{"accounts": [' + "9" * 10_000 + "]}"), "words instead"),
        (envelope("{" * 100_000), "words instead"),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_for_once_more_and_then_found(
    ask: Ask, body: bytes, words: str
) -> None:
    with serving(sending(body)) as stub:
        reading = ask(stub.url)
    assert reading.proposals == []
    [finding] = reading.findings
    assert finding.code == "answer-unread"
    assert finding.message.startswith("sentences 1–5: stub ")
    with pytest.raises(Unanswered, match=words):
        answered_accounts(body)
    assert [asked.body["seed"] for asked in stub.asked] == [0, 1]


def test_a_second_answer_may_do(ask: Ask) -> None:
    with serving(saying("Let me think."), accounts(MOSQUE)) as stub:
        reading = ask(stub.url)
    assert (len(reading.proposals), reading.findings) == (1, [])


def test_twenty_useless_answers_in_a_row_end_the_run(
    reader: Callable[..., LLMReader], document: Callable[[str], Document]
) -> None:
    read = document(TEXT)
    with serving(saying("No.")) as stub:
        engine = reader(stub.url)
        for _ in range(19):
            assert len(engine.propose(read, WEDNESDAY).findings) == 1
        with pytest.raises(EndpointError, match="last 20 answers of stub could not be used"):
            engine.propose(read, WEDNESDAY)


CUT = [
    saying(ANSWER[:200], finish_reason="length"),
    saying(ANSWER, finish_reason="length"),
    saying(ANSWER[:-3]),
    saying(f"```json\n{ANSWER[:300]}"),
    failing(400, "This model's maximum context length is 4096 tokens"),
    failing(413),
    failing(400, "the request exceeds the available context size"),
]


@pytest.mark.parametrize("cut", CUT)
def test_a_window_that_is_too_long_is_read_in_halves(ask: Ask, cut: st.Behaviour) -> None:
    def model(handler: st.Handler, asked: st.Asked) -> None:
        numbers = [int(line[1]) for line in asked.sentences()]
        if len(numbers) > 4:
            cut(handler, asked)
        else:
            accounts(MOSQUE if 1 in numbers else BARA)(handler, asked)

    with serving(model) as stub:
        reading = ask(stub.url)
    assert [one.type for one in reading.proposals] == ["terrorist_attack"] * 2
    assert reading.findings == []
    assert [len(asked.sentences()) for asked in stub.asked] == [5, 3, 3]


def test_what_is_too_long_to_the_last_is_found(ask: Ask) -> None:
    with serving(saying("{", finish_reason="length")) as stub:
        reading = ask(stub.url)
    assert {finding.code for finding in reading.findings} == {"answer-unread"}
    assert len(stub.asked) < 2**5


@given(some.text(max_size=200))
def test_any_content_gives_accounts_or_a_reason_that_prints(content: str) -> None:
    try:
        assert isinstance(answered_accounts(envelope(content)), list)
    except Unanswered as error:
        reason = str(error)
    else:
        reason = ""
    assert reason.isprintable()


@given(some.binary(max_size=200))
def test_any_bytes_give_accounts_or_a_reason(body: bytes) -> None:
    with pytest.raises(Unanswered):
        answered_accounts(body)


JSON = some.recursive(
    some.none() | some.booleans() | some.floats(allow_nan=False) | some.text() | some.integers(),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(
                ["type", "date", "place", "quote", "sentence", "code", "casualties", "number",
                 "outcome", "party", "start", "end", "targets", "perpetrators", "reported_by"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_accounts_of_any_shape_are_checked_without_a_fall(
    checked: Callable[[list[Any]], list[Draft]], account: Any
) -> None:
    for draft in checked([account]):
        assert draft.tells


@pytest.fixture(scope="module")
def checked(
    tmp_path_factory: pytest.TempPathFactory, grammar: Grammar
) -> Callable[[list[Any]], list[Draft]]:
    path = tmp_path_factory.mktemp("any") / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    said = Said(read_document(path), WEDNESDAY, grammar)
    window = Window(tuple(units(said.document, 2000)))
    return lambda answer: list(Checker(said, window).drafts(answer))
