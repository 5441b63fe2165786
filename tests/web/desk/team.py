"""A desk of a team to be asked: people of every role, and sources that not all of them may see."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from waqia.register import Entrance, Register
from waqia.web.app import app_of
from waqia.web.serving import site_of

ROLES = ("viewer", "coder", "reviewer", "editor", "administrator")
ORIGIN = "https://desk.example.org"
ADDRESS = "203.0.113.7"
PASSWORD = "correct horse battery"

RESTRICTED = ("quillfeather", "tanglewick", "wexmoor", "zarnabad", "brindlefox", "ombertide",
              "vexlode")  # fmt: skip
CONFIDENTIAL = ("grimbalt", "hollowmere", "jasperine", "karthoum-e-nau", "lurcherby", "mistral-x",
                "nettlecomb")  # fmt: skip
"""Words that nothing but a source of the level and its accounts hold, in every kind of field."""


QUETTA = {"place_precision": "town", "country": "Pakistan", "province": "Balochistan",
          "district": "Quetta"}  # fmt: skip
"""Where everything happened; given, so that the gazetteer need not be searched each time."""


def source_of(level: str, words: tuple[str, ...]) -> tuple[dict[str, Any], str]:
    """A source that says its words, and its text."""
    title, publisher, author, _, quote, _, host = words
    text = f"Four policemen were killed in {words[3]} when a {quote} went off."
    source = {
        "id": f"S-{level}", "title": f"The {title} papers", "publisher": publisher,
        "author": author, "url": f"https://{host}.example/1", "access": level,
        "note": f"from {host}",
    }  # fmt: skip
    return source, text


def account_of(level: str, words: tuple[str, ...], text: str) -> dict[str, Any]:
    """An account that says its words, anchored in the text."""
    start = text.index(words[4])
    return {
        "source": f"S-{level}", "type": "terrorist_attack", "date_start": "2023-05-04",
        "place": words[3].title(), **QUETTA, "killed": 4,
        "summary": f"{words[5].title()} was there.",
        "reported_by": [words[2]],
        "anchors": [{"source": f"S-{level}", "start": start, "end": start + len(words[4]),
                     "quote": words[4], "field": "killed"}],
    }  # fmt: skip


@dataclass
class World:
    """A register on disk and the ids of what is in it."""

    url: str
    releases: Path
    ids: dict[str, str]


def make(url: str, releases: Path) -> World:
    """A register with people of every role, and incidents that open and closed sources tell."""
    ids: dict[str, str] = {}
    with Register.create(url, "pakistan", user="administrator", title="Desk") as register:
        register.set_password(PASSWORD)
        for role in ROLES[:-1]:
            register.add_user(role, role)
            register.set_password(PASSWORD, role)
        register.add_source({"id": "S-open", "title": "The open paper", "publisher": "Dawn"})
        told = {"source": "S-open", "type": "terrorist_attack", "place": "Quetta", "killed": 3}
        told |= QUETTA
        open_ = register.add(told | {"date_start": "2023-05-04"})
        ids |= {"open": str(open_.incident), "A-open": open_.account}
        for level, words in (("restricted", RESTRICTED), ("confidential", CONFIDENTIAL)):
            source, text = source_of(level, words)
            register.add_source(source, content=text.encode())
            kept = register.add(account_of(level, words, text), reason=f"{words[0]} is right")
            ids |= {level: str(kept.incident), f"A-{level}": kept.account}
            second = register.add(account_of(level, words, text), status="proposed")
            ids[f"A-{level}-proposed"] = second.account
        mixed = register.add(told | {"date_start": "2023-06-01", "killed": 9})
        source, text = source_of("restricted", RESTRICTED)
        other = register.add(
            account_of("restricted", RESTRICTED, text) | {"date_start": "2023-06-01"}
        )
        ids["mixed"] = register.link(
            other.account, str(mixed.incident), reason=f"{RESTRICTED[0]} says so"
        )
        register.suggest()
        register.freeze(releases / "may.release")
    return World(url, releases, ids)


class Desk:
    """A desk in this process, asked as somebody without a network between."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app=app, client=(ADDRESS, 40000))
        self._client = httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=60)

    def ask(
        self, method: str, path: str, who: Mapping[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        """The answer to a request with the headers of somebody."""
        headers = {**(who or {}), **options.pop("headers", {})}
        self._client.cookies.clear()
        sent = self._client.request(method, path, headers=headers, **options)
        return self._runner.run(sent)

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()


def opened(world: World, **options: Any) -> Iterator[Desk]:
    """A desk of a team over a world."""
    with Entrance(world.url) as entrance:
        desk = Desk(app_of(site_of(entrance, world.releases, **options)))
        yield desk
        desk.close()
        desk.app.state.site.close()


def session_of(desk: Desk, name: str) -> dict[str, str]:
    """The headers of somebody who has logged in, with what pages and the API want of a browser."""
    token = desk.app.state.site.entrance.log_in(name, PASSWORD).token
    cookies = f"__Host-waqia-session={token}; __Host-waqia-form=form"
    form = desk.ask("GET", "/me", {"Cookie": cookies})
    found = re.search(r'name="csrf" value="(\w+)"', form.text)
    assert found, form.text
    return {"Cookie": cookies, "X-CSRF-Token": found[1]}
