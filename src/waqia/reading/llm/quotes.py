"""Quotes looked up in a document: exactly as they stand, but for the width of white space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from waqia.reading.document import Span

_LONGEST = 1_000


class Quotable:
    """Some sentences of a text, in order, in which quotes are looked up.

    `spans` are the places of the sentences in `text`. Nothing outside of them is found.
    """

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._text = text
        self._spans = list(spans)
        parts: list[str] = []
        self._offsets: list[int] = []
        for start, end in spans:
            for offset in range(start, end):
                char = text[offset]
                if not char.isspace():
                    parts.append(char)
                elif parts and parts[-1] != " ":
                    parts.append(" ")
                else:
                    continue
                self._offsets.append(offset)
            if parts and parts[-1] != " ":
                parts.append(" ")
                self._offsets.append(end)
        self._plain = "".join(parts)

    def find(self, quote: str, sentence: int | None = None) -> Span | None:
        """Where a quote stands in the text; None where it does not stand there word for word.

        White space of any width counts as one blank. A quote does not begin or end within a word
        or number. Of several places that is taken which is nearest to the sentence with the
        position `sentence` in `spans`, without one the first.
        """
        places = list(self._places(" ".join(quote[: _LONGEST + 1].split())))
        if not places:
            return None
        if sentence is None or not 0 <= sentence < len(self._spans):
            return places[0]
        start, end = self._spans[sentence]
        return min(places, key=lambda place: max(start - place[0], place[1] - end, 0))

    def _places(self, needle: str) -> Iterator[Span]:
        if len(needle) > _LONGEST or not any(char.isalnum() for char in needle):
            return
        at = self._plain.find(needle)
        while at >= 0:
            start, end = self._offsets[at], self._offsets[at + len(needle) - 1] + 1
            if self._whole(start, end) and " ".join(self._text[start:end].split()) == needle:
                yield start, end
            at = self._plain.find(needle, at + 1)

    def _whole(self, start: int, end: int) -> bool:
        text = self._text
        begun = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        goes_on = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        return not (begun or goes_on)
