"""Names and phrases as they are compared: what counts as the same string, and where it occurs."""

from __future__ import annotations

import re
import string

import numpy as np
from numpy.typing import NDArray

from waqia.reading.roles.cues import words
from waqia.reading.roles.hashing import run_numbers
from waqia.reading.roles.tokens import Tokens

_PUNCTUATION = str.maketrans("", "", string.punctuation + "’“”")
_ARTICLES = frozenset(("a", "an", "the"))
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_LONGEST = 6
_NO_INITIAL = words("of de del la las los el and for the y al")


def normal(phrase: str) -> str:
    """A phrase in lower case, without punctuation and articles, one space between words."""
    return " ".join(_ARTICLE.sub(" ", phrase.lower().translate(_PUNCTUATION)).split())


def short_for(short: str, long: str) -> bool:
    """Whether one word may be an acronym of several: its letters are their first ones, nearly.

    Translated names shuffle their letters (FMLN, the Farabundo Marti National Liberation Front),
    so their order does not count, and one may differ.
    """
    words = [word for word in long.split() if word not in _NO_INITIAL]
    if " " in short or len(words) < 2 or not 2 <= len(short) <= 8:
        return False
    missing = list(short)
    for word in words:
        if word[0] in missing:
            missing.remove(word[0])
    return len(missing) <= (len(short) > 3) and abs(len(words) - len(short)) <= 1 + len(missing)


class Occurrences:
    """Where phrases, in their normal form, occur in the body of a text, as ranges of tokens."""

    def __init__(self, tokens: Tokens) -> None:
        letters: list[str] = []
        owners: list[int] = []
        for n in range(tokens.body, len(tokens.words)):
            word = tokens.words[n].translate(_PUNCTUATION)
            if not word or word in _ARTICLES:
                continue
            if tokens.words[n] != "'s" or not letters:
                letters.append(" ")
                owners.append(n)
            letters.append(word)
            owners.extend([n] * len(word))
        self._flat = "".join(letters) + " "
        self._owners = [*owners, len(tokens.words)]

    def of(self, phrase: str) -> list[tuple[int, int]]:
        """The ranges of tokens of a phrase in normal form, in order; a genitive s is left out."""
        wanted, flat, owners = " " + phrase, self._flat, self._owners
        found = []
        at = flat.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if flat[end] == " " or owners[end - 1] != owners[end]:
                found.append((owners[at], owners[end - 1] + 1))
            at = flat.find(wanted, at + 1)
        return found

    def among(self, numbers: NDArray[np.int64]) -> list[str]:
        """The phrases of one to six words that occur and whose numbers are among some, in order."""
        if not len(numbers):
            return []
        words = self._flat.split()
        found: dict[str, None] = {}
        for size, runs in enumerate(run_numbers(words, _LONGEST), 1):
            at = np.minimum(np.searchsorted(numbers, runs), len(numbers) - 1)
            for n in np.flatnonzero(numbers[at] == runs).tolist():
                found[" ".join(words[n : n + size])] = None
        return [*found]
