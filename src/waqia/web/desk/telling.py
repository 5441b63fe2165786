"""What the rooms say in English, said in another language: their sentences are known again.

A room speaks where it works (an error, a finding), and what it said is kept and sent as it is. The
catalogue has the template of each sentence; what stands in its places is found by the words around
them, so that what was kept long ago can be read in any language too (docs/decisions/0023).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    return text


JOINTS = (_(", "), _(" and "), _(" or "))
"""What stands between the names of a list."""
BETWEEN = _("; ")
"""What stands between sentences that do not end with a full stop."""
SENTENCE = "a sentence"
"""How the catalogue marks a sentence of a room."""
_LONGEST = 4000
"""Characters of what is translated; no sentence of ours is longer."""
_PLACE = re.compile(r"%\((\w+)\)s")
_HOLE = re.compile(r"%%|%\((\w+)\)s")
_END = re.compile(rf"(?<=[.!?:”)`’])\s+|{BETWEEN}")
_SIGN = re.compile(r"\S")
_LATIN = re.compile(r"[A-Za-z]{2}")
_NUMBER = re.compile(r"[\d.,]*")
_FILE = re.compile(r"[^:;]*\.[A-Za-z]\w{1,6}")
"""The name of a file, whatever words it is made of."""
_FEW = 4
"""Letters and marks; a sentence that has fewer tells nothing apart but numbers."""
_DEEP = 4
"""Sentences that are told within each other."""
_MANY = 20
"""Sentences that are told one after the other; fewer than these."""
_LISTED = 12
"""Names of a list that may be known in part."""
_READ = 500
"""Stretches of a text that are read; no message of ours has a fifth of them."""
_JOINED = re.compile(f"({'|'.join(JOINTS)})")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows, also out of the isolation of a value."""
_ISOLATED = "\u2068{}\u2069"
"""Around a value, so that its direction does not turn that of the sentence."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence: the stretches of words around its places, its places, how another says it."""

    words: tuple[str, ...]
    places: tuple[str, ...]
    quoted: frozenset[str]
    translation: str

    @classmethod
    def of(cls, text: str, translation: str) -> Template:
        """The template of a text of the catalogue and its translation."""
        plain = [one.replace("%%", "%") for one in _PLACE.split(text)]
        places, words = plain[1::2], plain[::2]
        quoted = frozenset(
            place for before, place in zip(words, places, strict=False) if before.endswith("“")
        )
        return cls(tuple(words), tuple(places), quoted, translation)

    @property
    def weight(self) -> int:
        """How many letters and marks of a text it accounts for."""
        return sum(map(_signs, self.words))

    @property
    def edge(self) -> str:
        """The sign that every text which was said so begins with, or ends with if not that."""
        first, last = self.words[0], self.words[-1]
        return f"{first[:1]}…" if first else f"…{last[-1:]}"

    def read(self, text: str) -> dict[str, str] | None:
        """What stands in the places of a text that was said so; None where it was not."""
        first, *between, last = self.words
        if not (text.startswith(first) and text.endswith(last)):
            return None
        at, end = len(first), len(text) - len(last)
        values = []
        for word in between:
            found = text.find(word, at, end)
            if found < 0:
                return None
            values.append(text[at:found])
            at = found + len(word)
        if at > end:
            return None
        values.append(text[at:end])
        if self.weight < _FEW and any(map(_LATIN.search, values)):
            return None
        return dict(zip(self.places, values, strict=True))


class Reading(NamedTuple):
    """How a text may be understood; of several the one that compares as the most is right."""

    signs: int
    """Letters and marks that are known."""
    joints: int
    """Less than none, as many as there are between its sentences."""
    said: str
    """What it is in the language."""


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
        self._templates = defaultdict[str, list[Template]](list)
        for text in marked:
            if text in self._known and text not in self._exact:
                template = Template.of(text, self._known[text])
                self._templates[template.edge].append(template)
        self._kept = lru_cache(maxsize=2000)(self._tell)

    def tell(self, text: str) -> str | None:
        """A text of one or several sentences in the language.

        None where not all are known, or where it could be read in too many ways to try them all.
        """
        return self._kept(text) if text and len(text) <= _LONGEST else None

    def _tell(self, text: str) -> str | None:
        try:
            reader = _Reader(self._known, self._exact, self._templates)
            told = reader.best(_TURNS.sub("", text), _DEEP)
        except _EndlessError:
            return None
        return told.said if told else None


