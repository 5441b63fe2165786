"""A mapping file: how one dataset's columns say what an account says.

A mapping is YAML. Its keys (all but `dataset` may be left out):

    dataset: ucdp-ged            # name; made_by becomes import:ucdp-ged
    title: …                     # what the dataset is called
    codebook: generic            # the codebook used when none is named
    crosswalk: ucdp-ged          # crosswalk file of the codebook; default: the dataset's name
    read: {encoding, delimiter, sheet, unknown}     # unknown: cells that say nothing anywhere
    required: [id, …]            # columns the file must have; default: every column named here
    account: {column, prefix}    # the account's id; default: DATASET-ROW
    incident: {column, prefix}   # the incident's id; default: CC-YYYY-NNNNNN in file order
    source: {id, title, publisher, author, date, language, url, licence, citation, reliability}
    row_source: {...}            # each row has a source of its own, see SourceRule
    cites: {...}                 # sources that the row's source cites, see SourceRule
    date: {start, end, parts, formats, order, precision, hijri, tolerance}
    place: {id, words, country, province, district, town, latitude, longitude, precision}
    counts: {killed: {min, best, max, imputed, unknown}, …}   # or `killed: COLUMN`
    casualties: [{outcome, party, min, best, max, skip, when} | {outcome, packed, when} | {listed}]
    fields: {type, perpetrators, claim, responders, target_actors, targets, tactics, tags,
             reported_by, summary, credibility, made_by}
    anchor: {start, end, locator, listed}  # columns with the place in the row's own source
    words: COLUMN                # a JSON object: field → the source's own words
    keep: [column, …]            # columns whose words are kept in `words`
    ignore: [column, …]          # columns that are known and not used

Where a column is named, a list of names means: the first of them that the file has. A field's value
is one rule or a list of rules (`Rule`); a single-valued field takes the first rule that gives
something, a field of many values takes all of them in order. A `listed` column
holds a list of records of the model as JSON: anchors, or casualties with their outcome and party.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from waqia.formats.schema import Keys, Names, names_of, yaml_without_duplicates
from waqia.model import OUTCOMES, CodebookError

_SHIPPED = Path(__file__).parent / "mappings"

VOCABULARY_OF = {
    "type": "type",
    "perpetrators": "actor",
    "responders": "actor",
    "target_actors": "actor",
    "targets": "target",
    "tactics": "tactic",
}
"""Fields whose values are codes → the vocabulary the codes belong to."""

TEXT_FIELDS = ("claim", "tags", "reported_by", "summary", "credibility", "made_by")
MANY = ("perpetrators", "responders", "target_actors", "targets", "tactics", "tags", "reported_by")
PLACE_WORDS = ("words", "country", "province", "district", "town")
CLAIMS = ("claimed", "attributed", "suspected", "denied", "unknown")
DATE_PRECISIONS = ("day", "range", "week", "month", "quarter", "year")
PLACE_PRECISIONS = ("exact", "town", "district", "division", "province", "country", "unknown")


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a column: `values` are compared without regard to case."""

    column: Names
    kind: str
    values: tuple[str, ...]


Condition = tuple[tuple[Test, ...], ...]
"""Alternatives, each a set of tests that must all hold; no alternative: always true."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to a value.

    `column`: the cell; `columns`: every one of these cells; `value`: a constant (a list: the first
    code that the codebook has); `template`: words with `{column}` in them, which say nothing when
    one of the cells does. `split`: separator of several values in one cell; `pattern`: regular
    expression whose first group is the value; `values`: cell → value (null: nothing);
    `crosswalk`: field of the codebook's crosswalk; `default`: the code of values that are not
    understood; `prefix`: put before the text; `when`: condition on columns, such as
    `{type_of_violence: ["1"], side_a: {starts: Government}}`.
    """

    columns: tuple[Names, ...] = ()
    value: tuple[str, ...] | None = None
    template: str | None = None
    split: str | None = None
    pattern: str | None = None
    values: Mapping[str, tuple[str, ...] | None] | None = None
    crosswalk: str | None = None
    default: tuple[str, ...] | None = None
    prefix: str = ""
    when: Condition = ()


@dataclass(frozen=True, slots=True)
class SourceRule:
    """How cells describe a source.

    `column` names them, or each of several `columns` names one; `split` cuts a cell of a `column`
    that names several; `pattern` has the named groups publisher, date, title,
    author or url, and text it does not fit is the title; or columns are named one by one in
    `parts`. `id` is a column that refers to a list of sources.
    """

    columns: tuple[Names, ...] = ()
    split: str | None = None
    pattern: str | None = None
    parts: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    id: Names | None = None
    reliability: str | None = None


