"""Who may do and see what: roles, clearances, and the least role of every act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from waqia.model import phrase

Role = Literal["viewer", "coder", "reviewer", "editor", "administrator"]
Clearance = Literal["public", "restricted", "confidential"]

ROLES: tuple[Role, ...] = get_args(Role)
"""From the one that may least to the one that may most; each may what those before it may."""
CLEARANCES: tuple[Clearance, ...] = get_args(Clearance)

CLEARANCE_OF: dict[Role, Clearance] = {
    "viewer": "public",
    "coder": "restricted",
    "reviewer": "restricted",
    "editor": "confidential",
    "administrator": "confidential",
}
"""The clearance that a new user of a role has unless another is given."""

LEAST_ROLE: dict[str, Role] = {
    "read": "viewer",
    "source.add": "coder",
    "account.add": "coder",
    "account.correct": "coder",
    "account.correct_others": "reviewer",
    "account.set_aside": "reviewer",
    "account.accept": "reviewer",
    "account.split": "reviewer",
    "account.join": "reviewer",
    "accounts.import": "coder",
    "accounts.propose": "coder",
    "accounts.import_as": "editor",
    "coding.add": "coder",
    "coding.resolve": "reviewer",
    "suggest": "coder",
    "decision.same": "reviewer",
    "decision.different": "reviewer",
    "decision.unsure": "reviewer",
    "incident.split": "reviewer",
    "incident.merge": "reviewer",
    "incident.confirm": "reviewer",
    "incident.withdraw": "reviewer",
    "incident.reopen": "reviewer",
    "incident.override": "editor",
    "incident.release_override": "editor",
    "incident.settle": "reviewer",
    "revision.undo": "reviewer",
    "task.take": "coder",
    "task.close": "coder",
    "task.assign": "editor",
    "task.sample": "editor",
    "agreement": "reviewer",
    "model.train": "editor",
    "release.freeze": "editor",
    "release.at": "editor",
    "source.change": "editor",
    "codebook.change": "administrator",
    "users.read": "editor",
    "user.change": "administrator",
    "user.password": "administrator",
    "user.own_password": "viewer",
    "token.change": "administrator",
    "token.own": "viewer",
    "denials.read": "administrator",
    "entries.read": "administrator",
    "session.own": "viewer",
    "session.change": "administrator",
    "job.own": "viewer",
    "job.others": "editor",
    "job.present": "viewer",
    "job.audit": "viewer",
    "job.read": "coder",
    "job.freeze": "editor",
    "job.report": "editor",
    "backup": "administrator",
    "register.verify": "viewer",
    "register.rebuild": "administrator",
}
"""Act → the least role that may do it."""

NEVER_BY_TOKEN = ("user", "token", "session")
"""Beginnings of acts that no token allows: a token that is lost must not beget others."""

SCOPES = tuple(sorted({act.split(".")[0] for act in LEAST_ROLE} - {*NEVER_BY_TOKEN}))
"""What a token may be limited to: what acts are about; single acts may be named as well."""

Shown = Literal["nothing", "password", "token", "identity"]
"""By what somebody who opened the register said who they are."""


@dataclass(frozen=True, slots=True)
class User:
    """Who acts: name, role, and the most restricted sources that the user may see."""

    name: str
    role: Role
    clearance: Clearance
    active: bool = True
    scopes: tuple[str, ...] | None = None
    shown: Shown = "nothing"

    def may(self, act: str) -> bool:
        """Whether the user's role, and the token where one was shown, allow an act."""
        return self.lacks(act) is None

    def lacks(self, act: str) -> str | None:
        """What an act takes that the user has not, in words; None where the user may do it."""
        if not self.active:
            return phrase("an active user")
        if ROLES.index(self.role) < ROLES.index(LEAST_ROLE[act]):
            return phrase(f"the role {LEAST_ROLE[act]}")
        subject = act.split(".")[0]
        if self.shown == "token" and subject in NEVER_BY_TOKEN:
            return phrase("a password, not a token")
        if self.scopes is not None and not {act, subject} & set(self.scopes):
            return phrase(f"a token with the scope {subject}")
        return None

    def sees(self, access: str) -> bool:
        """Whether the user may see a source of this access level."""
        return access in self.cleared

    @property
    def cleared(self) -> tuple[str, ...]:
        """The access levels that the user may see."""
        return CLEARANCES[: CLEARANCES.index(self.clearance) + 1]
