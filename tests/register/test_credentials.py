"""Who is let into a register, by what, and what becomes of those who are not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from tests.register.conftest import ADMINISTRATOR
from waqia.model import DeniedError, QuestionError, RegisterError, WhoError
from waqia.register import Register
from waqia.register.people import credentials
from waqia.register.store import schema
from waqia.register.store.database import Store

PASSWORD = "correct horse battery"
OTHER = "staple of another kind"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Open = Callable[..., Register]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with the least it takes, for what is not about its parameters."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(credentials, "hasher", lambda: cheap)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Noon, until a test says otherwise."""
    return Clock()


@pytest.fixture
def desk(register_url: str, clock: Clock) -> Any:
    """A register with a coder; nobody has been given anything to show yet."""
    with Register.open(register_url, user=ADMINISTRATOR, clock=clock) as desk:
        desk.add_user("coder1", "coder")
        yield desk


@pytest.fixture
def opened(register_url: str, clock: Clock) -> Any:
    """A function that opens the register, to be closed when the test is over."""
    registers = []

    def open_(**shown: Any) -> Register:
        registers.append(Register.open(register_url, clock=clock, **shown))
        return registers[-1]

    yield open_
    for register in registers:
        register.close()


def logins(desk: Register) -> list[tuple[str, str, str | None]]:
    """The denied logins, the latest first: user, action, subject."""
    return [(d.user, d.action, d.subject) for d in desk.denials() if d.action.startswith("login")]


# nothing to show


def test_while_nobody_was_given_anything_users_are_named_freely(
    desk: Register, opened: Open
) -> None:
    assert opened(user="coder1").user.role == "coder"
    assert opened(user=ADMINISTRATOR).user.shown == "nothing"
    with pytest.raises(WhoError):
        opened()
    with pytest.raises(DeniedError, match="no active user 'nobody'"):
        opened(user="nobody")
    assert logins(desk) == [("nobody", "login", None)]


def test_one_user_need_not_be_named(register: Register, opened: Open) -> None:
    assert opened().user.name == ADMINISTRATOR


def test_who_was_given_a_password_shows_it(desk: Register, opened: Open) -> None:
    desk.set_password(PASSWORD)
    assert opened(user=ADMINISTRATOR, password=PASSWORD).user.shown == "password"
    with pytest.raises(WhoError) as missing:
        opened(user=ADMINISTRATOR)
    assert missing.value.user == ADMINISTRATOR
    with pytest.raises(WhoError, match="Say whose"):
        opened(password=PASSWORD)


def test_on_a_server_everybody_shows_something_once_anybody_was_given_it(
    desk: Register, opened: Open, database: str
) -> None:
    desk.set_password(PASSWORD)
    if database == "sqlite":
        assert opened(user="coder1").user.role == "coder"
    else:
        with pytest.raises(WhoError):
            opened(user="coder1")
        with pytest.raises(WhoError, match="Say who you are"):
            opened()


def test_who_had_a_token_once_is_not_named_freely_when_it_is_revoked(
    desk: Register, opened: Open
) -> None:
    desk.set_password(PASSWORD)
    desk.new_token("script", "coder1")
    desk.revoke_token(desk.tokens("coder1")[0].id)
    with pytest.raises(WhoError):
        opened(user="coder1")


def test_a_password_that_is_given_is_checked_even_where_none_is_needed(
    desk: Register, opened: Open
) -> None:
    for password in ("", "anything at all"):
        with pytest.raises(DeniedError):
            opened(user="coder1", password=password)


def test_only_one_thing_is_shown(desk: Register, opened: Open) -> None:
    with pytest.raises(QuestionError, match="not several"):
        opened(user="coder1", password=PASSWORD, token="waqia_x")


# passwords


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("short", "5 characters"),
        ("x" * 1025, "1,025 characters"),
        ("a" * 20, "one character"),
    ],
)
def test_a_password_that_is_none_is_refused_with_the_reason(
    desk: Register, password: str, why: str
) -> None:
    with pytest.raises(QuestionError, match=why):
        desk.set_password(password)
    assert desk.users()[0].shows == ()


