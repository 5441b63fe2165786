"""What a desk serves, to whom: releases alone, a register to one person, or one to a team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from waqia.web.desk.shapes import Shapes
from waqia.web.desk.shelf import Shelf

if TYPE_CHECKING:
    from waqia.register import Entrance, User
    from waqia.web.work.runner import Workshop


class Closing(Protocol):
    """What is to be let go of."""

    def close(self) -> None:
        """Let go."""


@dataclass
class Site:
    """Everything that the pages and the API of one desk share.

    Without an `entrance` only releases are served, to read. With one, whoever comes is the user
    `local` where `team` is false, and has to log in where it is true. `hosts` are the names that
    the desk may be called by; any where it is empty. `shapes` are boundaries for its maps.
    """

    title: str
    shelf: Shelf
    entrance: Entrance | None = None
    local: User | None = None
    team: bool = False
    hosts: tuple[str, ...] = ()
    workshop: Workshop | None = None
    shapes: Shapes | None = None

    def close(self) -> None:
        """Let go of everything."""
        closing: tuple[Closing | None, ...] = (self.workshop, self.shelf, self.entrance)
        for one in closing:
            if one is not None:
                one.close()
