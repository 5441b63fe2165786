"""What stands around a verb of harm: whether it is said of something that happened, and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from waqia.reading.proposing.line import Language
from waqia.reading.proposing.tolls.attached import Apposition, appositions, reach
from waqia.reading.proposing.tolls.persons import ONE, Group
from waqia.reading.proposing.tolls.words import Token

_FAR = 16
_REACH = 6
_BEHIND = 4
_LONG = 24
_DAYS = ("day", "days", "week", "weeks", "month", "months", "year", "years")
_FOLLOWED = ("comma", "stop", "and", "including", "at", "close", "open", "with", "verb", "be")


class Clause:
    """The tokens of a line with its groups of persons, and the questions a verb asks of them."""

    def __init__(self, tokens: Sequence[Token], groups: Sequence[Group]) -> None:
        self.tokens = tokens
        self.by_first = {group.first: group for group in groups}
        self.by_last = {group.last: group for group in groups}
        self.by_attributive = {
            group.attributive: group for group in groups if group.attributive is not None
        }
        self.taken: set[int] = set()
        self.apposed = {found.whole.first: found for found in self._appositions(groups)}
        self.by_end = self.by_last | {
            end: group
            for group in groups
            if (end := self.end(group)) not in self.by_last and group.first in self.by_first
        }

    def _appositions(self, groups: Sequence[Group]) -> list[Apposition]:
        """The appositions, whose parts are then no persons beside the others of the line."""
        found = list(appositions(self.tokens, groups, self.by_first))
        for one in found:
            for place in range(one.whole.last + 1, one.last + 1):
                self.by_first.pop(place, None)
                self.by_last.pop(place, None)
        return found

    def end(self, group: Group) -> int:
        """The last token of a group with the words that are attached to it."""
        apposed = self.apposed.get(group.first)
        return apposed.last if apposed else reach(self.tokens, group)

    def happened(self, verb: int, subject: int, infinite: bool = False) -> bool:
        """Whether what a verb says came to pass: no plan, threat, condition or denial of it.

        `subject` is where the words for those begin whom it befell, if they stand before it.
        """
        if infinite and verb and self.tokens[verb - 1].any("to"):
            return False
        for at, token in self._before(verb):
            if token.any("stop", "who") or (token.any("comma", "and") and not infinite):
                break
            if token.any("might", "not") or (at >= subject and token.any("unreal")):
                return False
            if token.any("verb") and not infinite:
                break
        for _, token in self._before(subject):
            verb_before = token.meaning.verb
            if token.any("stop", "who", "comma") or (token.any("and") and not infinite):
                break
            if verb_before and verb_before.shape not in ("counted", "ends"):
                break
            if token.any("not") or (subject == verb and token.any("unreal")):
                return False
        return True

    def _before(self, at: int) -> Iterator[tuple[int, Token]]:
        """The few tokens before a place, the nearest first, brackets left out."""
        place, left = at - 1, _REACH
        while place >= 0 and left:
            outside = self._before_bracket(place)
            if outside == place:
                yield place, self.tokens[place]
            place, left = min(outside, place - 1), left - 1

    def denied_behind(self, verb: int) -> bool:
        """Whether words behind the verb say that it did not, or may yet, come to pass."""
        for token in self.tokens[verb + 1 : verb + 1 + _BEHIND]:
            if token.any("stop", "comma", "and", "including"):
                return False
            if token.any("might", "not"):
                return True
        return False

    def background(self, verb: int, subject: int) -> bool:
        """Whether a verb tells of another time: "the worst since 2014, when 147 people died".

        `subject` is where the words begin that the verb is said of, if they stand before it.
        """
        start = end = verb
        while start > max(verb - _LONG, 0) and not self.tokens[start - 1].any("stop"):
            start -= 1
        while end < min(verb + _LONG, len(self.tokens)) and not self.tokens[end].any("stop"):
            end += 1
        lasting = any(token.any("have") for token in self.tokens[max(verb - 3, 0) : verb])
        for place in range(start, end if lasting else verb):
            if self.tokens[place].any("since"):
                english = self.tokens[place].text == "since"
                near = (
                    self.tokens[place + 1 : place + 4]
                    if english
                    else self.tokens[max(place - 2, 0) : place]
                )
                if any(token.any("year", "outset") for token in near):
                    return True
        for place in range(max(subject - 3, start + 1), subject):
            after = self.tokens[place].text in ("after", "since")
            if after and self.tokens[place - 1].text in _DAYS:
                return any(token.text == "had" for token in self.tokens[subject:verb])
        return False

    def summed(self, verb: int) -> bool:
        """Whether a verb tells of several happenings: "in three separate engagements"."""
        for place in range(verb + 1, min(verb + _LONG, len(self.tokens) - 2)):
            if self.tokens[place].any("stop", "verb"):
                return False
            if self.tokens[place].number and self.tokens[place + 1].any("separate"):
                return self.tokens[place + 2].any("events")
        return False

    def compared(self, group: Group) -> bool:
        """Whether a group is what another number is held against: "than the 40 killed"."""
        before = self.tokens[group.first - 1] if group.first else None
        if before and before.text == "but" and self.tokens[max(group.first - 2, 0)].any("every"):
            return True
        return before is not None and (
            before.text in ("than", "against") or (before.any("compared") and not before.any("at"))
        )

    def skip_back(self, at: int, *kinds: str) -> int:
        """The nearest token at or before a place that is of none of these kinds."""
        while at >= 0 and self.tokens[at].any(*kinds) and at not in self.by_last:
            at -= 1
        return at

    def skip(self, at: int, *kinds: str) -> int:
        """The nearest token at or behind a place that is of none of these kinds."""
        while at < len(self.tokens) and self.tokens[at].any(*kinds) and at not in self.by_first:
            at += 1
        return at

    def subject(self, at: int, direct: bool, one: bool | None) -> list[Group]:
        """The groups that end at a place, or (not `direct`) whose words go on up to it.

        `one` is what the verb says of their number: one, several, or nothing.
        """
        at = self._before_parts(self._before_bracket(at))
        group = self.by_end.get(at)
        if group is None and not direct:
            group = self._nearest(at, one)
        if group is None or group.first in self.taken:
            return []
        group = self._head(group, one)
        listed = [*self._listed_before(group), group]
        behind = self.end(listed[0]) + 1
        named = len(listed) > 1 and not any(
            other.quantified or self.tokens[behind].any("and", "with") for other in listed[1:]
        )
        # "two soldiers, Sepoy X and Sepoy Y," are two
        return listed[:1] if named and listed[0].several and listed[0].quantified else listed

    def some_of_them(self, at: int, language: Language) -> list[Group]:
        """The number of "one of them" that ends at a place, of the party of those before it."""
        if language == "ur":
            # "of the injured one later in hospital"
            for place in range(at, max(at - _FAR, -1), -1):
                if self.tokens[place].any("verb", "stop", "comma", "of them"):
                    at = place
                    break
        if at < 0 or not self.tokens[at].any("of them"):
            return []
        beside = self.by_last.get(at - 1), self.by_first.get(at + 1)
        number = beside[language == "ur"]
        if number is None and at + 1 < len(self.tokens) and self.tokens[at + 1].any("a"):
            number = Group(at + 1, at + 1, ONE, quantified=True)
        if number is None or not number.quantified or number.first in self.taken:
            return []
        before = (
            group
            for place in range(number.first - 1, max(number.first - 2 * _FAR, -1), -1)
            if (group := self.by_last.get(place)) and group.told and (group.count.best or 2) > 1
        )
        party = number.party or next((group.party for group in before), None)
        return [replace(number, party=party, told=True)]

    def _before_bracket(self, at: int) -> int:
        """The place before a bracket that ends at a place."""
        if at >= 0 and self.tokens[at].any("close"):
            for place in range(at - 1, max(at - 2 * _FAR, -1), -1):
                if self.tokens[place].any("open"):
                    return place - 1
        return at

    def _before_parts(self, at: int) -> int:
        """The place before words such as ", including two policemen," behind a group."""
        if self.tokens[at].any("comma") and at and self._is_apposed(at - 1):
            return at - 1
        for place in range(at, max(at - _FAR, -1), -1):
            if self.tokens[place].any("verb", "stop", "who"):
                break
            if self.tokens[place].any("including", "of them"):
                before = self.skip_back(place - 1, "comma", "open")
                if self.tokens[place].any("of them"):
                    # "seven of them policemen", "most of them policemen"
                    some = self.by_last.get(before)
                    before = self.skip_back((some.first if some else before) - 1, "comma", "open")
                group = self.by_end.get(before)
                return before if group and group.quantified else at
        return at

    def _is_apposed(self, at: int) -> bool:
        """Whether an apposition ends at a place."""
        group = self.by_end.get(at)
        return group is not None and group.first in self.apposed

    def _nearest(self, at: int, one: bool | None) -> Group | None:
        for place in range(at, max(at - _FAR, -1), -1):
            if self.tokens[place].any("verb", "stop", "said", "nobody"):
                return None
            group = self.by_end.get(place)
            does = place + 1 < len(self.tokens) and self.tokens[place + 1].any("ne")
            if group and not does and group.first not in self.taken and group.told:
                listed = place and self.tokens[group.first - 1].any("and")
                if _agree(group, one) or (one is False and listed):
                    return group
        return None

    def _head(self, group: Group, one: bool | None) -> Group:
        """The group that another is only a closer word of: "two sons of an elder"."""
        while group.first and self.tokens[group.first - 1].any("of", "at"):
            before = self.by_last.get(group.first - 2)
            if before is None or before.first in self.taken or not before.told:
                return group
            link = self.tokens[group.first - 1]
            if not link.any("of") and _agree(group, one) and not before.quantified:
                return group
            group = before
        return group

    def _listed_before(self, group: Group) -> list[Group]:
        """The groups before one in a list: "two policemen, a woman and" a child."""
        listed: list[Group] = []
        first = group
        while first.first >= 2:
            link = first.first - 1
            while link >= 0 and self.tokens[link].any("and", "comma", "with", "open"):
                link -= 1
            between = self.tokens[link + 1 : first.first]
            if not between:
                break
            link = self._before_name(link)
            before = self.by_end.get(link)
            linked = any(token.any("and", "with") for token in between) or bool(listed)
            if before is None or before.first in self.taken:
                break
            apposed = before.several and not first.quantified
            begins = before.first == 0 or self.tokens[before.first - 1].any("comma", "stop")
            headed = begins and before.told and before.quantified and first.quantified
            if not (linked or apposed or headed):
                break
            listed.insert(0, before)
            first = before
        return listed

    def _before_name(self, at: int) -> int:
        """The place before the names that end at a place: "two soldiers, A B and C D"."""
        place = at
        while place > 0 and place not in self.by_end and at - place < _FAR:
            token = self.tokens[place]
            joins = token.any("and", "comma") and self.tokens[place - 1].capital
            if not (joins or (token.capital and token.plain)):
                break
            place -= 1
        return place if place in self.by_end else at

    def objects(self, at: int, parts: bool = False) -> list[Group]:
        """The groups that begin at a place, those listed behind the first included.

        A list of `parts` ends before ", and" behind its first: those are no parts.
        """
        group = self.by_first.get(at) or self._described(at)
        if group is None or group.first in self.taken or not self._object(group):
            return []
        found = [group]
        while (link := self.end(found[-1]) + 1) < len(self.tokens):
            link = link if parts else self._behind_parts(link)
            token = self.tokens[link]
            if not token.any("and", "comma", "with"):
                break
            ends = token.any("comma") and link + 1 < len(self.tokens)
            if parts and len(found) == 1 and ends and self.tokens[link + 1].any("and"):
                break
            following = self.skip(link, "and", "comma", "with", "also")
            listed = self.by_first.get(following)
            if listed is None or listed.attributive is not None or self._begins_another(listed):
                break
            if token.any("comma") and not self._ends(self.end(listed) + 1):
                break
            found.append(listed)
        return found if not self._is_subject(found[0]) else []

    def _object(self, group: Group) -> bool:
        """Whether a verb before a group may tell of it: it does of "two kidnapped soldiers"."""
        within = group.attributive is not None and self.tokens[group.attributive].meaning.verb
        return not within or within.outcome == "abducted"

    def either(self, verb: int) -> bool:
        """Whether a verb is one of two of which the words tell no number: "killed or injured"."""
        behind, before = self.tokens[verb + 1 : verb + 3], self.tokens[max(verb - 2, 0) : verb]
        return any(
            len(pair) > 1 and any(token.any("or") for token in pair) and pair[end].any("verb")
            for pair, end in ((behind, 1), (before, 0))
        )

    def _behind_parts(self, at: int) -> int:
        """The place of ", and" behind ", including a woman", if there is one."""
        place = self.skip(at, "comma")
        if place >= len(self.tokens) or not self.tokens[place].any("including"):
            return at
        parts = self.objects(place + 1, parts=True)
        behind = parts[-1].last + 1 if parts else len(self.tokens)
        if behind + 1 < len(self.tokens) and self.tokens[behind].any("comma"):
            return behind if self.tokens[behind + 1].any("and") else at
        return at

    def _described(self, at: int) -> Group | None:
        """A group whose noun stands behind up to three words: "killed prominent tribal elder"."""
        for place in range(at, min(at + 4, len(self.tokens))):
            if group := self.by_first.get(place):
                return group if place > at and group.told and not group.quantified else None
            if not self.tokens[place].plain:
                return None
        return None

    def _is_subject(self, group: Group) -> bool:
        """Whether a group is told more of by words right behind it: "30 wounded"."""
        following = self.skip(group.last + 1, "also")
        if following >= len(self.tokens) or not group.quantified:
            return False
        verb = self.tokens[following].meaning.verb
        if verb is None or verb.shape not in ("done", "happens"):
            return False
        return following + 1 not in self.by_first

    def _begins_another(self, group: Group) -> bool:
        """Whether a group in a list belongs to the words behind it."""
        following = self.skip(group.last + 1, "also", "have")
        if following >= len(self.tokens) or self.tokens[following - 1].any("included"):
            return False
        token = self.tokens[following]
        verb = token.meaning.verb
        return token.any("be", "might", "of them") or (verb is not None and verb.shape != "doing")

    def _ends(self, at: int) -> bool:
        return at >= len(self.tokens) or self.tokens[at].any(*_FOLLOWED)


def _agree(group: Group, one: bool | None) -> bool:
    if one is None:
        return True
    single = group.count.best == 1 if group.count.best is not None else group.one
    return single if one else not single
