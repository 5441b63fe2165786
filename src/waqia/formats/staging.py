"""One file through its mapping into the tables `accounts`, `sources`, `findings`, `set_aside`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from waqia.codebook import Codebook, load_into
from waqia.formats.accounts import number_incidents, write_accounts, write_sources
from waqia.formats.counting import count_rows
from waqia.formats.dating import date_rows
from waqia.formats.expressions import ITEM, PART, Cells
from waqia.formats.files import Looked
from waqia.formats.listing import list_sources
from waqia.formats.mapping import VOCABULARY_OF, DatasetMapping
from waqia.formats.places import match_places, place_points
from waqia.formats.problems import (
    COLUMNS,
    date_problems,
    errors,
    id_problems,
    place_problems,
    report,
    value_problems,
    write_findings,
)
from waqia.formats.reading import EXTRA, Rows, open_rows, plain_errors
from waqia.formats.sources import described
from waqia.formats.text import name, quote, quotes
from waqia.formats.told import Told
from waqia.formats.values import translate
from waqia.model import InputError, QuestionError, phrase

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, int, int], None]
_STAGES = ("looking", "reading", "dates", "counts", "places", "values", "accounts")
_BLANKS = "' \t\r\n\xa0\ufeff'"


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of the rows of a file: read, kept, set aside, not asked for."""

    looked: Looked
    rows: int
    kept: int
    set_aside: int
    not_asked: int


def stage(
    connection: duckdb.DuckDBPyConnection,
    path: str | Path,
    mapping: DatasetMapping,
    codebook: Codebook,
    folder: Path,
    *,
    where: Sequence[str] = (),
    sources: str | Path | None = None,
    sheet: str | None = None,
    progress: Progress | None = None,
) -> Staged:
    """Fill a connection with `accounts`, `sources`, `findings`, `set_aside` and `numbered`.

    `where` are conditions COLUMN=VALUE (`!=` too) on the file's own columns; several must all
    hold. `sources` is a file with a list of sources; `folder` takes temporary files. `set_aside`
    has (row, codes, reasons); `numbered` the accounts whose incident the file does not name.

    Raises:
        InputError: the file cannot be read or lacks columns the mapping needs.
        QuestionError: `where` names a column that the file does not have.
        CodebookError: the mapping names codes that the codebook does not have.
    """

    def tell(stage: str) -> None:
        if progress:
            progress(stage, _STAGES.index(stage), len(_STAGES))

    tell("looking")
    rows = open_rows(
        connection, path, folder,
        encoding=mapping.read.get("encoding"),
        delimiter=mapping.read.get("delimiter"),
        sheet=sheet or mapping.read.get("sheet"),
        whole=mapping.words or (),
    )  # fmt: skip
    cells = Cells(str(path), rows.columns, mapping)
    told = Told(mapping, cells)
    cells.check_required()
    asked = _asked(rows, where)
    load_into(connection, codebook, mapping.crosswalk)
    tell("reading")
    rows, total, not_asked = _read_or_repair(connection, rows, cells, asked)
    if not total:
        raise InputError(f"{rows.looked.path} has a header but no rows; expected records below it.")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW told AS {told.sql('raw')}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE problems ({COLUMNS})")
    _file_problems(connection, rows, cells)
    _listed_problems(connection, told)
    id_problems(connection, given=bool(mapping.account))
    tell("dates")
    date_rows(connection, mapping.date)
    date_problems(connection, mapping.date.tolerance, mapping.date.order)
    tell("counts")
    count_rows(connection, codebook, told)
    tell("places")
    match_places(connection, codebook.rules.get("country"))
    place_points(connection)
    place_problems(connection)
    tell("values")
    for field, vocabulary in VOCABULARY_OF.items():
        keys = f"SELECT DISTINCT {field}_key AS key FROM told"
        rules = mapping.fields.get(field, ())
        table = translate(connection, codebook, mapping, field, vocabulary, rules, keys)
        if rules:
            value_problems(connection, field, f"{field}_key", table, "told", codebook.id)
    described(connection, "own_source", mapping.row_source, mapping.dataset, "own_text")
    described(connection, "cited_source", mapping.cites, mapping.dataset, "cited_text")
    list_sources(connection, sources, folder)
    tell("accounts")
    _refer_to_sources(connection, given=sources is not None)
    set_aside = _set_aside(connection)
    number_incidents(connection, mapping)
    write_accounts(connection, mapping, told)
    write_sources(connection, mapping, rows.looked)
    write_findings(connection, rows.looked.path.name, given=bool(mapping.account))
    connection.execute("INSERT INTO findings SELECT * FROM source_problems")
    connection.execute(
        "CREATE TABLE numbered AS SELECT account FROM named "
        "WHERE row IN (SELECT row FROM told WHERE incident_text IS NULL)"
    )
    for table in ("raw", "dated", "placed", "counted", "parts", "named"):
        connection.execute(f"DROP TABLE {table} CASCADE")
    return Staged(rows.looked, total, total - set_aside - not_asked, set_aside, not_asked)