@dataclass(frozen=True, slots=True)
class CountRule:
    """Columns of a count; `unknown` are the cells that stand for "not known".

    `imputed` is a column that says `true` where a rule turned words into the number.
    """

    min: tuple[Rule, ...] = ()
    best: tuple[Rule, ...] = ()
    max: tuple[Rule, ...] = ()
    imputed: Names | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartRule:
    """Casualties of one party: a column a bound, or a cell `police=9;civilians=>=4` (`packed`).

    A cell may also hold all of them as JSON (`listed`).
    """

    outcome: str = ""
    party: tuple[Rule, ...] = ()
    count: CountRule = CountRule()
    packed: Names | None = None
    listed: Names | None = None
    skip: tuple[str, ...] = ()
    when: Condition = ()


@dataclass(frozen=True, slots=True)
class DateRule:
    """Where the dates stand and how they are written.

    `formats` are strptime formats tried before the usual forms; `order` (day-first, month-first)
    settles dates such as 03/04/2014; `precision` gives the precision a column states.
    """

    start: tuple[Rule, ...] = ()
    end: tuple[Rule, ...] = ()
    parts: Mapping[str, Names] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    order: str | None = None
    precision: tuple[Rule, ...] = ()
    hijri: Names | None = None
    tolerance: int = 1


