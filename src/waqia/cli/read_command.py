"""`waqia read`: documents into proposed accounts, each value with the words it came from."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqia.cli.output import exit_code, number_of, print_findings, say, shown, working
from waqia.cli.register.opening import open_register, user_option
from waqia.model import ExportError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from waqia.codebook import Codebook
    from waqia.reading import Reader, Written
    from waqia.register import Register

_FILE = click.Path(path_type=Path)
_SECONDS, _SECONDS_OF_A_MODEL = 600.0, 3600.0
"""That one file may take."""


@click.command("read")
@click.argument("documents", nargs=-1, required=True, type=_FILE)
@click.option("--out", type=_FILE, help="JSON lines to write: the accounts that are proposed.")
@click.option("--sources", type=_FILE, help="CSV to write: the documents as sources.")
@click.option(
    "--mentions", type=_FILE,
    help="JSON lines to write: the words that fill the roles of incidents.",
)  # fmt: skip
@click.option("--into", metavar="REGISTER", help="Register whose reviewers the accounts wait for.")
@user_option
@click.option("--codebook", help="Name or folder; else pakistan, or that of the register.")
@click.option(
    "--published", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
    help="Day of publication; else the one that a document states.",
)  # fmt: skip
@click.option(
    "--jobs", type=click.IntRange(1), help="Processes that read; else one for each processor."
)
@click.option("--llm", metavar="URL", help="Endpoint of a language model to read with instead.")
@click.option("--model", metavar="NAME", help="The model's name at that endpoint.")
@click.option(
    "--overwrite",
    is_flag=True,
    help="Replace files that are there, and what a stopped run has read.",
)
def command(
    documents: tuple[Path, ...], into: str | None, user: str | None, codebook: str | None,
    published: datetime | None, jobs: int | None, llm: str | None, model: str | None,
    overwrite: bool, **files: Path | None,
) -> int:  # fmt: skip
    """Read DOCUMENTS (PDF, HTML, DOCX, e-mail, text, folders) for accounts of incidents.

    Every value of an account has the words it came from as its anchor; what is not known is left
    out. Copies of one report in a run count once. With --into, documents become sources of the
    register and accounts wait for review; a second time nothing is added. A run that was stopped
    goes on when the same command is given again.

    \b
    waqia read article.html report.pdf --out accounts.jsonl --sources sources.csv
    waqia read feed/ --into desk.db
    waqia read articles/ --mentions mentions.jsonl
    """
    from waqia.reading import read_batch, write_batch

    _check(files, into, codebook, overwrite=overwrite)
    if (llm is None) != (model is None):
        raise click.UsageError("--llm URL and --model NAME go together.")
    jobs = jobs or _processors()
    with open_register(into, user) if into else nullcontext() as register:
        book = _codebook(register, codebook, files)
        # one document keeps all requests under way for itself; of many each has one
        at_once = jobs if len(documents) == 1 and documents[0].is_file() else 1
        asking = _asking(book, llm, model, at_once) if llm and model else None
        make, name, settings = asking or _engine(book, files["mentions"] is not None)
        alone = register is not None and not any(files.values())
        day = published.date() if published else None
        known = register.read_before(name, published=day) if register and alone else frozenset()
        skip = _Known(known)
        journal = _journal(files, into)
        with working("Read") as tell, _going_on(journal), read_batch(
            documents, make, name=settings, journal=journal, skip=skip, progress=tell,
            published=day, jobs=jobs,
            seconds=_SECONDS_OF_A_MODEL if llm else _SECONDS,
            group=bool(files["out"] or register), overwrite=overwrite,
        ) as batch:  # fmt: skip
            if batch.went_on:
                say(f"{number_of(batch.went_on, 'file')} had been read before the run was stopped.")
            named = {key: path for key, path in files.items() if key != "out" and batch.documents}
            proposed = None
            if register and batch.documents:
                # before files are there, which the same command would not replace if stopped here
                proposed = register.propose(batch, engine=name, progress=tell)
            done = write_batch(batch, accounts=files["out"] if batch.documents else None, **named)
    if not done.documents and not skip.number:
        raise InputError(
            "; ".join(finding.message for finding in done.findings) or "There is nothing to read."
        )
    _tell(done, files)
    if skip.number:
        say(f"{number_of(skip.number, 'file')} had been read before.")
    if proposed:
        done.findings += proposed.findings
        parts = {"proposed anew": proposed.renewed, "there before": proposed.there}
        more = "".join(f", {number:,} {what}" for what, number in parts.items() if number)
        say(
            f"{number_of(proposed.added, 'account')} proposed{more}; "
            f"{number_of(proposed.sources, 'new source')} → {into}"
        )
        if proposed.added:
            say("Next: waqia register review next --queue new")
    if done.findings:
        print_findings(done.findings)
    return exit_code(done.findings)


def _check(
    files: dict[str, Path | None], into: str | None, codebook: str | None, *, overwrite: bool
) -> None:
    if not (files["out"] or files["mentions"] or into):
        raise click.UsageError(
            "Say where what is found goes: --out FILE, --into REGISTER or --mentions FILE."
        )
    if into and codebook:
        raise click.UsageError("A register has its own codebook; leave --codebook out.")
    named = [path.resolve() for path in (*files.values(), into and Path(into)) if path]
    if len(set(named)) < len(named):
        raise click.UsageError("Two of --out, --sources, --mentions and --into are one file.")
    for path in filter(None, files.values()):
        if path.exists() and not overwrite:
            raise ExportError(f"{path} exists already; choose another name or pass --overwrite.")


def _codebook(
    register: Register | None, name: str | None, files: dict[str, Path | None]
) -> Codebook | None:
    """The codebook whose codes are proposed; None where only mentions are asked for."""
    from waqia.codebook import load_sound

    if register is not None:
        return register.codebook
    return load_sound(name or "pakistan") if files["out"] or files["sources"] else None


def _engine(codebook: Codebook | None, everywhere: bool) -> tuple[Callable[[], Reader], str, str]:
    """What makes the engine, its name, and what tells it with its codebook from others.

    Mentions are looked for `everywhere`, or only in documents of which an account comes.
    """
    from waqia.reading import GrammarReader, MentionReader

    if codebook is None:
        return MentionReader, MentionReader.name, MentionReader.name
    digest = hashlib.sha256(codebook.to_json().encode()).hexdigest()
    told = f"{GrammarReader.name} {digest}{' mentions' if everywhere else ''}"
    return partial(GrammarReader, codebook, everywhere=everywhere), GrammarReader.name, told


def _asking(
    codebook: Codebook | None, url: str, model: str, at_once: int
) -> tuple[Callable[[], Reader], str, str]:
    """As `_engine`, for a language model; says where the documents are sent."""
    from waqia.reading import Endpoint, LLMReader

    if codebook is None:
        raise click.UsageError("A model proposes accounts: say --out FILE or --into REGISTER.")
    endpoint = Endpoint.from_environment(url, model)
    if endpoint.privacy:
        say(endpoint.privacy)
    name = LLMReader.name_of(model)
    digest = hashlib.sha256(codebook.to_json().encode()).hexdigest()
    return partial(LLMReader, endpoint, codebook, jobs=at_once), name, f"{name} {digest}"


class _Known:
    """Tells files that an engine has read before, and counts them."""

    def __init__(self, hashes: frozenset[str]) -> None:
        self._hashes = hashes
        self.number = 0

    def __call__(self, path: Path) -> bool:
        if not self._hashes:
            return False
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest() in self._hashes
        except OSError:
            return False
        self.number += found
        return found


def _journal(files: dict[str, Path | None], into: str | None) -> Path:
    """Where what has been read is noted while it is not written yet: beside what is written."""
    written = next(filter(None, files.values()), None)
    if written is None:
        written = Path("waqia-read" if "://" in str(into) else str(into))
    return written.with_name(f".{written.name}.reading")


@contextmanager
def _going_on(journal: Path) -> Iterator[None]:
    """Say, where the run is stopped, how it goes on."""
    try:
        yield
    except KeyboardInterrupt:
        if journal.exists():
            click.echo("\nWhat was read is kept: the same command goes on.", err=True)
        raise


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tell(done: Written, files: dict[str, Path | None]) -> None:
    """A line a file that was written, and one on copies."""
    told = {
        "out": (done.accounts, "account", " proposed"),
        "mentions": (done.mentions, "mention", ""),
    }
    for key, (number, thing, more) in told.items():
        path = files[key]
        if path and done.documents:
            where = number_of(done.documents, "document")
            say(f"{number_of(number, thing)}{more} in {where} → {shown(path)}")
    if files["sources"] and done.documents:
        sources = number_of(done.documents - done.repeated, "source")
        say(f"{sources} → {shown(files['sources'])}")
    if done.copies:
        verb = "is a copy" if done.copies == 1 else "are copies"
        say(f"{number_of(done.copies, 'document')} {verb} of others; what they tell counts once.")
