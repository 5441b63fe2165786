"""`waqia release`: verify, compare and describe releases."""

from __future__ import annotations

from typing import Any

import click

from waqia.cli.output import exit_code, format_option, print_findings, print_rows, say, working


@click.group("release")
def command() -> None:
    """Verify, compare and describe releases."""


@command.command("verify")
@click.argument("release", type=click.Path())
@format_option
def verify(release: str, form: str) -> int:
    """Compare every file of RELEASE with its recorded SHA-256."""
    from waqia.release import verify as verified

    with working("Verify"):
        findings = verified(release)
    if not findings and form == "table":
        click.echo("Every file is as it was written.")
        return 0
    print_findings(findings, form)
    return exit_code(findings)


@command.command("diff")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@format_option
def diff(old: str, new: str, form: str) -> int:
    """List incidents added, withdrawn, changed and merged from OLD to NEW, field by field."""
    from waqia.release import diff as compared
    from waqia.release import open_release

    with working("Diff"):
        found = compared(open_release(old), open_release(new))
        rows = found.rows()
    if form == "table":
        say(", ".join(f"{number:,} {kind}" for kind, number in found.counts.items()))
    if rows or form != "table":
        print_rows(rows, form, columns=("change", "id", "field", "before", "after"))
    return 0


@command.command("info")
@click.argument("release", type=click.Path())
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
    help="How it is printed.",
)  # fmt: skip
def info(release: str, form: str) -> int:
    """Say what RELEASE holds, by which rules it was made, and from what."""
    import json

    from waqia.release import open_release

    opened = open_release(release)
    manifest: Any = opened.manifest
    if form == "json":
        click.echo(json.dumps(manifest, ensure_ascii=False, indent=1, default=str))
        return 0
    say(opened.title, bold=True)
    if manifest.get("description"):
        say(manifest["description"])
    say(f"Covers {opened.coverage.start} to {opened.coverage.end}")
    say(f"Codebook {opened.codebook.title} ({opened.codebook.version})")
    say(f"Created {manifest['created']}, content {opened.hash}")
    print_rows(
        [{"table": r["name"], "rows": r["rows"], "bytes": r["bytes"]}
         for r in manifest["resources"] if "rows" in r],
        "table",
        numeric=("rows", "bytes"),
    )  # fmt: skip
    return 0
