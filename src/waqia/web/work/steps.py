"""What is said of work: how far it is, and why something was not done; in any language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is drawn."""
    _known.append(text)
    return text


_known: list[str] = []

STARTING = _("Starting")
READING = _("Reading %(name)s (%(at)s of %(all)s)")
COPIES = _("Looking for copies, and keeping what was found")
CHECKING = _("Checking the numbers")
LAYING_OUT = _("Laying out the findings")
WRITING = _("Writing the release: %(what)s")
COUNTING = _("Counting")
DRAWING = _("Writing the page")
SETTING = _("Setting the PDF")

TOO_MANY = _("%(found)s files are too many at once; drop at most %(most)s.")
ALL_TOO_LARGE = _("The files have %(found)s MB together; at most %(most)s MB are taken at once.")
TOO_LARGE = _("%(name)s has %(found)s MB; files up to %(most)s MB are taken. Divide it.")
EMPTY = _("%(name)s is empty.")
PICTURE = _(
    "%(name)s is a picture, and words in pictures are not read; drop the text, or a PDF that has "
    "been through text recognition."
)
PROGRAM = _("%(name)s is a program; drop a PDF, a web page, a DOCX, an e-mail or a text.")
ARCHIVE = _("%(name)s is an archive; unpack it and drop the documents that are in it.")
OLD_OFFICE = _(
    "%(name)s is an old Word file or one that is locked with a password; save it as a DOCX "
    "without a password, or as a PDF."
)
LOCKED = _("%(name)s is locked with a password; save it without one.")
BOMB = _("%(name)s would unpack to more than is read; save it as a PDF or as text.")
DAMAGED = _("%(name)s is damaged and cannot be opened; save it once more, or as a PDF.")
OTHER = _("%(name)s is none of the kinds that are read: PDF, HTML, DOCX, e-mail, text.")

STOPPED = _("It was stopped.")
TOO_LONG = _("It was given up after %(seconds)s seconds.")
TOO_MUCH = _("It was given up, as more came of it than is taken.")
BROKEN = _(
    "The process that worked on it broke off, for want of memory or time, or on its content."
)
MEMORY = _("It needs more memory than it may take.")
FAILED = _("It could not be done (%(why)s).")
NO_TEXT = _("There is no text in what was given: %(why)s")
DEFECT = _("Something unexpected went wrong (%(why)s). This is a defect of waqia.")


_SERVER = re.compile(r"postgres(?:ql)?://[^\s,;]*[^\s,;:.]")
_PATH = re.compile(r"(?<![\w.:/])/(?:[^\s/:;,'\"]+/)+([^\s/:;,'\"]+)")


def without_places(text: str, folder: Path) -> str:
    """What went wrong without where things lie on the server: files by their names alone.

    `folder` is the one of the releases, known as it may hold spaces.
    """
    for known in {str(folder), str(folder.resolve())} - {"."}:
        text = text.replace(f"{known}/", "")
    return _PATH.sub(r"\1", _SERVER.sub("the register", text))


def in_words(text: str, words: Callable[..., str]) -> str:
    """What is kept of work in English, in the language of `words`; as it is where not known."""
    for pattern, known in _patterns():
        if found := pattern.fullmatch(text):
            values: dict[str, Any] = found.groupdict()
            return words(known, **values)
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    place = re.compile(r"%\\\((\w+)\\\)s")
    return [
        (re.compile(place.sub(r"(?P<\1>.*)", re.escape(known)), re.DOTALL), known)
        for known in _known
    ]
