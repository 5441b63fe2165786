"""`waqia register backup`, `restore`, `verify` and `upgrade`: the register is kept whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqia.cli.output import (
    exit_code,
    format_option,
    print_findings,
    say,
    shown,
    working,
)
from waqia.cli.register.finding import leave_address, meant
from waqia.cli.register.opening import in_named_register, register_option

if TYPE_CHECKING:
    from waqia.register import Register


@click.command("backup")
@in_named_register
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The file, such as desk.backup."
)
def backup(register: Register, out: Path) -> int:
    """Write the register into one file, also while others work; it is verified.

    It is a SQLite file whatever the register lies in, readable by you only: it holds everything,
    also what is confidential.

    \b
    waqia register backup desk.db --out desk-2026-03-01.backup
    """
    with working("Backup"):
        revision = register.backup(out)
    say(f"{shown(out)} holds the register up to revision {revision.number:,}, and is sound.")
    say(f"Keep it elsewhere. Back again: waqia register restore {shown(out)} NEW.db")
    return 0


@click.command("restore")
@click.argument("backup", type=click.Path(path_type=Path))
@click.argument("target", required=False)
@click.option("--out", metavar="TARGET", help="The same as TARGET.")
def restore(backup: Path, target: str | None, out: str | None) -> int:
    """Make a register at TARGET, a path or an empty database of PostgreSQL, from BACKUP.

    \b
    waqia register restore desk-2026-03-01.backup restored.db
    """
    from waqia.register import Register

    place = target or out
    if place is None:
        raise click.UsageError("Say where the register is to be: TARGET.")
    with working("Restore"):
        revision = Register.restore(backup, place)
    name = leave_address(place) if "://" in place else place
    say(f"{name} is the register as it was in revision {revision.number:,}, and is sound.")
    return 0


@click.command("verify")
@in_named_register
@click.option(
    "--release", type=click.Path(),
    help="A release that was frozen from it: whoever rewrote the history cannot rewrite that.",
)  # fmt: skip
@click.option(
    "--rebuild", is_flag=True, help="Make the records again from the history, then check."
)
@format_option
def verify(register: Register, release: str | None, rebuild: bool, form: str) -> int:
    """Check the chain of the history, every record, the archive and its anchors for damage."""
    if rebuild:
        register.rebuild()
    with working("Verify") as tell:
        findings = register.verify(release, progress=tell)
    if findings or form != "table":
        print_findings(findings, form)
        return exit_code(findings)
    say(
        f"{register.store.name} is as it was written: {register.revision.number:,} revisions, "
        "every record follows from them."
    )
    return 0


@click.command("upgrade")
@click.argument("place", metavar="[REGISTER]", required=False)
@register_option
def upgrade(place: str | None, where: str | None) -> int:
    """Bring a register of an earlier version to this one, whole or not at all."""
    from waqia.register import Register

    url = meant(place or where)
    with working("Upgrade"):
        before = Register.upgrade(url)
    say(f"{Path(url).name if '://' not in url else 'The register'} is of this version.")
    if before is not None:
        say(f"As it was before: {shown(before)}")
    return 0
