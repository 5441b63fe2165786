"""What is said of work: how far it is, and why something was not done; in any language."""

from __future__ import annotations

import re
from pathlib import Path

from waqia.model import phrase

STARTING = phrase("Starting")
READING = phrase("Reading %(name)s (%(at)s of %(all)s)")
COPIES = phrase("Looking for copies, and keeping what was found")
CHECKING = phrase("Checking the numbers")
LAYING_OUT = phrase("Laying out the findings")
WRITING = phrase("Writing the release: %(what)s")
COUNTING = phrase("Counting")
DRAWING = phrase("Writing the page")
SETTING = phrase("Setting the PDF")

TOO_MANY = phrase("%(found)s files are too many at once; drop at most %(most)s.")
ALL_TOO_LARGE = phrase(
    "The files have %(found)s MB together; at most %(most)s MB are taken at once."
)
TOO_LARGE = phrase("%(name)s has %(found)s MB; files up to %(most)s MB are taken. Divide it.")
EMPTY = phrase("%(name)s is empty.")
PICTURE = phrase(
    "%(name)s is a picture, and words in pictures are not read; drop the text, or a PDF that has "
    "been through text recognition."
)
PROGRAM = phrase("%(name)s is a program; drop a PDF, a web page, a DOCX, an e-mail or a text.")
ARCHIVE = phrase("%(name)s is an archive; unpack it and drop the documents that are in it.")
OLD_OFFICE = phrase(
    "%(name)s is an old Word file or one that is locked with a password; save it as a DOCX "
    "without a password, or as a PDF."
)
LOCKED = phrase("%(name)s is locked with a password; save it without one.")
BOMB = phrase("%(name)s would unpack to more than is read; save it as a PDF or as text.")
DAMAGED = phrase("%(name)s is damaged and cannot be opened; save it once more, or as a PDF.")
OTHER = phrase("%(name)s is none of the kinds that are read: PDF, HTML, DOCX, e-mail, text.")

STOPPED = phrase("It was stopped.")
TOO_LONG = phrase("It was given up after %(seconds)s seconds.")
TOO_MUCH = phrase("It was given up, as more came of it than is taken.")
BROKEN = phrase(
    "The process that worked on it broke off, for want of memory or time, or on its content."
)
MEMORY = phrase("It needs more memory than it may take.")
FAILED = phrase("It could not be done (%(why)s).")
NO_TEXT = phrase("There is no text in what was given: %(why)s")
DEFECT = phrase("Something unexpected went wrong (%(why)s). This is a defect of waqia.")


_SERVER = re.compile(r"postgres(?:ql)?://[^\s,;]*[^\s,;:.]")
_PATH = re.compile(r"(?<![\w.:/])/(?:[^\s/:;,'\"]+/)+([^\s/:;,'\"]+)")


def without_places(text: str, folder: Path) -> str:
    """What went wrong without where things lie on the server: files by their names alone.

    `folder` is the one of the releases, known as it may hold spaces.
    """
    for known in {str(folder), str(folder.resolve())} - {"."}:
        text = text.replace(f"{known}/", "")
    return _PATH.sub(r"\1", _SERVER.sub("the register", text))
