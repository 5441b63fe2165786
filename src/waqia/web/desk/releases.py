"""Releases: which there are, what each holds and by whose rules, and its files."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, StreamingResponse

from waqia.analysis import count
from waqia.model import FINDING_CODES, QuestionError, ReleaseError
from waqia.release import Release, verify
from waqia.web.desk import naming
from waqia.web.desk.shelf import PRESENT, Shelved
from waqia.web.desk.visiting import PageError, Visit, Visitor

router = APIRouter()

BESIDE = ("datapackage.json", "README.md", "SHA256SUMS")
"""Files of a release beside those that its manifest describes."""
LARGEST_VERIFIED = 2 * 1024**3
"""Bytes of a release that is verified while somebody waits."""
_PART = 1024 * 1024
_PATIENCE = 5.0
"""Seconds that verifying one release waits for another."""
_verifying = threading.Lock()


@router.get("/releases")
def releases(visit: Visit) -> Response:
    """The releases, the present state of a register first."""
    shelf = visit.site.shelf
    frozen = shelf.frozen()
    return visit.render(
        "releases.html",
        releases=list(zip_longest(frozen, frozen[1:])),
        damaged=shelf.damaged(),
        present=present(visit),
        PRESENT=PRESENT,
    )


@router.get("/releases/{name}")
def release(visit: Visit, name: str, verified: bool = False) -> Response:
    """What a release holds and how it came to be; with `verified` whether its files are whole.

    Raises:
        PageError: there is no such release, or it is too large to be verified here.
    """
    path = folder_of(visit, name)
    with visit.lent(name) as opened:
        manifest = opened.manifest
    # without a connection, which others need meanwhile
    result = verification(visit, path, manifest) if verified and name != PRESENT else None
    with visit.lent(name) as opened:
        return visit.render(
            "release.html",
            name=name,
            present=name == PRESENT,
            title=opened.title,
            manifest={"description": "", "licenses": [], "created": ""} | manifest,
            about={"parent": None, "revision": None, "inputs": []} | manifest["waqia"],
            files=files_of(path, manifest) if name != PRESENT else [],
            bytes=sum(int(one["bytes"]) for one in manifest["resources"]),
            coverage=_coverage(opened),
            years=count(opened, by="year", measure=("incidents", "killed", "injured")).rows(),
            rule=next(iter(opened.codebook.counting_rules.values())),
            rules=opened.codebook.counting_rules.values(),
            findings=_findings(opened),
            naming=naming,
            others=visit.site.shelf.frozen(),
            result=result,
        )


@router.get("/releases/{name}/download")
def download(visit: Visit, name: str) -> Response:
    """All files of a release as a ZIP file, sent while it is read.

    Raises:
        PageError: there is no such release, or a file of it is a link to elsewhere.
    """
    path = frozen_folder_of(visit, name)
    with visit.lent(name) as opened:
        files = [path / one["path"] for one in files_of(path, opened.manifest)]
        names = [*(one["path"] for one in opened.manifest["resources"]), *BESIDE]
        if links := [name for name in names if (path / name).is_symlink()]:
            raise PageError(404, visit.words("The release has no such file."), ", ".join(links))
        created = str(opened.manifest.get("created") or "")
    sent = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.stem)}.zip"}
    return StreamingResponse(zipped(path.name, files, created), headers=sent,
                             media_type="application/zip")  # fmt: skip


@router.get("/releases/{name}/files/{file}")
def download_file(visit: Visit, name: str, file: str) -> Response:
    """One file of a release.

    Raises:
        PageError: there is no such release or file.
    """
    path = frozen_folder_of(visit, name)
    with visit.lent(name) as opened:
        if file not in {one["path"] for one in files_of(path, opened.manifest)}:
            raise PageError(404, visit.words("The release has no such file."))
    return FileResponse(path / file, filename=file)


def present(visit: Visitor) -> Shelved | None:
    """The present state of the register that is served; None where it is empty or none is."""
    if visit.site.shelf.present is None:
        return None
    pool = visit.site.shelf.pool()
    return None if pool is None else Shelved.of(pool.release)


def folder_of(visit: Visitor, name: str) -> Path | None:
    """The folder of a frozen release; None for the present state.

    Raises:
        PageError: there is no such release.
    """
    shelf = visit.site.shelf
    if name == PRESENT and shelf.alone is None:
        return None
    try:
        return shelf.path_of(name)
    except QuestionError as error:
        raise PageError(
            404,
            visit.words("There is no release of this name."),
            visit.words("Choose one under Releases."),
        ) from error


def frozen_folder_of(visit: Visitor, name: str) -> Path:
    """The folder of a frozen release.

    Raises:
        PageError: there is no such release, or it is the present state.
    """
    path = folder_of(visit, name)
    if path is None:
        raise PageError(
            404,
            visit.words("The present state is no release, and has no files."),
            visit.words("Freeze a release first, or export what you explore."),
        )
    return path


def files_of(path: Path | None, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The files of a release: path, bytes, sha256 (none of those beside), rows and description.

    Links are none of them: they could lead to what is not the release's.
    """
    if path is None:
        return []
    described = [
        {
            "path": one["path"],
            "bytes": one["bytes"],
            "sha256": one["hash"].removeprefix("sha256:"),
            "rows": one.get("rows"),
            "description": one.get("description", ""),
        }
        for one in manifest["resources"]
        if "/" not in one["path"] and not (path / one["path"]).is_symlink()
    ]
    return described + [
        {"path": name, "bytes": (path / name).stat().st_size, "sha256": None, "rows": None,
         "description": ""}
        for name in BESIDE
        if (path / name).is_file() and not (path / name).is_symlink()
    ]  # fmt: skip


