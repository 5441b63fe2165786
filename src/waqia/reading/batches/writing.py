"""What was found in a batch as files: accounts and mentions as JSON lines, sources as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from waqia.model import ExportError, Finding, system_reason
from waqia.reading.batches.batch import Found
from waqia.reading.batches.lines import line_of

_SOURCE = ("id", "kind", "title", "date", "language", "media_type", "sha256", "note")


@dataclass
class Written:
    """How many documents with a text there were, and what was written of them.

    `copies` are copies of others, of which `repeated` are the same file again. `findings` are
    those of the documents, and a note for each copy.
    """

    documents: int = 0
    accounts: int = 0
    mentions: int = 0
    copies: int = 0
    repeated: int = 0
    findings: list[Finding] = field(default_factory=list)


def write_batch(
    batch: Iterable[Found],
    *,
    accounts: Path | None = None,
    mentions: Path | None = None,
    sources: Path | None = None,
) -> Written:
    """Write what was found to the files that are named, each whole or not at all.

    Accounts are written of documents that are no copies of others; the sources have every
    document, a copy with the note `copy of ID`.

    Raises:
        ExportError: a file cannot be written, or is named twice; none is left behind then.
    """
    told = Written()
    named = [path for path in (accounts, mentions, sources) if path]
    if len({path.resolve() for path in named}) < len(named):
        raise ExportError(f"{', '.join(map(str, named))}: two are one file; name each differently.")
    with _whole(named) as files:
        account_lines, mention_lines, source_lines = (
            files[path] if path else None for path in (accounts, mentions, sources)
        )
        rows = csv.writer(source_lines, lineterminator="\n") if source_lines else None
        if rows:
            rows.writerow(["source_id", *_SOURCE[1:]])
        listed: set[str] = set()
        for found in batch:
            told.findings += found.findings
            if not found.text:
                continue
            told.documents += 1
            told.repeated += found.source["id"] in listed
            if rows and found.source["id"] not in listed:
                rows.writerow(source_of(found).get(name) for name in _SOURCE)
            listed.add(found.source["id"])
            told.mentions += len(found.mentions)
            if mention_lines:
                mention_lines.writelines(
                    line_of({"document": found.name} | mention) for mention in found.mentions
                )
            if found.copy_of:
                told.copies += 1
                told.findings.append(copied(found))
                continue
            told.accounts += len(found.proposals)
            if account_lines:
                account_lines.writelines(map(line_of, found.proposals))
    return told


def source_of(found: Found) -> dict[str, str]:
    """The source that a document is, with a note where it is a copy or an attachment."""
    notes = []
    if found.inside:
        notes.append(f"attached to {found.inside}")
    if found.copy_of and found.copy_of != found.source["id"]:
        notes.append(f"copy of {found.copy_of}")
    return {"kind": "document"} | found.source | ({"note": "; ".join(notes)} if notes else {})


def copied(found: Found) -> Finding:
    """The note that a document is a copy."""
    return Finding(
        "document-copy",
        f"{found.name} is a copy of {found.copy_of}, whose accounts count.",
        found.name,
        record=found.source["id"],
        found=found.copy_of,
    )


@contextmanager
def _whole(paths: Sequence[Path]) -> Iterator[dict[Path, IO[str]]]:
    """Files that are put in their places only when what is done with them all succeeds."""
    drafts = {path: path.with_name(f".{path.name}.partial") for path in paths}
    placed: list[Path] = []
    try:
        with ExitStack() as stack:
            yield {
                path: stack.enter_context(draft.open("w", encoding="utf-8", newline=""))
                for path, draft in drafts.items()
            }
        for path, draft in drafts.items():
            draft.replace(path)
            placed.append(path)
        placed = []
    except OSError as error:
        named = ", ".join(map(str, paths))
        raise ExportError(f"{named} cannot be written: {system_reason(error)}.") from error
    finally:
        for path in (*drafts.values(), *placed):
            path.unlink(missing_ok=True)
