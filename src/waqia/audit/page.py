"""An audit as one HTML file: the documents, every finding in its place, and a list of them."""

from __future__ import annotations

import base64
import hashlib
import html
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

from waqia.audit.auditing import Audit
from waqia.audit.finding import Discrepancy, Spot
from waqia.audit.grids import read_number
from waqia.audit.telling import number_of
from waqia.reading import Block, Cell, Document, Table

_ASSETS = Path(__file__).parent / "assets"
_TAGS = {"heading": "h3", "item": "li", "footnote": "p", "caption": "p", "header": "p"}
_FROM_THE_RIGHT = ("Arab", "Hebr")
_QUOTE = 48
_LISTED = 8
"""Places of a finding that are listed; all are marked."""
_SEVERITIES = ("error", "warning", "note")
Marks = list[tuple[int, int, int]]
"""Start, end and number of the finding, for every place of a document."""


def to_html(audit: Audit) -> str:
    """One self-contained page; it loads nothing and its policy admits only its own script."""
    script = (_ASSETS / "audit.js").read_text(encoding="utf-8")
    style = (_ASSETS / "audit.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    names = ", ".join(Path(document.name).name for document in audit.documents)
    several = len(audit.documents) > 1
    places = {document.name: at for at, document in reversed([*enumerate(audit.documents)])}
    marks: dict[str, Marks] = defaultdict(list)
    for number, one in enumerate(audit.found):
        for spot in one.marked:
            marks[spot.document].append((spot.start, spot.end, number))
    documents = "".join(
        f'<article data-d="{at}"{_direction(document)}><h2 dir="auto">'
        f"{html.escape(Path(document.name).name)}</h2>"
        f"{''.join(_document(document, marks[document.name]))}</article>"
        for at, document in enumerate(audit.documents)
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Audit of {html.escape(names)}</title><style>{style}</style></head>"
        f'<body><nav aria-label="Findings"><h1>Audit of {html.escape(names)}</h1>'
        f"{_summary(audit)}<ol>{''.join(_listed(audit.found, places, several))}</ol></nav>"
        f"<main>{documents}</main><script>{script}</script></body></html>\n"
    )


def _summary(audit: Audit) -> str:
    number = {name: sum(one.severity == name for one in audit.found) for name in _SEVERITIES}
    said = ", ".join(number_of(count, name) for name, count in number.items() if count)
    notes = " Notes may be no mistakes; each says why." if number["note"] else ""
    return f"<p>{said or 'No findings'}. {html.escape(audit.read)}{notes}</p>"


def _direction(document: Document) -> str:
    """The attributes that set a document as its language is written."""
    said = f' lang="{html.escape(document.language)}"' if document.language else ""
    return f'{said} dir="{"rtl" if document.script in _FROM_THE_RIGHT else "ltr"}"'


def _place(spot: Spot, several: bool) -> str:
    """A place in words: its document where there are several, and what a sentence says there."""
    name = f"{Path(spot.document).name}, " if several else ""
    page = f", page {spot.page}" if spot.page else ""
    quote = f"{spot.quote[:_QUOTE].rstrip()}…" if len(spot.quote) > _QUOTE else spot.quote
    said = "" if ", row " in spot.where else f" “<bdi>{html.escape(quote)}</bdi>”"
    return f"{html.escape(name + spot.where + page)}{said}"


def _listed(
    found: tuple[Discrepancy, ...], documents: dict[str, int], several: bool
) -> Iterator[str]:
    for number, one in enumerate(found):
        rows = [
            ("Arithmetic", one.arithmetic),
            ("Repair", one.correction),
            ("Doubt", one.doubt),
        ]
        told = "".join(
            f"<dt>{name}</dt><dd>{html.escape(words)}</dd>" for name, words in rows if words
        )
        places = "".join(
            f'<li><button type="button" data-f="{number}" data-at="{spot.start}" '
            f'data-d="{documents.get(spot.document, 0)}">{_place(spot, several)}</button></li>'
            for spot in one.spots[:_LISTED]
        )
        if (more := len(one.spots) - _LISTED) > 0:
            places += f"<li>and {more} more</li>"
        yield (
            f'<li id="f{number}" class="{one.severity}" tabindex="0" data-f="{number}">'
            f"<p><b>{one.severity}</b> <code>{one.code}</code></p>"
            f"<p>{html.escape(one.message)}</p><dl>{told}</dl><ul>{places}</ul></li>"
        )


def _document(document: Document, marks: Marks) -> Iterator[str]:
    if not document.blocks:
        yield "<p>The document holds no text that could be read.</p>"
    drawn: set[int] = set()
    ends = [table.end for table in document.tables]
    page: int | None = None
    for block in document.blocks:
        if block.page is not None and block.page != page:
            page = block.page
            yield f'<p class="page">page {page}</p>'
        table = _table_at(document, block, ends)
        if table is None or block.kind != "table":
            yield _block(document, block, marks)
        elif id(table) not in drawn:
            drawn.add(id(table))
            yield _table(document, table, marks)


def _table_at(document: Document, block: Block, ends: list[int]) -> Table | None:
    at = bisect_right(ends, block.start)
    table = document.tables[at] if at < len(ends) else None
    return table if table and table.start < block.end else None


def _block(document: Document, block: Block, marks: Marks) -> str:
    tag = _TAGS.get(block.kind, "p")
    said = _marked(document.text, block.start, block.end, marks)
    return f'<{tag} class="{block.kind}" dir="auto">{said}</{tag}>'


def _table(document: Document, table: Table, marks: Marks) -> str:
    rows: list[str] = []
    for number, row in groupby(table.cells, key=lambda cell: cell.row):
        cells = list(row)
        tag = "th" if number < table.header_rows else "td"
        rows.append(f"<tr>{''.join(_cell(document, cell, tag, marks) for cell in cells)}</tr>")
    doubt = f'<p class="doubt">{html.escape("; ".join(table.doubts))}</p>' if table.doubts else ""
    return f'<div class="table"><table>{"".join(rows)}</table>{doubt}</div>'


def _cell(document: Document, cell: Cell, tag: str, marks: Marks) -> str:
    said = " ".join(_marked(document.text, start, end, marks) for start, end in cell.spans)
    wide = f' colspan="{cell.width}"' if cell.width > 1 else ""
    number = ' class="number"' if tag == "td" and read_number(cell.text) else ""
    return f'<{tag}{wide}{number} dir="auto">{said}</{tag}>'


def _marked(text: str, start: int, end: int, marks: Marks) -> str:
    """A stretch of text with the places of findings marked; places may overlap."""
    inside = [(max(a, start), min(b, end), n) for a, b, n in marks if a < end and start < b]
    if not inside:
        return html.escape(text[start:end])
    edges = sorted({start, end, *(edge for a, b, _ in inside for edge in (a, b))})
    said: list[str] = []
    for first, last in pairwise(edges):
        words = html.escape(text[first:last])
        numbers = sorted({n for a, b, n in inside if a <= first and last <= b})
        if numbers:
            listed = " ".join(map(str, numbers))
            words = f'<mark data-f="{listed}" data-from="{first}">{words}</mark>'
        said.append(words)
    return "".join(said)