def test_the_name_is_no_password(desk: Register) -> None:
    desk.add_user("administration", "administrator")
    with pytest.raises(QuestionError, match="the user's name"):
        desk.set_password("Administration", "administration")


def test_a_password_is_the_same_from_every_keyboard(desk: Register, opened: Open) -> None:
    desk.set_password("ﬁfty caf\u00e9s in Quetta")
    opened(user=ADMINISTRATOR, password="fifty cafe\u0301s in Quetta")


def test_of_a_password_only_an_argon2_hash_is_kept_and_nothing_comes_into_the_history(
    desk: Register,
) -> None:
    before = desk.revision
    desk.set_password(PASSWORD)
    with desk.store.reading() as connection:
        (row,) = connection.execute(sa.select(schema.credential)).all()
    assert row.hash.startswith("$argon2id$")
    assert (row.made_by, row.created) == (ADMINISTRATOR, NOON)
    assert desk.revision == before
    assert everything(desk).count(PASSWORD) == 0


def everything(desk: Register) -> str:
    """Every row of every table, as text."""
    with desk.store.reading() as connection:
        return "\n".join(
            str(tuple(row))
            for table in schema.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        )


def test_who_changes_their_password_shows_the_old_one(desk: Register, opened: Open) -> None:
    desk.set_password(PASSWORD)
    for old in (None, "", "wrong"):
        with pytest.raises(DeniedError):
            desk.set_password(OTHER, old=old)
    desk.set_password(OTHER, old=PASSWORD)
    with pytest.raises(DeniedError):
        opened(user=ADMINISTRATOR, password=PASSWORD)
    opened(user=ADMINISTRATOR, password=OTHER)


