"""Names of persons in a line: those that the words of harm count one by one."""

from __future__ import annotations

from waqia.reading.proposing.line import Line
from waqia.reading.proposing.tolls.clause import Clause

_NAMES = 6


class Names:
    """Finds the names of persons among the tokens of a line; upper-case lines have none."""

    def __init__(self, line: Line, clause: Clause) -> None:
        self._terms = line.terms
        self._capitals = line.text.isupper()
        self._tokens = clause.tokens
        self._by_first = clause.by_first

    def number(self, start: int) -> int:
        """How many names follow one another from a place: "A B, C and D"."""
        if self._capitals:
            return 0
        names, place, end = 0, start, self.behind(start)
        while place < end:
            if self._at(place):
                names += 1
                while place < end and self._at(place):
                    place += 1
            else:
                place += 1
        return names

    def behind(self, start: int) -> int:
        """The place behind the names that follow one another from a place, and behind "and"."""
        place = start
        while place < len(self._tokens):
            token = self._tokens[place]
            joins = place > start and token.any("and", "comma") and place + 1 < len(self._tokens)
            listed = joins and (
                self._at(place + 1) or (token.any("and") and place + 1 in self._by_first)
            )
            if not (self._at(place) or listed):
                break
            place += 1
        return place

    def somebody(self, at: int) -> bool:
        """Whether words that end at a token are somebody: a name, or he or she."""
        if at < 0:
            return False
        if self._tokens[at].any("comma"):
            return any(self._at(place) for place in range(max(at - _NAMES, 0), at))
        return self._tokens[at].any("he") or (not self._capitals and self._at(at))

    def _at(self, at: int) -> bool:
        """Whether a token is of the name of somebody, of no place or organisation."""
        token = self._tokens[at]
        return (
            token.plain
            and token.capital
            and not any(term.start < token.end and term.end > token.start for term in self._terms)
        )
