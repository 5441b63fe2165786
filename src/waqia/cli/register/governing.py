"""`waqia register codebook`: the codebook that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from waqia.cli.output import number_of, say, working
from waqia.cli.register.opening import in_register, why_option

if TYPE_CHECKING:
    from waqia.register import Register


@click.command("codebook")
@click.argument("codebook")
@click.option("--force", is_flag=True, help="Also where records use codes that it does not have.")
@why_option
@in_register
def change(register: Register, codebook: str, force: bool, reason: str) -> int:
    """Let CODEBOOK, a shipped name or a folder, count from now on.

    Every incident with several accounts is worked out anew by its rules. Releases of before, and
    those of an earlier day, keep to the codebook of then.
    """
    with working("Codebook"):
        changed = register.change_codebook(codebook, reason=reason, force=force)
    book = register.codebook
    told = number_of(changed, "incident")
    say(f"{book.title} ({book.version}) counts from now on; {told} changed.")
    return 0
