"""A sentence with the phrases of its language in it; and whether it can tell of violence at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from waqia.reading.proposing.events import english, urdu
from waqia.reading.proposing.events.phrases import Hit, Phrases, plain
from waqia.reading.proposing.line import Language, Line

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Said:
    """A value and the words at `start` to `end` of the sentence that say it."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Look:
    """A sentence as `plain` text with the phrases in it, in the order they stand."""

    plain: str
    language: Language
    hits: tuple[Hit, ...]

    def tagged(self, tag: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """The phrases with a tag that lie within a stretch of the sentence."""
        stop = len(self.plain) if end is None else end
        return (hit for hit in self.hits if tag in hit.tags and start <= hit.start < stop)


@cache
def phrases(language: Language) -> Phrases:
    """The phrases of a language."""
    return Phrases(urdu.PHRASES if language == "ur" else english.PHRASES)


def look(line: Line) -> Look:
    """The phrases of a sentence; the last few sentences are remembered, as several ask."""
    return _look(line.text, line.language)


@lru_cache(maxsize=32)
def _look(text: str, language: Language) -> Look:
    bare = plain(text)
    return Look(bare, language, tuple(phrases(language).find(bare)))


@cache
def _telling() -> frozenset[str]:
    return frozenset(f"{english.TELLING} {urdu.TELLING}".split())


def smells(text: str) -> bool:
    """Whether a text has a word that sentences about violence have; English and Urdu at once."""
    return not _telling().isdisjoint(_WORD.findall(text.lower()))
