"""`waqia register review accept`, `set-aside`, `split`, `join` and `undo`: proposals decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from waqia.cli.output import say
from waqia.cli.register.opening import in_register, reason_option, why_option

if TYPE_CHECKING:
    from waqia.register import Register


@click.command("accept")
@click.argument("account")
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE…]")
@click.option(
    "--incident", metavar="INCIDENT", help="It tells of this one; else of one of its own."
)
@click.option("--apart", is_flag=True, help="Join them though they lie far apart in time or space.")
@click.option("--confirm", is_flag=True, help="Confirm its incident, too.")
@reason_option
@in_register
def accept(
    register: Register, account: str, values: tuple[str, ...], incident: str | None, apart: bool,
    confirm: bool, reason: str | None,
) -> int:  # fmt: skip
    """Accept ACCOUNT, which was proposed, with corrections where it needs any.

    The words of the source that said a value which is corrected are its anchor no more.
    """
    from waqia.cli.register.adding import pairs

    changes = register.changes_of(pairs(values))
    done = register.accept(
        account, changes, incident=incident, apart=apart, confirm=confirm, reason=reason
    )
    more = ", which is confirmed" if confirm else ""
    say(f"{account} is accepted and tells of {done.incident}{more}.")
    for finding in done.findings:
        say(f"{finding.severity} [{finding.code}]: {finding.message}", indent="    ")
    return 0


@click.command("split")
@click.argument("account")
@click.argument("spans", nargs=-1, required=True, metavar="START-END…")
@reason_option
@in_register
def split(register: Register, account: str, spans: tuple[str, ...], reason: str | None) -> int:
    """Make two proposals of ACCOUNT, which tells of two incidents.

    What stands in the characters START-END of its source, as its anchors count them, becomes one
    of its own with the values that these words say; date and place stay with both.
    """
    pairs_: list[tuple[int, int]] = []
    for span in spans:
        start, _, end = span.partition("-")
        if not (start.isdecimal() and end.isdecimal()):
            raise click.UsageError(f"Expected START-END, such as 120-254, found {span!r}.")
        pairs_.append((int(start), int(end)))
    part = register.split_proposal(account, pairs_, reason=reason)
    say(f"{account} is split; what stood there is proposed as {part}.")
    return 0


@click.command("join")
@click.argument("account")
@click.argument("other")
@reason_option
@in_register
def join(register: Register, account: str, other: str, reason: str | None) -> int:
    """Make one proposal of ACCOUNT and OTHER of the same source, which tell of one incident."""
    united = register.join_proposals(account, other, reason=reason)
    say(f"{account} tells what {other} told, too; {other} is set aside.")
    if united.differs:
        say(f"{account} kept its own {', '.join(united.differs)}; {other} differed.")
    return 0


@click.command("undo")
@click.argument("revision", type=int, required=False)
@in_register
def undo(register: Register, revision: int | None) -> int:
    """Take back your last act of review, or that of REVISION; the history keeps both."""
    undone = register.undo(revision)
    say(f"Revision {undone.revision} ({undone.action}) is taken back: {', '.join(undone.records)}.")
    return 0


@click.command("set-aside")
@click.argument("account")
@why_option
@in_register
def set_aside(register: Register, account: str, reason: str) -> int:
    """Set ACCOUNT, which was proposed, aside; it is kept and tells of nothing."""
    register.set_aside(account, reason=reason)
    say(f"{account} is set aside; `waqia register review accept {account}` takes that back.")
    return 0
