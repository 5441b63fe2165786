"""The sentences of a document that may tell of incidents, as lines with what stands round them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from waqia.codebook import Codebook
from waqia.reading.document import Document, Span
from waqia.reading.numbers import Vague, numbers
from waqia.reading.proposing.events import smells
from waqia.reading.proposing.line import Language, Line
from waqia.reading.proposing.terms import Terms
from waqia.reading.sentences import Sentence, sentences

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_GAP = 1500
"""Characters of a page's foot or a note that may stand inside a sentence."""
_TOLD = ("paragraph", "item", "heading")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_REFERENCE = re.compile(
    r"[\"”’'],?\s+(?:in\s+)?[*_]"
    r"|[\"”],?\s+[A-Z][\w ]{2,40},\s+(?:[A-Z][a-z]+ \d{1,2}, )?(?:19|20)\d\d"
)
"""A title with the medium it came out in: an entry of a list of works cited."""
_LEAST = 40
"""Characters beside web addresses that a sentence has; fewer are an entry of a list, too."""
_GOES_ON = re.compile(
    r"(?i:[,،;:؛–—-]|(?<!\w)(?:an?|the|in|on|at|of|to|by|for|and|or|but|as|with|from|near|into|over|"
    r"inside|outside|during|after|before|amid|against|between|when|while|that|who|is|are|was|were|"
    r"میں|پر|سے|کے|کی|کا|نے|کو|تک|اور|یا|کہ|جب|بعد|دوران))\s*\n|\n\s*(?=[a-z])"
)
"""A line that was broken within a headline: no headline ends so, or begins with a small letter."""
_BREAK = re.compile(r"\n\s*(?=\S)")
_STOPPED = re.compile(r"[.!?۔؟][\"\'”’)\]*_]*\s*(?:\n|$)")
_LONG = 1200
"""A sentence of more characters is a list or a table that lost its form; it is not read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, its place among all sentences of the document, and the block it begins in.

    `year` is the one that the section's heading names; a `telling` one has words of violence;
    above one at the `top` stands nothing but headings.
    """

    line: Line
    number: int
    block: int
    year: int | None
    telling: bool
    top: bool = False


def language_of(text: str) -> Language:
    """The language of whose phrases a sentence is made, by the script of most of its letters."""
    return "ur" if 2 * len(_ARABIC.findall(text)) > len(_LETTER.findall(text)) else "en"


class Passages:
    """Makes lines of the sentences of documents, by the terms of a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._terms = codebook.once("terms", lambda: Terms(codebook))
        self._vague: Vague = codebook.vague_counts

    def of(self, document: Document) -> tuple[list[Passage], list[Span]]:
        """The sentences of a document's prose, in order; none where none can tell of violence.

        A sentence is `telling` where it has words of violence. What stands in notes, captions and
        tables is left out. A sentence that a page's foot breaks is one line, blanks in between.
        Those that have such words but are too long to be read are given apart, by their places.
        """
        long: list[Span] = []
        return list(self._passages(document, long)) if smells(document.text) else [], long

    def _passages(self, document: Document, long: list[Span]) -> Iterator[Passage]:
        year: int | None = None
        top = True
        for number, (start, text, sentence) in enumerate(_whole_sentences(document)):
            block = document.blocks[sentence.block]
            if block.kind == "heading":
                years = set(_YEAR.findall(text))
                year = int(years.pop()) if len(years) == 1 else year
            if _is_reference(text):
                continue
            if len(text) > _LONG:
                long += [(start, start + len(text))] if smells(text) else []
            else:
                telling = smells(text)
                line = self.line(start, text, telling, block.kind == "heading")
                yield Passage(line, number, sentence.block, year, telling, top)
            top = top and block.kind == "heading"

    def lines(self, passage: Passage) -> list[Passage]:
        """The lines of a passage that may each be a headline; itself where it is a sentence."""
        text = passage.line.text
        if "\n" not in text or not passage.telling or text.isupper() or _STOPPED.search(text):
            return [passage]
        within = {match.end() for match in _GOES_ON.finditer(text)}
        starts = [
            0,
            *(end for match in _BREAK.finditer(text) if (end := match.end()) not in within),
        ]
        found = []
        for start, end in pairwise((*starts, len(text))):
            said = text[start:end].rstrip()
            line = self.line(passage.line.start + start, said, heading=passage.line.heading)
            found.append(replace(passage, line=line, telling=smells(said)))
        return found

    def line(self, start: int, text: str, counting: bool = True, heading: bool = False) -> Line:
        """A sentence at `start` of a document as a line, without its numbers if not `counting`."""
        counted = tuple(numbers(text, self._vague)) if counting else ()
        return Line(start, text, language_of(text), counted, tuple(self._terms.find(text)), heading)


def _is_reference(text: str) -> bool:
    """Whether a sentence is an entry of a list of works cited."""
    if _REFERENCE.search(text):
        return True
    return "/" in text and len(text) > len(bare := _ADDRESS.sub("", text)) and len(bare) < _LEAST


def _whole_sentences(document: Document) -> Iterator[tuple[int, str, Sentence]]:
    """Sentences with their start and text, those that go on behind a note or page put together."""
    waiting: Sentence | None = None
    text = ""
    for sentence in sentences(document):
        if document.blocks[sentence.block].kind not in _TOLD:
            continue
        said = document.text[sentence.start : sentence.end]
        if waiting and sentence.continues and 0 <= sentence.start - waiting.end <= _GAP:
            text += " " * (sentence.start - waiting.end) + said
            waiting = replace(waiting, end=sentence.end)
            continue
        if waiting:
            yield waiting.start, text, waiting
        waiting, text = sentence, said
    if waiting:
        yield waiting.start, text, waiting