class _EndlessError(Exception):
    """A text could be read in more ways than are tried."""


class _Reader:
    """What reads one text: it gives up where the text was made to be read without end."""

    def __init__(
        self,
        known: Mapping[str, str],
        exact: Container[str],
        templates: Mapping[str, Sequence[Template]],
    ) -> None:
        self._known = known
        self._exact = exact
        self._templates = templates
        self._to_read = _READ
        self.best = cache(self._read)

    def _read(self, text: str, deep: int) -> Reading | None:
        """The reading that most words speak for, with sentences in sentences so many deep."""
        found = list(self._whole(text, deep))
        ends = list(_END.finditer(text))
        for end in ends if len(ends) < _MANY else ():
            head = max(self._whole(text[: end.start()], deep), default=None)
            if head and (rest := self.best(text[end.end() :], deep)):
                between = self._known.get(end[0], " ")
                found.append(
                    Reading(
                        head.signs + _signs(end[0]) + rest.signs,
                        rest.joints - 1,
                        f"{head.said}{between}{rest.said}",
                    )
                )
        return max(found, default=None)

    def _whole(self, text: str, deep: int) -> Iterator[Reading]:
        """The readings of a text as one sentence."""
        self._to_read -= 1
        if self._to_read < 0:
            raise _EndlessError
        if text in self._exact and text in self._known:
            yield Reading(_signs(text), 0, self._known[text])
        edges = {f"{text[:1]}…", f"…{text[-1:]}", "…"}
        for template in chain.from_iterable(self._templates.get(edge, ()) for edge in edges):
            values = template.read(text)
            if values is not None:
                read = {
                    name: _left(value) if name in template.quoted else self._value(value, deep)
                    for name, value in values.items()
                }
                told = {name: value.said for name, value in read.items()}
                parts = template.translation.split("`")
                parts[::2] = (_filled(part, told) for part in parts[::2])
                # a command stays as it has to be typed
                parts[1::2] = (_filled(part, values) for part in parts[1::2])
                signs = template.weight + sum(value.signs for value in read.values())
                yield Reading(signs, sum(value.joints for value in read.values()), "`".join(parts))

    def _value(self, value: str, deep: int) -> Reading:
        """What stands in a place: a sentence, words of the desk, or a name, which is left."""
        if not (deep and _LATIN.search(value)) or _FILE.fullmatch(value):
            return _left(value)
        if known := self._words(value, deep - 1):
            return known
        listed = _JOINED.split(value)
        if len(listed) > 1 and all(one in self._known for one in listed):
            return Reading(_signs(value), 0, "".join(self._known[one] for one in listed))
        return self._in_part(value.split(", "), deep - 1) or _left(value)

    def _words(self, value: str, deep: int) -> Reading | None:
        """How a value is said that is a sentence or words of the desk; None where it is not."""
        if known := self._known.get(value):
            return Reading(_signs(value), 0, known) if known != value else None
        return self.best(value, deep)

    def _in_part(self, listed: list[str], deep: int) -> Reading | None:
        """A list of which some is known, in stretches as long as can be; None where nothing is."""
        read: list[Reading] = []
        while listed and len(listed) <= _LISTED:
            for end in range(len(listed), 0, -1):
                if known := self._words(", ".join(listed[:end]), deep):
                    break
            read.append(known or _left(listed[0]))
            listed = listed[end:]
        said = self._known.get(", ", ", ").join(one.said for one in read)
        signs = sum(one.signs for one in read)
        return Reading(signs, sum(one.joints for one in read), said) if signs else None


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: values[hole[1]] if hole[1] else "%", text)


def _signs(text: str) -> int:
    return len(_SIGN.findall(text))


def _left(value: str) -> Reading:
    """A value as it is."""
    return Reading(0, 0, value if _NUMBER.fullmatch(value) else _ISOLATED.format(value))
