"""A sentence as the grammar of proposals sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from waqia.reading.numbers import Number
from waqia.reading.proposing.terms import TermSpan

Language = Literal["en", "ur"]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence at `start` of a document's text, with its numbers and the codebook's terms in it.

    Offsets of everything that is found in it count from the start of the sentence; `at` moves
    them into the document. `language` is that of the phrases to look for.
    """

    start: int
    text: str
    language: Language
    numbers: tuple[Number, ...]
    terms: tuple[TermSpan, ...]
    heading: bool = False

    def at(self, start: int, end: int) -> tuple[int, int]:
        """A span of the sentence as one of the document."""
        return self.start + start, self.start + end
