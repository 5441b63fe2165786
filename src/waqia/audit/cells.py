"""Figures in tables: every number of a cell, its scope from caption, head and stub."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from waqia.audit.figure import Figure, Scope
from waqia.audit.grids import Grid, read_number
from waqia.audit.spans import Span, find_spans
from waqia.audit.terms import Terms
from waqia.audit.wording import kind_of

_MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (measure, re.compile(pattern, re.IGNORECASE))
    for measure, pattern in (
        ("arrested", r"\barrest|detained|گرفتار"),
        ("abducted", r"\babduct|kidnap|اغوا"),
        ("killed", r"\bkilled|\bdead\b|\bdeaths?|fatalit|martyred|ہلاک|جاں بحق"),
        ("injured", r"\binjur|\bwounded|زخمی"),
        (
            "incidents",
            r"attacks?\b|incidents?\b|operations?\b|clashes|events?\b|bombings?|حمل|واقعات",
        ),
    )
)
_VOCABULARIES = ("target", "tactic", "actor")
_UNLIKE = re.compile(r"\bexcl|\bother\b|\bunspecified|\bwithout\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Caption:
    kind: str | None
    scope: Scope
    measure: str | None


def table_figures(grid: Grid, terms: Terms) -> Iterator[Figure]:
    """The numbers of a table; of a doubtful one only those of rows that add up to their total.

    Where two rows would have one scope, what tells them apart was not understood in either.
    """
    found = list(_read_figures(grid, terms))
    scopes = Counter((f.key, f.cell[1]) for f in found if f.cell)
    for figure in found:
        alone = figure.cell is None or scopes[(figure.key, figure.cell[1])] == 1
        yield figure if alone else replace(figure, sure=False)


def _read_figures(grid: Grid, terms: Terms) -> Iterator[Figure]:
    caption = _caption(grid, terms)
    sound = _sound_rows(grid)
    below = {
        row.index: after.stub
        for row, after in pairwise(grid.rows)
        if sound is not None and after.index not in sound
    }  # a line that does not add up may be the rest of the name above it
    for row in grid.rows:
        if sound is not None and row.index not in sound:
            continue
        stub, certain = _stub(row.stub, terms, caption.scope)
        if not certain and sound is not None and (more := below.get(row.index)):
            stub, certain = _stub(f"{row.stub} {more}", terms, caption.scope)
        for column, role in enumerate(grid.roles):
            if role not in ("count", "total", "change"):
                continue
            cell = grid.cells[row.index][column]
            number = read_number(cell.text) if cell else None
            if cell is None or number is None:
                continue
            measure, scope, known = _head(grid, column, terms, caption, stub)
            if measure is None:
                continue
            change = role == "change"
            yield Figure(
                grid.document, cell.start, cell.end,
                f"percent_change_{measure}" if change else measure,
                number.value, number.value, number.value, scope,
                grid.said(row.index, column), "cell", (cell.start, cell.end),
                certain and known and scope.span is not None,
                total=row.kind != "part", table=grid.number, cell=(row.index, column),
            )  # fmt: skip


def _sound_rows(grid: Grid) -> frozenset[int] | None:
    """None where the whole table is sound; else its rows whose parts add up to their total."""
    if not grid.table.doubts:
        return None
    return frozenset(
        row.index
        for row in grid.rows
        for total in (n for n, role in enumerate(grid.roles) if role == "total")
        if row.kind == "part"
        and (grid.at(row.index, total) or 0) > 0
        and sum(grid.at(row.index, n) or 0 for n in range(grid.stub + 1, total))
        == grid.at(row.index, total)
    )


def _caption(grid: Grid, terms: Terms) -> _Caption:
    said = grid.caption
    spans = [time.span for time in find_spans(said)]
    since = re.search(r"\bsince\b", said, re.IGNORECASE)
    mentions = [m for m in terms.find(said) if since is None or m.end <= since.start()]
    places = terms.most_precise(code for m in mentions for code in m.of("place")[:1])
    home = next((p.id for p in terms.codebook.places.values() if p.level == "country"), None)
    scope = Scope(
        places=places or (frozenset({home}) if home else frozenset()),
        span=spans[0] if len(set(spans)) == 1 else None,
        actors=frozenset(code for m in mentions for code in m.of("actor")[:1]),
        targets=frozenset(c for m in mentions for c in m.of("target") if "security" not in c),
    )
    measure = next((name for name, pattern in _MEASURES if pattern.search(said)), None)
    return _Caption(kind_of(said), scope, measure)


def _stub(name: str, terms: Terms, scope: Scope) -> tuple[Scope, bool]:
    """The scope of a row, and whether its stub was understood as a whole."""
    said = re.sub(r"\b(?:grand|sub)?-?\s*totals?\b(?: in)?", " ", name, flags=re.I).strip(" :-")
    if not said:
        return scope, True
    for vocabulary in _VOCABULARIES:
        if code := terms.codebook.find(vocabulary, said):
            return scope.but(**{f"{vocabulary}s": frozenset({code})}), True
    mentions = terms.find(said)
    places = frozenset(code for m in mentions for code in m.of("place")[:1])
    rest = said
    for mention in reversed(mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    if (
        places
        and not _UNLIKE.search(rest)
        and not re.search(r"[^\W\d_]{3}", rest.replace("and", ""))
    ):
        return scope.but(places=places), True
    if spans := find_spans(said):
        return scope.but(span=spans[0].span), len(spans) == 1
    actors = [code for m in mentions for code in m.of("actor")[:1]]
    if len(set(actors)) == 1 and not places:
        return scope.but(actors=frozenset(actors)), True
    return scope.but(words=frozenset({said.casefold()})), False


def _head(
    grid: Grid, column: int, terms: Terms, caption: _Caption, scope: Scope
) -> tuple[str | None, Scope, bool]:
    """The measure of a column, and what its head adds to the scope."""
    name = re.sub(r"\(?%\s*changes?\)?", " ", grid.names[column], flags=re.I)
    last = name.rpartition(" / ")[2] or name
    measure = next((known for known, pattern in _MEASURES if pattern.search(last)), None)
    known = True
    if measure is None:
        measure = next((m for m, pattern in _MEASURES if pattern.search(name)), None)
    mentions = terms.find(name)
    places = frozenset(code for m in mentions for code in m.of("place")[:1])
    if measure is None:
        measure = caption.measure or ("incidents" if caption.kind else None)
        known = bool(places or find_spans(name)) or grid.roles[column] == "total"
    kind = kind_of(last) if kind_of(last) not in (None, "attack") else None
    scope = scope.but(kind=caption.kind or kind or kind_of(name))
    if places and scope.places and not places <= scope.places:
        scope = scope.but(places=places)
    spans = [time.span for time in find_spans(name)]
    if spans:
        scope = scope.but(span=_longest(spans))
    return measure, scope, known


def _longest(spans: list[Span]) -> Span:
    return max(spans, key=lambda span: span.end - span.start)