def _asked(rows: Rows, where: Sequence[str]) -> str:
    folded = {column.lower(): column for column in rows.columns}
    tests = []
    for condition in where:
        column, sign, value = (part.strip() for part in condition.partition("="))
        negated = column.endswith("!")
        column = column.removesuffix("!").strip()
        if not sign:
            raise QuestionError(f"{condition!r} is no condition; expected COLUMN=VALUE.")
        if column.lower() not in folded:
            raise QuestionError(
                f"{rows.looked.path} has no column {column!r}; it has {', '.join(rows.columns)}."
            )
        cell = f"lower(coalesce(trim({name(folded[column.lower()])}), ''))"
        tests.append(f"{cell} {'<>' if negated else '='} {quote(value.lower())}")
    return " AND ".join(tests) or "true"


def _read_or_repair(
    connection: duckdb.DuckDBPyConnection, rows: Rows, cells: Cells, asked: str
) -> tuple[Rows, int, int]:
    """Read the rows, a second time from a repaired copy where a stray quote swallowed some."""
    try:
        with plain_errors(rows.looked.path):
            total, not_asked = _read_rows(connection, rows, cells, asked)
            every = ", ".join(map(name, rows.columns))
            swallowed = _count(connection, "unfit") and _count(
                connection,
                f"{rows.view} WHERE NOT \"(fits)\" AND contains(concat_ws('', {every}), chr(10))",
            )
    except InputError:
        if rows.repair is None:
            raise
        swallowed = 1
    if not swallowed or rows.repair is None:
        return rows, total, not_asked
    with plain_errors(rows.looked.path):
        rows = rows.repair()
        return rows, *_read_rows(connection, rows, cells, asked)


def _read_rows(
    connection: duckdb.DuckDBPyConnection, rows: Rows, cells: Cells, asked: str
) -> tuple[int, int]:
    """Create `raw`, the rows that fit, and `unfit`, the numbers of those that do not.

    Only the columns that the mapping uses are held. Returns the number of rows, and of those that
    were not asked for.
    """
    unknown = quotes(word.lower() for word in cells.mapping.unknown)
    columns = []
    for column in cells.used:
        # ITEM and PART hold keys of values together, so no cell may have them.
        plain = f"translate({name(column)}, {quote(ITEM + PART)}, '  ')"
        cell = f"nullif(trim({plain}, {_BLANKS}), '')"
        if unknown:
            cell = f"CASE WHEN lower({cell}) NOT IN ({unknown}) THEN {cell} END"
        columns.append(f"{cell} AS {name(column)}")
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE raw AS SELECT "(row)", "(fits)", {", ".join(columns)} '
        f'FROM {rows.view} WHERE NOT "(fits)" OR ({asked})'
    )
    held = _count(connection, "raw")
    total = held if asked == "true" else _count(connection, rows.view)
    connection.execute(
        'CREATE OR REPLACE TEMP TABLE unfit AS SELECT "(row)" AS row FROM raw WHERE NOT "(fits)"'
    )
    connection.execute('DELETE FROM raw WHERE NOT "(fits)"')
    return total, total - held


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0


