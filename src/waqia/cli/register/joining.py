"""`waqia register suggest`, `link`, `merge`, `split`, `different`, `unsure`, `train`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import format_option, print_rows, say, working
from waqia.cli.register.opening import in_named_register, in_register, reason_option
from waqia.model import OUTCOMES

if TYPE_CHECKING:
    from waqia.register import Register


@click.command("suggest")
@in_named_register
@click.option(
    "--minimum", type=click.FloatRange(0, 1), default=0.5, show_default=True, metavar="P",
    help="Only pairs that are at least so probable.",
)  # fmt: skip
@click.option("--incident", metavar="INCIDENT", help="Only pairs with an account of this one.")
@click.option(
    "--limit", type=int, default=20, show_default=True, metavar="N", help="At most this many."
)
@format_option
def suggest(register: Register, minimum: float, incident: str | None, limit: int, form: str) -> int:
    """Suggest accounts that may tell of the same incident, the likeliest first, and say why.

    Behind each field stands how far it moved the probability. What was decided before is
    respected and not suggested again; `waqia register train` learns from it.
    """
    from dataclasses import asdict

    with working("Suggest"):
        found = register.suggest(minimum=minimum, incident=incident)
    pairs = found[:limit]
    if form == "json":
        print_rows([asdict(pair) for pair in pairs], form)
        return 0
    from waqia.publish import tell_reasons

    rows = [
        {
            "probability": f"{pair.probability:.0%}",
            "account": pair.account,
            "says": _in_short(register, pair.account),
            "other": pair.other,
            "other_says": _in_short(register, pair.other),
            "why": tell_reasons([asdict(reason) for reason in pair.why]),
            "link": _link(pair),
        }
        for pair in pairs
    ]
    if form != "table":
        print_rows(rows, form, columns=tuple(rows[0]) if rows else ())
        return 0
    _print_pairs(rows)
    if len(found) > limit:
        say(f"{len(found):,} pairs are at least so probable; --limit {len(found)} lists them all.")
    return 0


def _link(pair: Any) -> str:
    """The command that makes a pair one, in the incident that was there first."""
    first, second = (pair.incident, pair.account), (pair.other_incident, pair.other)
    (into, _), (_, account) = sorted((first, second))
    return f"link {account} {into}"


def _print_pairs(rows: list[dict[str, str]]) -> None:
    if not rows:
        say("No two accounts of different incidents are so probably the same; try --minimum 0.2.")
        return
    for row in rows:
        width = max(len(row["account"]), len(row["other"]))
        indent = " " * (width + 8)
        say(f"{row['probability']:>4}  {row['account']:{width}}  {row['says']}", indent=indent)
        say(f"      {row['other']:{width}}  {row['other_says']}", indent=indent)
        say(f"      {row['why']}", indent="      ")
        say(f"      waqia register {row['link']}", indent="      ")
        click.echo()
    say("Or one after the other: waqia register review next --queue links")


def _in_short(register: Register, account: str) -> str:
    from waqia.publish import tell_in_short

    short = tell_in_short(register.account(account), register.codebook)
    return "; ".join(
        f"{text} {name}" if name in OUTCOMES else text for name, text in short.items() if text
    )


@click.command("train")
@in_named_register
@reason_option
def train(register: Register, reason: str | None) -> int:
    """Learn anew, from what the desk has decided, which accounts belong together."""
    with working("Train"):
        trained = register.train(reason=reason)
    say(
        f"{trained.model} was learned from {trained.same:,} pairs that are the same and "
        f"{trained.different:,} that are different; `waqia register suggest` uses it."
    )
    return 0


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
