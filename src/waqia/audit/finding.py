"""What an audit reports: a discrepancy, where it shows itself, the arithmetic, the repair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from waqia.model import FINDING_CODES, Severity, phrase
from waqia.reading import Document

_QUOTE = 160
_RANK = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a document: its name, half-open offsets into its text, the page, in words where.

    `quote` is the text that stands there, cut in its middle where it is long.
    """

    document: str
    start: int
    end: int
    quote: str
    where: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Numbers of one or several documents that cannot all be right.

    Attributes:
        code: one of `FINDING_CODES`.
        message: the discrepancy in a sentence.
        spots: the places that disagree, the one most likely wrong first.
        beside: places that are marked with them, and not listed: the other parts of a sum.
        found, expected: the number as printed, and what follows from the others.
        arithmetic: how that follows, written out.
        correction: the smallest change that would repair it.
        doubt: why it may be no mistake; it is then a note. Empty where nothing speaks for that.
    """

    code: str
    message: str
    spots: tuple[Spot, ...]
    found: str
    expected: str
    arithmetic: str = ""
    correction: str = ""
    doubt: str = ""
    beside: tuple[Spot, ...] = ()

    @property
    def marked(self) -> tuple[Spot, ...]:
        """Every place of it in the documents, those that disagree first."""
        return (*self.spots, *self.beside)

    @property
    def severity(self) -> Severity:
        """The severity of the code; a note where there is doubt."""
        return "note" if self.doubt else FINDING_CODES[self.code][0]

    def row(self) -> dict[str, Any]:
        """The discrepancy as plain data, for JSON."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "places": [
                {
                    "document": spot.document,
                    "start": spot.start,
                    "end": spot.end,
                    "page": spot.page,
                    "where": spot.where,
                    "quote": spot.quote,
                }
                for spot in self.spots
            ],
            "expected": self.expected,
            "found": self.found,
            "arithmetic": self.arithmetic,
            "correction": self.correction,
            "doubt": self.doubt,
        }


def spot(document: Document, start: int, end: int, where: str) -> Spot:
    """The place of a stretch of a document's text."""
    said = " ".join(document.text[start:end].split())
    if len(said) > _QUOTE:
        first, last = said[: _QUOTE * 2 // 3], said[-_QUOTE // 3 :]
        said = f"{first.rpartition(' ')[0] or first} … {last.partition(' ')[2] or last}"
    return Spot(document.name, start, end, said, where, document.page_at(start))


def around(text: str, sentence: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """The stretch from start to end, as far as its sentence reaches, with no word cut in two."""
    first, last = sentence
    start, end = max(first, start), min(last, end)
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def bare(document: Document, start: int, end: int) -> str:
    """A stretch of text on one line, without the marks of the footnotes cited in it."""
    marks = [
        (citation.start, citation.end)
        for note in document.footnotes
        for citation in note.citations
        if start <= citation.start and citation.end <= end
    ]
    said = "".join(
        document.text[at]
        for at in range(start, end)
        if not any(first <= at < last for first, last in marks)
    )
    return " ".join(said.split())


def ordered(found: Iterable[Discrepancy]) -> list[Discrepancy]:
    """Each discrepancy once, the gravest first, then as their first places stand in the text."""
    return sorted(
        dict.fromkeys(found),
        key=lambda one: (
            _RANK[one.severity],
            one.spots[0].document if one.spots else "",
            one.spots[0].start if one.spots else 0,
        ),
    )


def added_up(parts: str, summed: float, printed: float) -> str:
    """Parts with the sum they have, and what is printed in its place."""
    return phrase(f"{parts} = {plain(summed)}, printed {plain(printed)}")


def plain(value: float) -> str:
    """A number as people write it: 1,124 or 72.6."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
