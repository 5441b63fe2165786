"""A desk at work: users of every role, and accounts of the example, coded once or twice."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from waqia.examples import example_folder
from waqia.register import Register
from waqia.register.content.importing import ImportResult
from waqia.register.store import schema

PEOPLE = {
    "viewer": "viewer",
    "coder1": "coder",
    "coder2": "coder",
    "coder3": "coder",
    "reviewer1": "reviewer",
    "reviewer2": "reviewer",
    "editor": "editor",
}
"""User → role."""

PASSWORD = "the administrator of this desk"

TEXT = (
    "On Tuesday gunmen shot dead three policemen at a checkpost near Gwadar, officials said.\n"
    "Nobody claimed the attack. Two of the attackers were wounded and got away.\n"
)


def furnish(register: Register, folder: Path) -> dict[str, str]:
    """Let everybody in, with twelve accounts by the first coder; gives the users' tokens."""
    register.set_password(PASSWORD)
    for name, role in PEOPLE.items():
        register.add_user(name, role)
    take_in(register, folder, "coder1", 12)
    return {name: register.new_token("tests", name) for name in PEOPLE}


def take_in(
    register: Register,
    folder: Path,
    coder: str,
    number: int,
    changes: Mapping[str, Mapping[str, str]] | None = None,
) -> ImportResult:
    """The first accounts of the example come in as those of a coder, some of them changed.

    `changes` is account → column of the file → what this coder wrote there.
    """
    example = example_folder()
    with (example / "accounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:number]
    path = folder / f"{coder}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | dict((changes or {}).get(row["account_id"], {})) for row in rows)
    return register.import_file(
        path, coder=coder, sources=example / "sources.csv",
        set_aside=folder / f"{coder}.set-aside.csv",
    )  # fmt: skip


class Desk:
    """A register and those who work in it; `desk["coder1"]` is the register as that user has it."""

    def __init__(
        self, url: str, administrator: str, folder: Path, tokens: Mapping[str, str]
    ) -> None:
        self.url = url
        self._administrator = administrator
        self.folder = folder
        self._tokens = tokens
        self._open: dict[str, Register] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __getitem__(self, user: str) -> Register:
        if user not in self._open:
            self._open[user] = self.opened(user)
        return self._open[user]

    @cached_property
    def admin(self) -> Register:
        """The register as its administrator has it."""
        return self._stack.enter_context(
            Register.open(self.url, user=self._administrator, password=PASSWORD)
        )

    def opened(self, user: str) -> Register:
        """The register opened anew as a user, until the test ends."""
        return self._stack.enter_context(Register.open(self.url, token=self._tokens[user]))

    def coded(
        self, coder: str, number: int, changes: Mapping[str, Mapping[str, str]] | None = None
    ) -> ImportResult:
        """As `take_in`."""
        return take_in(self["editor"], self.folder, coder, number, changes)

    def told(self, **values: Any) -> str:
        """An account by the first coder of a text that is archived; gives its id."""
        self.admin.add_source(
            {"id": "S-archived", "title": "Three policemen killed", "media_type": "text/plain"},
            content=TEXT.encode(),
        )
        start = TEXT.index("gunmen")
        anchor = {"source": "S-archived", "start": start, "end": start + len("gunmen shot dead")}
        account = {
            "source": "S-archived", "anchors": [anchor], "type": "terrorist_attack",
            "date_start": "2024-02-06", "country": "Pakistan", "killed": 3,
            "targets": ["police"], "summary": "Gunmen killed three policemen near Gwadar.",
        }  # fmt: skip
        return self["coder1"].add(account | values).account

    def suggested(self, *pairs: tuple[str, str, float]) -> None:
        """Pairs that a model has suggested, with their probability."""
        with self["editor"].store.writing() as connection:
            connection.execute(
                schema.suggestion.insert(),
                [
                    {"account": one, "other": two, "probability": probability, "model": "M-1",
                     "why": '[{"field":"date","agreement":"same day","weight":2.5}]',
                     "revision": 1}
                    for one, two, probability in pairs
                ],
            )  # fmt: skip

    def denied(self) -> list[tuple[str, str, str | None]]:
        """User, action and subject of the attempts that were denied."""
        table = schema.denial.c
        with self["editor"].store.reading() as connection:
            query = sa.select(table.user, table.action, table.subject).order_by(table.id)
            return [tuple(row) for row in connection.execute(query)]
