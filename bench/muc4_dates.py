"""Whether the date chosen for an incident is the one of the MUC-4 keys, and what dates cost.

Counted are texts with one template whose date the key gives as one day or as two. The date is that
of the first sentence that speaks of violence and has one (`when`). A key of the form "on or before
the dateline", which stands where the text has a weekday or no date, cannot tell right from wrong.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bench.measure import Found, Row, Skipped
from bench.muc4_corpus import MUC4, load
from waqia.reading import numbers, sentence_spans
from waqia.reading.proposing.dates import DateContext, DatePhrase, find_dates, when
from waqia.reading.proposing.line import Line

_VIOLENT = re.compile(
    r"\b(?:KILL|DEAD|DIED|MURDER|BOMB|EXPLO|ATTACK|KIDNAP|WOUND|INJUR|ASSASSINAT|AMBUSH|CLASH|SHOT"
    r"|BLEW|BLOWN|DESTROY|DYNAMIT|ABDUCT)"
)
_KEY_DAY = r"\d\d? [A-Z]{3} \d\d"
_KEY = re.compile(rf"({_KEY_DAY})(?:\s*-\s*({_KEY_DAY}))?")
_ID = re.compile(r"^0\. +MESSAGE: ID +(\S+)", re.MULTILINE)
_DATE = re.compile(r"^2\. +INCIDENT: DATE +(.*?)\s*$", re.MULTILINE)


def keys(folder: Path = MUC4) -> dict[str, tuple[date, date]]:
    """The first and last day of the incident of texts with one template and one dated key."""
    given: dict[str, list[str]] = {}
    for path in sorted(folder.glob("key-dev-*")):
        text = path.read_text("latin-1")
        heads = list(_ID.finditer(text))
        ends = [head.start() for head in heads[1:]] + [len(text)]
        for head, end in zip(heads, ends, strict=True):
            dated = _DATE.search(text, head.end(), end)
            given.setdefault(head[1], []).append(dated[1] if dated else "*")
    found = {}
    for document, dates in given.items():
        match = _KEY.fullmatch(dates[0]) if len(dates) == 1 else None
        try:
            if match:
                found[document] = (_day(match[1]), _day(match[2] or match[1]))
        except ValueError:  # 31 November stands in a key
            continue
    return found


def _day(said: str) -> date:
    return datetime.strptime(said.title(), "%d %b %y").date()


def lines(text: str) -> list[Line]:
    """The sentences of a text."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        paragraph = " ".join(block.split())
        for start, end in sentence_spans(paragraph):
            said = paragraph[start:end]
            found.append(Line(0, said, "en", tuple(numbers(said)), ()))
    return found


def dated(text: list[Line]) -> DatePhrase | None:
    """The date of the first sentence that speaks of violence and has one."""
    context = DateContext()
    for line in text:
        found = find_dates(line, context)
        head = next((phrase for phrase in found if phrase.role == "dateline"), None)
        violent = _VIOLENT.search(line.text)
        chosen = when(found, violent.start() if violent else None)
        if chosen and violent:
            return chosen
        context = replace(
            context,
            dateline=head.date_start if head else context.dateline,
            story=chosen.days if chosen else context.story,
        )
    return None


def measure(rounds: int) -> list[Found | Row | Skipped]:
    """How many dates are those of the keys, and the time for twenty sentences."""
    try:
        texts = {one.id: one.text for one in load()}
    except FileNotFoundError as error:
        return [Skipped("dates of MUC-4", str(error))]
    outcomes: Counter[str] = Counter()
    for document, (start, end) in keys().items():
        chosen = dated(lines(texts[document]))
        if chosen is None:
            outcomes["without a date"] += 1
        elif (chosen.date_start, chosen.date_end) == (start, end):
            outcomes["as in the key"] += 1
        elif chosen.date_start <= end and start <= chosen.date_end:
            outcomes["overlapping"] += 1
        else:
            outcomes["another"] += 1
    told = " · ".join(f"{what} {count}" for what, count in outcomes.most_common())
    prose = [line for text in list(texts.values())[:200] for line in lines(text)]
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        for line in prose:
            find_dates(line, DateContext(dateline=date(1990, 1, 3)))
        taken.append((time.process_time() - begin) / len(prose) * 20)
    return [
        Found(f"dates of MUC-4, {outcomes.total()} texts of one incident", told),
        Row("dates of 20 sentences (processor time)", taken, "ms"),
    ]
