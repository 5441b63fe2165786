"""Tables for readers as HTML, Markdown and CSV; every number knows its evidence."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

WIDE = 7
"""Columns that a page holds in the usual size of type."""

Link = Callable[[str, int | None], str]


def _plain(text: str, _evidence: int | None) -> str:
    return html.escape(text)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, its plain value, and the number of its evidence where it has one."""

    text: str
    value: Any = None
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells; `kind` is cell, subtotal, total or overlap."""

    kind: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table for readers: the first `stub` columns name the row, the others hold numbers."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    stub: int
    caption: str = ""
    notes: tuple[str, ...] = ()

    def to_html(self, link: Link | None = None) -> str:
        """HTML with a caption, scoped headers and notes; `link(text, evidence)` wraps numbers."""
        wrap = link or _plain
        head = "".join(
            f'<th scope="col"{"" if i < self.stub else " class=num"}>{html.escape(h)}</th>'
            for i, h in enumerate(self.headers)
        )
        body = "".join(
            f'<tr class="{row.kind}">'
            + "".join(
                f'<th scope="row">{html.escape(cell.text)}</th>'
                if i < self.stub
                else f"<td class=num>{wrap(cell.text, cell.evidence)}</td>"
                for i, cell in enumerate(row.cells)
            )
            + "</tr>"
            for row in self.rows
        )
        caption = f"<caption>{html.escape(self.caption)}</caption>" if self.caption else ""
        notes = "".join(f"<p class=note>{html.escape(note)}</p>" for note in self.notes)
        wide = ' class="wide"' if len(self.headers) > WIDE else ""
        return (
            f'<div class="table"><table{wide}>{caption}<thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>{notes}</div>"
        )

    def to_markdown(self) -> str:
        """A pipe table with right-aligned numbers, its caption above and its notes below."""

        def line(cells: Sequence[str]) -> str:
            return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

        rule = ["---"] * self.stub + ["---:"] * (len(self.headers) - self.stub)
        strong = [
            [f"**{c.text}**" if row.kind == "total" else c.text for c in row.cells]
            for row in self.rows
        ]
        lines = [line(self.headers), line(rule), *map(line, strong)]
        above = [f"**{self.caption}**", ""] if self.caption else []
        below = [text for note in self.notes for text in ("", f"*{note}*")]
        return "\n".join([*above, *lines, *below]) + "\n"

    def to_csv(self) -> str:
        """Comma-separated values: labels and plain numbers, empty where not known."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.headers)
        for row in self.rows:
            writer.writerow(
                cell.text if i < self.stub else "" if cell.value is None else cell.value
                for i, cell in enumerate(row.cells)
            )
        return out.getvalue()

    def __str__(self) -> str:
        """The table as Markdown, which is readable where it is printed."""
        return self.to_markdown()

    def _repr_html_(self) -> str:
        return self.to_html()
