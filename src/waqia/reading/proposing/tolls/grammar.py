"""The grammar of casualties: the verbs of a line, and the persons to whom it happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from waqia.codebook import Codebook
from waqia.model import Count, Outcome
from waqia.reading.proposing.line import Language, Line
from waqia.reading.proposing.tolls.clause import Clause
from waqia.reading.proposing.tolls.parties import party_of_actor
from waqia.reading.proposing.tolls.persons import Group, Persons
from waqia.reading.proposing.tolls.toll import Manner, Toll
from waqia.reading.proposing.tolls.words import Lexicon, Token, Verb

_LANGUAGES: tuple[Language, ...] = ("en", "ur")
_ZERO = Count(0, 0, 0)
_NEAR = 14
_RISES = frozenset(
    [
        "to",
        "at",
        "of",
        "reached",
        "reaches",
        "is",
        "was",
        "hit",
        "crossed",
        "crosses",
        "touched",
        "stands",
        "تک",
        "بڑھ",
    ]
)
_FOUND = frozenset(
    [
        "found",
        "recovered",
        "discovered",
        "dumped",
        "retrieved",
        "brought",
        "shifted",
        "handed",
        "pulled",
        "exhumed",
        "identified",
        "moved",
        "taken",
        "received",
        "fished",
        "lay",
        "lying",
        "ملیں",
        "ملی",
        "برآمد",
        "مل",
        "منتقل",
        "حوالے",
        "نکال",
        "نکالی",
    ]
)
_CLAIMS = frozenset(
    [
        "claimed",
        "claiming",
        "claims",
        "cost",
        "costing",
        "costs",
        "took",
        "taking",
        "takes",
        "lost",
        "loss",
        "snuffed",
        "consumed",
    ]
)
_SINGULAR = frozenset(["was", "is", "ہوا", "گیا", "گئی", "ہوئی", "ہوگیا", "ہوگئی"])
_PLURAL = frozenset(["were", "are", "ہوئے", "گئے", "ہوگئے"])


class Tolls:
    """Finds the casualties told of in lines, with the parties of a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._lexicons = {language: Lexicon.of(codebook, language) for language in _LANGUAGES}
        self._parties = {
            actor: party_of_actor(codebook, actor) for actor in codebook.terms("actor")
        }

    def find(self, line: Line) -> list[Toll]:
        """The tolls of a line in order, parts behind their whole.

        Plans, threats, allegations of intent, conditions and comparisons with other times give
        none. Persons named count as one each, and the words of a toll leave their names out.
        """
        tokens = self._lexicons[line.language].read(line)
        if not any(token.any("verb", "nobody") for token in tokens):
            return []

        def party_at(start: int, end: int) -> str | None:
            parties = (
                self._parties.get(code)
                for term in line.terms
                if term.start < end and term.end > start
                for code in term.of("actor")
            )
            return next((party for party in parties if party), None)

        return _Reading(line, tokens, Clause(tokens, Persons(tokens, party_at).all())).tolls()


