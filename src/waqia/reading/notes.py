"""Footnotes tied to where they are cited."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from waqia.reading.document import Block, Citation, Footnote, Span
from waqia.reading.drafting import Run
from waqia.reading.markers import MARK, NOTE, marker_of, raised

_TIGHT, _LOOSE = r"[^\W_]", r"[\s\w)]"
"""What may stand before a mark in a cell, and in a heading or caption."""
_NEAR = 8000
"""Characters before a note in which a mark whose raised type was lost is looked for."""


def footnotes(text: str, blocks: Sequence[Block], runs: Sequence[Run]) -> list[Footnote]:
    """The notes of a document with their citations, in order of their text."""
    notes = list(_notes(text, blocks))
    cited = _citations(text, notes)
    lost = _Lost(text, blocks, runs)
    for number, note in enumerate(notes):
        if number not in cited and (found := lost.citation(note)):
            cited[number].append(found)
    return [replace(n, citations=tuple(cited.get(i, ()))) for i, n in enumerate(notes)]


def _notes(text: str, blocks: Sequence[Block]) -> Iterator[Footnote]:
    found: list[Footnote] = []
    for block in blocks:
        if block.kind != "footnote":
            continue
        match = NOTE.match(text, block.start, block.end)
        if not match:
            if found:
                found.append(replace(found.pop(), end=block.end))
            continue
        found.append(Footnote(marker_of(match[1]), match.end(), block.end))
        # a note may follow on the same line, behind the web address that ends the one before
        while (marker := found[-1].marker).isdigit():
            mark = re.compile(rf"(?<=\s){raised(str(int(marker) + 1))}\s*(?=[^\W\d_\"“])")
            if not (match := mark.search(text, found[-1].start, block.end)):
                break
            end = found[-1].start + len(text[found[-1].start : match.start()].rstrip())
            found.append(replace(found.pop(), end=end))
            found.append(Footnote(str(int(marker) + 1), match.end(), block.end))
    yield from found


def _citations(text: str, notes: Sequence[Footnote]) -> defaultdict[int, list[Citation]]:
    """Position of a note → where it is cited: before its text, or else anywhere."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    starts: defaultdict[str, list[int]] = defaultdict(list)
    for number, note in enumerate(notes):
        places[note.marker].append(number)
        starts[note.marker].append(note.start)
    begins = {note.start for note in notes}
    cited: defaultdict[int, list[Citation]] = defaultdict(list)
    for match in MARK.finditer(text):
        marker = marker_of(match[0])
        numbers = places.get(marker)
        after = re.compile(r":?[ \t]*").match(text, match.end())
        if not numbers or (after and after.end() in begins):
            continue
        at = bisect_right(starts[marker], match.start())
        number = numbers[at] if at < len(numbers) else numbers[-1]
        cited[number].append(Citation(match.start(), match.end()))
    return cited


class _Lost:
    """Ends of cells and headings, where the mark of a note may stand whose raised type was lost."""

    def __init__(self, text: str, blocks: Sequence[Block], runs: Sequence[Run]) -> None:
        self._text = text
        cells = ((*span, _TIGHT) for run in runs for row in run.rows for span in row)
        heads = ((b.start, b.end, _LOOSE) for b in blocks if b.kind in ("heading", "caption"))
        self._ends = sorted(
            (end, start, before)
            for start, end, before in (*cells, *heads)
            if start < end and text[end - 1].isdecimal()
        )

    def citation(self, note: Footnote) -> Citation | None:
        """The one place before a note where its digits stand at the end of a cell or a heading."""
        digits = len(note.marker)
        if digits < 2 or not note.marker.isdigit():
            return None
        first = bisect_right(self._ends, (note.start - _NEAR, note.start, ""))
        found: set[int] = set()
        for end, start, before in islice(self._ends, first, None):
            at = end - digits
            if end >= note.start or len(found) > 1:
                break
            if start < at and self._text.startswith(note.marker, at):
                found |= {end} if re.match(before, self._text[at - 1]) else set()
        if len(found) != 1:
            return None
        end = found.pop()
        return Citation(end - digits, end, sure=False)


def marks_by_end(notes: Sequence[Footnote]) -> dict[int, tuple[int, str]]:
    """Where a mark ends → where it begins, and its note's marker."""
    return {c.end: (c.start, note.marker) for note in notes for c in note.citations}


class Cited:
    """Which notes are cited where."""

    def __init__(self, notes: Sequence[Footnote]) -> None:
        self._places = sorted((c.start, n) for n, note in enumerate(notes) for c in note.citations)

    def within(self, spans: Sequence[Span]) -> tuple[int, ...]:
        """Positions of the notes that are cited within any of some spans, in their order."""
        found: set[int] = set()
        for start, end in spans:
            first, last = (bisect_left(self._places, (edge, -1)) for edge in (start, end))
            found.update(number for _, number in self._places[first:last])
        return tuple(sorted(found))
