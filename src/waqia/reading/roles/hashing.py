"""Features by hash: weights without a list of names, and sums of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from waqia.reading.roles.cues import FUNCTION_WORDS, TRIGGERS, stem

_MASK = 2**32 - 1

Number = TypeVar("Number", int, NDArray[np.int64])


@lru_cache(maxsize=100_000)
def slot(name: str) -> int:
    """A number for a feature, the same in every process."""
    return crc32(name.encode("utf-8", "surrogatepass"))


def phrase_number(phrase: str) -> int:
    """A number for a phrase, made of those of its words as `run_numbers` makes it."""
    number = 0
    for word in phrase.split():
        number = pair(number, slot(word)) & _MASK
    return number


def run_numbers(words: Sequence[str], longest: int) -> Iterator[NDArray[np.int64]]:
    """The `phrase_number` of each run of one word, of each of two, and so on."""
    single = np.array([slot(word) for word in words], dtype=np.int64)
    numbers = single
    for size in range(1, min(longest, len(words)) + 1):
        if size > 1:
            numbers = pair(numbers[:-1], single[size - 1 :]) & _MASK
        yield numbers


@dataclass(frozen=True, slots=True)
class Word:
    """A word as texts and sentences are weighed by it: its stem as a number, all figures alike.

    `told` where it is no punctuation, `joins` where it only joins others; `deed` is a number for
    the kind of deed that it tells of, None where it tells of none.
    """

    number: int
    told: bool
    joins: bool
    deed: int | None

    @staticmethod
    @lru_cache(maxsize=50_000)
    def of(word: str) -> Word:
        """What is known of a word in lower case."""
        shown = stem("0" if word[0].isdigit() else word)
        deed = slot(f"T={TRIGGERS[word]}") if word in TRIGGERS else None
        return Word(slot(shown), shown[0].isalnum(), shown in FUNCTION_WORDS, deed)


def pair(one: Number, other: Number) -> Number:
    """A number for two words one behind the other."""
    return one * 31 + other
