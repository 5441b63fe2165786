"""How data and findings are printed: tables that fit the terminal, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from waqia.model import Finding

FORMATS = ("table", "csv", "json", "md")
F = TypeVar("F", bound=Callable[..., Any])


def format_option(function: F) -> F:
    """The `--format` option of every command whose output is data."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How the rows are printed.",
    )(function)


def print_rows(
    rows: Sequence[Mapping[str, Any]],
    form: str,
    *,
    columns: Sequence[str] | None = None,
    numeric: Sequence[str] = (),
    strong: Callable[[int], bool] = lambda _: False,
) -> None:
    """Print rows to standard output in one of `FORMATS`; JSON keeps every key."""
    names = list(columns if columns is not None else rows[0] if rows else ())
    if form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=1, default=_plain))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(row.get(name), "") for name in names] for row in rows)
    elif form == "md":
        right = set(numeric)
        click.echo("| " + " | ".join(names) + " |")
        click.echo("| " + " | ".join("---:" if n in right else "---" for n in names) + " |")
        for row in rows:
            line = (_cell(row.get(name), "–").replace("|", "\\|") for name in names)
            click.echo("| " + " | ".join(line) + " |")
    else:
        print_table(
            [[_cell(row.get(n), "–") for n in names] for row in rows], names, numeric, strong
        )


def print_table(
    rows: Sequence[Sequence[str]],
    headers: Sequence[str],
    numeric: Sequence[str] = (),
    strong: Callable[[int], bool] = lambda _: False,
) -> None:
    """Print cells as a table that fits the terminal; piped, no line is cut."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for header in headers:
        right = header in numeric
        table.add_column(header, justify="right" if right else "left", no_wrap=right)
    for index, row in enumerate(rows):
        table.add_row(*row, style="bold" if strong(index) else None)
    Console(width=None if sys.stdout.isatty() else 250, highlight=False, markup=False).print(table)


def print_findings(findings: Sequence[Finding], form: str = "table", limit: int = 20) -> None:
    """Print findings: a line a code with its number, then the first of them in full."""
    from dataclasses import asdict

    if form != "table":
        print_rows([{"severity": f.severity, **asdict(f)} for f in findings], form)
        return
    if not findings:
        click.echo("No findings.")
        return
    tally: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = (finding.severity, finding.code)
        tally[key] = tally.get(key, 0) + 1
    print_table(
        [[severity, code, f"{n:,}"] for (severity, code), n in sorted(tally.items())],
        ["severity", "code", "findings"],
        ["findings"],
    )
    graver = sorted(findings, key=lambda f: ("error", "warning", "note").index(f.severity))
    for finding in graver[:limit]:
        place = ", ".join(
            str(part)
            for part in (
                finding.table,
                f"row {finding.row}" if finding.row else None,
                finding.record,
            )
            if part
        )
        click.echo(f"{finding.severity} [{finding.code}] {place}: {finding.message}")
        if finding.action:
            click.echo(f"    → {finding.action}")
    if len(findings) > limit:
        click.echo(f"… and {len(findings) - limit:,} more; --format csv lists them all.")


def exit_code(findings: Sequence[Finding]) -> int:
    """1 where a finding is graver than a note, otherwise 0."""
    return int(any(finding.severity != "note" for finding in findings))


def parse_pairs(pairs: Sequence[str], option: str = "--where") -> dict[str, Any]:
    """`field=value` pairs as a mapping; commas separate several values, nothing means unknown."""
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{option} takes FIELD=VALUE, not {pair!r}.")
        values = [part.strip() for part in value.split(",")]
        parsed = [part or None for part in values]
        found[name.strip()] = parsed[0] if len(parsed) == 1 else parsed
    return found


@contextmanager
def working(what: str) -> Iterator[Callable[..., None]]:
    """Show on a terminal's error stream what is being done; silent when piped.

    Gives a function to be told the next step.
    """
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(what) as status:

        def tell(step: str, done: float | None = None, total: float | None = None) -> None:
            share = f" {100 * done / total:.0f}%" if done is not None and total else ""
            status.update(f"{what}: {step}{share}")

        yield tell


def shown(path: Path) -> str:
    """A path as the user would write it: relative where it lies below the working folder."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _cell(value: Any, unknown: str) -> str:
    if value is None:
        return unknown
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
