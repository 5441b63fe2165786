"""Groups of persons in a line: how many, of which party, and the words that say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from waqia.model import Count
from waqia.reading.proposing.tolls.parties import Noun
from waqia.reading.proposing.tolls.words import Token

ONE, UNTOLD = Count(1, 1, 1), Count(None, None, None)
_WIDEST = 8
_NEAR = 3
_FORCE = 5
_STRANGERS = 2
_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Persons at tokens `first` to `last`, both included.

    `same` is as many as were told of before; `told` says that a word for persons is among the
    words ("four men", "four others") and not only a number; `more` that they come on top of
    others; `definite` that the text speaks of them as known; `attributive` is the position of a
    verb within ("one dead terrorist").
    """

    first: int
    last: int
    count: Count
    party: str | None = None
    told: bool = False
    one: bool = False
    several: bool = False
    more: bool = False
    same: bool = False
    definite: bool = False
    quantified: bool = False
    attributive: int | None = None


class Persons:
    """Finds the groups of persons among the tokens of a line."""

    def __init__(
        self,
        tokens: Sequence[Token],
        party_at: Callable[[int, int], str | None],
        forces: Set[str],
    ) -> None:
        self._tokens = tokens
        self._party_at = party_at
        self._forces = forces

    def all(self) -> list[Group]:
        """All groups, in order and not overlapping; numbers that stand alone are among them."""
        found: list[Group] = []
        at = 0
        while at < len(self._tokens):
            group = None if self._tokens[at].plain else self.at(at)
            if group:
                found.append(group)
            at = group.last + 1 if group else at + 1
        return found

    def at(self, first: int) -> Group | None:
        """The group that begins at a token."""
        tokens, at = self._tokens, first
        at += tokens[at].any("total")
        if at >= len(tokens):
            return None
        definite = tokens[at].any("the")
        if definite or tokens[at].any("his"):
            at += 1
            if at < len(tokens) and tokens[at].any("every", "else"):
                at += 1
        elif tokens[at].any("every"):
            at += 1
        if at >= len(tokens):
            return None
        count, more, same, at = self._quantity(at)
        quantified = count is not None
        noun_at, attributive = self._noun(at, _WIDEST if quantified or at > first else 1)
        if noun_at is None:
            if not quantified or tokens[at - 1].any("a"):
                return None
            last = self._strangers(at) - 1
            return Group(
                first, last, count or UNTOLD, more=more, same=same, definite=definite,
                quantified=True, several=count != ONE,
            )  # fmt: skip
        noun = tokens[noun_at].meaning.noun
        if noun is None or (noun.body and not (quantified and self._members(noun_at, at))):
            if not quantified or not tokens[at - 1].number:
                return None
            return Group(first, at - 1, count or UNTOLD, more=more, quantified=True, several=True)
        if attributive is not None and not (quantified and (noun.one or count != ONE)):
            return None
        if count is None:
            count = ONE if noun.one and not noun.several else UNTOLD
        party, last = self._party(at, noun_at, noun)
        return Group(
            first, last, count, party, True, noun.one, noun.several or noun.body, more, same,
            definite, quantified, attributive,
        )  # fmt: skip

    def _members(self, noun_at: int, at: int) -> bool:
        """Whether a force right behind a number stands for its members: "two Rangers died"."""
        behind = noun_at + 1
        return noun_at == at and (
            behind == len(self._tokens)
            or self._tokens[behind].any("verb", "be", "and", "comma", "ko", "stop", "close")
        )

    def _strangers(self, at: int) -> int:
        """The place behind a word for persons that is not known: "12 herdsmen were"."""
        end = at
        while end < len(self._tokens) and end - at < _STRANGERS and self._tokens[end].plain:
            end += 1
        known = end < len(self._tokens) and self._tokens[end].any("verb", "be", "ko")
        return end if known else at

    def _quantity(self, at: int) -> tuple[Count | None, bool, bool, int]:
        """A quantity, whether it is of others, whether "as many", and the place behind it."""
        tokens = self._tokens
        token = tokens[at]
        more = token.any("another")
        if more:
            at += 1
            if at < len(tokens) and tokens[at].number:
                token = tokens[at]
            else:
                return ONE, True, False, at
        if number := token.number:
            at += 1
            if at < len(tokens) and tokens[at].any("more"):
                at, more = at + 1, True
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            verb = following and following.meaning.verb
            of = at < len(tokens) and tokens[at].any("of")
            if of and following and (following.any("the", "his") or (verb and verb.shape == "the")):
                at += 2
            elif at < len(tokens) and tokens[at].any("of") and number.imputed:
                at += 1
            return _count(token), more, False, at
        if token.any("more") and at + 1 < len(tokens) and tokens[at + 1].number:
            return _count(tokens[at + 1]), True, False, at + 2
        if token.any("a"):
            return ONE, False, False, at + 1
        if (all_of := token.meaning.together) is not None:
            return Count(all_of, all_of, all_of), False, False, at + 1
        if token.any("same"):
            return UNTOLD, False, True, at + 1
        return None, False, False, at

    def _noun(self, at: int, widest: int) -> tuple[int | None, int | None]:
        """The last of the nouns that begin within so many words, and a verb on the way to it."""
        tokens = self._tokens
        noun_at: int | None = None
        attributive: int | None = None
        place, end = at, min(at + widest, len(tokens))
        while place < end:
            token = tokens[place]
            following = tokens[place + 1] if place + 1 < len(tokens) else None
            if token.meaning.noun:
                noun_at = place
                if widest == 1:
                    return self._run(place), None
            elif noun_at is not None:
                noun = tokens[noun_at].meaning.noun
                if not (noun and noun.body and token.plain):
                    break
            elif token.any("open") and place + 2 < end and tokens[place + 2].any("close"):
                place += 2
            elif token.any("verb"):
                verb = token.meaning.verb
                near = following is not None and following.meaning.noun is not None
                if not (near and place - at < 2 and verb and _describes(verb.shape)):
                    break
                attributive = place
            elif token.any("thing"):
                if following is None or not following.meaning.noun:
                    break
            elif not (token.plain or token.any("age", "also", "more")):
                break
            place += 1
        return noun_at, attributive

    def _run(self, place: int) -> int:
        """The last of the nouns that follow one another."""
        while place + 1 < len(self._tokens) and self._tokens[place + 1].meaning.noun:
            place += 1
        return place

    def _party(self, at: int, noun_at: int, noun: Noun) -> tuple[str | None, int]:
        """The party of a group whose words are known, and the last of its tokens."""
        tokens = self._tokens
        if noun.rank or noun.party is None:
            for place in range(noun_at - 1, max(at, noun_at - _NEAR) - 1, -1):
                before = tokens[place].meaning.noun
                if before and before.party:
                    return before.party, noun_at
        if noun.rank and (force := self._force_behind(noun_at, noun)):
            return force
        if noun.rank and noun.party is None and (owner := self._owner(at)):
            return owner, noun_at
        if noun.rank or noun.party is None:
            start, end = tokens[max(at - 1, 0)].start, tokens[noun_at].end
            party = self._party_at(start, end)
            if party and not (party in self._forces and noun.party in self._forces):
                return party, noun_at
            acronym = noun_at > at and tokens[noun_at - 1]
            if noun.organised and acronym and acronym.capital and len(acronym.text) <= _ACRONYM:
                return noun.organised, noun_at
        if noun.rank and noun.party is None and not noun.organised:
            return self._force_before(at), noun_at
        return noun.party, noun_at

    def _owner(self, at: int) -> str | None:
        """The party of a force that stands before a number with a word such as "of" in Urdu."""
        for place in range(max(at - 2, 1), at):
            force = self._tokens[place - 1].meaning.noun
            if self._tokens[place].any("of") and force and force.body:
                return force.party
        return None

    def _force_before(self, at: int) -> str | None:
        """The force spoken of last: "a Levies vehicle was hit, and two officials died"."""
        for place in range(at - 1, -1, -1):
            meaning = self._tokens[place].meaning
            force = meaning.noun.party if meaning.noun else meaning.force
            speaks = self._tokens[place + 1].any("said")
            if force in self._forces and not speaks:
                return force
        return None

    def _force_behind(self, noun_at: int, noun: Noun) -> tuple[str, int] | None:
        """The party of "members of the Levies" or "a leader of" an organisation, and its end."""
        tokens, place = self._tokens, noun_at + 1
        if place >= len(tokens) or not (
            tokens[place].any("of") or tokens[place].text in ("from", "belonging")
        ):
            return None
        start = place + 1
        for place in range(start, min(start + _FORCE, len(tokens))):
            token = tokens[place]
            force = token.meaning.noun
            if noun.organised and token.text == "party":
                return noun.organised, place
            if force and force.party and force.body:
                party = self._party_at(tokens[noun_at].end, token.end)
                # "the Revolutionary Army" may be no army
                named = party is not None and party not in self._forces
                return party if named and party else force.party, place
            if not (token.plain or token.any("the", "a", "to")):
                break
        party = self._party_at(tokens[noun_at].end, tokens[min(place, len(tokens) - 1)].end)
        return (party, noun_at) if party else None


def _describes(shape: str) -> bool:
    return shape in ("done", "happens")


def _count(token: Token) -> Count:
    number = token.number
    if number is None:
        return UNTOLD
    low, best, high = (
        None if bound is None else int(bound) for bound in (number.min, number.best, number.max)
    )
    return Count(low, best, high, number.imputed)
