"""Near-duplicate documents: copies of one agency's report are one source, not several.

Texts are near-duplicates where sets of their pairs of words are alike (MinHash, Broder 1997; 42
bands of three of 128 values) and most of the shorter text stands in the longer in the same order.
News is written in formulae, so that is not enough: two attacks that are told in the same words
differ in a number or a name within a sentence, and are kept apart.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from waqia.reading.numbers import numbers

_VALUES, _BAND = 128, 3
_LEAST_ALIKE = 0.4
_LEAST_WITHIN = 0.7
_WORDS = 1_500
"""Words of a text that are compared one by one."""
_FLANK, _SUBSTITUTED = 2, 8
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_LETTERS = str.maketrans("يىكهةۃ", "ییکہہہ")
_DAYS = 3
"""Days by which two readings of one date may differ: "on Wednesday" in papers of different days."""

_random = np.random.default_rng(20240208)
_FACTORS = _random.integers(1, 2**63, _VALUES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _random.integers(0, 2**63, _VALUES, dtype=np.uint64)

Signature = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a proposal says, as far as it tells incidents apart; None is not known."""

    place: str | None = None
    day: date | None = None
    killed: int | None = None
    injured: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be a copy of another, or have copies."""

    signature: Signature
    published: date | None
    length: int
    facts: tuple[Fact, ...] = ()


def signature(text: str) -> Signature:
    """128 values of 32 bits, as many of which are equal in two texts as their word pairs are.

    A text with fewer than two words gives the values of the empty set, which equal no others.
    """
    words = [_plain(word) for word in _WORD.findall(text)]
    pairs = {f"{a} {b}" for a, b in pairwise(words)}
    hashes = np.fromiter((zlib.crc32(pair.encode()) for pair in pairs), np.uint64, len(pairs))
    least = np.full(_VALUES, 2**32 - 1, dtype=np.uint32)
    for start in range(0, len(hashes), 4096):
        part = hashes[start : start + 4096, None] * _FACTORS + _TERMS
        least = np.minimum(least, (part >> np.uint64(32)).astype(np.uint32).min(axis=0))
    return least


def copies(
    documents: Sequence[Candidate], text_of: Callable[[int], str]
) -> Iterator[tuple[int, int]]:
    """Position of each copy and of the document it is a copy of, which is itself none.

    Of documents that are copies of each other the one that was published first counts, the
    longest of one day. `text_of` gives a text by position; it is asked only for texts that have to
    be compared.
    """
    alike = _alike(documents)
    order = sorted(
        alike,
        key=lambda n: (documents[n].published or date.max, -documents[n].length, n),
    )
    settled: set[int] = set()
    for first in order:
        if first in settled:
            continue
        settled.add(first)
        others = [n for n in sorted(alike[first]) if n not in settled]
        text = text_of(first) if others else ""
        for other in others:
            if _agree(documents[first].facts, documents[other].facts) and same_report(
                text, text_of(other)
            ):
                settled.add(other)
                yield other, first


def _alike(documents: Sequence[Candidate]) -> dict[int, set[int]]:
    """Position → positions of the documents whose signatures are alike."""
    found: dict[int, set[int]] = {}
    if len(documents) < 2:
        return found
    values = np.stack([document.signature for document in documents])
    told = np.flatnonzero(values.min(axis=1) < 2**32 - 1)
    seen: set[tuple[int, int]] = set()
    for start in range(0, _VALUES - _BAND + 1, _BAND):
        band = np.ascontiguousarray(values[told, start : start + _BAND]).view(
            np.dtype((np.void, _BAND * 4))
        )[:, 0]
        order = np.argsort(band, kind="stable")
        ordered = band[order]
        edges = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        for begin, end in zip(edges, np.append(edges[1:], len(ordered)), strict=True):
            if end - begin > 1:
                members = sorted(int(told[n]) for n in order[begin:end])
                # in a large band the first and the neighbours; other bands give the others
                seen |= {(members[0], other) for other in members[1:]}
                seen |= set(pairwise(members))
    for a, b in seen:
        if np.mean(values[a] == values[b]) >= _LEAST_ALIKE:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
    return found


def _agree(some: Sequence[Fact], others: Sequence[Fact]) -> bool:
    """Whether proposals of two documents can tell of the same; they can where one has none."""
    return (
        not some
        or not others
        or any(_may_be_same(fact, other) for fact in some for other in others)
    )


def _may_be_same(fact: Fact, other: Fact) -> bool:
    if fact.day and other.day and abs((fact.day - other.day).days) > _DAYS:
        return False
    return all(
        a is None or b is None or a == b
        for a, b in (
            (fact.place, other.place),
            (fact.killed, other.killed),
            (fact.injured, other.injured),
        )
    )


def same_report(text: str, other: str) -> bool:
    """Whether one text is the other with words changed, added or left out, but no facts.

    Facts are numbers and, in scripts with capitals, names that stand in the place of others.
    """
    one = [m[0] for m in _WORD.finditer(text)][:_WORDS]
    two = [m[0] for m in _WORD.finditer(other)][:_WORDS]
    matcher = SequenceMatcher(None, [*map(_plain, one)], [*map(_plain, two)], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _FLANK]
    if sum(block.size for block in blocks) < _LEAST_WITHIN * min(len(one), len(two)):
        return False
    a = b = 0
    for block in [*blocks, None]:
        left = one[a : block.a if block else len(one)]
        right = two[b : block.b if block else len(two)]
        within = bool(a or b) and block is not None
        if left and right and not _may_replace(left, right, within=within):
            return False
        if block:
            a, b = block.a + block.size, block.b + block.size
    return True


def _may_replace(left: list[str], right: list[str], *, within: bool) -> bool:
    """Whether words that stand in the place of others say no other thing.

    `within` a sentence any other number or name is another fact; a headline may say more or less.
    """
    some, others = _numbers(left), _numbers(right)
    short = within and max(len(left), len(right)) <= _SUBSTITUTED
    if some and others and (some != others if short else some.isdisjoint(others)):
        return False
    names, other_names = _names(left), _names(right)
    return not (short and names and other_names) or any(
        _same_name(name, other) for name in names for other in other_names
    )


def _numbers(words: list[str]) -> set[float]:
    found = (number.best for number in numbers(" ".join(words)))
    return {value for value in found if value is not None}


def _names(words: list[str]) -> list[str]:
    return [word for word in words if word[0].isupper()]


def _same_name(name: str, other: str) -> bool:
    short, long = sorted((name.casefold(), other.casefold()), key=len)
    if len(short) <= 4 and name != other:
        # letters for words: BLA for Balochistan Liberation Army
        return (name if len(name) < len(other) else other).isupper() and short[0] == long[0]
    return SequenceMatcher(None, short, long).ratio() >= 0.8


def _plain(word: str) -> str:
    if word.isascii():
        return word.casefold()
    return unicodedata.normalize("NFKC", word).casefold().translate(_LETTERS)
