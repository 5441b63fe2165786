"""Reading: documents become sources of the register, what they tell waits there for review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia.model import Finding, QuestionError
from waqia.register import Upload
from waqia.web.work import apart, steps
from waqia.web.work.confined import confined
from waqia.web.work.folders import own_folder
from waqia.web.work.working import Done, Record, Work, check_address, placed, say_reading

if TYPE_CHECKING:
    from waqia.reading import Found

_SHOWN = 200
"""Proposals, and findings, of a document that the page of a job lists."""
_QUOTE = 240
_OF_ALL = ("publisher", "language")
_PROPOSED = (
    "id", "type", "date_start", "date_end", "date_precision", "place", "district", "killed",
    "killed_min", "killed_max", "injured", "injured_min", "injured_max",
)  # fmt: skip


def read(work: Work) -> Done:
    """Read documents as sources, and propose the accounts that they tell.

    Parameters: published, publisher, language and access of all; title and url of the first.

    Raises:
        QuestionError: the user may not give a source this access level, or the url is none.
    """
    check_address(work.parameter("url"))
    from waqia.reading import GrammarReader

    if (access := work.parameter("access") or "public") not in work.register.user.cleared:
        raise QuestionError(f"You may not read documents in as {str(access)[:50]!r} ones.")
    told: list[Found] = []
    with own_folder() as folder:
        files = placed(work.inputs)
        for name, file in files.items():
            (folder / name).write_bytes(file.content)

        def documents() -> Iterator[Found]:
            for found in _read(work, files):
                kept = _from_here(found, folder, files, work.job.parameters)
                told.append(kept)
                yield kept

        proposed = work.register.propose(documents(), engine=GrammarReader.name)
    shown = {path: file.name for path, file in files.items()}
    return Done({
        "documents": [_told(one) for one in told],
        "added": proposed.added,
        "renewed": proposed.renewed,
        "there": proposed.there,
        "sources": proposed.sources,
        "copies": proposed.copies,
        "findings": [_finding(one, shown) for one in proposed.findings][:_SHOWN],
    })  # fmt: skip


def _read(work: Work, files: Mapping[str, Upload]) -> Iterator[Record]:
    arguments = {
        "codebook": work.register.codebook.to_json(),
        "published": work.parameter("published"),
    }
    contents = {name: file.content for name, file in files.items()}
    names = [file.name for file in files.values()]
    for said in confined(apart.read, contents, arguments, stopped=work.stopped):
        if "at" in said:
            say_reading(work.say, said["at"], names, steps.COPIES)
        else:
            yield said["found"]


def _from_here(
    said: Record, folder: Path, files: Mapping[str, Upload], given: Mapping[str, Any]
) -> Found:
    """What was found apart, as of a file of this process, with what was said of it.

    That its bytes are those that were given is checked when it is kept.
    """
    from waqia.reading import Found

    shown = {name: file.name for name, file in files.items()}
    name = Path(said["path"]).name
    source = _renamed(said["source"], shown)
    if source.get("id"):
        source["access"] = given.get("access") or "public"
    if source.get("id") and said["inside"] is None:
        own = ("title", "url") if name == next(iter(files)) else ()
        source |= {field: given[field] for field in (*_OF_ALL, *own) if given.get(field)}
    return Found(
        folder / (name if name in files else "absent"),
        _renamed(said["name"], shown),
        source,
        said["text"],
        said["proposals"],
        [],
        [Finding(**_renamed(one, shown)) for one in said["findings"]],
        said["inside"],
        said["copy_of"],
    )


def _renamed(said: Any, shown: Mapping[str, str]) -> Any:
    """The same with the names that people know files by."""
    if isinstance(said, str):
        for path, name in shown.items():
            said = said.replace(path, name)
    elif isinstance(said, dict):
        return {key: _renamed(value, shown) for key, value in said.items()}
    return said


def _told(found: Found) -> Record:
    """What the page of a job tells of a document."""
    return {
        "name": found.name,
        "source": found.source.get("id") or None,
        "title": found.source.get("title"),
        "date": found.source.get("date"),
        "characters": len(found.text),
        "copy_of": found.copy_of,
        "number": len(found.proposals),
        "proposals": [_proposal(one) for one in found.proposals[:_SHOWN]],
        "findings": [_finding(one, {}) for one in found.findings[:_SHOWN]],
    }


def _proposal(said: Record) -> Record:
    passages = [anchor for anchor in said.get("anchors", ()) if not anchor.get("field")]
    quote = str(passages[0].get("quote") or "") if passages else ""
    short = f"{quote[:_QUOTE].rstrip()}…" if len(quote) > _QUOTE else quote
    return {name: said.get(name) for name in _PROPOSED} | {"quote": short}


def _finding(one: Finding, shown: Mapping[str, str]) -> Record:
    said = {
        "code": one.code, "severity": one.severity, "message": one.message, "action": one.action,
    }  # fmt: skip
    found: Record = _renamed(said, shown)
    return found
