"""Counts of persons as sources say them: exact, bounded, or in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from waqia.model.numerals import plain_digits, whole_number

_WORDS = {"no": 0, "none": 0, "nil": 0, "a": 1, "an": 1}
_LARGEST = 99_999_999
_AT_LEAST = r"(?:>=|≥|at least|no fewer than|no less than|a minimum of|minimum|کم از کم)"
_MORE_THAN = r"(?:>|more than|over|above|upwards of|in excess of)"
_AT_MOST = r"(?:<=|≤|at most|up to|no more than|as many as|a maximum of|maximum|زیادہ سے زیادہ)"
_LESS_THAN = r"(?:<|fewer than|less than|under|below|nearly|almost)"
_ABOUT = (
    r"(?:~|about|around|some|approximately|approx\.?|roughly|circa|ca\.?|an estimated|estimated"
    r"|تقریباً|تقریبا|لگ بھگ|قریباً)"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A count of persons as `min`, `best`, `max`; a part that is not known is None.

    `imputed` is true where a rule turned words such as "dozens" into numbers.
    """

    min: int | None
    best: int | None
    max: int | None
    imputed: bool = False


def parse_count(text: str, vague: Mapping[str, tuple[int, int | None, int | None]]) -> Count | None:
    """Read one count phrase: `19`, `17-22`, `19 (17-22)`, `at least 19`, `up to 30`, `two dozen`.

    Args:
        text: the phrase; Urdu and Arabic-Indic digits are read too.
        vague: vague words of the codebook (`dozens`, `several`) → (min, best, max).

    Returns:
        The count, or None where the phrase is not a count. A bare range has no best estimate of
        its own: the midpoint, rounded down, is taken and marked imputed. A lower bound
        ("at least 19") gives min 19, best 19 and no max; an upper bound ("up to 30") gives best
        30, max 30 and no min: the printed number stays the best estimate, only the open side is
        unknown. Before a vague word they open the same side of what the word stands for.
        Negative and fractional numbers are not counts.
    """
    phrase = re.sub(r"\s+", " ", plain_digits(text).strip().lower())
    phrase = re.sub(r"(?<=\d)\.0+$", "", phrase)
    if (value := _number(phrase)) is not None:
        return Count(value, value, value)
    if match := re.fullmatch(r"(.+?) ?[(\[] ?(\S+?) ?(?:-|–|—|to) ?(\S+?) ?[)\]]", phrase):
        best, low, high = (_number(part) for part in match.groups())
        if best is not None and low is not None and high is not None:
            return Count(low, best, high)
    # "5 and 7" alone is two counts, not a range
    if match := re.fullmatch(r"between (.+?) and (.+)", phrase) or re.fullmatch(
        r"(?:between )?(.+?) ?(?:-|–|—|\bto\b|\bسے\b) ?(.+)", phrase
    ):
        low, high = _number(match[1]), _number(match[2])
        if low is not None and high is not None and low <= high:
            return Count(low, (low + high) // 2, high, imputed=low != high)
    if phrase in vague:
        low, best, high = vague[phrase]
        return Count(low, best, high, imputed=True)
    phrase = _in_front(phrase)
    for pattern, shape in _BOUNDS:
        if match := re.fullmatch(rf"{pattern} ?(.+)", phrase):
            rest = match[1]
            if (value := _number(rest)) is not None:
                return shape(value)
            if rest in vague:
                low, best, high = vague[rest]
                return Count(
                    None if pattern in (_AT_MOST, _LESS_THAN) else low,
                    best,
                    None if pattern in (_AT_LEAST, _MORE_THAN) else high,
                    imputed=True,
                )
    return None


_BOUNDS: tuple[tuple[str, Callable[[int], Count]], ...] = (
    (_AT_LEAST, lambda n: Count(n, n, None)),
    (_MORE_THAN, lambda n: Count(n + 1, n + 1, None)),
    (_AT_MOST, lambda n: Count(None, n, n)),
    (_LESS_THAN, lambda n: Count(None, max(n - 1, 0), max(n - 1, 0))),
    (_ABOUT, lambda n: Count(None, n, None)),
)


_BEHIND = (
    (re.compile(r"(.+?)(?: or more| and more| or above| ?\+| plus|[- ]odd)"), ">="),
    (re.compile(r"(.+?) or (?:fewer|less)"), "<="),
    (re.compile(r"(.+?) (?:or so|کے قریب|کے لگ بھگ)"), "~"),
    (re.compile(r"(.+?) سے (?:زائد|زاید|زیادہ|اوپر)"), ">"),
    (re.compile(r"(.+?) سے کم"), "<"),
)


def _in_front(phrase: str) -> str:
    """A bound that stands behind its number (`12 or more`, `50 سے زائد`), as a sign before it."""
    for pattern, sign in _BEHIND:
        if match := pattern.fullmatch(phrase):
            return sign + match[1]
    return phrase


def _number(text: str) -> int | None:
    words = text.strip()
    if re.fullmatch(r"\d{1,8}", words):
        return int(words)
    if words in _WORDS:
        return _WORDS[words]
    value = whole_number(words)
    return value if value is not None and value <= _LARGEST else None
