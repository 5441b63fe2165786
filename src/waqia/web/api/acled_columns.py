"""The columns of ACLED as SQL over the incidents of a release, and limits on them.

What a release does not hold is null; limits on it are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from waqia.model import QuestionError
from waqia.web.api import asking as ask
from waqia.web.api.schemas import Schema, record

MOST = 5000
"""Events on a page, as many as ACLED gives at once."""

_OPERATORS = ("=", ">", "<", ">=", "<=", "BETWEEN", "LIKE")


def _named(kind: str, code: str) -> str:
    return f"(SELECT name FROM terms WHERE kind = '{kind}' AND code = {code})"


def _actor(codes: str) -> str:
    return f"coalesce({_named('actor', f'{codes}[1]')}, {codes}[1])"


def _others(codes: str) -> str:
    return f"""(SELECT string_agg(coalesce({_named("actor", "c")}, c), '; ')
        FROM (SELECT unnest({codes}[2:]) AS c))"""


SIDE_1 = "CASE WHEN len(perpetrators) > 0 THEN perpetrators ELSE responders END"
SIDE_2 = """CASE WHEN len(target_actors) > 0 THEN target_actors
    WHEN len(perpetrators) > 0 THEN responders END"""

CITED = """SELECT incident, publisher FROM (
        SELECT incident, unnest(list_append(coalesce(cites, []), source)) AS source FROM accounts
    ) a JOIN sources s ON s.id = a.source WHERE s.kind <> 'dataset' AND publisher IS NOT NULL"""
"""The publishers of an incident's sources: those read, and those that these cite."""

COLUMNS: dict[str, tuple[str, str | None]] = {
    "event_id_cnty": ("VARCHAR", "id"),
    "event_date": ("DATE", "date_start"),
    "year": ("INTEGER", "year(date_start)"),
    "time_precision": (
        "INTEGER",
        ("CASE WHEN date_precision = 'day' THEN 1 WHEN date_precision IN ('range', 'week') THEN 2 "
        "WHEN date_start IS NOT NULL THEN 3 END"),
    ),
    "disorder_type": ("VARCHAR", None),
    "event_type": ("VARCHAR", _named("type_group", "type")),
    "sub_event_type": ("VARCHAR", f"coalesce({_named('type', 'type')}, type)"),
    "actor1": ("VARCHAR", _actor("side_1")),
    "assoc_actor_1": ("VARCHAR", _others("side_1")),
    "inter1": ("INTEGER", None),
    "actor2": ("VARCHAR", _actor("side_2")),
    "assoc_actor_2": ("VARCHAR", _others("side_2")),
    "inter2": ("INTEGER", None),
    "interaction": ("INTEGER", None),
    "civilian_targeting": (
        "VARCHAR", ("CASE WHEN list_has_any(targets, getvariable('civilians')) "
        "THEN 'Civilian targeting' END"),
    ),
    "iso": ("INTEGER", None),
    "region": ("VARCHAR", None),
    "country": ("VARCHAR", "country"),
    "admin1": ("VARCHAR", "province"),
    "admin2": ("VARCHAR", "district"),
    "admin3": ("VARCHAR", None),
    "location": ("VARCHAR", "place"),
    "latitude": ("DOUBLE", "latitude"),
    "longitude": ("DOUBLE", "longitude"),
    "geo_precision": (
        "INTEGER",
        ("CASE WHEN place_precision IN ('exact', 'town') THEN 1 "
        "WHEN place_precision IN ('district', 'division') THEN 2 "
        "WHEN place_precision IN ('province', 'country') THEN 3 END"),
    ),
    "source": ("VARCHAR", "publishers"),
    "source_scale": ("VARCHAR", None),
    "notes": ("VARCHAR", "summary"),
    "fatalities": ("INTEGER", "killed"),
    "tags": ("VARCHAR", "nullif(array_to_string(tags, '; '), '')"),
    "timestamp": ("BIGINT", "getvariable('created')"),
}  # fmt: skip
"""Column of ACLED → its type, and SQL over an incident; None where a release does not hold it."""

