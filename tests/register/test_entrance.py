"""One register for many people: sessions, who waits, who was there, and many threads at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import BoundedSemaphore

import pytest
import sqlalchemy as sa

from tests.register.conftest import ADMINISTRATOR
from tests.register.test_contract import told
from tests.register.test_credentials import NOON, OTHER, PASSWORD, Clock, everything
from waqia.model import TABLES, DeniedError, QuestionError, RegisterError, WhoError
from waqia.register import SESSION_IDLE, SESSION_LONGEST, Entrance, Register, User
from waqia.register.people import credentials
from waqia.register.people.entries import FAILURES_OF_ADDRESS, LOGS_KEPT, origin_of
from waqia.register.store import schema

LATER = NOON.replace(year=2090)
HOME, AWAY = "192.0.2.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least it takes."""
    from argon2 import PasswordHasher

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(credentials, "hasher", lambda: cheap)


@pytest.fixture
def clock() -> Clock:
    """A noon after the register was made, until a test says otherwise."""
    clock = Clock()
    clock.now = LATER
    return clock


@pytest.fixture
def entrance(register_url: str, clock: Clock) -> Iterator[Entrance]:
    """The entrance of a register with a coder; both users have the same password."""
    with Register.open(register_url, user=ADMINISTRATOR, clock=clock) as desk:
        desk.add_source({"id": "S-1", "title": "Daily"})
        desk.add_user("coder1", "coder")
        desk.set_password(PASSWORD)
        desk.set_password(PASSWORD, "coder1")
    clock.now += timedelta(minutes=1)
    with Entrance(register_url, clock=clock) as entrance:
        yield entrance


@pytest.fixture
def desk(entrance: Entrance) -> Register:
    """The register as its administrator, who is logged in."""
    return entrance.log_in(ADMINISTRATOR, PASSWORD).register


def outcomes(desk: Register, user: str | None = None) -> list[tuple[str, str, str | None]]:
    return [(e.user, e.outcome, e.address) for e in desk.entries(user=user)]


# without a login


def test_a_local_user_who_has_nothing_to_show_comes_in_where_the_register_is_a_file(
    register_url: str, database: str
) -> None:
    with Entrance(register_url) as entrance:
        assert entrance.title == "Desk"
        if database == "postgresql":
            with pytest.raises(QuestionError, match="everybody has to log in"):
                entrance.local()
            return
        register = entrance.local()
        assert (register.user.name, register.user.shown) == (ADMINISTRATOR, "nothing")
        register.close()
        assert entrance.opened(register.user).revision.number == entrance.revision


def test_a_local_user_with_a_password_is_asked_for_it(entrance: Entrance, database: str) -> None:
    if database == "sqlite":
        with pytest.raises(WhoError) as missing:
            entrance.local("coder1")
        assert missing.value.user == "coder1"
        assert entrance.local("coder1", password=PASSWORD).user.shown == "password"


