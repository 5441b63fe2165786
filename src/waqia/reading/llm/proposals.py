"""Checked accounts as proposals: records with ids, anchors and places by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from waqia.codebook import PlaceNames
from waqia.model import Anchor, Casualties, Mention, Proposal
from waqia.reading.document import Document, Span
from waqia.reading.llm.drafts import Draft
from waqia.reading.llm.said import within
from waqia.reading.llm.windows import Unit


def proposal(
    draft: Draft,
    number: int,
    document: Document,
    units: Sequence[Unit],
    mentions: Sequence[Mention],
    names: PlaceNames,
    made_by: str,
) -> Proposal:
    """The proposal of a checked account, the `number`-th of its document.

    Its first anchors are the sentences it is told in, then come those of its values.
    """
    places = sorted(draft.anchors, key=lambda anchor: (anchor[1], anchor[0]))
    passages = _passages(units, [place for _, place in places])
    anchors = [*((None, span) for span in passages), *places]
    return Proposal(
        id=f"{document.id}-{number}",
        source=document.id,
        anchors=tuple(_anchor(document, name, span) for name, span in anchors),
        mentions=tuple(
            one
            for one in mentions
            if any(start <= one.start and one.end <= end for start, end in passages)
        ),
        made_by=made_by,
        **_values(draft, names),
    )


def _passages(units: Sequence[Unit], places: Sequence[Span]) -> list[Span]:
    """The stretches of text that tell an account; neighbouring sentences are one."""
    told = {unit.number: unit for place in places for unit, _, _ in within(units, place)}
    spans: list[Span] = []
    for number, unit in sorted(told.items()):
        if number - 1 in told:
            spans[-1] = (spans[-1][0], unit.end)
        else:
            spans.append((unit.start, unit.end))
    return spans


def _anchor(document: Document, name: str | None, span: Span) -> Anchor:
    start, end = span
    page = document.page_at(start)
    return Anchor(
        source=document.id,
        start=start,
        end=end,
        locator=f"page {page}" if page else None,
        quote=document.text[start:end],
        field=name,
    )


def _values(draft: Draft, names: PlaceNames) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in draft.values.items()
    }
    if place := draft.place:
        values["place"] = place.words
        if phrase := place.phrase:
            if phrase.place_id:
                values |= names.on(phrase.place_id, values.get("date_start"))
            elif len(phrase.candidates) > 1:
                values["place_candidates"] = phrase.candidates
            values |= {"country": phrase.country, "place_precision": phrase.precision}
    values["casualties"] = tuple(
        Casualties(
            party=party,
            outcome=outcome,  # type: ignore[arg-type] # one of OUTCOMES, as was checked
            min=count.min,
            best=count.best,
            max=count.max,
            imputed=count.imputed,
        )
        for (party, outcome), count in draft.counts.items()
        if party
    )
    for (party, outcome), count in draft.counts.items():
        if party is None:
            values |= {
                f"{outcome}_min": count.min,
                outcome: count.best,
                f"{outcome}_max": count.max,
                f"{outcome}_imputed": count.imputed,
            }
    return values
