"""`waqia register list`, `show` and `log`: what stands, and how it came to stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import format_option, print_rows, say
from waqia.cli.register.opening import in_named_register, in_register

if TYPE_CHECKING:
    from waqia.codebook import Codebook
    from waqia.register import Register

text_or_json = click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How it is printed.",
)  # fmt: skip
_INCIDENT = ("incident", "status", "type", "date", "place", "killed", "accounts")
_ACCOUNT = ("account", "incident", "by", "type", "date", "place", "killed")


@click.command("list")
@in_named_register
@click.option("--accounts", is_flag=True, help="List accounts, not incidents.")
@click.option(
    "--status",
    type=click.Choice(
        ("candidate", "confirmed", "withdrawn", "merged", "accepted", "proposed", "set_aside")
    ),
    help="Only of this status; the last three are those of accounts.",
)
@click.option("--disputed", is_flag=True, help="Only incidents whose accounts differ.")
@click.option("--coder", metavar="NAME", help="Only accounts of this coder.")
@click.option("--source", metavar="SOURCE", help="Only accounts of this source.")
@click.option(
    "--limit", type=int, default=50, show_default=True, metavar="N", help="At most this many rows."
)
@format_option
def list_(
    register: Register, accounts: bool, status: str | None, disputed: bool, coder: str | None,
    source: str | None, limit: int, form: str,
) -> int:  # fmt: skip
    """List incidents, or with --accounts accounts, in short; merged ones with --status merged."""
    accounts = accounts or bool(coder or source)
    if accounts:
        found = register.accounts(status=status, coder=coder, source=source, limit=limit + 1)
    else:
        found = register.incidents(status=status, disputed=disputed, limit=limit + 1)
    shown = found[:limit]
    if form == "json":
        print_rows(shown, form)
        return 0
    rows = [_in_short(record, register.codebook) for record in shown]
    names = [*(_ACCOUNT if accounts else _INCIDENT)]
    if accounts and form == "csv":
        names += ["source", "status"]
    print_rows(rows, form, columns=names, numeric=("killed",), whole=("incident", "account"))
    if len(found) > limit and form == "table":
        say(f"There are more; --limit {10 * limit} shows more of them.")
    return 0


def _in_short(record: dict[str, Any], codebook: Codebook) -> dict[str, Any]:
    from waqia.publish import tell_in_short

    into = f" into {record['merged_into']}" if record.get("merged_into") else ""
    return tell_in_short(record, codebook) | {
        # an account that waits, or was set aside, tells of none
        "incident": record.get("incident", record["id"]) or record["status"].replace("_", " "),
        "account": record["id"],
        "source": record.get("source"),
        "by": record.get("made_by"),
        "status": record["status"].replace("_", " ") + into,
        "accounts": f"{record.get('accounts', '')}{', differ' if record.get('disputed') else ''}",
    }


@click.command("show")
@click.argument("record", metavar="INCIDENT|ACCOUNT")
@text_or_json
@in_register
def show(register: Register, record: str, form: str) -> int:
    """Show an incident with its accounts, rules and sources; or an account as it is kept."""
    from waqia.model import QuestionError

    try:
        found = register.incident(record)
    except QuestionError:
        account = register.account(record)
        return _show_account(register, account, form)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
        return 0
    from waqia.publish import tell_kept

    print_sections(tell_kept(found, register.codebook))
    return 0


def _show_account(register: Register, account: dict[str, Any], form: str) -> int:
    if form == "json":
        click.echo(json.dumps(account, ensure_ascii=False, indent=1, default=str))
        return 0
    from waqia.publish import tell_account

    say(f"Account {account['id']}", bold=True)
    for line in tell_account(account, register.codebook):
        say(f"  {line}", indent="    ")
    return 0


def print_sections(sections: list[tuple[str, list[str]]]) -> None:
    """Print headings, each with its lines below it."""
    for number, (heading, lines) in enumerate(sections):
        if number:
            click.echo()
        say(heading, bold=True)
        for line in lines:
            say(f"  {line}", indent="    ")


@click.command("log")
@click.argument("record", metavar="INCIDENT|ACCOUNT|SOURCE")
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "csv")), default="text",
    show_default=True, help="How it is printed; json and csv have every field.",
)  # fmt: skip
@in_register
def log(register: Register, record: str, form: str) -> int:
    """Tell the whole history of an incident, account or source: who, when, why, what.

    Times are in UTC.
    """
    from dataclasses import asdict

    entries = register.log(record)
    if form != "text":
        rows = [asdict(entry) | {"at": entry.at.isoformat()} for entry in entries]
        print_rows(rows, form)
        return 0
    from waqia.publish import tell_history

    say(f"History of {record}", bold=True)
    for heading, lines in tell_history(entries, register.codebook):
        click.echo()
        say(heading, bold=True)
        for line in lines:
            say(f"  {line}", indent="      ")
    return 0
