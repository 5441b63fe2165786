"""`waqia count`: the question a desk asks most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import format_option, parse_pairs, print_rows, print_table, say, working
from waqia.model import OUTCOMES

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.codebook import Codebook

_MULTI = ("each", "first", "share", "combination")


@click.command("count")
@click.argument("release", type=click.Path())
@click.option("--by", default="", help="Fields, comma separated: province,year.")
@click.option(
    "--measure", default="incidents,killed,injured", show_default=True, help="Comma separated."
)
@click.option("--where", multiple=True, metavar="FIELD=VALUE[,VALUE]", help="Only these.")
@click.option("--period", help="2023, 2023-Q1, 2023-08 or 2019-08..2021-07.")
@click.option("--compare", help="previous, or a period to compare with.")
@click.option("--rule", help="Counting rule of the codebook; its first one by default.")
@click.option(
    "--multi", type=click.Choice(_MULTI), default="each", show_default=True,
    help="How an incident with several values of a field is counted.",
)  # fmt: skip
@click.option("--around", help="Window round an event of the codebook, `elections`, or a date.")
@click.option("--before", help="Length of the window before, such as '3 months'.")
@click.option("--after", help="Length of the window after, such as '1 month'.")
@click.option("--share", is_flag=True, help="Add each row's percent of the total.")
@click.option("--totals", is_flag=True, help="Add total and subtotal rows, as tables have.")
@click.option("--ids", is_flag=True, help="Add the ids of the incidents behind each row.")
@format_option
def command(release: str, by: str, measure: str, where: tuple[str, ...], form: str, ids: bool,
            totals: bool, **options: Any) -> int:  # fmt: skip
    """Count incidents and people in RELEASE.

    Tables show labels, totals and the rule of counting; JSON, CSV and Markdown give one row a
    counted cell with codes, the range (killed_min, killed_max) and no total unless --totals.

    \b
    waqia count desk.release --by province,year --compare previous
    waqia count desk.release --by actor --where type=terrorist_attack --period 2023
    """
    from waqia.analysis import count
    from waqia.release import open_release

    with working("Count"):
        opened = open_release(release)
        counted = count(
            opened,
            by=_names(by),
            measure=_names(measure),
            where=parse_pairs(where),
            **{name: value for name, value in options.items() if value not in (None, "")},
        )
        rows = counted.rows(totals=totals)
        if ids:
            evidence = counted.evidence(totals=totals)
            rows = [row | {"ids": found} for row, found in zip(rows, evidence, strict=True)]
    if form == "table" and not ids:
        _print_table(counted, opened.codebook)
        return 0
    columns = [
        *counted.columns,
        *(("_row", "_level") if totals else ()),
        *(("ids",) if ids else ()),
    ]
    print_rows(
        rows,
        form,
        columns=columns,
        numeric=[name for name in columns if name.startswith(("incidents", *OUTCOMES))],
    )
    return 0


def _names(listed: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in listed.split(","))))


def _print_table(counted: Count, codebook: Codebook) -> None:
    from waqia.publish import tabulate

    table = tabulate(counted, codebook, totals=bool(counted.fields))
    measures = [header for header in table.headers if header.lower() in counted.measures]
    print_table(
        [[cell.text for cell in row.cells] for row in table.rows],
        table.headers,
        table.headers[table.stub :],
        lambda index: table.rows[index].kind in ("total", "subtotal"),
        group=(len(table.headers) - table.stub) // len(measures),
    )
    for note in table.notes:
        say(note)
