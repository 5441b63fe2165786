"""`waqia register add`, `import` and `correct`: accounts come in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import (
    exit_code,
    format_option,
    number_of,
    print_rows,
    print_table,
    say,
    shown,
    working,
)
from waqia.cli.register.opening import in_register, reason_option
from waqia.cli.register.reading import parsed, records_of
from waqia.model import InputError, WaqiaError

if TYPE_CHECKING:
    from waqia.register import Register

_TOLD = 3
"""Findings of a code that an import tells in full."""


@click.command("add")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--edit", is_flag=True, help="Write it in $VISUAL or $EDITOR, FILE being a draft.")
@click.option("--proposed", is_flag=True, help="Let a reviewer accept it first.")
@click.option(
    "--set-aside", type=click.Path(path_type=Path), metavar="FILE",
    help="File for accounts that cannot be used; else NAME.set-aside.jsonl here.",
)  # fmt: skip
@reason_option
@in_register
def add(
    register: Register, file: Path | None, edit: bool, proposed: bool, set_aside: Path | None,
    reason: str | None,
) -> int:  # fmt: skip
    """Add accounts from FILE (`-`: standard input): a JSON object, a list of them, or one a line.

    Fields are those of `waqia schema account`, or the columns of a file of accounts, in words:
    "date": "early March 2014", "killed": "at least 4". With --edit a template opens in your
    editor; what is wrong comes back into it, and nothing that you typed is lost.
    """
    status = "proposed" if proposed else "accepted"

    def keep(record: Mapping[str, Any]) -> None:
        _add(register, record, status, reason)

    if edit:
        return _write(register, file, keep)
    if file is None:
        raise click.UsageError("Give a FILE, `-` for standard input, or --edit.")
    records = records_of(file)
    if len(records) == 1:
        keep(records[0])
        return 0
    return _add_many(records, file, set_aside, keep)


def _add(register: Register, record: Mapping[str, Any], status: str, reason: str | None) -> None:
    added = register.add(register.worded(record), status=status, reason=reason)
    if added.incident:
        say(f"{added.account} is kept; it tells of {added.incident} (revision {added.revision}).")
    else:
        say(f"{added.account} is kept as proposed; `waqia register review next` shows it.")
    for finding in added.findings:
        say(f"{finding.severity} [{finding.code}]: {finding.message}", indent="    ")


def _write(register: Register, draft: Path | None, keep: Any) -> int:
    from waqia.cli.register.editing import edited, template

    if draft is None:
        sources = [(row["id"], row["title"]) for row in register.sources()]
        start = template(register.codebook, sources, register.title)
    else:
        start = draft_of(draft)
    done = edited(
        start,
        lambda text: keep(parsed(text, "What you typed")[0]) or True,
        again="waqia register add --edit",
        draft=bool(draft),
    )
    if done is None:
        say("Nothing was typed, so nothing was added.")
    return 0


def draft_of(path: Path) -> str:
    """The text of a draft.

    Raises:
        InputError: it is not there, or is no text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise InputError(f"There is no draft {path} that can be read.") from error


