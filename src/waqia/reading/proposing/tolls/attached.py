"""Words attached to a group of persons: whose or whence they are, and the parts beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from waqia.reading.proposing.tolls.persons import UNTOLD, Group
from waqia.reading.proposing.tolls.words import Token

_LONGEST = 7
_MOST = 12
_CLOSING = ("among", "included")
_WHOSE = ("of", "from", "belonging", "hailing")


@dataclass(frozen=True, slots=True)
class Apposition:
    """Parts that stand behind their whole: "14 people, six women and two guards among them".

    `last` is the last of their tokens. Parts without a number are left out.
    """

    whole: Group
    parts: tuple[Group, ...]
    last: int


def reach(tokens: Sequence[Token], group: Group) -> int:
    """The last token of a group with "of the national airline" or "from Quetta" behind it."""
    end, start = group.last, group.last + 2
    if not group.told or start > len(tokens) or tokens[start - 1].text not in _WHOSE:
        return end
    for place in range(start, min(start + _LONGEST, len(tokens))):
        token = tokens[place]
        noun = token.meaning.noun
        if not (token.plain or token.any("the", "a", "to", "number") or (noun and noun.body)):
            break
        end = place
    return end


def appositions(
    tokens: Sequence[Token], groups: Sequence[Group], by_first: Mapping[int, Group]
) -> Iterator[Apposition]:
    """The appositions of a line, none within another."""
    done = -1
    for whole in groups:
        if whole.first > done and whole.quantified and whole.several:
            found = _behind(tokens, whole, by_first)
            if found:
                done = found.last
                yield found


def _behind(
    tokens: Sequence[Token], whole: Group, by_first: Mapping[int, Group]
) -> Apposition | None:
    at = reach(tokens, whole) + 1
    if at >= len(tokens) or not tokens[at].any("comma", "open"):
        return None
    bracket = tokens[at].any("open")
    start = _skip(tokens, at + 1, by_first, "also")
    parts, behind, trailing = _list(tokens, start, by_first)
    if not parts:
        return None
    sum_of = sum(part.count.best or 0 for part in parts)
    told = tuple(part for part in parts if part.count != UNTOLD)
    whole_best = whole.count.best or 0
    mark = tokens[behind] if behind < len(tokens) else None
    if mark and mark.any("including") and mark.text in _CLOSING and sum_of <= whole_best:
        return Apposition(whole, told, behind)
    if bracket:
        closed = mark is not None and mark.any("close") and sum_of <= whole_best
        return Apposition(whole, told, behind) if closed else None
    if trailing and len(parts) > 1 and sum_of == whole_best:
        return Apposition(whole, told, behind - 2)
    said_of = len(parts) == 1 and not told and start > at + 1
    return Apposition(whole, (), behind - 1 - trailing) if said_of else None


def _list(
    tokens: Sequence[Token], start: int, by_first: Mapping[int, Group]
) -> tuple[list[Group], int, bool]:
    """The groups listed from a place, the place behind them, and whether a comma ends them."""
    parts: list[Group] = []
    place, behind, trailing = start, start, False
    while len(parts) < _MOST and (part := by_first.get(place)):
        parts.append(part)
        behind = reach(tokens, part) + 1
        place = _skip(tokens, behind, by_first, "comma", "and")
        trailing = place == behind + 1 and tokens[behind].any("comma")
    return parts, behind + trailing, trailing


def _skip(tokens: Sequence[Token], at: int, by_first: Mapping[int, Group], *kinds: str) -> int:
    while at < len(tokens) and tokens[at].any(*kinds) and at not in by_first:
        at += 1
    return at
