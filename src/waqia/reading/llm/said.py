"""A document as answers are held against it: its sentences as our own grammar sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from waqia.codebook import Codebook
from waqia.reading.document import Document, Span
from waqia.reading.llm.windows import Unit
from waqia.reading.proposing.line import Line
from waqia.reading.proposing.lines import Passages
from waqia.reading.proposing.places import Ground
from waqia.reading.proposing.tolls import Toll, Tolls

_UNNAMED = "unidentified"
"""The category of actors whose name nobody knows."""


class Grammar:
    """What sentences are read with, by the terms of a codebook; built once for many documents.

    `unnamed` are the actors that stand for somebody whose name is not known ("gunmen").
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.ground = Ground(codebook)
        self.passages = Passages(codebook)
        self.tolls = Tolls(codebook)
        self.unnamed = {
            code
            for code, term in codebook.terms("actor").items()
            if term.row.get("category") == _UNNAMED
        }


@dataclass
class Said:
    """What a document says in each sentence; worked out once, when it is first asked for."""

    document: Document
    published: date | None
    grammar: Grammar
    _lines: dict[int, Line] = field(default_factory=dict)
    _tolls: dict[int, list[Toll]] = field(default_factory=dict)

    def line(self, unit: Unit) -> Line:
        """A sentence with its numbers and the terms of the codebook in it."""
        if unit.number not in self._lines:
            text = self.document.text[unit.start : unit.end]
            heading = self.document.blocks[unit.block].kind == "heading"
            self._lines[unit.number] = self.grammar.passages.line(unit.start, text, heading=heading)
        return self._lines[unit.number]

    def tolls(self, unit: Unit) -> list[Toll]:
        """The casualties that the grammar finds in a sentence."""
        if unit.number not in self._tolls:
            self._tolls[unit.number] = self.grammar.tolls.find(self.line(unit))
        return self._tolls[unit.number]

    def actors(self, units: Sequence[Unit]) -> list[str]:
        """The actors that some sentences name, and those without a name, as in the codebook."""
        named = {
            code for unit in units for term in self.line(unit).terms for code in term.of("actor")
        } | self.grammar.unnamed
        return [code for code in self.grammar.codebook.terms("actor") if code in named]


def within(units: Sequence[Unit], place: Span) -> Iterator[tuple[Unit, int, int]]:
    """The sentences that a place in the text touches, and from where to where in each."""
    for unit in units:
        start, end = max(unit.start, place[0]), min(unit.end, place[1])
        if start < end:
            yield unit, start - unit.start, end - unit.start
