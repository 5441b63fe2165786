"""The register as reviewers use it: which incidents a proposal may tell of, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from waqia.linking import suggest
from waqia.model import QuestionError
from waqia.register.content.apart import why_apart
from waqia.register.content.working import duck, load
from waqia.register.people.clearing import hidden
from waqia.register.review.codings import blind_accounts, refuse_blind
from waqia.register.store import schema
from waqia.register.store.history import kept
from waqia.register.store.records import Record, parsed
from waqia.register.suggesting import Reason, Suggesting

_DAYS = 30
"""Days before and after an account in which incidents are looked for."""
_MOST = 2000
"""Accounts that it is held against, the nearest in time first; they weigh words and names, too."""


@dataclass(frozen=True, slots=True)
class Near:
    """An incident that an account may tell of: how probably, why, and what its accounts say.

    `account` is the one of the incident that is most like it, `told` what that one says; `apart`
    says why they could hardly be one. `likely` says that the probability is at least the threshold
    of the model that gave it, from which on accounts are taken for one incident.
    """

    incident: str
    account: str
    probability: float
    why: tuple[Reason, ...]
    apart: tuple[str, ...]
    told: Record
    likely: bool


class Nearby(Suggesting):
    """Incidents that lie near an account."""

    def incidents_near(self, account: str, *, minimum: float = 0.05, limit: int = 9) -> list[Near]:
        """The incidents that an account may tell of, the likeliest first.

        Nothing is kept. The account is held against those accepted of some weeks around its day
        that the user may see; without a day against those kept last.

        Raises:
            QuestionError: there is no such account.
            DeniedError: the user may not see it, or is to code it blind.
        """
        with self._read("suggest") as connection:
            self.must_see(connection, "account", [account])
            refuse_blind(self, connection, [account])
            found = kept(connection, "account", account)
            if found is None:
                raise QuestionError(f"The register has no account {account!r}.")
            others = self._around(connection, found.record)
            if not others:
                return []
            texts = [(r["id"], text) for r, text in others.values()]
            names = {found.record["source"], *(r["source"] for r, _ in others.values())}
            table = schema.source
            sources = connection.execute(
                sa.select(table.c.id, table.c.data).where(table.c.id.in_(names))
            ).all()
            model = self._model_in(connection)
        with duck() as duckdb:
            load(duckdb, "sources", ((row.id, row.data) for row in sources))
            load(duckdb, "accounts", [(account, found.text), *texts])
            duckdb.execute("CREATE VIEW mine AS FROM accounts WHERE id = ?".replace(
                "?", "'" + account.replace("'", "''") + "'"))  # fmt: skip
            duckdb.execute(
                "CREATE VIEW theirs AS FROM accounts WHERE id NOT IN (SELECT id FROM mine)"
            )
            suggest(duckdb, model, left="mine", right="theirs", minimum=minimum)
            rows = duckdb.execute("SELECT other, probability, why FROM link_suggestions").fetchall()
        near: dict[str, Near] = {}
        members = defaultdict(list)
        for record, _ in others.values():
            members[record["incident"]].append(record)
        for other, probability, why in rows:
            record = others[other][0]
            incident = record["incident"]
            if incident not in near and incident != found.record.get("incident"):
                near[incident] = Near(
                    incident, other, probability, tuple(Reason(**r) for r in why),
                    tuple(why_apart(found.record, members[incident])), record,
                    probability >= model.threshold,
                )  # fmt: skip
        return list(near.values())[:limit]

    def _around(self, connection: sa.Connection, account: Record) -> dict[str, tuple[Record, str]]:
        """Accepted accounts of standing incidents around the day of an account, as far as seen."""
        table, incident, source = schema.account.c, schema.incident.c, schema.source
        query = (
            sa.select(table.id, table.data)
            .join(schema.incident, incident.id == table.incident)
            .join(source, source.c.id == table.source)
            .where(
                table.status == "accepted",
                table.id != account["id"],
                incident.status.in_(("candidate", "confirmed")),
                ~hidden(self.user, self._clock().date()),
                table.id.not_in(blind_accounts(self.user.name)),
            )
        )
        order = table.revision.desc()
        if account.get("date_start"):
            start = date.fromisoformat(account["date_start"])
            end = date.fromisoformat(account.get("date_end") or account["date_start"])
            reach = timedelta(days=_DAYS)
            query = query.where(
                table.date_start.between(start - reach, end + reach) | table.date_start.is_(None)
            )
            order = sa.case((table.date_start < start, table.date_start), else_=start).desc()
        rows = connection.execute(query.order_by(order).limit(_MOST)).all()
        return {row.id: (parsed(row.data), row.data) for row in rows}
