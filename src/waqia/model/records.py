"""The records of the house: sources, anchors, accounts, incidents and figures.

Values that can be doubted are never single: a count is min, best and max; a date has a start,
an end and a precision; a place keeps the words of the source beside what they were matched to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Access = Literal["public", "restricted", "confidential"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
ClaimMode = Literal["claimed", "attributed", "suspected", "denied", "unknown"]
DatePrecision = Literal["day", "range", "week", "month", "quarter", "year"]
PlacePrecision = Literal["exact", "town", "district", "division", "province", "country", "unknown"]
Day = date  # a source has a field of that name
Status = Literal["candidate", "confirmed", "withdrawn", "merged"]
Outcome = Literal["killed", "injured", "arrested", "abducted"]
Role = Literal["perpetrator_individual", "perpetrator_organisation", "target", "victim", "weapon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One published item or dataset, with its grade (Admiralty A–F) and access level."""

    id: str
    title: str
    kind: Literal["document", "dataset", "citation"] = "document"
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
    reliability: Reliability | None = None
    access: Access = "public"
    embargo: Day | None = None
    media_type: str | None = None
    sha256: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The exact place in a source: character offsets (half-open), or the row of a dataset.

    `field` names the value whose words stand there: a field of the account such as `type`, `date`,
    `place`, `claim` or `killed`; one value of a list as `perpetrators:ttp`; part of a count as
    `casualties:police:killed`. Without it the anchor is the passage that tells of the incident.
    """

    source: str
    start: int | None = None
    end: int | None = None
    row: int | None = None
    locator: str | None = None
    quote: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties:
    """Persons of one party to whom one thing happened; unknown is None, never zero."""

    party: str
    outcome: Outcome
    min: int | None = None
    best: int | None = None
    max: int | None = None
    imputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What accounts and incidents have in common: the fields of a thing that happened."""

    type: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: DatePrecision | None = None
    place: str | None = None
    place_id: str | None = None
    country: str | None = None
    province: str | None = None
    division: str | None = None
    district: str | None = None
    province_then: str | None = None
    district_then: str | None = None
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    place_precision: PlacePrecision | None = None
    perpetrators: tuple[str, ...] = ()
    claim: ClaimMode | None = None
    responders: tuple[str, ...] = ()
    target_actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    tactics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    killed_min: int | None = None
    killed: int | None = None
    killed_max: int | None = None
    killed_imputed: bool = False
    injured_min: int | None = None
    injured: int | None = None
    injured_max: int | None = None
    injured_imputed: bool = False
    arrested_min: int | None = None
    arrested: int | None = None
    arrested_max: int | None = None
    arrested_imputed: bool = False
    abducted_min: int | None = None
    abducted: int | None = None
    abducted_max: int | None = None
    abducted_imputed: bool = False
    casualties: tuple[Casualties, ...] = ()
    summary: str | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(_Told):
    """What one source says about one incident, with the place where it says so."""

    id: str
    source: str
    incident: str | None = None
    cites: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    reported_by: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    made_by: str | None = None
    reliability: Reliability | None = None
    credibility: Literal[1, 2, 3, 4, 5, 6] | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that fills a role; spans of one entity share `entity`, a name within the text.

    `start` and `end` count characters of the text, and `text` is exactly what stands there.
    `named` tells of victims whether they are called by their own name; None for other roles.
    """

    role: Role
    entity: str
    text: str
    start: int
    end: int
    named: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Account):
    """An account that was read from a document and that nobody has accepted yet.

    `mentions` are the words that fill its roles; `place_candidates` ids of the places that the
    words of its place may mean, where they leave it open.
    """

    mentions: tuple[Mention, ...] = ()
    place_candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(_Told):
    """What happened, worked out from its accounts; `disputed` names the fields they differ in."""

    id: str
    status: Status = "confirmed"
    merged_into: str | None = None
    accounts: tuple[str, ...] = ()
    n_accounts: int = 0
    n_sources: int = 0
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A published number with its scope: who said it, what it counts, where, when."""

    id: str
    source: str
    measure: str
    value: float
    value_min: float | None = None
    value_max: float | None = None
    locator: str | None = None
    anchor_start: int | None = None
    anchor_end: int | None = None
    unit: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    country: str | None = None
    region: str | None = None
    place: str | None = None
    type: str | None = None
    actor: str | None = None
    target: str | None = None
    tactic: str | None = None
    party: str | None = None
    counts: str | None = None
    note: str | None = None


RECORDS: dict[str, type] = {
    "source": Source,
    "anchor": Anchor,
    "casualties": Casualties,
    "account": Account,
    "mention": Mention,
    "proposal": Proposal,
    "incident": Incident,
    "figure": Figure,
}


def json_schema(record: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a record by its name: account, incident, source, …

    Raises:
        QuestionError: there is no record of that name.
    """
    from pydantic import TypeAdapter

    from waqia.model.errors import QuestionError

    if record not in RECORDS:
        raise QuestionError(f"No record is called {record!r}; choose one of {', '.join(RECORDS)}.")
    schema = TypeAdapter(RECORDS[record]).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"waqia:{record}",
    } | schema
