"""Text of the data on its way into a document: visible, and without power as Markdown."""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue000", "\ue001"
"""Private-use letters round a part's number: how parts travel through Markdown untouched."""

MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
"""Finds the mark of a part in a text; its group is the part's number."""

_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF])
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_MARKS = dict.fromkeys(map(ord, (OPEN, CLOSE)))
_HIDDEN = _CONTROLS | _TURNING | _MARKS

_POWER = re.compile(r"([\\`*_\[\]<>#|~&])")
_START = re.compile(r"^( ?\d*)([-+=.)])")


def visible(text: str) -> str:
    """The text without control characters and without those that turn the direction of writing.

    A name with a right-to-left override would turn the words round it, too. Right-to-left letters
    need none.
    """
    return text.translate(_HIDDEN)


def as_markdown(text: str) -> str:
    """Markdown that reads as the text: on one line, every sign that means something escaped."""
    flat = re.sub(r"\s+", " ", text)
    return _START.sub(r"\1\\\2", _POWER.sub(r"\\\1", flat))
