"""What every engine that proposes accounts offers, and what it gives for a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from waqia.model import Finding, Mention, Proposal
from waqia.reading.document import Document


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine found in a document.

    `mentions` are those of the whole document, whether or not a proposal came of them; the first
    anchors of a proposal are the passages that tell of it, then those of its values.
    """

    proposals: Sequence[Proposal] = ()
    mentions: Sequence[Mention] = ()
    findings: Sequence[Finding] = ()


class Reader(Protocol):
    """An engine: `name` is its name and version as `made_by` has it, `read:grammar/1` for example.

    The same name must give the same proposals for the same document.
    """

    @property
    def name(self) -> str:
        """What `made_by` of its proposals says."""

    def propose(self, document: Document, published: date | None) -> Reading:
        """The accounts that a document holds; `published` is the day that its dates refer to.

        The source of proposals and anchors is the document's id, and an account's id begins with
        it: `D-0123456789ab-1`. What is wrong with the document is a finding.

        Raises:
            InputError: the engine itself cannot go on, and no other document can be read by it.
        """
