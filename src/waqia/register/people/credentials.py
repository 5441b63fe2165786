"""Who somebody is who opens a register: passwords, tokens, identities, and how often one may fail.

A later login by OpenID Connect checks the provider's token itself, then opens the register with
`identity=(issuer, subject)`; the register knows which user that is, and checks nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from waqia.model import DeniedError, QuestionError, RegisterError, WhoError, phrase
from waqia.register.core import find_user
from waqia.register.people.denials import (
    LOGGED,
    LOGGED_BEFORE,
    Denial,
    kept_name,
    log_denial,
    note_denial,
)
from waqia.register.people.entries import (
    FAILURES_OF_ADDRESS,
    has_to_wait,
    log_token,
    note_entry,
    noted_lately,
)
from waqia.register.people.permissions import Shown, User
from waqia.register.store import schema

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from waqia.register.store.database import Store

TOKEN_PREFIX = "waqia_"  # noqa: S105 - how a token begins, so that one that leaked is recognised
SHORTEST, LONGEST = 12, 1024
"""Characters that a password has at least and at most."""
FAILURES = 5
"""Wrong passwords in a row after which a name has to wait."""
WAIT = timedelta(minutes=15)
"""How long a wrong password counts."""
_LOGIN, _THROTTLED = "login", "login.throttled"
_MINUTE = timedelta(minutes=1)
_TRYING = BoundedSemaphore(4)
"""Argon2 takes 64 MiB a password: more at once wait, so that nobody fills the memory."""
_PATIENCE = 3.0
"""Seconds that they wait, so that they do not take all threads of a server meanwhile."""


def who(
    store: Store,
    name: str | None,
    *,
    now: datetime,
    password: str | None = None,
    token: str | None = None,
    identity: tuple[str, str] | None = None,
    address: str | None = None,
) -> User:
    """The user who opens the register; see `Core.open` for who has to show what.

    `address` is where on the network a password or token comes from: one that tries many names
    waits too.

    Raises:
        QuestionError: more than one of password, token and identity is shown.
        WhoError: no name was said, or the user's password or token is missing.
        DeniedError: there is no such user, or what was shown is wrong; it was logged.
        RegisterError: too many passwords are being tried.
    """
    if sum(shown is not None for shown in (password, token, identity)) > 1:
        raise QuestionError("Show one of a password, a token and an identity, not several.")
    name = kept_name(name) if name is not None else None
    if token is not None:
        return _by_token(store, name, token, now, address)
    if identity is not None:
        return _by_identity(store, name, identity, now)
    if password is None:
        return _by_name(store, name, now)
    if name is None:
        raise WhoError("Say whose password it is: --user NAME, or set WAQIA_USER.")
    return _by_password(store, name, password, now, address)


@cache
def hasher() -> PasswordHasher:
    """Argon2id with the parameters of RFC 9106 for machines with little memory."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def password_hash(name: str, password: str) -> str:
    """What is kept of a password.

    Raises:
        QuestionError: it is empty, too short, too long, or the user's name.
    """
    prepared = _prepared(password)
    if not prepared.strip():
        raise QuestionError("The password is empty; choose one of at least 12 characters.")
    if len(prepared) < SHORTEST:
        raise QuestionError(
            f"The password has {len(prepared)} characters; choose one of at least {SHORTEST}, "
            "such as four words."
        )
    if len(prepared) > LONGEST:
        raise QuestionError(
            f"The password has {len(prepared):,} characters; choose one of at most {LONGEST:,}."
        )
    if prepared.casefold() == _prepared(name).casefold() or len(set(prepared)) == 1:
        raise QuestionError("The password is the user's name or one character; choose another.")
    return hasher().hash(_bytes(password))


def new_secret() -> tuple[str, str]:
    """A token of 256 random bits, and what is kept of it."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """What is kept of a token: SHA-256 is enough for what nobody can guess."""
    return hashlib.sha256(token.strip().encode("utf-8", "surrogatepass")).hexdigest()


def must_show(connection: sa.Connection, name: str, embedded: bool) -> bool:
    """Whether a user has to show something to get in.

    Who was ever given a password, a token or an identity has to; on a server everybody has to once
    anybody was. What was revoked counts too: who revokes the last token does not open the door.
    """
    return _was_given(connection, name) or (not embedded and _was_given(connection))


def has_password(connection: sa.Connection, name: str) -> bool:
    """Whether a user can get in by a password."""
    return password_id(connection, name) is not None


def password_id(connection: sa.Connection, name: str) -> str | None:
    """The id of what is kept of a user's password; None where there is none."""
    kept = _password_of(connection, name)
    return kept.id if kept else None


