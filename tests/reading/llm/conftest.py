"""A document, a quick reader of it, and the codebook both are read with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from waqia.codebook import Codebook
from waqia.reading import Document, read_document
from waqia.reading.llm import Endpoint, LLMReader
from waqia.reading.llm.said import Grammar
from waqia.reading.reader import Reading

TEXT = """\
PESHAWAR: A suicide bomber killed at least 84 people, including 81 policemen, in a mosque in
Peshawar on Monday, officials said. The banned TTP claimed the attack.

Two policemen were shot dead by gunmen in Bara, Khyber district, on Tuesday. A rickshaw driver was
injured.

Last year 43 people died in 16 attacks in the province.
"""
WEDNESDAY = date(2023, 2, 1)

MOSQUE: dict[str, Any] = {
    "type": {"code": "terrorist_attack", "quote": "A suicide bomber killed", "sentence": 1},
    "date": {"start": "2023-01-30", "end": "2023-01-30", "quote": "on Monday", "sentence": 1},
    "place": {"quote": "Peshawar", "sentence": 1},
    "claim": {"code": "claimed", "quote": "claimed the attack", "sentence": 2},
    "perpetrators": [{"code": "ttp", "quote": "The banned TTP", "sentence": 2}],
    "responders": [],
    "target_actors": [],
    "targets": [{"code": "worship_places", "quote": "a mosque", "sentence": 1}],
    "tactics": [{"code": "suicide_bombing", "quote": "suicide bomber", "sentence": 1}],
    "reported_by": [{"quote": "officials", "sentence": 1}],
    "casualties": [
        {"outcome": "killed", "party": None, "number": 84, "quote": "killed at least 84 people",
         "sentence": 1},
        {"outcome": "killed", "party": "police", "number": 81, "quote": "81 policemen",
         "sentence": 1},
    ],
}  # fmt: skip
BARA: dict[str, Any] = {
    "type": {"code": "terrorist_attack", "quote": "shot dead by gunmen", "sentence": 3},
    "date": {"start": "2023-01-31", "end": "2023-01-31", "quote": "on Tuesday", "sentence": 3},
    "place": {"quote": "Bara, Khyber district", "sentence": 3},
    "casualties": [
        {"outcome": "killed", "party": "police", "number": 2, "quote": "Two policemen",
         "sentence": 3},
        {"outcome": "injured", "party": "civilians", "number": 1, "quote": "A rickshaw driver",
         "sentence": 4},
    ],
}  # fmt: skip

Ask = Callable[..., Reading]


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return Codebook.load("pakistan")


@pytest.fixture
def document(tmp_path: Path) -> Callable[[str], Document]:
    """A plain text, read."""

    def read(text: str) -> Document:
        path = tmp_path / "article.txt"
        path.write_text(text, encoding="utf-8")
        return read_document(path)

    return read


@pytest.fixture(scope="session")
def grammar(codebook: Codebook) -> Grammar:
    return Grammar(codebook)


@pytest.fixture
def reader(
    codebook: Codebook, grammar: Grammar, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., LLMReader]:
    """A reader that does not wait long; `key` and what bounds it can be given."""
    monkeypatch.setattr("waqia.reading.llm.reader.Grammar", lambda _: grammar)

    def make(url: str, *, key: str | None = None, **options: Any) -> LLMReader:
        quick = {"timeout": 5.0, "connect": 5.0, "tries": 3, "patience": 5.0, "pause": 0.001}
        own = {name: options.pop(name) for name in [*quick, "size"] if name in options}
        return LLMReader(Endpoint(url, "stub", key, **(quick | own)), codebook, **options)

    return make


@pytest.fixture
def ask(document: Callable[[str], Document], reader: Callable[..., LLMReader]) -> Ask:
    """Read a text with the model at an address."""

    def read(url: str, text: str = TEXT, **options: Any) -> Reading:
        return reader(url, **options).propose(document(text), WEDNESDAY)

    return read
