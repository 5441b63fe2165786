"""An account written in an editor: a template that helps, and a draft that is never lost."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from waqia.model import InputError, WaqiaError

if TYPE_CHECKING:
    from waqia.codebook import Codebook

T = TypeVar("T")
DRAFT = "account.draft.yaml"
_SHOWN = 45
"""Codes of a vocabulary that the template lists; of longer ones it says what lists them."""
_FIELDS: dict[str, str] = {
    "source_id": "one of the register's sources:",
    "locator": "where in the source: page 3, paragraph 2",
    "reported_by": "whom the source cites; several with ;",
    "incident_id": "an incident that the register has; empty: an incident of its own",
    "date": "as precise as the source: 2024-01-30, 2024-01, 2024-08-25/2024-08-26, early May 2014",
    "type": "one of these:",
    "place": "in the words of the source",
    "district": "",
    "province": "",
    "country": "",
    "perpetrators": "several with ;",
    "claim": "claimed, attributed, suspected, denied, unknown",
    "responders": "forces that acted or answered; several with ;",
    "target_actors": "organisations or forces that were the target; several with ;",
    "targets": "several with ;, the main one first:",
    "tactics": "several with ;, the main one first:",
    "killed": "4, 4 (3-5), 3-5, at least 19, up to 30, dozens; 0 only where it says: none",
    "killed_by_party": "such as police=9; civilians=at least 4, with these parties:",
    "injured": "",
    "injured_by_party": "",
    "arrested": "",
    "abducted": "",
    "tags": "your own words such as election; several with ;",
    "summary": "what it says, in your words; no names of private persons",
    "credibility": "1 confirmed, 2 probably true, 3 possibly, 4 doubtful, 5 improbable, 6 unknown",
}
"""Field of the template → what it may hold."""
_GIVEN = ("source_id", "locator", "reported_by", "incident_id")
"""Fields that a second coding has of its account."""
_VOCABULARIES = {
    "type": "type", "perpetrators": "actor", "targets": "target", "tactics": "tactic",
    "killed_by_party": "party",
}  # fmt: skip
"""Field of the template → the vocabulary that is listed above it."""


def template(codebook: Codebook, sources: Sequence[tuple[str, str]], name: str) -> str:
    """A template of an account in YAML: a line a field, and above it what it may hold.

    `sources` are (id, title) of the register that is called `name`.
    """
    return "".join(f"{line}\n" for line in _template(codebook, sources, name))


def template_to_code(codebook: Codebook, account: str) -> str:
    """A template of a second coding: the fields that are coded, and nothing of the first one."""
    head = [
        f"# Your coding of {account}. Save and close to keep it; empty the file to leave.",
        "# Leave empty what the source does not say: unknown is not zero.",
    ]
    coded = [name for name in _FIELDS if name not in _GIVEN]
    lines = [*head, *(line for name in coded for line in _field(codebook, name))]
    return "".join(f"{line}\n" for line in lines)


def _template(codebook: Codebook, sources: Sequence[tuple[str, str]], name: str) -> Iterator[str]:
    yield f"# A new account for {name}. Save and close to keep it; empty the file to leave."
    yield "# Leave empty what the source does not say: unknown is not zero."
    for field in _FIELDS:
        yield from _field(codebook, field, sources)


def _field(
    codebook: Codebook, field: str, sources: Sequence[tuple[str, str]] = ()
) -> Iterator[str]:
    yield ""
    if told := _FIELDS[field]:
        yield f"# {told}"
    if field == "source_id":
        yield from _listed(sources, "`waqia register source list`")
    elif vocabulary := _VOCABULARIES.get(field):
        terms = [(term.code, term.label) for term in codebook.terms(vocabulary).values()]
        yield from _listed(terms, f"`waqia codebook show {codebook.id} {vocabulary}`")
    yield f"{field}:"


def _listed(pairs: Sequence[tuple[str, str]], command: str) -> Iterator[str]:
    if len(pairs) > _SHOWN:
        yield f"# {len(pairs):,} are known by many spellings; {command} lists them"
    elif not pairs:
        yield "#   none is there yet"
    else:
        width = max(len(code) for code, _ in pairs)
        yield from (f"#   {code:{width}}  {label}".rstrip() for code, label in pairs)


def edited(start: str, keep: Callable[[str], T], *, again: str, draft: bool = False) -> T | None:
    """Let a person write in an editor until `keep` takes it; None where nothing was typed.

    `start` is a template, or a `draft` of before. What `keep` refuses comes back into the editor
    with the reason above it; what is closed unchanged after that, or cannot go on for any other
    reason, is left as a draft in the working folder, with which the command `again` goes on.

    Raises:
        InputError: it was given up, or there is no editor.
    """
    text, refused = start, False
    with tempfile.TemporaryDirectory(prefix="waqia-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "account.yaml"
        while True:
            path.write_text(text, encoding="utf-8")
            try:
                _edit(path)
                written = path.read_text(encoding="utf-8")
                if not _said(written) or (written == start and not draft and not refused):
                    return None
                _check_mended(written, text if refused else None)
                try:
                    return keep(_without_report(written))
                except WaqiaError as error:
                    text, refused = _report(str(error)) + _without_report(written), True
            except BaseException:
                _leave_draft(path, start, again)
                raise


def _check_mended(written: str, refused: str | None) -> None:
    if written == refused:
        raise InputError("Nothing was added: what was wrong was left as it is.")


def _edit(path: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        # the editor is the person's own choice
        done = subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603
    except OSError as error:
        raise InputError(
            f"The editor {editor!r} cannot be started; set EDITOR to the one you use."
        ) from error
    if done.returncode:
        raise InputError(f"The editor {editor!r} ended with {done.returncode}; nothing was added.")


def _said(text: str) -> bool:
    """Whether anything stands beside a field."""
    lines = (line.partition("#")[0] for line in text.splitlines())
    return any(line.partition(":")[2].strip() or (line.strip() and ":" not in line)
               for line in lines)  # fmt: skip


def _report(message: str) -> str:
    import textwrap

    lines = textwrap.wrap(message, 96, break_long_words=False, break_on_hyphens=False)
    return "".join(f"#! {line}\n" for line in lines)


def _without_report(text: str) -> str:
    return "".join(line for line in text.splitlines(True) if not line.startswith("#!"))


def _leave_draft(path: Path, start: str, again: str) -> None:
    """Keep what was typed in the working folder, or where one can write, and say where."""
    typed = path.read_bytes()
    text = _without_report(typed.decode("utf-8", errors="replace"))
    if text == start or not _said(text):
        return
    for folder in (Path(), Path.home(), Path(tempfile.gettempdir())):
        try:
            draft = _new_name(folder)
            draft.write_bytes(typed)
        except OSError:
            continue
        click.echo(f"What you typed is in {draft}; go on with `{again} {draft}`.", err=True)
        return


def _new_name(folder: Path) -> Path:
    number, draft = 1, folder / DRAFT
    while draft.exists():
        number += 1
        draft = folder / DRAFT.replace(".draft", f".draft-{number}")
    return draft
