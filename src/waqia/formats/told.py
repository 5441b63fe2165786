"""What a row says, field by field, as SQL over its cells: the compiled mapping."""

from __future__ import annotations

from dataclasses import dataclass, field

from waqia.formats.expressions import NULL, Cells
from waqia.formats.mapping import (
    MANY,
    TEXT_FIELDS,
    VOCABULARY_OF,
    CountRule,
    DatasetMapping,
    PartRule,
    Rule,
)
from waqia.formats.schema import Names
from waqia.formats.sources import source_text
from waqia.formats.text import name
from waqia.model import ANCHORS_TYPE, CASUALTIES_TYPE, OUTCOMES

BOUNDS = ("min", "best", "max")


@dataclass
class Told:
    """The columns of the view `told`: name → SQL; what is absent from the mapping is NULL.

    `counts` are the columns that hold texts of counts; `parts` the queries that give casualties
    by party as rows (row, outcome, party_key, min, best, max), one for each part rule.
    """

    mapping: DatasetMapping
    cells: Cells
    columns: dict[str, str] = field(default_factory=dict)
    counts: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    party_rules: list[Rule] = field(default_factory=list)

    def __post_init__(self) -> None:
        mapping, cells, columns = self.mapping, self.cells, self.columns
        columns["account_text"] = cells.text(mapping.account)
        columns["incident_text"] = cells.text(mapping.incident)
        columns |= self._dates()
        for key in ("id", "words", "country", "province", "district", "town"):
            columns[f"place_{key}"] = cells.text(mapping.place.get(key, ()))
        for key in ("latitude", "longitude", "precision"):
            columns[f"{key}_text"] = cells.text(mapping.place.get(key, ()))
        for key in VOCABULARY_OF:
            columns[f"{key}_key"] = cells.key(mapping.fields.get(key, ()), many=key in MANY)
        for key in TEXT_FIELDS:
            rules = mapping.fields.get(key, ())
            columns[f"{key}_text"] = cells.texts(rules) if key in MANY else cells.text(rules)
        for outcome in OUTCOMES:
            rule = mapping.counts.get(outcome, CountRule())
            for bound, expression in self._count(rule).items():
                if expression != NULL:
                    columns[f"{outcome}_{bound}_text"] = expression
                    self.counts.append(f"{outcome}_{bound}_text")
            said = cells.cell(rule.imputed or ())
            columns[f"{outcome}_imputed"] = f"coalesce(lower({said}) = 'true', false)"
        for key in ("start", "end", "locator", "listed"):
            columns[f"anchor_{key}"] = cells.cell(mapping.anchor.get(key, ()))
        own, cites = mapping.row_source, mapping.cites
        columns["own_text"] = source_text(own, cells)
        columns["cited_text"] = source_text(cites, cells)
        columns["source_id_text"] = cells.cell(own.id) if own and own.id else NULL
        columns["own_words"] = cells.cell(mapping.words or ())
        for names in mapping.keep:
            if (column := cells.column(names)) is not None:
                columns[f"kept {column}"] = name(column)
        for index, part in enumerate(mapping.casualties):
            self._part(index, part)
        for names in mapping.ignore:
            cells.column(names)

    @property
    def kept(self) -> list[str]:
        """Columns of the file whose words are kept."""
        return [column[5:] for column in self.columns if column.startswith("kept ")]

    @property
    def listed(self) -> dict[str, str]:
        """Columns that hold JSON → the type of it."""
        types = {"anchor_listed": ANCHORS_TYPE, "own_words": "MAP(VARCHAR, VARCHAR)"}
        parts = (column for column in self.columns if column.startswith("listed_"))
        types |= dict.fromkeys(parts, CASUALTIES_TYPE)
        return {column: type_ for column, type_ in types.items() if self.columns[column] != NULL}

    def sql(self, source: str) -> str:
        """The view's query."""
        columns = ", ".join(f"{sql} AS {name(column)}" for column, sql in self.columns.items())
        return f'SELECT "(row)" AS row, {columns} FROM {source}'

    def _dates(self) -> dict[str, str]:
        rule, cells = self.mapping.date, self.cells
        start = cells.text(rule.start)
        if rule.parts:
            year, month, day = (
                _number(cells.cell(rule.parts.get(part, ()))) for part in ("year", "month", "day")
            )
            # 0 stands for an unknown month or day, in GTD and elsewhere.
            start = (
                f"lpad({year}, 4, '0') || coalesce('-' || lpad(nullif({month}, '0'), 2, '0') || "
                f"coalesce('-' || lpad(nullif({day}, '0'), 2, '0'), ''), '')"
            )
        return {
            "start_text": start,
            "end_text": cells.text(rule.end),
            "date_precision_text": cells.text(rule.precision),
            "hijri_text": cells.cell(rule.hijri) if rule.hijri else NULL,
        }

    def _count(self, rule: CountRule, when: str | None = None) -> dict[str, str]:
        found = {}
        for bound in BOUNDS:
            text = self.cells.text(getattr(rule, bound))
            if text != NULL and rule.unknown:
                unknown = ", ".join("'" + word.replace("'", "''") + "'" for word in rule.unknown)
                text = f"CASE WHEN {text} NOT IN ({unknown}) THEN {text} END"
            found[bound] = f"CASE WHEN {when} THEN {text} END" if when and text != NULL else text
        return found

    def _part(self, index: int, part: PartRule) -> None:
        if part.listed is not None:
            self._listed(index, part.listed)
            return
        cells, when = self.cells, self.cells.when(part.when)
        if part.packed is not None:
            packed = cells.cell(part.packed)
            if packed == NULL:
                return
            self.columns[f"packed_{index}"] = (
                f"CASE WHEN {when} THEN {packed} END" if when else packed
            )
            rule = len(self.party_rules)
            self.party_rules.append(Rule(columns=(part.packed,)))
            self.parts.append(
                f"SELECT row, '{part.outcome}' AS outcome, "
                f"'{rule}\x1e' || trim(regexp_extract(part, '^([^=:]*)[=:]', 1)) AS party_key, "
                f"{NULL} AS min_text, nullif(trim(regexp_extract(part, '^[^=:]*[=:](.*)$', "
                "1)), '') AS "
                f"best_text, {NULL} AS max_text, false AS said_imputed FROM (SELECT row, "
                f"unnest(string_split(packed_{index}, ';')) AS part FROM told) WHERE "
                "trim(part) <> ''"
            )
            return
        bounds = self._count(part.count, when)
        if all(text == NULL for text in bounds.values()):
            return
        first = len(self.party_rules)
        self.party_rules.extend(part.party)
        key = cells.key([Rule()] * first + list(part.party), many=False)
        self.columns[f"party_{index}"] = key
        for bound, text in bounds.items():
            self.columns[f"part_{index}_{bound}"] = text
        skipped = " AND ".join(f"part_{index}_best IS DISTINCT FROM '{cell}'" for cell in part.skip)
        self.parts.append(
            f"SELECT row, '{part.outcome}' AS outcome, party_{index} AS party_key, "
            + ", ".join(f"part_{index}_{bound} AS {bound}_text" for bound in BOUNDS)
            + ", false AS said_imputed"
            + f" FROM told WHERE coalesce({', '.join(f'part_{index}_{b}' for b in BOUNDS)}) IS "
            "NOT NULL" + (f" AND {skipped}" if skipped else "")
        )

    def _listed(self, index: int, names: Names) -> None:
        """Casualties as the model has them, in one cell."""
        if (cell := self.cells.cell(names)) == NULL:
            return
        self.columns[f"listed_{index}"] = cell
        rule = len(self.party_rules)
        self.party_rules.append(Rule(columns=(names,)))
        bounds = ", ".join(f"CAST(part.{bound} AS VARCHAR) AS {bound}_text" for bound in BOUNDS)
        self.parts.append(
            f"SELECT row, part.outcome AS outcome, '{rule}\x1e' || part.party AS party_key, "
            f"{bounds}, coalesce(part.imputed, false) AS said_imputed FROM (SELECT row, unnest("
            f"TRY_CAST(TRY_CAST(listed_{index} AS JSON) AS {CASUALTIES_TYPE})) AS part FROM told)"
        )


def _number(cell: str) -> str:
    return f"regexp_replace({cell}, '\\.0+$', '')"
