"""Figures in sentences: a number, what it counts, and the scope that the words around it give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from waqia.audit.figure import Figure
from waqia.audit.finding import bare
from waqia.audit.phrases import Clause, Phrase, outcome_said, phrase_of
from waqia.audit.scoping import Reading, Scoping, each
from waqia.audit.spans import Span, TimeMention, find_spans, year
from waqia.audit.subjects import subjects
from waqia.audit.terms import COUNTRIES, Terms
from waqia.reading import Document, Sentence, numbers, sentences

Vague = Mapping[str, tuple[int, int | None, int | None]]

_LONGEST = 4_000
"""Characters of a sentence that are read; one without an end would take time without one."""
_NEW_SECTION = re.compile(r"\W*\d+(?:\.\d+)*\.?\s")
_ACTS = re.compile(r"\W*(?:has|have|had|was|were|is|are|also|continues|\w+ed)\b")
_COMPARING = re.compile(
    r"(?:compared|comparing|since|until|till|from|than|after|before)\b[^,]*$", re.IGNORECASE
)
_PREVIOUS = re.compile(r"the\s+(?:previous|preceding|year before)|previous|year before", re.I)
_MARKUP = re.compile(r"^[#•*_\s]+|</?\w+>|[*_]{1,3}$")
_SPEAKS_OF = re.compile(r"\b(?:in|of|during|for) (?:the year )?((?:19|20)\d\d)\W*$", re.IGNORECASE)


def read_prose(document: Document, terms: Terms) -> list[Clause]:
    """Every sentence of a document's prose, with the figures in it."""
    home = next((p.id for p in terms.codebook.places.values() if p.level == "country"), None)
    vague = terms.codebook.vague_counts
    reading, found, heading = Reading(), [], ""
    for sentence in sentences(document):
        block = document.blocks[sentence.block]
        end = min(sentence.end, sentence.start + _LONGEST)
        text = document.text[sentence.start : end]
        if block.kind in ("caption", "table", "header", "contents"):
            continue
        if block.kind == "heading":
            heading = _MARKUP.sub("", bare(document, sentence.start, sentence.end)).strip()
            if speaks := _SPEAKS_OF.search(heading):
                only = year(int(speaks[1]))
                reading = Reading(only, default=only)
            elif _NEW_SECTION.match(heading):
                reading = Reading()
            continue
        note = block.kind == "footnote"
        if note and not re.search(r"\d", text):
            continue
        own = _of_note(document, sentence, terms) if note else reading
        clause = _read(document, sentence, text, own, heading, terms, vague, home)
        found.append(clause)
        if not note:
            _remember(reading, clause, terms)
    return found


def _read(
    document: Document, sentence: Sentence, text: str, reading: Reading, heading: str,
    terms: Terms, vague: Vague, home: str | None,
) -> Clause:  # fmt: skip
    if reading.dated != sentence.block and reading.default:
        reading.span, reading.dated = reading.default, None
    counted = tuple(numbers(text, vague))
    named = [t.span for t in find_spans(text) if t.span.is_year and not _is_beside(text, t)]
    spoken = max(named, default=reading.span)
    current = year(spoken.start.year) if spoken else None
    times = tuple(find_spans(text, current, reading.month))
    own = _span_spoken_of(text, times, next((n.start for n in counted if n.kind == "count"), 0))
    if sentence.block != reading.named:
        reading.named, reading.elsewhere = sentence.block, False
        reading.sure = bool(reading.actors) and reading.actors <= {
            code for mention in terms.find(heading) for code in mention.of("actor")
        }
    clause = Clause(
        sentence, text, counted, tuple(terms.find(text)), times, (), own or reading.span,
        own is not None, heading,
    )  # fmt: skip
    return replace(clause, figures=tuple(_figures(document, clause, reading, terms, home)))


