"""What people type, in words, as the columns of a record: dates, counts, codes, places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from waqia.adjudication import COLUMNS
from waqia.codebook import Codebook
from waqia.formats import read_date
from waqia.model import OUTCOMES, InputError, QuestionError, parse_count, phrase
from waqia.register.content.accounts import VOCABULARY_OF
from waqia.register.content.placing import with_place
from waqia.register.core import Core
from waqia.register.store.records import Record

_RENAMED = {
    "account_id": "id", "incident_id": "incident", "source_id": "source", "coder": "made_by",
    "place_name": "place",
}  # fmt: skip
"""Column of a file of accounts → the field of an account."""
_LISTS = (*VOCABULARY_OF.keys() - {"type"}, "tags", "reported_by", "cites")
_NUMBERS: dict[str, type] = {"latitude": float, "longitude": float, "credibility": int}
_ANCHOR = ("locator", "anchor_start", "anchor_end")
_CLAIMS = ("claimed", "attributed", "suspected", "denied", "unknown")
_UNKNOWN = ("", "unknown", "–", "-", "not known")
_PROPOSED = ("mentions", "place_candidates")
"""Fields of a proposal that an account does not have."""
_LEVELS = ("district", "province", "country")


class Wording(Core):
    """Words made columns by the register's codebook."""

    def worded(self, words: Mapping[str, Any]) -> Record:
        """An account from the columns of a file of accounts: `date`, `killed: at least 4`, ….

        Fields that are an account's already stay as they are; empty texts are left out.

        Raises:
            InputError: a date or a count cannot be read; all problems are named.
        """
        return account_of(self.codebook, words)

    def changes_of(self, words: Mapping[str, str]) -> Record:
        """Changes of an account from fields in words; an empty text makes a field unknown.

        Raises:
            QuestionError: the words cannot be read.
        """
        return changes_of(self.codebook, words)

    def value_of(self, field: str, words: str) -> Record:
        """The columns of a field that is decided (`killed`, `date`, …) from words.

        Raises:
            QuestionError: there is no such field, or the words cannot be read.
        """
        return value_of(self.codebook, field, words)


def account_of(codebook: Codebook, words: Mapping[str, Any]) -> Record:
    """See `Wording.worded`."""
    problems: list[str] = []
    record: Record = {}
    for name, value in words.items():
        if value is None or value in ("", [], {}) or name in _PROPOSED:
            continue
        try:
            record |= _field(codebook, name, value)
        except QuestionError as error:
            problems.append(str(error))
    anchor = {name: record.pop(name) for name in _ANCHOR if name in record}
    parties = [part for name in OUTCOMES for part in record.pop(f"{name}_by_party", ())]
    if parties:
        record["casualties"] = [*record.get("casualties", ()), *parties]
    if anchor and "anchors" not in record:
        bounds = {"start": "anchor_start", "end": "anchor_end"}
        spans = {to: anchor[name] for to, name in bounds.items() if name in anchor}
        record["anchors"] = [
            {"source": record.get("source", "")}
            | ({"locator": anchor["locator"]} if "locator" in anchor else {})
            | spans
        ]
    if problems:
        id_ = words.get("account_id") or words.get("id")
        head = phrase("The account cannot be read:")
        if id_:
            head = phrase(f"The account {id_} cannot be read:")
        raise InputError(" ".join((head, *problems)))
    return record


def changes_of(codebook: Codebook, words: Mapping[str, str]) -> Record:
    """See `Wording.changes_of`."""
    changes: Record = {}
    for name, text in words.items():
        field = _RENAMED.get(name, name)
        if field in (*OUTCOMES, "date", "casualties", *VOCABULARY_OF):
            # what the new words do not say is not known any more
            cleared = [column for column in COLUMNS[field] if column != "claim"]
            changes |= dict.fromkeys(cleared) | value_of(codebook, field, text)
        else:
            changes |= _field(codebook, field, text) if text else {field: None}
    return changes


def value_of(codebook: Codebook, field: str, words: str) -> Record:
    """See `Wording.value_of`."""
    if field not in COLUMNS:
        raise QuestionError(
            f"An incident has no field {field!r} that is decided; choose from {', '.join(COLUMNS)}."
        )
    text = words.strip()
    if text.lower() in _UNKNOWN:
        return {}
    if field in OUTCOMES:
        return _count(codebook, field, text)
    if field == "date":
        return _date(text)
    if field == "place":
        return _place(codebook, text)
    if field == "coordinates":
        return _point(text)
    if field == "casualties":
        return {"casualties": list(_casualties(codebook, text))}
    if field == "summary":
        return {"summary": text}
    if field == "type":
        return {"type": codebook.resolve("type", text)}
    return _codes(codebook, field, text)


