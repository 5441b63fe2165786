"""A story worked into a proposal: its values, each with the anchors of the words that say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from waqia.codebook import Codebook, PlaceNames
from waqia.model import OUTCOMES, Anchor, Casualties, Mention, Proposal
from waqia.reading.document import Document, Span
from waqia.reading.proposing.events import ActorSaid, citation, find_actors
from waqia.reading.proposing.pieces import Piece
from waqia.reading.proposing.places import Ground, where
from waqia.reading.proposing.story import Story
from waqia.reading.proposing.tolls import Losses, combine

_CLAIMS = ("claimed", "denied", "attributed", "suspected", "unknown")
"""Modes of attribution, the one that says most first."""
_PRECISIONS = ("exact", "town", "district", "division", "province", "country", "unknown")
_UNNAMED = "unidentified"
"""The category of actors whose name nobody knows."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A field, or one value of it, and where it is said."""

    field: str
    span: Span


class Accounts:
    """Makes proposals of stories, in the terms of a codebook."""

    def __init__(self, codebook: Codebook, ground: Ground) -> None:
        self._codebook = codebook
        self._ground = ground
        self._names = PlaceNames(codebook)
        self._suicide = codebook.find("tactic", "suicide bombing")
        self._explosives = _within(codebook, "tactic", codebook.find("tactic", "explosion"))
        self._unnamed = {
            code
            for code, term in codebook.terms("actor").items()
            if term.row.get("category") == _UNNAMED
        }

    def of(
        self,
        story: Story,
        document: Document,
        mentions: Sequence[Mention],
        made_by: str,
        number: int,
    ) -> Proposal | None:
        """The account of a story; None where nothing but its kind is known."""
        losses = combine(
            [(at, piece.tolls) for at, piece in enumerate(story.pieces)], self._codebook
        )
        values: list[_Value] = []
        fields: dict[str, Any] = {}
        for part in (
            self._kind(story),
            self._when(story),
            self._actors(story),
            self._losses(story, losses),
            self._reporters(story),
        ):
            fields |= part[0]
            values += part[1]
        place, said = self._where(story, fields.get("date_start"))
        fields |= place
        values += said
        if not (fields.keys() & {"date_start", "place", "perpetrators", *OUTCOMES}):
            return None
        passages = _passages(story)
        return Proposal(
            id=f"{document.id}-{number}",
            source=document.id,
            made_by=made_by,
            anchors=tuple(_anchors(document, passages, values)),
            mentions=tuple(
                one for one in mentions if any(a <= one.start and one.end <= b for a, b in passages)
            ),
            **fields,
        )

    def _kind(self, story: Story) -> tuple[dict[str, Any], list[_Value]]:
        told = [(p, p.happening) for p in story.body if p.happening and p.definite]
        told += [
            (p, p.happening)
            for p in story.pieces
            if p.happening and not p.definite and not story.by_state
        ]
        kinds = [
            (piece, happening.type)
            for piece, happening in told
            if happening.type and (piece.definite or happening is told[0][1])
        ]
        fields: dict[str, Any] = {}
        values: list[_Value] = []
        if kinds:
            piece, kind = kinds[0]
            fields["type"] = kind.code
            values.append(_Value("type", piece.passage.line.at(kind.start, kind.end)))
        for name in ("targets", "tactics"):
            found: dict[str, Span] = {}
            for piece, happening in told:
                for said in getattr(happening, name):
                    found.setdefault(said.code, piece.passage.line.at(said.start, said.end))
            codes = self._narrowest("tactic" if name == "tactics" else "target", found)
            if name == "tactics" and self._suicide in codes:
                codes = [code for code in codes if code not in self._explosives]
            if codes:
                fields[name] = tuple(codes)
                values += [_Value(f"{name}:{code}", found[code]) for code in codes]
        return fields, values

    def _narrowest(self, vocabulary: str, codes: Iterable[str]) -> list[str]:
        """The codes without those that others of them lie within."""
        found = list(codes)
        terms = self._codebook.terms(vocabulary)
        wider: set[str] = set()
        for code in found:
            parent = terms[code].parent if code in terms else None
            while parent and parent not in wider:
                wider.add(parent)
                parent = terms[parent].parent if parent in terms else None
        return [code for code in found if code not in wider]

    def _when(self, story: Story) -> tuple[dict[str, Any], list[_Value]]:
        told = [(piece, day) for piece in story.pieces if (day := piece.day)]
        told = [pair for pair in told if not pair[0].headline] or told
        told = [pair for pair in told if pair[0].definite] or told
        if not told and story.listed:
            first = story.pieces[0]
            told = [(first, day) for day in first.dates if day.role == "dateline"]
        told = told or [(p, day) for p in story.pieces for day in p.dates if day.role == "printed"]
        if not told:
            return {}, []
        piece, day = min(told, key=lambda pair: pair[1].date_end - pair[1].date_start)
        dated = {
            "date_start": day.date_start,
            "date_end": day.date_end,
            "date_precision": day.precision,
        }
        return dated, [_Value("date", piece.passage.line.at(day.start, day.end))]

    def _where(self, story: Story, day: date | None) -> tuple[dict[str, Any], list[_Value]]:
        dateline = next((piece.dateline for piece in story.pieces if piece.dateline), None)
        told = [(piece.passage.line, place) for piece in story.pieces for place in piece.places]
        found = where([place for _, place in told], dateline[1] if dateline else None, self._ground)
        if found is None:
            return {}, []
        line = next((line for line, one in told if found in (one, one.together)), None)
        if line is None and dateline:
            line = dateline[0]
        if line is None:
            return {}, []
        fields: dict[str, Any] = {"place": " ".join(found.words.split())}
        if found.place_id:
            names = self._names.on(found.place_id, day)
            # the point is that of the unit, however exactly the words say where in it
            coarser = max(found.precision, names["place_precision"], key=_PRECISIONS.index)
            fields |= names | {"place_precision": coarser}
        else:
            fields |= {"country": found.country} if found.country else {}
            fields |= {"place_precision": found.precision}
            if len(found.candidates) > 1:
                fields["place_candidates"] = found.candidates
        return fields, [_Value("place", line.at(found.start, found.end))]

    def _actors(self, story: Story) -> tuple[dict[str, Any], list[_Value]]:
        fields: dict[str, Any] = {}
        values: list[_Value] = []
        told = [(piece, actor) for piece in story.pieces for actor in self._said(story, piece)]
        if story.by_state:  # whom forces act against is no perpetrator, whatever else is told
            told = [
                (piece, replace(actor, role="target_actors", claim=None))
                if actor.role == "perpetrators"
                else (piece, actor)
                for piece, actor in told
            ]
        if any(actor.claim == "claimed" for _, actor in told):  # who denies it then did not do it
            told = [pair for pair in told if pair[1].claim != "denied"]
        for role in ("perpetrators", "responders", "target_actors"):
            found: dict[str, tuple[Piece, ActorSaid]] = {}
            for piece, actor in told:
                if actor.role == role and actor.code:
                    found.setdefault(actor.code, (piece, actor))
            codes = self._narrowest("actor", found)
            named = [code for code in codes if code not in self._unnamed]
            if codes := named or codes[:1]:
                fields[role] = tuple(codes)
                for code in codes:
                    piece, actor = found[code]
                    span = piece.passage.line.at(actor.start, actor.end)
                    values.append(_Value(f"{role}:{code}", span))
        claims = [
            (piece, actor)
            for piece, actor in told
            if actor.role == "perpetrators" and actor.claim
            and (actor.code is None or actor.code in fields.get("perpetrators", ()))
        ]  # fmt: skip
        if claims:
            piece, actor = min(claims, key=lambda pair: _CLAIMS.index(str(pair[1].claim)))
            unnamed = actor.code in self._unnamed and actor.claim == "attributed"
            fields["claim"] = "unknown" if unnamed else actor.claim
            span = actor.claim_span or (actor.start, actor.end)
            values.append(_Value("claim", piece.passage.line.at(*span)))
        return fields, values

    def _said(self, story: Story, piece: Piece) -> Sequence[ActorSaid]:
        """The actors of a piece, read by what its story tells where it tells no incident itself."""
        if piece.definite or piece.over_several:
            return piece.actors
        found = find_actors(piece.passage.line, self._codebook, story.kind)
        return [one for one in found if one.role != "responders" or one in piece.actors]

    def _losses(self, story: Story, losses: Losses) -> tuple[dict[str, Any], list[_Value]]:
        fields: dict[str, Any] = {}
        values: list[_Value] = []
        for outcome, loss in losses.totals.items():
            count = loss.count
            fields |= {
                f"{outcome}_min": count.min,
                outcome: count.best,
                f"{outcome}_max": count.max,
                f"{outcome}_imputed": count.imputed,
            }
            values += [_Value(outcome, _span(story, where)) for where in loss.spans]
        parties = []
        for (party, outcome), loss in losses.parties.items():
            count = loss.count
            parties.append(
                Casualties(
                    party=party,
                    outcome=outcome,
                    min=count.min,
                    best=count.best,
                    max=count.max,
                    imputed=count.imputed,
                )
            )
            values += [
                _Value(f"casualties:{party}:{outcome}", _span(story, where)) for where in loss.spans
            ]
        return fields | {"casualties": tuple(parties)}, values

    def _reporters(self, story: Story) -> tuple[dict[str, Any], list[_Value]]:
        found: dict[str, tuple[str, Span]] = {}
        for piece in story.pieces:
            line = piece.passage.line
            for span in piece.reporters:
                said = citation(line, span)
                found.setdefault(said.casefold(), (said, line.at(*span)))
        values = [_Value("reported_by", span) for _, span in found.values()]
        return ({"reported_by": tuple(said for said, _ in found.values())} if found else {}), values


