"""Which dates of a headline, or beside it, only say when it was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from waqia.reading.proposing.dates.finding import DatePhrase, Role
from waqia.reading.proposing.events import smells
from waqia.reading.proposing.line import Line

_APART = re.compile(r"[-–—|(\[]\s*$")
_BESIDE = re.compile(r"[-–—|(\[,،]\s*$")
_END = re.compile(r"\s*[)\]]?[\s.۔*_]*")
_HEAD = re.compile(r"\s*[:：|–—-]")


def as_printed(
    line: Line, dates: Sequence[DatePhrase], published: tuple[date, date] | None
) -> list[DatePhrase]:
    """The dates of what stands at the head of an article, the day of publication as what it is.

    A headline's date that is that day is a dateline where it stands in a line without words of
    violence ("Published March 5, 2024"). It is `printed` where it is set off ("… - March 5, 2024"):
    it may be the day of what the headline tells, where nothing else says another. A day that the
    headline says something happened on, and every other date, stays what it is.
    """
    return [
        replace(one, role=role) if (role := _printed(line, one, published)) else one
        for one in dates
    ]


def _printed(line: Line, phrase: DatePhrase, published: tuple[date, date] | None) -> Role | None:
    if phrase.relative or published != (phrase.date_start, phrase.date_end):
        return None
    start = line.text.rfind("\n", 0, phrase.start) + 1
    end = line.text.find("\n", phrase.end)
    before = line.text[start : phrase.start]
    after = line.text[phrase.end : end if end >= 0 else len(line.text)]
    if line.heading and not smells(before + after):
        return "dateline"
    if not before.strip(" *_#"):
        return "printed" if _HEAD.match(after) else None
    apart = _BESIDE if line.heading else _APART
    return "printed" if apart.search(before) and _END.fullmatch(after) else None
