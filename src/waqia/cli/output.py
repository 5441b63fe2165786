"""How data and findings are printed: tables that fit the terminal, CSV, JSON, Markdown."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from waqia.model import Finding

FORMATS = ("table", "csv", "json", "md")
_SEVERITIES = ("error", "warning", "note")
_GAP = 3
"""Blanks and rules between two columns of a table."""
_ENDLESS = 100_000
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
    whole: Sequence[str] = (),
) -> None:
    """Print rows to standard output in one of `FORMATS`; JSON keeps every key.

    `columns` are the keys that are printed, in order; those of the first row when not given. Cells
    of `whole` columns, such as ids, are never folded.
    """
    names = list(columns if columns is not None else rows[0] if rows else ())
    if form == "json":
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=1, default=_plain))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_bare(row.get(name)) for name in names] for row in rows)
    elif form == "md":
        right = set(numeric)
        click.echo("| " + " | ".join(names) + " |")
        click.echo("| " + " | ".join("---:" if n in right else "---" for n in names) + " |")
        for row in rows:
            texts = (" ".join(_cell(row.get(name)).split()) for name in names)
            click.echo("| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |")
    else:
        cells = [[_cell(row.get(name)) for name in names] for row in rows]
        print_table(cells, names, numeric, whole=whole)


def print_table(
    rows: Sequence[Sequence[str]],
    headers: Sequence[str],
    numeric: Sequence[str] = (),
    strong: Callable[[int], bool] = lambda _: False,
    group: int = 1,
    whole: Sequence[str] = (),
) -> None:
    """Print cells as a table that fits the terminal; piped, no line is folded.

    Words are folded, numbers and `whole` columns never: where they do not fit, the columns after
    the leading ones go on in further tables below, `group` of them together.
    """
    width = terminal_width()
    for columns in panels(rows, headers, numeric, width, group):
        cells = [[row[column] for column in columns] for row in rows]
        _print_panel(cells, [headers[column] for column in columns], numeric, whole, strong, width)


def panels(
    rows: Sequence[Sequence[str]],
    headers: Sequence[str],
    numeric: Sequence[str],
    width: int | None,
    group: int = 1,
) -> list[list[int]]:
    """The columns of each of the tables that a table too wide for `width` is cut into."""
    from rich.cells import cell_len

    every = [*range(len(headers))]
    stub = next((i for i in every if headers[i] in numeric), len(headers))
    natural = [max(map(cell_len, column)) for column in zip(headers, *rows, strict=True)]
    if width is None or stub == len(headers) or sum(natural) + _GAP * len(headers) <= width:
        return [every]
    leading = min(sum(natural[:stub]) + _GAP * stub, width // 2)
    found: list[list[int]] = []
    for start in range(stub, len(headers), group):
        columns = every[start : start + group]
        together = [*found[-1], *columns] if found else columns
        if found and leading + sum(natural[i] + _GAP for i in together) <= width:
            found[-1] = together
        else:
            found.append(columns)
    return [[*every[:stub], *columns] for columns in found]


def _print_panel(
    rows: Sequence[Sequence[str]],
    headers: Sequence[str],
    numeric: Sequence[str],
    whole: Sequence[str],
    strong: Callable[[int], bool],
    width: int | None,
) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for header in headers:
        right = header in numeric
        table.add_column(
            header,
            justify="right" if right else "left",
            no_wrap=right or header in whole,
            overflow="fold",
        )
    for index, row in enumerate(rows):
        table.add_row(*row, style="bold" if strong(index) else None)
    console = Console(width=width or _ENDLESS, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())


def say(text: str, *, indent: str = "", bold: bool = False) -> None:
    """Print a line of words; a terminal gets it folded at words, `indent` before what follows."""
    width = terminal_width()
    lines = [text] if width is None else textwrap.wrap(
        text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )  # fmt: skip
    for line in lines or [""]:
        click.secho(line, bold=bold)


def number_of(number: int, thing: str) -> str:
    """How many of a thing: 1 incident, 2 incidents."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def terminal_width() -> int | None:
    """The columns of the terminal that shows standard output; None where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_findings(findings: Sequence[Finding], form: str = "table", limit: int = 20) -> None:
    """Print findings: a line a code with its number, then the first of them in full."""
    from dataclasses import asdict, fields

    from waqia.model import Finding

    if form != "table":
        names = ["severity", *(field.name for field in fields(Finding))]
        rows = [{"severity": f.severity, **asdict(f)} for f in findings]
        print_rows(rows, form, columns=names, numeric=("row",))
        return
    if not findings:
        click.echo("No findings.")
        return
    graver = sorted(findings, key=lambda f: _SEVERITIES.index(f.severity))
    tally = Counter((finding.severity, finding.code) for finding in graver)
    print_table(
        [
            [severity, code, f"{n:,}"]
            for (severity, code), n in sorted(
                tally.items(), key=lambda item: (_SEVERITIES.index(item[0][0]), item[0][1])
            )
        ],
        ["severity", "code", "findings"],
        ["findings"],
    )
    for finding in graver[:limit]:
        row = f"row {finding.row}" if finding.row else None
        place = ", ".join(filter(None, (finding.table, row, finding.record)))
        about = f" {place}" if place else ""
        say(f"{finding.severity} [{finding.code}]{about}: {finding.message}", indent="    ")
        if finding.action:
            say(f"    → {finding.action}", indent="      ")
    if len(findings) > limit:
        say(f"… and {len(findings) - limit:,} more; --format csv lists them all.")


def exit_code(findings: Sequence[Finding]) -> int:
    """1 where a finding is graver than a note, otherwise 0."""
    return int(any(finding.severity != "note" for finding in findings))


def parse_pairs(pairs: Sequence[str], option: str = "--where") -> dict[str, Any]:
    """`field=value` pairs as a mapping; commas separate several values, nothing means unknown.

    `\\,` is a comma within a value.
    """
    from waqia.analysis import split_values

    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{option} takes FIELD=VALUE, not {pair!r}.")
        parsed = split_values(value)
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


def _cell(value: Any) -> str:
    """A value for people: what is not known is a dash, broken numbers are rounded."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.1f}"
    return str(_bare(value))


def _bare(value: Any) -> Any:
    """A value for a cell of CSV: numbers as they are, empty where it is not known."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
