"""The engine for mentions alone: it proposes nothing, and needs no codebook."""

from __future__ import annotations

from datetime import date

from waqia.reading.document import Document
from waqia.reading.reader import Reading
from waqia.reading.roles.mentions import mentions


class MentionReader:
    """Gives the mentions of a document."""

    name = "read:roles/1"

    def propose(self, document: Document, published: date | None) -> Reading:  # noqa: ARG002
        """The mentions; there are no proposals."""
        return Reading(mentions=mentions(document.text))
