"""`waqia audit`: what does not add up in published documents, and where they contradict."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqia.cli.output import number_of, print_findings, say, shown, working
from waqia.model import InputError

if TYPE_CHECKING:
    from waqia.audit import Audit, Discrepancy
    from waqia.model import Finding

_SHOWN = 20
"""Findings of one code that are printed in full."""


@click.command("audit")
@click.argument("documents", nargs=-1, required=True, type=click.Path())
@click.option("--out", type=click.Path(), help="Page to write; every finding in its place.")
@click.option("--release", "release", type=click.Path(), help="Ask this release each number.")
@click.option(
    "--codebook", default="pakistan", show_default=True, help="Name or folder; terms and places."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How the findings are printed.",
)  # fmt: skip
def command(
    documents: tuple[str, ...], out: str | None, release: str | None, codebook: str, form: str
) -> int:
    """Check the numbers of DOCUMENTS: PDF, HTML, DOCX, text, or folders of them.

    Totals of tables, parts against their wholes, percentages, one quantity given with different
    numbers in tables and text, lists against their counts. Several documents are checked against
    each other, and with --release every number whose scope is understood against the release.

    \b
    waqia audit report.pdf --out audit.html
    waqia audit a.pdf b.html c.txt --format json
    """
    from waqia.audit import audit, to_html
    from waqia.codebook import load_sound
    from waqia.reading import read_documents
    from waqia.release import open_release

    opened = open_release(release) if release else None
    with working("Audit"):
        read = list(read_documents(documents))
        if not any(document.text for document in read):
            reasons = "; ".join(f.message for document in read for f in document.findings)
            raise InputError(reasons or "There is nothing to audit.")
        done = audit(
            read, opened.codebook if opened else load_sound(codebook), opened,
            Path(release).name if release else "the release",
        )  # fmt: skip
    if out:
        Path(out).write_text(to_html(done), encoding="utf-8")
    problems = [  # a doubtful table is told as one that was not added up
        finding
        for document in read
        for finding in document.findings
        if finding.code != "table-doubtful"
    ]
    if form == "json":
        click.echo(json.dumps([one.row() for one in done.found], ensure_ascii=False, indent=1))
        for finding in problems:
            click.echo(f"{finding.code}: {finding.message}", err=True)
    else:
        _print(done, problems)
        if out:
            say(f"Written: {shown(Path(out))}")
    grave = any(one.severity != "note" for one in done.found)
    return int(grave or any(finding.severity != "note" for finding in problems))


def _print(done: Audit, problems: list[Finding]) -> None:
    if problems:
        print_findings(problems)
    number = done.checked
    say(done.read)
    if "asked" in number:
        say(f"Numbers asked of the release: {number['asked']:,}; the same: {number['same']:,}.")
    shown_of = Counter[str]()
    for one in done.found:
        shown_of[one.code] += 1
        if one.code != "figure-unasked" and shown_of[one.code] <= _SHOWN:
            _print_one(one)
    for code, all_of_it in shown_of.items():
        more = all_of_it - (0 if code == "figure-unasked" else _SHOWN)
        if more > 0:
            say(f"… and {more:,} more [{code}]; --format json lists them all.")
    tally = Counter(one.severity for one in done.found)
    told = ", ".join(
        number_of(tally[name], name) for name in ("error", "warning", "note") if tally[name]
    )
    say(f"Number of findings: {told or 'none'}.")


def _print_one(one: Discrepancy) -> None:
    first = one.spots[0]
    page = f", page {first.page}" if first.page else ""
    say(
        f"{one.severity} [{one.code}] {Path(first.document).name}{page}: {one.message}",
        indent="    ",
    )
    if one.arithmetic:
        say(f"    {one.arithmetic}", indent="      ")
    if one.correction:
        say(f"    → {one.correction}", indent="      ")
    if one.doubt:
        say(f"    ? {one.doubt}", indent="      ")