_EXACT = ("country",)
"""Texts that are compared whole; in others the words asked for are looked for."""


def _parameters() -> dict[str, Any]:
    word = (ask.Word | None, None)
    fields: dict[str, Any] = dict.fromkeys(COLUMNS, word)
    operator = (Literal[_OPERATORS] | None, None)
    fields |= {f"{name}_where": operator for name in COLUMNS}
    fields |= {
        "limit": (int, Field(MOST, ge=1, le=MOST, description="events on a page")),
        "page": (int, Field(1, ge=1, le=1_000_000, description="the first is 1")),
        "fields": (ask.Word | None, Field(None, description="columns with | between them")),
        "form": (Literal["json", "csv"], Field("json", alias="_format")),
        "export_type": (Literal["dyadic"], "dyadic"),
        "key": (ask.Word | None, Field(None, description="not looked at: nobody logs in")),
        "email": (ask.Word | None, Field(None, description="not looked at: nobody logs in")),
    }
    return fields


if TYPE_CHECKING:
    AsACLED = Any
else:
    AsACLED = ask.asks("AsACLED", ask.Asked, **_parameters())


def schemas() -> dict[str, Schema]:
    """Name → schema of what is answered."""
    kinds: dict[str, Schema] = {
        "VARCHAR": {"type": ["string", "null"]},
        "DATE": {"type": ["string", "null"], "format": "date"},
        "DOUBLE": {"type": ["number", "null"]},
    }
    event = {
        name: kinds.get(kind, {"type": ["integer", "null"]}) for name, (kind, _) in COLUMNS.items()
    }
    answer: dict[str, Schema] = {
        "status": {"const": 200},
        "success": {"const": True},
        "count": {"type": "integer", "description": "events on this page"},
        "data": {"type": "array", "items": record(event)},
    }
    return {"ACLED": record(answer, tuple(answer))}


def tests_of(asked: Any) -> Iterator[tuple[str, list[str]]]:
    """SQL of each limit over the columns of ACLED, and what is bound to it."""
    for name in COLUMNS:
        value = getattr(asked, name)
        if value is None:
            continue
        ways, bound = [], []
        for part in f"{name}={value}".split(":OR:"):
            field, equals, text = part.partition("=")
            if not equals or field not in COLUMNS:
                raise QuestionError(f"{part!r} is no limit: expected field=value behind :OR:.")
            test, values = _test(field, text, getattr(asked, f"{field}_where"))
            ways.append(f"({test})")
            bound += values
        yield " OR ".join(ways), bound


def _test(name: str, text: str, operator: str | None) -> tuple[str, list[str]]:
    kind, sql = COLUMNS[name]
    if sql is None:
        raise QuestionError(f"A release does not hold {name}, so nothing is limited by it.")
    if name == "source":
        sql = "publisher"
    sql = sql.replace("side_1", f"({SIDE_1})").replace("side_2", f"({SIDE_2})")
    values = text.split("|")
    if operator is None:
        whole = kind != "VARCHAR" or name in _EXACT
        operator = ">=" if name == "timestamp" else "=" if whole else "LIKE"
    if operator == "BETWEEN":
        if len(values) != 2:
            raise QuestionError(
                f"{name} between {text!r}: expected two values with | between them."
            )
        test = f"{sql} BETWEEN CAST(? AS {kind}) AND CAST(? AS {kind})"
    elif operator == "LIKE":
        test = f"contains(lower(CAST({sql} AS VARCHAR)), lower(?))"
    elif kind == "VARCHAR":
        test = f"lower({sql}) {operator} lower(?)"
    else:
        test = f"{sql} {operator} CAST(? AS {kind})"
    tests = test if operator == "BETWEEN" else " OR ".join([test] * len(values))
    if name == "source":
        tests = f"id IN (SELECT incident FROM ({CITED}) WHERE {tests})"
    return tests, values
