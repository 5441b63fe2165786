"""Reports that were published from the desk, each a folder, and which tell of an incident."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from waqia.model import ExportError, QuestionError, system_reason
from waqia.register import Upload

_ABOUT = "about.json"
_PAGE, _PDF = "report.html", "report.pdf"
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Report:
    """A published report: title, the release it was made from, its period, when and by whom.

    `period` is its first and last day, `incidents` are the ids of those behind its numbers.
    """

    id: str
    title: str
    release: str
    release_hash: str
    template: str
    period: tuple[str, str]
    created: str
    made_by: str
    pdf: bool
    incidents: frozenset[str]


class Reports:
    """The reports in a folder, each in one of its own; none is ever changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, id_: str, about: Mapping[str, Any], files: Sequence[Upload]) -> Report:
        """Keep a report whole or not at all; one of the same id stays as it is.

        Raises:
            ExportError: the folder cannot be written.
        """
        target = self.folder / id_
        part = self.folder / f".{id_}.part"
        try:
            if not target.exists():
                part.mkdir(parents=True, exist_ok=True)
                for file in files:
                    (part / file.name).write_bytes(file.content)
                text = json.dumps(dict(about) | {"id": id_}, ensure_ascii=False, indent=1)
                (part / _ABOUT).write_text(text + "\n", encoding="utf-8")
                part.rename(target)
        except OSError as error:
            raise ExportError(
                f"{target} cannot be written: {system_reason(error)}. Make room on the disk, or "
                "let the desk write there."
            ) from error
        return self.report(id_)

    def report(self, id_: str) -> Report:
        """A report by its id.

        Raises:
            QuestionError: there is none.
        """
        path = self.folder / id_ / _ABOUT
        if not _ID.fullmatch(id_) or not path.is_file():
            raise QuestionError(f"There is no report {id_!r}; /publish lists those there are.")
        return _report(path)

    def all(self) -> list[Report]:
        """The reports, the latest first."""
        found = [
            _report(path / _ABOUT)
            for path in (self.folder.iterdir() if self.folder.is_dir() else ())
            if _ID.fullmatch(path.name) and (path / _ABOUT).is_file()
        ]
        return sorted(found, key=lambda one: (one.created, one.id), reverse=True)

    def telling_of(self, incident: str) -> list[Report]:
        """The reports with numbers behind which an incident stands, the latest first."""
        return [report for report in self.all() if incident in report.incidents]

    def page(self, id_: str) -> str:
        """A report as a page that stands for itself.

        Raises:
            QuestionError: there is none.
        """
        self.report(id_)
        return (self.folder / id_ / _PAGE).read_text(encoding="utf-8")

    def pdf(self, id_: str) -> bytes:
        """A report as a PDF.

        Raises:
            QuestionError: there is none.
        """
        if not self.report(id_).pdf:
            raise QuestionError(f"The report {id_!r} was not set as a PDF.")
        return (self.folder / id_ / _PDF).read_bytes()


@lru_cache(maxsize=200)
def _report(path: Path) -> Report:
    said = json.loads(path.read_text(encoding="utf-8"))
    return Report(
        **(said | {"incidents": frozenset(said["incidents"]), "period": tuple(said["period"])})
    )


def policy(page: str) -> str:
    """The Content-Security-Policy under which a page of ours runs its own script and style only.

    What is inline is admitted by the hashes of what it is.
    """
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    attributes = sorted(set(re.findall(r'<[^<>]*\sstyle="([^"<>]*)"', page)))
    return "; ".join((
        "default-src 'none'",
        f"script-src {_hashes(scripts)}",
        f"style-src {_hashes(styles)}",
        f"style-src-attr 'unsafe-hashes' {_hashes(attributes)}" if attributes
        else "style-src-attr 'none'",
        "img-src data:", "font-src data:", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'none'",
    ))  # fmt: skip


def _hashes(texts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests) or "'none'"
