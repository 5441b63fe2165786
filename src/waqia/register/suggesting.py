"""Which accounts may tell of the same incident: suggested by a model that decisions train."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from waqia.linking import LinkModel, load_model, suggest, train
from waqia.register.content.deciding import decisions
from waqia.register.content.working import duck, insert, load
from waqia.register.core import Core, title_of
from waqia.register.people.clearing import unseen_of
from waqia.register.review.codings import blind_accounts
from waqia.register.store import schema
from waqia.register.store.history import last, state
from waqia.register.store.records import parsed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Reason:
    """What a field says of a pair: its weight in log-odds, and how far it moved the probability.

    `says` is agrees, differs, neutral or unknown. Weights add up to the log-odds of the
    probability; the first reason, `pair`, is where an average pair stands.
    """

    field: str
    says: str
    weight: float
    moved: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two accounts of different incidents that may be one, how probably, and why."""

    account: str
    other: str
    incident: str
    other_incident: str
    probability: float
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that was learned: its version, and the pairs of both kinds it was learned from."""

    model: str
    same: int
    different: int


class Suggesting(Core):
    """Suggestions of links, and the model that makes them."""

    def suggest(
        self, *, minimum: float = 0.2, incident: str | None = None, limit: int | None = None
    ) -> list[Suggestion]:
        """The pairs of accounts of different incidents that are at least so likely one.

        They are worked out over all accounts and kept for the queue of links, the likeliest
        first. Pairs that somebody decided, in any way, and pairs of incidents between which two
        accounts were decided to be different, are not suggested. `incident` asks only for those
        of one incident, `limit` for the first ones; neither changes what is kept. Pairs with an
        account that the user may not see, or is to code blind, are not shown.

        Raises:
            DeniedError: the user may not do this.
        """
        with self._read("suggest") as connection:
            revision = last(connection)
            model = self._model_in(connection)
            found = _suggested(connection, model, minimum)
        with self.store.writing() as connection:
            connection.execute(schema.suggestion.delete())
            rows = [
                {
                    "account": pair.account, "other": pair.other,
                    "probability": pair.probability, "why": _as_json(pair.why),
                    "model": model.id, "revision": revision.number if revision else 0,
                }
                for pair in found
            ]  # fmt: skip
            for start in range(0, len(rows), _BATCH):
                connection.execute(schema.suggestion.insert(), rows[start : start + _BATCH])
        with self._read("suggest") as connection:
            unseen = self._unseen(connection, found)
        return [
            pair
            for pair in found
            if not unseen & {pair.account, pair.other}
            and (incident is None or incident in (pair.incident, pair.other_incident))
        ][:limit]

    def train(self, *, reason: str | None = None) -> Trained:
        """Learn the model anew from what was decided; from now on it makes the suggestions.

        It learns from decisions that stand and from pairs of accounts of confirmed incidents,
        and starts from the shipped parameters: few decisions move them little. Every model that
        was learned stays in the register under its version.

        Raises:
            InputError: there are not decisions of both kinds yet.
            DeniedError: the user may not do this.
        """
        with self._read("model.train") as connection, duck() as duckdb:
            pairs = dict(_decided(connection))
            _load(connection, duckdb)
            same = sum(pairs.values())
            model = train(
                duckdb,
                [(one, two, is_same) for (one, two), is_same in pairs.items()],
                start=load_model(),
                made=f"the shipped model, and {same} same and {len(pairs) - same} different pairs "
                f"of the register {title_of(connection)}",
            )
        with self._write("model.train", reason, model.id) as write:
            for former in write.connection.scalars(
                sa.select(schema.model.c.id).where(schema.model.c.active)
            ).all():
                write.put("model", former, write.get("model", former) | {"active": False})
            write.put(
                "model",
                model.id,
                {"id": model.id, "active": True, "parameters": json.dumps(model.to_json())},
            )
        return Trained(model.id, same, len(pairs) - same)

    def link_model(self) -> LinkModel:
        """The model that makes the suggestions: the one that was trained last, or the shipped."""
        with self._read() as connection:
            return self._model_in(connection)

    def _unseen(self, connection: sa.Connection, pairs: list[Suggestion]) -> set[str]:
        """Accounts of the pairs that the user may not see now."""
        ids = {id_ for pair in pairs for id_ in (pair.account, pair.other)}
        above = unseen_of(connection, self.user, self._clock().date(), "account", ids)
        return {*above, *connection.scalars(blind_accounts(self.user.name))}

    def _model_in(self, connection: sa.Connection) -> LinkModel:
        table = schema.model
        text = connection.scalar(sa.select(table.c.data).where(table.c.active))
        return LinkModel.from_json(json.loads(parsed(text)["parameters"])) if text else load_model()


def _load(connection: sa.Connection, duckdb: DuckDBPyConnection) -> None:
    load(duckdb, "sources", ((row.id, row.data) for row in state(connection, "source")))
    load(
        duckdb,
        "accounts",
        ((row.id, row.data) for row in state(connection, "account")),
        "data ->> '$.status' = 'accepted'",
    )
    table = schema.incident
    standing = sa.select(table.c.id).where(table.c.status.in_(("candidate", "confirmed")))
    duckdb.execute("CREATE TEMP TABLE standing (incident VARCHAR)")
    ids = list(connection.scalars(standing))
    if ids:
        duckdb.execute("INSERT INTO standing SELECT unnest(?::VARCHAR[])", [ids])
    duckdb.execute("DELETE FROM accounts WHERE incident NOT IN (SELECT incident FROM standing)")


def _suggested(connection: sa.Connection, model: LinkModel, minimum: float) -> list[Suggestion]:
    with duck() as duckdb:
        _load(connection, duckdb)
        suggest(duckdb, model, minimum=minimum)
        judged = ((d["account"], d["other"], d["judgement"]) for d in decisions(connection))
        insert(duckdb, "judged", ("account", "other", "judgement"), judged)
        found = duckdb.execute("""
            WITH apart AS (
                SELECT DISTINCT least(a.incident, b.incident) AS one,
                    greatest(a.incident, b.incident) AS two
                FROM judged JOIN accounts a ON a.id = account JOIN accounts b ON b.id = other
                WHERE judgement = 'different'
            )
            SELECT s.account, s.other, a.incident, b.incident, s.probability, s.why
            FROM link_suggestions s
            JOIN accounts a ON a.id = s.account JOIN accounts b ON b.id = s.other
            ANTI JOIN judged j ON j.account = least(s.account, s.other)
                AND j.other = greatest(s.account, s.other)
            ANTI JOIN apart ON one = least(a.incident, b.incident)
                AND two = greatest(a.incident, b.incident)
            WHERE a.incident <> b.incident
            ORDER BY s.probability DESC, s.account, s.other
        """).fetchall()
    return [
        Suggestion(one, two, incident, other, probability, tuple(Reason(**r) for r in why))
        for one, two, incident, other, probability, why in found
    ]


def _decided(connection: sa.Connection) -> Iterator[tuple[tuple[str, str], bool]]:
    """Pairs of accounts of which somebody decided whether they are the same."""
    for row in state(connection, "incident"):
        incident = parsed(row.data)
        members = incident.get("accounts", ())
        if incident["status"] == "confirmed":
            yield from (
                ((one, two), True) for i, one in enumerate(members) for two in members[i + 1 :]
            )
    for decision in decisions(connection):
        if decision["judgement"] != "unsure":
            yield (decision["account"], decision["other"]), decision["judgement"] == "same"


def _as_json(why: tuple[Reason, ...]) -> str:
    return json.dumps(
        [
            {"field": r.field, "says": r.says, "weight": round(r.weight, 4),
             "moved": round(r.moved, 4)}
            for r in why
        ]
    )  # fmt: skip
