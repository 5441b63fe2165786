"""One record of the register opened, as far as the user may see what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from waqia.adjudication import COLUMNS
from waqia.codebook import Codebook
from waqia.model import TABLES, VALUE_FIELDS, QuestionError
from waqia.register.content.accounts import archived_text
from waqia.register.content.logging import Entry, log
from waqia.register.content.working import duck, load
from waqia.register.core import Core
from waqia.register.people.clearing import hides_anything, unseen_of
from waqia.register.people.permissions import User
from waqia.register.review.codings import blind_accounts, refuse_blind
from waqia.register.store import schema
from waqia.register.store.history import kept
from waqia.register.store.records import Record, canonical, parsed, tidy

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DERIVED = ("id", "status", "merged_into", "accounts")
"""Columns of an incident that are not worked out from what its accounts say."""
_KEPT = ("status", "revision")
"""What the register has of an account and a release has not."""
_ASKED = 900


class Showing(Core):
    """Accounts, sources and incidents one by one, and their history."""

    def account(self, id_: str) -> Record:
        """An account as it is kept, with `revision`; without anchors in sources not to be seen.

        Raises:
            QuestionError: there is none.
            DeniedError: its source is more restricted than the user may see, or they are to code
                it blind; it was logged.
        """
        with self._read() as connection:
            found = _found(connection, "account", id_)
            self.must_see(connection, "account", [id_])
            refuse_blind(self, connection, [id_])
            named = [anchor["source"] for anchor in found.get("anchors", ())]
            unseen = self.unseen(connection, "source", named)
        if unseen:
            found["anchors"] = [a for a in found["anchors"] if a["source"] not in unseen]
        return found

    def source(self, id_: str) -> Record:
        """A source as it is kept, with `revision`; `document` is the hash of what is archived.

        Raises:
            QuestionError: there is none.
            DeniedError: it is more restricted than the user may see; it was logged.
        """
        with self._read() as connection:
            found = _found(connection, "source", id_)
            self.must_see(connection, "source", [id_])
            return found

    def text(self, source: str) -> str | None:
        """The text that is archived for a source, which anchors point into; None where none is.

        Raises:
            QuestionError: there is no such source.
            DeniedError: it is more restricted than the user may see; it was logged.
        """
        with self._read() as connection:
            found = _found(connection, "source", source)
            self.must_see(connection, "source", [source])
            return archived_text(connection, found)

    def incident(self, id_: str) -> Record:
        """An incident opened: what is known of it, why, and what its accounts say side by side.

        Gives `id`, `status`, `revision`, `merged_into`, `values` (columns of an incident),
        `provenance` (field → rule, accounts, said_by, n_values, reason), `accounts` (with
        `revision`), `sources` (by id), `differences` (field → account → its columns), `settled`
        (field → by, reason), and `untold`: the accounts whose sources the user may not see. Where
        there are some, everything is told as a release tells it.

        Raises:
            QuestionError: there is none.
            DeniedError: it shows what the user is to code blind; it was logged.
        """
        with self._read() as connection:
            refuse_blind(self, connection, [id_])
            book = self._codebook_in(connection)
            return _incident(connection, book, self.user, self._clock().date(), id_)

    def log(self, id_: str) -> list[Entry]:
        """The history of an incident with its accounts, of an account or a source, by field.

        What comes from sources that the user may not see is not told: of such accounts which
        incident they told of, of such incidents dates, counts and rules.

        Raises:
            QuestionError: there is no such record.
            DeniedError: it is a source that the user may not see, or shows what they are to code
                blind; it was logged.
        """
        with self._read() as connection:
            if kept(connection, "source", id_):
                self.must_see(connection, "source", [id_])
            refuse_blind(self, connection, [id_])
            return log(connection, id_, self.user, self._clock().date())

    def findings(self, import_: str | None = None) -> list[Record]:
        """What an import, the last one if none is named, reported in the order of its rows.

        Where the register has sources that the user may not see, findings on rows that may come
        from them are told as a release tells them.

        Raises:
            QuestionError: there is no such import.
        """
        table, imports = schema.finding, schema.import_
        with self._read() as connection:
            last = sa.select(imports.c.id).order_by(imports.c.revision.desc()).limit(1)
            asked = import_ or str(connection.scalar(last))
            _found(connection, "import", asked)
            query = sa.select(table).where(table.c["import"] == asked).order_by(table.c.position)
            rows = [tidy(dict(row._mapping)) for row in connection.execute(query)]
            found = [{k: v for k, v in row.items() if k not in ("import", "position")}
                     for row in rows]  # fmt: skip
            blind = set(connection.scalars(blind_accounts(self.user.name)))
            found = [row for row in found if row.get("record") not in blind]
            day = self._clock().date()
            if hides_anything(connection, self.user, day):
                book = self._codebook_in(connection)
                return _veiled_findings(connection, book, self.user, day, found)
            return found


def _found(connection: sa.Connection, kind: str, id_: str) -> Record:
    found = kept(connection, kind, id_)
    if found is None:
        raise QuestionError(f"The register has no {kind} {id_!r}.")
    return found.record | {"revision": found.revision}


def _incident(
    connection: sa.Connection, codebook: Codebook, user: User, day: date, id_: str
) -> Record:
    incident = _found(connection, "incident", id_)
    accounts = [_found(connection, "account", a) for a in incident.get("accounts", ())]
    sources = _sources_of(connection, accounts)
    unseen = unseen_of(connection, user, day, "source", sources)
    values = _values(incident, accounts)
    provenance = _provenance(incident, accounts)
    settled = incident.get("settled") or {}
    untold = [account["id"] for account in accounts if account["source"] in unseen]
    if unseen:
        with duck() as duckdb:
            _load(duckdb, sources.values(), accounts, [_row(incident, values)], provenance.values())
            told = _told(duckdb, codebook, user, day)
            sources = {row["id"]: row for row in told("sources")}
            own = {a["id"]: {name: a[name] for name in _KEPT} for a in accounts}
            accounts = [row | own[row["id"]] for row in told("accounts")]
            (row,) = told("incidents")
            values = {k: v for k, v in row.items() if k not in _DERIVED}
            provenance = {row["field"]: row for row in told("provenance")}
        if untold:
            settled = {field: {"by": said["by"]} for field, said in settled.items()}
    return {
        "id": id_,
        "status": incident["status"],
        "merged_into": incident.get("merged_into"),
        "revision": incident["revision"],
        "values": values,
        "provenance": {
            field: {k: v for k, v in row.items() if k not in ("incident", "field")}
            for field, row in provenance.items()
        },
        "accounts": sorted(accounts, key=lambda account: str(account["id"])),
        "sources": sources,
        "differences": _differences(accounts),
        "settled": settled,
        "untold": untold,
    }


def _sources_of(connection: sa.Connection, accounts: Iterable[Record]) -> dict[str, Record]:
    """The sources that accounts are from, cite or point into, by id."""
    named: dict[str, None] = {}
    for account in accounts:
        anchored = (anchor["source"] for anchor in account.get("anchors", ()))
        named |= dict.fromkeys([account["source"], *account.get("cites", ()), *anchored])
    return {source["id"]: source for source in _kept(connection, "source", named)}


def _values(incident: Record, accounts: list[Record]) -> Record:
    """What is known of an incident: what was worked out, or what its only account says."""
    if "values" in incident or not accounts:
        return dict(incident.get("values", {}))
    columns = [name for name in TABLES["incidents"].names if name not in _DERIVED]
    only = {name: accounts[0][name] for name in columns if name in accounts[0]}
    return only | {"n_accounts": 1, "n_sources": 1}


def _provenance(incident: Record, accounts: list[Record]) -> dict[str, Record]:
    """Field → the row of a release's `provenance`, with the reason where a person decided."""
    found = incident.get("provenance", {})
    if not found and accounts:
        only = {"rule": "only_account", "accounts": [accounts[0]["id"]], "said_by": 1,
                "n_values": 1}  # fmt: skip
        found = dict.fromkeys(VALUE_FIELDS, only)
    decided = incident.get("overrides") or {}
    return {
        field: dict(told)
        | {"incident": incident["id"], "field": field}
        | ({"reason": decided[field]["reason"]} if field in decided else {})
        for field, told in found.items()
    }


