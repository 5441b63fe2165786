"""A file of accounts comes in: staged outside the register, then kept in one revision."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from waqia.formats import load_mapping, stage, write_set_aside
from waqia.model import Finding, InputError
from waqia.register.content.accounts import ARCHIVED, OWN
from waqia.register.content.incidents import new_incident, standing, stem_of
from waqia.register.content.working import duck
from waqia.register.core import put_user
from waqia.register.people.clearing import sources_named
from waqia.register.review.codings import put_coding
from waqia.register.review.tasks import task_of
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import Record, canonical, differences, parsed, tidy

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from waqia.formats import Staged
    from waqia.register.core import Core


@dataclass(slots=True)
class ImportResult:
    """What became of the rows of a file.

    `added` accounts are new; `coded_again` are second codings of accounts that another coder has
    coded; `corrected` are accounts of this coder that the file gives differently now; `unchanged`
    are there already as the file has them; `set_aside` could not be used, and lie in
    `set_aside_file` with the reasons. `incidents` are new; `joined` accounts are new accounts of
    incidents that were there before. `findings` are all that was reported.
    """

    name: str
    rows: int
    added: int = 0
    coded_again: int = 0
    corrected: int = 0
    unchanged: int = 0
    set_aside: int = 0
    incidents: int = 0
    joined: int = 0
    revision: int | None = None
    set_aside_file: Path | None = None
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Arriving:
    """What was staged of a file: sources and accounts as records, in the order of the file."""

    staged: Staged
    sources: list[Record]
    accounts: list[Record]
    findings: list[Finding]


def import_accounts(
    register: Core,
    path: str | Path,
    *,
    coder: str,
    mapping: str | Path,
    sources: str | Path | None,
    where: Sequence[str],
    sheet: str | None,
    set_aside: str | Path | None,
    reason: str | None,
    progress: Any,
) -> ImportResult:
    """Stage a file and keep its accounts as those of `coder`; see `Recording.import_file`."""
    path = Path(path)
    aside = Path(set_aside) if set_aside else Path(f"{path.stem}.set-aside.csv")
    beside = path.parent / "sources.csv"
    listed = sources or (beside if beside.is_file() and beside != path else None)
    with tempfile.TemporaryDirectory(prefix="waqia-", ignore_cleanup_errors=True) as name:
        with duck() as connection:
            folder = Path(name)
            staged = stage(
                connection, path, load_mapping(mapping), register.codebook, folder,
                where=where, sources=listed, sheet=sheet, progress=progress,
            )  # fmt: skip
            if staged.set_aside:
                write_set_aside(connection, aside)
            _name_source(connection, path, staged)
            arriving = _arriving(connection, staged, coder)
        result = ImportResult(
            path.name, staged.rows, set_aside=staged.set_aside,
            set_aside_file=aside if staged.set_aside else None, findings=arriving.findings,
        )  # fmt: skip
        if not arriving.accounts:
            raise InputError(
                f"{path}: none of its {staged.rows} rows can be used"
                + (f"; why stands in {aside}." if staged.set_aside else ".")
            )
        with register._write("accounts.import", reason, path.name) as write:
            _keep(write, register, arriving, coder, result)
            if write.changes:
                _record(write, arriving, coder, result)
                result.revision = write.number
    return result


def _name_source(connection: DuckDBPyConnection, path: Path, staged: Staged) -> None:
    """Where rows name no source the file is theirs, under a name that no other file has."""
    own = f"{path.stem}-{staged.looked.sha256[:8]}"
    same = "accounts"  # how the mapping of one's own accounts calls every such file
    connection.execute("UPDATE sources SET id = ? WHERE id = ? AND kind = 'dataset'", [own, same])
    if connection.execute("SELECT 1 FROM sources WHERE id = ?", [same]).fetchone():
        return
    connection.execute(
        """UPDATE accounts SET source = $own, anchors = list_transform(anchors, lambda a:
            struct_pack(source := $own, "start" := a.start, "end" := a.end, "row" := a.row,
                locator := a.locator, quote := a.quote, field := a.field)) WHERE source = $same""",
        {"own": own, "same": same},
    )


def _arriving(connection: DuckDBPyConnection, staged: Staged, coder: str) -> _Arriving:
    numbered = {row[0] for row in connection.execute("SELECT account FROM numbered").fetchall()}
    accounts = []
    # a merge patch onto nothing leaves out what is NULL, most of a row
    query = "SELECT json_merge_patch('{}', to_json(a)) FROM accounts a ORDER BY anchors[1].row, id"
    for said in _fetched(connection, query):
        record = tidy(said) | {"made_by": coder}
        if record["id"] in numbered:
            del record["incident"]
        accounts.append(record)
    query = "SELECT to_json(s) FROM sources s ORDER BY id"
    sources = [tidy(said) for said in _fetched(connection, query)]
    names = ", ".join(f'"{name}"' for name in _FINDING)
    rows = connection.execute(f"SELECT {names} FROM findings").fetchall()
    findings = [Finding(**dict(zip(_FINDING, row, strict=True))) for row in rows]
    return _Arriving(staged, sources, accounts, findings)


def _fetched(connection: DuckDBPyConnection, query: str) -> Iterator[Record]:
    """The records that a query gives as JSON, a part at a time; a part shares names of fields."""
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(5000):
        yield from json.loads(f"[{','.join(text for (text,) in rows)}]")


_FINDING = (
    "code", "message", "table", "row", "record", "field", "found", "expected", "action",
)  # fmt: skip


def _keep(
    write: Write, register: Core, arriving: _Arriving, coder: str, result: ImportResult
) -> None:
    """Put what arrives into the act, each account where it belongs."""
    if write.find("user", coder) is None:
        register.require("user.change", coder)
        put_user(write, coder, "coder")
    named = {name for account in arriving.accounts for name in sources_named(account)}
    register.must_see(write.connection, "source", named | {s["id"] for s in arriving.sources})
    _keep_sources(write, arriving.sources, result)
    write.prefetch("account", (account["id"] for account in arriving.accounts))
    known = [a["id"] for a in arriving.accounts if write.find("account", a["id"])]
    register.must_see(write.connection, "account", known)
    write.prefetch("coding", (f"{id_}/{coder}" for id_ in known))
    write.prefetch("task", (task_of("second", id_) for id_ in known))
    new = []
    for account in arriving.accounts:
        before = write.find("account", account["id"])
        if before is None:
            new.append(account)
        elif before["made_by"] != coder:
            _code_again(write, account, coder, result)
        else:
            _correct(write, account, before, result)
    corrected = {
        incident
        for id_ in write.changed("account")
        if (incident := write.get("account", id_).get("incident"))
    }
    arriving.accounts.clear()  # from here on each is held once, as a text
    register._rework(write, _add(write, register, new, result) | corrected)


def _keep_sources(write: Write, sources: list[Record], result: ImportResult) -> None:
    write.prefetch("source", (source["id"] for source in sources))
    for source in sources:
        before = write.find("source", source["id"])
        if before is None:
            write.put("source", source["id"], source)
        elif differ := differences(before, source, ARCHIVED):
            result.findings.append(
                Finding(
                    "source-differs",
                    f"The register has the source {source['id']} with other values for "
                    f"{', '.join(differ)}; it keeps its own.",
                    table="sources",
                    record=source["id"],
                    field=", ".join(differ),
                    action="correct the source in the register if the file is right",
                )
            )


def _add(write: Write, register: Core, accounts: list[Record], result: ImportResult) -> set[str]:
    """Add new accounts and their incidents; gives the incidents with several accounts."""
    book = register._codebook_in(write.connection)
    write.prefetch("incident", (a["incident"] for a in accounts if "incident" in a))
    _part_from_withdrawn(write, accounts, result)
    named = {a["incident"]: a for a in reversed(accounts) if "incident" in a}
    incidents: dict[str, Record] = {}
    named_by: dict[str, str] = {}
    known = {id_ for id_ in named if write.find("incident", id_) is not None}
    for id_, account in named.items():
        if id_ not in known:
            incident = new_incident(write, book, account, id_)
            write.put("incident", id_, incident)  # so that no other is given this number
            result.incidents += 1
        else:
            incident = standing(write, id_)
            result.findings.append(_joined(account, id_, incident["id"]))
        # two names may lead to one incident, where one was merged into the other
        named_by[id_] = incident["id"]
        incidents.setdefault(incident["id"], incident)
    stems = [stem_of(book, account) for account in accounts if "incident" not in account]
    numbers = {
        stem: iter(write.next_ids("incident", stem, number))
        for stem, number in Counter(stems).items()
    }
    for account in accounts:
        account["status"] = "accepted"
        if "incident" in account:
            target = incidents[named_by[account["incident"]]]
            result.joined += account["incident"] in known
        else:
            id_ = next(numbers[stem_of(book, account)])
            target = incidents[id_] = {"id": id_, "status": "candidate", "accounts": []}
            result.incidents += 1
        account["incident"] = target["id"]
        target["accounts"] = [*target.get("accounts", ()), account["id"]]
    for incident in incidents.values():
        incident["accounts"] = sorted(incident["accounts"])
        write.put("incident", incident["id"], incident)
    result.added = len(accounts)
    accounts.reverse()
    write.add_new("account", ((a["id"], canonical(a)) for a in _taken(accounts)))
    return {id_ for id_, incident in incidents.items() if len(incident["accounts"]) > 1}


def _part_from_withdrawn(write: Write, accounts: list[Record], result: ImportResult) -> None:
    """Let accounts that name an incident which was withdrawn tell of one of their own."""
    for account in accounts:
        named = write.find("incident", account.get("incident", ""))
        if named is None or named["status"] != "withdrawn":
            continue
        result.findings.append(
            Finding(
                "incident-withdrawn",
                f"The account {account['id']} names the incident {account['incident']}, which was "
                "withdrawn; it was given an incident of its own.",
                record=account["id"],
                field="incident",
                found=account.pop("incident"),
                action="reopen the incident and link the account to it, if it did happen",
            )
        )


def _joined(account: Record, named: str, incident: str) -> Finding:
    there = named if named == incident else f"{named}, now {incident},"
    return Finding(
        "incident-joined",
        f"The file names the incident {named}; {there} was in the register before, and its "
        "accounts tell of it now too.",
        record=account["id"],
        field="incident",
        found=named,
        action="part them with `waqia register split` if the file means another incident by it",
    )


def _taken(accounts: list[Record]) -> Iterator[Record]:
    """The accounts from the last to the first; the list lets go of each."""
    while accounts:
        yield accounts.pop()


def _code_again(write: Write, account: Record, coder: str, result: ImportResult) -> None:
    if put_coding(write, write.get("account", account["id"]), coder, account):
        result.coded_again += 1
    else:
        result.unchanged += 1


def _correct(write: Write, account: Record, before: Record, result: ImportResult) -> None:
    """Take what the file gives differently, unless somebody else has corrected the account."""
    if not differences(before, account, OWN):
        result.unchanged += 1
        return
    kept_by = _corrected_by(write, account["id"])
    if kept_by not in (None, write.user, account["made_by"]):
        result.set_aside += 1
        fields = ", ".join(differences(before, account, OWN))
        result.findings.append(
            Finding(
                "record-changed",
                f"{kept_by} has changed the account {account['id']} since it came in; what the "
                f"file gives for {fields} was not taken.",
                record=account["id"],
                field=fields,
                action="look at the account, and correct it if the file is right",
            )
        )
        return
    said = {k: v for k, v in account.items() if k not in OWN}
    write.put("account", account["id"], said | {k: before[k] for k in OWN if k in before})
    result.corrected += 1


def _corrected_by(write: Write, id_: str) -> str | None:
    """Who corrected what an account says since a file last gave it; None where nobody did.

    Links and reviews change what is decided of an account, not what it says.
    """
    change, revision = schema.change, schema.revision
    query = (
        sa.select(change.c.before, change.c.after, revision.c.user, revision.c.action)
        .join(revision, revision.c.number == change.c.revision)
        .where(change.c.kind == "account", change.c.record == id_, change.c.before.is_not(None))
        .order_by(change.c.revision.desc())
    )
    for row in write.connection.execute(query).all():
        if differences(parsed(row.before), parsed(row.after), OWN):
            return None if row.action == "accounts.import" else str(row.user)
    return None


def _record(write: Write, arriving: _Arriving, coder: str, result: ImportResult) -> None:
    """Keep what was imported, and its findings."""
    id_ = write.next_ids("import", "I-")[0]
    looked = arriving.staged.looked
    numbers = (
        "rows",
        "added",
        "coded_again",
        "corrected",
        "unchanged",
        "set_aside",
        "incidents",
        "joined",
    )
    write.put(
        "import",
        id_,
        {"id": id_, "file": result.name, "sha256": looked.sha256, "bytes": looked.size,
         "coder": coder} | {name: getattr(result, name) for name in numbers},
    )  # fmt: skip
    rows = [
        {"import": id_, "position": position, "severity": finding.severity}
        | {name: getattr(finding, name) for name in _FINDING}
        for position, finding in enumerate(result.findings)
    ]
    write.beside(schema.finding, rows)
