"""What words of a source may say of a field: a proposal for its inputs, never more."""

from __future__ import annotations

from waqia.codebook import Codebook, normalise
from waqia.formats import read_date
from waqia.model import Count, QuestionError, parse_count, plain_digits
from waqia.web.reviewing.fields import FIELDS, count_names
from waqia.web.reviewing.places import PlaceFound, places_of

_LONGEST = 6
"""Words of a phrase that is one count."""


def understood(field: str, words: str, codebook: Codebook, language: str = "en") -> dict[str, str]:
    """Name of an input → the text that the words suggest; {} where they suggest nothing.

    A codes field gives the label that is to be added to it.
    """
    each = FIELDS.get(field)
    text = " ".join(words.split())
    if each is None or not text:
        return {}
    if each.kind == "count":
        count = _count(text, codebook)
        if count is None:
            return {}
        numbers = (count.min, count.best, count.max)
        return {
            name: "" if number is None else str(number)
            for name, number in zip(count_names(field), numbers, strict=True)
        }
    if each.kind == "date":
        return _date(text)
    if each.kind == "place":
        found = places_of(codebook).meant(text, language)
        known = {"place_id": found.id, "place_unit": found.text} if isinstance(
            found, PlaceFound
        ) else {}  # fmt: skip
        return {"place": text} | known
    if field == "claim":
        return {}
    if each.vocabulary and each.kind in ("codes", "choice"):
        code = _code(text, each.vocabulary, codebook)
        if code is None:
            return {}
        is_choice = each.kind == "choice"
        return {field: code if is_choice else codebook.label(each.vocabulary, code, language)}
    return {field: text} if each.kind in ("texts", "text") else {}


def _date(text: str) -> dict[str, str]:
    try:
        found = read_date(plain_digits(text))
    except (QuestionError, ValueError):
        return {}
    if found is None:
        return {}
    return {"date_start": found.start.isoformat(), "date_end": found.end.isoformat(),
            "date_precision": found.precision}  # fmt: skip


def _count(text: str, codebook: Codebook) -> Count | None:
    """The count that stands first in words, as long a phrase as can be read."""
    parts = text.split()
    for start in range(len(parts)):
        for end in range(min(len(parts), start + _LONGEST), start, -1):
            phrase = " ".join(parts[start:end]).strip(".,;:()“”\"'")
            found = parse_count(phrase, codebook.vague_counts)
            if found is not None and phrase.lower() not in ("a", "an", "no"):
                return found
    return None


def _code(text: str, vocabulary: str, codebook: Codebook) -> str | None:
    """The code whose spelling the words are, else the longest one that stands among them."""
    if (code := codebook.find(vocabulary, text)) is not None:
        return code
    among = f" {normalise(text)} "
    spellings = codebook.spellings(vocabulary)
    within = [spelling for spelling in spellings if spelling and f" {spelling} " in among]
    return spellings[max(within, key=len)] if within else None
