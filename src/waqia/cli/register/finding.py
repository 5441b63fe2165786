"""Which register is meant where none is named: the one that lies in the working folder."""

from __future__ import annotations

from pathlib import Path

import click

from waqia.model import RegisterError

ADDRESS = ".waqia-register"
"""The file in which `waqia register init postgresql://…` leaves the address, without password."""


def meant(given: str | None) -> str:
    """The register that is meant: the one given, or else the only one of the working folder.

    Raises:
        RegisterError: there is none here, or there are several.
    """
    if given:
        return given
    found = here(Path.cwd())
    if len(found) == 1:
        return found[0]
    if not found:
        raise RegisterError(
            "There is no register in this folder. Make one with `waqia register init desk.db`, or "
            "name it: --register PATH, or set WAQIA_REGISTER."
        )
    raise RegisterError(
        f"There are {len(found)} registers in this folder: {', '.join(found)}. Say which: "
        "--register PATH, or set WAQIA_REGISTER."
    )


def here(folder: Path) -> list[str]:
    """The registers of a folder: its SQLite files that are one, and the address left in it."""
    from waqia.register import is_register

    files = sorted(path for path in folder.iterdir() if path.is_file() and is_register(path))
    found = [path.name for path in files]
    address = folder / ADDRESS
    if address.is_file():
        found.append(address.read_text(encoding="utf-8").strip())
    return found


def leave_address(url: str) -> str:
    """Leave the address of a register in the working folder, without its password; gives it.

    Where the address of another lies there, that stays, and it is said.
    """
    import sqlalchemy

    address = sqlalchemy.make_url(url).difference_update_query(["password"])
    text = address._replace(password=None).render_as_string(hide_password=False)
    file = Path(ADDRESS)
    if file.is_file() and (known := file.read_text(encoding="utf-8").strip()) != text:
        click.echo(
            f"This folder stays with {known}; name the other one: --register {text}", err=True
        )
    else:
        file.write_text(text + "\n", encoding="utf-8")
    return text
