"""An audit: every check over one document, or over several together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from waqia.audit.asking import ask, differing
from waqia.audit.cells import table_figures
from waqia.audit.comparing import check_figures, contradictions
from waqia.audit.figure import Figure
from waqia.audit.finding import Discrepancy, ordered
from waqia.audit.grids import Grid, grids
from waqia.audit.groups import check_groups
from waqia.audit.incidents import Tellings, check_incidents
from waqia.audit.listing import check_lists
from waqia.audit.percents import check_percents
from waqia.audit.phrases import Clause
from waqia.audit.prose import read_prose
from waqia.audit.shares import Shares
from waqia.audit.sums import Hints, check_sums
from waqia.audit.telling import was_read
from waqia.audit.terms import Terms
from waqia.audit.wholes import check_notes, check_wholes
from waqia.codebook import Codebook
from waqia.model import phrase
from waqia.reading import Document

if TYPE_CHECKING:
    from waqia.release import Release


@dataclass(frozen=True)
class Audit:
    """Documents that were audited, their figures, and what does not fit.

    `checked` counts the `tables` and `figures` that were read, those `comparable` because their
    scope was understood in full, and, with a release, those `asked` and answered the `same`.
    """

    documents: tuple[Document, ...]
    figures: tuple[Figure, ...]
    found: tuple[Discrepancy, ...]
    checked: Mapping[str, int] = field(default_factory=dict)

    @property
    def read(self) -> str:
        """What was read, in sentences; where no number could be compared, that and why."""
        return was_read(self.checked.get("tables", 0), self.figures)


@dataclass(frozen=True)
class _Parts:
    """A document taken apart."""

    document: Document
    clauses: list[Clause]
    tables: list[Grid]
    figures: list[Figure]


def audit(
    documents: Iterable[Document],
    codebook: Codebook,
    release: Release | None = None,
    name: str = phrase("the release"),
) -> Audit:
    """Check the numbers of documents: each within itself, against the others, and a release.

    Args:
        documents: documents as they were read, attachments are audited with them.
        codebook: whose terms and places the scopes of the numbers are told in.
        release: a release that is asked each figure's question, called `name` in findings.

    Returns:
        What was found, the gravest first; a document without text adds nothing.
    """
    terms = Terms.of(codebook)
    parts = [
        _taken_apart(document, terms) for outer in documents for document in outer.all_documents()
    ]
    figures = [figure for part in parts for figure in part.figures]
    found: list[Discrepancy] = [one for part in parts for one in _within(part, terms)]
    found += check_figures(figures, codebook)
    tellings = Tellings(terms)
    told = (one for part in parts for one in tellings.of(part.document, part.clauses))
    found += check_incidents(told, codebook)
    checked: dict[str, int] = {}
    if release is not None:
        asked = ask(release, figures)
        found += differing(asked, name, codebook)
        checked["asked"] = sum(not one.why for one in asked)
        checked["same"] = sum(one.same for one in asked)
    checked |= {
        "tables": sum(len(part.tables) for part in parts),
        "figures": len(figures),
        "comparable": sum(figure.sure for figure in figures),
    }
    return Audit(
        tuple(part.document for part in parts), tuple(figures), tuple(ordered(found)), checked
    )


def figures_of(document: Document, codebook: Codebook) -> list[Figure]:
    """The published numbers of a document in order, each with its scope, certain or not."""
    return _taken_apart(document, Terms.of(codebook)).figures


def _taken_apart(document: Document, terms: Terms) -> _Parts:
    clauses = read_prose(document, terms)
    tables = grids(document)
    figures = [figure for clause in clauses for figure in clause.figures]
    figures += [figure for grid in tables for figure in table_figures(grid, terms)]
    figures.sort(key=lambda figure: (figure.start, figure.end))
    return _Parts(document, clauses, tables, figures)


def _within(part: _Parts, terms: Terms) -> Iterator[Discrepancy]:
    """What is checked in one document alone."""
    hints = _hints(part.figures)
    for grid in part.tables:
        yield from check_sums(grid, hints.get(grid.number, {}))
        yield from check_percents(grid)
        yield from check_notes(grid)
    yield from check_wholes(part.document, part.clauses, terms)
    yield from Shares(part.document, part.figures, terms).check(part.clauses)
    yield from check_groups(part.figures, terms.codebook)
    yield from check_lists(part.document, part.clauses, part.tables, terms)


def _hints(figures: Sequence[Figure]) -> dict[int, Hints]:
    """What the text prints for cells, by table: another number, or for a total the same."""
    found: dict[int, dict[tuple[int, int], tuple[float, str]]] = {}
    for few, many in contradictions(figures):
        both = [*few, *many]
        for cell in (figure for figure in both if figure.origin == "cell"):
            other = next((f for f in both if f.value != cell.value), None)
            if cell.table is not None and cell.cell is not None and other is not None:
                found.setdefault(cell.table, {})[cell.cell] = (other.value, other.where)
    said = {(f.key, f.value): f.where for f in figures if f.sure and f.origin == "prose"}
    for cell in figures:
        if cell.total and cell.sure and cell.table is not None and cell.cell is not None:
            where = said.get((cell.key, cell.value))
            if where is not None:
                found.setdefault(cell.table, {}).setdefault(cell.cell, (cell.value, where))
    return dict(found)
