"""The grammar of casualties: the verbs of a line, and the persons to whom it happened."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from waqia.codebook import Codebook
from waqia.model import Count
from waqia.reading.proposing.line import Language, Line
from waqia.reading.proposing.terms import TermSpan
from waqia.reading.proposing.tolls.clause import Clause
from waqia.reading.proposing.tolls.names import Names
from waqia.reading.proposing.tolls.parties import first_party, party_of_actor
from waqia.reading.proposing.tolls.persons import ONE, Group, Persons
from waqia.reading.proposing.tolls.telling import Told
from waqia.reading.proposing.tolls.toll import Manner, Toll
from waqia.reading.proposing.tolls.words import UNKNOWN, Lexicon, Token, Verb

_LANGUAGES: tuple[Language, ...] = ("en", "ur")
_ZERO = Count(0, 0, 0)
_NEAR = 14
_BEHIND = 60
"""Characters behind a number that are read for what it counts."""


class Tolls:
    """Finds the casualties told of in lines, with the parties of a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._lexicons = {language: Lexicon.of(codebook, language) for language in _LANGUAGES}
        self._forces = _within(codebook, ("state forces", "security forces", "police"))
        self._civilians = _within(codebook, ("civilians",))
        self._parties = {
            actor: party_of_actor(codebook, actor) for actor in codebook.terms("actor")
        }

    def find(self, line: Line) -> list[Toll]:
        """The tolls of a line in the order of their words.

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

        tokens = [_outside_names(token, line.terms) for token in tokens]
        reading = _Reading(
            line, Clause(tokens, Persons(tokens, party_at, self._forces).all()), self._civilians
        )
        return reading.tolls()

    def counts_things(self, line: Line, end: int) -> bool:
        """Whether a number that ends at a place of a line is one of things: "12 cars"."""
        behind = self._lexicons[line.language].at(line.text[end : end + _BEHIND])
        return "thing" in behind.kinds and behind.noun is None


def _within(codebook: Codebook, spellings: tuple[str, ...]) -> frozenset[str]:
    """The party that the first known spelling names, and those within it."""
    party = first_party(codebook, spellings)
    return frozenset(codebook.members("party", party) if party else ())


def _outside_names(token: Token, terms: Sequence[TermSpan]) -> Token:
    """The token, which is no word for persons where it is of an organisation's name."""
    noun = token.meaning.noun
    if noun and not noun.body and token.capital:
        for term in terms:
            within = term.start <= token.start and token.end <= term.end
            if within and term.end - term.start > token.end - token.start and term.of("actor"):
                return replace(token, meaning=UNKNOWN)
    return token


