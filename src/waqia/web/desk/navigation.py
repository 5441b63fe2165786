"""The places of the desk, and who finds them in its navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from waqia.web.desk.visiting import Visitor


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the navigation: `act` is what one has to be allowed to find it of use.

    `register` says that there is none where only releases are served; `kept` that the release
    that is looked at stays the same on the way there.
    """

    path: str
    name: str
    act: str | None = None
    register: bool = False
    kept: bool = False
    main: bool = True

    def shown(self, visit: Visitor) -> bool:
        """Whether the navigation of a visitor has it."""
        site = visit.site
        if site.team and visit.session is None:
            return False
        if site.entrance is None:
            return not self.register
        return self.act is None or visit.may(self.act)

    def here(self, visit: Visitor) -> bool:
        """Whether the visitor is there."""
        path = visit.request.url.path
        return path == self.path or path.startswith(f"{self.path}/")


PLACES = (
    Place("/explore", _("Explore"), kept=True),
    Place("/review", _("Review"), "task.take", register=True),
    Place("/read", _("Read"), "accounts.propose", register=True),
    Place("/audit", _("Audit")),
    Place("/publish", _("Publish"), "release.freeze", register=True),
    Place("/sources", _("Sources"), kept=True, main=False),
    Place("/actors", _("Actors"), kept=True, main=False),
    Place("/places", _("Places"), kept=True, main=False),
    Place("/codebook", _("Codebook"), kept=True, main=False),
    Place("/releases", _("Releases"), main=False),
    Place("/jobs", _("Jobs"), "read", register=True, main=False),
    Place("/people", _("People"), "users.read", register=True, main=False),
)
