"""Whole numbers written in digits or in English or Urdu words."""

from __future__ import annotations

import re
from fractions import Fraction

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_TENS_WORDS = "thirty forty fifty sixty seventy eighty ninety"
_URDU_WORDS = (
    "صفر ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس "
    "بیس اکیس بائیس تئیس چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس "
    "تیس اکتیس بتیس تینتیس چونتیس پینتیس چھتیس سینتیس اڑتیس انتالیس "
    "چالیس اکتالیس بیالیس تینتالیس چوالیس پینتالیس چھیالیس سینتالیس اڑتالیس انچاس "
    "پچاس اکاون باون ترپن چون پچپن چھپن ستاون اٹھاون انسٹھ "
    "ساٹھ اکسٹھ باسٹھ تریسٹھ چونسٹھ پینسٹھ چھیاسٹھ سڑسٹھ اڑسٹھ انہتر "
    "ستر اکہتر بہتر تہتر چوہتر پچھتر چھہتر ستتر اٹھہتر اناسی "
    "اسی اکیاسی بیاسی تراسی چوراسی پچاسی چھیاسی ستاسی اٹھاسی نواسی "
    "نوے اکانوے بانوے ترانوے چورانوے پچانوے چھیانوے ستانوے اٹھانوے ننانوے"
)
_UNITS = {word: value for value, word in enumerate(_SMALL.split())}
_TENS = {word: value * 10 for value, word in enumerate(_TENS_WORDS.split(), start=3)} | {
    "twenty": 20
}
_URDU = {word: value for value, word in enumerate(_URDU_WORDS.split())} | {
    "چھے": 6, "چھہ": 6, "گیاره": 11, "اٹھارا": 18, "تیئیس": 23, "تیئس": 23, "انتالس": 39,
    "پنتالیس": 45, "پینسٹ": 65,
}  # fmt: skip
_URDU_PARTS = {"ڈیڑھ": Fraction(3, 2), "ڈھائی": Fraction(5, 2), "اڑھائی": Fraction(5, 2)}
_HALF_MORE = "ساڑھے"
_SCALES = {
    "hundred": 100, "thousand": 1000, "k": 1000, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5,
    "lacs": 10**5, "million": 10**6, "mn": 10**6, "crore": 10**7, "crores": 10**7,
    "billion": 10**9, "bn": 10**9, "dozen": 12, "score": 20,
    "سو": 100, "ہزار": 1000, "لاکھ": 10**5, "کروڑ": 10**7, "ارب": 10**9, "درجن": 12,
}  # fmt: skip
NUMERALS = frozenset({*_UNITS, *_TENS, *_URDU, *_URDU_PARTS, _HALF_MORE, *_SCALES})
"""The words that numbers are made of."""
_LAST = frozenset({12, 20})
_AND = ("and", "اور")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹يكۃ٬٫", "01234567890123456789یکہ,.")
_MARKS = re.compile("[\u064b-\u0652\u0670\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")


def plain_digits(text: str) -> str:
    """The text with Urdu and Arabic-Indic digits as 0–9 and letters as Urdu writes them.

    Every character stands where it stood, so that offsets hold.
    """
    return text.translate(_DIGITS)


def whole_number(text: str) -> int | None:
    """A whole number: `1,533`, `1,50,000`, `0.5 million`, `two dozen`, `one hundred and five`.

    Urdu words are read too (`ایک سو پچیس`, `ڈیڑھ لاکھ`). None where the text is anything else, or
    where a number of thousands or dozens does not come to a whole one.
    """
    plain = _MARKS.sub("", plain_digits(text.lower())).strip()
    if not re.fullmatch(r"[\w.,]+(?:[\s\-‐‑]+[\w.,]+)*", plain):
        return None
    words = re.findall(r"[\d.,]+|[^\W\d_]+", plain)
    value = _read(words) if words else None
    return int(value) if value is not None and value.denominator == 1 else None


def _read(words: list[str]) -> Fraction | None:
    """The sum of parts, each below a thousand or with a larger scale, the scales falling."""
    if words[:2] == ["half", "a"] and len(words) == 3 and words[2] in _SCALES:
        return Fraction(_SCALES[words[2]], 2)
    total, above, at = Fraction(0), 10**12, 0
    while at < len(words):
        if total and words[at] in _AND and at + 1 < len(words):
            at += 1
        value, at = _part(words, at)
        scale = 1
        while at < len(words) and _SCALES.get(words[at], 0) >= 1000:
            scale, at = scale * _SCALES[words[at]], at + 1
        if (value is None and (total or scale == 1)) or scale >= above:
            return None
        total += (Fraction(1) if value is None else value) * scale
        above = scale
    return total


def _part(words: list[str], at: int) -> tuple[Fraction | None, int]:
    """A number below a thousand, or dozens, and the position behind it."""
    value, at = _below_hundred(words, at)
    scale = _SCALES.get(words[at], 0) if at < len(words) else 0
    if scale in _LAST and at + 1 == len(words):
        return (1 if value is None else value) * Fraction(scale), at + 1
    if scale != 100:
        return value, at
    hundreds, at = (1 if value is None else value) * Fraction(100), at + 1
    then = at + 1 if at + 1 < len(words) and words[at] in _AND else at
    if then < len(words):
        rest, after = _below_hundred(words, then)
        if rest is not None and rest < 100 and not words[then][0].isdigit():
            return hundreds + rest, after
    return hundreds, at


def _below_hundred(words: list[str], at: int) -> tuple[Fraction | None, int]:
    """The number at a position, in digits or below a hundred in words, and the one behind it."""
    word = words[at]
    if re.fullmatch(r"\d{1,9}", word) or _GROUPED.fullmatch(word):
        return Fraction(word.replace(",", "")), at + 1
    if re.fullmatch(r"(?:\d{1,9}|" + _GROUPED.pattern + r")\.\d{1,6}", word):
        return Fraction(word.replace(",", "")), at + 1
    following = words[at + 1] if at + 1 < len(words) else ""
    if word in _URDU_PARTS and following in _SCALES:
        return _URDU_PARTS[word], at + 1
    if word == _HALF_MORE and following in _URDU:
        return _URDU[following] + Fraction(1, 2), at + 2
    if word in ("a", "an") and following in _SCALES:
        return Fraction(1), at + 1
    if word in _TENS:
        if 0 < _UNITS.get(following, 0) < 10:
            return Fraction(_TENS[word] + _UNITS[following]), at + 2
        return Fraction(_TENS[word]), at + 1
    known = _UNITS.get(word, _URDU.get(word))
    return (None, at) if known is None else (Fraction(known), at + 1)
