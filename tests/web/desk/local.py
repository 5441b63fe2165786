"""A desk on one's own machine to be asked as somebody, and a small register to put into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from tests.web.desk.team import Desk
from waqia.register import Entrance, Register
from waqia.web.app import app_of
from waqia.web.desk.site import Site
from waqia.web.serving import site_of

ENGLISH = (
    "The market was closed on Friday. At least four policemen were killed in Quetta on Monday. "
    "Shops stayed shut."
)
URDU = "پیر کو کوئٹہ میں چھ پولیس اہلکار جاں بحق ہوئے۔"
SECRET = "An envoy called quillfeather saw seven dead."


@dataclass
class Local:
    """A register on disk with its releases, and the ids of what is in it."""

    path: Path
    releases: Path
    incident: str
    other: str


def anchor(source: str, text: str, words: str, field: str | None = None) -> dict[str, Any]:
    """An anchor at words of a text."""
    start = text.index(words)
    found = {"source": source, "start": start, "end": start + len(words), "quote": words}
    return found | ({"field": field} if field else {})


def fill(folder: Path) -> Local:
    """A register in which three sources, one of them restricted, tell of one incident."""
    path, releases = folder / "desk.db", folder / "releases"
    with Register.create(path, "pakistan", user="desk", title="Desk") as register:
        register.add_user("reader", "viewer")
        for id_, text, more in (
            ("S-en", ENGLISH, {"publisher": "Dawn", "language": "en", "date": "2023-05-02"}),
            ("S-ur", URDU, {"publisher": "Jang", "language": "ur", "date": "2023-05-03"}),
            ("S-secret", SECRET, {"publisher": "quillfeather", "access": "restricted"}),
        ):
            source = {"id": id_, "title": f"Title of {id_}", "reliability": "B"} | more
            register.add_source(source, content=text.encode())
        told = {"type": "terrorist_attack", "date_start": "2023-05-01", "place": "Quetta"}
        first = register.add(
            told
            | {"source": "S-en", "killed": 4, "killed_min": 4, "perpetrators": ["ttp"],
               "claim": "claimed", "summary": "Policemen were shot.",
               "anchors": [anchor("S-en", ENGLISH, "At least four policemen were killed in Quetta"),
                           anchor("S-en", ENGLISH, "At least four", "killed")]}
        )  # fmt: skip
        incident = str(first.incident)
        for of, said_there, killed, words in (
            ("S-ur", URDU, 6, "چھ"), ("S-secret", SECRET, 7, "seven"),
        ):  # fmt: skip
            anchors = [anchor(of, said_there, words, "killed")]
            said = told | {"source": of, "killed": killed, "killed_min": killed,
                           "killed_max": killed, "anchors": anchors}  # fmt: skip
            register.link(register.add(said).account, incident, reason="the same Monday")
        other = register.add(
            told
            | {"source": "S-en", "date_start": "2023-05-09", "perpetrators": ["jamaat_ul_ahrar"]}
        )
    return Local(path, releases, incident, str(other.incident))


class Person:
    """Somebody at a desk, who may look at pages and send the forms that they were given."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._headers = {"Cookie": "waqia-form=form"}

    def page(self, path: str) -> str:
        """A page that is there, as HTML."""
        answer = self.look(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def look(self, path: str) -> httpx.Response:
        """The answer to a request for a page."""
        return self.desk.ask("GET", path, self._headers)

    def send(self, path: str, *, base: int | None = None, **fields: Any) -> httpx.Response:
        """Send a form, as if it had been shown when its record was in the revision `base`."""
        given = {"csrf": self._form} | ({} if base is None else {"base": str(base)})
        return self.desk.ask("POST", path, self._headers, data=given | fields)

    @property
    def register(self) -> Register:
        """The register as they have it."""
        site: Site = self.desk.app.state.site
        assert site.entrance is not None and site.local is not None  # noqa: PT018
        return site.entrance.opened(site.local)

    def seen(self, incident: str) -> int:
        """The revision in which an incident is now."""
        return int(self.register.incident(incident)["revision"])

    @cached_property
    def _form(self) -> str:
        found = re.search(r'name="csrf-token" content="(\w+)"', self.look("/nowhere").text)
        assert found
        return found[1]


@contextmanager
def at_desk(local: Local, user: str = "desk") -> Iterator[Person]:
    """Somebody at the desk over a register."""
    with Register.open(local.path, user=user) as register:
        who = register.user
    with Entrance(local.path) as entrance:
        desk = Desk(app_of(site_of(entrance, local.releases, user=who)))
        yield Person(desk)
        desk.close()
        desk.app.state.site.close()
