"""What is sent to the register: bodies in JSON, with bounds on what any of them may hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

_DEEPEST = 20
_LARGEST = 2**31 - 1


def _sound_text(text: str) -> str:
    if "\0" in text or (not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)):
        raise ValueError("text without NUL and without halves of characters is expected")
    return text


def _sound(value: Any, depth: int = 0) -> Any:
    """A value of JSON that any database can keep."""
    if depth > _DEEPEST:
        raise ValueError(f"at most {_DEEPEST} levels of lists and objects are expected")
    if isinstance(value, str):
        _sound_text(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            _sound_text(name)
            _sound(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _sound(part, depth + 1)
    elif isinstance(value, int | float) and not abs(value) <= _LARGEST:
        raise ValueError(f"numbers of at most {_LARGEST:,} are expected")
    return value


Id = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_sound_text)]
Text = Annotated[str, StringConstraints(max_length=5000), AfterValidator(_sound_text)]
LongText = Annotated[str, StringConstraints(max_length=2_000_000), AfterValidator(_sound_text)]
Record = Annotated[dict[str, Any], Field(max_length=100), AfterValidator(_sound)]
Whole = Annotated[int, Field(ge=0, le=_LARGEST)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(_sound_text)]


class Body(BaseModel):
    """What is sent: the members that are named and no others."""

    model_config = ConfigDict(extra="forbid")


class Reasoned(Body):
    """An act whose reason may be given; it is kept in the history."""

    reason: Text | None = None


class Explained(Body):
    """An act whose reason has to be given; it is kept in the history."""

    reason: Why


class SourceToAdd(Reasoned):
    """A source; `text` is archived, and anchors point into it."""

    source: Record
    text: LongText | None = None


class SourceToChange(Reasoned):
    """Fields of a source that change; null makes one unknown."""

    changes: Record
    text: LongText | None = None


class Access(Explained):
    """Who may see a source, and before which day it counts as restricted."""

    access: Literal["public", "restricted", "confidential"] | None = None
    embargo: date | Literal["keep", "none"] = "keep"


class AccountToAdd(Reasoned):
    """An account; `proposed` lets a reviewer accept it first."""

    account: Record
    status: Literal["accepted", "proposed"] = "accepted"


class WordsOfSource(Body):
    """Words of the account's source that say a value: `text[start:end]` of its archived text."""

    field: Id | None = None
    start: Whole
    end: Whole
    quote: Text | None = None


class AccountToChange(Reasoned):
    """Fields of an account that change; null makes one unknown.

    The anchors of a value that changes go, unless `keep` names its field; `words` say it now.
    """

    changes: Record
    words: Annotated[list[WordsOfSource], Field(max_length=500)] = []
    keep: Annotated[list[Id], Field(max_length=100)] = []


class Acceptance(Reasoned):
    """How a proposed account is accepted: corrected, as an account of an incident, confirmed."""

    changes: Record = {}
    words: Annotated[list[WordsOfSource], Field(max_length=500)] = []
    keep: Annotated[list[Id], Field(max_length=100)] = []
    incident: Id | None = None
    apart: bool = False
    confirm: bool = False


class ToIncident(Reasoned):
    """The incident that an account tells of."""

    incident: Id


class Other(Reasoned):
    """Another account, or an incident, to which one is compared."""

    other: Id


class Spans(Reasoned):
    """Spans of the archived text, as [start, end], that tell of another incident."""

    spans: Annotated[
        list[Annotated[list[Whole], Field(min_length=2, max_length=2)]],
        Field(min_length=1, max_length=100),
    ]


class Coding(Reasoned):
    """A second coding: fields of an account."""

    values: Record


class Resolution(Explained):
    """Field → the name of the coder who is right, or the value as the field's columns."""

    choices: Record


class Parts(Reasoned):
    """Accounts of an incident that tell of another."""

    accounts: Annotated[list[Id], Field(min_length=1, max_length=500)]


class Into(Reasoned):
    """The incident into which another is merged."""

    into: Id


class FieldToDecide(Explained):
    """A field of an incident, such as date, place or killed."""

    field: Id


class Override(FieldToDecide):
    """A value in place of what the rule gives, as the field's columns."""

    value: Record


class Next(Body):
    """Of which queue the next item is wanted; of any that one works on where none is named."""

    queue: Id | None = None


class ToUser(Reasoned):
    """To whom an item is given."""

    user: Id


class ToUndo(Body):
    """The revision of one's own act that is taken back; the last one where none is named."""

    revision: Annotated[int, Field(ge=1, le=_LARGEST)] | None = None


class ToFreeze(Reasoned):
    """A release to be written into the folder of releases, under a name of its own."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    title: Text | None = None
    description: Text | None = None
    only_confirmed: bool = False
