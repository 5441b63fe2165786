"""A small engine for tests of batches: it knows one sentence, and how to misbehave."""

from __future__ import annotations

import os
import re
import time
from datetime import date

from waqia.model import Anchor, Mention, Proposal
from waqia.reading import Document
from waqia.reading.reader import Reading

_TOLD = re.compile(r"(\d+) people were killed in (\w+)(?: on (\d{4}-\d\d-\d\d))?")


class Sentences:
    """Reads "5 people were killed in Mastung on 2024-02-07"."""

    name = "read:sentences/1"

    def propose(self, document: Document, published: date | None) -> Reading:
        """What the sentences say; a first word HANG, CRASH, SWELL or FAIL does what it says."""
        text = document.text
        if text.startswith("HANG "):
            time.sleep(600)
        if text.startswith("CRASH "):
            os._exit(7)
        if text.startswith("SWELL "):
            bytearray(6_000_000_000)
        if text.startswith("FAIL "):
            raise ValueError("this engine is unwell")
        proposals, mentions = [], []
        for number, said in enumerate(_TOLD.finditer(text), start=1):
            anchors = tuple(
                Anchor(
                    source=document.id, start=said.start(group), end=said.end(group),
                    quote=said[group], field=field,
                )
                for group, field in ((0, None), (1, "killed"), (2, "place"))
            )  # fmt: skip
            day = date.fromisoformat(said[3]) if said[3] else published
            proposals.append(
                Proposal(
                    id=f"{document.id}-{number}", source=document.id, killed=int(said[1]),
                    place=said[2], district=said[2], date_start=day, date_end=day,
                    anchors=anchors,
                )
            )  # fmt: skip
            start = said.start(1) + len(said[1]) + 1
            span = (start, start + len("people"))
            mentions.append(Mention("victim", f"victim-{number}", "people", *span, False))
        return Reading(proposals, mentions)


class Broken(Sentences):
    """An engine that cannot be loaded."""

    def __init__(self) -> None:
        raise ValueError("no such codebook")


class Unknown:
    """What cannot be pickled into another process."""

    def __reduce__(self) -> tuple[object, ...]:
        return _unknown, ()


def _unknown() -> None:
    raise ImportError("no such engine here")
