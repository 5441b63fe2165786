"""The register: adding, importing, freezing and reading histories, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.measure import OUT, Goal, Row, Run, Skipped, run_process

ACCOUNTS = 105_263
"""One account in twenty tells of the incident of the one before it: 100,000 incidents."""
ADDED = 100
"""Accounts that are added one by one in a round."""
WHO = "chief"

_IMPORT = """
import sys
from waqia.register import Register
Register.create(sys.argv[1], "pakistan", user="chief").import_file(sys.argv[2])
"""
_INSERT = """
import csv, json, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE account (id TEXT PRIMARY KEY, data TEXT)")
with open(sys.argv[2], newline="") as file, connection:
    rows = ((row["account_id"], json.dumps(row)) for row in csv.DictReader(file))
    connection.executemany("INSERT INTO account VALUES (?, ?)", rows)
"""
_FREEZE = """
import sys
from waqia.register import Register
Register.open(sys.argv[1], user="chief").freeze(sys.argv[2])
"""
_VERIFY = """
import sys
from waqia.register import Register
assert Register.open(sys.argv[1], user="chief").verify() == []
"""
_BACKUP = """
import sys
from waqia.register import Register
Register.open(sys.argv[1], user="chief").backup(sys.argv[2])
"""
_ACCOUNT: dict[str, Any] = {
    "source": "S-0001", "type": "terrorist_attack", "date_start": "2024-02-03", "killed": 3,
    "injured_min": 5, "injured": 7, "country": "Pakistan", "province": "Balochistan",
    "district": "Gwadar", "place_precision": "district", "perpetrators": ["bla"],
    "summary": "Gunmen opened fire on a patrol near the port; three persons were killed.",
}  # fmt: skip
"""An account as a form of the desk gives it, its place chosen from the gazetteer."""


def accounts() -> Path:
    """A file of made-up accounts, and of their sources beside it; the same in every run."""
    import duckdb

    from waqia.codebook import Codebook

    path = OUT / f"accounts-{ACCOUNTS}" / "accounts.csv"
    if path.exists():
        return path
    codebook = Codebook.load("pakistan")
    path.parent.mkdir(parents=True, exist_ok=True)
    choices: dict[str, Any] = {
        f"{name}s": [
            code for code, term in codebook.terms(name).items() if term.parent or name == "actor"
        ]
        for name in ("type", "actor", "target", "tactic")
    } | {"districts": [p.name for p in codebook.places.values() if p.level == "district"]}
    with duckdb.connect() as connection:
        connection.execute(
            f"""CREATE TABLE accounts AS SELECT
                format('B-{{:06d}}', n) AS account_id,
                format('PK-{{}}-B{{:06d}}', year(day), n - CASE WHEN n % 20 = 0 THEN 1
                    ELSE 0 END) AS incident_id,
                format('S-{{:04d}}', r // 7 % 2000) AS source_id,
                $types[1 + h // 17 % len($types)] AS type,
                CAST(day AS VARCHAR) AS date,
                $districts[1 + h // 23 % len($districts)] AS district, 'Pakistan' AS country,
                $actors[1 + r // 29 % len($actors)] AS perpetrators,
                'attributed' AS claim,
                $targets[1 + h // 31 % len($targets)] AS targets,
                $tactics[1 + h // 37 % len($tactics)] AS tactics,
                CASE WHEN h % 53 > 0 THEN h // 7 % 9 END AS killed,
                CASE WHEN r % 37 > 0 THEN r // 11 % 21 END AS injured,
                format('Armed men attacked at {{}} o''clock; it is the {{}}th account of the day.',
                    r % 24, h % 9) AS summary
            FROM (
                SELECT range + 1 AS n, (hash(range // 20) // 1024)::BIGINT AS g,
                    (hash(range) // 1024)::BIGINT AS h,
                    (hash(range + 1000000007) // 1024)::BIGINT AS r,
                    DATE '2004-01-01' + (g // 13 % 7300)::INTEGER AS day
                FROM range({ACCOUNTS})
            )""",
            choices,
        )
        connection.execute(
            f"""COPY (SELECT DISTINCT source_id, 'Report ' || source_id AS title,
                'B' AS reliability, 'public' AS access FROM accounts ORDER BY 1)
                TO '{path.parent / "sources.csv"}'"""
        )
        connection.execute(f"COPY accounts TO '{path}.part' (FORMAT csv, HEADER true)")
    Path(f"{path}.part").rename(path)
    return path


def measure(rounds: int) -> Iterator[Row | Skipped]:
    rounds = max(3, rounds // 2)
    path = OUT / "register.db"
    yield from _on("SQLite", lambda: _without(path), rounds)
    try:
        from tests.postgres import HINT, Cluster, programs
    except ImportError as error:  # an environment without the tools of the tests
        yield Skipped("the register on PostgreSQL", str(error))
        return
    if programs() is None:
        yield Skipped("the register on PostgreSQL", HINT)
        return
    cluster = Cluster(durable=True)
    try:
        yield from _on("PostgreSQL", cluster.new, rounds)
    finally:
        cluster.drop()


def _on(database: str, place: Callable[[], str], rounds: int) -> Iterator[Row]:
    python = [sys.executable, "-c"]
    file, plain = accounts(), OUT / "plain.db"
    imports, inserts = [], []
    for _ in range(rounds):
        url = place()
        imports.append(run_process([*python, _IMPORT, url, str(file)]))
        inserts.append(run_process([*python, _INSERT, _without(plain), str(file)]))
    title = f"importing {ACCOUNTS:,} accounts, {database}"
    name = "CSV to JSON to a SQLite table"
    yield Row.of_processes(title, imports, name, inserts, Goal(60, "s"))
    yield Row("its peak memory", _peaks(imports), "MB", name, _peaks(inserts), Goal(1e9, "MB"))
    release, backup = OUT / "register.release", OUT / "register.backup"
    freezes = []
    for _ in range(rounds):
        shutil.rmtree(release, ignore_errors=True)
        freezes.append(run_process([*python, _FREEZE, url, str(release)]))
    yield Row.of_processes(
        f"freezing 100,000 incidents, {database}", freezes, "", [], Goal(10, "s")
    )
    yield Row("its peak memory", _peaks(freezes), "MB")
    verifies = [run_process([*python, _VERIFY, url]) for _ in range(rounds)]
    yield Row.of_processes(f"verifying the whole of it, {database}", verifies, "", [])
    backups = [run_process([*python, _BACKUP, url, _without(backup)]) for _ in range(rounds)]
    yield Row.of_processes(f"backing it up, verified, {database}", backups, "", [])
    yield from _one_by_one(database, url, rounds)


def _one_by_one(database: str, url: str, rounds: int) -> Iterator[Row]:
    """Adding single accounts to the large register, and reading what became of single incidents."""
    from waqia.register import Register

    adding: list[list[float]] = []
    inserting: list[list[float]] = []
    reading: list[float] = []
    with Register.open(url, user=WHO) as register:
        register.add(_ACCOUNT)
        for _ in range(rounds):
            adding.append([_seconds(lambda: register.add(_ACCOUNT)) for _ in range(ADDED)])
            inserting.append(_plain_inserts())
            several = [f"PK-{year}-B000019" for year in range(2004, 2024)]
            known = [i for i in several if _is_there(register, i)]
            reading.append(
                median(_seconds(lambda id_=id_: register.log(id_)) for id_ in known * ADDED)
            )
    for name, pick in (("median", median), ("95 of 100", _slow)):
        yield Row(
            f"adding one account, {database}, {name}", [pick(times) for times in adding], "ms",
            "INSERT into a SQLite table, as durable", [pick(times) for times in inserting],
            Goal(0.005, "ms"),
        )  # fmt: skip
    yield Row(f"the history of one incident, {database}", reading, "ms", goal=Goal(0.020, "ms"))


def _is_there(register: Any, incident: str) -> bool:
    from waqia.model import QuestionError

    try:
        register.log(incident)
    except QuestionError:
        return False
    return True


def _plain_inserts() -> list[float]:
    """Seconds of single INSERTs of an account as JSON, each acknowledged when it is on the disk."""
    connection = sqlite3.connect(_without(OUT / "plain.db"), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, data TEXT)")
    data = json.dumps(_ACCOUNT)
    insert = "INSERT INTO account (data) VALUES (?)"
    found = [_seconds(lambda: connection.execute(insert, [data])) for _ in range(ADDED)]
    connection.close()
    return found


def _seconds(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _slow(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _peaks(runs: list[Run]) -> list[float]:
    return [run.peak for run in runs]


def _without(path: Path) -> str:
    """A path at which nothing lies."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    return str(path)
