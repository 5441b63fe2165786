"""What is done in a process apart: reading, auditing and reporting, on what strangers send."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from waqia.codebook import Codebook
from waqia.model import InputError
from waqia.web.work import steps
from waqia.web.work.confined import Tell

_FILE_SECONDS = 300.0
"""That reading one file, and finding proposals in it, may take."""


def read(files: list[Path], tell: Tell, *, codebook: str, published: str | None) -> None:
    """Read files for accounts; tells `at`, the number of the file that is read, then each `found`.

    Copies of one report are found among all files, so nothing is told before all were read.
    """
    from waqia.reading import GrammarReader, read_batch

    def begun(path: Path) -> bool:
        tell({"at": files.index(path)})
        return False

    reader = partial(GrammarReader, Codebook.from_json(codebook))
    day = date.fromisoformat(published) if published else None
    with read_batch(
        files, reader, name="desk", journal=Path("journal"), published=day, jobs=1,
        seconds=_FILE_SECONDS, skip=begun,
    ) as batch:  # fmt: skip
        tell({"at": len(files)})
        for found in batch:
            tell({"found": asdict(found) | {"path": str(found.path), "mentions": []}})


def audit(
    files: list[Path], tell: Tell, *, names: list[str], codebook: str, release: str | None,
    release_name: str,
) -> None:  # fmt: skip
    """Check the numbers of files, which have these names; tells `at`, then what a page shows.

    Raises:
        InputError: none of them holds text.
    """
    from waqia.audit import audit as check
    from waqia.audit import to_html
    from waqia.reading import read_document
    from waqia.release import open_release
    from waqia.web.work.audited import laid_out

    documents = []
    for at, (path, name) in enumerate(zip(files, names, strict=True)):
        tell({"at": at})
        documents.append(read_document(path, name=name))
    if not any(document.text for document in documents):
        why = " ".join(one.message for document in documents for one in document.findings)
        raise InputError(steps.NO_TEXT % {"why": why})
    tell({"at": len(files)})
    opened = open_release(release) if release else None
    book = opened.codebook if opened else Codebook.from_json(codebook)
    done = check(documents, book, opened, release_name)
    rows = [one.row() for one in done.found]
    tell({"view": laid_out(done)})
    tell(_file("findings.json", "application/json",
               json.dumps(rows, ensure_ascii=False, indent=1).encode()))  # fmt: skip
    tell(_file("audit.html", "text/html", to_html(done).encode()))


def report(
    files: list[Path], tell: Tell, *, release: str, template: str, pdf: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Write a report; tells each `step`, its title, period and incidents, and its files.

    The template is the file, if there is one, else that of the name.

    Raises:
        TemplateError: the template cannot be rendered.
        QuestionError: the period or the rule is not known.
    """
    from waqia.publish import compose, to_html, to_pdf
    from waqia.release import open_release

    tell({"step": steps.COUNTING, "share": 0.05})
    document = compose(open_release(release), files[0] if files else template, **options)
    tell({"step": steps.DRAWING, "share": 0.6})
    page = to_html(document).encode()
    tell({"about": {
        "title": document.title,
        "period": [document.period.start.isoformat(), document.period.end.isoformat()],
        "incidents": [row["id"] for row in document.dossier.incidents],
    }})  # fmt: skip
    tell(_file("report.html", "text/html", page))
    if pdf:
        tell({"step": steps.SETTING, "share": 0.7})
        tell(_file("report.pdf", "application/pdf", to_pdf(document)))


def preview(files: list[Path], tell: Tell, *, release: str, **options: Any) -> None:
    """Fill a template, the file, with the answers of a release; tells its Markdown as `text`.

    Numbers stand in it as they are printed, tables and pictures by their captions.

    Raises:
        TemplateError: the template cannot be rendered.
        QuestionError: the period is not known.
    """
    from waqia.publish import compose
    from waqia.release import open_release

    tell({"text": compose(open_release(release), files[0], **options).in_words})


def _file(name: str, media_type: str, content: bytes) -> dict[str, Any]:
    return {
        "file": name, "media_type": media_type, "content": base64.b64encode(content).decode(),
    }  # fmt: skip
