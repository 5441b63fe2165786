"""Opening a register as somebody, and carrying out acts: allowed or denied, whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from waqia.codebook import Codebook, load_sound
from waqia.model import ConflictError, DeniedError, QuestionError, RegisterError, phrase
from waqia.register.content.freezing import codebook_of
from waqia.register.content.incidents import rework
from waqia.register.people.clearing import SeenKind, unseen_of, veiled
from waqia.register.people.denials import Denial, log_denial
from waqia.register.people.permissions import CLEARANCE_OF, CLEARANCES, User
from waqia.register.review.tasks import finish_decided
from waqia.register.store import schema
from waqia.register.store.database import Store
from waqia.register.store.history import Revision, Write, begin, kept, last
from waqia.register.store.migrating import check_version, making
from waqia.register.store.records import Record


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Core:
    """A register opened as one user, for one thread at a time.

    Close it, or use it in a `with` statement. Where `codebooks` are given (revision → codebook)
    others share them and the store, which is then not closed with the register.
    """

    def __init__(
        self,
        store: Store,
        user: User,
        clock: Callable[[], datetime] = utc_now,
        codebooks: dict[int, Codebook] | None = None,
    ) -> None:
        self.store = store
        self.user = user
        self._clock = clock
        self._shared = codebooks is not None
        self._codebooks = {} if codebooks is None else codebooks
        self._undone: list[Denial] | None = None

    @classmethod
    def create(
        cls,
        url: str | Path,
        codebook: str | Path | Codebook = "generic",
        *,
        user: str,
        title: str | None = None,
        clock: Callable[[], datetime] = utc_now,
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
        identity: tuple[str, str] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> Self:
        """Open a register as a user; a token or an identity says whose it is.

        Who was ever given a password, a token or an identity has to show one. Who was not may be
        named freely in an embedded register, where whoever can write the file can do anything; on
        a server only as long as nobody was given any, which lets the first administrator begin.
        A register with one active user need not be told the name.

        A program that lets others in, such as a web desk, always gives a `password` (or a token):
        one that is given is checked, also for a user who has none, and also if it is empty.
        `identity` is (issuer, subject) as an OpenID provider names somebody; the caller has
        checked with the provider that it is true. It is never taken from a person's input.

        Raises:
            RegisterError: there is no register, or one of another version.
            WhoError: no name was said, or the user's password or token is missing.
            DeniedError: there is no such user, or what was shown is wrong; it was logged.
        """
        from waqia.register.people.credentials import who

        store = Store(url)
        try:
            check_version(store)
            found = who(store, user, password=password, token=token, identity=identity, now=clock())
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
        with self.store.reading() as connection:
            return title_of(connection)

    @property
    def revision(self) -> Revision:
        """The latest revision."""
        with self.store.reading() as connection:
            found = last(connection)
        if found is None:
            raise RegisterError(f"{self.store.name} has no revision; it was not made whole.")
        return found

    def close(self) -> None:
        """Let go of the database, unless others share it."""
        if not self._shared:
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
        """Let the user go on only where role, clearance and token allow; else it is logged.

        Raises:
            DeniedError: they do not.
        """
        if self.user.lacks(act) and self._undone is None:  # within an act it was done already
            with self.store.reading() as connection:
                self._look_again(connection)
        needed = self.user.lacks(act)
        if needed is None:
            return
        said = self.deny(act, subject, needed)
        told = phrase(
            f"{self.user.name} ({self.user.role}) may not do this ({act}); it takes {needed}."
        )
        raise DeniedError(f"{told} {said}".rstrip())

    def deny(self, act: str, subject: str | None, needed: str) -> str:
        """Log an attempt that was denied; gives the sentence that says so.

        Within an act it is logged when the act has been undone, as nobody can write meanwhile,
        and who holds a connection waits for no other; `_write` and `_read` then say so.
        """
        denial = Denial(self._clock(), self.user.name, act, subject, needed)
        if self._undone is None:
            return log_denial(self.store, denial)
        self._undone.append(denial)
        return ""

    def unseen(
        self, connection: sa.Connection, kind: SeenKind, ids: Iterable[str]
    ) -> dict[str, str]:
        """Id → access level of the sources, or accounts by their sources, not to be seen."""
        return unseen_of(connection, self.user, self._clock().date(), kind, ids)

    def must_see(self, connection: sa.Connection, kind: SeenKind, ids: Iterable[str]) -> None:
        """Let the user go on only where they may see sources, or accounts and their sources.

        Ids that the register does not have are passed over.

        Raises:
            DeniedError: one is more restricted than the user may see; it was logged.
        """
        unseen = self.unseen(connection, kind, ids)
        if not unseen:
            return
        id_, level = min(unseen.items())
        said = ""
        for each, needed in unseen.items():
            said = self.deny(f"{kind}.see", each, phrase(f"clearance {needed}"))
        if kind == "source":
            told = phrase(
                f"The source {id_} is {level}; {self.user.name} may see {self.user.clearance} ones."
            )
        else:
            told = phrase(
                f"The account {id_} is from a {level} source; {self.user.name} may see "
                f"{self.user.clearance} ones."
            )
        raise DeniedError(f"{told} {said}".rstrip())

    @contextmanager
    def _write(
        self, act: str, reason: str | None = None, subject: str | None = None
    ) -> Iterator[Write]:
        """An act: what it puts is one revision. Where it changes nothing there is none."""
        self.require(act, subject)
        with self._logging_after():
            try:
                with self.store.writing() as connection:
                    self._look_again(connection)
                    self.require(act, subject)
                    write = begin(connection, self.user.name, act, reason, self._clock())
                    yield write
                    finish_decided(write)
                    if write.changes:
                        write.complete()
            except ConflictError as error:
                with self.store.reading() as connection:
                    raise veiled(connection, self.user, self._clock().date(), error) from None

    @contextmanager
    def _read(self, act: str = "read", subject: str | None = None) -> Iterator[sa.Connection]:
        self.require(act, subject)
        with self._logging_after(), self.store.reading() as connection:
            self._look_again(connection)
            self.require(act, subject)
            yield connection

    @contextmanager
    def _logging_after(self) -> Iterator[None]:
        """Log what is denied within an act when its connection is free again."""
        if self._undone is not None:
            yield
            return
        self._undone = []
        try:
            yield
        except DeniedError as error:
            raise DeniedError(f"{error} {self._log_undone()}".rstrip()) from None
        finally:
            self._log_undone()
            self._undone = None

    def _log_undone(self) -> str:
        """Log what was denied within an act that has been undone."""
        said = [log_denial(self.store, denial) for denial in self._undone or ()]
        self._undone = []
        return said[0] if said else ""

    def _look_again(self, connection: sa.Connection) -> None:
        """Let a role that was changed since the register was opened count from now on."""
        found = find_user(connection, self.user.name)
        if found is not None:
            self.user = replace(found, scopes=self.user.scopes, shown=self.user.shown)

    def _rework(self, write: Write, incidents: Iterable[str]) -> None:
        rework(write, self._codebook_in(write.connection), incidents)

    def _codebook_in(self, connection: sa.Connection) -> Codebook:
        table = schema.codebook
        number = connection.scalar(sa.select(sa.func.max(table.c.revision)))
        if number is None:
            raise RegisterError(f"{self.store.name} has no codebook; it was not made whole.")
        found = self._codebooks.get(number)
        if found is None:
            found = codebook_of(connection)
            # the last ones suffice: others may still be at work with the one before
            for old in sorted(self._codebooks)[:-1]:
                self._codebooks.pop(old, None)
            self._codebooks[number] = found
        return found


def title_of(connection: sa.Connection) -> str:
    """The title of the register."""
    table = schema.about
    return str(connection.scalar(sa.select(table.c.value).where(table.c.key == "title")))


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
    base: int | None = None,
) -> None:
    """Keep a user with a role.

    Raises:
        QuestionError: there is no such role or clearance.
        ConflictError: the user has changed since the revision `base`.
    """
    if role not in CLEARANCE_OF:
        raise QuestionError(f"No role is called {role!r}; choose from {', '.join(CLEARANCE_OF)}.")
    level = clearance or CLEARANCE_OF[role]
    if level not in CLEARANCES:
        raise QuestionError(
            f"No clearance is called {level!r}; choose from {', '.join(CLEARANCES)}."
        )
    record = {"id": name, "role": role, "clearance": level, "active": active}
    write.put("user", name, record, base=base)


def find_user(connection: sa.Connection, name: str) -> User | None:
    """A user by name; None where there is none."""
    found = kept(connection, "user", name)
    if found is None:
        return None
    record = found.record
    return User(name, record["role"], record["clearance"], record["active"])


def _title(url: str | Path) -> str:
    """The name of the file or the database."""
    text = str(url)
    if "://" in text:
        return sa.make_url(text).database or "register"
    return Path(text).stem
