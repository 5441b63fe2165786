"""Footnotes tied to where they are cited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from waqia.reading.document import Block, Citation, Footnote, Span
from waqia.reading.drafting import Run
from waqia.reading.markers import MARK, NOTE, marker_of, raised

_NEAR = 8000
"""Characters before a note in which a mark whose raised type was lost is looked for."""


def footnotes(text: str, blocks: Sequence[Block], runs: Sequence[Run]) -> list[Footnote]:
    """The notes of a document with their citations, in order of their text."""
    notes = list(_notes(text, blocks))
    cited = _citations(text, notes)
    for number, note in enumerate(notes):
        if number not in cited and (found := _lost(text, note, blocks, runs)):
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
    for number, note in enumerate(notes):
        places[note.marker].append(number)
    begins = {note.start for note in notes}
    cited: defaultdict[int, list[Citation]] = defaultdict(list)
    for match in MARK.finditer(text):
        numbers = places.get(marker_of(match[0]))
        after = re.compile(r":?[ \t]*").match(text, match.end())
        if not numbers or (after and after.end() in begins):
            continue
        at = bisect_right([notes[n].start for n in numbers], match.start())
        number = numbers[at] if at < len(numbers) else numbers[-1]
        cited[number].append(Citation(match.start(), match.end()))
    return cited


def _lost(
    text: str, note: Footnote, blocks: Sequence[Block], runs: Sequence[Run]
) -> Citation | None:
    """The one place before a note where its digits stand at the end of a cell or a heading."""
    if len(note.marker) < 2 or not note.marker.isdigit():
        return None
    tight = re.compile(rf"(?<=\d){note.marker}$|(?<=[^\W\d_)]){note.marker}$")
    loose = re.compile(rf"(?<=[\s\d\w)]){note.marker}$")
    near = (note.start - _NEAR, note.start)
    found = [
        end
        for run in runs
        for row in run.rows
        for start, end in row
        if near[0] < end < near[1] and tight.search(text[start:end])
    ]
    found += [
        block.end
        for block in blocks
        if block.kind in ("heading", "caption")
        and near[0] < block.end < near[1]
        and loose.search(text[block.start : block.end])
    ]
    if len(found) != 1:
        return None
    return Citation(found[0] - len(note.marker), found[0], sure=False)


def marks_by_end(notes: Sequence[Footnote]) -> dict[int, tuple[int, str]]:
    """Where a mark ends → where it begins, and its note's marker."""
    return {c.end: (c.start, note.marker) for note in notes for c in note.citations}


def within(spans: Sequence[Span], notes: Sequence[Footnote]) -> tuple[int, ...]:
    """Positions of the notes that are cited within any of some spans."""
    return tuple(
        number
        for number, note in enumerate(notes)
        if any(a <= c.start < b for c in note.citations for a, b in spans)
    )
