"""Tampering shows, and the present can be made again from the history."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.register.conftest import ADMINISTRATOR, Made
from tests.register.test_contract import told
from waqia.model import QuestionError, RegisterError
from waqia.register import Register
from waqia.register.store import schema

SOAK = "WAQIA_SOAK_MINUTES" in os.environ
TEXT = "Three persons were killed near the bazaar."


def fill(register: Register) -> None:
    """A few acts of every sort: an archive, an anchor, two accounts linked, a decision, a user."""
    register.add_source({"id": "S-1", "title": "Daily"}, content=TEXT.encode(), reason="read")
    register.add_source({"id": "S-2", "title": "Weekly"})
    anchor = {"source": "S-1", "start": 0, "end": 5, "quote": "Three"}
    first = register.add(told(3, anchors=[anchor]))
    second = register.add(told(5, source="S-2"))
    register.link(second.account, str(first.incident), reason="same bazaar")
    register.correct(second.account, {"killed": 6}, reason="corrected")
    register.override(str(first.incident), "killed", {"killed": 4}, reason="hospital")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "desk.db"
    with Register.create(path, "pakistan", user=ADMINISTRATOR) as register:
        fill(register)
        register.freeze(path.with_name("a.release"))
    return path


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Path:
    """A copy of a register that has seen a few acts."""
    return Path(shutil.copy(filled, tmp_path / "desk.db"))


def tamper(path: Path, *statements: str) -> None:
    """Change the database past the register, as somebody with the file in hand can."""
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def errors(path: Path, release: Path | None = None) -> list[str]:
    """The codes of the errors that verify finds."""
    with Register.open(path, user=ADMINISTRATOR) as register:
        found = register.verify(release)
    return [finding.code for finding in found if finding.severity == "error"]


def columns() -> Iterator[Any]:
    for table in (schema.revision, schema.change):
        for column in table.columns:
            yield pytest.param(table.name, column.name, id=f"{table.name}.{column.name}")


def test_a_register_that_nobody_touched_is_sound(desk: Path) -> None:
    assert errors(desk) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM document WHERE text = 'first'",
        "UPDATE document SET text = NULL, text_sha256 = NULL WHERE text = 'first'",
    ],
)
def test_a_document_that_a_source_was_once_read_from_is_missed(desk: Path, statement: str) -> None:
    with Register.open(desk, user=ADMINISTRATOR) as register:
        for text in (b"first", b"second"):
            register.add_source({"id": "S-9", "title": "Daily 9"}, content=text)
    assert errors(desk) == []
    tamper(desk, statement)
    assert errors(desk) == ["archive-changed"]


@pytest.mark.parametrize(("table", "column"), [*columns()])
def test_a_change_of_any_column_of_the_history_shows(desk: Path, table: str, column: str) -> None:
    """The first and the last character of a value are changed in turn, and the value removed."""
    key = "number" if table == "revision" else "revision"
    quoted = f'"{column}"'
    if column in ("number", "position", "changes") or (table, column) == ("change", "revision"):
        changes = [f"{quoted} + 40", "-1"]
    else:
        flipped = "CASE WHEN {} = '7' THEN '8' ELSE '7' END"
        first = flipped.format(f"substr({quoted}, 1, 1)") + f" || substr({quoted}, 2)"
        last = f"substr({quoted}, 1, length({quoted}) - 1) || " + flipped.format(
            f"substr({quoted}, -1)"
        )
        changes = [first, last, "''"]
    for number, value in enumerate(changes):
        copy = Path(shutil.copy(desk, desk.with_name(f"{number}.db")))
        # the seventh revision corrects an account: it has a reason, and a record before
        where = f"{key} = 7" + (" AND position = 0" if table == "change" else "")
        tamper(copy, f"UPDATE {table} SET {quoted} = {value} WHERE {where}")
        assert errors(copy), value


@pytest.mark.parametrize(
    "statements",
    [
        ("DELETE FROM revision WHERE number = 5", "DELETE FROM change WHERE revision = 5"),
        ("DELETE FROM change WHERE revision = 6 AND position = 1",),
        ("UPDATE change SET position = 9 WHERE revision = 6 AND position = 0",),
        (
            "UPDATE revision SET number = 99 WHERE number = 4",
            "UPDATE revision SET number = 4 WHERE number = 5",
            "UPDATE revision SET number = 5 WHERE number = 99",
        ),
        (
            (
                'INSERT INTO revision SELECT max(number) + 1, at, "user", action, reason, changes, '
                "digest, previous, 'g' || substr(hash, 2) FROM revision"
            ),
        ),
        (
            (
                "INSERT INTO change SELECT revision, 7, kind, 'A-9', NULL, after FROM change "
                "WHERE revision = 4 AND kind = 'account'"
            ),
        ),
    ],
    ids=["dropped", "change dropped", "misplaced", "exchanged", "inserted", "change inserted"],
)
def test_a_revision_dropped_inserted_or_moved_shows(
    desk: Path, statements: tuple[str, ...]
) -> None:
    tamper(desk, *statements)
    assert errors(desk)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE account SET data = replace(data, '\"killed\":6', '\"killed\":1')",
         "present-differs"),
        ("UPDATE incident SET status = 'confirmed'", "present-differs"),
        ("UPDATE account SET date_start = '2024-02-09'", "present-differs"),
        ("UPDATE account SET revision = 1", "present-differs"),
        ("DELETE FROM decision", "present-differs"),
        ('INSERT INTO "user" SELECT \'eve\', revision, role, clearance, active, data FROM "user"',
         "present-differs"),
        ("UPDATE document SET content = content || x'20'", "archive-changed"),
        ("UPDATE document SET text = 'Seven' || substr(text, 6)", "archive-changed"),
        (("UPDATE document SET text = 'x', text_sha256 = "
         "'2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'"), "archive-changed"),
    ],
)  # fmt: skip
def test_what_is_changed_past_the_history_shows(desk: Path, statement: str, code: str) -> None:
    tamper(desk, statement)
    assert errors(desk) == [code] * len(errors(desk)) != []


def test_the_present_is_made_again_from_the_history(desk: Path) -> None:
    tamper(
        desk,
        "UPDATE incident SET status = 'confirmed', disputed = 1",
        "DELETE FROM decision",
        "INSERT INTO source SELECT 'S-9', revision, document, access, embargo, data FROM source "
        "WHERE id = 'S-2'",
    )
    assert errors(desk)
    with Register.open(desk, user=ADMINISTRATOR) as register:
        before = register.revision
        register.rebuild()
        assert register.verify() == []
        assert register.revision == before


def test_a_history_that_was_changed_is_not_rebuilt_from(desk: Path) -> None:
    tamper(desk, "UPDATE revision SET reason = 'none' WHERE number = 7")
    with (
        Register.open(desk, user=ADMINISTRATOR) as register,
        pytest.raises(RegisterError, match="cannot be trusted"),
    ):
        register.rebuild()


def test_an_incident_that_was_decided_and_then_merged_is_sound(desk: Path) -> None:
    with Register.open(desk, user=ADMINISTRATOR) as register:
        other = register.add(told(2))
        register.merge("PK-2024-000001", str(other.incident), reason="one bazaar")
        assert register.verify() == []


def test_a_release_shows_that_the_whole_history_was_written_anew(
    filled: Path, tmp_path: Path
) -> None:
    release = filled.with_name("a.release")
    assert errors(filled, release) == []
    with Register.create(tmp_path / "other.db", "pakistan", user=ADMINISTRATOR) as register:
        fill(register)
    assert errors(tmp_path / "other.db", release) == ["release-foreign"]


def test_a_release_of_no_register_is_not_compared(filled: Path, make_release: Any) -> None:
    release = make_release([{"type": "terrorist_attack"}])
    with (
        Register.open(filled, user=ADMINISTRATOR) as register,
        pytest.raises(QuestionError, match="not frozen from a register"),
    ):
        register.verify(release)


def test_values_that_the_rules_no_longer_give_are_told(desk: Path) -> None:
    """Written through the history, as an earlier version with other rules would have."""
    with Register.open(desk, user=ADMINISTRATOR) as register:
        with register._write("incident.confirm") as write:
            incident = write.get("incident", "PK-2024-000001")
            incident["values"] = incident["values"] | {"killed": 99}
            write.put("incident", incident["id"], incident)
        (finding,) = register.verify()
    assert (finding.code, finding.field) == ("values-outdated", "killed")


def test_time_does_not_go_back_with_the_clock_and_the_user_is_told(register_url: str) -> None:
    noon = datetime(2031, 5, 1, 12, tzinfo=UTC)
    with Register.open(register_url, user=ADMINISTRATOR, clock=lambda: noon) as register:
        register.add_source({"id": "S-1", "title": "Daily"})
    earlier = noon - timedelta(days=2)
    with Register.open(register_url, user=ADMINISTRATOR, clock=lambda: earlier) as register:
        register.add(told(3))
        assert register.revision.at == noon
        assert [finding.code for finding in register.verify()] == ["clock-behind", "clock-back"]


# the present is a function of the history


def present(register: Register) -> dict[str, list[tuple[Any, ...]]]:
    """All that the tables of the present hold."""
    with register.store.reading() as connection:
        return {
            kind: [tuple(row) for row in connection.execute(sa.select(table).order_by(table.c.id))]
            for kind, table in schema.KINDS.items()
        }


class Acts(RuleBasedStateMachine):
    """Random acts; whatever they were, the history gives the present."""

    killed = st.one_of(st.none(), st.integers(0, 9))
    which = st.integers(0, 5)

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(shutil.copy(self.template, self.folder.name))
        self.register = Register.open(self.path, user=ADMINISTRATOR)
        self.accounts = [self.register.add(told(n)).account for n in range(3)]

    def account(self, which: int) -> str:
        return self.accounts[which % len(self.accounts)]

    def incident(self, which: int) -> str:
        return str(self.register.account(self.account(which))["incident"])

    @rule(killed=killed)
    def add(self, killed: int | None) -> None:
        self.accounts.append(self.register.add(told(killed)).account)

    @rule(which=which, killed=killed)
    def correct(self, which: int, killed: int | None) -> None:
        self.register.correct(self.account(which), {"killed": killed})

    @rule(one=which, two=which)
    def link(self, one: int, two: int) -> None:
        self.attempt(lambda: self.register.link(self.account(one), self.incident(two)))

    @rule(one=which, two=which)
    def merge(self, one: int, two: int) -> None:
        self.attempt(lambda: self.register.merge(self.incident(one), self.incident(two)))

    @rule(which=which)
    def split(self, which: int) -> None:
        self.attempt(lambda: self.register.split(self.incident(which), [self.account(which)]))

    @rule(one=which, two=which)
    def unsure(self, one: int, two: int) -> None:
        self.attempt(lambda: self.register.unsure(self.account(one), self.account(two)))

    @rule(which=which, killed=st.integers(0, 9))
    def override(self, which: int, killed: int) -> None:
        value = {"killed": killed}
        self.attempt(
            lambda: self.register.override(self.incident(which), "killed", value, reason="list")
        )

    @rule(which=which)
    def withdraw(self, which: int) -> None:
        self.attempt(lambda: self.register.withdraw(self.incident(which), reason="accident"))

    @rule(which=which)
    def reopen(self, which: int) -> None:
        self.attempt(lambda: self.register.reopen(self.incident(which), reason="inquiry"))

    def attempt(self, act: Any) -> None:
        """An act that the state may not allow; then nothing has changed."""
        before = self.register.revision
        try:
            act()
        except QuestionError:
            assert self.register.revision == before

    def teardown(self) -> None:
        assert self.register.verify() == []
        before = present(self.register)
        tamper(self.path, *(f'DELETE FROM "{kind}"' for kind in schema.KINDS))
        self.register.rebuild()
        assert present(self.register) == before
        self.register.close()
        self.folder.cleanup()


def test_the_present_is_a_function_of_the_history(made: Made, tmp_path: Path) -> None:
    Acts.template = Path(shutil.copy(made("sqlite"), tmp_path / "desk.db"))
    with Register.open(Acts.template, user=ADMINISTRATOR) as register:
        register.add_source({"id": "S-1", "title": "Daily"})
    run_state_machine_as_test(
        Acts,
        settings=settings(
            max_examples=200 if SOAK else 6,
            stateful_step_count=10,
            database=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not SOAK,
            phases=[Phase.generate],  # a failure is told as it is found; each act takes a while
        ),
    )
