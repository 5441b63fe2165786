"""The tolls of a line as they are found: each with its verb, its persons and its words."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from waqia.model import Count, Outcome
from waqia.reading.proposing.tolls.clause import Clause
from waqia.reading.proposing.tolls.persons import ONE, UNTOLD, Group
from waqia.reading.proposing.tolls.toll import Manner, Toll
from waqia.reading.proposing.tolls.words import Verb

_FAR = 20
_FEW = 5
_FEW_WORDS = 12


@dataclass(frozen=True, slots=True)
class Telling:
    """A toll, the position of its verb, and its group of persons if it has one."""

    verb: int
    group: Group | None
    toll: Toll


class Told:
    """Collects the tolls of a line."""

    def __init__(self, clause: Clause, civilians: Set[str]) -> None:
        self._clause = clause
        self._civilians = civilians
        self._tokens = clause.tokens
        self._found: list[Telling] = []

    def tolls(self) -> list[Toll]:
        """What was found, in the order of the words."""
        return sorted((telling.toll for telling in self._found), key=lambda toll: toll.start)

    def add(
        self, outcome: Outcome, count: Count, verb: int, span: tuple[int, int],
        manner: Manner = "all", party: str | None = None, group: Group | None = None,
        part_of: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        """Add a toll that a verb tells of."""
        toll = Toll(
            outcome,
            party,
            count.min,
            count.best,
            count.max,
            count.imputed,
            *span,
            self._tokens[verb].start,
            manner,
            part_of,
        )
        self._found.append(Telling(verb, group, toll))

    def take(
        self, verb: Verb, at: int, groups: Sequence[Group], *, behind: bool = False,
        again: bool = False, one: bool | None = None,
    ) -> None:  # fmt: skip
        """Add the groups to whom a verb at a token happened, which are told of once.

        Args:
            verb: what happened.
            at: the token of the verb.
            groups: the persons.
            behind: they stand behind the verb.
            again: another verb told of them too ("abducted and killed").
            one: what the verb says of their number.
        """
        first = min(groups[0].first, at) if groups else at
        if groups and (self._clause.background(at, first) or self._clause.either(at)):
            self._clause.taken |= {group.first for group in groups}
            return
        for group in groups:
            if self._clause.compared(group) or (group.first in self._clause.taken and not again):
                continue
            if not group.told and (verb.strict or self._of_things(group, behind)):
                continue
            self._clause.taken.add(group.first)
            self._take(verb, at, group, behind, one)

    def _of_things(self, group: Group, behind: bool) -> bool:
        """Whether a number alone counts what stands right behind it, which is no person."""
        following = group.last + 1
        if following >= len(self._tokens):
            return False
        token = self._tokens[following]
        return token.any("thing") or (not behind and token.plain)

    def _take(self, verb: Verb, at: int, group: Group, behind: bool, one: bool | None) -> None:
        count, party = group.count, group.party
        others = (
            telling
            for telling in reversed(self._found)
            if telling.toll.outcome != verb.outcome and not self._bracketed(telling.verb, at)
        )
        other = next(others, None)
        if group.same:
            if other is None:
                return
            last = other.toll
            count = Count(last.min, last.best, last.max, last.imputed)
        elif one and _single(group):
            count = ONE
        others_too = not group.told or self._tokens[group.last].any("else")
        another = group.more and count == ONE
        few = group.last == group.first and (count.best or 0) <= _FEW
        if other and party is None and others_too and (another or few or _several(other)):
            # "12 policemen were killed and eight wounded"
            party = self._party_of(other)
        manner: Manner = "more" if group.more and other is None else "all"
        if verb.shape == "succumbs" or (verb.outcome == "killed" and self._wounded(group)):
            manner = "succumbed"
        elif self._clause.summed(at):
            manner = "sum"
        span = self._span(at, group, behind)
        self.add(verb.outcome, count, at, span, manner, party, group)

    def _wounded(self, group: Group) -> bool:
        """Whether those of a group are called wounded: "one of the injured"."""
        verbs = (token.meaning.verb for token in self._tokens[group.first : group.last + 1])
        return any(verb is not None and verb.outcome == "injured" for verb in verbs)

    def _bracketed(self, verb: int, at: int) -> bool:
        """Whether a verb stands in brackets that end before a token."""
        between = self._tokens[max(verb + 1, at - 2 * _FAR) : at]
        return sum(token.any("close") - token.any("open") for token in between) > 0

    def _party_of(self, told: Telling) -> str | None:
        """The party of those of whom a verb tells, if they are of one force or group.

        Of civilians nothing follows for those who are counted beside them: they may be of any.
        """
        beside = [other for other in self._found if other.verb == told.verb]
        parties = {other.toll.party for other in beside}
        alike = all(other.group and self._alike(other.group) for other in beside)
        known = parties if alike else parties - self._civilians
        return None if len(parties) > 1 else next(iter(known), None)

    def _alike(self, group: Group) -> bool:
        several = group.several or (group.count.best or 0) > 1
        return several and self._tokens[group.last].any("alike")

    def _span(self, at: int, group: Group, behind: bool) -> tuple[int, int]:
        """The words of a group, and of its verb where nothing else stands between."""
        start, end = self._tokens[group.first].start, self._tokens[group.last].end
        if group.last < at and self._idle(group.last + 1, at):
            end = self._tokens[at].end
        elif behind and at < group.first and self._idle(at + 1, group.first):
            start = self._tokens[at].start
        return start, end

    def _idle(self, start: int, end: int) -> bool:
        return all(token.any("be", "also", "have") for token in self._tokens[start:end])

    def last_verb(self, before: int) -> int | None:
        """The verb before a token that told of somebody last."""
        return max((t.verb for t in self._found if t.group and t.verb < before), default=None)

    def add_parts(self) -> None:
        """Add the persons behind "including", "of whom", "among those killed were"."""
        for telling in list(self._found):
            apposed = telling.group and self._clause.apposed.get(telling.group.first)
            if apposed:
                self._parts(apposed.parts, telling, telling.toll.outcome)
        for at, token in enumerate(self._tokens):
            verb = token.meaning.verb
            if verb and verb.shape == "the":
                self._parts(self._some(at) or self._those(at), None, verb.outcome)
            elif verb and verb.shape == "among":
                groups = self._clause.objects(self._clause.skip(at + 1, "also"))
                self._parts(groups, None, verb.outcome)
            elif token.any("with them") and (whole := self._whole_behind(at)):
                groups = self._clause.subject(at - 1, direct=True, one=None)
                groups = [replace(g, count=ONE) if _single(g) else g for g in groups]
                self._parts(groups, whole, whole.toll.outcome)
            elif token.any("of them"):
                self._of_them(at)
            elif token.any("including") and (whole := self._whole_of(at)):
                groups = self._including(at)
                self._parts(groups, whole, whole.toll.outcome)
            elif token.text == "among" and (whole := self._whole_behind(at)):
                self._parts(self._subject(at), whole, whole.toll.outcome)

    def _some(self, at: int) -> list[Group]:
        """The persons of "three of the victims were foreigners"."""
        number = self._clause.by_last.get(at)
        behind = self._clause.skip(at + 1, "be", "also")
        told = self._clause.by_first.get(behind)
        if number is None or told is None or behind == at + 1 or told.quantified:
            return []
        return [replace(number, last=told.last, party=told.party)] if number.quantified else []

    def _those(self, at: int) -> list[Group]:
        """Who was among "those killed": told of before it or behind it."""
        if at and self._tokens[at - 1].text == "among" and (subject := self._subject(at - 1)):
            return subject
        following = self._clause.skip(at + 1, "including", "be", "also", "at")
        return self._clause.objects(following) if following > at + 1 else []

    def _subject(self, among: int) -> list[Group]:
        """Who "was among" others."""
        place = self._clause.skip_back(among - 1, "be", "also")
        if place == among - 1:
            return []
        one = self._tokens[place + 1].text in ("was", "is")
        subject = self._clause.subject(place, direct=False, one=one)
        return subject[-1:] if one else subject

    def _of_them(self, at: int) -> None:
        """The persons of "81 of whom were policemen", "132 of them children"."""
        number = self._clause.by_last.get(at - 1)
        behind = self._clause.by_first.get(self._clause.skip(at + 1, "be", "also"))
        whole = number and self._whole_of(number.first)
        if number and behind and whole and behind.told and not behind.quantified:
            span = (self._tokens[number.first].start, self._tokens[behind.last].end)
            self._clause.taken |= {number.first, behind.first}
            toll = whole.toll
            self.add(
                toll.outcome, number.count, number.first, span, "part", behind.party, number,
                (toll.start, toll.end),
            )  # fmt: skip

    def _whole_behind(self, among: int) -> Telling | None:
        """The toll whose persons stand right behind "among"."""
        return next((t for t in self._found if t.group and t.group.first == among + 1), None)

    def _whole_of(self, at: int) -> Telling | None:
        """The toll that words such as "including" at a token tell more of."""
        before = self._clause.skip_back(at - 1, "comma", "open")
        wholes = [telling for telling in self._found if telling.toll.manner != "part"]
        for telling in wholes:
            if telling.group and before in (telling.group.last, self._clause.end(telling.group)):
                return telling
        told = [t for t in wholes if t.verb < at and (t.group is None or t.group.first < at)]
        if not told:
            return None
        last = max(telling.verb for telling in told)
        between = self._tokens[last:at]
        if len(between) > _FAR or any(token.any("stop") for token in between):
            return None
        return next(telling for telling in told if telling.verb == last)

    def _including(self, at: int) -> list[Group]:
        """Those behind "including", or behind "and" where words of somebody unknown stand first."""
        first = self._clause.skip(at + 1, "be", "also")
        groups = self._clause.objects(first, parts=True)
        for place in range(first, min(first + _FEW_WORDS, len(self._tokens)) if not groups else 0):
            if self._tokens[place].any("verb", "stop", "including"):
                break
            if self._tokens[place].any("and"):
                return self._clause.objects(place + 1, parts=True)
        return groups

    def _parts(self, groups: Sequence[Group], whole: Telling | None, outcome: Outcome) -> None:
        for group in groups:
            # "many women" and "women" tell of no number that a part could have
            if group.first in self._clause.taken or group.count.imputed or group.count == UNTOLD:
                continue
            self._clause.taken.add(group.first)
            span = (self._tokens[group.first].start, self._tokens[group.last].end)
            of = (whole.toll.start, whole.toll.end) if whole else None
            self.add(outcome, group.count, group.first, span, "part", group.party, group, of)


def _several(told: Telling) -> bool:
    return told.toll.best is not None and told.toll.best > 1


def _single(group: Group) -> bool:
    """Whether a noun without a number may be one person."""
    return group.count == UNTOLD and group.one