class _Reading:
    """One line being read."""

    def __init__(self, line: Line, clause: Clause, civilians: Set[str]) -> None:
        self.line = line
        self.clause = clause
        self.tokens = clause.tokens
        self.names = Names(line, clause)
        self.told = Told(clause, civilians)
        self.subjects: list[Group] = []
        self.subject_verb = -1

    def tolls(self) -> list[Toll]:
        for at, token in enumerate(self.tokens):
            for outcome in token.meaning.nobody:
                self.told.add(outcome, _ZERO, at, (token.start, token.end))
            if verb := token.meaning.verb:
                self._verb(at, verb)
        self._besides()
        self.told.add_parts()
        return self.told.tolls()

    def _besides(self) -> None:
        """Take those told of beside the others: "21 passengers died, besides four guards"."""
        for at, token in enumerate(self.tokens):
            last = self.told.last_verb(at) if token.text == "besides" else None
            verb = None if last is None else self.tokens[last].meaning.verb
            groups = self.clause.objects(at + 1) if verb else []
            if last is not None and verb and groups and groups[0].quantified:
                self.told.take(verb, last, groups, behind=True)

    def _verb(self, at: int, verb: Verb) -> None:
        match verb.shape:
            case "done":
                self._done(at, verb)
            case "doing" | "does" | "of":
                if self.clause.happened(at, at, verb.shape != "of"):
                    self._take_objects(at, verb)
            case "shoots":
                objects = self.clause.objects(at + 1)
                killing = objects and self._tells_how_many_died(objects[-1].last + 1)
                if objects and objects[0].several and not killing and self.clause.happened(at, at):
                    self.told.take(verb, at, objects, behind=True)
            case "bodies of":
                if self._near(at, "found", -_NEAR, _NEAR + 8):
                    self._take_objects(at, verb)
            case "happens" | "succumbs" | "nominal":
                self._happens(at, verb)
            case "ends":
                self._ends(at, verb)
            case "counted" | "bodies" | "lives":
                self._counted(at, verb)
            case "toll":
                self._toll(at, verb)

    def _done(self, at: int, verb: Verb) -> None:
        before = self.clause.skip_back(at - 1, "also", "when")
        if attributive := self.clause.by_attributive.get(at):
            dies = self.clause.skip(attributive.last + 1, "also", "have")
            if dies < len(self.tokens) and _death(self.tokens[dies]):
                return
            if not self._near(attributive.first, "freed", -3, 0):
                self.told.take(verb, at, [attributive])
        elif before >= 0 and self.tokens[before].any("be"):
            self._passive(at, verb, before)
        elif self._take_objects(at, verb, really=False):
            if self.clause.happened(at, at):
                self._take_objects(at, verb)
        elif subject := self.clause.subject(before, direct=True, one=None):
            acts = not subject[-1].quantified and self._goes_on(at)
            if not acts and self.clause.happened(at, subject[0].first):
                self._take_subject(at, verb, subject)
        elif self._shared(at, verb):
            self.told.take(verb, at, self.subjects, again=True)
        elif before >= 0 and self.tokens[before].any("and"):
            self._joined(at, verb, before)

    def _goes_on(self, at: int) -> bool:
        """Whether a verb is followed by what may be its object: "gunmen kidnapped the poet"."""
        following = self.clause.skip(at + 1, "also")
        if following >= len(self.tokens):
            return False
        token = self.tokens[following]
        return token.plain or token.any("the", "his", "a", "noun", "number", "thing", "age")

    def _tells_how_many_died(self, at: int) -> bool:
        """Whether words behind those shot tell who died: "shot 12 people, killing five"."""
        for place in range(at, min(at + _NEAR, len(self.tokens))):
            if verb := self.tokens[place].meaning.verb:
                return verb.outcome == "killed" and verb.shape == "doing"
            if self.tokens[place].any("stop"):
                break
        return False

    def _joined(self, at: int, verb: Verb, before: int) -> None:
        """Take the subject of a passive that other words began: "were led away and shot dead"."""
        for place in range(before - 1, max(before - _NEAR, -1), -1):
            token = self.tokens[place]
            if token.any("verb", "stop", "and"):
                return
            if token.any("single", "plural"):
                one = token.any("single")
                subject = self.clause.subject(place - 1, direct=False, one=one)
                if subject and self.clause.happened(at, subject[0].first):
                    self._take_subject(at, verb, subject)
                return

    def _passive(self, at: int, verb: Verb, before: int) -> None:
        one = self._number_of(before)
        place = self.clause.skip_back(before, "be", "have", "also", "when", "who", "might", "not")
        subject, place = (one and self._with_others(place)) or (None, place)
        subject = subject or self._subject(place, False, one)
        if not self.clause.happened(at, subject[0].first if subject else place):
            return
        if subject:
            self._take_subject(at, verb, subject)
            if subject[0].first > place and self.names.somebody(place):
                self._add_one(verb, before, at)
        elif one and self.names.somebody(place):
            self._add_one(verb, before, at)
        elif self._shared(at, verb):
            self.told.take(verb, at, self.subjects, again=True)
        for place in range(at + 1, min(at + _NEAR, len(self.tokens))):
            if self.tokens[place].any("verb", "stop", "be"):
                break
            if self.tokens[place].any("with"):
                self.told.take(verb, at, self.clause.objects(place + 1), behind=True)
                break

    def _happens(self, at: int, verb: Verb) -> None:
        if attributive := self.clause.by_attributive.get(at):
            self.told.take(verb, at, [attributive])
            return
        urdu = self.line.language == "ur"
        skipped = ["be", "have", "also", "when", "who", "ko", "might", "not"]
        if self.tokens[at].any("by themselves"):
            skipped.append("ne")
        place = self.clause.skip_back(at - 1, *skipped)
        one = self._number_of(at + 1 if urdu else at - 1)
        dead = self.tokens[at].text == "dead"
        subject = self._subject(place, dead, one)
        start = subject[0].first if subject else at
        if not self.clause.happened(at, start) or (urdu and self.clause.denied_behind(at)):
            return
        if subject:
            # before a postposition, the Urdu plural has an ending of its own
            marked = any(token.any("ko") for token in self.tokens[subject[-1].last + 1 : at])
            self._take_subject(at, verb, subject, one or marked)
        elif self._shared(at, verb):
            self.told.take(verb, at, self.subjects, again=True)
        elif not dead and not urdu and self.names.somebody(place):
            self._add_one(verb, at, at)

    def _ends(self, at: int, verb: Verb) -> None:
        """Take whom a verb and its last words stand round: "beat the manager to death"."""
        group = self.clause.by_end.get(at - 1)
        taken = self.clause.some_of_them(at - 1, self.line.language) or ([group] if group else [])
        if taken:
            head = self.clause.skip_back(taken[0].first - 1, "also")
            beats = head >= 0 and self.tokens[head].any("beats")
            if beats and self.clause.happened(head, head, infinite=True):
                self.told.take(verb, at, taken)

    def _subject(self, at: int, direct: bool, one: bool | None) -> list[Group]:
        some = self.clause.some_of_them(at, self.line.language)
        return some or self.clause.subject(at, direct=direct, one=one)

    def _add_one(self, verb: Verb, first: int, last: int) -> None:
        """Add somebody named, or he or she, by the words of the verb alone."""
        span = (self.tokens[first].start, self.tokens[last].end)
        manner: Manner = "more" if verb.shape == "succumbs" else "all"
        self.told.add(verb.outcome, ONE, last, span, manner)

    def _take_subject(
        self, at: int, verb: Verb, subject: list[Group], one: bool | None = None
    ) -> None:
        self.subjects, self.subject_verb = subject, at
        self.told.take(verb, at, subject, one=one)

    def _with_others(self, at: int) -> tuple[list[Group], int] | None:
        """Those of "somebody, along with two others and a guard," and the place before them."""
        if at < 0 or not self.tokens[at].any("comma"):
            return None
        for place in range(at - 1, max(at - _NEAR, -1), -1):
            token = self.tokens[place]
            if token.any("verb", "stop", "be"):
                return None
            if token.any("with"):
                others = self.clause.objects(place + 1)
                first = self.clause.subject(place - 1, direct=False, one=True)
                before = self.clause.skip_back(place - 1, "comma")
                return ([*first, *others], before) if others else None
        return None

    def _counted(self, at: int, verb: Verb) -> None:
        following = at + 1
        of = following < len(self.tokens) and self.tokens[following].any("of", "and")
        if of and self.clause.happened(at, at):
            if self.tokens[following].any("of"):
                self.told.take(verb, at, self.clause.objects(following + 1), behind=True)
            else:
                self._take_objects(at, verb)
        group = self._counted_before(at)
        if group is None:
            return
        if verb.shape == "lives" and not self._near(at, "claims", -7, 4):
            return
        if verb.shape == "bodies" and not self._near(at, "found", -_NEAR, _NEAR):
            return
        if self.clause.happened(at, group.first):
            self.told.take(verb, at, [group])

    def _counted_before(self, at: int) -> Group | None:
        """The number that stands before a noun, with few words between: "six other bodies"."""
        for place in range(at - 1, max(at - 4, -1), -1):
            if group := self.clause.by_last.get(place):
                counts = self.tokens[group.last].number or group.more or group.told
                return group if group.quantified and counts else None
            if not (self.tokens[place].plain or self.tokens[place].any("also")):
                return None
        return None

    def _toll(self, at: int, verb: Verb) -> None:
        """The number that the toll "rose to"."""
        for place in range(at + 1, min(at + _NEAR, len(self.tokens))):
            token = self.tokens[place]
            if token.any("verb", "stop", "comma"):
                return
            before = self.tokens[place - 1]
            rises = before.any("rises") or self.line.language == "ur"
            group = self.clause.by_first.get(place)
            if group and token.number and (rises or (place == at + 1 and before.text != "from")):
                if group.party:
                    self.told.take(verb, at, self.clause.objects(place), behind=True)
                    return
                self.clause.taken.add(group.first)
                span = (self.tokens[at].start, token.end)
                puts = any(
                    one.text.startswith("put") for one in self.tokens[max(at - 2, 0) : at + 1]
                )
                self.told.add(verb.outcome, group.count, at, span, "count" if puts else "toll")
                return

    def _take_objects(self, at: int, verb: Verb, really: bool = True) -> bool:
        """Take those behind a verb whom it befell; whether there are any.

        Two verbs may have them together: "abducted and beheaded a journalist".
        """
        start = self.clause.skip(at + 1, "also")
        if objects := self.clause.objects(start):
            if really:
                self.told.take(verb, at, objects, behind=True)
            return True
        if start < len(self.tokens) and self.tokens[start].any("and"):
            joined = self.clause.skip(start + 1, "also")
            other = self.tokens[joined].meaning.verb if joined < len(self.tokens) else None
            shapes = {verb.shape, "of"} if verb.shape == "counted" else {verb.shape}
            if other and other.shape in shapes and "injured" not in (other.outcome, verb.outcome):
                objects = self.clause.objects(self.clause.skip(joined + 1, "also"))
                if really:
                    # the other verb takes them too
                    self.told.take(verb, at, objects, behind=True)
                    self.clause.taken -= {group.first for group in objects}
                return bool(objects)
            return False
        names = self.names.number(start) if verb.shape != "counted" else 0
        if names and really:
            span = (self.tokens[at].start, self.tokens[at].end)
            self.told.add(verb.outcome, Count(names, names, names), at, span)
            self.told.take(verb, at, self.clause.objects(self.names.behind(start)), behind=True)
        return names > 0

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
            if self.tokens[at].any("single", "plural"):
                return self.tokens[at].any("single")
            at += step
        return None

    def _near(self, at: int, kind: str, least: int, most: int) -> bool:
        """Whether a word of a kind stands so near to a token."""
        return any(token.any(kind) for token in self.tokens[max(at + least, 0) : at + most + 1])


def _death(token: Token) -> bool:
    verb = token.meaning.verb
    return verb is not None and verb.outcome == "killed" and verb.shape in ("happens", "succumbs")
