"""What the rooms say in English, said in another language: their sentences are known again.

A room speaks where it works (an error, a finding), and what it said is kept and sent as it is. The
catalogue has the template of each sentence; what stands in its places is found by the words around
them, so that what was kept long ago can be read in any language too (docs/decisions/0023).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

SENTENCE = "a sentence"
"""How the catalogue marks a sentence of a room."""
_LONGEST = 4000
"""Characters of what is translated; no sentence of ours is longer."""
_PLACE = re.compile(r"%\((\w+)\)s")
_END = re.compile(r"(?<=[.!?;:”)`’])\s+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z]{2}")
_ISOLATED = "\u2068{}\u2069"
"""Around a value, so that its direction does not turn that of the sentence."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence: the stretches of words around its places, its places, how another says it."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    translation: str

    @classmethod
    def of(cls, text: str, translation: str) -> Template:
        """The template of a text of the catalogue and its translation."""
        plain = [one.replace("%%", "%") for one in _PLACE.split(text)]
        places, words = plain[1::2], plain[::2]
        pattern = "".join(
            re.escape(said) + (f"(?P<{place}>.*?)" if place else "")
            for said, place in zip(words, [*places, ""], strict=True)
        )
        return cls(tuple(words), re.compile(pattern, re.DOTALL), translation)

    @property
    def weight(self) -> int:
        """How many letters of a text it accounts for."""
        return sum(len(_LETTER.findall(word)) for word in self.words)

    def read(self, text: str) -> dict[str, str] | None:
        """What stands in the places of a text that was said so; None where it was not."""
        at = 0
        for word in self.words:  # far cheaper than the pattern, which would try all ways
            at = text.find(word, at)
            if at < 0:
                return None
            at += len(word)
        found = self.pattern.fullmatch(text)
        return found.groupdict() if found else None


class Sentences:
    """The sentences of a catalogue, known again in what is said."""

    def __init__(self, catalog: Catalog) -> None:
        self._known = {
            one.id: one.string
            for one in catalog
            if isinstance(one.id, str) and isinstance(one.string, str) and one.id and one.string
        }
        marked = [str(one.id) for one in catalog if SENTENCE in one.auto_comments]
        self._exact = {text for text in marked if not _PLACE.search(text)}
        templates = [
            Template.of(text, self._known[text])
            for text in marked
            if text in self._known and text not in self._exact
        ]
        self._templates = sorted(templates, key=lambda one: -one.weight)
        self.tell = lru_cache(maxsize=1000)(self._tell)

    def _tell(self, text: str) -> str | None:
        """A text of one or several sentences in the language; None where not all are known."""
        if not text or len(text) > _LONGEST:
            return None
        told = self._best(text)
        return told[1] if told else None

    def _best(self, text: str) -> tuple[int, str] | None:
        """The reading that most words speak for: what they are, and how it is said."""
        found = list(self._whole(text))
        for end in _END.finditer(text):
            heads = list(self._whole(text[: end.start()]))
            if heads and (rest := self._best(text[end.end() :])):
                weight, said = max(heads)
                found.append((weight + rest[0], f"{said} {rest[1]}"))
        return max(found, default=None)

    def _whole(self, text: str) -> Iterator[tuple[int, str]]:
        """The readings of a text as one sentence."""
        if text in self._exact and text in self._known:
            yield len(_LETTER.findall(text)), self._known[text]
        for template in self._templates:
            values = template.read(text)
            if values is not None:
                told = {name: self._value(value) for name, value in values.items()}
                said = _PLACE.sub(lambda place: told[place[1]], template.translation)  # noqa: B023
                yield template.weight, said.replace("%%", "%")
                return

    def _value(self, value: str) -> str:
        """What stands in a place: a sentence, words of the desk, or a name, which is left."""
        if not _LATIN.search(value):
            return value
        known = self._known.get(value) or self._tell(value)
        if known and known != value:
            return known
        listed = value.split(", ")
        if len(listed) > 1 and all(one in self._known for one in listed):
            return self._known.get(", ", ", ").join(self._known[one] for one in listed)
        return _ISOLATED.format(value)
