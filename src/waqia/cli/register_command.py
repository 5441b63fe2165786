"""`waqia register`: the living store of a desk, a command a verb."""

from __future__ import annotations

import importlib

import click

from waqia.cli.lazy import Lazy

_MODULES: dict[str, dict[str, str]] = {
    "starting": {
        "init": "Make a register, SQLite or PostgreSQL.",
        "status": "What the register holds, and what waits to be done.",
    },
    "adding": {
        "add": "Add accounts from a file, or write one in an editor.",
        "import": "Import a coder's file of accounts.",
        "findings": "List what an import reported.",
        "correct": "Correct fields of an account.",
    },
    "sources": {"source": "Add, change and list sources."},
    "looking": {
        "list": "List incidents or accounts.",
        "show": "Show an incident or an account.",
        "log": "Tell the whole history of an incident or an account.",
    },
    "joining": {
        "suggest": "Which accounts may tell of the same incident, and why.",
        "link": "Let an account tell of an incident.",
        "merge": "Make two incidents one.",
        "split": "Part accounts of an incident from the others.",
        "different": "Say that two accounts tell of different incidents.",
        "unsure": "Say that it cannot be told whether two are the same.",
        "train": "Learn from the desk's decisions which accounts belong together.",
    },
    "reviewing": {"review": "The queues: what waits to be looked at, and by whom."},
    "agreeing": {"agreement": "How far coders agree, with intervals."},
    "judging": {
        "confirm": "Confirm incidents.",
        "withdraw": "Withdraw an incident.",
        "reopen": "Make an incident a candidate again.",
        "override": "Decide a field in place of its rule.",
        "settle": "Say that what the rule gave is right.",
    },
    "publishing": {
        "freeze": "Write a release of what stands now.",
        "at": "Write the release as it would have been on a day.",
    },
    "keeping": {
        "backup": "Write a backup, also while others work.",
        "restore": "Make a register from a backup.",
        "verify": "Check history, records and archive for damage.",
        "upgrade": "Bring a register to this version of waqia.",
    },
    "governing": {"codebook": "Let another codebook count."},
    "people": {
        "user": "Who may use the register: users, roles, passwords, tokens.",
        "denials": "List the attempts that were denied.",
        "entries": "List who came in at the desk, and who was not let in.",
    },
}
"""Module → its commands and what each is for."""
_MODULE_OF = {name: module for module, known in _MODULES.items() for name in known}


def _load(name: str) -> click.Command:
    module = importlib.import_module(f"waqia.cli.register.{_MODULE_OF[name]}")
    return next(
        found for found in vars(module).values()
        if isinstance(found, click.Command) and found.name == name
    )  # fmt: skip


@click.group(
    "register",
    cls=Lazy,
    known={name: told for known in _MODULES.values() for name, told in known.items()},
    load=_load,
    epilog="It is the register in this folder, unless --register or WAQIA_REGISTER says which.",
)
def command() -> None:
    """Keep accounts, decisions and their history; nothing is ever lost.

    \b
    waqia register init desk.db --codebook pakistan
    waqia register import accounts.csv --as coder1
    waqia register freeze desk.db --out 2026-03.release
    """
