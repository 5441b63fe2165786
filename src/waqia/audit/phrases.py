"""What a number in a sentence counts, and what became of the people it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from waqia.audit.figure import Figure
from waqia.audit.spans import Span, TimeMention
from waqia.audit.wording import (
    ADJECTIVES,
    BOTH,
    COMPARED,
    COUNTED_OUTCOME,
    EVERYONE,
    IDLE,
    INCIDENTS,
    PASSIVE,
    PERSONS,
    STOPS,
    first_outcome,
    kind_of,
    outcome_of,
)
from waqia.model import phrase
from waqia.reading import Number, Sentence, TermSpan

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BREAK = re.compile(r"[,;:()\[\]–—]|\.\s")
_ELLIPSIS = re.compile(
    r"\s*(?:of (?:them|these|those|which)\s+)?(?:were\s+|was\s+|also\s+|in total\s+)?"
    r"(?:in\b|happened|concentrated|occurred|took place|from\b|recorded in)",
    re.IGNORECASE,
)
_DONE = "killed|martyred|injured|wounded|arrested|dead|lost their li"
_CLOSED = re.compile(r"[.!?”\")۔]\W{0,4}$|[\d\u00b9\u00b2\u00b3\u2070-\u209f]\s*$")
_PARTITIVE = re.compile(r"\s+(?:\w+\s+)?of\s+(?:these|those|the|such|them|which)\b")
_OF_THESE = re.compile(r"\s+of\s+(?:these|those|them|which|such)\b")


@dataclass(frozen=True)
class Clause:
    """A sentence of prose, read: its numbers, terms and times, with offsets into itself.

    `span` is the time it speaks of; `dated` says that it names it itself.
    """

    sentence: Sentence
    text: str
    numbers: tuple[Number, ...]
    mentions: tuple[TermSpan, ...]
    times: tuple[TimeMention, ...]
    figures: tuple[Figure, ...]
    span: Span | None
    dated: bool
    heading: str

    @property
    def closed(self) -> bool:
        """The sentence is whole: it neither goes on elsewhere nor was begun there."""
        return not self.sentence.continues and bool(_CLOSED.search(self.text))

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        return phrase(f"section {self.heading}") if self.heading else phrase("the text")


@dataclass(frozen=True)
class Phrase:
    """A number of a sentence with what it counts; `measure` None where that is not counted here."""

    number: Number
    measure: str | None
    kind: str | None
    party: str | None
    words: frozenset[str]
    tactics: frozenset[str]
    noun_end: int
    elliptic: bool = False
    of_these: bool = False


def phrase_of(
    clause: Clause, number: Number, following: int, before: list[Phrase], gapped: bool = False
) -> Phrase | None:
    """What a number counts, by the words right behind it.

    `gapped` says that it stands right behind the place it is of: it counts what was counted before.
    """
    text = clause.text
    after = (other.start for other in clause.numbers if other.start >= number.end)
    limit = min(following, number.end + 90, *after)
    if stop := _BREAK.search(text, number.end, limit):
        limit = stop.start()
    words: list[tuple[str, int]] = []
    partitive = bool(_PARTITIVE.match(text, number.end))
    of_these = bool(_OF_THESE.match(text, number.end))
    for match in _WORD.finditer(text, number.end, limit):
        said = match[0].casefold()
        if said == "of" and (partitive or not words):
            partitive = False
            continue
        if said in ADJECTIVES and not any(_is_noun(word) for word, _ in words):
            continue
        if said in STOPS or (said == "of" and words):
            break
        if said == "and" and words and not _is_noun(words[-1][0]):
            words.append((match[0], match.end()))
            continue
        if said == "and":
            nxt = _WORD.search(text, match.end(), limit)
            if not words or not nxt or not _is_noun(nxt[0]) or not _alike(words[-1][0], nxt[0]):
                break
        words.append((match[0], match.end()))
    nouns = [n for n, (word, _) in enumerate(words) if _is_noun(word)]
    if not nouns:
        if gapped and before and not words:
            return _same_again(number, before)
        if before and before[-1].measure == "incidents" and _ELLIPSIS.match(text, number.end):
            last = before[-1]
            return Phrase(
                number, "incidents", last.kind, None, last.words, last.tactics, number.end, True
            )
        if before and COMPARED.search(text[: number.start]) and not words:
            last = before[-1]
            return Phrase(
                number, last.measure, last.kind, last.party, last.words, last.tactics,
                number.end, True,
            )  # fmt: skip
        return None
    head, end = words[nouns[-1]]
    stretch = text[number.end : end]
    inside = [m for m in clause.mentions if m.start >= number.end and m.end <= end]
    tactics = frozenset(code for m in inside for code in m.of("tactic"))
    covered = [(m.start, m.end) for m in inside]
    limiting = frozenset(
        word.casefold()
        for word, at in words[: nouns[-1]]
        if word.casefold() not in IDLE
        and not INCIDENTS.fullmatch(word)
        and not any(a <= at - len(word) and at <= b for a, b in covered)
    ) - {"and"}
    if outcome := COUNTED_OUTCOME.fullmatch(head):
        name = str(outcome.lastgroup)
        return Phrase(number, name, None, None, limiting, frozenset(), end)
    if INCIDENTS.fullmatch(head):
        behind = re.match(r"\s+of\s+[\w-]+(?:\s+[\w-]+)?", text[end:limit])
        kind = kind_of(stretch + (behind[0] if behind else ""))
        return Phrase(number, "incidents", kind, None, limiting, tactics, end, of_these=of_these)
    party = next((code for m in reversed(inside) for code in m.of("party")), None)
    named = party or (None if EVERYONE.fullmatch(head) else head.casefold())
    limits = frozenset() if party else limiting
    return Phrase(number, "persons", None, named, limits, tactics, end)


def _same_again(number: Number, before: list[Phrase]) -> Phrase | None:
    """A number of what all before it count; None where they count different things."""
    last = before[-1]
    if any((p.measure, p.kind, p.party) != (last.measure, last.kind, last.party) for p in before):
        return None
    return replace(last, number=number, noun_end=number.end, elliptic=True, of_these=False)


def _alike(one: str, other: str) -> bool:
    """Two nouns that can be counted together."""
    return any(
        pattern.fullmatch(one) and pattern.fullmatch(other) for pattern in (INCIDENTS, PERSONS)
    )


def _is_noun(word: str) -> bool:
    return bool(
        INCIDENTS.fullmatch(word) or PERSONS.fullmatch(word) or COUNTED_OUTCOME.fullmatch(word)
    )


def outcome_said(text: str, previous: int, phrase: Phrase, following: int) -> str | None:
    """What became of the persons a number counts, by the verbs before and behind it."""
    before = text[max(previous, phrase.number.start - 45) : phrase.number.start]
    behind = text[phrase.noun_end : min(following, phrase.noun_end + 90)]
    if BOTH.search(before):
        return None
    if re.match(rf"\s*(?:(?:were|was|had been|have been|also|reportedly)\s+)*(?:{_DONE})", behind):
        return first_outcome(behind)
    if said := outcome_of(PASSIVE.sub(" ", before)):
        return said
    if stop := re.search(r"[;:(]|\.\s|\bwhile\b", behind):
        behind = behind[: stop.start()]
    return first_outcome(behind)
