"""`waqia codebook`: list, show and check codebooks."""

from __future__ import annotations

import click

from waqia.cli.output import exit_code, format_option, print_findings, print_rows
from waqia.codebook import VOCABULARIES, Codebook, check_codebook


@click.group("codebook")
def command() -> None:
    """List, show and check codebooks."""


@command.command("list")
@format_option
def shipped(form: str) -> int:
    """List the codebooks that come with waqia."""
    books = [Codebook.load(name) for name in Codebook.shipped()]
    print_rows([{"codebook": b.id, "version": b.version, "title": b.title} for b in books], form)
    return 0


@command.command("show")
@click.argument("codebook")
@click.argument("vocabulary", type=click.Choice(list(VOCABULARIES)))
@format_option
def show(codebook: str, vocabulary: str, form: str) -> int:
    """List the codes of a VOCABULARY of CODEBOOK with their labels."""
    terms = Codebook.load(codebook).terms(vocabulary).values()
    print_rows(
        [
            {"code": t.code, "label": t.label, "label_ur": t.label_ur, "parent": t.parent}
            for t in terms
        ],
        form,
    )
    return 0


@command.command("check")
@click.argument("codebook")
@format_option
def check(codebook: str, form: str) -> int:
    """Check CODEBOOK, a shipped name or a folder, for contradictions."""
    findings = list(check_codebook(Codebook.load(codebook)))
    print_findings(findings, form)
    return exit_code(findings)
