"""What a user may not see: sources above their clearance, and what rests on them.

As in a release: that a restricted source is there may be told, and what it counts, but nothing
that it says. Only the clearance counts, not who wrote a thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from waqia.model import OUTCOMES, ConflictError
from waqia.register.people.permissions import User
from waqia.register.store import schema
from waqia.register.store.records import Record, parsed

SeenKind = Literal["source", "account"]

UNTOLD = "(not told: a source is restricted)"
"""What stands for a value that the user may not see."""

TOLD_OF_ACCOUNTS = frozenset({"incident", "source", "status"})
"""Fields of an account that are told whatever its source."""

TOLD_OF_INCIDENTS = frozenset(
    {"status", "accounts", "merged_into", "n_accounts", "n_sources", "disputed",
     "date_start", "date_end", "date_precision"}
    | {f"{outcome}{end}" for outcome in OUTCOMES for end in ("", "_min", "_max", "_imputed")}
)  # fmt: skip
"""Fields of an incident whose past values are told although a restricted source may have said
them: dates and counts, as in a release. Places, words and names would need the accounts of then."""

SPREAD = ("values", "overrides", "settled", "provenance")
"""Fields of an incident that are told one by one."""

_ASKED = 900


def hidden(user: User, day: date) -> sa.ColumnElement[bool]:
    """The condition on `source` that the user may not see it on a day.

    A public source counts as restricted until its embargo is over.
    """
    table = schema.source
    above = table.c.access.not_in(user.cleared)
    if user.sees("restricted"):
        return above
    return above | sa.func.coalesce(table.c.embargo > day, sa.false())


def hides_anything(connection: sa.Connection, user: User, day: date) -> bool:
    """Whether the register has a source that the user may not see."""
    query = sa.select(sa.exists().where(hidden(user, day)).select_from(schema.source))
    return bool(connection.scalar(query))


def unseen_of(
    connection: sa.Connection, user: User, day: date, kind: SeenKind, ids: Iterable[str]
) -> dict[str, str]:
    """Id → access level of the sources, or accounts by their sources, that the user may not see.

    A source that was only cited is hidden where all accounts that cite it are.
    """
    source, account = schema.source, schema.account
    wanted = list(dict.fromkeys(ids))
    if not wanted or not hides_anything(connection, user, day):
        return {}
    asked = source if kind == "source" else account
    origin = source if kind == "source" else account.join(source, source.c.id == account.c.source)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _ASKED):
        part = asked.c.id.in_(wanted[start : start + _ASKED])
        query = sa.select(asked.c.id, source.c.access).select_from(origin)
        for id_, access in connection.execute(query.where(part, hidden(user, day))):
            found[id_] = "restricted" if access == "public" else access
    if kind == "source":
        found |= _cited_unseen(connection, user, day, [id_ for id_ in wanted if id_ not in found])
    return found


def _cited_unseen(
    connection: sa.Connection, user: User, day: date, ids: list[str]
) -> dict[str, str]:
    """Sources among `ids` that are known only because accounts that are hidden cite them."""
    source, account = schema.source, schema.account
    cited_only = {
        id_
        for start in range(0, len(ids), _ASKED)
        for id_, text in connection.execute(
            sa.select(source.c.id, source.c.data).where(
                source.c.id.in_(ids[start : start + _ASKED])
            )
        )
        if parsed(text).get("kind") == "citation"
    }
    if not cited_only:
        return {}
    secret = (
        sa.select(account.c.data, source.c.access)
        .join(source, source.c.id == account.c.source)
        .where(hidden(user, day), account.c.data.contains('"cites"'))
    )
    levels: dict[str, str] = {}
    for text, access in connection.execute(secret):
        for cited in parsed(text).get("cites", ()):
            if levels.get(cited) != "confidential":
                levels[cited] = "confidential" if access == "confidential" else "restricted"
    found = {}
    for id_ in levels.keys() & cited_only:
        if not _cited_openly(connection, user, day, id_):
            found[id_] = levels[id_]
    return found


def _cited_openly(connection: sa.Connection, user: User, day: date, id_: str) -> bool:
    source, account = schema.source, schema.account
    query = (
        sa.select(account.c.data)
        .join(source, source.c.id == account.c.source)
        .where(~hidden(user, day), account.c.data.contains(id_, autoescape=True))
    )
    return any(
        id_ in (told["source"], *told.get("cites", ()))
        for told in map(parsed, connection.scalars(query))
    )


def sources_named(account: Mapping[str, Any]) -> list[str]:
    """The sources that an account is from or points into; whoever writes it has to see them."""
    anchors = account.get("anchors") or ()
    anchored = [anchor.get("source") for anchor in anchors if isinstance(anchor, Mapping)]
    return [str(source) for source in (account.get("source"), *anchored) if source]


def accounts_ever(connection: sa.Connection, incident: str) -> list[str]:
    """Ids of the accounts that an incident has, or ever had."""
    change = schema.change
    query = sa.select(change.c.after).where(
        change.c.kind == "incident", change.c.record == incident
    )
    return sorted(
        {a for text in connection.scalars(query) for a in parsed(text).get("accounts", ())}
    )


def spread(record: Mapping[str, Any]) -> Record:
    """A record with its nested fields beside the others, as overrides.killed."""
    flat: Record = {}
    for name, value in record.items():
        if name in SPREAD and isinstance(value, Mapping):
            prefix = "" if name == "values" else f"{name}."
            flat |= {f"{prefix}{part}": inner for part, inner in value.items()}
        else:
            flat[name] = value
    return flat


def told_of_incident(field: str) -> bool:
    """Whether a past value of a field is told of an incident that rests on a hidden source."""
    return field in TOLD_OF_INCIDENTS or field.startswith("provenance.")


def veiled(connection: sa.Connection, user: User, day: date, error: ConflictError) -> ConflictError:
    """A conflict that tells values only to a user who may see the sources that they are from."""
    fields = error.fields
    if error.kind == "incident":
        ever = accounts_ever(connection, error.record)
        if unseen_of(connection, user, day, "account", ever):
            fields = {
                name: pair if told_of_incident(name) else _veil(pair)
                for name, pair in _spread_pairs(fields).items()
            }
    elif error.kind in ("account", "source", "coding"):
        of: SeenKind = "source" if error.kind == "source" else "account"
        sources = [id_ for id_ in fields.get("source", ()) if id_]
        if unseen_of(connection, user, day, of, [error.record.split("/")[0]]) or unseen_of(
            connection, user, day, "source", sources
        ):
            fields = {
                name: pair if name in TOLD_OF_ACCOUNTS else _veil(pair)
                for name, pair in fields.items()
            }
    return ConflictError(str(error), fields, error.kind, error.record)


def _spread_pairs(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    before, after = (spread({name: pair[n] for name, pair in fields.items()}) for n in (0, 1))
    names = [name for name in before | after if before.get(name) != after.get(name)]
    return {name: (before.get(name), after.get(name)) for name in names}


def untold(value: Any) -> str | None:
    """What stands for a value, where there is one."""
    return None if value is None else UNTOLD


def _veil(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    before, after = pair
    return (untold(before), untold(after))
