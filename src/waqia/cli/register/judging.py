"""`waqia register confirm`, `withdraw`, `reopen`, `override`, `settle`: what persons decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from waqia.adjudication import COLUMNS
from waqia.cli.output import say
from waqia.cli.register.opening import in_register, reason_option, why_option

if TYPE_CHECKING:
    from waqia.register import Register

_base = click.option(
    "--base", type=int, help="Revision in which you saw it; a later change is an error."
)


@click.command("confirm")
@click.argument("incidents", nargs=-1, required=True, metavar="INCIDENT…")
@reason_option
@in_register
def confirm(register: Register, incidents: tuple[str, ...], reason: str | None) -> int:
    """Confirm INCIDENTs: they have been reviewed and stand."""
    for incident in incidents:
        register.confirm(incident, reason=reason)
        say(f"{incident} is confirmed.")
    return 0


@click.command("withdraw")
@click.argument("incident")
@_base
@why_option
@in_register
def withdraw(register: Register, incident: str, base: int | None, reason: str) -> int:
    """Withdraw INCIDENT: it did not happen, or does not belong here; it keeps id and accounts."""
    register.withdraw(incident, reason=reason, base=base)
    say(f"{incident} is withdrawn; `waqia register reopen {incident}` takes that back.")
    return 0


@click.command("reopen")
@click.argument("incident")
@_base
@why_option
@in_register
def reopen(register: Register, incident: str, base: int | None, reason: str) -> int:
    """Make INCIDENT, confirmed or withdrawn, a candidate again."""
    register.reopen(incident, reason=reason, base=base)
    say(f"{incident} is a candidate again.")
    return 0


@click.command("override")
@click.argument("incident")
@click.argument("field", type=click.Choice(list(COLUMNS)), metavar="FIELD")
@click.argument("value", required=False)
@click.option("--release", is_flag=True, help="Let the rule decide the field again.")
@_base
@why_option
@in_register
def override(
    register: Register, incident: str, field: str, value: str | None, release: bool,
    base: int | None, reason: str,
) -> int:  # fmt: skip
    """Decide FIELD of INCIDENT in place of its rule; VALUE is in words, `unknown` too.

    \b
    waqia register override PK-2024-000031 killed "10 (8-10)" --reason "hospital list"
    waqia register override PK-2024-000031 date 2024-03-20 --reason "the day of the FIR"
    waqia register override PK-2024-000031 place "Gwadar, Balochistan" --reason "town is sure"
    waqia register override PK-2024-000031 perpetrators "BLA (claimed)" --reason "statement"
    waqia register override PK-2024-000031 killed --release --reason "the list was of another day"

    FIELD: type, date, place, coordinates (29.55, 67.88), perpetrators, responders, target_actors,
    targets, tactics, tags (several with ;), killed, injured, arrested, abducted, casualties
    (killed police=9; injured civilians=at least 4), summary.
    """
    if release == (value is not None):
        raise click.UsageError("Give a VALUE, or --release.")
    if value is None:
        register.release_override(incident, field, reason=reason, base=base)
        say(f"The rule of the codebook decides {field} of {incident} again.")
    else:
        columns = register.value_of(field, value)
        register.override(incident, field, columns, reason=reason, base=base)
        say(f"{field} of {incident} is decided; `waqia register log {incident}` tells it.")
    return 0


@click.command("settle")
@click.argument("incident")
@click.argument("field", type=click.Choice(list(COLUMNS)), metavar="FIELD")
@_base
@why_option
@in_register
def settle(register: Register, incident: str, field: str, base: int | None, reason: str) -> int:
    """Say that what the rule gave for a FIELD in which accounts differ is right."""
    register.settle(incident, field, reason=reason, base=base)
    say(f"{field} of {incident} is settled.")
    return 0
