"""The words of a source that an account rests on: where they stand, and what stands round them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

_ROUND = 320
"""Characters of context before and after an anchor, cut where a sentence or word begins."""
_SENTENCE = re.compile(r"[.!?۔؟]['\"”’)]*\s|\n\s*\n")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a source: what is before them, the words, what is after.

    All three are empty where the text may not be shown or is not there; then `quote` may have the
    words alone. `at` is start-end in characters of the source's text, None for a row of a dataset.
    `exact` says that it is the value's own words, not those of the whole account.
    """

    source: str
    before: str = ""
    words: str = ""
    after: str = ""
    quote: str | None = None
    at: str | None = None
    row: int | None = None
    locator: str | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of a text, and what rests on it: (account, incident, field) as they come."""

    start: int
    end: int
    rests: tuple[tuple[str, str | None, str | None], ...] = field(default=())

    @property
    def at(self) -> str:
        """Where it is, as addresses say it."""
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and by number the spans that cover it, and begin or end with it."""

    text: str
    within: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def anchors_of(account: Record, name: str) -> list[Record]:
    """The anchors of the words of a field of an account; those of all that it says for ""."""
    return [a for a in account.get("anchors") or () if _says(a.get("field"), name)]


def _says(said: str | None, name: str) -> bool:
    if not said or not name:
        return not said and not name
    head = said.split(":")[0]
    return head == name or (head, name) == ("claim", "perpetrators")


def passage(anchor: Record, text: str | None) -> Passage:
    """The passage of an anchor; with context where the text is given."""
    start, end = anchor.get("start"), anchor.get("end")
    known = start is not None and end is not None
    own = {
        "source": anchor["source"], "row": anchor.get("row"), "locator": anchor.get("locator"),
        "at": f"{start}-{end}" if known else None, "quote": anchor.get("quote"),
        "exact": bool(anchor.get("field")),
    }  # fmt: skip
    if text is None or start is None or end is None or end > len(text):
        return Passage(**own)
    return Passage(
        before=_head(text[max(0, start - _ROUND) : start], whole=start <= _ROUND),
        words=text[start:end],
        after=_tail(text[end : end + _ROUND], whole=end + _ROUND >= len(text)),
        **own,
    )


def _head(text: str, *, whole: bool) -> str:
    """What leads up to the words, from the beginning of a sentence where there is one."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    if ends and (cut := ends[max(0, len(ends) - 2)]) < len(text):
        return text[cut:]
    return text if whole else f"… {text.partition(' ')[2]}"


def _tail(text: str, *, whole: bool) -> str:
    """What follows the words, to the end of a sentence where there is one."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    if ends:
        return text[: ends[min(1, len(ends) - 1)]].rstrip()
    return text if whole else f"{text.rpartition(' ')[0]} …"


def spans_of(accounts: Iterable[Record], source: str, length: int) -> list[Span]:
    """The spans that accounts point to in the text of a source, in their order, each once."""
    found: dict[tuple[int, int], list[tuple[str, str | None, str | None]]] = {}
    for account in accounts:
        for anchor in account.get("anchors") or ():
            start, end = anchor.get("start"), anchor.get("end")
            if anchor["source"] == source and start is not None and start < end <= length:
                said = (account["id"], account.get("incident"), anchor.get("field"))
                found.setdefault((start, end), []).append(said)
    return [Span(*key, tuple(rests)) for key, rests in sorted(found.items())]


def pieces_of(text: str, spans: Sequence[Span]) -> Iterator[Piece]:
    """A text cut where spans begin and end, so that each piece lies in the same ones."""
    cuts = sorted({0, len(text), *(edge for s in spans for edge in (s.start, s.end))})
    opening: dict[int, list[int]] = {}
    for number, span in enumerate(spans):
        opening.setdefault(span.start, []).append(number)
    within: list[int] = []
    for start, end in pairwise(cuts):
        begins = opening.get(start, [])
        within = [number for number in within if spans[number].end > start] + begins
        ends = [number for number in within if spans[number].end == end]
        yield Piece(text[start:end], tuple(within), tuple(begins), tuple(ends))
