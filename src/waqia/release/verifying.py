"""Verifying a release: every byte against the hashes that were recorded when it was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from waqia.model import Finding, phrase
from waqia.release.manifest import SUMS, read_manifest, sha256, sums_text

_RESTORE = phrase("Restore the release from a copy, or build it again.")


def verify(path: str | Path) -> list[Finding]:
    """The findings of changed, missing or extra files and wrong row counts; none when sound.

    Raises:
        ReleaseError: there is no such folder, or its manifest cannot be read as one.
    """
    folder = Path(path)
    resources = read_manifest(folder)["resources"]
    text = _sums_as_written(folder)
    recorded = dict(_pair(line) for line in text.splitlines() if "  " in line)
    described = {item["path"]: item["hash"].removeprefix("sha256:") for item in resources}
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    expected = recorded.keys() | described.keys() | {SUMS}
    findings = [
        Finding("file-missing", f"{name} is missing.", table=name, action=_RESTORE)
        for name in sorted(expected - present)
    ]
    findings += [
        Finding(
            "file-unlisted",
            f"{name} does not belong to the release.",
            table=name,
            action="Move the file out of the release's folder.",
        )
        for name in sorted(present - expected)
    ]
    for name in sorted((recorded.keys() | described.keys()) & present):
        found = sha256(folder / name)
        for hashes in (recorded, described):
            if hashes.get(name, found) != found:
                findings.append(_changed(name, found, hashes[name]))
                break
    if SUMS in present and text != sums_text(recorded):
        findings.append(_changed(SUMS, "other lines than were written", "one line a file"))
    changed = {finding.table for finding in findings}
    intact = [item for item in resources if "rows" in item and item["path"] not in changed]
    return findings + list(_miscounted(folder, intact))


def _sums_as_written(folder: Path) -> str:
    try:
        return (folder / SUMS).read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _pair(line: str) -> tuple[str, str]:
    digest, _, name = line.partition("  ")
    return name, digest


def _changed(name: str, found: str, expected: str) -> Finding:
    return Finding(
        "file-changed",
        f"{name} is not as it was written.",
        table=name,
        found=found,
        expected=expected,
        action=_RESTORE,
    )


def _miscounted(folder: Path, resources: list[dict[str, Any]]) -> Iterator[Finding]:
    from pyarrow import parquet

    for item in resources:
        rows = parquet.read_metadata(folder / item["path"]).num_rows
        if rows != item["rows"]:
            yield _changed(item["path"], f"{rows} rows", f"{item['rows']} rows")