@dataclass(slots=True)
class _Reading:
    """One line being read."""

    line: Line
    tokens: list[Token]
    clause: Clause
    found: list[tuple[int, Group | None, Toll]] = field(default_factory=list)
    subjects: list[Group] = field(default_factory=list)
    subject_verb: int = -1

    def tolls(self) -> list[Toll]:
        for at, token in enumerate(self.tokens):
            if token.meaning.nobody:
                for outcome in token.meaning.nobody:
                    self._add(outcome, _ZERO, None, token.start, token.end, at)
            elif verb := token.meaning.verb:
                self._verb(at, verb)
        self._parts()
        return self._ordered()

    def _verb(self, at: int, verb: Verb) -> None:
        match verb.shape:
            case "done":
                self._done(at, verb)
            case "doing" | "does" | "of" | "bodies of":
                if verb.shape == "bodies of" and not self._any_near(at, _FOUND, -_NEAR, _NEAR + 8):
                    return
                if self.clause.happened(at, at, verb.shape in ("does", "doing")):
                    self._take(verb, at, self._objects(at, verb), behind=True)
            case "happens" | "succumbs" | "nominal":
                self._happens(at, verb)
            case "counted" | "bodies" | "lives":
                self._counted(at, verb)
            case "toll":
                self._toll(at, verb)

    def _done(self, at: int, verb: Verb) -> None:
        before = self.clause.skip_back(at - 1, "also", "when")
        passive = before >= 0 and self.tokens[before].any("be")
        attributive = self._attributive(at)
        if attributive:
            self._take(verb, at, [attributive])
        elif passive:
            self._passive(at, verb, before)
        else:
            objects = self._objects(at, verb)
            subject = self.clause.subject(before, direct=True, one=None)
            bare = not objects and bool(subject) and subject[-1].quantified | subject[-1].told
            if bare and self.clause.happened(at, subject[0].first, False):
                self._take(verb, at, subject)
                self.subjects, self.subject_verb = subject, at
            elif not objects and self._shared(at, verb):
                self._take(verb, at, self.subjects, again=True)
            elif objects and self.clause.happened(at, at, False):
                self._take(verb, at, objects, behind=True)

    def _passive(self, at: int, verb: Verb, before: int) -> None:
        one = self._number_of(before)
        place = self.clause.skip_back(before, "be", "have", "also", "when", "who", "might", "not")
        subject = self.clause.subject(place, direct=False, one=one)
        start = subject[0].first if subject else place
        if not self.clause.happened(at, start, False):
            return
        if subject:
            self.subjects, self.subject_verb = subject, at
            self._take(verb, at, subject)
        elif one and self._named(place):
            self._add(verb.outcome, Count(1, 1, 1), None, self.tokens[before].start,
                      self.tokens[at].end, at)  # fmt: skip
        with_them = self.clause.skip(at + 1, "also", "when")
        if with_them < len(self.tokens) and self.tokens[with_them].any("with"):
            following = self.clause.skip(with_them, "with")
            self._take(verb, at, self.clause.objects(following), behind=True)

    def _happens(self, at: int, verb: Verb) -> None:
        if attributive := self._attributive(at):
            self._take(verb, at, [attributive])
            return
        urdu = self.line.language == "ur"
        skipped = ("be", "have", "also", "when", "who", "ko", "might", "not")
        place = self.clause.skip_back(at - 1, *skipped)
        one = self._number_of(at + 1 if urdu else at - 1)
        subject = self.clause.subject(place, direct=self.tokens[at].text == "dead", one=one)
        start = subject[0].first if subject else at
        if not self.clause.happened(at, start, False) or (urdu and self.clause.denied_behind(at)):
            return
        if not subject and self._shared(at, verb):
            self._take(verb, at, self.subjects, again=True)
        elif subject:
            self.subjects, self.subject_verb = subject, at
            self._take(verb, at, subject, one=one)
        elif verb.shape == "succumbs" and self._named(place):
            token = self.tokens[at]
            self._add(verb.outcome, Count(1, 1, 1), None, token.start, token.end, at, "more")

    def _counted(self, at: int, verb: Verb) -> None:
        following = at + 1
        of = following < len(self.tokens) and self.tokens[following].any("of")
        if of and self.clause.happened(at, at, False):
            self._take(verb, at, self.clause.objects(following + 1), behind=True)
        group = self._counted_before(at)
        if group is None:
            return
        if verb.shape == "lives" and not self._any_near(at, _CLAIMS, -7, 4):
            return
        if verb.shape == "bodies" and not self._any_near(at, _FOUND, -_NEAR, _NEAR):
            return
        if self.clause.happened(at, group.first, False):
            self._take(verb, at, [group])

    def _counted_before(self, at: int) -> Group | None:
        """The number that stands before a noun, with few words between: "six other bodies"."""
        for place in range(at - 1, max(at - 4, -1), -1):
            if group := self.clause.by_last.get(place):
                counts = self.tokens[group.last].number or group.more
                return group if group.quantified and counts else None
            if not (self.tokens[place].plain or self.tokens[place].any("also")):
                return None
        return None

    def _toll(self, at: int, verb: Verb) -> None:
        for place in range(at + 1, min(at + _NEAR, len(self.tokens))):
            token = self.tokens[place]
            if token.any("verb", "stop", "comma"):
                return
            before = self.tokens[place - 1].text
            if token.number and (before in _RISES or (place == at + 1 and before != "from")
                                 or self.line.language == "ur"):  # fmt: skip
                group = self.clause.by_first.get(place)
                if group:
                    self.clause.taken.add(group.first)
                    self._add(verb.outcome, group.count, None, self.tokens[at].start, token.end,
                              at, "toll")  # fmt: skip
                return

    def _attributive(self, at: int) -> Group | None:
        return next((g for g in self.clause.by_first.values() if g.attributive == at), None)

    def _objects(self, at: int, verb: Verb) -> list[Group]:
        """Whom a verb befell that stand behind it, or behind the verb it is joined to."""
        start = self.clause.skip(at + 1, "also")
        objects = self.clause.objects(start)
        if objects or start + 1 >= len(self.tokens) or not self.tokens[start].any("and"):
            return objects
        joined = self.clause.skip(start + 1, "also")
        other = self.tokens[joined].meaning.verb if joined < len(self.tokens) else None
        if other and other.shape == verb.shape and "injured" not in (other.outcome, verb.outcome):
            return self.clause.objects(self.clause.skip(joined + 1, "also"))
        return []

    def _shared(self, at: int, verb: Verb) -> bool:
        """Whether a verb has the subject of the one before: "were abducted and later killed"."""
        if self.subject_verb < 0 or verb.outcome == "injured":
            return False
        earlier = self.tokens[self.subject_verb].meaning.verb
        if earlier is None or earlier.outcome in ("injured", verb.outcome):
            return False
        between = self.tokens[self.subject_verb + 1 : at]
        return any(token.any("and") for token in between) and all(
            token.any("and", "also", "be", "when", "have") for token in between
        )

    def _number_of(self, at: int) -> bool | None:
        """What the forms of "be" at a place say: one, several, or nothing."""
        step = 1 if self.line.language == "ur" else -1
        while 0 <= at < len(self.tokens) and self.tokens[at].any("be", "also", "have"):
            text = self.tokens[at].text
            if text in _SINGULAR or text in _PLURAL:
                return text in _SINGULAR
            at += step
        return None

    def _named(self, at: int) -> bool:
        """Whether a name of somebody, of no place or organisation, ends at a token."""
        if at < 0 or self.line.text.isupper() or not self.tokens[at].plain:
            return False
        token = self.tokens[at]
        return self.line.text[token.start].isupper() and not any(
            term.start < token.end and term.end > token.start for term in self.line.terms
        )

    def _any_near(self, at: int, words: Iterable[str], least: int, most: int) -> bool:
        near = self.tokens[max(at + least, 0) : at + most + 1]
        return any(token.text in words for token in near)

    def _take(
        self, verb: Verb, at: int, groups: list[Group], *, behind: bool = False,
        again: bool = False, one: bool | None = None,
    ) -> None:  # fmt: skip
        """Add the groups to whom a verb happened."""
        for group in groups:
            if self.clause.compared(group) or (group.first in self.clause.taken and not again):
                continue
            if verb.strict and not group.told:
                continue
            if not group.told and self._of_things(group, behind):
                continue
            self.clause.taken.add(group.first)
            self._add_group(verb, at, group, behind, one)

    def _of_things(self, group: Group, behind: bool) -> bool:
        """Whether a number alone counts what stands right behind it, which is no person."""
        following = group.last + 1
        if following >= len(self.tokens):
            return False
        return self.tokens[following].any("thing") or (not behind and self.tokens[following].plain)

    def _add_group(self, verb: Verb, at: int, group: Group, behind: bool, one: bool | None) -> None:
        tokens = self.tokens
        start, end = tokens[group.first].start, tokens[group.last].end
        if group.last + 1 == at:
            end = tokens[at].end
        elif group.first - 1 == at and behind:
            start = tokens[at].start
        count = group.count
        if group.same:
            earlier = [toll for _, _, toll in self.found if toll.outcome != verb.outcome]
            if not earlier:
                return
            last = earlier[-1]
            count = Count(last.min, last.best, last.max, last.imputed)
        elif count.best is None and count.min is None and one and group.one:
            count = Count(1, 1, 1)
        before = any(toll.outcome != verb.outcome for _, _, toll in self.found)
        more = verb.shape == "succumbs" or (group.more and not before)
        manner: Manner = "more" if more else "all"
        self._add(verb.outcome, count, group.party, start, end, at, manner, group)

    def _add(
        self, outcome: Outcome, count: Count, party: str | None, start: int, end: int, at: int,
        manner: Manner = "all", group: Group | None = None,
    ) -> None:  # fmt: skip
        toll = Toll(outcome, party, count.min, count.best, count.max, count.imputed, start, end,
                    manner)  # fmt: skip
        self.found.append((at, group, toll))

    def _parts(self) -> None:
        """The groups behind "including" and "of whom", each a part of the toll it tells of."""
        for at, token in enumerate(self.tokens):
            if not token.any("including", "the"):
                continue
            verb = token.meaning.verb
            if verb and verb.shape == "the":
                self._add_parts(self._those(at), None, verb.outcome)
            elif token.any("including") and (whole := self._whole_of(at)) is not None:
                self._add_parts(self._listed(at + 1), whole, self.found[whole][2].outcome)

    def _those(self, at: int) -> list[Group]:
        following = self.clause.skip(at + 1, "including", "be", "also", "at")
        return self._listed(following) if following > at + 1 else []

    def _listed(self, at: int) -> list[Group]:
        return self.clause.objects(self.clause.skip(at, "be", "also"))

    def _whole_of(self, at: int) -> int | None:
        """The position of the toll that words such as "including" at a token tell more of."""
        before = self.clause.skip_back(at - 1, "comma", "open")
        for position, (_, group, toll) in enumerate(self.found):
            if group and group.last == before and toll.manner != "part":
                return position
        told = [
            (verb, position)
            for position, (verb, group, toll) in enumerate(self.found)
            if verb < at and (group is None or group.first < at) and toll.manner != "part"
        ]
        if not told:
            return None
        verb, position = max(told, key=lambda pair: (pair[0], -pair[1]))
        between = self.tokens[verb:at]
        far = len(between) > _NEAR + 6 or any(token.any("stop") for token in between)
        return None if far else position

    def _add_parts(self, groups: list[Group], whole: int | None, outcome: Outcome) -> None:
        for group in groups:
            if group.first in self.clause.taken:
                continue
            self.clause.taken.add(group.first)
            start, end = self.tokens[group.first].start, self.tokens[group.last].end
            count = group.count
            of = None if whole is None else self.found[whole][2]
            toll = Toll(outcome, group.party, count.min, count.best, count.max, count.imputed,
                        start, end, "part", (of.start, of.end) if of else None)  # fmt: skip
            self.found.append((group.first, group, toll))

    def _ordered(self) -> list[Toll]:
        return sorted((toll for _, _, toll in self.found), key=lambda toll: toll.start)
