"""Lists of phrases as the modules of a language write them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_][\w\u064b-\u0652\u0670\u200c]*(?:['’]\w+)?")
WORD = _WORD.pattern
"""A word; what stands between words (hyphens too) does not tell phrases apart."""


def listed(phrases: str) -> list[str]:
    """The phrases of a list, parted by semicolons and line breaks."""
    return [phrase for part in re.split(r"[;\n]", phrases) if (phrase := part.strip())]


def words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, in small letters."""
    return tuple(_WORD.findall(phrase.lower()))