def check_old(store: Store, name: str, old: str | None, now: datetime) -> None:
    """Go on only where a user shows the password they have, or has none.

    Raises:
        DeniedError: it is missing or wrong; it was logged.
    """
    with store.reading() as connection:
        if not has_password(connection, name):
            return
    _by_password(store, name, old or "", now)


def _was_given(connection: sa.Connection, name: str | None = None) -> bool:
    for table in (schema.credential, schema.identity):
        query = sa.select(table.c.user).limit(1)
        if connection.execute(query if name is None else query.where(table.c.user == name)).first():
            return True
    return False


def _by_name(store: Store, name: str | None, now: datetime) -> User:
    """Somebody who shows nothing: allowed where nothing can be shown."""
    with store.reading() as connection:
        some = _was_given(connection)
        if name is None and (store.embedded or not some):
            active = sa.select(schema.user.c.id).where(schema.user.c.active).limit(2)
            names = list(connection.scalars(active))
            name = names[0] if len(names) == 1 else None
        if name is None:
            raise WhoError("Say who you are: --user NAME, or set WAQIA_USER.")
        found = find_user(connection, name)
        shows = must_show(connection, name, store.embedded)
    if shows or (some and (found is None or not found.active)):
        # the same for a user who is not there, so that names cannot be tried out
        raise WhoError(
            f"Show that you are {name}: give the password, or a token in WAQIA_TOKEN.", name
        )
    if found is None or not found.active:
        said = log_denial(store, Denial(now, name, _LOGIN, None, phrase("an active user")))
        raise DeniedError(f"The register has no active user {name!r}. {said}")
    return found


def _by_password(
    store: Store, name: str, password: str, now: datetime, address: str | None = None
) -> User:
    with store.reading() as connection:
        kept = _password_of(connection, name)
        found = find_user(connection, name)
        waits = _waits(connection, name, kept, now, address)
    if waits:
        raise _deny(store, name, now, address, waits)
    # a user who is not there, or has no password, takes as long as one who is
    right = _verified(kept.hash if kept else _nobody(), password) and kept is not None
    if not right or found is None or not found.active or kept is None:
        raise _deny(store, name, now, address)
    renewed = hasher().hash(_bytes(password)) if _outdated(kept.hash) else kept.hash
    try:
        with store.noting(name=f"login {name}") as connection:
            # others may have guessed wrong meanwhile: whoever comes after them waits, right or not
            waits = _waits(connection, name, kept, now, address)
            if not waits:
                table = schema.credential
                connection.execute(
                    table.update()
                    .where(table.c.id == kept.id, table.c.hash == kept.hash)
                    .values(used=now, hash=renewed)
                )
    except RegisterError:
        # who has the file has all that is in it; a server must be able to count
        if not store.embedded:
            raise
    if waits:
        raise _deny(store, name, now, address, waits)
    return _as(found, "password")


def _deny(
    store: Store, name: str, now: datetime, address: str | None, waits: str | None = None
) -> DeniedError:
    """Log a wrong password, one after the other, or one that came too soon; what to raise.

    Who has to wait and does not is logged once a minute, and holds up no writer in between.
    """
    said = LOGGED
    try:
        if waits:
            with store.reading() as connection:
                # an address that has to wait may give any names
                whose = None if has_to_wait(connection, address, now, WAIT) else name
                if noted_lately(connection, now, whose, "throttled", address):
                    return DeniedError(f"{waits} {LOGGED_BEFORE}")
        with store.noting(name=f"login {name}") as connection:
            waits = waits or _waits(connection, name, _password_of(connection, name), now, address)
            act, needed = _THROTTLED if waits else _LOGIN, phrase("the right password")
            note_denial(connection, Denial(now, name, act, None, needed))
            note_entry(connection, now, name, "throttled" if waits else "wrong", address)
    except RegisterError as error:
        said = phrase(f"The attempt could not be logged: {error}")
    if waits:
        return DeniedError(f"{waits} {said}")
    return DeniedError(f"There is no active user {name!r} with this password. {said}")


