"""Opening a register as somebody, and carrying out acts: allowed or denied, whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from waqia.codebook import Codebook, load_sound
from waqia.model import DeniedError, QuestionError, RegisterError
from waqia.register import schema
from waqia.register.freezing import codebook_of
from waqia.register.history import Revision, Write, begin, kept, last
from waqia.register.incidents import rework
from waqia.register.migrating import check_version, making
from waqia.register.permissions import CLEARANCE_OF, LEAST_ROLE, User
from waqia.register.records import Record
from waqia.register.store import Store


def _now() -> datetime:
    return datetime.now(UTC)


class Core:
    """A register opened as one user. Close it, or use it in a `with` statement."""

    def __init__(self, store: Store, user: User, clock: Callable[[], datetime] = _now) -> None:
        self.store = store
        self.user = user
        self._clock = clock
        self._codebook: tuple[int, Codebook] | None = None

    @classmethod
    def create(
        cls,
        url: str | Path,
        codebook: str | Path | Codebook = "generic",
        *,
        user: str,
        title: str | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> Self:
        """Make a register at a path or postgresql://…; `user` is its first administrator.

        Raises:
            CodebookError: the codebook is absent or not sound.
            RegisterError: there is a register already, or it cannot be written there.
        """
        book = codebook if isinstance(codebook, Codebook) else load_sound(codebook)
        store = Store(url)
        if store.exists():
            store.close()
            raise RegisterError(f"{store.name} is a register already; choose another place.")
        with making(store) as connection:
            reason = f"codebook {book.id} {book.version}"
            write = begin(connection, user, "register.create", reason, clock())
            connection.execute(
                schema.about.insert(),
                [
                    {"key": "id", "value": str(uuid.uuid4())},
                    {"key": "title", "value": title or _title(url)},
                ],
            )
            put_user(write, user, "administrator")
            put_codebook(write, book)
            write.complete()
        return cls(store, User(user, "administrator", "confidential"), clock)

    @classmethod
    def open(
        cls,
        url: str | Path,
        *,
        user: str | None = None,
        password: str | None = None,
        token: str | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> Self:
        """Open a register as a user; a token says whose it is.

        A user who has a password or tokens must show one of them. In an embedded register whose
        users have none, whoever can write the file may name any user; where it has one user only,
        it need not be named.

        Raises:
            RegisterError: there is no register, or one of another version.
            DeniedError: there is no such user, or the password or token is wrong.
        """
        from waqia.register.credentials import who

        store = Store(url)
        try:
            check_version(store)
            with store.reading() as connection:
                found = who(connection, user, password=password, token=token, now=clock())
        except BaseException:
            store.close()
            raise
        return cls(store, found, clock)

    @property
    def codebook(self) -> Codebook:
        """The codebook as it is now."""
        with self.store.reading() as connection:
            return self._codebook_in(connection)

    @property
    def title(self) -> str:
        """The register's title."""
        return self._about("title")

    @property
    def revision(self) -> Revision:
        """The latest revision."""
        with self.store.reading() as connection:
            found = last(connection)
        if found is None:
            raise RegisterError(f"{self.store.name} has no revision; it was not made whole.")
        return found

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def require(self, act: str, subject: str | None = None) -> None:
        """Let the user go on only where role and scopes allow the act; what is denied is logged.

        Raises:
            DeniedError: they do not.
        """
        if self.user.may(act):
            return
        needed = LEAST_ROLE[act]
        self.deny(act, subject, needed)
        raise DeniedError(
            f"{self.user.name} ({self.user.role}) may not do this ({act}); it takes the role "
            f"{needed}. The attempt was logged."
        )

    def deny(self, act: str, subject: str | None, needed: str) -> None:
        """Log an attempt that was denied."""
        with self.store.writing() as connection:
            connection.execute(
                schema.denial.insert().values(
                    at=self._clock(), user=self.user.name, action=act, subject=subject,
                    needed=needed,
                )
            )  # fmt: skip

    @contextmanager
    def _write(
        self, act: str, reason: str | None = None, subject: str | None = None
    ) -> Iterator[Write]:
        """An act: what it puts is one revision. Where it changes nothing there is none."""
        self.require(act, subject)
        with self.store.writing() as connection:
            write = begin(connection, self.user.name, act, reason, self._clock())
            yield write
            if write.changes:
                write.complete()

    @contextmanager
    def _read(self, act: str = "read", subject: str | None = None) -> Iterator[sa.Connection]:
        self.require(act, subject)
        with self.store.reading() as connection:
            yield connection

    def _rework(self, write: Write, incidents: Iterable[str]) -> None:
        rework(write, self._codebook_in(write.connection), incidents)

    def _codebook_in(self, connection: sa.Connection) -> Codebook:
        table = schema.codebook
        number = connection.scalar(sa.select(sa.func.max(table.c.revision)))
        if number is None:
            raise RegisterError(f"{self.store.name} has no codebook; it was not made whole.")
        if self._codebook is None or self._codebook[0] != number:
            self._codebook = (number, codebook_of(connection))
        return self._codebook[1]

    def _about(self, key: str) -> str:
        with self.store.reading() as connection:
            table = schema.about
            found = connection.scalar(sa.select(table.c.value).where(table.c.key == key))
        return str(found)


def put_codebook(write: Write, codebook: Codebook) -> None:
    """Keep a codebook as that of the register."""
    record: Record = {"id": codebook.id, "version": codebook.version, "json": codebook.to_json()}
    write.put("codebook", "codebook", record)


def put_user(
    write: Write,
    name: str,
    role: str,
    *,
    clearance: str | None = None,
    active: bool = True,
) -> None:
    """Keep a user with a role.

    Raises:
        QuestionError: there is no such role or clearance.
    """
    if role not in CLEARANCE_OF:
        raise QuestionError(f"No role is called {role!r}; choose from {', '.join(CLEARANCE_OF)}.")
    level = clearance or CLEARANCE_OF[role]
    write.put("user", name, {"id": name, "role": role, "clearance": level, "active": active})


def find_user(connection: sa.Connection, name: str) -> User | None:
    """A user by name; None where there is none."""
    found = kept(connection, "user", name)
    if found is None:
        return None
    record = found.record
    return User(name, record["role"], record["clearance"], record["active"])


def _title(url: str | Path) -> str:
    return Path(str(url).rsplit("/", 1)[-1]).stem
