"""Whom a sentence cites for what it tells: offices, agencies and media, never a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from waqia.reading.document import Span
from waqia.reading.proposing.events import english_signs, urdu
from waqia.reading.proposing.events.looking import Look, look
from waqia.reading.proposing.events.phrases import plain
from waqia.reading.proposing.events.remembering import remember
from waqia.reading.proposing.line import Language, Line

_REACH = 90
"""Characters between the office that is cited and the word of saying: a name, a place, a day."""
_OFFICE = re.compile(
    r"([^\w,]+(?:of|for|in|at|from)[^\w,]+(?:the[^\w,]+)?[\w'-]+(?:[^\w,]+[\w'-]+){0,4}?)"
    r"(?:[^\w]+on \w+)?[^\w]*"
)
"""Where or for whom an office speaks, up to the word of saying: "of the administration"."""
_FORCE = r"\W+(?:\w+\W+)?"
"""Between a rank and the force it is one of may stand a place."""
_NAMES = re.compile(r"(?:\s+[A-Z][\w'’-]*)+")
_OWNING = re.compile(r"claimed (?:responsibility|credit|the (?:attack|bombing|blast|killing)s?)\b")
"""Groups that own up to a deed are not cited for it."""
_OF = re.compile(r"[^\w,]+(?:of|for|in|at|from|and)[^\w,]+(?:the[^\w,]+)?(?:[\w'-]+[^\w,]+){0,2}")
_CLAUSE = re.compile(
    r"[;:.!?۔؛\"]|\b(?:that|which|when|after|before|while|and|but|who|as)\b|\bکہ\b"
)


@cache
def citers(language: Language) -> re.Pattern[str]:
    """What names those whom sentences cite, in text made comparable by `plain`."""
    if language == "ur":
        return re.compile(rf"(?<!\w)(?:{urdu.CITERS})(?!\w)")
    return re.compile(rf"(?<!\w)(?:{english_signs.CITED})(?:{english_signs.CITERS})(?!\w)")


@cache
def _ranks(language: Language) -> re.Pattern[str]:
    """A police rank by its letters alone, which nobody of another force stands behind."""
    if language == "ur":
        return re.compile(rf"(?:{urdu.RANKS})(?!\w)(?!{_FORCE}(?:{urdu.OTHERS})(?!\w))")
    signs = english_signs
    return re.compile(rf"{signs.CITED}(?:{signs.RANKS})(?!\w)(?!{_FORCE}(?:{signs.OTHERS})(?!\w))")


@cache
def _last(language: Language) -> re.Pattern[str]:
    """Who is cited by bare words at the end of a sentence or a headline: "…: ISPR"."""
    return re.compile(rf"[،,:]\s*({citers(language).pattern})\s*[۔.]?\s*$")


@remember(4)
def find_reporters(line: Line) -> tuple[Span, ...]:
    """The spans of those whom a sentence cites, in order.

    Of an officer who is named only the office is given, as people are not named in records.
    """
    seen = look(line)
    found = {
        span for hit in seen.tagged("says") if (span := _cited(line, seen, hit.start, hit.end))
    }
    if last := _last(seen.language).search(seen.plain):
        found.add(last.span(1))
    return tuple(sorted(_apart(found)))


def citation(line: Line, span: Span) -> str:
    """Whom the words at a span of `find_reporters` cite: those words, or the police.

    A rank says so where its letters stand alone ("the DSP"): people are not told apart in records.
    """
    start, end = span
    alone = _ranks(line.language).match(plain(line.text), start)
    if alone and alone.end() == end:
        return urdu.POLICE if line.language == "ur" else english_signs.POLICE
    return " ".join(line.text[start:end].split())


def _cited(line: Line, seen: Look, start: int, end: int) -> Span | None:
    """Who stands before or behind a word of saying."""
    kind = next(hit.tags["says"] for hit in seen.tagged("says") if hit.start == start)
    if kind == "after":
        match = citers(seen.language).search(seen.plain, end, end + _REACH)
        if match and not _CLAUSE.search(seen.plain, end, match.start()):
            return _with_actor(line, *match.span())
        return next(
            ((t.start, t.end) for t in line.terms if 0 <= t.start - end <= 5 and t.of("actor")),
            None,
        )
    nearest: Span | None = None
    for match in citers(seen.language).finditer(seen.plain, max(0, start - _REACH), start):
        between = seen.plain[match.end() : start]
        # two commas hold an apposition, one ends what was told
        if between.count(",") == 1 or _CLAUSE.search(between):
            continue
        if any(True for _ in seen.tagged("past", match.end(), start)):
            continue
        joined = nearest and _OF.fullmatch(seen.plain, nearest[1], match.start())
        nearest = nearest[0] if nearest and joined else match.start(), match.end()
    if nearest is None or _OWNING.match(seen.plain, start):
        return None
    named = next((t for t in line.terms if t.start < nearest[0] and nearest[1] <= t.end), None)
    if named and named.of("actor"):  # "Liberation Army", which claims and is not cited
        return None if seen.plain.startswith("claim", start) else (named.start, named.end)
    office = _OFFICE.fullmatch(seen.plain, nearest[1], start)
    return _with_actor(
        line, nearest[0], _unnamed(line, nearest[1], office.end(1)) if office else nearest[1]
    )


def _unnamed(line: Line, start: int, end: int) -> int:
    """Where an office ends: at its place, where the name of who holds it follows that."""
    seats = (t.end for t in line.terms if start < t.start and t.end < end and t.of("place"))
    return next((seat for seat in seats if _NAMES.fullmatch(line.text, seat, end)), end)


def _with_actor(line: Line, start: int, end: int) -> Span:
    """A citation with the organisation named right before it: "BLA spokesman"."""
    before = [t.start for t in line.terms if line.text[t.end : start].isspace() and t.of("actor")]
    return (min(before), end) if before else (start, end)


def _apart(spans: set[Span]) -> Iterator[Span]:
    """Spans that lie in no longer one."""
    for span in spans:
        if not any(
            other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans
        ):
            yield span
