"""What a request may ask for: the limits that `waqia count` has, pages, fields and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from waqia.analysis import FIELDS, MEASURES, split_values
from waqia.model import OUTCOMES, TABLES, QuestionError
from waqia.web.api.forms import FORMS

MOST = 10_000
"""Records on a page, and cells of a count."""
_VALUES = 500

RELEASE = "a frozen release by its name; else the one that is served, or the present"
"""What the parameter `release` means."""

Word = Annotated[str, StringConstraints(max_length=300)]
Words = Annotated[list[Word], Field(max_length=_VALUES)]

_UNLIMITED = ("event", "relative_month")
"""Fields of windows round events: a count has them as columns, nothing is limited by them."""
_AMOUNTS = [f"{outcome}{suffix}" for outcome in OUTCOMES for suffix in ("", "_min", "_max")]


class Asked(BaseModel):
    """Parameters of a request: no others than those that are named."""

    model_config = ConfigDict(extra="forbid")

    release: Word | None = Field(None, description=RELEASE)


class _Rule(Asked):
    period: Word | None = Field(None, description="2023, 2023-Q1, 2023-08 or 2019-08..2021-07")
    rule: Word | None = Field(
        None, description="counting rule of the codebook; its first one by default"
    )


def _limit(name: str) -> str:
    if name in _AMOUNTS:
        return f"number of persons {name.partition('_')[0]}: 10, >=10 or 10..20"
    if name == "id":
        return "ids of incidents"
    field = FIELDS[name]
    if field.values:
        return f"{name.replace('_', ' ')}: {', '.join(field.values)}"
    words = f"{name.replace('_', ' ')} of the incident"
    return f"{words}: a code, label or alias of the codebook" if field.vocabulary else words


def _limits() -> type[Asked]:
    named = [*(name for name in FIELDS if name not in _UNLIMITED), *_AMOUNTS, "id"]
    several = "; commas or repetition mean any of them, nothing means unknown"
    fields: dict[str, Any] = {
        name: (Words, Field(default=[], description=_limit(name) + several)) for name in named
    }
    return create_model("_Limits", __base__=_Rule, **fields)


class _Page(Asked):
    limit: int = Field(100, ge=1, le=MOST, description="records on a page")
    cursor: str | None = Field(
        None, max_length=1000, description="where the page before it ended: its `next`"
    )


class _Form(Asked):
    format: str | None = Field(None, max_length=20, description=f"one of {', '.join(FORMS)}")


def _columns(table: str) -> Any:
    names = ", ".join(TABLES[table].names)
    return (Words, Field(default=[], description=f"columns, comma separated; all of {names}"))


class _Count(Asked):
    by: Words = Field([], description="fields, the leading one first; comma separated")
    measure: Words = Field(
        ["incidents", "killed", "injured"], description=f"any of {', '.join(MEASURES)}"
    )
    multi: Literal["each", "first", "share", "combination"] = Field(
        "each", description="how an incident with several values of a field is counted"
    )
    around: Word | None = Field(None, description="windows round an event, a kind of it, or a date")
    before: Word | None = Field(None, description="length of the window before, such as 3 months")
    after: Word | None = Field(None, description="length of the window after, such as 1 month")


class _Shown(Asked):
    compare: Word | None = Field(None, description="previous, or a period to compare with")
    share: bool = Field(False, description="add each row's percent of the total")
    fill: bool = Field(False, description="add rows of zeros for calendar units without incidents")
    totals: bool = Field(False, description="add subtotals and the total")
    ids: bool = Field(False, description="add the ids of the incidents behind each row")


class _Cell(Asked):
    cell: Words = Field(
        [], description="field:value of a row, once a field; nothing behind the colon is unknown"
    )


Limits = _limits()


def asks(name: str, *bases: type[Asked], **fields: Any) -> Any:
    """The parameters of a request: those of the bases, and fields as (type, default)."""
    return create_model(name, __base__=bases, **fields)


Incidents = asks("Incidents", Limits, _Page, _Form, fields=_columns("incidents"))
Counted = asks("Counted", Limits, _Count, _Shown, _Form)
Behind = asks("Behind", Limits, _Count, _Cell, _Page, _Form, fields=_columns("incidents"))
Accounts = asks(
    "Accounts", _Page, _Form,
    fields=_columns("accounts"),
    incident=(Words, Field(default=[], description="ids of incidents")),
    source=(Words, Field(default=[], description="ids of the sources that tell them")),
    cites=(Words, Field(default=[], description="ids of sources that they cite")),
)  # fmt: skip
Sources = asks(
    "Sources", _Page, _Form,
    fields=_columns("sources"),
    publisher=(Words, Field(default=[], description="publishers, as written")),
    kind=(Words, Field(default=[], description="document, dataset or citation")),
    language=(Words, Field(default=[], description="BCP 47 language tags")),
)  # fmt: skip


def where_of(asked: Any) -> dict[str, Any]:
    """What `waqia.analysis.count` takes as `where`: None where a value is given and empty."""
    found: dict[str, Any] = {}
    for name in Limits.model_fields.keys() - _Rule.model_fields.keys():
        values: list[str] = getattr(asked, name)
        if values:
            found[name] = [part for value in values for part in split_values(value)]
    return found


def listed(values: Iterable[str]) -> list[str]:
    """Names that were repeated or separated by commas."""
    parts = [part.strip() for value in values for part in value.split(",")]
    return [part for part in parts if part]


def columns_of(table: str, asked: Iterable[str]) -> list[str]:
    """The columns that were asked for, in the order of the table; the id always, all if none.

    Raises:
        QuestionError: the table has no such column.
    """
    names, wanted = TABLES[table].names, {*listed(asked)}
    if unknown := sorted(wanted - {*names}):
        raise QuestionError(
            f"There is no column {', '.join(unknown)} of {table}; choose from {', '.join(names)}."
        )
    return [name for name in names if not wanted or name in wanted or name == "id"]


def cell_of(asked: Iterable[str]) -> Mapping[str, str | None]:
    """The cell of a count: field → value, None for unknown.

    Raises:
        QuestionError: a part is not `field:value`, or names a field again.
    """
    found: dict[str, str | None] = {}
    for part in asked:
        name, colon, value = part.partition(":")
        if not colon or name in found:
            raise QuestionError(f"{part!r} is no cell: expected field:value, once a field.")
        found[name] = value or None
    return found
