"""What a kind of work is given, what it gives back, and how files reach a process apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from waqia.model import QuestionError
from waqia.register import Job, Register, Upload
from waqia.web.work import steps
from waqia.web.work.published import Reports

Record = dict[str, Any]
Say = Callable[..., None]
"""Takes the share that is done (0 to 1, or None), what is being done, and values for its places."""

SUFFIXES = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "text/markdown": ".md",
}
"""How files are called that a process apart reads; any other is a text."""
_NAME = re.compile(r"\w[\w.-]{0,99}")
"""Names of releases: never a way to somewhere else."""
_TAKEN = ("present", "reports")
"""Names with a meaning of their own: the register as it is now, and the folder of the reports."""


@dataclass(frozen=True)
class Work:
    """A job being done: the register as its user has it, what it was given, and how to tell of it.

    `releases` is the folder of releases, `stopped` whether the work is to be stopped.
    """

    job: Job
    register: Register
    inputs: Sequence[Upload]
    releases: Path
    reports: Reports
    say: Say
    stopped: Callable[[], bool]

    def release_path(self, name: str) -> Path:
        """The folder of a release of this name, which may not be there yet.

        Raises:
            QuestionError: no release can be called so.
        """
        if not _NAME.fullmatch(name):
            raise QuestionError(
                f"No release can be called {name[:200]!r}; a name has letters, digits, dots, "
                "dashes and underscores, and begins with a letter or digit."
            )
        if name in _TAKEN:
            raise QuestionError(f"No release can be called {name!r}; choose another name.")
        return self.releases / name

    def frozen(self, name: str) -> Path:
        """The folder of a release that is there.

        Raises:
            QuestionError: there is none of this name.
        """
        path = self.release_path(name)
        if not (path / "datapackage.json").is_file():
            raise QuestionError(f"There is no release {name!r}.")
        return path

    def parameter(self, name: str) -> Any:
        """A parameter; None where it was not given."""
        return self.job.parameters.get(name)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: what is kept of it, and files."""

    result: Record
    files: Sequence[Upload] = ()


def placed(files: Sequence[Upload]) -> dict[str, Upload]:
    """Files by the names under which a process apart finds them."""
    return {
        f"upload-{number:04}{SUFFIXES.get(file.media_type, '.txt')}": file
        for number, file in enumerate(files, start=1)
    }


def told_apart(names: Sequence[str]) -> list[str]:
    """Names of which no two are the same."""
    found: list[str] = []
    for name in names:
        number = 1 + sum(one == name for one in names[: len(found)])
        found.append(name if number == 1 else f"{name} ({number})")
    return found


def say_reading(say: Say, at: int, names: Sequence[str], after: str) -> None:
    """Say that the file at a position is being read, or what is done after all were."""
    if at < len(names):
        say(0.85 * at / len(names), steps.READING, name=names[at], at=at + 1, all=len(names))
    else:
        say(0.85, after)


def check_address(address: Any) -> None:
    """Let an address pass that leads to a page, or that was not given.

    Raises:
        QuestionError: it leads elsewhere, or would run a script.
    """
    if address and urlsplit(str(address)).scheme not in ("http", "https"):
        raise QuestionError(f"{str(address)[:200]!r} is no address of a page; expected https://….")