def _remember(reading: Reading, clause: Clause, terms: Terms) -> None:
    """Keep what the next sentences may speak of without naming it."""
    spoken = [t for t in clause.times if not t.relative and not _is_beside(clause.text, t)]
    years = [t.span for t in spoken if t.span.is_year]
    if clause.dated and clause.span and _days(clause.span) > 27:
        reading.span, reading.dated = clause.span, clause.sentence.block
    elif years:
        reading.span, reading.dated = max(years), clause.sentence.block
    months = [t.span for t in spoken if t.span.start.day == 1 and 27 < _days(t.span) < 32]
    if months:
        reading.month = months[-1]
    wholes = [f for f in clause.figures if f.measure == "incidents" and not f.part]
    if wholes:
        reading.whole, reading.block = wholes[0], clause.sentence.block
    if actors := [m for m in clause.mentions if m.of("actor")]:
        acting = [m for m in actors if _ACTS.match(clause.text, m.end)]
        reading.actors, reading.sure = frozenset((acting or actors)[0].of("actor")[:1]), True
    places = [code for m in clause.mentions for code in m.of("place")]
    if places:
        reading.elsewhere = reading.elsewhere or any(
            terms.parents.get(place) or place not in terms.codebook.places for place in places
        )
        wide = [place for place in places if place in terms.provinces]
        reading.place = wide[0] if len(set(wide)) == 1 else None


def _of_note(document: Document, sentence: Sentence, terms: Terms) -> Reading:
    """What a note may take for granted: the place of the sentence that cites it."""
    for note in document.footnotes:
        if note.start < sentence.end and sentence.start < note.end and note.citations:
            cited = note.citations[0].start
            block = document.block_at(max(cited - 1, 0))
            start = max(block.start if block else 0, cited - 300)
            named = {
                code
                for mention in terms.find(document.text[start:cited])
                for code in mention.of("place")
            }
            abroad = named - terms.codebook.places.keys()
            countries = abroad & COUNTRIES
            places = countries if len(countries) == 1 else terms.most_precise(named)
            return Reading(inherited=frozenset(places))
    return Reading()


def _days(span: Span) -> int:
    return (span.end - span.start).days + 1


def _is_beside(text: str, time: TimeMention) -> bool:
    """A time that a sentence only compares with, or counts from."""
    before = text[max(0, time.start - 70) : time.start]
    return bool(
        re.search(
            r"(?:compared|comparing|since|until|till|from|than|after|before)\b[^,]*$", before, re.I
        )
        or _PREVIOUS.match(text, time.start)
    )


def _span_spoken_of(text: str, times: tuple[TimeMention, ...], first: int) -> Span | None:
    """The time a sentence as a whole speaks of: the only one, or the one its numbers follow."""
    spoken = [time for time in times if not _is_beside(text, time)]
    if len({time.span for time in spoken}) == 1:
        return spoken[0].span
    ahead = sorted({t.span for t in spoken if t.end <= first}, key=_days)
    within = all(one.start <= ahead[0].start and ahead[0].end <= one.end for one in ahead)
    return ahead[0] if ahead and within else None


def _figures(
    document: Document, clause: Clause, reading: Reading, terms: Terms, home: str | None
) -> Iterator[Figure]:
    counts = [n for n in clause.numbers if n.kind == "count" and n.best is not None]
    spoken_of = tuple(subjects(clause.text, clause.mentions, counts))
    gaps = {subject.gap for subject in spoken_of}
    scoping = Scoping(document, clause, reading, terms, home, spoken_of)
    known: list[tuple[Phrase, Figure]] = []
    for place, number in enumerate(counts):
        following = counts[place + 1].start if place + 1 < len(counts) else len(clause.text)
        phrase = phrase_of(clause, number, following, [p for p, _ in known], number.start in gaps)
        if phrase is None or phrase.measure is None:
            continue
        measure: str | None = phrase.measure
        if measure == "persons":
            people = [f.measure for _, f in known if f.measure != "incidents" and not f.part]
            if people and (number.whole is not None or phrase.elliptic):
                measure = people[-1]
            else:
                previous = counts[place - 1].end if place else 0
                measure = outcome_said(clause.text, previous, phrase, following)
        if measure is None:
            continue
        if figure := scoping.figure(phrase, measure, following, known):
            known.append((phrase, figure))
            yield from each(clause, figure, phrase)
