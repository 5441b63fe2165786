"""The findings of an import: queries that each yield one kind of problem, with its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from waqia.formats.mapping import VOCABULARY_OF
from waqia.formats.text import name, quote, sentence
from waqia.model import FINDING_CODES, TABLES, phrase

if TYPE_CHECKING:
    import duckdb

COLUMNS = (
    "code VARCHAR, row BIGINT, field VARCHAR, found VARCHAR, expected VARCHAR, message VARCHAR, "
    "action VARCHAR"
)


def report(
    connection: duckdb.DuckDBPyConnection,
    code: str,
    rows: str,
    message: str,
    *,
    once: str = "",
    field: str = "NULL",
    found: str = "NULL",
    expected: str = "",
    action: str = "",
) -> None:
    """Add a problem for each row of the query `rows`, which gives `row` and what else is named.

    `message` is a template, its places are columns of `rows`; where `times` is 1, it is `once`.
    `field` and `found` are SQL expressions over `rows`.
    """
    said = sentence(message)
    if once:
        said = f"CASE WHEN times = 1 THEN {sentence(once)} ELSE {said} END"
    connection.execute(
        f"INSERT INTO problems SELECT {quote(code)}, row, {field}, left(CAST({found} AS "
        "VARCHAR), 200), "
        f"nullif({quote(expected)}, ''), {said}, nullif({quote(action)}, '') FROM ({rows})"
    )


def id_problems(connection: duckdb.DuckDBPyConnection, *, given: bool) -> None:
    """Ids that are missing or occur again; `given` where the mapping names an id column."""
    if not given:
        return
    report(
        connection,
        "id-missing",
        "SELECT row FROM told WHERE account_text IS NULL",
        phrase("The row has no id."),
        field="'id'",
        expected="an id in every row",
        action=phrase("fill in the id, or leave `account` out of the mapping"),
    )
    report(
        connection,
        "id-duplicated",
        "SELECT row, account_text, first FROM (SELECT row, account_text, "
        "min(row) OVER (PARTITION BY account_text) AS first FROM told WHERE account_text IS "
        "NOT NULL) "
        "WHERE row > first",
        phrase("The id %(account_text)s stands in row %(first)s already."),
        field="'id'",
        found="account_text",
        expected="an id that no other row has",
        action=phrase("give the row an id of its own, or remove it"),
    )


def date_problems(connection: duckdb.DuckDBPyConnection, tolerance: int, order: str | None) -> None:
    """Dates that are missing, cannot be read, are reversed, or disagree."""
    report(
        connection,
        "date-missing",
        "SELECT row FROM told WHERE start_text IS NULL AND end_text IS NULL",
        phrase("The row has no date."),
        field="'date'",
        expected="a date; a month or a year will do",
    )
    for text in ("start_text", "end_text"):
        report(
            connection,
            "date-invalid",
            f"SELECT row, {text} AS said FROM told JOIN date_phrase p ON p.text = {text} "
            'WHERE p."start" IS NULL',
            phrase("The date %(said)s does not exist or cannot be read."),
            field="'date'",
            found="said",
            expected="an existing day such as 2014-03-31, a month (2014-03), a year, words such as "
            "early March 2014"
            + (
                ""
                if order
                else "; 03/04/2014 needs date.order (day-first or month-first) in the mapping"
            ),
            action=phrase("correct the date in the row"),
        )
    report(
        connection,
        "dates-reversed",
        "SELECT row, date_start, date_end FROM dated WHERE date_end < date_start",
        phrase("The end %(date_end)s lies before the start %(date_start)s."),
        field="'date'",
        found="date_end",
        expected="an end on or after the start",
    )
    report(
        connection,
        "date-disagrees",
        "SELECT row, dayname(date_start) AS weekday, start_text FROM dated JOIN told USING (row) "
        "WHERE weekday_differs",
        phrase("The date %(start_text)s was a %(weekday)s."),
        field="'date'",
        found="start_text",
        expected="the weekday of the day",
    )
    report(
        connection,
        "date-disagrees",
        "SELECT row, hijri_text FROM told JOIN hijri_read h ON h.text = hijri_text WHERE h.day "
        "IS NULL",
        phrase("The Hijri date %(hijri_text)s cannot be read."),
        field="'hijri date'",
        found="hijri_text",
        expected="a day, a month of the Hijri calendar and a year",
    )
    report(
        connection,
        "date-disagrees",
        "SELECT row, hijri_text, day, date_start, abs(day - date_start) AS days "
        "FROM told JOIN dated USING (row) "
        f"JOIN hijri_read h ON h.text = hijri_text WHERE abs(day - date_start) > {tolerance}",
        phrase("%(hijri_text)s is %(day)s, %(days)s days from %(date_start)s."),
        field="'hijri date'",
        found="hijri_text",
        expected=f"the same day, give or take {tolerance}",
        action=phrase("find out which of the two dates is right"),
    )


_COUNTS = {
    "count-negative": (
        phrase("%(field)s: %(said)s is below zero."),
        "a whole number of persons, or empty for unknown",
    ),
    "count-not-whole": (
        phrase("%(field)s: %(said)s is not a whole number."),
        "a whole number of persons",
    ),
    "count-unread": (
        phrase("%(field)s: %(said)s cannot be read."),
        "a number, 17-22, at least 19, or a vague word it knows",
    ),
}


def count_problems(
    connection: duckdb.DuckDBPyConnection, columns: Iterable[tuple[str, str]]
) -> None:
    """Counts that are negative, fractional or no counts; `columns` are (table, text column)."""
    for table, column in columns:
        field = quote(column.removesuffix("_text").removesuffix("_best"))
        if table != "told":
            field = sentence(phrase("%(outcome)s by party"))
        for code, (message, expected) in _COUNTS.items():
            report(
                connection,
                code,
                f"SELECT row, {field} AS field, {name(column)} AS said FROM {table} t "
                "JOIN count_phrase p "
                f"ON p.text = {name(column)} WHERE p.problem = '{code}'",
                message,
                field="field",
                found="said",
                expected=expected,
                action=phrase(
                    "correct the cell, or list it under `unknown` if it stands for not known"
                ),
            )


def counted_problems(connection: duckdb.DuckDBPyConnection, outcomes: Iterable[str]) -> None:
    """Bounds that do not hold, and numbers that a rule made; from the table `counted`."""
    for outcome in outcomes:
        low, best, high, said = f"{outcome}_min", outcome, f"{outcome}_max", quote(outcome)
        shown = " || ', ' || ".join(
            f"coalesce(CAST({c} AS VARCHAR), '?')" for c in (low, best, high)
        )
        report(
            connection,
            "bounds-broken",
            f"SELECT row, {said} AS outcome, {shown} AS shown FROM counted "
            f"WHERE {low} > {best} OR {best} > {high} OR {low} > {high}",
            phrase("%(outcome)s: min, best, max are %(shown)s."),
            field=f"'{outcome}'",
            found="shown",
            expected="min ≤ best ≤ max",
            action=phrase("kept as in the file; correct it there"),
        )
        report(
            connection,
            "count-imputed",
            f"SELECT row, {said} AS outcome, {outcome}_words AS said, {shown} AS shown "
            f"FROM counted WHERE {outcome}_imputed",
            phrase("%(outcome)s: %(said)s was read as min, best, max %(shown)s."),
            field=f"'{outcome}'",
            found="said",
        )
        report(
            connection,
            "parts-exceed-total",
            f"SELECT row, {said} AS outcome, t.parts, c.{best} AS total FROM counted c "
            "JOIN (SELECT row, sum(best) AS parts "
            f"FROM parts WHERE outcome = '{outcome}' GROUP BY row) t USING (row) "
            f"WHERE NOT c.{outcome}_summed AND {high} IS NOT NULL AND t.parts > "
            f"greatest({best}, {high})",
            phrase("%(outcome)s: the parties add up to %(parts)s, the total is %(total)s."),
            field=f"'{outcome}'",
            found="parts",
            expected="parties that add up to the total or less",
        )


def place_problems(connection: duckdb.DuckDBPyConnection) -> None:
    """Places that the gazetteer lacks or that contradict each other; coordinates that cannot be."""
    for code, column, once, message in (
        (
            "place-unresolved",
            "unresolved",
            phrase("The place %(said)s is not in the gazetteer, in 1 row."),
            phrase("The place %(said)s is not in the gazetteer, in %(times)s rows."),
        ),
        (
            "place-disagrees",
            "disagrees",
            phrase("The place %(said)s does not agree with the gazetteer, in 1 row."),
            phrase("The place %(said)s does not agree with the gazetteer, in %(times)s rows."),
        ),
    ):
        report(
            connection,
            code,
            f"SELECT min(row) AS row, {column} AS said, count(*) AS times FROM placed "
            f"WHERE {column} IS NOT NULL GROUP BY {column}",
            message,
            once=once,
            field="'place'",
            found="said",
            expected="a province, district or town of the gazetteer, in any of its spellings",
        )
    for code, message in (
        (
            "coordinates-invalid",
            phrase("The coordinates %(said)s are not numbers on the globe."),
        ),
        ("coordinates-outside", phrase("The coordinates %(said)s lie outside the country.")),
        ("coordinates-swapped", phrase("The coordinates %(said)s seem to be exchanged.")),
    ):
        report(
            connection,
            code,
            f"SELECT row, coordinate_words AS said FROM placed WHERE problem = '{code}'",
            message,
            field="'coordinates'",
            found="said",
            expected="latitude, longitude in degrees, inside the country",
        )


def value_problems(
    connection: duckdb.DuckDBPyConnection,
    field: str,
    key: str,
    table: str,
    source: str,
    codebook: str,
) -> None:
    """Values that the codebook does not have: one finding a value, at its first row."""
    vocabulary = VOCABULARY_OF.get(field, field)
    report(
        connection,
        "value-unknown",
        f"SELECT {quote(codebook)} AS codebook, {quote(vocabulary)} AS vocabulary, "
        "min(row) AS row, said, count(*) AS times "
        f"FROM (SELECT row, unnest(unknown) AS said FROM {source} "
        f"JOIN {name(table)} v ON v.key = {name(key)}) GROUP BY said",
        phrase("The codebook %(codebook)s has no %(vocabulary)s %(said)s, in %(times)s rows."),
        once=phrase("The codebook %(codebook)s has no %(vocabulary)s %(said)s, in 1 row."),
        field=quote(field),
        found="said",
        expected="a code, label or alias of the codebook, or a row of its crosswalk",
        action=phrase("add the spelling to the codebook, or to `values` in the mapping"),
    )


def write_findings(connection: duckdb.DuckDBPyConnection, file: str, given: bool) -> None:
    """Create `findings` from `problems`, in the order of rows; `given` as in `id_problems`."""
    connection.execute(TABLES["findings"].create())
    severities = " ".join(
        f"WHEN {quote(code)} THEN {quote(severity)}"
        for code, (severity, _) in FINDING_CODES.items()
    )
    record = "t.account_text" if given else "NULL"
    connection.execute(
        f"""INSERT INTO findings SELECT p.code, CASE p.code {severities} END, {quote(file)}, p.row,
            {record}, p.field, p.found, p.expected, p.message, p.action
        FROM problems p LEFT JOIN told t USING (row) ORDER BY p.row NULLS FIRST, p.code, p.field,
            p.found"""
    )


def errors() -> str:
    """SQL list of the codes whose rows are set aside."""
    return ", ".join(quote(c) for c, (severity, _) in FINDING_CODES.items() if severity == "error")
