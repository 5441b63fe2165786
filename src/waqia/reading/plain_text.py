"""Plain text and Markdown: the bytes decoded, bounded, and their blocks found."""

from __future__ import annotations

import re
from itertools import islice

from waqia.model import phrase
from waqia.reading.decoding import cut_finding, decode, storable, text_findings
from waqia.reading.drafting import Draft
from waqia.reading.limits import Limits
from waqia.reading.outline import LINE_END, outline

_CELL_END = re.compile(r"[\t|]")


def read_plain_text(data: bytes, name: str, limits: Limits, stated: str | None = None) -> Draft:
    """The draft of a text in the encoding that is stated for it, if one is and fits."""
    most = limits.characters * 4
    text, encoding = decode(data[:most] if len(data) > most else data, stated)
    cut = ""
    if len(data) > most or len(text) > limits.characters:
        text = text[: limits.characters]
        cut = phrase(f"the first {limits.characters:,} characters")
    for ending, count, limit in (
        (LINE_END, limits.lines, phrase("the first %(most)s lines")),
        (_CELL_END, limits.cells, phrase("the first %(most)s cells of tables")),
    ):
        if (end := _nth(ending, text, count)) is not None:
            text, cut = text[:end], limit % {"most": f"{count:,}"}
    text, replaced = storable(text)
    draft = outline(text)
    draft.reader = "text"
    said = "utf-8" if encoding == stated else encoding  # what it says itself was not guessed
    draft.findings += text_findings(text, name, replaced, said)
    if cut:
        draft.findings.append(cut_finding(name, cut))
    return draft


def _nth(pattern: re.Pattern[str], text: str, count: int) -> int | None:
    """Where the match of a pattern begins that comes after so many others."""
    if len(text) <= count:
        return None
    beyond = next(islice(pattern.finditer(text), count, None), None)
    return beyond.start() if beyond else None
