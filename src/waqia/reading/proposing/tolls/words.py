"""A line as words of the grammar: what each may mean, with the numbers where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import ModuleType

from waqia.codebook import Codebook
from waqia.model import Outcome, plain_digits
from waqia.reading.numbers import Number
from waqia.reading.proposing.line import Language, Line
from waqia.reading.proposing.tolls import english, english_persons, urdu, urdu_persons
from waqia.reading.proposing.tolls.parties import Noun, nouns
from waqia.reading.proposing.tolls.phrases import WORD, listed, words

_PHRASES: dict[Language, ModuleType] = {"en": english, "ur": urdu}
_PERSONS: dict[Language, ModuleType] = {"en": english_persons, "ur": urdu_persons}
_TOKEN = re.compile(
    r"(?:https?://|www\.)\S+|" + WORD + r"|[,،;؛()\[\]:?!۔؟–—]|--|\.(?=\s+\W{0,3}[A-Z])"
)
_MARKS = {",": "comma", "،": "comma", "–": "comma", "—": "comma", "--": "comma", "(": "open",
          ")": "close", "[": "open", "]": "close"}  # fmt: skip
_WHEN = frozenset({"date", "year", "clock", "ordinal"})


@dataclass(frozen=True, slots=True)
class Verb:
    """Words that say what happened, and their shape (see `english.VERBS`)."""

    outcome: Outcome
    shape: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """All that a word or phrase may be; `force` is the party whose thing it is."""

    kinds: frozenset[str] = frozenset()
    noun: Noun | None = None
    verb: Verb | None = None
    nobody: tuple[Outcome, ...] = ()
    together: int | None = None
    force: str | None = None


UNKNOWN = Meaning()


@dataclass(frozen=True, slots=True)
class Token:
    """A word, phrase, number or mark at `start` to `end` of the line, in small letters.

    `capital` says that the line has it with a capital.
    """

    start: int
    end: int
    text: str
    meaning: Meaning = UNKNOWN
    number: Number | None = None
    capital: bool = False

    def any(self, *kinds: str) -> bool:
        """Whether it may be of one of these kinds."""
        return not self.meaning.kinds.isdisjoint(kinds)

    @property
    def plain(self) -> bool:
        """A word that the grammar does not know."""
        return self.meaning is UNKNOWN and self.number is None


@dataclass(slots=True)
class Lexicon:
    """The phrases of a language, with the parties of a codebook.

    `phrases` are by their first word, the longest first; no line without one of the `signs`
    tells of casualties.
    """

    language: Language
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = field(default_factory=dict)
    signs: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, codebook: Codebook, language: Language) -> Lexicon:
        """The lexicon of a language for a codebook."""
        data = _PHRASES[language]
        meanings: dict[tuple[str, ...], Meaning] = {}

        def add(phrase: str, **meaning: object) -> None:
            key = words(phrase)
            old = meanings.get(key, UNKNOWN)
            kinds = old.kinds | meaning.pop("kinds", frozenset())  # type: ignore[operator]
            meanings[key] = replace(old, kinds=kinds, **meaning)  # type: ignore[arg-type]

        for kind, phrases in data.WORDS.items():
            for phrase in listed(phrases):
                add(phrase, kinds=frozenset({kind}))
        for outcome, shapes in data.VERBS.items():
            for shape, phrases in shapes.items():
                strict = shape.endswith(" strictly")
                for phrase in listed(phrases):
                    verb = Verb(outcome, shape.removesuffix(" strictly"), strict)
                    add(phrase, verb=verb, kinds=frozenset({"verb"}))
        for phrase, number in data.TOGETHER.items():
            add(phrase, together=number, kinds=frozenset({"together"}))
        for outcome, phrases in data.NONE_HARMED.items():
            for phrase in listed(phrases):
                nobody = meanings.get(words(phrase), UNKNOWN).nobody
                add(phrase, nobody=(*nobody, outcome), kinds=frozenset({"nobody"}))
        for phrase, noun in nouns(codebook, _PERSONS[language]):
            add(phrase, noun=noun, kinds=frozenset({"noun"}))
        for key, meaning in meanings.items():
            owner = meanings.get(key[:1], UNKNOWN).noun
            if "thing" in meaning.kinds and len(key) > 1 and owner and owner.body:
                meanings[key] = replace(meaning, force=owner.party)
        lexicon = cls(language)
        for key, meaning in sorted(meanings.items(), key=lambda item: -len(item[0])):
            if meaning.kinds & {"verb", "nobody"}:
                lexicon.signs.add(max(key, key=len))
            lexicon.phrases.setdefault(key[0], []).append((key[1:], meaning))
        return lexicon

    def read(self, line: Line) -> list[Token]:
        """The line as tokens, every phrase the longest; none where it tells of no casualties."""
        plain = plain_digits(line.text)
        if self.signs.isdisjoint(words(plain)):
            return []
        bare = [
            Token(m.start(), m.end(), m[0].lower(), capital=m[0][0].isupper())
            for m in _TOKEN.finditer(plain)
        ]
        numbers = {number.start: number for number in line.numbers}
        return list(self._meant(bare, numbers))

    def at(self, text: str) -> Meaning:
        """What the words that a text begins with may mean."""
        bare = [Token(m.start(), m.end(), m[0].lower()) for m in _TOKEN.finditer(text)]
        return self._longest(bare, 0)[1] if bare else UNKNOWN

    def _meant(self, bare: list[Token], numbers: dict[int, Number]) -> Iterator[Token]:
        at = 0
        while at < len(bare):
            token = bare[at]
            number = numbers.get(token.start)
            width, meaning = self._longest(bare, at)
            end = bare[at + width - 1].end
            if number and (end <= number.end or not meaning.kinds):
                while at < len(bare) and bare[at].start < number.end:
                    at += 1
                yield _numbered(token, number)
                continue
            if mark := _MARKS.get(token.text):
                meaning = Meaning(frozenset({mark}))
            elif not token.text[0].isalnum() or "://" in token.text:
                meaning = Meaning(frozenset({"stop"}))
            yield Token(token.start, end, token.text, meaning, None, token.capital)
            at += width

    def _longest(self, bare: list[Token], at: int) -> tuple[int, Meaning]:
        for rest, meaning in self.phrases.get(bare[at].text, ()):
            if all(
                at + step < len(bare) and bare[at + step].text == word
                for step, word in enumerate(rest, start=1)
            ):
                return 1 + len(rest), meaning
        return 1, UNKNOWN


def _numbered(token: Token, number: Number) -> Token:
    if number.kind == "count":
        return Token(token.start, number.end, token.text, Meaning(frozenset({"number"})), number)
    kind = "when" if number.kind in _WHEN else "age" if number.kind == "age" else "thing"
    return Token(token.start, number.end, token.text, Meaning(frozenset({kind, number.kind})))
