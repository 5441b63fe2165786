"""`waqia register freeze` and `at`: releases of the register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from waqia.cli.output import number_of, say, shown, working
from waqia.cli.register.opening import in_named_register, reason_option

if TYPE_CHECKING:
    from waqia.register import Register
    from waqia.release import Release

F = TypeVar("F", bound=Callable[..., Any])
_OPTIONS = (
    click.option("--out", required=True, type=click.Path(path_type=Path), help="The release."),
    click.option("--title", help="Title of the release; else that of the register."),
    click.option("--description", help="What it covers; reports print it on page one."),
    click.option("--parent", type=click.Path(), help="The release this one follows."),
    click.option(
        "--confirmed", "only_confirmed", is_flag=True, help="Leave out incidents not confirmed."
    ),
    click.option("--overwrite", is_flag=True, help="Replace a release that is there."),
)


def _release_options(function: F) -> F:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command("freeze")
@in_named_register
@_release_options
@reason_option
def freeze(register: Register, out: Path, **options: Any) -> int:
    """Write a release of what stands now, and remember that it was written.

    Candidates are released beside confirmed incidents; withdrawn and merged ones keep their ids
    and do not count. What restricted sources say stays in the register.

    \b
    waqia register freeze desk.db --out 2026-03.release
    """
    with working("Freeze"):
        release = register.freeze(out, **_said(options))
    return _told(release, "")


@click.command("at")
@in_named_register
@click.option(
    "--time", "moment", required=True, metavar="MOMENT",
    help="A day (its end, in UTC) such as 2026-03-01, or 2026-03-01T12:00:00Z.",
)  # fmt: skip
@_release_options
def at(register: Register, moment: str, out: Path, **options: Any) -> int:
    """Write the release as it would have been on a day.

    \b
    waqia register at desk.db --time 2026-03-01 --out 2026-02.release
    """
    with working("At"):
        release = register.at(moment, out, **_said(options))
    created = str(release.manifest["created"])
    if created[: len("2026-03-01")] < moment[: len("2026-03-01")]:
        return _told(release, f", as it stands now: {moment} lies ahead")
    return _told(release, f", as it stood {moment}")


def _said(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _told(release: Release, moment: str) -> int:
    manifest: Any = release.manifest
    query = "SELECT status, count(*) FROM incidents GROUP BY status"
    by_status = dict(release.connection().execute(query).fetchall())
    counted = sum(by_status.get(status, 0) for status in ("candidate", "confirmed"))
    others = [f"{by_status[s]:,} {s}" for s in ("withdrawn", "merged") if s in by_status]
    besides = f" (besides {' and '.join(others)})" if others else ""
    revision = manifest["waqia"]["revision"].partition(":")[0]
    say(
        f"{shown(release.path)}: {number_of(counted, 'incident')}{besides}, "
        f"revision {revision}{moment}"
    )
    say(f"Its content is {release.hash}.")
    return 0