def _within(codebook: Codebook, vocabulary: str, code: str | None) -> set[str]:
    """A code and those that lie within it."""
    found = {code} if code else set()
    terms = codebook.terms(vocabulary)
    while more := {c for c, term in terms.items() if term.parent in found} - found:
        found |= more
    return found


def _span(story: Story, where: tuple[int, int, int]) -> Span:
    at, start, end = where
    return story.pieces[at].passage.line.at(start, end)


def _passages(story: Story) -> list[Span]:
    """The stretches of text that tell a story, in order; neighbouring sentences are one."""
    spans: list[Span] = []
    last = -2
    for piece in sorted(story.pieces, key=lambda piece: piece.passage.number):
        start, end = piece.passage.line.at(0, len(piece.passage.line.text))
        if piece.passage.number - last <= 1 and spans:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = piece.passage.number
    return spans


def _anchors(
    document: Document, passages: Sequence[Span], values: Sequence[_Value]
) -> Iterator[Anchor]:
    spans = [(None, span) for span in passages] + [(value.field, value.span) for value in values]
    for field, (start, end) in dict.fromkeys(spans):
        page = document.page_at(start)
        yield Anchor(
            source=document.id,
            start=start,
            end=end,
            locator=f"page {page}" if page else None,
            quote=document.text[start:end],
            field=field,
        )
