"""A whole report: composed once, written as HTML and as PDF, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.model import ExportError, system_reason
from waqia.publish.document import compose

if TYPE_CHECKING:
    from waqia.release import Release

Progress = Callable[[str], None]


def write_report(
    release: Release,
    out: str | Path,
    *,
    template: str | Path = "security-report",
    pdf: bool = False,
    progress: Progress | None = None,
    **options: Any,
) -> list[Path]:
    """Write a report into the folder `out`: `NAME.html`, and `NAME.pdf` if asked.

    Args:
        release: an open release.
        out: the folder; it is made where it does not exist.
        template: the name of a shipped template or a Markdown file.
        pdf: whether a PDF is written too.
        progress: is told what is being done.
        options: period, compare, rule, boundaries, credit, address as for `compose`.

    Returns:
        The files written.

    Raises:
        TemplateError: the template cannot be rendered.
        ExportError: the folder or a file cannot be written.
    """
    from waqia.publish.html import to_html

    tell = progress or (lambda _: None)
    tell("counting")
    document = compose(release, template, **options)
    name = Path(template).stem
    tell("writing HTML")
    written = [_write(Path(out) / f"{name}.html", to_html(document).encode())]
    if pdf:
        from waqia.publish.typst import to_pdf

        tell("setting PDF")
        written.append(_write(Path(out) / f"{name}.pdf", to_pdf(document)))
    return written


def _write(path: Path, content: bytes) -> Path:
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, path)  # noqa: PTH105
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written: {system_reason(error)}. Nothing was left behind; "
            "make room on the disk or choose another folder."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
    return path