def _file_problems(connection: duckdb.DuckDBPyConnection, rows: Rows, cells: Cells) -> None:
    report(
        connection,
        "row-malformed",
        f"SELECT row, {len(rows.columns)} AS columns, {quote(rows.looked.kind.upper())} AS kind "
        "FROM unfit",
        phrase(
            "The row does not have the header's %(columns)s columns, or is not readable as "
            "%(kind)s."
        ),
        expected=f"{len(rows.columns)} cells",
        action=phrase("correct the row in the file; look for missing quotes or extra separators"),
    )
    nowhere = "SELECT CAST(NULL AS BIGINT) AS row, {} AS said"
    if rows.looked.encoding not in ("utf-8", "utf-8-sig"):
        report(
            connection,
            "encoding",
            nowhere.format(quote(rows.looked.encoding)),
            phrase("The file is not UTF-8; it was read as %(said)s."),
            found="said",
            expected="utf-8",
            action=phrase(
                "look at accented names; if they are wrong, state `read.encoding` in the mapping"
            ),
        )
    for column in rows.columns:
        if column not in cells.used:
            report(
                connection,
                "column-unused",
                nowhere.format(quote(repr(column))),
                phrase("The mapping does not use the column %(said)s."),
                field=quote(column),
            )


def _listed_problems(connection: duckdb.DuckDBPyConnection, told: Told) -> None:
    for column, type_ in told.listed.items():
        report(
            connection,
            "row-malformed",
            f"SELECT row, {column} AS cell FROM told WHERE {column} IS NOT NULL "
            f"AND TRY_CAST(TRY_CAST({column} AS JSON) AS {type_}) IS NULL",
            phrase("A cell does not hold records of the model as JSON."),
            found="cell",
            expected=type_,
            action=phrase("write it as `waqia schema account` says"),
        )


def _refer_to_sources(connection: duckdb.DuckDBPyConnection, *, given: bool) -> None:
    """Ids that the list of sources lacks are reported; the source is kept by its bare id."""
    missing = (
        "SELECT row, source_id_text FROM told WHERE source_id_text IS NOT NULL "
        "AND source_id_text NOT IN (SELECT id FROM listed_source) AND own_text IS NULL"
    )
    report(
        connection,
        "source-missing",
        missing,
        phrase("The source %(source_id_text)s is not in the list of sources."),
        field="'source'",
        found="source_id_text",
        expected="an id of the file of sources"
        if given
        else "a file of sources beside the accounts",
    )
    connection.execute(
        "INSERT INTO listed_source (id, kind, title, access) SELECT DISTINCT source_id_text, "
        f"'document', source_id_text, 'public' FROM ({missing})"
    )


def _set_aside(connection: duckdb.DuckDBPyConnection) -> int:
    connection.execute(
        f"""CREATE TABLE set_aside AS SELECT row,
            string_agg(DISTINCT code, '; ' ORDER BY code) AS codes,
            string_agg(DISTINCT message, ' ' ORDER BY message) AS reasons
        FROM problems WHERE code IN ({errors()}) AND row IS NOT NULL GROUP BY row"""
    )
    return _count(connection, "set_aside")


def set_aside_rows(connection: duckdb.DuckDBPyConnection) -> str:
    """The query of the rows that were set aside, with why, and all cells that they have."""
    rows = 'set_aside s JOIN file_rows f ON f."(row)" = s.row'
    extra = _count(connection, f"{rows} WHERE f.{name(EXTRA)} IS NOT NULL")
    hidden = ["(row)", "(fits)"] + ([] if extra else [EXTRA])
    return (
        f"SELECT s.row, s.codes, s.reasons, f.* EXCLUDE ({', '.join(map(name, hidden))}) "
        f"FROM {rows} ORDER BY s.row"
    )