def test_where_there_is_no_register_there_is_no_entrance(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no register"):
        Entrance(tmp_path / "none.db")


# sessions


def test_who_logs_in_has_the_register_in_every_process_until_they_log_out(
    entrance: Entrance, register_url: str, clock: Clock
) -> None:
    begun = entrance.log_in("coder1", PASSWORD, address=HOME)
    assert (begun.user.name, begun.user.shown) == ("coder1", "password")
    with Entrance(register_url, clock=clock) as other:
        found = other.session(begun.token)
        assert found is not None
        found.register.add(told())
        other.log_out(begun.token, address=AWAY)
    assert entrance.session(begun.token) is None
    entrance.log_out(begun.token)
    with entrance.log_in(ADMINISTRATOR, PASSWORD).register as desk:
        assert outcomes(desk) == [
            (ADMINISTRATOR, "in", None), ("coder1", "out", AWAY), ("coder1", "in", HOME),
        ]  # fmt: skip


def test_of_a_session_only_a_hash_is_kept_and_every_login_makes_another(
    entrance: Entrance, desk: Register
) -> None:
    first, second = (entrance.log_in("coder1", PASSWORD) for _ in range(2))
    assert first.token != second.token
    assert len(first.token) >= 43
    held = everything(desk)
    assert hashlib.sha256(first.token.encode()).hexdigest() in held
    assert first.token not in held
    assert first.token not in repr(first)
    assert len(desk.sessions("coder1")) == 2


def test_a_token_of_no_session_is_nobody(entrance: Entrance) -> None:
    for token in (None, "", "x" * 43, "\0", "\ud800", "waqia_x"):
        assert entrance.session(token) is None
        entrance.log_out(token)


def test_a_session_ends_when_it_was_idle_and_after_a_week_in_any_case(
    entrance: Entrance, clock: Clock
) -> None:
    idle, used = entrance.log_in("coder1", PASSWORD), entrance.log_in("coder1", PASSWORD)
    begun = clock.now
    assert idle.expires == begun + SESSION_IDLE
    step = SESSION_IDLE - timedelta(seconds=1)
    while clock.now + step < begun + SESSION_LONGEST:
        clock.now += step
        found = entrance.session(used.token)
        assert found is not None
        assert found.expires == min(clock.now + SESSION_IDLE, begun + SESSION_LONGEST)
    clock.now = begun + SESSION_LONGEST
    assert entrance.session(used.token) is None
    assert entrance.session(idle.token) is None
    entrance.log_in("coder1", PASSWORD)
    with entrance.log_in(ADMINISTRATOR, PASSWORD).register as desk, desk.store.reading() as reading:
        assert reading.scalar(sa.select(sa.func.count()).select_from(schema.session)) == 2


def test_when_it_was_last_used_is_written_once_a_minute_and_never_waited_for(
    entrance: Entrance, desk: Register, clock: Clock
) -> None:
    token = entrance.log_in("coder1", PASSWORD).token
    clock.now += timedelta(seconds=59)
    entrance.session(token)
    (kept,) = desk.sessions("coder1")
    assert kept.seen == kept.created
    clock.now += timedelta(hours=1)
    with desk.store.writing() as connection:
        connection.execute(schema.session.update().values(address="held"))
        found = entrance.session(token)
    assert found is not None
    assert desk.sessions("coder1")[0].seen == kept.seen
    entrance.session(token)
    assert desk.sessions("coder1")[0].seen == clock.now


def test_a_new_password_or_a_deactivation_logs_out_everywhere(
    entrance: Entrance, desk: Register
) -> None:
    tokens = [entrance.log_in("coder1", PASSWORD).token for _ in range(2)]
    desk.set_password(OTHER, "coder1")
    assert [entrance.session(token) for token in tokens] == [None, None]
    assert [outcome for _, outcome, _ in outcomes(desk, "coder1")][:2] == ["ended", "ended"]
    token = entrance.log_in("coder1", OTHER).token
    desk.deactivate("coder1")
    assert entrance.session(token) is None
    desk.activate("coder1")
    assert entrance.session(token) is None


def test_a_session_that_began_while_its_password_was_changed_is_none(
    entrance: Entrance, desk: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    from waqia.register import entrance as module

    begin = module.begin_session

    def late(*arguments: object) -> str:
        desk.set_password(OTHER, "coder1")
        return begin(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "begin_session", late)
    with pytest.raises(DeniedError, match="was changed"):
        entrance.log_in("coder1", PASSWORD)


def test_a_role_that_changes_counts_at_once(entrance: Entrance, desk: Register) -> None:
    session = entrance.log_in("coder1", PASSWORD)
    added = session.register.add(told())
    with pytest.raises(DeniedError):
        session.register.confirm(str(added.incident))
    desk.set_role("coder1", "reviewer")
    session.register.confirm(str(added.incident))
    desk.set_role("coder1", "viewer")
    with pytest.raises(DeniedError):
        session.register.add(told(killed=5))


def test_people_see_and_end_their_own_sessions_and_administrators_those_of_all(
    entrance: Entrance, desk: Register
) -> None:
    coder = entrance.log_in("coder1", PASSWORD, address=HOME).register
    (own,) = coder.sessions()
    assert (own.user, own.address) == ("coder1", HOME)
    (other,) = desk.sessions()
    for act in (
        lambda: coder.sessions(ADMINISTRATOR),
        lambda: coder.sessions("*"),
        lambda: coder.end_session(other.id),
        lambda: coder.end_session("S-none"),
        lambda: coder.log_out_everywhere(ADMINISTRATOR),
        coder.entries,
    ):
        with pytest.raises(DeniedError):
            act()
    coder.end_session(own.id)
    assert coder.sessions() == []
    entrance.log_in("coder1", PASSWORD)
    assert desk.log_out_everywhere("coder1") == 1
    assert [session.user for session in desk.sessions("*")] == [ADMINISTRATOR]
    with pytest.raises(QuestionError, match="S-none"):
        desk.end_session("S-none")


def test_a_token_of_the_api_comes_in_with_its_scopes_and_touches_no_session(
    entrance: Entrance, desk: Register
) -> None:
    reader = entrance.bearer(desk.new_token("reader", "coder1", scopes=["read"]))
    reader.incidents()
    with pytest.raises(DeniedError, match="a token with the scope source"):
        reader.add_source({"id": "S-2", "title": "Daily"})
    everything_allowed = entrance.bearer(desk.new_token("all"))
    for act in (everything_allowed.sessions, everything_allowed.log_out_everywhere):
        with pytest.raises(DeniedError, match="a password, not a token"):
            act()
    with pytest.raises(DeniedError, match="not one of this register"):
        entrance.bearer("waqia_" + "x" * 43)


# who has to wait


def test_an_address_that_tries_many_names_waits_and_others_do_not(
    entrance: Entrance, desk: Register, clock: Clock
) -> None:
    said = []
    for number in range(FAILURES_OF_ADDRESS + 1):
        with pytest.raises(DeniedError) as denied:
            entrance.log_in(f"name {number}", "wrong", address=HOME)
        said.append(str(denied.value).replace(f"name {number}", "NAME"))
    assert len(set(said[:-1])) == 1
    assert "from this address; wait 15 minutes" in said[-1]
    with pytest.raises(DeniedError, match="from this address"):
        entrance.log_in("coder1", PASSWORD, address=HOME)
    entrance.log_in("coder1", PASSWORD, address=AWAY)
    # once a minute, whatever names it gives
    clock.now += timedelta(minutes=1)
    for name in ("coder1", "coder1", "name 21"):
        with pytest.raises(DeniedError, match="from this address"):
            entrance.log_in(name, PASSWORD, address=HOME)
    assert outcomes(desk)[:2] == [("coder1", "throttled", HOME), ("coder1", "in", AWAY)]
    assert outcomes(desk)[2:4] == [("name 20", "throttled", HOME), ("name 19", "wrong", HOME)]
    clock.now += timedelta(minutes=15, seconds=1)
    entrance.log_in("coder1", PASSWORD, address=HOME)


def test_the_right_password_for_one_name_does_not_let_an_address_go_on_with_others(
    entrance: Entrance,
) -> None:
    for number in range(FAILURES_OF_ADDRESS):
        with pytest.raises(DeniedError):
            entrance.log_in(f"name {number}", "wrong", address=HOME)
        if number < FAILURES_OF_ADDRESS - 1:
            entrance.log_in("coder1", PASSWORD, address=HOME)
    with pytest.raises(DeniedError, match="from this address"):
        entrance.log_in("coder1", PASSWORD, address=HOME)


def test_tokens_that_do_not_count_are_logged_once_a_minute_and_hold_up_no_writer(
    entrance: Entrance, desk: Register, clock: Clock
) -> None:
    def ask(address: str, match: str) -> None:
        with pytest.raises(DeniedError, match=match):
            entrance.bearer("waqia_" + "x" * 43, address=address)

    ask(HOME, "The attempt was logged")
    with desk.store.writing():
        ask(HOME, "like it was logged")
    ask(AWAY, "The attempt was logged")
    clock.now += timedelta(minutes=1)
    ask(HOME, "The attempt was logged")
    assert [e for e in outcomes(desk) if e[1] == "token"] == [
        ("(unknown token)", "token", address) for address in (HOME, AWAY, HOME)
    ]
    assert len(desk.denials(user="(unknown token)")) == 3


def test_whoever_waits_for_a_place_to_try_a_password_waits_for_seconds_only(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "_TRYING", BoundedSemaphore(1))
    monkeypatch.setattr(credentials, "_PATIENCE", 0.01)
    with credentials._TRYING, pytest.raises(RegisterError, match="Too many passwords"):
        entrance.log_in("coder1", PASSWORD)
    entrance.log_in("coder1", PASSWORD)


def test_the_logs_forget_what_is_older_than_thirteen_months(
    entrance: Entrance, desk: Register, clock: Clock
) -> None:
    def known() -> list[datetime]:
        return [entry.at for entry in (*desk.entries(), *desk.denials())]

    with pytest.raises(DeniedError):
        entrance.log_in("nobody", "wrong", address=HOME)
    clock.now += LOGS_KEPT
    entrance.log_in(ADMINISTRATOR, PASSWORD)
    assert entrance.forget() == 0
    clock.now += timedelta(seconds=1)
    assert entrance.forget() == 3
    assert known() == [clock.now - timedelta(seconds=1)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("testclient", "testclient", True),
    ],
)
def test_addresses_that_one_may_choose_freely_wait_together(
    one: str, other: str, same: bool
) -> None:
    assert (origin_of(one) == origin_of(other)) is same


def test_the_log_of_entries_holds_no_password_and_no_token(
    entrance: Entrance, desk: Register
) -> None:
    with pytest.raises(DeniedError):
        entrance.log_in("coder1", "a wrong one that is long", address="a\0b" * 99)
    held = everything(desk)
    assert "a wrong one" not in held
    assert PASSWORD not in held


# what others share


def test_a_register_of_the_entrance_lets_the_others_go_on_when_it_is_closed(
    entrance: Entrance,
) -> None:
    session = entrance.log_in("coder1", PASSWORD)
    session.register.close()
    assert session.register.codebook is entrance.opened(session.user).codebook


def test_many_threads_read_and_write_through_one_entrance(
    entrance: Entrance, desk: Register
) -> None:
    tokens = [entrance.log_in(name, PASSWORD).token for name in ("coder1", ADMINISTRATOR)]
    before = desk.revision.number

    def work(number: int) -> str:
        session = entrance.session(tokens[number % 2])
        assert session is not None
        added = session.register.add(told(killed=number))
        session.register.incidents(limit=5)
        account = session.register.account(added.account)
        assert account["killed"] == number
        return f"{account['made_by']} {session.user.name}"

    with ThreadPoolExecutor(16) as pool:
        done = list(pool.map(work, range(48)))
    assert set(done) == {"coder1 coder1", f"{ADMINISTRATOR} {ADMINISTRATOR}"}
    assert entrance.revision == before + 48
    assert [finding for finding in desk.verify() if finding.severity == "error"] == []


def test_many_who_are_denied_at_once_wait_for_nobody(entrance: Entrance, desk: Register) -> None:
    desk.add_source({"id": "S-closed", "title": "Hidden", "access": "confidential"})
    coder = User("coder1", "coder", "restricted")

    def ask(_: int) -> str:
        with pytest.raises(DeniedError) as denied:
            entrance.opened(coder).source("S-closed")
        return str(denied.value)

    with ThreadPoolExecutor(40) as pool:
        said = set(pool.map(ask, range(80)))
    (told_to_all,) = said
    assert "S-closed is confidential" in told_to_all
    assert told_to_all.endswith("The attempt was logged.")
    assert len(desk.denials(user="coder1")) == 80


def test_a_snapshot_is_what_stands_protected_and_not_remembered(
    entrance: Entrance, desk: Register, tmp_path: Path
) -> None:
    with pytest.raises(QuestionError, match="no incident"):
        entrance.snapshot(tmp_path / "none.release")
    desk.add_source({"id": "S-closed", "title": "Hidden title", "access": "confidential"})
    desk.add(told())
    desk.add(told(source="S-closed", date_start="2024-03-01", summary="a hidden sentence"))
    before = desk.revision
    release = entrance.snapshot(tmp_path / "now.release")
    assert release.manifest["waqia"]["revision"] == str(before)
    assert desk.revision == before
    told_in = {name: release.connection().execute(f"FROM {name}").fetchall() for name in TABLES}
    assert len(told_in["incidents"]) == 2
    assert "idden" not in str(told_in)


def test_a_backup_carries_who_came_in_but_nobody_who_is_logged_in(
    entrance: Entrance, desk: Register, tmp_path: Path
) -> None:
    token = entrance.log_in("coder1", PASSWORD, address=HOME).token
    out = tmp_path / "desk.backup"
    desk.backup(out)
    assert hashlib.sha256(token.encode()).hexdigest().encode() not in out.read_bytes()
    Register.restore(out, tmp_path / "restored.db")
    with Entrance(tmp_path / "restored.db", clock=lambda: LATER + timedelta(hours=1)) as restored:
        assert restored.session(token) is None
        register = restored.log_in(ADMINISTRATOR, PASSWORD).register
        assert outcomes(register, "coder1") == [("coder1", "in", HOME)]
        assert [session.user for session in register.sessions("*")] == [ADMINISTRATOR]


def test_what_may_not_be_told_any_more_since_a_revision_is_known(
    entrance: Entrance, desk: Register
) -> None:
    def closed_by(*acts: Callable[[], object]) -> bool:
        since = entrance.revision
        for act in acts:
            act()
        return entrance.closed_since(since)

    assert not closed_by(
        lambda: desk.add_source({"id": "S-1", "title": "Morning"}),
        lambda: desk.add_source({"id": "S-2", "title": "Closed", "access": "restricted"}),
        lambda: desk.add(told(id="A-1")),
        lambda: desk.correct("A-1", {"killed": 4}),
        lambda: desk.add(told(5, id="A-2"), status="proposed"),
        lambda: desk.set_aside("A-2", reason="another town"),
        lambda: desk.add(told(6, id="A-3"), status="proposed"),
        lambda: desk.accept("A-3"),
    )
    assert closed_by(desk.undo), "an account that counted"
    assert closed_by(lambda: desk.set_access("S-1", embargo="2091-01-01", reason="a court"))
    assert closed_by(lambda: desk.set_access("S-2", "confidential", reason="a threat"))
    assert not closed_by(lambda: desk.set_access("S-1", embargo="none", reason="it is over"))
