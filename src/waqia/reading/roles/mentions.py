"""Mentions: the spans of a text that fill the roles of the incidents it tells of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from waqia.model import Mention, Role
from waqia.reading.roles.candidates import FILLERS
from waqia.reading.roles.model import Model, Text
from waqia.reading.roles.storing import load


def mentions(text: str) -> list[Mention]:
    """The mentions of a text in order; none where it tells of no incident.

    Of each entity one name is given, the one likeliest to be right, wherever it stands; places
    where it runs over the end of a line are given only where there are no others.
    """
    capitals = text.isupper()
    prepared = Text(text, _model().clusters)
    tokens = prepared.tokens
    found = []
    numbers: Counter[Role] = Counter()
    for one in _model().entities(prepared):
        filler = FILLERS[one.candidate.role]
        role: Role = "victim" if filler == "victim_unnamed" else filler
        numbers[role] += 1
        entity = f"{role}-{numbers[role]}"
        spans = [(tokens.starts[a], tokens.ends[b - 1]) for a, b in one.candidate.places]
        whole = [(start, end) for start, end in spans if "\n" not in text[start:end]]
        named = _named(filler == "victim", spans, text, capitals) if role == "victim" else None
        found += [
            Mention(role, entity, text[start:end], start, end, named)
            for start, end in whole or spans
        ]
    return sorted(found, key=lambda mention: (mention.start, mention.end, mention.entity))


def _named(victim: bool, spans: list[tuple[int, int]], text: str, capitals: bool) -> bool:
    """Whether a victim is called by name: in a text that is not all capitals names have some."""
    if not victim or capitals:
        return victim
    return any(letter.isupper() for start, end in spans for letter in text[start:end])


def mention_lines(documents: Iterable[tuple[str, str]]) -> Iterator[str]:
    """One JSON object a mention, without line ends, for many documents, each a name and a text.

    Fields: document, role, entity, text, start, end, named.
    """
    for name, text in documents:
        for one in mentions(text):
            yield json.dumps(
                {
                    "document": name,
                    "role": one.role,
                    "entity": one.entity,
                    "text": one.text,
                    "start": one.start,
                    "end": one.end,
                    "named": one.named,
                },
                ensure_ascii=False,
            )


@cache
def _model() -> Model:
    return load()
