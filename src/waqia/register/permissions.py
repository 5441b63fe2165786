"""Who may do and see what: roles, clearances, and the least role of every act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

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
    "accounts.import": "coder",
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
    "user.change": "administrator",
    "user.password": "administrator",
    "token.change": "administrator",
    "denials.read": "administrator",
    "backup": "administrator",
    "register.verify": "viewer",
    "register.create": "administrator",
}
"""Act → the least role that may do it."""


@dataclass(frozen=True, slots=True)
class User:
    """Who acts: name, role, and the most restricted sources that the user may see."""

    name: str
    role: Role
    clearance: Clearance
    active: bool = True
    scopes: tuple[str, ...] | None = None

    def may(self, act: str) -> bool:
        """Whether the user's role, and the scopes of the token shown, allow an act."""
        if not self.active or ROLES.index(self.role) < ROLES.index(LEAST_ROLE[act]):
            return False
        return self.scopes is None or act in self.scopes or act.split(".")[0] in self.scopes

    def sees(self, access: str) -> bool:
        """Whether the user may see a source of this access level."""
        return CLEARANCES.index(self.clearance) >= CLEARANCES.index(access)

    @property
    def cleared(self) -> tuple[str, ...]:
        """The access levels that the user may see."""
        return CLEARANCES[: CLEARANCES.index(self.clearance) + 1]
