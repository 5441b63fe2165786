"""Phrases as a language's data writes them, and the one pass that finds them all in a sentence.

A phrase is words between spaces. `a/b` is either word, `word+s+ed` the word with any of the
endings, `(word)` a word that may be missing, `..` up to three words of any kind, `#` a number.
Phrases are looked up by their first word, so that a sentence costs its length, not theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

Tags = Mapping[str, str]

_BETWEEN = r"[^\w.,;:!?۔،؛]{1,3}"
_GAP = rf"(?:{_BETWEEN}\w+){{0,3}}?"
_WHAT = frozenset(("kind", "harm", "past", "nothing"))
_LONGEST_NUMBER = 4  # digits of a year, which counts nothing
_WORD = re.compile(r"\w+")
_NUMBER_WORDS = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty several dozens scores
    hundreds thousands many various numerous multiple دو تین چار پانچ چھ سات آٹھ نو دس
    گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس درجنوں سینکڑوں متعدد کئی
"""
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})*|{'|'.join(_NUMBER_WORDS.split())})"  # no year
_FIRST_NUMBERS = frozenset(_NUMBER_WORDS.split())
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑‒–—", "-"),
        **dict.fromkeys("*_\u00a0\u200c\n\r\t", " "),
        **dict(zip("يىكهةأإٱۓ", "ییکہہاااے", strict=True)),
    }
)


def plain(text: str) -> str:
    """A text for comparing, every character at its old place: small letters, one kind of each
    quotation mark and of those Urdu letters that keyboards write in two ways."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() and "*" not in lowered else lowered.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase at `start` to `end` of a sentence and what the data says of it."""

    start: int
    end: int
    tags: Tags


_Entry = tuple[frozenset[str], tuple[str, ...], str, Tags]
"""The words that must follow the first, if any; the rest of the phrase, its group, its tags."""


class Phrases:
    """The phrases of a language: tags → phrases, parted by semicolons.

    Tags are words, each alone or with a value: `kind=clash noun`.
    """

    def __init__(self, data: Mapping[str, str]) -> None:
        self._by_word: dict[str, list[_Entry]] = {}
        for tags, phrases in data.items():
            meaning = dict(tag.partition("=")[::2] for tag in tags.split())
            group = next(iter(meaning))
            group = "what" if group in _WHAT else group
            for phrase in phrases.split(";"):
                words = phrase.split()
                for first in _forms(words[0]):
                    entries = self._by_word.setdefault(first, [])
                    entries.append((_second(words), tuple(words[1:]), group, meaning))

    def find(self, text: str) -> list[Hit]:
        """The phrases of a `plain` text in order: of each group the longest at each word.

        None begins inside another one of its group, unless that one has words of any kind in it.
        """
        found: list[Hit] = []
        free: dict[str, int] = {}
        words = [(word.start(), word.end(), word.group()) for word in _WORD.finditer(text)]
        for number, (at, end, said) in enumerate(words, 1):
            after = words[number][2] if number < len(words) else ""
            entries = self._by_word.get(said, ())
            if said in _FIRST_NUMBERS or (said[0].isdigit() and len(said) < _LONGEST_NUMBER):
                entries = [*entries, *self._by_word.get("#", ())]
            if not entries:
                continue
            longest: dict[str, tuple[int, Tags, bool]] = {}
            for second, rest, group, meaning in entries:
                stop = end
                if (second and after not in second) or free.get(group, 0) > at:
                    continue
                if rest:
                    match = _compiled(rest).match(text, end)
                    if match is None:
                        continue
                    stop = match.end()
                best = longest.get(group)
                if best is None or stop > best[0]:
                    longest[group] = stop, meaning, ".." not in rest
                elif stop == best[0]:
                    longest[group] = stop, {**best[1], **meaning}, best[2]
            for group, (stop, meaning, whole) in longest.items():
                found.append(Hit(at, stop, meaning))
                free[group] = stop if whole else end
        return found


def _second(words: list[str]) -> frozenset[str]:
    """The words one of which must stand second; none where any may, or a phrase has but one."""
    if len(words) < 2 or words[1] in ("..", "#") or words[1].startswith("("):
        return frozenset()
    return frozenset(_forms(words[1]))


@cache
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    """What follows the first word of a phrase, as a pattern; made when it is first needed."""
    parts = []
    for word in words:
        if word == "..":
            parts.append(_GAP)
        elif word == "#":
            parts.append(rf"{_BETWEEN}{_NUMBER}(?!\w)")
        elif word.startswith("("):
            parts.append(rf"(?:{_BETWEEN}(?:{'|'.join(_forms(word[1:-1]))})(?!\w))?")
        else:
            parts.append(rf"{_BETWEEN}(?:{'|'.join(_forms(word))})(?!\w)")
    return re.compile("".join(parts))


def _forms(word: str) -> list[str]:
    """The words that an element of a phrase stands for, longest first."""
    forms = []
    for alternative in word.split("/"):
        stem, *endings = alternative.split("+")
        forms += [stem, *(stem + ending for ending in endings)]
    return sorted(dict.fromkeys(forms), key=len, reverse=True)
