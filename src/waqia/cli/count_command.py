"""`waqia count`: the question a desk asks most."""

from __future__ import annotations

from typing import Any

import click

from waqia.cli.output import format_option, parse_pairs, print_rows
from waqia.model.tables import OUTCOMES

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

    opened = open_release(release)
    counted = count(
        opened,
        by=tuple(filter(None, (name.strip() for name in by.split(",")))),
        measure=tuple(name.strip() for name in measure.split(",")),
        where=parse_pairs(where),
        **{name: value for name, value in options.items() if value not in (None, "")},
    )
    if form == "table" and not ids:
        _print_table(counted, opened.codebook)
        return 0
    rows = counted.rows(totals=totals)
    if ids:
        evidence = iter(counted.evidence())
        rows = [
            row | {"ids": next(evidence) if row.get("_row", "cell") == "cell" else None}
            for row in rows
        ]
    numeric = [key for key in (rows[0] if rows else ()) if key.startswith(("incidents", *OUTCOMES))]
    print_rows(rows, form, numeric=numeric)
    return 0


def _print_table(counted: Any, codebook: Any) -> None:
    from waqia.cli.output import print_table
    from waqia.publish import tabulate

    table = tabulate(counted, codebook)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    print_table(
        rows,
        table.headers,
        table.headers[table.stub :],
        lambda index: table.rows[index].kind in ("total", "subtotal"),
    )
    for note in table.notes:
        click.echo(note)