def test_a_hash_is_renewed_when_the_parameters_rise(
    desk: Register, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.set_password(PASSWORD)
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(credentials, "hasher", lambda: dearer)
    opened(user=ADMINISTRATOR, password=PASSWORD)
    with desk.store.reading() as connection:
        (kept,) = connection.scalars(sa.select(schema.credential.c.hash))
    assert "m=16,t=2,p=1" in kept
    opened(user=ADMINISTRATOR, password=PASSWORD)


def test_a_user_who_is_not_there_takes_as_much_work_as_one_who_is(
    desk: Register, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.set_password(PASSWORD)
    tried = []
    verify = credentials.hasher().verify

    class Counting(PasswordHasher):
        def verify(self, *shown: Any) -> Any:
            tried.append(str(shown[0]).split("$")[1:4])
            return verify(*shown)

    counting = Counting(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(credentials, "hasher", lambda: counting)
    messages = []
    for name in (ADMINISTRATOR, "coder1", "nobody"):
        with pytest.raises(DeniedError) as denied:
            opened(user=name, password="wrong")
        messages.append(str(denied.value).replace(name, "NAME"))
    assert len(tried) == 3
    assert tried[0] == tried[1] == tried[2]
    assert len(set(messages)) == 1
    assert [user for user, _, _ in logins(desk)] == ["nobody", "coder1", ADMINISTRATOR]


# throttling


def fail(opened: Open, times: int, name: str = ADMINISTRATOR) -> None:
    """Give wrong passwords."""
    for number in range(times):
        with pytest.raises(DeniedError):
            opened(user=name, password=f"wrong {number}")


def test_after_five_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour(
    desk: Register, opened: Open, clock: Clock
) -> None:
    desk.set_password(PASSWORD)
    clock.now += timedelta(minutes=1)
    fail(opened, credentials.FAILURES)
    with pytest.raises(DeniedError, match="wait 15 minutes"):
        opened(user=ADMINISTRATOR, password=PASSWORD)
    clock.now += timedelta(minutes=14)
    with pytest.raises(DeniedError, match="wait 15 minutes"):
        opened(user=ADMINISTRATOR, password=PASSWORD)
    clock.now += timedelta(minutes=1, seconds=1)
    opened(user=ADMINISTRATOR, password=PASSWORD)
    assert [action for _, action, _ in logins(desk)] == ["login.throttled"] * 2 + ["login"] * 5


def test_the_right_password_begins_the_count_anew(
    desk: Register, opened: Open, clock: Clock
) -> None:
    desk.set_password(PASSWORD)
    for _ in range(3):
        clock.now += timedelta(seconds=1)
        fail(opened, credentials.FAILURES - 1)
        clock.now += timedelta(seconds=1)
        opened(user=ADMINISTRATOR, password=PASSWORD)


def test_names_that_are_not_there_wait_too_and_others_do_not(
    desk: Register, opened: Open, clock: Clock
) -> None:
    desk.set_password(PASSWORD)
    clock.now += timedelta(minutes=1)
    fail(opened, credentials.FAILURES, "nobody")
    with pytest.raises(DeniedError, match="wait 15 minutes"):
        opened(user="nobody", password="wrong")
    opened(user=ADMINISTRATOR, password=PASSWORD)


def test_a_new_password_from_an_administrator_ends_the_wait(
    desk: Register, opened: Open, clock: Clock
) -> None:
    desk.set_password(PASSWORD)
    desk.set_password(OTHER, "coder1")
    clock.now += timedelta(minutes=1)
    fail(opened, credentials.FAILURES, "coder1")
    clock.now += timedelta(minutes=1)
    desk.set_password("a third one is given", "coder1")
    opened(user="coder1", password="a third one is given")


def test_who_guesses_at_once_is_told_no_more_than_who_guesses_in_turn(
    desk: Register, register_url: str, clock: Clock
) -> None:
    desk.set_password(PASSWORD)
    clock.now += timedelta(minutes=1)

    def guess(number: int) -> str:
        try:
            Register.open(register_url, user=ADMINISTRATOR, password=f"wrong {number}", clock=clock)
        except DeniedError as error:
            return str(error)
        return "let in"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(16)))
    assert sum("wait" not in message for message in said) == credentials.FAILURES
    assert "let in" not in said


# tokens


def test_a_token_is_shown_once_and_kept_as_its_hash(desk: Register, opened: Open) -> None:
    desk.set_password(PASSWORD)
    token = desk.new_token("nightly import", "coder1")
    assert re.fullmatch(r"waqia_[\w-]{43}", token)
    (kept,) = desk.tokens("coder1")
    assert (kept.user, kept.label, kept.made_by) == ("coder1", "nightly import", ADMINISTRATOR)
    held = everything(desk)
    assert token not in held
    assert hashlib.sha256(token.encode()).hexdigest() in held
    with opened(token=token) as register:
        assert (register.user.name, register.user.shown) == ("coder1", "token")


def test_a_token_is_refused_where_it_does_not_hold(
    desk: Register, opened: Open, clock: Clock
) -> None:
    desk.set_password(PASSWORD)
    token = desk.new_token("a", "coder1", expires=NOON + timedelta(days=30))
    revoked = desk.new_token("b", "coder1")
    ids = {each.label: each.id for each in desk.tokens("coder1")}
    desk.revoke_token(ids["b"])

    def denied(match: str, **shown: Any) -> None:
        with pytest.raises(DeniedError, match=match):
            opened(**shown)

    denied("not one of this register", token="waqia_" + "x" * 43)
    denied("not one of this register", token="")
    denied("not one of chief", token=token, user=ADMINISTRATOR)
    denied("revoked", token=revoked)
    clock.now = NOON + timedelta(days=30)
    denied("expired since 2026-03-31", token=token)
    clock.now = NOON
    desk.deactivate("coder1")
    denied("not active", token=token)
    assert logins(desk) == [
        ("coder1", "login", ids["a"]),
        ("coder1", "login", ids["a"]),
        ("coder1", "login", ids["b"]),
        (ADMINISTRATOR, "login", ids["a"]),
        ("(unknown token)", "login", None),
        ("(unknown token)", "login", None),
    ]
    assert "x" * 43 not in everything(desk)


def test_the_last_use_of_a_token_is_kept_and_is_no_revision(
    desk: Register, opened: Open, clock: Clock
) -> None:
    desk.set_password(PASSWORD)
    token = desk.new_token("a", "coder1")
    before = desk.revision
    assert desk.tokens("coder1")[0].used is None
    clock.now += timedelta(hours=1)
    opened(token=token)
    assert desk.tokens("coder1")[0].used == NOON + timedelta(hours=1)
    assert desk.revision == before


def test_opening_by_a_token_does_not_wait_for_a_writer(
    desk: Register, opened: Open, database: str
) -> None:
    desk.set_password(PASSWORD)
    token = desk.new_token("a", "coder1")
    with desk.store.writing():
        opened(token=token)


def test_a_token_allows_what_its_scopes_say(desk: Register, opened: Open) -> None:
    desk.set_password(PASSWORD)
    reader = opened(token=desk.new_token("reader", scopes=["read"]))
    writer = opened(token=desk.new_token("writer", scopes=["source.add"]))
    reader.incidents()
    with pytest.raises(DeniedError, match="a token with the scope source"):
        reader.add_source({"id": "S-1", "title": "Daily"})
    writer.add_source({"id": "S-1", "title": "Daily"})
    with pytest.raises(DeniedError, match="a token with the scope read"):
        writer.incidents()
    with pytest.raises(DeniedError, match="a token with the scope source"):
        writer.set_access("S-1", "public", reason="not in its scopes")


@pytest.mark.parametrize(
    "scopes", [[], ["nonsense"], ["user"], ["token.own"], ["read", "user.change"]]
)
def test_scopes_that_are_none_are_refused(desk: Register, scopes: list[str]) -> None:
    desk.set_password(PASSWORD)
    with pytest.raises(QuestionError, match="cannot be limited to"):
        desk.new_token("a", scopes=scopes)
    assert desk.tokens("*") == []


def test_no_token_begets_tokens_passwords_or_users(desk: Register, opened: Open) -> None:
    desk.set_password(PASSWORD)
    by_token = opened(token=desk.new_token("all that the administrator may"))
    acts: list[Callable[[], object]] = [
        lambda: by_token.new_token("another"),
        lambda: by_token.new_token("another", "coder1"),
        lambda: by_token.set_password(OTHER, old=PASSWORD),
        lambda: by_token.set_password(OTHER, "coder1"),
        lambda: by_token.add_user("dawn"),
        lambda: by_token.set_role("coder1", "administrator"),
        lambda: by_token.bind_identity("coder1", "https://login.example", "1"),
    ]
    for act in acts:
        with pytest.raises(DeniedError, match="a password, not a token"):
            act()
    assert by_token.denials(limit=1)[0].needed == "a password, not a token"


def test_a_token_has_a_label_and_an_expiry_that_lies_ahead(desk: Register) -> None:
    desk.set_password(PASSWORD)
    with pytest.raises(QuestionError, match="label"):
        desk.new_token(" ")
    for expires in (NOON, NOON - timedelta(days=1), datetime(2030, 1, 1)):
        with pytest.raises(QuestionError, match="expiry"):
            desk.new_token("a", expires=expires)


def test_users_revoke_their_own_tokens_and_administrators_all(desk: Register, opened: Open) -> None:
    desk.set_password(PASSWORD)
    desk.set_password(OTHER, "coder1")
    desk.new_token("of the administrator")
    coder1 = opened(user="coder1", password=OTHER)
    coder1.new_token("of coder1")
    with pytest.raises(DeniedError):
        coder1.tokens("*")
    with pytest.raises(DeniedError):
        coder1.revoke_token(desk.tokens()[0].id)
    coder1.revoke_token(coder1.tokens()[0].id)
    with pytest.raises(QuestionError, match="no token"):
        coder1.revoke_token(coder1.tokens()[0].id)
    desk.revoke_token(desk.tokens()[0].id)
    assert all(token.revoked for token in desk.tokens("*"))


# identities


def test_an_identity_is_the_user_that_it_was_bound_to(desk: Register, opened: Open) -> None:
    issuer = "https://login.example"
    desk.set_password(PASSWORD)
    desk.bind_identity("coder1", issuer, "248289761001")
    with opened(identity=(issuer, "248289761001")) as register:
        assert (register.user.name, register.user.shown) == ("coder1", "identity")
    with pytest.raises(DeniedError, match="No active user is bound"):
        opened(identity=("https://elsewhere.example", "248289761001"))
    with pytest.raises(WhoError):
        opened(user="coder1")
    with pytest.raises(QuestionError, match="is 'coder1' already"):
        desk.bind_identity(ADMINISTRATOR, issuer, "248289761001")
    with pytest.raises(QuestionError, match="https"):
        desk.bind_identity("coder1", "login.example", "1")
    assert "identity" in desk.users()[1].shows


# nobody is locked out


def test_the_first_to_be_given_anything_on_a_server_is_an_administrator(
    desk: Register, database: str
) -> None:
    if database == "sqlite":
        desk.set_password(OTHER, "coder1")
    else:
        for give in (
            lambda: desk.set_password(OTHER, "coder1"),
            lambda: desk.new_token("a", "coder1"),
            lambda: desk.bind_identity("coder1", "https://login.example", "1"),
        ):
            with pytest.raises(QuestionError, match="leave no administrator"):
                give()
        assert desk.users()[1].shows == ()


def test_a_user_is_added_with_a_password_or_not_at_all(
    desk: Register, opened: Open, database: str
) -> None:
    if database == "postgresql":
        with pytest.raises(QuestionError, match="leave no administrator"):
            desk.add_user("coder2", password=OTHER)
    desk.set_password(PASSWORD)
    before = desk.revision.number
    with pytest.raises(QuestionError, match="at least 12"):
        desk.add_user("coder2", password="short")
    assert desk.revision.number == before
    desk.add_user("coder2", password=OTHER)
    assert desk.revision.number == before + 1
    assert opened(user="coder2", password=OTHER).user.role == "coder"


def test_an_only_administrator_is_given_a_password_before_a_token(desk: Register) -> None:
    with pytest.raises(QuestionError, match="leave no administrator"):
        desk.new_token("a")
    desk.set_password(PASSWORD)
    desk.new_token("a")


def test_the_last_administrator_stays_one(desk: Register) -> None:
    desk.set_password(PASSWORD)
    for act in (
        lambda: desk.deactivate(ADMINISTRATOR),
        lambda: desk.set_role(ADMINISTRATOR, "editor"),
    ):
        with pytest.raises(QuestionError, match="leave no administrator"):
            act()
    desk.set_password(OTHER, "coder1")
    desk.set_role("coder1", "administrator")
    desk.deactivate(ADMINISTRATOR)
    with pytest.raises(DeniedError, match="an active user"):
        desk.users()


# what cannot be written


def test_where_nothing_can_be_written_wrong_passwords_are_denied_all_the_same(
    desk: Register, opened: Open, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.set_password(PASSWORD)

    def refuse(*_: Any, **__: Any) -> Any:
        raise RegisterError("it may not be written here")

    monkeypatch.setattr(Store, "noting", refuse)
    with pytest.raises(DeniedError, match="could not be logged: it may not be written here"):
        opened(user=ADMINISTRATOR, password="wrong")
    if database == "sqlite":
        opened(user=ADMINISTRATOR, password=PASSWORD)
    else:
        # a server that cannot count failures lets nobody guess
        with pytest.raises(RegisterError, match="may not be written"):
            opened(user=ADMINISTRATOR, password=PASSWORD)


def test_a_denial_that_cannot_be_logged_denies_all_the_same_and_says_so(
    desk: Register, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    coder1 = opened(user="coder1")
    refuse = sa.event.listens_for(coder1.store.engine, "before_cursor_execute")

    @refuse
    def read_only(_: Any, __: Any, statement: str, *rest: Any) -> None:
        if statement.startswith("INSERT"):
            raise sa.exc.OperationalError(statement, {}, Exception("readonly database"))

    with pytest.raises(DeniedError, match=r"could not be logged: .* may not be written"):
        coder1.users()
    with pytest.raises(DeniedError, match=r"could not be logged: .* may not be written"):
        coder1.confirm("PK-2024-000001")
