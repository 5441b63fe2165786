"""`waqia figures`: every published number of documents with its scope."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from waqia.cli.output import exit_code, format_option, print_findings, print_rows, shown, working
from waqia.model import InputError


@click.command("figures")
@click.argument("documents", nargs=-1, required=True, type=click.Path())
@click.option("--out", type=click.Path(), help="CSV file to write instead of printing.")
@click.option(
    "--codebook", default="pakistan", show_default=True, help="Name or folder; terms and places."
)
@format_option
def command(documents: tuple[str, ...], out: str | None, codebook: str, form: str) -> int:
    """List the numbers of DOCUMENTS that count incidents or people, each with its scope.

    The columns are those of a release's table of figures, then the quote; the note says where a
    scope is not certain.

    \b
    waqia figures report.pdf --out figures.csv
    """
    from waqia.audit import COLUMNS, figure_rows, figures_of
    from waqia.codebook import load_sound
    from waqia.reading import read_documents

    book = load_sound(codebook)
    with working("Figures"):
        read = list(read_documents(documents))
        if not any(document.text for document in read):
            reasons = "; ".join(f.message for document in read for f in document.findings)
            raise InputError(reasons or "There is nothing to read.")
        inner = [one for document in read for one in document.all_documents()]
        rows = figure_rows([f for document in inner for f in figures_of(document, book)], book)
    findings = [finding for document in read for finding in document.findings]
    if out:
        with Path(out).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        click.echo(f"{len(rows):,} figures in {shown(Path(out))}")
        if findings:
            print_findings(findings)
    elif form == "table":
        print_rows(rows, form, columns=("measure", "value", "counts", "locator"))
    else:
        print_rows(rows, form, columns=COLUMNS)
    return exit_code(findings)
