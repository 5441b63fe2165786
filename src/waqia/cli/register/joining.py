"""`waqia register suggest`, `link`, `merge`, `split`, `different`, `unsure`, `train`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from waqia.cli.output import say
from waqia.cli.register.opening import in_register, reason_option

if TYPE_CHECKING:
    from waqia.register import Register


@click.command("link")
@click.argument("account")
@click.argument("incident")
@reason_option
@in_register
def link(register: Register, account: str, incident: str, reason: str | None) -> int:
    """Let ACCOUNT tell of INCIDENT; the one that it leaves empty is merged into this one."""
    found = register.link(account, incident, reason=reason)
    say(f"{account} tells of {found}; see `waqia register show {found}`.")
    return 0


@click.command("merge")
@click.argument("incident")
@click.argument("into")
@reason_option
@in_register
def merge(register: Register, incident: str, into: str, reason: str | None) -> int:
    """Make INCIDENT and INTO one: the accounts of the first go to the second."""
    found = register.merge(incident, into, reason=reason)
    say(f"{incident} is merged into {found}, and keeps its id; see `waqia register show {found}`.")
    return 0


@click.command("split")
@click.argument("incident")
@click.argument("accounts", nargs=-1, required=True)
@reason_option
@in_register
def split(register: Register, incident: str, accounts: tuple[str, ...], reason: str | None) -> int:
    """Part ACCOUNTS of INCIDENT from the others: they tell of a new incident."""
    part = register.split(incident, accounts, reason=reason)
    tell = "tells" if len(accounts) == 1 else "tell"
    say(f"{', '.join(accounts)} {tell} of {part} now, no longer of {incident}.")
    return 0


@click.command("different")
@click.argument("account")
@click.argument("other")
@reason_option
@in_register
def different(register: Register, account: str, other: str, reason: str | None) -> int:
    """Say that ACCOUNT and OTHER, an account or an incident, are not the same."""
    register.different(account, other, reason=reason)
    say(f"{account} and {other} are kept apart, and not suggested again.")
    return 0


@click.command("unsure")
@click.argument("account")
@click.argument("other")
@reason_option
@in_register
def unsure(register: Register, account: str, other: str, reason: str | None) -> int:
    """Say that it cannot be told whether ACCOUNT and OTHER are the same."""
    register.unsure(account, other, reason=reason)
    say(f"That it is unsure whether {account} and {other} are the same is kept.")
    return 0
