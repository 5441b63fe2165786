"""`waqia register source`: sources are kept with what was read of them, and listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import format_option, print_rows, say
from waqia.cli.register.looking import text_or_json
from waqia.cli.register.opening import (
    in_named_register,
    in_register,
    reason_option,
    why_option,
)
from waqia.model import TABLES, InputError, QuestionError

if TYPE_CHECKING:
    from waqia.register import Register

_FIELDS = {
    "id": "Its id; a number where none is given.",
    "title": "Title as published.",
    "publisher": "Who published it.",
    "author": "Who wrote it.",
    "date": "When it was published, such as 2024-03-20.",
    "language": "Its language, such as en or ur.",
    "url": "Where it was published.",
    "note": "A remark.",
}
_CHOICES = {
    "kind": (("document", "dataset", "citation"), "What it is."),
    "access": (("public", "restricted", "confidential"), "Who may see it; public if not said."),
    "reliability": (tuple("ABCDEF"), "Reliability of the source, Admiralty A to F."),
}


def _described(function: Any) -> Any:
    """The options that say what a source is."""
    embargo = click.option(
        "--embargo", metavar="DAY", help="Last day on which it is held back as if restricted."
    )
    choices = [
        click.option(f"--{name}", type=click.Choice(values), help=told)
        for name, (values, told) in _CHOICES.items()
    ]
    texts = [click.option(f"--{name}", metavar="TEXT", help=told) for name, told in _FIELDS.items()]
    for option in reversed([*texts, *choices, embargo]):
        function = option(function)
    return function


@click.group("source")
def command() -> None:
    """Add, change and list sources: who said it, who may see it, and what was read."""


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--text", "text_file", type=click.Path(path_type=Path), metavar="FILE",
    help="The text of FILE where that is no text itself, such as a PDF; anchors point into it.",
)  # fmt: skip
@click.option("--media-type", metavar="TYPE", help="Media type of FILE; else by its ending.")
@_described
@reason_option
@in_register
def add(
    register: Register, file: Path | None, text_file: Path | None, media_type: str | None,
    reason: str | None, **fields: str | None,
) -> int:  # fmt: skip
    """Add a source, and archive FILE, what was read of it, under its SHA-256.

    With the id of a source that is there, it is changed; what is not said stays.

    \b
    waqia register source add statement.txt --title "Statement on Gwadar" --publisher ISPR
    waqia register source add --id S-000001 --publisher "Dawn" --reason "was missing"
    """
    given: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    content = text = None
    if file is not None:
        content = _bytes(file)
        given["media_type"] = media_type or _media_type(file)
        text = _bytes(text_file).decode("utf-8", "strict") if text_file else None
    before = _before(register, given.get("id"))
    if not before and file is not None:
        given.setdefault("title", file.name)
    if not before and "title" not in given:
        raise click.UsageError("Give a FILE, or say its --title.")
    base = before.pop("revision", None)
    id_ = register.add_source(before | given, content=content, text=text, base=base, reason=reason)
    say(f"{id_} is changed." if before else f"{id_} is kept: {given['title']}")
    if content is not None:
        say(f"{len(content):,} bytes of {file} are archived.")
    return 0


def _before(register: Register, id_: str | None) -> dict[str, Any]:
    """The source as it is, with `revision`; {} where there is none of this id."""
    if id_ is None:
        return {}
    try:
        found = register.source(id_)
    except QuestionError:
        return {}
    names = (*TABLES["sources"].names, "revision")
    return {name: found[name] for name in names if name in found}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.") from error


def _media_type(path: Path) -> str:
    import mimetypes

    return mimetypes.guess_type(path.name)[0] or "text/plain"


@command.command("list")
@format_option
@in_named_register
def listed(register: Register, form: str) -> int:
    """List the sources that you may see; of others only that they exist."""
    rows = register.sources()
    columns = ("id", "title", "publisher", "date", "access", "embargo", "accounts", "archived")
    print_rows(rows, form, columns=columns, numeric=("accounts",), whole=("id", "date"))
    return 0


@command.command("access")
@click.argument("source")
@click.argument("level", type=click.Choice(_CHOICES["access"][0]), required=False)
@click.option(
    "--embargo", metavar="DAY|none", default="keep",
    help="Last day on which it is held back as if restricted; none ends an embargo.",
)  # fmt: skip
@why_option
@in_register
def access(register: Register, source: str, level: str | None, embargo: str, reason: str) -> int:
    """Say who may see SOURCE from now on: public, restricted or confidential."""
    if level is None and embargo == "keep":
        raise click.UsageError("Give a level, or --embargo.")
    register.set_access(source, level, embargo=embargo, reason=reason)
    now = register.source(source)["access"]
    say(f"{source} is {now} from now on; releases that are out cannot be called back.")
    return 0


@command.command("show")
@click.argument("source")
@click.option("--text", is_flag=True, help="Print the text that is archived of it, nothing else.")
@text_or_json
@in_register
def show(register: Register, source: str, text: bool, form: str) -> int:
    """Show SOURCE as it is kept, or with --text what was read of it."""
    if text:
        archived = register.text(source)
        if archived is None:
            raise InputError(f"No text is archived of {source}.")
        click.echo(archived)
        return 0
    found = register.source(source)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
        return 0
    say(f"Source {found['id']}", bold=True)
    for name, value in found.items():
        if name != "id" and value:
            say(f"  {name.replace('_', ' ')}: {value}", indent="    ")
    return 0
