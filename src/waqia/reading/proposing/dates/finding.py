"""Date phrases of a sentence: found by a grammar, resolved, and told apart by what they date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from waqia.model import plain_digits
from waqia.reading.proposing.dates import days
from waqia.reading.proposing.dates.context import DateContext
from waqia.reading.proposing.dates.days import Days, Precision
from waqia.reading.proposing.dates.english import ENGLISH
from waqia.reading.proposing.dates.grammar import Cues, Grammar, Rule
from waqia.reading.proposing.dates.resolving import Scope
from waqia.reading.proposing.dates.urdu import URDU
from waqia.reading.proposing.line import Line

Role = Literal["when", "said", "background", "dateline", "printed"]

_GRAMMARS = {"en": ENGLISH, "ur": URDU}
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_MARK = re.compile(r"\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")
"""What an item of a list begins with."""
_LATELY = timedelta(days=14)
_YEAR = re.compile(r"\d{4}")
_NOUN = re.compile(r"\s+[^\W\d]")
_AROUND = 90
"""How many characters beside a phrase are read for what it dates."""
_CLOSE = 12
_OLD = timedelta(days=60)
"""From how long ago "the attack of a date" is background to news."""


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """Words at `start` to `end` of a sentence, and the days they name.

    `role` is `when` for a date of what is told, `said` for the day on which somebody said so,
    `background` for what happened, held or will happen at other times ("since 2014", "the 2014
    attack", "will … on Sunday"), `dateline` for the date at the head of an article,
    `printed` for the day of publication that a headline sets off. `relative` tells that the days
    were counted from another: today's, or what was told last.
    """

    start: int
    end: int
    date_start: date
    date_end: date
    precision: Precision
    relative: bool
    role: Role

    @property
    def days(self) -> Days:
        """Its days, as the `story` of a `DateContext`."""
        return Days(self.date_start, self.date_end, self.precision)


def find_dates(line: Line, context: DateContext) -> list[DatePhrase]:
    """The date phrases of a sentence, in order and not overlapping.

    A phrase that names no day that exists, or one that the context leaves open ("on Wednesday"
    where no day of publication is known), is left out.
    """
    grammar = _GRAMMARS[line.language]
    text = line.text if line.text.isascii() else plain_digits(line.text)
    head = _dateline(text, grammar, context)
    if head and not context.dateline:
        context = replace(context, dateline=head.date_start)
    events = tuple((term.start, code) for term in line.terms for code in term.of("event"))
    scope = Scope(grammar.words, context, events=events)
    years = frozenset(number.start for number in line.numbers if number.kind == "year")
    found = [head] if head else []
    at = head.end if head else 0
    for token in _TOKEN.finditer(text, at):
        if token.start() < at:
            continue
        word = "#" if token[0][0].isdecimal() else token[0].lower()
        for rule in grammar.rules.get(word, ()):
            phrase = _phrase(text, token.start(), rule, grammar.cues, scope, years)
            if phrase:
                found.append(phrase)
                at = phrase.end
                break
    return list(_combined(text, found, grammar.cues, context.today))


def _phrase(
    text: str, at: int, rule: Rule, cues: Cues, scope: Scope, years: frozenset[int]
) -> DatePhrase | None:
    """What a rule finds at a place."""
    match = rule.pattern.match(text, at)
    if match is None or match.end() == at or (rule.year and at not in years):
        return None
    before, after = text[max(0, at - _AROUND) : at], text[match.end() : match.end() + _AROUND]
    if rule.bare and not _dates(match, before, cues):
        return None
    scope.ahead = _matches(cues.ahead_before, before) or _matches(cues.ahead_after, after)
    try:
        found = rule.resolve(match, scope)
    except (LookupError, ValueError, OverflowError):
        return None
    if found is None:
        return None
    role = _role(found, before, after, rule, cues, scope)
    if role == "background" and (lately := _since_lately(found, before, after, cues, scope)):
        found, role = lately, "when"
    if role == "when":
        scope.story = found
    if match.groupdict().get("y") and (role == "when" or found.precision == "day"):
        scope.told = found.start.year
    end = match.end() - match[0].endswith(".")
    return DatePhrase(at, end, *found, rule.relative, role)


def _dates(match: re.Match[str], before: str, cues: Cues) -> bool:
    """A month that stands alone dates behind "in", and where it is no verb."""
    verb = match[0].lower().rstrip(".") in cues.verbs and match[0][:1].islower()
    return not verb and _matches(cues.bare, before)


def _matches(cue: re.Pattern[str] | None, text: str) -> bool:
    return bool(cue and cue.search(text))


def _role(found: Days, before: str, after: str, rule: Rule, cues: Cues, scope: Scope) -> Role:
    today = scope.context.today
    if scope.ahead or (today is not None and found.start > today):
        return "background"
    of_thing = _begins(cues.named_after, after)
    if rule.relative and of_thing and after[:1] in ("'", "’"):
        return "when"
    if not rule.relative and _matches(cues.named_before, before):
        if of_thing:
            return "background" if today and today - found.end > _OLD else "when"
        if found.precision == "year" and _NOUN.match(after):
            return "background"
    if _matches(cues.outside_before, before) or _begins(cues.outside_after, after):
        return "background"
    if _matches(cues.said_before, before) or _begins(cues.said_after, after):
        return "said"
    return "when"


def _since_lately(found: Days, before: str, after: str, cues: Cues, scope: Scope) -> Days | None:
    """From a day of the last two weeks until today, where the words say "since"."""
    today = scope.context.today
    since = _matches(cues.since_before, before) or _begins(cues.since_after, after)
    if not since or not today or not timedelta(0) <= today - found.start <= _LATELY:
        return None
    return days.span(found.start, today)


def _begins(cue: re.Pattern[str] | None, text: str) -> bool:
    return bool(cue and cue.match(text))


def _combined(
    text: str, found: Sequence[DatePhrase], cues: Cues, today: date | None
) -> Iterator[DatePhrase]:
    """Two dates with "to" between them, or "between" before them, as one stretch."""
    waiting: DatePhrase | None = None
    for phrase in found:
        joined = waiting and _joined(text, waiting, phrase, cues, today)
        if waiting and not joined:
            yield _lonely_from(text, waiting, cues)
        waiting = joined or phrase
    if waiting:
        yield _lonely_from(text, waiting, cues)


def _joined(
    text: str, first: DatePhrase, last: DatePhrase, cues: Cues, today: date | None
) -> DatePhrase | None:
    link = cues.linked.fullmatch(text, first.end, last.start)
    if not link or first.role == "dateline":
        return None
    between = _matches(cues.between, text[max(0, first.start - _AROUND) : first.start])
    if link["and"] and not between and not _closed(text, last, cues):
        return None
    start = first.date_start
    if first.relative and last.relative and start > last.date_end:
        start -= timedelta(days=7)
    if start > last.date_end and not _YEAR.search(text, first.start, first.end):
        start = _with_year(start, last.date_end)
    if start > last.date_end:
        return None
    role: Role = "background" if today and start > today else "when"
    relative = first.relative or last.relative
    whole = days.span(start, last.date_end)
    return DatePhrase(first.start, last.end, *whole, relative, role)


def _closed(text: str, last: DatePhrase, cues: Cues) -> bool:
    """Whether words behind two dates say that what lies between them is meant."""
    return _matches(cues.closing, text[last.start : last.end + _CLOSE])


def _with_year(start: date, end: date) -> date:
    """A day whose year was not said, in the year of the day it leads to, or the one before."""
    same = start.replace(year=end.year, day=min(start.day, 28) if start.month == 2 else start.day)
    return same if same <= end else same.replace(year=max(end.year - 1, 1))


def _lonely_from(text: str, phrase: DatePhrase, cues: Cues) -> DatePhrase:
    """A phrase behind a lonely "from" is when something began."""
    before = text[max(0, phrase.start - _AROUND) : phrase.start]
    if text[phrase.end : phrase.end + 1] in ("'", "’"):
        return phrase
    if phrase.role == "when" and phrase.precision != "range" and _matches(cues.from_before, before):
        return replace(phrase, role="background")
    return phrase


def _dateline(text: str, grammar: Grammar, context: DateContext) -> DatePhrase | None:
    """The date at the head of an article: `PESHAWAR, Jan 30 (AP) —`."""
    mark = _MARK.match(text)
    match = grammar.cues.dateline.match(text, mark.end() if mark else 0)
    if not match:
        return None
    said = match.groupdict()
    month = grammar.words.months[(said["m"] or said["m2"]).lower()]
    number, year = int(said["d"] or said["d2"]), said["y"] or said["y2"]
    try:
        if year:
            full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 70 else 2000)
            day: date | None = date(full, month, number)
        else:
            above = replace(context, dateline=None)  # each item of a round-up has its own
            day = above.dated(month, number, False, None)
    except ValueError:
        return None
    if day is None:
        return None
    return DatePhrase(*match.span("date"), day, day, "day", False, "dateline")
