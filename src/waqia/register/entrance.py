"""One register for many people at once: who comes in how, over a store that they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

from waqia.codebook import Codebook
from waqia.model import DeniedError, QuestionError
from waqia.register.content.freezing import codebook_of, freeze
from waqia.register.content.working import duck
from waqia.register.core import find_user, title_of, utc_now
from waqia.register.jobs.records import Job
from waqia.register.jobs.running import Jobs
from waqia.register.people.credentials import password_id, who
from waqia.register.people.denials import kept_name
from waqia.register.people.entries import LOGS_KEPT, forget_before
from waqia.register.people.permissions import User
from waqia.register.people.sessions import (
    begin_session,
    end_sessions,
    find_session,
    note_seen,
)
from waqia.register.register import Register
from waqia.register.store import schema
from waqia.register.store.database import Store
from waqia.register.store.history import last
from waqia.register.store.migrating import check_version
from waqia.register.submitting import ACT_OF

if TYPE_CHECKING:
    from waqia.release import Release


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in: the register as they have it, and when the session ends (UTC).

    `token` is what the browser keeps, and nobody else may see.
    """

    user: User
    created: datetime
    expires: datetime
    register: Register
    token: str = field(repr=False)


class Entrance:
    """A register that a program lets people into, such as a web desk; threads may share it.

    Every register that it gives is for one thread at a time and lies over one store: give each
    request one of its own. Sessions lie in the register, so they survive a restart and hold in
    every process that serves it.
    """

    def __init__(self, url: str | Path, *, clock: Callable[[], datetime] = utc_now) -> None:
        """Open the register at a path or postgresql://… for everybody.

        Raises:
            RegisterError: there is no register, or one of another version.
        """
        self._store = Store(url)
        self._clock = clock
        self._codebooks: dict[int, Codebook] = {}
        try:
            check_version(self._store)
        except BaseException:
            self._store.close()
            raise

    @property
    def embedded(self) -> bool:
        """Whether the register is a file, not a database of a server."""
        return self._store.embedded

    @property
    def title(self) -> str:
        """The register's title."""
        with self._store.reading() as connection:
            return title_of(connection)

    @property
    def revision(self) -> int:
        """The number of the latest revision, by one small query."""
        with self._store.reading() as connection:
            return int(connection.scalar(sa.select(sa.func.max(schema.revision.c.number))) or 0)

    def closed_since(self, number: int) -> bool:
        """Whether something that could be told in a revision may not be told any more.

        That is a source that was restricted or put under embargo, or an account that counted and
        does not any more.
        """
        change, source, account = schema.change.c, schema.source.c, schema.account.c
        later = [change.revision > number, change.before.is_not(None)]
        sources = (
            sa.select(change.record)
            .join(schema.source, source.id == change.record)
            .where(*later, change.kind == "source")
            .where((source.access != "public") | source.embargo.is_not(None))
        )
        accounts = (
            sa.select(change.record)
            .join(schema.account, account.id == change.record)
            .where(*later, change.kind == "account", account.status != "accepted")
            .where(change.before.contains('"status":"accepted"'))
        )
        with self._store.reading() as connection:
            return any(connection.execute(q.limit(1)).first() for q in (sources, accounts))

    @property
    def has_way_in(self) -> bool:
        """Whether somebody who is active has a password, and so can log in."""
        user, credential = schema.user, schema.credential
        query = (
            sa.select(user.c.id)
            .join(credential, credential.c.user == user.c.id)
            .where(user.c.active, credential.c.kind == "password", credential.c.revoked.is_(None))
            .limit(1)
        )
        with self._store.reading() as connection:
            return connection.execute(query).first() is not None

    def local(self, user: str | None = None, *, password: str | None = None) -> Register:
        """An embedded register as a user of this machine, who shows nothing if they have nothing.

        Raises:
            QuestionError: the register lies on a server, where everybody logs in.
            WhoError: no name was said and there are several users, or the password is missing.
            DeniedError: there is no such user, or the password is wrong; it was logged.
        """
        if not self.embedded:
            raise QuestionError(
                f"{self._store.name} lies on a server, where everybody has to log in."
            )
        return self.opened(who(self._store, user, password=password, now=self._clock()))

    def opened(self, user: User) -> Register:
        """A register of its own as somebody who was let in before."""
        return Register(self._store, user, self._clock, self._codebooks)

    def log_in(self, name: str, password: str, *, address: str | None = None) -> Session:
        """Begin a session by a password that comes from an address of the network.

        Both a name and an address have to wait after too many wrong passwords; what is said is
        the same for names that nobody has.

        Raises:
            DeniedError: it is wrong, or came too soon; it was logged.
            RegisterError: the session cannot be written.
        """
        now = self._clock()
        with self._store.reading() as connection:
            credential = password_id(connection, kept_name(name))
        user = who(self._store, name, password=password, now=now, address=address)
        if credential is not None:
            token = begin_session(self._store, user.name, credential, now, address)
            if found := self.session(token):
                return found
        raise DeniedError("The password was changed in this moment; log in with the new one.")

    def session(self, token: str | None) -> Session | None:
        """The session of a token; None where there is none, it has ended, or the user has.

        It lasts as long as it is used, within limits: `SESSION_IDLE`, `SESSION_LONGEST`.
        """
        if not token:
            return None
        now = self._clock()
        with self._store.reading() as connection:
            found = find_session(connection, token, now)
            user = find_user(connection, found.user) if found else None
        if found is None or user is None or not user.active:
            return None
        found = note_seen(self._store, found, now)
        user = User(user.name, user.role, user.clearance, shown="password")
        return Session(user, found.created, found.expires, self.opened(user), token)

    def log_out(self, token: str | None, *, address: str | None = None) -> None:
        """End the session of a token, if there is one."""
        if token:
            with self._store.noting() as connection:
                end_sessions(connection, self._clock(), "out", token=token, address=address)

    def bearer(self, token: str, *, address: str | None = None) -> Register:
        """The register as whose API token this is, with the scopes that it has.

        What comes from one address of the network and does not count is logged once a minute.

        Raises:
            DeniedError: the token is unknown, revoked, expired or of nobody active; it was logged.
        """
        user = who(self._store, None, token=token, now=self._clock(), address=address)
        return self.opened(user)

    @property
    def jobs(self) -> Jobs:
        """The work that is asked for, for those who do it."""
        return Jobs(self._store, self._clock)

    def acting(self, job: Job) -> Register:
        """The register as whom a job is done for, with the rights that they have now.

        Raises:
            DeniedError: they may not have it done any more; it was logged.
        """
        with self._store.reading() as connection:
            found = find_user(connection, job.user)
        assert found is not None  # noqa: S101 - users are never removed
        register = self.opened(replace(found, scopes=job.scopes, shown=job.shown))
        register.require(ACT_OF[job.kind], job.id)
        return register

    def snapshot(self, out: str | Path) -> Release:
        """Write what stands now like a release, protected like one, for everybody who may read.

        It is to be looked at and is no release of the register: the history does not remember it.
        Another is due when the revision or, because of embargoes, the day is another.

        Raises:
            QuestionError: there is no incident yet.
            ReleaseError: it cannot be written.
        """
        with self._store.reading() as connection, duck() as duckdb:
            revision = last(connection)
            assert revision is not None  # noqa: S101 - `create` made the first
            return freeze(
                connection, duckdb, codebook_of(connection), revision, out,
                title=title_of(connection), today=self._clock().date(),
            )  # fmt: skip

    def forget(self, older_than: timedelta = LOGS_KEPT) -> int:
        """Remove what the logs of entries and denials have from longer ago; gives how many lines.

        Who serves the register for long calls it now and then.
        """
        return forget_before(self._store, self._clock() - older_than)

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