def _field(codebook: Codebook, name: str, value: Any) -> Record:
    name = _RENAMED.get(name, name)
    if not isinstance(value, str):
        return {name: value}
    if name in ("date", "date_start") and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return _date(value)
    if name == "date":
        return {"date_start": value, "date_end": value, "date_precision": "day"}
    if name in OUTCOMES:
        return _count(codebook, name, value)
    if name.endswith("_by_party"):
        outcome = name.removesuffix("_by_party")
        return {name: list(_by_party(codebook, outcome, value.split(";")))}
    if name in _LISTS:
        return {name: _split(value)}
    if name in ("anchor_start", "anchor_end"):
        return {name: _number(name, value, int)}
    if name in _NUMBERS:
        return {name: _number(name, value, _NUMBERS[name])}
    return {name: value}


def _number(name: str, text: str, kind: type) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise QuestionError(f"{name}: {text!r} is no number.") from error


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _date(text: str) -> Record:
    read = read_date(text)
    if read is None:
        raise QuestionError(
            f"date: {text!r} does not exist or cannot be read; write it as precise as it is known: "
            "2024-01-30, 2024-01, 2024, 2024-08-25/2024-08-26, early March 2014."
        )
    return {
        "date_start": read.start.isoformat(),
        "date_end": read.end.isoformat(),
        "date_precision": read.precision,
    }


def _count(codebook: Codebook, name: str, text: str) -> Record:
    read = parse_count(text, codebook.vague_counts)
    if read is None:
        raise QuestionError(
            f"{name}: {text!r} is no count; write 4, 4 (3-5), 3-5, at least 19, up to 30, dozens."
        )
    found = {f"{name}_min": read.min, name: read.best, f"{name}_max": read.max}
    return {k: v for k, v in found.items() if v is not None} | (
        {f"{name}_imputed": True} if read.imputed else {}
    )


def _by_party(codebook: Codebook, outcome: str, parts: Iterable[str]) -> Iterator[Record]:
    for part in filter(str.strip, parts):
        party, sign, text = part.partition("=")
        if not sign:
            raise QuestionError(
                f"{outcome}_by_party: {part.strip()!r} is not PARTY=COUNT, such as police=9."
            )
        count = _count(codebook, outcome, text.strip())
        renamed = {f"{outcome}_min": "min", outcome: "best", f"{outcome}_max": "max"}
        renamed[f"{outcome}_imputed"] = "imputed"
        yield {"party": codebook.resolve("party", party.strip()), "outcome": outcome} | {
            renamed[name]: value for name, value in count.items()
        }


def _casualties(codebook: Codebook, text: str) -> Iterator[Record]:
    for part in _split(text):
        outcome, _, rest = part.partition(" ")
        if outcome.rstrip(":") not in OUTCOMES:
            raise QuestionError(
                f"casualties: {part!r} is not OUTCOME PARTY=COUNT; write "
                "killed police=9; killed civilians=at least 4; injured police=2."
            )
        yield from _by_party(codebook, outcome.rstrip(":"), [rest])


def _codes(codebook: Codebook, field: str, text: str) -> Record:
    claim: Record = {}
    if field == "perpetrators" and (match := re.fullmatch(r"(.*?)\s*\((\w+)\)", text)):
        if match[2].lower() not in _CLAIMS:
            raise QuestionError(
                f"claim: expected {', '.join(map(repr, _CLAIMS))}, found {match[2]!r}."
            )
        text, claim = match[1], {"claim": match[2].lower()}
    vocabulary = VOCABULARY_OF.get(field)
    parts = _split(text)
    if vocabulary is None:
        return {field: parts}
    known = codebook.find(vocabulary, text)
    if known is None and len(parts) == 1:
        parts = [part.strip() for part in text.split(",")]
    return {field: [known] if known else [_code(codebook, vocabulary, p) for p in parts]} | claim


def _code(codebook: Codebook, vocabulary: str, text: str) -> str:
    found = codebook.find(vocabulary, text)
    if found is None and codebook.is_open(vocabulary):
        return text
    return found or codebook.resolve(vocabulary, text)


def _place(codebook: Codebook, text: str) -> Record:
    """`Sibi, Balochistan` from small to large; the words stay as they are."""
    units = {(p.level, p.name.casefold()): p.name for p in codebook.places.values()}
    given: Record = {}
    first, *larger = [part.strip() for part in text.split(",")]
    for part in larger:
        level = next(
            (lv for lv in _LEVELS if lv not in given and (lv, part.casefold()) in units), None
        )
        if level is None:
            raise QuestionError(
                f"place: the gazetteer has no district, province or country {part!r}; write it "
                "from small to large: Sibi, Balochistan."
            )
        given[level] = units[level, part.casefold()]
    country = codebook.rules.get("country")
    if country and "country" not in given:
        given["country"] = country
    found, _ = with_place(codebook, {"place": first} | given)
    columns = COLUMNS["place"]
    return {name: value for name, value in found.items() if name in columns}


def _point(text: str) -> Record:
    numbers = [part for part in re.split(r"[,;\s]+", text) if part]
    try:
        latitude, longitude = map(float, numbers)
    except ValueError as error:
        raise QuestionError(
            f"coordinates: expected degrees north and east, such as 29.55, 67.88; found {text!r}."
        ) from error
    return {"latitude": latitude, "longitude": longitude}
