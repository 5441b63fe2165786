"""A workbook: incidents, accounts, sources, the codebook, and a sheet on what it is."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.codebook import VOCABULARIES, Codebook
from waqia.formats.export_flat import INCIDENT_COLUMNS, by_party, flat
from waqia.model import OUTCOMES, TABLES, ExportError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767
_CHUNK = 5_000
_ORDER = {
    "incidents": "x_incidents.date_start, x_incidents.id",
    "accounts": "x_accounts.incident, x_accounts.id",
    "sources": "x_sources.id",
}
_NOT_IN_XML = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
_WIDE = {"summary": 60, "note": 40, "title": 40, "definition": 60, "what it holds": 80}


@contextmanager
def _plain_errors() -> Iterator[None]:
    """What the XML library says of a full disk, IO_ENOSPC, as the system's own error."""
    from lxml.etree import SerialisationError

    try:
        yield
    except SerialisationError as error:
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(number, os.strerror(number)) from error


@_plain_errors()
def write_xlsx(
    connection: DuckDBPyConnection,
    codebook: Codebook,
    path: Path,
    about: Mapping[str, str],
    notes: Sequence[str],
) -> int:
    """Write the workbook; gives the number of incidents.

    Text stays text: a cell that starts with `=` is no formula. Characters that a workbook cannot
    hold are left out, and cells are cut at its limit of 32,767 characters.

    Raises:
        ExportError: a table has more rows than a sheet can hold.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    rows = 0
    for name, columns in _sheets().items():
        found = connection.execute(f"SELECT count(*) FROM x_{name}").fetchone()
        count = int(found[0]) if found else 0
        if count > _MOST_ROWS:
            raise ExportError(
                f"{count:,} {name} do not fit in a sheet of {_MOST_ROWS:,} rows; export to csv or "
                "parquet, or keep fewer."
            )
        rows = count if name == "incidents" else rows
        listed = ", ".join(f"{sql} AS {column}" for column, sql in columns.items())
        result = connection.execute(f"SELECT {listed} FROM x_{name} ORDER BY {_ORDER[name]}")
        _sheet(book, name, list(columns), iter(partial(result.fetchmany, _CHUNK), []))
    terms = [
        (name, term.code, term.label, term.label_ur, term.parent, term.row.get("definition"))
        for name in VOCABULARIES
        for term in codebook.terms(name).values()
    ]
    header = ["vocabulary", "code", "label", "label_ur", "parent", "definition"]
    _sheet(book, "codebook", header, [terms])
    _sheet(book, "about", ["sheet", "column", "what it holds"], [_about(codebook, about, notes)])
    # a workbook that is cut off while it is saved cannot be closed quietly: save it whole
    whole = BytesIO()
    book.save(whole)
    path.write_bytes(whole.getvalue())
    return rows


def _sheets() -> dict[str, dict[str, str]]:
    """Sheet → column → SQL."""
    accounts: dict[str, str] = {}
    for column in TABLES["accounts"].columns:
        if column.name == "casualties":
            accounts |= {f"{outcome}_by_party": by_party(outcome) for outcome in OUTCOMES}
        elif column.name == "anchors":
            accounts["said_at"] = "anchors[1].locator"
        elif column.name != "words":
            accounts[column.name] = column.name
    lists = {
        column.name
        for name in ("incidents", "accounts")
        for column in TABLES[name].columns
        if column.type == "VARCHAR[]"
    }
    incidents, accounts = (
        {
            name: f"array_to_string({sql}, '; ')" if name in lists else sql
            for name, sql in columns.items()
        }
        for columns in (flat(lists_as_text=False), accounts)
    )
    sources = {name: name for name in TABLES["sources"].names}
    return {"incidents": incidents, "accounts": accounts, "sources": sources}


def _about(
    codebook: Codebook, about: Mapping[str, str], notes: Sequence[str]
) -> Iterable[tuple[str, str, str]]:
    yield ("", "codebook", f"{codebook.title} ({codebook.id} {codebook.version})")
    yield from (("", name, text) for name, text in about.items())
    yield from (("", "protection", note) for note in notes)
    yield ("", "empty cell", "not known, never zero")
    sheets = {"incidents": INCIDENT_COLUMNS} | {
        name: TABLES[name].columns for name in ("accounts", "sources")
    }
    for sheet, columns in sheets.items():
        for column in columns:
            yield (sheet, column.name, column.description)


def _sheet(book: Any, name: str, columns: list[str], chunks: Iterable[Iterable[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = _WIDE.get(column, 16)
    header = [WriteOnlyCell(sheet, column.replace("_", " ")) for column in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)

    def plain(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = value[:_MOST_CHARACTERS].translate(_NOT_IN_XML)
        if text[:1] not in ("=", "#"):
            return text
        # openpyxl would make a formula of =… and an error value of #…
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        return cell

    for chunk in chunks:
        for row in chunk:
            sheet.append([plain(value) for value in row])
