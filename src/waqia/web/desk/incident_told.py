"""An incident as its page tells it: from a register as who asks sees it, or from a release."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from waqia.model import OUTCOMES, TABLES, VALUE_FIELDS
from waqia.web.desk.passages import Passage, anchors_of, passage

if TYPE_CHECKING:
    from waqia.codebook import Codebook
    from waqia.register import Register
    from waqia.release import Release
    from waqia.web.desk.words import Words

Record = dict[str, Any]
Texts = Callable[[str], str | None]

COLUMNS: dict[str, tuple[str, ...]] = {
    "type": ("type",),
    "date": ("date_start", "date_end", "date_precision"),
    "place": ("place", "district", "division", "province", "country", "place_precision"),
    "coordinates": ("latitude", "longitude"),
    "perpetrators": ("perpetrators", "claim"),
    **{name: (name,) for name in (
        "responders", "target_actors", "targets", "tactics", "tags", "casualties", "summary",
    )},
    **{name: (f"{name}_min", name, f"{name}_max", f"{name}_imputed") for name in OUTCOMES},
}  # fmt: skip
"""A field → the columns in which it is told."""
FIELD_OF = {
    column: name for name, columns in COLUMNS.items() for column in columns
} | dict.fromkeys(("place_id", "province_then", "district_then", "region"), "place")
"""A column of an incident → the field that it is told in."""
VOCABULARY = {
    "responders": "actor", "target_actors": "actor", "targets": "target", "tactics": "tactic",
    "perpetrators": "actor", "type": "type",
}  # fmt: skip
"""A field of codes → the vocabulary that they come from."""
_BESIDE = ("_imputed", "_precision", "claim")
"""Ends of columns that say nothing alone."""
PARTY: Record = dict.fromkeys(("party", "outcome", "min", "best", "max", "imputed"))
"""What is said of the casualties of a party; kept records leave out what is not known of it."""


@dataclass(frozen=True)
class Told:
    """What is known of an incident, why, and what its accounts say.

    Records have every column of a release's tables. `revision` is None for one of a release.
    `accounts` are those that may be told, with `source` as an id; `untold` is the number of those
    of sources that are restricted.
    """

    id: str
    status: str
    merged_into: str | None
    revision: int | None
    values: Record
    provenance: dict[str, Record]
    accounts: list[Record]
    sources: dict[str, Record]
    untold: int
    settled: dict[str, Record] = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        """The fields of which anything is known, in their order."""
        return [
            name for name in VALUE_FIELDS
            if any(says(record, name) for record in (self.values, *self.accounts))
        ]  # fmt: skip

    @property
    def open(self) -> list[str]:
        """The fields in which accounts contradict each other and nobody has settled it."""
        decided = {n for n, given in self.provenance.items() if given["rule"] == "override"}
        disputed = self.values["disputed"] or ()
        return [name for name in disputed if name not in decided | self.settled.keys()]

    def standing(self, name: str) -> str | None:
        """How accounts stand to each other in a field.

        None where they do not differ, else open, settled (also by an override) or differ: said
        otherwise, without contradiction.
        """
        said = {_plain(account, name) for account in self.accounts if says(account, name)}
        if name in self.open:
            return "open"
        if name in (self.values["disputed"] or ()):
            return "settled"
        return "differ" if len(said) > 1 else None

    def agrees(self, account: Record, name: str) -> bool:
        """Whether an account says of a field what is known of the incident."""
        return _plain(account, name) == _plain(self.values, name)

    @property
    def parties(self) -> list[tuple[str, dict[str, Record]]]:
        """Party → outcome → its count, in the order in which they are told."""
        found: dict[str, dict[str, Record]] = {}
        for part in self.values["casualties"] or ():
            found.setdefault(part["party"], {})[part["outcome"]] = part
        return list(found.items())

    @property
    def outcomes(self) -> list[str]:
        """The outcomes of which anything is known."""
        parts = {part["outcome"] for part in self.values["casualties"] or ()}
        return [name for name in OUTCOMES if says(self.values, name) or name in parts]


def says(record: Record, name: str) -> bool:
    """Whether a record says anything of a field."""
    return any(
        record.get(column) is not None and record[column] not in ([], "")
        for column in COLUMNS[name] if not column.endswith(_BESIDE)
    )  # fmt: skip


def of_register(register: Register, id_: str) -> Told:
    """The incident of a register.

    Raises:
        QuestionError: there is none.
        DeniedError: it shows what the user is to code blind; it was logged.
    """
    found = register.incident(id_)
    unseen = set(found["untold"])
    return Told(
        id_, found["status"], found["merged_into"], found["revision"],
        full_record("incidents", found["values"]), found["provenance"],
        [full_record("accounts", one) for one in found["accounts"] if one["id"] not in unseen],
        {key: full_record("sources", source) for key, source in found["sources"].items()},
        len(unseen), found["settled"],
    )  # fmt: skip


def of_release(release: Release, id_: str) -> Told:
    """The incident of a release; `id_` may be its end where only one ends so.

    Raises:
        QuestionError: there is none, or several fit.
    """
    row = release.incident(id_)
    accounts: list[Record] = []
    sources: dict[str, Record] = {}
    untold = 0
    for account in row["accounts"]:
        named = [account["source"], *account["cites"]]
        sources |= {one["id"]: full_record("sources", one) for one in named}
        if (account["source"].get("access") or "public") != "public":
            untold += 1
            continue
        account |= {"source": account["source"]["id"], "cites": [c["id"] for c in account["cites"]]}
        accounts.append(full_record("accounts", account))
    return Told(
        row["id"], row["status"], row["merged_into"], None, full_record("incidents", row),
        row["provenance"], accounts, sources, untold,
    )  # fmt: skip


def full_record(table: str, record: Mapping[str, Any]) -> Record:
    """A record with every column of a table; dates are ISO texts."""
    whole: Record = dict.fromkeys(TABLES[table].names)
    for name, value in record.items():
        whole[name] = value.isoformat() if isinstance(value, date) else value
    if whole.get("casualties"):
        whole["casualties"] = [PARTY | part for part in whole["casualties"]]
    return whole


def _plain(record: Record, name: str) -> str:
    """What a record says of a field, made comparable."""

    def comparable(value: Any) -> Any:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return sorted(value)
        return value or None if not isinstance(value, int | float) else value

    said = [comparable(record[column]) for column in COLUMNS[name]]
    return json.dumps([None if one is False else one for one in said], sort_keys=True, default=str)


def units_of(codebook: Codebook, words: Words) -> Callable[[str, str], str]:
    """A function that gives the name of a unit of a level in a language, where it is known.

    `place` as its level is any, a town before others.
    """
    places = sorted(codebook.places.values(), key=lambda place: place.level == "city")
    named = {("place", place.name): words.label(place) for place in places}
    named |= {(place.level, place.name): words.label(place) for place in places}
    return lambda level, name: named.get((level, name)) or name


def passages_of(told: Told, texts: Texts) -> dict[str, dict[str, list[Passage]]]:
    """Account → field → the passages with the words of it; under "" those of the whole account."""
    found: dict[str, dict[str, list[Passage]]] = {}
    for account in told.accounts:
        mine = found.setdefault(account["id"], {})
        for name in ["", *told.fields]:
            passages = [passage(a, texts(a["source"])) for a in anchors_of(account, name)]
            if passages:
                mine[name] = passages
    return found
