"""The built-in engine: sentences read by grammar and codebook, grouped, and made into accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from waqia.codebook import Codebook
from waqia.model import Finding, Proposal
from waqia.reading.document import Document
from waqia.reading.proposing.accounts import Accounts
from waqia.reading.proposing.grouping import Grouping
from waqia.reading.proposing.heading import digest
from waqia.reading.proposing.lines import Passage, Passages
from waqia.reading.proposing.pieces import Piece, Pieces, Setting
from waqia.reading.proposing.places import Ground
from waqia.reading.proposing.story import Story
from waqia.reading.reader import Reading
from waqia.reading.roles import mentions

NAME = "read:grammar/1"
_SHORT = 40
"""A text of at most so many sentences is read as news, which tells stories; another as a report."""


class GrammarReader:
    """Reads documents for accounts in the terms of a codebook, without a network or a model's help.

    Every value of a proposal has an anchor; sums over several incidents propose nothing. Mentions
    are looked for in documents of which an account comes, or `everywhere`.
    """

    name = NAME

    def __init__(self, codebook: Codebook, *, everywhere: bool = False) -> None:
        self._everywhere = everywhere
        ground = Ground(codebook)
        self._ground = ground
        self._passages = Passages(codebook)
        self._pieces = Pieces(codebook, ground)
        self._accounts = Accounts(codebook, ground)

    def propose(self, document: Document, published: date | None) -> Reading:
        """The accounts that a document holds; `published` is the day that its dates refer to."""
        passages, long = self._passages.of(document)
        stories = self._stories(passages, published)
        found = mentions(document.text) if stories or self._everywhere else []
        proposals: list[Proposal] = []
        for story in stories:
            number = len(proposals) + 1
            one = self._accounts.of(story, document, found, NAME, number)
            if one:
                proposals.append(one)
        return Reading(proposals, found, [_unread(document, *span) for span in long])

    def _stories(self, passages: list[Passage], published: date | None) -> list[Story]:
        news = len(passages) <= _SHORT
        setting = Setting((published, published) if published else None, news)
        grouping = Grouping(self._ground, news, published)
        for passage in passages:
            for piece in self._read(passage, setting):
                grouping.add(piece)
        return grouping.done()

    def _read(self, passage: Passage, setting: Setting) -> list[Piece]:
        """What a passage says, its lines each for itself where they are a digest of headlines."""
        lines = self._passages.lines(passage)
        if len(lines) > 1:
            tried = replace(setting)
            if told := digest([self._pieces.of(line, tried) for line in lines], self._ground):
                return told
        return self._pieces.of(passage, setting)


def _unread(document: Document, start: int, end: int) -> Finding:
    """The finding for a sentence that tells of violence and is too long to be read."""
    return Finding(
        "document-cut",
        f"A sentence of {end - start:,} characters was not read for accounts (characters "
        f"{start:,} to {end:,}).",
        document.name,
        found=" ".join(document.text[start:end].split())[:80],
        action="Read it yourself, or end its sentences with full stops.",
    )
