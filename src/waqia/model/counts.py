"""Counts of persons as sources say them: exact, bounded, or in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_WORDS = (
    {word: value for value, word in enumerate(_SMALL.split())}
    | {word: value * 10 for value, word in enumerate(_TENS.split(), start=3)}
    | {"no": 0, "none": 0, "nil": 0, "a": 1, "an": 1}
)
_UNITS = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000}
_AT_LEAST = r"(?:>=|≥|at least|no fewer than|no less than|a minimum of|minimum)"
_MORE_THAN = r"(?:>|more than|over|above|upwards of|in excess of)"
_AT_MOST = r"(?:<=|≤|at most|up to|no more than|as many as|a maximum of|maximum)"
_LESS_THAN = r"(?:<|fewer than|less than|under|below|nearly|almost)"
_ABOUT = r"(?:~|about|around|some|approximately|approx\.?|roughly|circa|ca\.?)"
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


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
    phrase = re.sub(r"\s+", " ", text.translate(_DIGITS).strip().lower())
    phrase = re.sub(r"(?<=\d),(?=\d{3}\b)", "", phrase)
    phrase = re.sub(r"(?<=\d)\.0+$", "", phrase)
    if (value := _number(phrase)) is not None:
        return Count(value, value, value)
    if match := re.fullmatch(r"(.+?) ?[(\[] ?(\S+?) ?(?:-|–|—|to) ?(\S+?) ?[)\]]", phrase):
        best, low, high = (_number(part) for part in match.groups())
        if best is not None and low is not None and high is not None:
            return Count(low, best, high)
    # "5 and 7" alone is two counts, not a range
    if match := re.fullmatch(r"between (.+?) and (.+)", phrase) or re.fullmatch(
        r"(?:between )?(.+?) ?(?:-|–|—|\bto\b) ?(.+)", phrase
    ):
        low, high = _number(match[1]), _number(match[2])
        if low is not None and high is not None and low <= high:
            return Count(low, (low + high) // 2, high, imputed=low != high)
    if phrase in vague:
        low, best, high = vague[phrase]
        return Count(low, best, high, imputed=True)
    phrase = re.sub(r"^(\d+) ?\+$", r">=\1", phrase)
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


def _number(text: str) -> int | None:
    words = text.strip()
    if re.fullmatch(r"\d{1,8}", words):
        return int(words)
    if match := re.fullmatch(r"(?:(\S+) )?(dozen|score|hundred|thousand)", words):
        factor = _number(match[1]) if match[1] else 1
        return None if factor is None else factor * _UNITS[match[2]]
    if match := re.fullmatch(
        r"(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](\w+)", words
    ):
        unit = _WORDS.get(match[2])
        return None if unit is None or not 0 < unit < 10 else _WORDS[match[1]] + unit
    return _WORDS.get(words)