def _differences(accounts: list[Record]) -> dict[str, dict[str, Record]]:
    """Field → account → what it says in the field's columns, where accounts differ in it."""
    found = {}
    for field, columns in COLUMNS.items():
        said = {
            account["id"]: {name: account[name] for name in columns if name in account}
            for account in accounts
        }
        if len({canonical(told) for told in said.values() if told}) > 1:
            found[field] = {id_: told for id_, told in said.items() if told}
    return found


def _row(incident: Record, values: Record) -> Record:
    own = {name: incident[name] for name in _DERIVED if name in incident}
    return values | own


def _load(
    duckdb: DuckDBPyConnection,
    sources: Iterable[Record],
    accounts: Iterable[Record],
    incidents: Iterable[Record],
    provenance: Iterable[Record] = (),
) -> None:
    """Put records into the tables of a release."""
    for table, records in (
        ("sources", sources), ("accounts", accounts), ("incidents", incidents),
        ("provenance", provenance),
    ):  # fmt: skip
        load(duckdb, table, ((r.get("id", ""), canonical(r)) for r in records))


def _told(
    duckdb: DuckDBPyConnection, codebook: Codebook, user: User, day: date
) -> Callable[[str], list[Record]]:
    """A function that gives the rows of a table as a user may be told them."""
    from waqia.release import protected

    queries = protected(duckdb, codebook, cleared=user.cleared, day=day)

    def rows(table: str) -> list[Record]:
        found = duckdb.execute(f"SELECT to_json(t) FROM ({queries[table]}) t").fetchall()
        return [tidy(parsed(text)) for (text,) in found]

    return rows


def _veiled_findings(
    connection: sa.Connection, codebook: Codebook, user: User, day: date, rows: list[Record]
) -> list[Record]:
    """Findings as a user may be told them, who may not see all sources of the register."""
    ids = list(dict.fromkeys(row["record"] for row in rows if "record" in row))
    incidents = _kept(connection, "incident", ids)
    accounts = _kept(
        connection, "account", [*ids, *(a for i in incidents for a in i.get("accounts", ()))]
    )
    named = {a["source"] for a in accounts} | {c for a in accounts for c in a.get("cites", ())}
    sources = _kept(connection, "source", [*ids, *named])
    with duck() as duckdb:
        _load(duckdb, sources, accounts, incidents)
        load(duckdb, "findings", (("", canonical(row)) for row in rows))
        return _told(duckdb, codebook, user, day)("findings")


def _kept(connection: sa.Connection, kind: str, ids: Iterable[str]) -> list[Record]:
    """The records of a kind that the register has among ids."""
    table = schema.KINDS[kind]
    wanted = list(dict.fromkeys(ids))
    found: list[Record] = []
    for start in range(0, len(wanted), _ASKED):
        part = table.c.id.in_(wanted[start : start + _ASKED])
        found += map(parsed, connection.scalars(sa.select(table.c.data).where(part)))
    return found
