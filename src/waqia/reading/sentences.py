"""The sentences of a document, each within one block, with its exact place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from waqia.reading.document import Document, Span
from waqia.reading.markers import MARK

_PROSE = ("paragraph", "item", "caption", "footnote", "heading")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[\"“‘'*])(?:[A-Z]|Gen|Lt|Col|Maj|Brig|Capt|Sgt|Adm|Cmdr|Insp|Supt|Const|Maulana|Mufti"
    r"|Dr|Mr|Mrs|Ms|Prof|Sen|Rep|Gov|Pres|Hon|Rev|St|Sr|Jr|No|Nos|vs|viz|approx|et al|al|ca|cf|p|pp"
    r"|[Vv]ol|ed|eds|Inc|Ltd|Corp|Govt|Dept|Univ|Min|Amb|Sec|Fig|Op|Ibid|Col|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.N|U\.K|U\.A\.E|D\.I|D\.G|a\.k\.a|i\.e|e\.g|Ph\.D|\w\.\w)\.[*_]*$"
)
_LOWER = re.compile(r"[a-z]")
_CLOSING = re.compile(rf"(?:[\"'”’)\]*_]|\s*(?:{MARK.pattern}))+\s*")
_MARKS = re.compile(rf"(?:\s*(?:{MARK.pattern}))+\s*")
_ENUMERATED = re.compile(r"\s*(?:[-*+•◦▪●■–]\s+)*\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)]\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `start` to `end` of the stored text, of the block at a position in `blocks`.

    `continues` says that the sentence was begun in an earlier block: a page break or a note
    stands between, and the sentence before this one in prose is its first part.
    """

    start: int
    end: int
    block: int
    continues: bool = False


def sentences(document: Document) -> Iterator[Sentence]:
    """The sentences of headings, paragraphs, items, captions and notes, in order.

    White space at the ends is left out, so that none is empty. Boundaries are those of sentencex
    for the document's language, put right where a sentence would end behind a title, an initial
    or another abbreviation, or begin with the closing quotation mark of the one before.
    """
    for number, block in enumerate(document.blocks):
        if block.kind in _PROSE:
            spans = sentence_spans(document.text[block.start : block.end], document.language)
            for at, (start, end) in enumerate(spans):
                begun = block.continues and at == 0
                yield Sentence(block.start + start, block.start + end, number, begun)


def sentence_spans(text: str, language: str | None = None) -> list[Span]:
    """The spans of the sentences of a text, white space at their ends left out."""
    from sentencex import get_sentence_boundaries

    spans: list[Span] = []
    for boundary in get_sentence_boundaries(language or "en", text):
        start, end = int(boundary["start_index"]), int(boundary["end_index"])
        if spans:
            apart = text[start - 1].isspace()
            if closing := (_MARKS if apart else _CLOSING).match(text, start, end):
                start = closing.end()
                spans[-1] = (spans[-1][0], start)
        if spans and (start >= end or _joined(text, spans[-1], start)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    trimmed = []
    for start, end in spans:
        said = text[start:end]
        start += len(said) - len(said.lstrip())
        end -= len(said) - len(said.rstrip())
        if start < end:
            trimmed.append((start, end))
    return trimmed


def _joined(text: str, before: Span, start: int) -> bool:
    """A boundary that is none: behind an abbreviation, or before a small letter."""
    if before[0] == 0 and _ENUMERATED.fullmatch(text, 0, before[1]):
        return True
    tail = text[max(before[0], before[1] - 30) : before[1]].rstrip()
    if not tail.endswith((".", ".*", "._", ".**")):
        return False
    following = text[start : start + 1]
    return bool(_ABBREVIATED.search(tail)) or bool(_LOWER.match(following))