def _by_token(
    store: Store, name: str | None, token: str, now: datetime, address: str | None
) -> User:
    table = schema.credential
    with store.reading() as connection:
        query = sa.select(table).where(table.c.kind == "token", table.c.hash == token_hash(token))
        kept = connection.execute(query).first()
        found = find_user(connection, kept.user) if kept else None
    wrong: str | None = None
    if kept is None or found is None or (name is not None and name != kept.user):
        of = phrase("this register") if name is None else name
        wrong = phrase(f"The token is not one of {of}.")
    elif kept.revoked is not None:
        wrong = phrase("The token is revoked.")
    elif kept.expires is not None and kept.expires <= now:
        wrong = phrase(f"The token is expired since {kept.expires:%Y-%m-%d %H:%M} UTC.")
    elif not found.active:
        wrong = phrase("The token is of a user who is not active.")
    if wrong or kept is None or found is None:
        user = name or (kept.user if kept else "(unknown token)")
        denied = Denial(now, user, _LOGIN, kept.id if kept else None, phrase("a valid token"))
        raise DeniedError(f"{wrong} {log_token(store, denied, address)}")
    if kept.used is None or now - kept.used >= _MINUTE:
        _note_use(store, kept.id, now)
    scopes = tuple(kept.scopes.split()) if kept.scopes is not None else None
    return _as(found, "token", scopes)


def _note_use(store: Store, id_: str, now: datetime) -> None:
    """Say when a token was last shown; not worth waiting for, nor failing."""
    table = schema.credential
    try:
        with store.noting(wait=False) as connection:
            connection.execute(table.update().where(table.c.id == id_).values(used=now))
    except RegisterError:
        return


def _by_identity(store: Store, name: str | None, identity: tuple[str, str], now: datetime) -> User:
    table = schema.identity
    issuer, subject = identity
    with store.reading() as connection:
        query = sa.select(table.c.user).where(table.c.issuer == issuer, table.c.subject == subject)
        bound = connection.scalar(query)
        found = find_user(connection, bound) if bound else None
    if found is None or not found.active or (name is not None and name != bound):
        user = name or bound or "(unknown identity)"
        needed = phrase("an identity bound to a user")
        said = log_denial(store, Denial(now, user, _LOGIN, f"{issuer} {subject}", needed))
        raise DeniedError(f"No active user is bound to {subject!r} of {issuer}. {said}")
    return _as(found, "identity")


def _as(user: User, shown: Shown, scopes: tuple[str, ...] | None = None) -> User:
    return User(user.name, user.role, user.clearance, user.active, scopes, shown)


def _password_of(connection: sa.Connection, name: str) -> sa.Row[Any] | None:
    table = schema.credential
    query = sa.select(table).where(
        table.c.user == name, table.c.kind == "password", table.c.revoked.is_(None)
    )
    return connection.execute(query).first()


def _throttled(
    connection: sa.Connection, name: str, kept: sa.Row[Any] | None, now: datetime
) -> bool:
    """Whether a name has failed too often since it last got in, or was given its password."""
    table = schema.denial
    since = now - WAIT
    if kept is not None:
        since = max(since, kept.created, kept.used or since)
    failed = sa.select(sa.func.count()).where(
        table.c.user == kept_name(name), table.c.action == _LOGIN, table.c.at > since
    )
    return (connection.scalar(failed) or 0) >= FAILURES


def _waits(
    connection: sa.Connection,
    name: str,
    kept: sa.Row[Any] | None,
    now: datetime,
    address: str | None,
) -> str | None:
    """Why a name or an address has to wait, in words; None where it has not."""
    minutes = int(WAIT.total_seconds() // 60)
    if _throttled(connection, name, kept, now):
        return phrase(
            f"{FAILURES} wrong passwords were given for {name!r}; wait {minutes} minutes, or ask "
            "an administrator for a new password."
        )
    if has_to_wait(connection, address, now, WAIT):
        return phrase(
            f"{FAILURES_OF_ADDRESS} wrong passwords came from this address; wait {minutes} minutes."
        )
    return None


def _prepared(password: str) -> str:
    """A password as every keyboard gives it (Unicode NFKC, as NIST SP 800-63B wants it)."""
    return unicodedata.normalize("NFKC", password[: 2 * LONGEST])


def _bytes(password: str) -> bytes:
    return _prepared(password).encode("utf-8", "surrogatepass")


def _verified(hash_: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    if not _TRYING.acquire(timeout=_PATIENCE):
        raise RegisterError("Too many passwords are being tried at once; do it again in a minute.")
    try:
        return hasher().verify(hash_, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _TRYING.release()


def _outdated(hash_: str) -> bool:
    return hasher().check_needs_rehash(hash_)


def _nobody() -> str:
    """What is kept of a password that nobody has, to be tried for users who are not there.

    It is made without hashing, which would take as long again as trying it.
    """
    costs = hasher()
    salt, digest = (
        base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (costs.salt_len, costs.hash_len)
    )
    return (
        f"$argon2id$v=19$m={costs.memory_cost},t={costs.time_cost},p={costs.parallelism}"
        f"${salt}${digest}"
    )
