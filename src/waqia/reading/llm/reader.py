"""The engine that asks a language model for the accounts of a document, and checks its answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from waqia.codebook import Codebook, PlaceNames
from waqia.model import Finding
from waqia.reading.document import Document
from waqia.reading.llm.answers import answered_accounts, short
from waqia.reading.llm.asking import Asker, Message
from waqia.reading.llm.checking import Checker
from waqia.reading.llm.drafts import Draft, joined
from waqia.reading.llm.endpoint import Endpoint
from waqia.reading.llm.errors import EndpointError, TooLong, Unanswered, Unusable
from waqia.reading.llm.instructing import instructs
from waqia.reading.llm.prompts import PROMPT_VERSION, fence_of, material, task
from waqia.reading.llm.proposals import proposal
from waqia.reading.llm.said import Grammar, Said
from waqia.reading.llm.schema import answer_schema
from waqia.reading.llm.totals import add_totals
from waqia.reading.llm.windows import Unit, Window, units, windows
from waqia.reading.reader import Reading
from waqia.reading.roles import mentions

if TYPE_CHECKING:
    import httpx

_HALVINGS = 3
_FRUITLESS = 20
"""Answers in a row that cannot be used before the run ends."""


@dataclass
class _Work:
    """One document while it is read."""

    said: Said
    client: httpx.AsyncClient
    turns: asyncio.Semaphore
    fence: str
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class LLMReader:
    """Reads documents by an OpenAI-compatible endpoint; a `Reader`.

    Of what the model answers only values are taken whose quotes stand in the text word for word
    and bear them out: codes of the codebook, numbers and dates that our own grammar reads in the
    quote, actors that it names; places are matched by us. All else is a finding.

    Args:
        endpoint: where the model answers.
        codebook: whose codes accounts may hold.
        tokens: of text that are sent at once, by estimate; the rules and codes come on top.
        overlap: sentences that two such windows share.
        jobs: requests that one document has under way at once.
        most: windows of one document that are read.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        codebook: Codebook,
        *,
        tokens: int = 2_000,
        overlap: int = 3,
        jobs: int = 4,
        most: int = 500,
    ) -> None:
        self.endpoint = endpoint
        self.tokens, self.overlap, self.jobs, self.most = tokens, overlap, jobs, most
        self._grammar, self._names = Grammar(codebook), PlaceNames(codebook)
        self._asker = Asker(endpoint)
        self._unusable = 0

    @property
    def name(self) -> str:
        """`read:llm/` with the model and the version of our prompt, for `made_by`."""
        return self.name_of(self.endpoint.model)

    @staticmethod
    def name_of(model: str) -> str:
        """The name of a reader that asks a model."""
        return f"read:llm/{model}/{PROMPT_VERSION}"

    def propose(self, document: Document, published: date | None) -> Reading:
        """The accounts of a document that hold; see `Reader.propose`.

        Raises:
            EndpointError: the endpoint cannot be used, so that no other document can be read.
        """
        found = list(units(document, self.tokens))
        told = [unit for unit in found if not instructs(document.text[unit.start : unit.end])]
        named = mentions(document.text)
        findings = _withheld(document, [unit for unit in found if unit not in told])
        cut = list(windows(document.text, told, self.tokens, self.overlap))
        if len(cut) > self.most:
            findings.append(
                Finding(
                    "document-cut",
                    f"The document is read up to {cut[self.most - 1].name}, {self.most} requests "
                    f"of {len(cut)}.",
                    table=document.name,
                    record=document.id,
                )
            )
        said = Said(document, published, self._grammar)
        drafts, more = asyncio.run(self._read(said, cut[: self.most]))
        whole = joined(drafts)
        for draft in whole:
            add_totals(draft, self._grammar.codebook)
        proposals = [
            proposal(draft, number, document, found, named, self._names, self.name)
            for number, draft in enumerate(whole, start=1)
        ]
        return Reading(proposals, named, [*findings, *more])

    async def _read(self, said: Said, cut: Sequence[Window]) -> tuple[list[Draft], list[Finding]]:
        """The checked accounts of some windows, and what failed, in the order of the windows."""
        async with self._asker.client() as client:
            fence, turns = fence_of(said.document.text), asyncio.Semaphore(self.jobs)
            works = [_Work(said, client, turns, fence) for _ in cut]
            try:
                async with asyncio.TaskGroup() as group:
                    for work, window in zip(works, cut, strict=True):
                        group.create_task(self._window(work, window))
            except ExceptionGroup as failed:
                raise failed.exceptions[0] from None
        return (
            [draft for work in works for draft in work.drafts],
            [finding for work in works for finding in work.findings],
        )

    async def _window(self, work: _Work, window: Window, depth: int = 0) -> None:
        """Ask for a window; by halves where it, or the answer, is too long."""
        try:
            async with work.turns:
                answer = await self._answer(work, window)
        except TooLong as error:
            halves = window.halves(self.overlap) if depth < _HALVINGS else ()
            for half in halves:
                await self._window(work, half, depth + 1)
            if not halves:
                self._unread(work, window, error)
        except Unanswered as error:
            self._unread(work, window, error)
        else:
            checker = Checker(work.said, window, self.endpoint.hidden)
            work.drafts += checker.drafts(answer)
            work.findings += checker.findings

    async def _answer(self, work: _Work, window: Window) -> list[object]:
        """The accounts that the model gives for a window.

        Raises:
            Unanswered: it gives none that can be used; the endpoint may not even have answered.
        """
        said = work.said
        actors = said.actors(window.units)
        rules = task(said.grammar.codebook, actors, work.fence)
        text = material(said.document.text, window, said.published, work.fence)
        messages: list[Message] = [
            {"role": "system", "content": rules},
            {"role": "user", "content": text},
        ]
        schema = answer_schema(said.grammar.codebook, actors)
        try:
            body = await self._asker.ask(work.client, messages, schema)
            accounts = answered_accounts(body, self.endpoint.hidden)
        except Unusable:
            # chance may have spoilt the answer: once more, with another seed
            body = await self._asker.ask(work.client, messages, schema, seed=1)
            accounts = answered_accounts(body, self.endpoint.hidden)
        self._unusable = 0
        return accounts

    def _unread(self, work: _Work, window: Window, error: Unanswered) -> None:
        self._unusable += 1
        name = self.endpoint.model
        if self._unusable >= _FRUITLESS:
            raise EndpointError(
                f"The last {_FRUITLESS} answers of {name} could not be used; the last: it {error}."
            )
        document = work.said.document
        work.findings.append(
            Finding(
                "answer-unread",
                f"{window.name}: {name} {error}. They are not read.",
                table=document.name,
                record=document.id,
                action="Read the document again, with this or another model.",
            )
        )


def _withheld(document: Document, kept_back: Sequence[Unit]) -> list[Finding]:
    return [
        Finding(
            "document-instructs",
            f"Sentence {unit.number} speaks to a model and was not sent to it: "
            f"{short(document.text[unit.start : unit.end])}.",
            table=document.name,
            record=document.id,
        )
        for unit in kept_back
    ]
