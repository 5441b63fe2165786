"""Near-duplicate documents: copies of one agency's report are one source, not several.

Texts are near-duplicates where sets of their pairs of words are alike (datasketch's MinHash and its
index) and most of the shorter text stands in the longer in the same order (rapidfuzz's alignment).
News is written in formulae, so that is not enough: two attacks that are told in the same words
differ in a number or a name within a sentence, and are kept apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from waqia.reading.numbers import numbers

_SEED, _VALUES, _SCHEME = 1, 128, "affine32"
_BANDS = (42, 3)
"""Bands, and values in each: of pairs that are alike by 0.4, 0.5 and 0.6 they find 94, 99.6 and
99.99 %; the 32 bands of four that datasketch takes for 0.4 find 56, 87 and 99 %."""
_LEAST_ALIKE = 0.4
_LATEST, _LIKELIEST = 500, 50
"""Of more documents than these in the words of one formula the latest published stay to be compared
to, as a wire's copies come within days; and of those the most alike are, word by word."""
_LEAST_WITHIN = 0.7
_COMPARED = 10_000**2
"""Pairs of words in which two texts may differ; longer ones are compared no further, and differ."""
_AT_ONCE = 4096
"""Pairs of words of which the values are in memory at once, 2 MB."""
_FLANK, _SUBSTITUTED = 2, 8
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_LETTERS = str.maketrans("يىكهةۃ", "ییکہہہ")
_CALENDAR = frozenset([
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
])  # fmt: skip
_LETTERED = 5
"""Letters of the longest names that are written in initials."""
_DAYS = 3
"""Days by which two readings of one date may differ: "on Wednesday" in papers of different days."""

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

    A text with fewer than two words gives the values of the empty set.
    """
    from datasketch import MinHash, sha1_hash32

    words = [_plain(word) for word in _WORD.findall(text)]
    pairs = [pair.encode() for pair in {f"{a} {b}" for a, b in pairwise(words)}]
    sketch = MinHash(_VALUES, _SEED, hashfunc=sha1_hash32, scheme=_SCHEME)
    for start in range(0, len(pairs), _AT_ONCE):
        sketch.update_batch(pairs[start : start + _AT_ONCE])
    values: Signature = sketch.hashvalues
    return values


def copies(
    documents: Sequence[Candidate], text_of: Callable[[int], str]
) -> Iterator[tuple[int, int]]:
    """Position of each copy and of the document it is a copy of, which is itself none.

    Of documents that are copies of each other the one that was published first counts, the
    longest of one day. Of hundreds in the words of one formula only the latest are compared to.
    `text_of` gives a text by position; it is asked only for texts that have to be compared.
    """
    if len(documents) < 2:
        return  # before a second is spent on importing scipy
    from datasketch import LeanMinHash, MinHashLSH

    order = sorted(
        range(len(documents)),
        key=lambda n: (documents[n].published or date.max, -documents[n].length, n),
    )
    index = MinHashLSH(num_perm=_VALUES, params=_BANDS)
    originals: dict[int, LeanMinHash] = {}
    for rank, n in enumerate(order):
        sketch = LeanMinHash(seed=_SEED, hashvalues=documents[n].signature, scheme=_SCHEME)
        if sketch.is_empty():
            continue
        found = sorted(index.query(sketch))
        for old in found[:-_LATEST]:
            index.remove(old)
            del originals[old]
        alike = {first: sketch.jaccard(originals[first]) for first in found[-_LATEST:]}
        likely = [
            first
            for first, share in alike.items()
            if share >= _LEAST_ALIKE and _agree(documents[order[first]].facts, documents[n].facts)
        ]
        text = text_of(n) if likely else ""
        for first in sorted(nlargest(_LIKELIEST, likely, key=lambda first: (alike[first], -first))):
            if same_report(text_of(order[first]), text):
                yield n, order[first]
                break
        else:
            index.insert(rank, sketch)
            originals[rank] = sketch


def _agree(original: Sequence[Fact], copy: Sequence[Fact]) -> bool:
    """Whether all that a copy tells may be told by the original, so that none of it is lost."""
    return all(any(_may_be_same(fact, other) for other in original) for fact in copy)


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
    from rapidfuzz.distance import LCSseq

    one, two = _WORD.findall(text), _WORD.findall(other)
    some, others = [*map(_plain, one)], [*map(_plain, two)]
    shared = _shared_ends(some, others)
    if (len(some) - shared) * (len(others) - shared) > _COMPARED:
        return False
    aligned = LCSseq.opcodes(some, others)
    blocks = [block for block in aligned.as_matching_blocks() if block.size >= _FLANK]
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


def _shared_ends(some: Sequence[str], others: Sequence[str]) -> int:
    """Words that two texts share at the beginning and at the end."""
    least = min(len(some), len(others))
    begin = next((n for n in range(least) if some[n] != others[n]), least)
    left = least - begin
    return begin + next((n for n in range(left) if some[-1 - n] != others[-1 - n]), left)


def _may_replace(left: list[str], right: list[str], *, within: bool) -> bool:
    """Whether words that stand in the place of others say no other thing.

    `within` a sentence any other number or name is another fact; a headline may say more or less.
    """
    some, others = _numbers(left), _numbers(right)
    short = within and max(len(left), len(right)) <= _SUBSTITUTED
    if some and others and (some != others if short else some.isdisjoint(others)):
        return False
    names, other_names = _names(left), _names(right)
    if not (short and names and other_names):
        return True
    if _initials(names, right) or _initials(other_names, left):
        return True
    exact, other_exact = ({*filter(_is_exact, some)} for some in (names, other_names))
    return not (exact and other_exact and exact.isdisjoint(other_exact)) and any(
        _same_name(name, other) for name in names for other in other_names
    )


def _numbers(words: list[str]) -> set[float]:
    found = (number.best for number in numbers(" ".join(words)))
    return {value for value in found if value is not None}


def _names(words: list[str]) -> list[str]:
    return [word for word in words if word[0].isupper()]


def _initials(names: list[str], words: list[str]) -> bool:
    """Whether a name is the initials of words: BLA of Balochistan Liberation Army."""
    runs = ["".join(word[0] for word in run).casefold() for run in (words, _names(words))]
    lettered = (name.casefold() for name in names if _in_letters(name) and len(name) > 1)
    return any(name in run for name in lettered for run in runs)


def _in_letters(name: str) -> bool:
    return name.isupper() and len(name) <= _LETTERED


def _is_exact(name: str) -> bool:
    """Whether a name that is spelt only a little differently is another: BLA and BLF, weekdays."""
    return _in_letters(name) or name.casefold() in _CALENDAR


def _same_name(name: str, other: str) -> bool:
    short, long = sorted((name.casefold(), other.casefold()), key=len)
    if len(short) < 5 or _is_exact(name) or _is_exact(other):
        return short == long
    from rapidfuzz import fuzz

    return fuzz.ratio(short, long) >= 80


def _plain(word: str) -> str:
    if word.isascii():
        return word.casefold()
    return unicodedata.normalize("NFKC", word).casefold().translate(_LETTERS)