def verification(visit: Visitor, path: Path | None, manifest: dict[str, Any]) -> Any:
    """The findings of verifying a release's files; one release is verified at a time.

    Raises:
        PageError: it is too large to wait for, or another is being verified.
    """
    assert path is not None  # noqa: S101 - the present state is not verified
    if sum(int(one["bytes"]) for one in manifest["resources"]) > LARGEST_VERIFIED:
        raise PageError(
            413,
            visit.words("This release is too large to be verified while you wait."),
            f"waqia release verify {path.name}",
        )
    if not _verifying.acquire(timeout=_PATIENCE):
        raise PageError(
            503, visit.words("Another release is being verified."),
            visit.words("Try again in a minute."),
        )  # fmt: skip
    try:
        return verify(path)
    finally:
        _verifying.release()


def zipped(folder: str, files: list[Path], created: str) -> Iterator[bytes]:
    """A ZIP file of files in a folder, in parts; Parquet is packed already and is stored as it is.

    The same files give the same bytes: their time is when the release was made.
    """
    try:
        made = datetime.fromisoformat(created).astimezone(UTC)
    except ValueError:
        made = datetime(1980, 1, 1, tzinfo=UTC)
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(f"{folder}/{file.name}", made.timetuple()[:6])
            stored = file.suffix == ".parquet"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.file_size = file.stat().st_size
            with archive.open(entry, "w") as target, file.open("rb") as source:
                while part := source.read(_PART):
                    target.write(part)
                    yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what a ZIP file writes, until it is sent; never goes back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, part: Any) -> int:
        """Keep a part."""
        self._parts.append(bytes(part))
        return len(part)

    def taken(self) -> bytes:
        """What was written since."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _coverage(release: Release) -> Any:
    try:
        return release.coverage
    except ReleaseError:
        return None


def _findings(release: Release) -> list[tuple[str, str, str, int]]:
    """Severity, code, what it means, and number of the findings."""
    found = release.connection().execute(
        "SELECT severity, code, count(*) FROM findings GROUP BY severity, code "
        "ORDER BY list_position(['error', 'warning', 'note'], severity), code"
    ).fetchall()  # fmt: skip
    # a later version may know other codes
    meanings = {code: said for code, (_severity, said) in FINDING_CODES.items()}
    return [(severity, code, meanings.get(code, ""), number) for severity, code, number in found]
