"""The columns of a release's tables: the one place that says what is stored, and how.

Types are DuckDB's. A release's `datapackage.json`, the JSON Schemas, the exports and the
documentation all follow from here.
"""

from __future__ import annotations

from dataclasses import dataclass

OUTCOMES = ("killed", "injured", "arrested", "abducted")
"""What can happen to a person, in the order in which tables show it."""

CASUALTIES_TYPE = (
    "STRUCT(party VARCHAR, outcome VARCHAR, min INTEGER, best INTEGER, max INTEGER, "
    "imputed BOOLEAN)[]"
)
ANCHORS_TYPE = (
    'STRUCT(source VARCHAR, "start" BIGINT, "end" BIGINT, "row" BIGINT, locator VARCHAR, '
    "quote VARCHAR, field VARCHAR)[]"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its DuckDB type and what it holds."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a release: its columns in order; `key` is the column that names a row."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: str | None = None

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    def create(self, name: str | None = None) -> str:
        """SQL that creates the empty table, called `name` where one is given."""
        columns = ", ".join(f'"{column.name}" {column.type}' for column in self.columns)
        return f'CREATE TABLE "{name or self.name}" ({columns})'


def _columns(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_DATES_AND_PLACE = _columns(
    ("type", "VARCHAR", "incident type, a code of the codebook"),
    ("date_start", "DATE", "first day on which it can have happened"),
    ("date_end", "DATE", "last day on which it can have happened, or on which it ended"),
    (
        "date_precision",
        "VARCHAR",
        "day, range (of days that are known), week, month, quarter, year",
    ),
    ("place", "VARCHAR", "the place in the words of the source"),
    ("place_id", "VARCHAR", "the most precise place of the gazetteer it was matched to"),
    ("country", "VARCHAR", "country, English name"),
    ("province", "VARCHAR", "first-level unit of today"),
    ("division", "VARCHAR", "second-level unit of today, between province and district"),
    ("district", "VARCHAR", "district of today"),
    ("province_then", "VARCHAR", "first-level unit on the day of the incident"),
    ("district_then", "VARCHAR", "name of the district on the day of the incident"),
    ("region", "VARCHAR", "reporting region, a code of the codebook"),
    ("latitude", "DOUBLE", "degrees north, WGS 84"),
    ("longitude", "DOUBLE", "degrees east, WGS 84"),
    ("place_precision", "VARCHAR", "exact, town, district, division, province, country, unknown"),
)
_PARTIES_AND_MEANS = _columns(
    ("perpetrators", "VARCHAR[]", "actors held responsible, codes"),
    ("claim", "VARCHAR", "claimed, attributed, suspected, denied, unknown"),
    ("responders", "VARCHAR[]", "forces that acted or answered, codes"),
    ("target_actors", "VARCHAR[]", "organisations or forces that were the target, codes"),
    ("targets", "VARCHAR[]", "target categories, codes; the first is the main one"),
    ("tactics", "VARCHAR[]", "tactics, codes; the first is the main one"),
    ("tags", "VARCHAR[]", "tags such as election or sectarian"),
)


def _counts(outcome: str) -> tuple[Column, ...]:
    return _columns(
        (f"{outcome}_min", "INTEGER", f"persons {outcome}, lower bound; NULL is unknown"),
        (outcome, "INTEGER", f"persons {outcome}, best estimate; NULL is unknown, never zero"),
        (f"{outcome}_max", "INTEGER", f"persons {outcome}, upper bound; NULL is unknown"),
        (f"{outcome}_imputed", "BOOLEAN", "true where a rule turned words into the number"),
    )


_COUNTS = tuple(column for outcome in OUTCOMES for column in _counts(outcome)) + _columns(
    ("casualties", CASUALTIES_TYPE, "the same counts split by party, where a source says whom"),
)

VALUE_FIELDS: tuple[str, ...] = (
    "type", "date", "place", "coordinates", "perpetrators", "responders", "target_actors",
    "targets", "tactics", "tags", *OUTCOMES, "casualties", "summary",
)  # fmt: skip
"""The fields an adjudication rule can be stated for; `date`, `place` and the counts are groups."""

INCIDENTS = Table(
    "incidents",
    "One row an incident: what happened, worked out from its accounts by the stated rules.",
    (
        *_columns(
            ("id", "VARCHAR", "stable id of the incident"),
            ("status", "VARCHAR", "candidate, confirmed, withdrawn, merged"),
            ("merged_into", "VARCHAR", "id of the incident it was merged into; else NULL"),
        ),
        *_DATES_AND_PLACE,
        *_PARTIES_AND_MEANS,
        *_COUNTS,
        *_columns(
            ("summary", "VARCHAR", "what happened, in a coder's words"),
            ("accounts", "VARCHAR[]", "ids of its accounts"),
            ("n_accounts", "INTEGER", "number of its accounts"),
            ("n_sources", "INTEGER", "number of different sources of its accounts"),
            ("disputed", "VARCHAR[]", "fields in which its accounts differ"),
            ("marks", "VARCHAR[]", "codes of the findings that concern it"),
        ),
    ),
    key="id",
)

ACCOUNTS = Table(
    "accounts",
    "One row an account: what one source says about one incident.",
    (
        *_columns(
            ("id", "VARCHAR", "stable id of the account"),
            ("incident", "VARCHAR", "id of the incident it tells of"),
            ("source", "VARCHAR", "id of its source"),
            ("cites", "VARCHAR[]", "ids of the sources that this source cites for it"),
            (
                "anchors",
                ANCHORS_TYPE,
                "where in the source it says each value: offsets, or row",
            ),
            ("reported_by", "VARCHAR[]", "whom the source cites, in words"),
        ),
        *_DATES_AND_PLACE,
        *_PARTIES_AND_MEANS,
        *_COUNTS,
        *_columns(
            ("summary", "VARCHAR", "what it says, in a coder's words"),
            (
                "words",
                "MAP(VARCHAR, VARCHAR)",
                "field → the source's own words, where they were translated or not understood",
            ),
            ("made_by", "VARCHAR", "who made it: a person, import:DATASET, read:ENGINE"),
            ("reliability", "VARCHAR", "of the source, Admiralty A to F"),
            ("credibility", "INTEGER", "of the account, Admiralty 1 to 6"),
            ("marks", "VARCHAR[]", "codes of the findings that concern it"),
        ),
    ),
    key="id",
)

SOURCES = Table(
    "sources",
    "One row a source: a published item, or a dataset.",
    _columns(
        ("id", "VARCHAR", "stable id of the source"),
        ("kind", "VARCHAR", "document, dataset or citation (named by another source, not read)"),
        ("title", "VARCHAR", "title as published"),
        ("publisher", "VARCHAR", "publisher"),
        ("author", "VARCHAR", "author, where one is published"),
        ("date", "VARCHAR", "date of publication, ISO 8601, as precise as is known"),
        ("language", "VARCHAR", "BCP 47 language tag"),
        ("url", "VARCHAR", "where it was published"),
        ("reliability", "VARCHAR", "Admiralty A to F"),
        ("access", "VARCHAR", "public, restricted, confidential"),
        ("embargo", "DATE", "day until which it is held back as if restricted; NULL is none"),
        ("media_type", "VARCHAR", "media type of what was read"),
        ("sha256", "VARCHAR", "SHA-256 of the bytes that were read"),
        ("note", "VARCHAR", "licence, citation or remark"),
    ),
    key="id",
)

FINDINGS = Table(
    "findings",
    "One row a finding: a problem that was reported while the release was made.",
    _columns(
        ("code", "VARCHAR", "stable code"),
        ("severity", "VARCHAR", "error (row set aside), warning (kept and marked), note"),
        ("table", "VARCHAR", "file or table it was found in"),
        ("row", "BIGINT", "row of the file; the header is row 1"),
        ("record", "VARCHAR", "id of the record"),
        ("field", "VARCHAR", "field or column"),
        ("found", "VARCHAR", "what was found"),
        ("expected", "VARCHAR", "what was expected"),
        ("message", "VARCHAR", "the finding in a sentence"),
        ("action", "VARCHAR", "what a person can do"),
    ),
)

PROVENANCE = Table(
    "provenance",
    "One row an incident and field with more than one account: the rule and whose value it took.",
    _columns(
        ("incident", "VARCHAR", "id of the incident"),
        ("field", "VARCHAR", "field, see VALUE_FIELDS"),
        ("rule", "VARCHAR", "the adjudication rule that gave the value, or override"),
        ("accounts", "VARCHAR[]", "the accounts that gave the value"),
        ("said_by", "INTEGER", "number of accounts that say anything for the field"),
        ("n_values", "INTEGER", "number of different values among them"),
        ("reason", "VARCHAR", "reason of an override"),
    ),
)

FIGURES = Table(
    "figures",
    "One row a published number with its scope: who said it, what it counts, where, when.",
    _columns(
        ("id", "VARCHAR", "stable id of the figure"),
        ("source", "VARCHAR", "id of its source"),
        ("locator", "VARCHAR", "table, row, section in words"),
        ("anchor_start", "BIGINT", "offset of the passage in the source's text"),
        ("anchor_end", "BIGINT", "end offset, exclusive"),
        ("measure", "VARCHAR", "incidents, killed, injured, arrested, percent_change_…"),
        ("value", "DOUBLE", "the number as printed"),
        ("value_min", "DOUBLE", "lower bound where a range is printed"),
        ("value_max", "DOUBLE", "upper bound where a range is printed"),
        ("unit", "VARCHAR", "incidents, persons, percent"),
        ("period_start", "DATE", "first day it counts"),
        ("period_end", "DATE", "last day it counts"),
        ("country", "VARCHAR", "country"),
        ("region", "VARCHAR", "reporting region, code"),
        ("place", "VARCHAR", "place, in words"),
        ("type", "VARCHAR", "incident type, code"),
        ("actor", "VARCHAR", "actor, code"),
        ("target", "VARCHAR", "target category, code"),
        ("tactic", "VARCHAR", "tactic, code"),
        ("party", "VARCHAR", "party, code"),
        ("counts", "VARCHAR", "what it counts, in words"),
        ("note", "VARCHAR", "remark"),
    ),
    key="id",
)

TABLES: dict[str, Table] = {
    table.name: table for table in (INCIDENTS, ACCOUNTS, SOURCES, PROVENANCE, FINDINGS, FIGURES)
}
