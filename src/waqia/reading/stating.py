"""What a document says of itself: its title and the day it was published."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from waqia.formats import read_date
from waqia.reading.document import Block
from waqia.reading.outline import plain

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_URDU = "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر"
_NAMES = [*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept", *_URDU.split("|")]
_MONTH = rf"(?:{'|'.join(_NAMES)})\.?"
_DATE = (
    rf"(?:\d{{4}}-\d\d-\d\d|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}})"
)
_SAID = re.compile(
    rf"(?:published|posted|released?|dated?|updated|شائع|تاریخ)\b[^\n\d]{{0,30}}?({_DATE})", re.I
)
_ALONE = re.compile(
    rf"[\W_]*(?:[A-Z][a-z]+day,?\s+)?({_DATE})(?:[\s,|–-]+\d{{1,2}}:\d\d.{{0,12}})?[\W_]*", re.I
)
_DATELINE = re.compile(rf"\s*[A-Z][^\W\d_][\w .'’()-]{{0,40}}[,:]\s*(?:\([^)]*\)\s*)?({_DATE})\b")
_WIRE = re.compile(r"\s*[A-Z][A-Z .'()-]+(?:,[A-Z .'()-]+)?,\s+(\d{1,2}) ([A-Z]{3}) (\d\d)\b")
_SET_OFF = re.compile(
    rf"\W*(?:[A-Z][a-z]+day,?\s+)?(?P<first>{_DATE})\s*[:|–—-]\s+\S.*"
    rf"|.*\S\s*[|(\[–—-]\s*(?:[A-Z][a-z]+day,?\s+)?(?P<last>{_DATE})[\s)\].۔*]*",
    re.I,
)
"""A headline with a day before or behind it: "Blast in Hub - March 5, 2024"."""
_RANGE = re.compile(
    rf"(?<!\w){_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\s*[–—-]\s*{_DATE}"
    rf"|(?<!\w)(?:\d+(?:st|nd|rd|th)?|{_MONTH})\s*[–—-]\s*\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}"
    rf"|{_DATE}.*{_DATE}",
    re.I,
)
"""Days between which something happened: "1 – 31 January 2023"."""
_HEADLINE = 160
_BEHIND = re.compile(
    rf"(?i:{_ALONE.pattern}$|\s*(?:(?:last )?updated|published|posted|released?|dated?|شائع|تاریخ)"
    r"\b[^\n\d]{0,30}[:\d])|\s*(?i:by (?:our|a|the|staff)\b.{0,40}$"
    r"|(?:author|written by|report(?:er|ed by)|correspondent|source|location|section"
    r"|رپورٹر?|نامہ نگار|تحریر|اشاعت|ماخذ|مقام|بشکریہ)\s*:"
    r"|(?:our|staff|web|news|monitoring) (?:correspondent|report(?:er)?|desk)\W*$)"
    r"|\s*(?:By|BY) [A-Z][\w.'’ -]{1,60}$"
)
"""A line behind a headline that says the day, or who wrote it."""
_PLACE = re.compile(
    r"\s*[A-Z][A-Z .'’-]{2,40}(?:,\s[^:\n]{1,30})?\s*(?:\([^()]{1,40}\))?\s*(?:$|:|--|[–—])"
)
"""A line behind a headline in small letters that begins with the place of the report."""
_TOP = 3000


def title_of(text: str, blocks: Sequence[Block]) -> str | None:
    """The first heading near the beginning, without its marks; None where there is none.

    Lines behind the headline that say when it was published, where or by whom, are not of it.
    """
    for block in blocks[:12]:
        if block.kind == "heading":
            lines = plain(text[block.start : block.end]).strip().split("\n")
            return " ".join(" ".join(_headline(*lines)).split()) or None
    return None


def _headline(first: str, *further: str) -> list[str]:
    """The lines of a headline, without those behind it."""
    behind = [_BEHIND] if first.isupper() else [_BEHIND, _PLACE]
    return [first, *takewhile(lambda line: not any(one.match(line) for one in behind), further)]


def published_of(text: str, blocks: Sequence[Block]) -> date | None:
    """The day of publication, where the beginning prints it.

    Read are a date after "published" or the like, a date alone in its block, and a dateline
    (`PESHAWAR, March 3, 2024`, `SAN SALVADOR, 3 JAN 90`); where none is, one set off in the
    headline.
    """
    top = text[:_TOP]
    if (match := _SAID.search(top)) and (day := _day(match[1])):
        return day
    for block in blocks[:25]:
        if block.start > _TOP:
            break
        said = text[block.start : min(block.end, block.start + 200)]
        if (
            block.end - block.start <= 60
            and (match := _ALONE.fullmatch(said))
            and (day := _day(match[1]))
        ):
            return day
        if (match := _DATELINE.match(said)) and (day := _day(match[1])):
            return day
        if (match := _WIRE.match(said)) and match[2].lower() in _MONTHS:
            year = int(match[3]) + (1900 if int(match[3]) > 50 else 2000)
            try:
                return date(year, _MONTHS[match[2].lower()], int(match[1]))
            except ValueError:
                continue
    return _set_off(text[blocks[0].start : blocks[0].end]) if blocks else None


def _set_off(headline: str) -> date | None:
    """The day that stands before a headline or behind it."""
    line = plain(headline).strip() if len(headline) <= _HEADLINE else ""
    if not (match := _SET_OFF.fullmatch(line)) or _RANGE.search(line):
        return None
    return _day(match["first"] or match["last"])


def _day(said: str) -> date | None:
    read = read_date(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", said).replace(".", ""))
    return read.start if read and read.precision == "day" else None
