"""A document cut into stretches of whole sentences that a model can read at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from waqia.reading.document import Document
from waqia.reading.sentences import sentences

_BYTES_A_TOKEN = 3
"""Of UTF-8; English has about four, Urdu three, so that a budget is kept in either."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence at `start` to `end` of the text, or a stretch of one too long to be sent whole.

    `number` is what a model knows it by, from 1 in the document.
    """

    number: int
    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences that are sent together, in order."""

    units: tuple[Unit, ...]

    @property
    def name(self) -> str:
        """The sentences it holds, for people."""
        first, last = self.units[0].number, self.units[-1].number
        return f"sentence {first}" if first == last else f"sentences {first}–{last}"

    def halves(self, overlap: int) -> tuple[Window, ...]:
        """Two windows that share some sentences, or none where there is only one sentence."""
        count = len(self.units)
        if count < 2:
            return ()
        middle = count // 2
        shared = min(overlap, (middle + 1) // 2, count - middle - 1)
        return Window(self.units[: middle + shared]), Window(self.units[middle:])


def units(document: Document, tokens: int) -> Iterator[Unit]:
    """The sentences of a document; those longer than a budget of tokens in parts."""
    number = 0
    for sentence in sentences(document):
        start = sentence.start
        while start < sentence.end:
            end = _end(document.text, start, sentence.end, tokens * _BYTES_A_TOKEN)
            number += 1
            yield Unit(number, start, end, sentence.block)
            start = end
            while start < sentence.end and document.text[start].isspace():
                start += 1


def _end(text: str, start: int, end: int, size: int) -> int:
    if end - start <= size // 4 or len(text[start:end].encode()) <= size:
        return end
    cut = start + len(text[start : start + size].encode()[:size].decode(errors="ignore"))
    blank = text.rfind(" ", start + 1, cut)
    return blank if blank > start else cut


def windows(text: str, found: Sequence[Unit], tokens: int, overlap: int) -> Iterator[Window]:
    """Windows of at most so many tokens, each beginning with the last sentences of the one before.

    `overlap` is the number of sentences that two windows share, where the budget leaves room.
    """
    sizes = [len(text[unit.start : unit.end].encode()) + 8 for unit in found]
    budget = tokens * _BYTES_A_TOKEN
    begin = 0
    while begin < len(found):
        end, size = begin, 0
        while end < len(found) and (end == begin or size + sizes[end] <= budget):
            size += sizes[end]
            end += 1
        yield Window(tuple(found[begin:end]))
        if end == len(found):
            return
        # shared sentences take a third of the next window and leave room for one that is new
        shared, taken = 0, 0
        while shared < min(overlap, end - begin - 1):
            taken += sizes[end - shared - 1]
            if taken > budget // 3 or taken + sizes[end] > budget:
                break
            shared += 1
        begin = end - shared
