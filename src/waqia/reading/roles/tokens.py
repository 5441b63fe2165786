"""Tokens and sentences of a text by their offsets, and the part of it that is no message head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from waqia.reading.roles.cues import words

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., L.C.D.
    r"|['’]s\b|['’]S\b"
    r"|\d+(?:[.,:/]\d+)*(?:-?[^\W\d_]+)?"
    r"|[^\W_]+(?:[-&](?=[^\W_])[^\W_]+|['’](?![sS]\b)[^\W_]+)*"
    r"|\S"
)
_LONE = re.compile("[\ud800-\udfff]")  # half a character, which no other library takes
_BREAK = re.compile(r"\n[ \t\r\f\v]*\n")
_END = frozenset(".?!")
_CLOSING = frozenset("\"')]”’")
_ABBREVIATIONS = words(
    "mr mrs ms dr gen col lt maj capt cpt sgt cmdr adm brig ing lic prof rev fr msgr st sr jr "
    "no vs etc gov sen rep dep pres dept inc co corp ltd ave av jan feb mar apr jun jul aug sep "
    "sept oct nov dec"
)
_HEAD = re.compile(
    r"\s*(?:[A-Z]+\d*-MUC\d+-\d+[^\n]*\n\s*)?"  # the name of a message
    r"(?:[^\[\]]{0,200}?--\s*)?"  # dateline
    r"(?:\[[^\]]*\]\s*)*"
)
_DATELINE = re.compile(
    r"\s*(?:[A-Z]+\d*-MUC\d+-\d+[^\n]*\n\s*)?[A-Z][^\n]{0,120}(?:\n[^\n]{0,120})?--"
)
_PLACE = re.compile(r"\s*[A-Z][A-Z .,'’()-]{2,40}?(?::|\s[-–—]|—)\s+(?=[^\n]{0,40}[a-z])")


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text: where each begins and ends, its lower case, and the sentences.

    `sentences` are half-open ranges of token numbers, in order, without gaps. `body` is the first
    token behind the head of a message: its name, dateline and bracketed tags.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    sentences: list[tuple[int, int]]
    body: int

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence of each token."""
        return [n for n, (first, last) in enumerate(self.sentences) for _ in range(first, last)]

    def span(self, first: int, last: int) -> str:
        """The text from the first token to the one before `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def tokenise(text: str) -> Tokens:
    """Divide a text into tokens and sentences."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    for found in _TOKEN.finditer(text):
        starts.append(found.start())
        ends.append(found.end())
        words.append(_LONE.sub("\ufffd", found[0].lower().replace("’", "'")))
    head = _head_end(text)
    body = next((n for n, start in enumerate(starts) if start >= head), len(starts))
    return Tokens(text, starts, ends, words, _sentences(text, starts, ends, words, body), body)


def _head_end(text: str) -> int:
    if place := _PLACE.match(text):  # QUETTA: and the like, before words that are not in capitals
        return place.end()
    if not _DATELINE.match(text):
        return 0
    found = _HEAD.match(text)
    return found.end() if found else 0


def _sentences(
    text: str, starts: list[int], ends: list[int], words: list[str], body: int
) -> list[tuple[int, int]]:
    breaks = {match.start() for match in _BREAK.finditer(text)}
    sentences: list[tuple[int, int]] = []
    first = 0
    for n, word in enumerate(words):
        last = n + 1
        if last == len(words):
            sentences.append((first, last))
            break
        gap = text[ends[n] : starts[last]]
        ended = last == body or (len(gap) > 1 and ends[n] in breaks)
        if not ended and "\n" in gap:
            ended = _BREAK.search(gap) is not None
        if not ended and gap and (word in _END or (word in _CLOSING and words[n - 1] in _END)):
            before = words[n - 1] if word in _END else words[n - 2]
            initial = word == "." and (len(before) == 1 or before in _ABBREVIATIONS)
            ended = not (initial and before.isalpha())
        if ended:
            sentences.append((first, last))
            first = last
    return sentences