@dataclass(frozen=True, slots=True)
class DatasetMapping:
    """A mapping file that was read and found sound; see the module's docstring."""

    file: str
    dataset: str
    title: str
    codebook: str
    crosswalk: str
    read: Mapping[str, Any]
    required: tuple[Names, ...] | None
    account: tuple[Rule, ...]
    incident: tuple[Rule, ...]
    source: Mapping[str, str]
    row_source: SourceRule | None
    cites: SourceRule | None
    date: DateRule
    place: Mapping[str, tuple[Rule, ...]]
    counts: Mapping[str, CountRule]
    casualties: tuple[PartRule, ...]
    fields: Mapping[str, tuple[Rule, ...]]
    anchor: Mapping[str, Names]
    words: Names | None
    keep: tuple[Names, ...]
    ignore: tuple[Names, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Cells that say nothing, whatever the column."""
        return tuple(str(cell) for cell in self.read.get("unknown", ()))


def shipped_mappings() -> list[str]:
    """Names of the mappings that come with waqia."""
    return sorted(path.stem for path in _SHIPPED.glob("*.yaml"))


def load_mapping(name: str | Path) -> DatasetMapping:
    """Read a mapping by the name of a shipped one (`ucdp-ged`) or from a YAML file.

    Raises:
        CodebookError: there is none, or a key is unknown, doubled, missing or of the wrong kind;
            the message names the file, the key, what was expected and what was found.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return _read(str(name), yaml_without_duplicates(path, str(name)))
    path = _SHIPPED / f"{name}.yaml"
    if not path.is_file():
        raise CodebookError(
            f"No mapping called {str(name)!r}: expected {', '.join(shipped_mappings())} or a YAML "
            "file; `waqia mapping new FILE` writes a starting mapping."
        )
    return _shipped(path)


@cache
def _shipped(path: Path) -> DatasetMapping:
    return _read(path.name, yaml_without_duplicates(path, path.name))


def mapping_text(name: str) -> str:
    """The text of a shipped mapping, comments and all.

    Raises:
        CodebookError: no mapping of this name is shipped.
    """
    if name not in shipped_mappings():
        raise CodebookError(
            f"No mapping called {name!r} comes with waqia: expected "
            f"{', '.join(shipped_mappings())}."
        )
    return (_SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")


def _read(label: str, said: dict[str, Any]) -> DatasetMapping:
    keys = Keys(label, "", said)
    dataset = keys.text("dataset", required=True)
    fields = keys.inside("fields")
    place, counts, anchor = keys.inside("place"), keys.inside("counts"), keys.inside("anchor")
    mapping = DatasetMapping(
        file=label,
        dataset=dataset,
        title=keys.text("title") or dataset,
        codebook=keys.text("codebook") or "generic",
        crosswalk=keys.text("crosswalk") or dataset,
        read=keys.inside("read").plain("encoding", "delimiter", "sheet", "unknown"),
        required=keys.names_list("required"),
        account=_rules(keys, "account"),
        incident=_rules(keys, "incident"),
        source={
            key: str(value)
            for key, value in keys.inside("source")
            .plain(
                "id", "title", "publisher", "author", "date", "language", "url",
                "licence", "citation", "reliability", "note",
            )
            .items()
        },
        row_source=_source(keys, "row_source"),
        cites=_source(keys, "cites"),
        date=_date(keys.inside("date")),
        place={
            key: _rules(place, key)
            for key in ("id", *PLACE_WORDS, "latitude", "longitude", "precision")
            if key in place
        },
        counts={key: _count(counts, key) for key in OUTCOMES if key in counts},
        casualties=tuple(_part(part) for part in keys.each("casualties")),
        fields={
            key: _rules(fields, key) for key in (*VOCABULARY_OF, *TEXT_FIELDS) if key in fields
        },
        anchor={
            key: names
            for key in ("start", "end", "locator", "listed")
            if (names := anchor.names(key))
        },
        words=keys.names("words"),
        keep=keys.names_list("keep") or (),
        ignore=keys.names_list("ignore") or (),
    )  # fmt: skip
    for part in (fields, place, counts, anchor, keys):
        part.done()
    return mapping


def _rules(keys: Keys, key: str) -> tuple[Rule, ...]:
    return tuple(_rule(rule) for rule in keys.each(key, plain="column"))


def _rule(keys: Keys) -> Rule:
    column, columns = keys.names("column"), keys.names_list("columns") or ()
    rule = Rule(
        columns=(column,) if column else columns,
        value=keys.texts("value"),
        template=keys.text("template") or None,
        split=keys.text("split") or None,
        pattern=keys.pattern("pattern"),
        values=keys.translation("values"),
        crosswalk=keys.text("crosswalk") or None,
        default=keys.texts("default"),
        prefix=keys.text("prefix") or "",
        when=condition(keys),
    )
    if sum((bool(rule.columns), rule.value is not None, rule.template is not None)) != 1:
        raise keys.error("", "exactly one of column, columns, value, template", keys.shown())
    keys.done()
    return rule


def condition(keys: Keys) -> Condition:
    """The condition under the key `when`."""
    return tuple(tuple(_tests(alternative)) for alternative in keys.each("when"))


def _tests(keys: Keys) -> Iterator[Test]:
    for column in list(keys):
        found = keys.take(column)
        if not isinstance(found, dict):
            yield Test((column,), "is", names_of(found))
            continue
        for kind, values in found.items():
            if kind not in ("is", "not", "starts", "contains", "empty"):
                raise keys.error(column, "is, not, starts, contains or empty", kind)
            if kind == "empty" and not isinstance(values, bool):
                raise keys.error(column, "empty: true or empty: false", values)
            yield Test((column,), kind, names_of(values))


def _count(keys: Keys, key: str) -> CountRule:
    inner = keys.one(key, plain="best")
    rule = CountRule(
        _rules(inner, "min"), _rules(inner, "best"), _rules(inner, "max"),
        inner.names("imputed"), inner.texts("unknown") or (),
    )  # fmt: skip
    inner.done()
    return rule


def _part(keys: Keys) -> PartRule:
    if (listed := keys.names("listed")) is not None:
        keys.done()
        return PartRule(listed=listed)
    rule = PartRule(
        outcome=keys.choice("outcome", OUTCOMES, required=True) or "",
        party=tuple(_rule(rule) for rule in keys.each("party", plain="value")),
        count=CountRule(
            _rules(keys, "min"), _rules(keys, "best"), _rules(keys, "max"),
            unknown=keys.texts("unknown") or (),
        ),
        packed=keys.names("packed"),
        skip=keys.texts("skip") or (),
        when=condition(keys),
    )  # fmt: skip
    if (rule.packed is None) == (not rule.party):
        raise keys.error("", "either packed, or party with min, best or max", keys.shown())
    keys.done()
    return rule


def _source(keys: Keys, key: str) -> SourceRule | None:
    if key not in keys:
        return None
    inner = keys.one(key, plain="column")
    parts = ("title", "publisher", "author", "date", "language", "url")
    column = inner.names("column")
    rule = SourceRule(
        columns=(column,) if column else inner.names_list("columns") or (),
        split=inner.text("split"),
        pattern=inner.pattern("pattern"),
        parts={part: _rules(inner, part) for part in parts if part in inner},
        id=inner.names("id"),
        reliability=inner.choice("reliability", tuple("ABCDEF")),
    )
    inner.done()
    return rule


def _date(keys: Keys) -> DateRule:
    parts = keys.inside("parts")
    rule = DateRule(
        start=_rules(keys, "start"),
        end=_rules(keys, "end"),
        parts={part: names for part in ("year", "month", "day") if (names := parts.names(part))},
        formats=keys.texts("formats") or (),
        order=keys.choice("order", ("day-first", "month-first")),
        precision=_rules(keys, "precision"),
        hijri=keys.names("hijri"),
        tolerance=keys.number("tolerance", 1),
    )
    parts.done()
    keys.done()
    return rule
