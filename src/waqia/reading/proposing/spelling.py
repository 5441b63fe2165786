"""Spellings made comparable word by word, and the other spellings that a name is written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

_MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|['’ʼ‘`](?=[^\W\d_]{{2}}))*")
"""A word: an apostrophe within it belongs to it (Jama'at), that of a genitive does not."""

_LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсухіІ", "ABEKMHOPCTXaeopcyxiI")
_LETTERS = str.maketrans("يىكهھةۃە", "ییکہہہہہ", "ـ'’ʼ‘`\u00ad")
_DOUBLED = re.compile(r"([a-z])\1")
_MANY = 24
_IZAFAT = {"e": ("e", "i"), "i": ("i", "e")}
_ARTICLES = ("ul", "al", "ur", "us", "uz", "ud", "el")

ENGLISH = frozenset(
    ("is", "it", "as", "at", "in", "on", "or", "an", "us", "tip", "mob", "bras", "bap", "tank",
     "hub", "dir", "mand", "mach", "nag", "wad", "pak", "tall", "gate", "bela", "bag", "thar",
     "bat", "bar", "band", "mine", "pir", "fort", "old", "new")
)  # fmt: skip
"""Words of English that are names and abbreviations too: capitals alone do not tell them apart."""


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word made comparable: case, accents, look-alike letters and the forms of Urdu letters.

    Long vowels and doubled letters of longer names count as one, as nobody agrees on them when
    transliterating: Tehreek is Tehrik, Hassan is Hasan.
    """
    if word.isascii():
        folded = word.lower().translate(_LETTERS)
    else:
        decomposed = unicodedata.normalize("NFKD", word.translate(_LOOKALIKES).casefold())
        folded = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    if len(folded) >= 6 and folded.isascii():
        folded = _DOUBLED.sub(r"\1", folded.replace("ee", "i").replace("oo", "u"))
    return folded


def words(spelling: str) -> tuple[str, ...]:
    """The words of a spelling, each made comparable."""
    return tuple(fold(match[0]) for match in WORD.finditer(spelling))


def name_forms(spelling: str) -> Iterator[tuple[str, ...]]:
    """The ways in which a name is written, as words: joints of -e- and -ul-, initials apart.

    Tehreek-e-Taliban is also Tehreek-i-Taliban and Tehreeke Taliban, Hizb-ul-Ahrar Hizbul Ahrar,
    DI Khan D. I. Khan.
    """
    said = [match[0] for match in WORD.finditer(spelling)]
    choices: list[list[tuple[str, ...]]] = []
    for number, word in enumerate(said):
        folded = fold(word)
        inner = 0 < number < len(said) - 1
        if inner and folded in _IZAFAT:
            choices.append([(other,) for other in _IZAFAT[folded]] + [("+", folded)])
        elif inner and folded in _ARTICLES:
            choices.append([(folded,), ("ul",), ("al",), ("+", "ul")])
        elif 1 < len(word) <= 4 and word.isascii() and word.isupper():
            choices.append([(folded,), tuple(folded)])
        else:
            choices.append([(folded,)])
    for chosen in islice(product(*choices), _MANY):
        yield _glued(chosen)
    if len(said) == 2 and len(spelling) > 6 and all(len(word) > 2 for word in said):
        yield (fold("".join(said)),)


def _glued(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Parts after a plus joined to the word before: Hizb + ul is Hizbul."""
    done: list[str] = []
    for part in parts:
        if part[0] == "+":
            done[-1] = fold(done[-1] + part[1])
        else:
            done += part
    return tuple(done)


def noun_forms(spelling: str) -> Iterator[tuple[str, ...]]:
    """An English noun as one and as several: attack and attacks, teachers and teacher."""
    yield words(spelling)
    if not spelling.isascii() or not spelling[-1:].islower():
        return
    lowered = spelling.lower()
    for other in _numbers(lowered):
        yield words(other)


def _numbers(noun: str) -> Iterator[str]:
    if noun.endswith("men"):
        yield noun[:-3] + "man"
    elif noun.endswith("man"):
        yield noun[:-3] + "men"
    elif noun.endswith(("ches", "shes", "sses", "xes")):
        yield noun[:-2]
    elif noun.endswith("ies") and len(noun) > 5:
        yield noun[:-3] + "y"
    elif noun.endswith(("ch", "sh", "ss", "x")):
        yield noun + "es"
    elif noun.endswith("s"):
        if len(noun) > 6 and not noun.endswith(("us", "is")):
            yield noun[:-1]
    elif noun.endswith("y") and noun[-2:-1] not in "aeiou":
        yield noun[:-1] + "ies"
        yield noun + "s"
    else:
        yield noun + "s"
