"""The scope of a number in a sentence: from the words beside it, or from what it counts within."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from waqia.audit.figure import UNPLACED, Figure, Scope, bounds
from waqia.audit.phrases import Clause, Phrase
from waqia.audit.spans import Span
from waqia.audit.subjects import Subject, stands_within
from waqia.audit.terms import Terms
from waqia.audit.wording import (
    AND_OTHERS,
    ANY_INCIDENT,
    COMPARED,
    GROUP,
    SPOKEN_OF,
    TARGETED,
    THERE,
    THESE,
)
from waqia.reading import Document

_INSIDE = re.compile(r"\b(?:in|over|across) (?:(?:a total of|as many as|at least|all)\s+)?$", re.I)
_ENGAGED = re.compile(
    r"\b(?:engaged|entered into|involved|participated)\s+(?:in|into in)\s+(?:a total of\s+)?$", re.I
)
_UPON = re.compile(r"\bپر\s+(?:\S+\s+){0,2}$")
"""Urdu names what was attacked before the number of attacks."""
_UNSETTLED = re.compile(
    r"\b(?:excluding|other than|apart from|except|besides|cited|mentioned|said)\b", re.IGNORECASE
)
_BY_OTHERS = re.compile(r"\bby (?!(?:the )?(?:\w+\s+)?(?:province|district|police|percent))", re.I)
_OTHERS = re.compile(r"\b(?:affiliate|subsidiar|other\s+(?:\w+\s+){0,3}groups?|etc)", re.I)
_SECTION_ENDS = re.compile(
    r"[(](?!or\b)|;\s|\b(?:while|including|since|when|which|that|and the other"
    r"|and (?:most|many|some|all|the rest))\b",
    re.IGNORECASE,
)
_MAINLY = re.compile(
    r"\b(?:mainly|mostly|largely|especially|particularly|primarily)\W+(?:\w+\W+)?$", re.I
)
_OF = re.compile(r"\b(?:by|of|against|with|from|to)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_IN_TURN = re.compile(r"\brespectively\b", re.IGNORECASE)
_MORE_THAN = re.compile(r"\s+(?:more\s+)?than\b", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:a|combined) total of\s*$|\bin all\s*$", re.IGNORECASE)
_THEIR = re.compile(r"\b(?:and|or|with) their\b", re.IGNORECASE)


@dataclass
class Reading:
    """What the sentences read so far leave for the next.

    `span` is the year they speak of, named in the block `dated`; `default` that of the heading.
    `whole` is the last number of incidents that was no part, which stands in `block`. `actors`
    and `place` were named last; `sure` says that `actors` were in this block or its heading.
    `elsewhere` says that the block `named` speaks of a part of the country or of another.
    """

    span: Span | None = None
    dated: int | None = None
    default: Span | None = None
    month: Span | None = None
    whole: Figure | None = None
    block: int = -1
    named: int = -1
    place: str | None = None
    elsewhere: bool = False
    actors: frozenset[str] = field(default_factory=frozenset)
    sure: bool = False
    inherited: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Scoping:
    """What is known where a number stands: the sentence, what came before, the codebook."""

    document: Document
    clause: Clause
    reading: Reading
    terms: Terms
    home: str | None
    subjects: tuple[Subject, ...] = ()

    def figure(
        self, phrase: Phrase, measure: str, following: int, known: list[tuple[Phrase, Figure]]
    ) -> Figure | None:
        """The figure of a number that counts `measure`; None where its scope is not understood."""
        clause, text, number = self.clause, self.clause.text, phrase.number
        said = bounds(number.min, number.best, number.max, text[number.start : number.end])
        if said is None:
            return None
        local = self._local(phrase, following)
        bracket = text.rfind("(", 0, number.start)
        bracketed = bracket > text.rfind(")", 0, number.start)
        compared = bool(COMPARED.search(text[: number.start]))
        base, sure = self._base(phrase, measure, known, compared)
        head = known[0][0].number.start if known else number.start
        read = self._scope(
            phrase, measure, (local, following, head), base, compared, bracket if bracketed else -1
        )
        if read is None:
            return None
        scope, certain = read
        part = number.whole is not None or bracketed
        sure = sure and certain and not number.imputed and not part and clause.closed
        ahead = text[: number.start]
        if measure == "incidents" and _INSIDE.search(ahead) and not _ENGAGED.search(ahead):
            sure = False
        if measure == "incidents" and _UPON.search(ahead):
            sure = False
        if self._other_actor(head, local[1]):
            sure = False
        if any(subject.unclear for subject in self.subjects):
            sure = False
        if len(scope.places) > 1 and _IN_TURN.search(text):
            sure = False
        if _MORE_THAN.match(text, phrase.noun_end):
            sure = False
        if _UNSETTLED.search(text[local[0] : local[1]]) or scope.kind == ANY_INCIDENT:
            sure = False
        value, low, high = said
        start, end = clause.sentence.start + number.start, clause.sentence.start + phrase.noun_end
        return Figure(
            self.document, start, end, measure, value, low, high, scope, clause.where, "prose",
            (clause.sentence.start, clause.sentence.end), sure, part,
            doubt=UNPLACED if scope.places == self.reading.inherited else "",
        )  # fmt: skip

    def _local(self, phrase: Phrase, following: int) -> tuple[int, int]:
        """The stretch whose words limit this number and no other."""
        text = self.clause.text
        end = min((s.start for s in self.subjects if s.start >= phrase.noun_end), default=following)
        end = following = min(end, following)
        if stop := _SECTION_ENDS.search(text, phrase.noun_end, following):
            end = stop.start()
        return phrase.number.start, end

    def _base(
        self, phrase: Phrase, measure: str, known: list[tuple[Phrase, Figure]], compared: bool
    ) -> tuple[Scope | None, bool]:
        """The scope a number stands within, and whether that is certain."""
        text, reading, clause = self.clause.text, self.reading, self.clause
        near = clause.sentence.block - reading.block <= 1
        before = text[: phrase.number.start]
        if measure == "incidents":
            if phrase.of_these and reading.whole and near:
                return reading.whole.scope, reading.whole.sure
            if known and (compared or phrase.elliptic):
                wholes = [f for _, f in known if not f.part and f.measure == "incidents"]
                chosen = wholes[0] if wholes else known[0][1]
                return chosen.scope, chosen.sure or chosen.part
            return None, "such" not in text[phrase.number.end : phrase.noun_end].split()
        if compared and (same := [f for _, f in known if f.measure == measure and not f.part]):
            return same[-1].scope, same[-1].sure
        if wholes := [
            f
            for p, f in known
            if f.measure == "incidents"
            and not f.part
            and not COMPARED.search(text[: p.number.start])
        ]:
            last = wholes[-1]
            both = any(whole.scope.places != last.scope.places for whole in wholes)
            apart = "," in text[last.end - clause.sentence.start : phrase.number.start]
            return last.scope, last.sure and not (both and apart) and not _INSIDE.search(before)
        if earlier := [f for _, f in known if not f.part]:
            return earlier[0].scope.but(party=None), earlier[0].sure
        if THESE.search(before) and reading.whole and near:
            return reading.whole.scope, reading.whole.sure
        named = self._named("actor", 0, phrase.number.start)
        if named and reading.whole and near and reading.whole.scope.actors == named:
            return reading.whole.scope, reading.whole.sure
        if re.search(r"\b(?:the|all|reported)\s+(?:\w+\s+){0,2}attacks (?:by|in)\b", text, re.I):
            return Scope(kind="attack", span=clause.span), True
        return None, False

    def _dated(self) -> bool:
        """The time comes from the sentence, from its paragraph or from the heading above."""
        dated = self.reading.dated
        return self.clause.dated or dated is None or dated == self.clause.sentence.block

    def _named(self, vocabulary: str, start: int, end: int) -> frozenset[str]:
        return frozenset(
            code
            for mention in self.clause.mentions
            if mention.start >= start
            and mention.end <= end
            and not _MAINLY.search(self.clause.text[: mention.start])
            for code in mention.of(vocabulary)[:1]
        )

    def _aimed_at(self, start: int, end: int) -> frozenset[str]:
        """The targets of a stretch, without those that only go with another: their escorts."""
        found: set[str] = set()
        at = start
        for mention in self.clause.mentions:
            if mention.start < start or mention.end > end or not mention.of("target"):
                continue
            if not found or not _THEIR.search(self.clause.text[at : mention.start]):
                found.update(mention.of("target")[:1])
            at = mention.end
        return frozenset(found)

    def _scope(
        self, phrase: Phrase, measure: str, around: tuple[tuple[int, int], int, int],
        base: Scope | None, compared: bool, bracket: int,
    ) -> tuple[Scope, bool] | None:  # fmt: skip
        text, sure = self.clause.text, True
        local, following, head = around
        places = self.terms.most_precise(self._named("place", *local))
        subject = self._subject(phrase)
        ruled = subject is not None and subject.rules(
            text, phrase.number.start, [n for n in self.clause.numbers if n.kind == "count"]
        )
        if subject and ruled and not self._narrow(local, subject.places):
            sure = self._are_in(subject.places, places) if places else True
            places = self.terms.most_precise(subject.places)
        if not places and bracket >= 0:
            places = self._before(bracket, text)
        if not places and not (base and base.places) and subject:
            places, sure = self.terms.most_precise(subject.places), len(self.subjects) == 1
        if not places and not (base and base.places):
            places = self.terms.most_precise(self._named("place", 0, head))
        if not places and not (base and base.places):
            places = self._at_the_end()
        if not places and not (base and base.places):
            places, sure = self._unnamed(text[: local[1]], text[: local[0]])
        actors = self._named("actor", *local) | self._named("actor", 0, head)
        if not actors and not base and SPOKEN_OF.search(text[: local[1]]):
            actors = self.reading.actors
            sure = sure and self.reading.sure
        words = set(phrase.words)
        words |= {
            f"{GROUP}{code}"
            for start, end in (local, (0, head))
            for code in self._named("actor_category", start, end)
        }
        if actors and _OTHERS.search(text[:head] + text[local[0] : local[1]]):
            words.add(AND_OTHERS)
        if not actors and not any(w.startswith(GROUP) for w in words):
            sure = sure and not _BY_OTHERS.search(text, phrase.noun_end, local[1])
        targets: frozenset[str] = frozenset()
        if measure == "incidents":
            if aimed := TARGETED.search(text, phrase.noun_end, local[1]):
                targets = self._aimed_at(aimed.end(), local[1])
                if not targets:
                    sure = False
            elif TARGETED.search(text, 0, head):
                sure = False
        span = self._time((local[0], following), compared)
        if base is None:
            scope = Scope(
                phrase.kind or ANY_INCIDENT if measure == "incidents" else None,
                places, span or self.clause.span, actors, targets, phrase.tactics, phrase.party,
                frozenset(words),
            )  # fmt: skip
            dated = span is not None or self._dated()
            return scope, sure and dated and scope.span is not None
        if span is None:
            span = base.span
            if compared and base.span is not None:
                sure = False
        if measure != "incidents" and not ruled:
            places = base.places or places
        if (
            ruled and base.places and places != base.places
        ):  # what else limits it may not be the same
            sure = sure and phrase.elliptic and not (base.actors or base.targets)
        return base.but(
            kind=phrase.kind or base.kind, places=places or base.places, span=span,
            actors=base.actors or actors, targets=targets or base.targets,
            tactics=phrase.tactics or base.tactics, party=phrase.party,
            words=base.words | words if measure == "incidents" else base.words,
        ), sure and span is not None  # fmt: skip

    def _other_actor(self, head: int, end: int) -> bool:
        """Behind the first number another group acts than before it: the BLA eight."""
        before = self._named("actor", 0, head)
        others = [m for m in self.clause.mentions if head < m.start and m.end <= end]
        return bool(before) and any(
            set(mention.of("actor")[:1]) - before
            and not _OF.search(self.clause.text[: mention.start])
            for mention in others
        )

    def _subject(self, phrase: Phrase) -> Subject | None:
        """The place that the sentence spoke of last before a number."""
        ahead = [s for s in self.subjects if s.end <= phrase.number.start]
        return ahead[-1] if ahead else None

    def _narrow(self, local: tuple[int, int], wider: frozenset[str]) -> bool:
        """The words behind a number name places within the wider ones: Sindh saw 16 in Karachi."""
        inside = [m for m in self.clause.mentions if local[0] <= m.start and m.end <= local[1]]
        first = next((m.start for m in inside if m.of("place")), -1)
        places = self.terms.most_precise(self._named("place", *local))
        return bool(first >= 0 and stands_within(self.clause.text, first)) and self._are_in(
            places, wider
        )

    def _are_in(self, places: frozenset[str], wider: frozenset[str]) -> bool:
        """There are places, and each is one of the wider ones or lies in one."""
        above = self.terms.parents
        return bool(places) and all(p in wider or above.get(p, frozenset()) & wider for p in places)

    def _before(self, bracket: int, text: str) -> frozenset[str]:
        """The place whose number stands in a bracket behind it; several where it says "each"."""
        start = max(text.rfind(")", 0, bracket), text.rfind("(", 0, bracket), 0)
        named = [m for m in self.clause.mentions if start <= m.start < bracket and m.of("place")]
        closing = text.find(")", bracket)
        if re.search(r"\beach\b", text[bracket : closing if closing > 0 else len(text)]):
            return frozenset(code for m in named for code in m.of("place")[:1])
        return frozenset(named[-1].of("place")[:1]) if named else frozenset()

    def _at_the_end(self) -> frozenset[str]:
        """The one place of a sentence that stands behind all its numbers."""
        named = [m for m in self.clause.mentions if m.of("place")]
        last = max((n.end for n in self.clause.numbers if n.kind == "count"), default=0)
        places = self.terms.most_precise(code for m in named for code in m.of("place")[:1])
        return places if len(places) == 1 and named[0].start > last else frozenset()

    def _unnamed(self, before: str, ahead: str) -> tuple[frozenset[str], bool]:
        """The place of a number that names none, and whether it is certain."""
        if self.reading.inherited:  # a note speaks of the place of the sentence that cites it
            return self.reading.inherited, True
        if THERE.search(before) and not re.search(r"\bthe (?:\w+ )?country\b", before):
            place = self.reading.place
            return (frozenset({place}), True) if place else (frozenset(), False)
        home = frozenset({self.home}) if self.home else frozenset()
        return home, not self.reading.elsewhere or bool(_IN_ALL.search(ahead))

    def _time(self, local: tuple[int, int], compared: bool) -> Span | None:
        """The time that stands with a number; that of a comparison belongs to what is compared."""
        text = self.clause.text
        for time in self.clause.times:
            if local[0] <= time.start and time.end <= local[1]:
                between = text[local[0] : time.start]
                if not compared and re.search(r"\bcompar|\bthan\b|\bfrom\b", between, re.I):
                    continue
                return time.span
        return None


def each(clause: Clause, figure: Figure, phrase: Phrase) -> Iterator[Figure]:
    """The figure; where it is said of each of several targets or places, one for each."""
    behind = clause.text[phrase.noun_end : phrase.noun_end + 8]
    for name in ("targets", "places"):
        codes = getattr(figure.scope, name)
        if re.match(r"\s+each\b", behind) and len(codes) > 1:
            for code in sorted(codes):
                yield replace(figure, scope=figure.scope.but(**{name: frozenset({code})}))
            return
    yield figure
