"""`waqia register review` and `agreement`: what waits, who has it, and how far coders agree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import format_option, number_of, print_rows, say
from waqia.cli.register.looking import text_or_json
from waqia.cli.register.opening import (
    in_named_register,
    in_register,
    reason_option,
    why_option,
)
from waqia.cli.register.proposals import accept, join, set_aside, split, undo
from waqia.cli.register.reading import parsed, records_of

if TYPE_CHECKING:
    from waqia.register import Register

_QUEUES = ("new", "disputed", "second", "quality", "links")
_queue = click.option(
    "--queue", type=click.Choice(_QUEUES), help="Of this queue; of all in their order if not said."
)


@click.group("review")
def command() -> None:
    """Work through the queues: what waits to be looked at, and by whom.

    \b
    new       candidates, and accounts that were proposed
    disputed  fields in which accounts or coders differ
    second    accounts to be coded again, blind
    quality   confirmed incidents of a sample
    links     pairs of accounts that may tell of one incident
    """


@command.command("next")
@in_named_register
@_queue
@text_or_json
def next_(register: Register, queue: str | None, form: str) -> int:
    """Give you what to decide next, with what you need for it; nobody else is given it."""
    item = register.next_item(queue)
    if item is None:
        say("Nothing waits for you." if queue is None else f"Nothing waits for you in {queue}.")
        return 0
    _print_item(register, item, form)
    return 0


@command.command("show")
@click.argument("item")
@text_or_json
@in_register
def show(register: Register, item: str, form: str) -> int:
    """Show ITEM, such as new/PK-2024-000031, with what it takes to decide it."""
    _print_item(register, register.item(item), form)
    return 0


def _print_item(register: Register, item: Any, form: str) -> None:
    if form == "json":
        import json
        from dataclasses import asdict

        click.echo(json.dumps(asdict(item), ensure_ascii=False, indent=1, default=str))
        return
    from waqia.cli.register.looking import print_sections
    from waqia.publish import tell_item

    print_sections(tell_item(item, register.codebook))
    click.echo()
    say("Decide it with one of", bold=True)
    for line in _ways(item):
        say(f"  waqia register {line}", indent="      ")


def _ways(item: Any) -> list[str]:
    """The commands that decide an item."""
    subject = item.subject
    skip = f"review skip {item.id}"
    if item.queue == "second":
        return [f"review code {subject} --edit", skip]
    if item.kind == "pair":
        one, other = item.accounts
        return [
            f"link {other['id']} {one.get('incident', 'INCIDENT')}",
            f"different {one['id']} {other['id']}",
            f"unsure {one['id']} {other['id']}",
            skip,
        ]
    if item.kind == "account":
        return [
            f"review accept {subject}",
            f'review set-aside {subject} --reason "…"',
            skip,
        ]
    if item.kind == "coding":
        first = next(iter(item.differs), "FIELD")
        return [f'review resolve {subject} {first}=CODER --reason "…"', skip]
    if item.queue == "disputed":
        field = item.fields[0] if item.fields else "FIELD"
        return [
            f'settle {subject} {field} --reason "…"',
            f'override {subject} {field} VALUE --reason "…"',
            skip,
        ]
    if item.queue == "quality":
        return [f'review close {item.id} --reason "what was found"', skip]
    return [f"confirm {subject}", f'withdraw {subject} --reason "…"', skip]


@command.command("list")
@in_named_register
@_queue
@click.option("--mine", is_flag=True, help="Only what you have.")
@click.option(
    "--limit", type=int, default=20, show_default=True, metavar="N", help="At most this many."
)
@format_option
def listed(register: Register, queue: str | None, mine: bool, limit: int, form: str) -> int:
    """List how much waits in each queue, or with --queue what."""
    from dataclasses import asdict

    if queue is None:
        waiting = register.queues()
        rows = [
            {"queue": name, "free": n.free, "with others": n.with_others, "yours": n.mine}
            for name, n in waiting.items()
        ]
        print_rows(rows, form, numeric=("free", "with others", "yours"))
        return 0
    page = register.queue(queue, mine=mine, limit=limit)
    if form == "json":
        print_rows([asdict(line) for line in page.items], form)
        return 0
    from waqia.publish import tell_in_short

    items: list[dict[str, Any]] = [
        {"item": line.id, "what": line.kind, "with": line.assigned_to,
         "probability": None if line.probability is None else f"{line.probability:.0%}"}
        | tell_in_short(line.told, register.codebook)
        for line in page.items
    ]  # fmt: skip
    columns = {"links": ["item", "probability"], "second": ["item", "what"]}.get(
        queue, ["item", "what", "type", "date", "place", "killed"]
    )
    if form != "table" or any(item["with"] for item in items):
        columns.append("with")
    print_rows(items, form, columns=columns, numeric=("killed", "probability"), whole=("item",))
    if form == "table" and page.total > len(page.items):
        say(f"{page.total:,} wait; --limit {page.total} lists them all.")
    return 0


@command.command("take")
@click.argument("item")
@text_or_json
@in_register
def take(register: Register, item: str, form: str) -> int:
    """Take ITEM for yourself."""
    _print_item(register, register.take(item), form)
    return 0


@command.command("skip")
@click.argument("item")
@reason_option
@in_register
def skip(register: Register, item: str, reason: str | None) -> int:
    """Give ITEM back; you are given others first."""
    register.give_back(item, reason=reason)
    say(f"{item} waits for others, and for you after the rest.")
    return 0


@command.command("assign")
@click.argument("item")
@click.argument("name", required=False)
@reason_option
@in_register
def assign(register: Register, item: str, name: str | None, reason: str | None) -> int:
    """Give ITEM to NAME, or to nobody where no name is given."""
    if name is None:
        register.unassign(item, reason=reason)
        say(f"Nobody has {item} now.")
    else:
        register.assign(item, name, reason=reason)
        say(f"{name} has {item} now.")
    return 0


@command.command("sample")
@click.argument("queue", type=click.Choice(("second", "quality")))
@click.option("--size", type=int, metavar="N", help="So many.")
@click.option("--share", type=float, metavar="S", help="Such a share, 0.1 being a tenth.")
@click.option(
    "--seed", type=int, required=True, metavar="N",
    help="A number; the same one draws the same sample from the same accounts.",
)  # fmt: skip
@click.option("--by-coder", is_flag=True, help="From every coder in proportion.")
@reason_option
@in_register
def sample(
    register: Register, queue: str, size: int | None, share: float | None, seed: int,
    by_coder: bool, reason: str | None,
) -> int:  # fmt: skip
    """Draw accounts to be coded a second time, or confirmed incidents to be looked at again."""
    drawn = register.sample(
        "second" if queue == "second" else "quality", size, share=share, seed=seed,
        by="coder" if by_coder else None, reason=reason,
    )  # fmt: skip
    what = "account" if queue == "second" else "incident"
    say(
        f"Drawn with seed {seed}: {len(drawn.drawn):,} of {number_of(drawn.frame, what)}; new in "
        f"the queue {queue}: {len(drawn.made):,}"
    )
    return 0


@command.command("code")
@click.argument("account")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--edit", is_flag=True, help="Write it in $VISUAL or $EDITOR, FILE being a draft.")
@reason_option
@in_register
def code(
    register: Register, account: str, file: Path | None, edit: bool, reason: str | None
) -> int:
    """Code ACCOUNT, which you have from the queue `second`, again, without seeing the first.

    Fields are as in `waqia register add`, without the source.
    """

    def keep(record: Mapping[str, Any]) -> str:
        return register.submit_coding(account, register.worded(record), reason=reason)

    if edit:
        from waqia.cli.register.adding import draft_of
        from waqia.cli.register.editing import edited, template_to_code

        start = draft_of(file) if file else template_to_code(register.codebook, account)
        kept = edited(
            start,
            lambda text: keep(parsed(text, "What you typed")[0]),
            again=f"waqia register review code {account} --edit",
            draft=bool(file),
        )
    elif file is None:
        raise click.UsageError("Give a FILE, `-` for standard input, or --edit.")
    else:
        kept = keep(records_of(file)[0])
    say(f"{kept} is kept." if kept else "Nothing was typed, so nothing was coded.")
    return 0


@command.command("resolve")
@click.argument("account")
@click.argument("choices", nargs=-1, required=True, metavar="FIELD=CODER|VALUE…")
@why_option
@in_register
def resolve(register: Register, account: str, choices: tuple[str, ...], reason: str) -> int:
    """Say who is right where codings of ACCOUNT differ, or what is, as somebody who coded it not.

    \b
    waqia register review resolve A-000012 killed=coder2 "injured=at least 4" --reason "page 2"
    """
    left = register.disagreements(account)
    chosen: dict[str, Any] = {}
    for choice in choices:
        field, sign, value = choice.partition("=")
        if not sign:
            raise click.UsageError(f"Expected FIELD=CODER or FIELD=VALUE, found {choice!r}.")
        is_coder = value in left.get(field, ())
        chosen[field] = value if is_coder else register.value_of(field, value)
    left = register.resolve(account, chosen, reason=reason)
    say(f"{', '.join(chosen)} of {account} is resolved.")
    if left:
        say(f"Codings still differ in {', '.join(left)}.")
    return 0


@command.command("close")
@click.argument("item")
@why_option
@in_register
def close(register: Register, item: str, reason: str) -> int:
    """Close ITEM of a sample, the reason being what was found; an editor cancels a second one."""
    register.close_item(item, reason=reason)
    say(f"{item} is closed.")
    return 0


@command.command("statistics")
@in_named_register
@text_or_json
def statistics(register: Register, form: str) -> int:
    """Say what waits and is done, who coded how much, and what the days brought."""
    from dataclasses import asdict

    found = register.reviewing_statistics()
    if form == "json":
        import json

        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
        return 0
    queues = [{"queue": name} | asdict(backlog) for name, backlog in found.queues.items()]
    print_rows(queues, "table", numeric=("free", "assigned", "done"))
    coders = [asdict(coder) for coder in found.coders]
    print_rows(coders, "table", numeric=("accounts", "codings", "disputed"))
    days = [asdict(work) for work in found.days[-20:]]
    if days:
        print_rows(days, "table", numeric=("number",))
    return 0


for each in (accept, set_aside, split, join, undo):
    command.add_command(each)