def _add_many(records: list[dict[str, Any]], file: Path, set_aside: Path | None, keep: Any) -> int:
    """Add each account that can be kept; the others go to a file, with the reasons printed."""
    refused: list[dict[str, Any]] = []
    for number, record in enumerate(records, start=1):
        try:
            keep(record)
        except WaqiaError as error:
            refused.append(record)
            say(f"{number}. is set aside: {error}", indent="    ")
    kept = len(records) - len(refused)
    say(f"{len(records):,} accounts: {kept:,} kept, {len(refused):,} set aside")
    if not refused:
        return 0
    name = "accounts" if str(file) == "-" else file.stem
    aside = set_aside or Path(f"{name}.set-aside.jsonl")
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in refused)
    aside.write_text("".join(lines), encoding="utf-8")
    say(f"Set aside: {shown(aside)}; correct it, then `waqia register add {shown(aside)}`")
    return 1


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "coder", metavar="CODER", help="Whose accounts they are; else yours.")
@click.option(
    "--mapping", default="accounts", show_default=True,
    help="A shipped mapping or a file, for other columns than those of accounts.",
)  # fmt: skip
@click.option("--sources", type=click.Path(path_type=Path), help="File with a list of sources.")
@click.option("--where", "conditions", multiple=True, metavar="COLUMN=VALUE", help="Only these.")
@click.option("--sheet", help="Sheet of a workbook; the first one by default.")
@click.option(
    "--set-aside", type=click.Path(path_type=Path), metavar="FILE",
    help="File for rows that cannot be used; else NAME.set-aside.csv here.",
)  # fmt: skip
@reason_option
@in_register
def import_(register: Register, file: Path, conditions: tuple[str, ...], **options: Any) -> int:
    """Import the accounts of FILE (CSV, JSONL, Parquet, XLSX) as those of one coder, all at once.

    Accounts that another coder has coded already are second codings, which are compared and do
    not change the first. The same file again changes nothing.

    \b
    waqia register import accounts.csv --as coder1
    """
    with working("Import") as tell:
        done = register.import_file(file, where=conditions, progress=tell, **options)
    whose = f" as {options['coder']}" if options["coder"] else ""
    parts = {
        "new": done.added, "coded again": done.coded_again, "corrected": done.corrected,
        "as before": done.unchanged, "set aside": done.set_aside,
    }  # fmt: skip
    told = ", ".join(f"{n:,} {what}" for what, n in parts.items() if n or what == "set aside")
    say(f"{shown(file)}{whose}: {done.rows:,} rows: {told}")
    if done.revision is None:
        say("Nothing was changed, so there is no new revision.")
    else:
        there = (
            f", {number_of(done.joined, 'account')} of incidents that were there"
            if done.joined
            else ""
        )
        say(f"{number_of(done.incidents, 'new incident')}{there}, revision {done.revision:,}")
    _print_codes(done.findings)
    if done.set_aside_file is not None:
        say(f"Rows set aside, with the reasons: {shown(done.set_aside_file)}")
    if done.coded_again:
        say("Next: waqia register agreement --field type,killed")
    elif done.added:
        say("Next: waqia register suggest")
    return int(bool(done.set_aside)) or exit_code(done.findings)


def _print_codes(findings: list[Any]) -> None:
    """A line a code with the number of its findings; the first messages of each tell of it."""
    from collections import Counter

    tally = Counter((finding.severity, finding.code) for finding in findings)
    if tally:
        print_table(
            [[*key, f"{number:,}"] for key, number in sorted(tally.items())],
            ["severity", "code", "findings"],
            ["findings"],
        )
    shown_of: Counter[str] = Counter()
    for finding in findings:
        if finding.severity == "note" or shown_of[finding.code] == _TOLD:
            continue
        shown_of[finding.code] += 1
        row = f" row {finding.row}" if finding.row else ""
        say(f"{finding.severity} [{finding.code}]{row}: {finding.message}", indent="    ")
    graver = [finding for finding in findings if finding.severity != "note"]
    if left := len(graver) - shown_of.total():
        say(f"… and {left:,} more; `waqia register findings` lists them all.")


@click.command("findings")
@click.argument("import_", metavar="[IMPORT]", required=False)
@format_option
@in_register
def findings(register: Register, import_: str | None, form: str) -> int:
    """List what an import reported, row by row; of the last import if none is named.

    \b
    waqia register findings
    waqia register findings I-000002 --format csv
    """
    rows = register.findings(import_)
    print_rows(rows, form, columns=("severity", "code", "row", "record", "field", "found",
                                    "expected", "message"), numeric=("row",))  # fmt: skip
    return 0


@click.command("correct")
@click.argument("account")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE…")
@click.option("--base", type=int, help="Revision in which you saw it; a later change is an error.")
@reason_option
@in_register
def correct(register: Register, account: str, values: tuple[str, ...], **options: Any) -> int:
    """Correct fields of ACCOUNT; FIELD= makes one unknown.

    \b
    waqia register correct A-000012 "killed=at least 4" date=2024-03-20 --reason "misread"
    """
    done = register.correct(account, register.changes_of(pairs(values)), **options)
    say(f"{account} is corrected (revision {done.revision:,}); it tells of {done.incident}.")
    return 0


def pairs(values: Iterable[str]) -> dict[str, str]:
    """FIELD=VALUE as a mapping; a value may hold everything, also commas."""
    words: dict[str, str] = {}
    for value in values:
        field, sign, text = value.partition("=")
        if not sign:
            raise click.UsageError(f"Expected FIELD=VALUE, found {value!r}.")
        words[field.strip()] = text.strip()
    return words
