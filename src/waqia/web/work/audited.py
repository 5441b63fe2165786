"""An audit as plain data for a page: the text with its findings in place, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waqia.audit import Audit, Spot
    from waqia.reading import Cell, Document, Table

Record = dict[str, Any]
_FROM_THE_RIGHT = ("Arab", "Hebr")
_SPOTS = 8
"""Places of a finding that are listed; all are marked."""


def laid_out(audit: Audit) -> Record:
    """What a page shows of an audit.

    `documents` have a name, language, direction and blocks. A block has a kind, the page where
    one begins with it (else None), and either `parts` or, for a table, `rows` of cells with
    `parts`. A part is its text, the numbers of the findings that lie on it, and where a place of a
    finding begins there, the name of that place. `found` are the findings with their places,
    `problems` those of reading.
    """
    places = {
        (number, at): f"m{number}-{at}"
        for number, one in enumerate(audit.found)
        for at, _ in enumerate(one.marked)
    }
    documents = [
        {
            "name": document.name,
            "language": document.language,
            "direction": "rtl" if document.script in _FROM_THE_RIGHT else "ltr",
            "blocks": list(_Layout(document, audit, places).blocks()),
        }
        for document in audit.documents
    ]
    found = [
        {
            "number": number,
            "code": one.code,
            "severity": one.severity,
            "message": one.message,
            "arithmetic": one.arithmetic,
            "correction": one.correction,
            "doubt": one.doubt,
            "places": [
                _place(spot) | {"at": places[number, at]}
                for at, spot in enumerate(one.spots[:_SPOTS])
            ],
            "more": max(0, len(one.spots) - _SPOTS),
        }
        for number, one in enumerate(audit.found)
    ]
    problems = [
        asdict(finding) | {"severity": finding.severity}
        for document in audit.documents
        for finding in document.findings
        # a doubtful table is told as one that was not added up
        if finding.code != "table-doubtful"
    ]
    severities = Counter(one.severity for one in audit.found)
    return {
        "documents": documents,
        "found": found,
        "problems": problems,
        "read": audit.read,
        "checked": dict(audit.checked),
        "severities": dict(severities),
    }


def _place(spot: Spot) -> Record:
    return {
        "document": spot.document, "page": spot.page, "where": spot.where, "quote": spot.quote,
    }  # fmt: skip


def _is_number(cell: Cell) -> bool:
    return cell.text[:1].isdigit()


class _Layout:
    """One document being laid out; a place is named where it begins, and only once."""

    def __init__(
        self, document: Document, audit: Audit, places: dict[tuple[int, int], str]
    ) -> None:
        self.document = document
        self.marks = sorted(
            (spot.start, spot.end, number, places[number, at])
            for number, one in enumerate(audit.found)
            for at, spot in enumerate(one.marked)
            if spot.document == document.name
        )
        self.named: set[str] = set()

    def blocks(self) -> Iterator[Record]:
        """The blocks in order; a table stands where its first block does."""
        tables = {table.start: table for table in self.document.tables}
        drawn: set[int] = set()
        page: int | None = None
        for block in self.document.blocks:
            begins = {"page": block.page if block.page != page else None}
            page = block.page or page
            within = [t for t in tables.values() if t.start < block.end and block.start < t.end]
            if block.kind == "table" and within:
                for table in within:
                    if table.start not in drawn:
                        drawn.add(table.start)
                        number = {"kind": "table", "number": len(drawn)}
                        yield number | begins | self._table(table)
            else:
                parts = list(self._parts(block.start, block.end))
                yield {"kind": block.kind, "parts": parts} | begins

    def _table(self, table: Table) -> Record:
        tally = Counter[int]()
        for cell in table.cells:
            if cell.row >= table.header_rows and cell.text:
                tally[cell.column] += 1 if _is_number(cell) else -1

        def numeric(cell: Cell) -> bool:  # a head is set as most of what is below it
            head = cell.row < table.header_rows
            return cell.width == 1 and tally[cell.column] > 0 if head else _is_number(cell)

        rows = [
            {
                "head": number < table.header_rows,
                "cells": [self._cell(cell, number=numeric(cell)) for cell in cells],
            }
            for number, cells in groupby(table.cells, key=lambda cell: cell.row)
        ]
        return {"rows": rows, "doubts": list(table.doubts)}

    def _cell(self, cell: Cell, *, number: bool) -> Record:
        parts: list[list[Any]] = []
        for start, end in cell.spans:
            parts += [[" ", [], None]] if parts else []
            parts += self._parts(start, end)
        return {
            "parts": parts, "text": bool(cell.text), "width": cell.width,
            "number": number,
        }  # fmt: skip

    def _parts(self, start: int, end: int) -> Iterator[list[Any]]:
        """A stretch of text in pieces, divided where places of findings begin or end."""
        text = self.document.text
        inside = [mark for mark in self.marks if mark[0] < end and start < mark[1]]
        edges = {start, end}
        for first, last, _, _ in inside:
            edges |= {max(first, start), min(last, end)}
        for a, b in pairwise(sorted(edges)):
            here = [mark for mark in inside if mark[0] <= a and b <= mark[1]]
            name = next((mark[3] for mark in here if mark[3] not in self.named), None)
            self.named.update(mark[3] for mark in here)
            yield [text[a:b], sorted({mark[2] for mark in here}), name]
