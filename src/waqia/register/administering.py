"""The register as administrators use it: users, roles, passwords, tokens, what was denied."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from waqia.model import QuestionError, phrase
from waqia.register.core import Core, put_user
from waqia.register.people import credentials
from waqia.register.people.denials import Denial, denials
from waqia.register.people.entries import Entry, entries
from waqia.register.people.permissions import LEAST_ROLE, NEVER_BY_TOKEN, Clearance, Role
from waqia.register.people.sessions import KnownSession, end_sessions, sessions_of
from waqia.register.store import schema
from waqia.register.store.history import Write
from waqia.register.store.records import Record, parsed

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class KnownUser:
    """A user as administrators see them; `shows` are what they can show to get in.

    `shows` has `password`, `token` (one that is valid now) and `identity`, as far as there are.
    """

    name: str
    role: Role
    clearance: Clearance
    active: bool
    shows: tuple[str, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret; times are in UTC, None where there is none."""

    id: str
    user: str
    label: str
    scopes: tuple[str, ...] | None
    created: datetime
    made_by: str
    expires: datetime | None
    used: datetime | None
    revoked: datetime | None


class Administration(Core):
    """Users and what they show to get in."""

    def users(self) -> list[KnownUser]:
        """Every user by name, those who are not active too."""
        with self._read("users.read") as connection:
            shows = _shows(connection, self._clock())
            query = sa.select(schema.user.c.revision, schema.user.c.data).order_by(schema.user.c.id)
            return [
                KnownUser(
                    name := record["id"], record["role"], record["clearance"], record["active"],
                    tuple(sorted(shows.get(name, ()))), number,
                )
                for number, text in connection.execute(query)
                for record in [parsed(text)]
            ]  # fmt: skip

    def add_user(
        self,
        name: str,
        role: str = "coder",
        *,
        clearance: str | None = None,
        password: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Let somebody new use the register; the clearance is that of the role if not given.

        With a `password` they have it from the start; where it is refused nobody is added.

        Raises:
            QuestionError: the name is taken or cannot be used, there is no such role, or the
                password is empty, too short or too long.
        """
        _check_name(name)
        if password is not None:
            self.require("user.password", name)
        hash_ = None if password is None else credentials.password_hash(name, password)
        with self._write("user.change", reason, name) as write:
            if write.find("user", name) is not None:
                raise QuestionError(f"The register has a user {name!r} already; change that one.")
            put_user(write, name, role, clearance=clearance)
            if hash_ is not None:
                kept = self._credential(name, "password", hash=hash_)
                write.beside(schema.credential, [kept])
                self._leave_a_way_in(write, given=name)

    def set_role(
        self,
        name: str,
        role: str,
        *,
        clearance: str | None = None,
        base: int | None = None,
        reason: str | None = None,
    ) -> None:
        """Give a user another role, and the clearance of that role if no other is given.

        Raises:
            QuestionError: there is no such user or role, or no administrator would be left.
            ConflictError: the user has changed since the revision `base`.
        """
        self._change(name, {"role": role, "clearance": clearance}, base, reason)

    def set_clearance(
        self, name: str, clearance: str, *, base: int | None = None, reason: str | None = None
    ) -> None:
        """Let a user see sources up to an access level.

        Raises:
            QuestionError: there is no such user or level.
            ConflictError: the user has changed since the revision `base`.
        """
        self._change(name, {"clearance": clearance}, base, reason)

    def deactivate(self, name: str, *, base: int | None = None, reason: str | None = None) -> None:
        """Let a user in no longer; what they did stays, and so does their name.

        Raises:
            QuestionError: there is no such user, or no administrator would be left.
            ConflictError: the user has changed since the revision `base`.
        """
        self._change(name, {"active": False}, base, reason)

    def activate(self, name: str, *, base: int | None = None, reason: str | None = None) -> None:
        """Let a user in again.

        Raises:
            QuestionError: there is no such user.
            ConflictError: the user has changed since the revision `base`.
        """
        self._change(name, {"active": True}, base, reason)

    def set_password(
        self, password: str, user: str | None = None, *, old: str | None = None
    ) -> None:
        """Give a user, oneself if none is named, a password in place of the one before.

        Who changes their own shows the `old` one, where there is one. Nothing of it comes into
        the history; only its hash is kept, and that it was set, by whom and when. Who is logged
        in as this user is logged out.

        Raises:
            QuestionError: the password is empty, too short or too long; or there is no such user.
            DeniedError: the old password is wrong.
        """
        name = user or self.user.name
        own = name == self.user.name
        act = "user.own_password" if own else "user.password"
        self.require(act, name)
        hash_ = credentials.password_hash(name, password)
        if own:
            credentials.check_old(self.store, name, old, self._clock())
        with self._write(act, None, name) as write:
            table = schema.credential
            write.connection.execute(
                table.update()
                .where(table.c.user == name, table.c.kind == "password", table.c.revoked.is_(None))
                .values(revoked=self._clock(), revoked_by=self.user.name)
            )
            self._keep(write, name, "password", hash=hash_)
            end_sessions(write.connection, self._clock(), "ended", user=name)

    def new_token(
        self,
        label: str,
        user: str | None = None,
        *,
        scopes: Sequence[str] | None = None,
        expires: datetime | None = None,
    ) -> str:
        """A token by which a program acts as a user, oneself if none is named; shown this once.

        `scopes` are acts (account.add) or what they are about (account, read); all that the
        user's role allows if not given. No token allows to change users, passwords and tokens.

        Raises:
            QuestionError: a scope is none, the expiry has passed, or there is no such user.
        """
        name = user or self.user.name
        act = "token.own" if name == self.user.name else "token.change"
        self.require(act, name)
        if not label.strip():
            raise QuestionError("Give the token a label that says what it is for.")
        if expires is not None and (expires.tzinfo is None or expires <= self._clock()):
            raise QuestionError("The token's expiry must lie ahead, and say its time zone.")
        _check_scopes(scopes)
        token, hash_ = credentials.new_secret()
        with self._write(act, None, name) as write:
            self._keep(
                write, name, "token", hash=hash_, label=label.strip(), expires=expires,
                scopes=" ".join(sorted(set(scopes))) if scopes is not None else None,
            )  # fmt: skip
        return token

    def tokens(self, user: str | None = None) -> list[Token]:
        """The tokens of a user, oneself if none is named, the newest first; `*` for everybody's."""
        name = user or self.user.name
        table = schema.credential
        query = sa.select(
            table.c.id, table.c.user, table.c.label, table.c.scopes, table.c.created,
            table.c.made_by, table.c.expires, table.c.used, table.c.revoked,
        ).where(table.c.kind == "token").order_by(table.c.created.desc(), table.c.id)  # fmt: skip
        if name != "*":
            query = query.where(table.c.user == name)
        with self._read("token.own" if name == self.user.name else "token.change") as connection:
            return [
                Token(
                    row.id, row.user, row.label,
                    tuple(row.scopes.split()) if row.scopes is not None else None,
                    row.created, row.made_by, row.expires, row.used, row.revoked,
                )
                for row in connection.execute(query)
            ]  # fmt: skip

    def revoke_token(self, id_: str) -> None:
        """Let a token count no longer; users revoke their own, administrators any.

        Raises:
            QuestionError: there is no such token, or it was revoked already.
        """
        table = schema.credential
        with self._read("token.own", id_) as connection:
            query = sa.select(table.c.user).where(table.c.id == id_, table.c.kind == "token")
            owner = connection.scalar(query)
        act = "token.own" if owner == self.user.name else "token.change"
        with self._write(act, None, id_) as write:
            done = write.connection.execute(
                table.update()
                .where(table.c.id == id_, table.c.kind == "token", table.c.revoked.is_(None))
                .values(revoked=self._clock(), revoked_by=self.user.name)
            )
            if not done.rowcount:
                raise QuestionError(f"The register has no token {id_!r} that is not revoked.")

    def bind_identity(self, user: str, issuer: str, subject: str) -> None:
        """Let who an OpenID provider names so (issuer and subject of its tokens) be a user.

        Raises:
            QuestionError: there is no such user, or the identity is another user's.
        """
        if not issuer.startswith("https://") or not subject.strip():
            raise QuestionError("An identity has an issuer, https://…, and a subject.")
        table = schema.identity
        with self._write("user.change", None, user) as write:
            write.get("user", user)
            query = sa.select(table.c.user).where(
                table.c.issuer == issuer, table.c.subject == subject
            )
            bound = write.connection.scalar(query)
            if bound not in (None, user):
                raise QuestionError(f"{subject!r} of {issuer} is {bound!r} already.")
            if bound is None:
                write.connection.execute(
                    table.insert().values(issuer=issuer, subject=subject, user=user)
                )
            self._leave_a_way_in(write)

    def denials(self, *, limit: int = 100, user: str | None = None) -> list[Denial]:
        """Attempts that were denied, the latest first; of one user where a name is given."""
        with self._read("denials.read") as connection:
            return denials(connection, limit=limit, user=user)

    def entries(self, *, limit: int = 100, user: str | None = None) -> list[Entry]:
        """Who came in by a password, who went and who was not let in, the latest first."""
        with self._read("entries.read") as connection:
            return entries(connection, limit=limit, user=user)

    def sessions(self, user: str | None = None) -> list[KnownSession]:
        """Where a user, oneself if none is named, is logged in at the desk; `*` for everybody."""
        name = user or self.user.name
        act = "session.own" if name == self.user.name else "session.change"
        with self._read(act) as connection:
            return sessions_of(connection, self._clock(), None if name == "*" else name)

    def end_session(self, id_: str) -> None:
        """Log out one session; users end their own, administrators any.

        Raises:
            QuestionError: there is no such session.
        """
        with self._read("session.own", id_) as connection:
            known = {session.id: session for session in sessions_of(connection, self._clock())}
        owner = known[id_].user if id_ in known else None
        with self._write(
            "session.own" if owner == self.user.name else "session.change", None, id_
        ) as write:
            if not end_sessions(write.connection, self._clock(), "ended", id_=id_):
                raise QuestionError(f"Nobody is logged in by a session {id_!r}.")

    def log_out_everywhere(self, user: str | None = None) -> int:
        """End every session of a user, oneself if none is named; gives how many there were."""
        name = user or self.user.name
        act = "session.own" if name == self.user.name else "session.change"
        with self._write(act, None, name) as write:
            return end_sessions(write.connection, self._clock(), "ended", user=name)

    def _change(self, name: str, values: Record, base: int | None, reason: str | None) -> None:
        with self._write("user.change", reason, name) as write:
            now = write.get("user", name) | values
            put_user(
                write, name, now["role"], clearance=now["clearance"], active=now["active"],
                base=base,
            )  # fmt: skip
            if values.get("active") is False:
                end_sessions(write.connection, self._clock(), "ended", user=name)
            self._leave_a_way_in(write)

    def _keep(self, write: Write, name: str, kind: str, **values: Any) -> None:
        write.get("user", name)
        write.connection.execute(schema.credential.insert(), self._credential(name, kind, **values))
        self._leave_a_way_in(write)

    def _credential(self, name: str, kind: str, **values: Any) -> dict[str, Any]:
        return values | {
            "id": f"{kind[0].upper()}-{secrets.token_hex(4)}", "user": name, "kind": kind,
            "created": self._clock(), "made_by": self.user.name,
        }  # fmt: skip

    def _leave_a_way_in(self, write: Write, given: str | None = None) -> None:
        """Refuse what leaves no administrator who can open the register.

        That is one with a password, which does not expire as tokens do, or one who need not show
        anything. `given` is who is given a password when the act is complete.

        Raises:
            QuestionError: none would be left.
        """
        table, embedded = schema.user, self.store.embedded
        shown = given is not None and not embedded
        query = sa.select(table.c.id).where(table.c.role == "administrator", table.c.active)
        for name in {*write.connection.scalars(query), *write.changed("user")}:
            user = write.get("user", name)
            if (user["role"], user["active"]) == ("administrator", True) and (
                name == given
                or credentials.has_password(write.connection, name)
                or not (shown or credentials.must_show(write.connection, name, embedded))
            ):
                return
        raise QuestionError(
            "This would leave no administrator who can open the register. Give an administrator "
            "a password first, or make another user an administrator."
        )


def _check_name(name: str) -> None:
    if (
        not name
        or name != name.strip()
        or len(name) > _LONGEST_NAME
        or any(unicodedata.category(c)[0] == "C" or c in "/:*" for c in name)
    ):
        raise QuestionError(
            f"{name!r} cannot be the name of a user: give 1 to {_LONGEST_NAME} characters without "
            "/, : and *, and without a space at either end."
        )


def _check_scopes(scopes: Sequence[str] | None) -> None:
    if scopes is None:
        return
    known = {part for act in LEAST_ROLE for part in (act, act.split(".")[0])}
    known -= {part for part in known if part.split(".")[0] in NEVER_BY_TOKEN}
    if not scopes or set(scopes) - known:
        strange = ", ".join(map(repr, sorted(set(scopes) - known))) or phrase("nothing")
        raise QuestionError(
            f"A token cannot be limited to {strange}; choose from "
            f"{', '.join(sorted(part for part in known if '.' not in part))}, or single acts "
            "such as account.add."
        )


def _shows(connection: sa.Connection, now: datetime) -> dict[str, set[str]]:
    """User → what they can show to get in."""
    table, identity = schema.credential, schema.identity
    valid = table.c.revoked.is_(None) & (table.c.expires.is_(None) | (table.c.expires > now))
    found: dict[str, set[str]] = {}
    query = sa.select(table.c.user, table.c.kind).where(valid)
    for name, kind in connection.execute(query):
        found.setdefault(name, set()).add(kind)
    for name in connection.scalars(sa.select(identity.c.user)):
        found.setdefault(name, set()).add("identity")
    return found
