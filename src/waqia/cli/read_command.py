"""`waqia read`: who did what to whom, in the words of documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqia.cli.output import exit_code, number_of, print_findings, say, shown, working
from waqia.model import ExportError, InputError

if TYPE_CHECKING:
    from waqia.model import Finding


@click.command("read")
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--mentions", "out", required=True, type=click.Path(path_type=Path),
    help="JSON lines to write: the words that fill the roles of incidents.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
def command(documents: tuple[Path, ...], out: Path, overwrite: bool) -> int:
    """Find who fills the roles of incidents in DOCUMENTS: PDF, HTML, DOCX, e-mail, text, folders.

    A line is one place in a text: document, role (perpetrator_individual,
    perpetrator_organisation, target, victim, weapon), entity (the same for all places of one),
    text, start and end (characters of the document's text), and for victims whether they are
    named. The tagger was trained on English news.

    \b
    waqia read articles/ --mentions mentions.jsonl
    """
    from waqia.reading import mention_lines, read_documents

    if out.exists() and not overwrite:
        raise ExportError(f"{out} exists already; choose another name or pass --overwrite.")
    findings: list[Finding] = []
    read = lines = 0
    draft = out.with_name(f".{out.name}.partial")
    try:
        with working("Read") as tell, draft.open("w", encoding="utf-8") as file:
            for document in read_documents(documents):
                tell(document.name)
                findings += document.findings
                read += bool(document.text)
                for line in mention_lines([(document.name, document.text)]):
                    file.write(f"{line}\n")
                    lines += 1
        if not read:
            raise InputError(
                "; ".join(finding.message for finding in findings) or "There is nothing to read."
            )
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    say(f"{number_of(lines, 'mention')} in {number_of(read, 'document')} → {shown(out)}")
    if findings:
        print_findings(findings)
    return exit_code(findings)
