"""The tolls of one incident, worked into one count an outcome and one a party and outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace

from waqia.codebook import Codebook
from waqia.model import Count, Outcome
from waqia.reading.proposing.tolls.toll import Loss, Losses, Toll

_OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "arrested", "abducted")
_UNTOLD = Count(None, None, None)


def combine(lines: Sequence[tuple[int, Sequence[Toll]]], codebook: Codebook) -> Losses:
    """One incident's casualties, from the tolls of its lines in the order of the text.

    Args:
        lines: the position of each line, and its tolls.
        codebook: its parties say who attackers are, and which party is within which.

    Returns:
        The counts, each with the words they come from. The rules:

        - A line that counts persons of no told party states a whole, to which the parties that
          the same verb counts beside them are added ("three policemen and two others").
        - Where no whole is stated, it is the sum of the parties; parts are never added.
        - What is told again is not added: a count that the earlier one allows makes it more
          exact, a smaller one tells of some of the same persons.
        - A larger whole that contradicts an earlier one holds, for tolls rise; the earlier one
          stays as the least. A toll ("the death toll rose to") holds against both, the highest of
          several.
        - "One more" adds, unless the whole is of an earlier count and them ("ten died, nine on the
          spot; one later"). Who succumbed adds to the killed, and is no longer among the injured.
        - The whole by another's count holds, within the bounds of both.
        - The sum of several happenings holds only where nothing is told of any of them.
        - Attackers told of apart from a whole are added to it, unless the parties alone come to
          that whole. So the total holds every death, as the accounts of a register do.
        - What is said to be none yields to any number of persons.
    """
    totals: dict[Outcome, Loss] = {}
    parties: dict[tuple[str, Outcome], Loss] = {}
    stories = {outcome: _Story(codebook) for outcome in _OUTCOMES}
    wounded = stories["injured"]
    summed = _summed(lines)
    for position, tolls in lines:
        wounded.hear(position, [toll for toll in tolls if toll.outcome == "injured"])
        heard = [_of_the(wounded, toll) for toll in tolls if toll.outcome != "injured"]
        before = stories["killed"].total()
        for outcome, story in stories.items():
            if story is not wounded:
                left_out = "sum" if outcome in summed else None
                told = [t for t in heard if t.outcome == outcome and t.manner != left_out]
                story.hear(position, told)
        risen = stories["killed"].total() != before
        if risen and not any(toll.manner == "toll" for toll in heard):
            for toll in heard:
                if toll.manner == "succumbed":
                    wounded.lose(_loss(position, toll), toll.party)
    for outcome, story in stories.items():
        if total := story.total():
            totals[outcome] = total
        parties |= {(party, outcome): loss for party, loss in story.parties.items()}
    return Losses(totals, parties)


@dataclass(slots=True)
class _Story:
    """What the lines heard so far say of one outcome.

    `heard` are the wholes told of. `inside` are the parties that the whole holds already,
    `beside` those told of apart from the party that they are within ("a policeman and two others
    of the security forces").
    """

    codebook: Codebook
    whole: Loss | None = None
    final: bool = False
    parties: dict[str, Loss] = field(default_factory=dict)
    heard: set[int | None] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)

    def hear(self, position: int, tolls: list[Toll]) -> None:
        """Take in the tolls of a line."""
        stated = [toll for toll in tolls if toll.manner in ("all", "sum")]
        named = _by_party(position, stated)
        for party, loss in named.items():
            self._hear_party(party, loss, line=named.keys() - {party})
        self.beside |= {party for party in named if self._parent(party) in named}
        if whole := _untold(position, stated):
            self._hear_whole(_sum([whole, *named.values()]))
            self.inside |= named.keys()
        for party, loss in _by_party(position, [t for t in tolls if t.manner == "part"]).items():
            if party not in self.parties:
                self.inside.add(party)
            self._hear_party(party, loss, inside=True)
        counted = any(toll.manner == "toll" for toll in tolls)
        for toll in tolls:
            if toll.manner in ("more", "succumbed") and not counted:
                self._hear_more(position, toll)
            elif toll.manner == "count":
                self._hear_count(_loss(position, toll))
            elif toll.manner == "toll":
                loss = _loss(position, toll)
                if not (self.final and self.whole and _larger(self.whole.count, loss.count)):
                    self.whole, self.final = loss, True

    def _hear_party(
        self, party: str, loss: Loss, inside: bool = False, line: Set[str] = frozenset()
    ) -> None:
        if not inside:
            self.inside.discard(party)
        if party not in self.parties and party not in line:
            wider = self._parent(party)
            known = None if wider is None or wider in line else self.parties.get(wider)
            if wider and known and _same(known.count, loss.count):
                del self.parties[wider]
            for narrower in self.codebook.members("party", party)[1:]:
                known = self.parties.get(narrower)
                if known and narrower not in line and _same(known.count, loss.count):
                    return
        earlier = self.parties.get(party)
        self.parties[party] = _merged(earlier, loss) if earlier else loss

    def _hear_whole(self, loss: Loss) -> None:
        self.heard.add(loss.count.best)
        if self.whole is None:
            self.whole = loss
        elif not self.final or not _larger(self.whole.count, loss.count):
            self.whole = _merged(self.whole, loss)

    def _hear_count(self, loss: Loss) -> None:
        """Take in the whole as another source counts it."""
        known = self.total()
        if known is None or known.count.best in (None, 0):
            self.whole = loss
        elif not _larger(known.count, loss.count):
            self.whole = _by_another(known, loss)
            for party, of_party in self.parties.items():
                if of_party.count == known.count:
                    self.parties[party] = self.whole
            self.final = True

    def only_party(self) -> str | None:
        """The party of everybody heard of, if it is one."""
        if len(self.parties) != 1:
            return None
        ((party, loss),) = self.parties.items()
        return party if self.whole is None or _same(self.whole.count, loss.count) else None

    def lose(self, loss: Loss, party: str | None) -> None:
        """Take those who befell something worse out of what was heard."""
        if self.whole:
            self.whole = _less(self.whole, loss)
        if party is not None and party in self.parties:
            self.parties[party] = _less(self.parties[party], loss)

    def _hear_more(self, position: int, toll: Toll) -> None:
        loss = _loss(position, toll)
        if self.whole and (self.whole.count.best or 0) - (toll.best or 0) in self.heard:
            return
        if toll.party is not None:
            earlier = self.parties.get(toll.party)
            self.parties[toll.party] = _sum([earlier, loss]) if earlier else loss
            if self.whole is None:
                return
        if self.whole is None:
            known = self._apart()
            self.whole = _sum([*known, loss]) if known else loss
        else:
            self.whole = _sum([self.whole, loss])

    def _apart(self, attackers: bool | None = None) -> list[Loss]:
        """The parties that are no parts of others told of; only attackers, or only the others."""
        return [
            loss
            for party, loss in self.parties.items()
            if party not in self.inside
            and (party in self.beside or self._parent(party) not in self.parties)
            and attackers in (None, party in self.codebook.attackers)
        ]

    def _parent(self, party: str) -> str | None:
        return self.codebook.terms("party")[party].parent

    def total(self) -> Loss | None:
        """The whole of what was heard; None where no number was."""
        everyone = _sum(self._apart()) if self._apart() else None
        if self.whole is None:
            return everyone if everyone and everyone.count != _UNTOLD else None
        if everyone is None or _same(everyone.count, self.whole.count):
            return self.whole
        others = self._apart(attackers=False)
        whole = self.whole
        if others and _larger(_sum(others).count, whole.count):
            whole = _merged(whole, _sum(others))
        attackers = [] if self.final else self._apart(attackers=True)
        return _sum([whole, *attackers]) if attackers else whole


def _summed(lines: Iterable[tuple[int, Sequence[Toll]]]) -> set[Outcome]:
    """The outcomes of which more is told than the sum of several happenings."""
    return {
        toll.outcome for _, tolls in lines for toll in tolls if toll.manner != "sum" and _told(toll)
    }


def _of_the(wounded: _Story, toll: Toll) -> Toll:
    """A toll, which is of the party of the wounded if it tells of one of them."""
    if toll.manner == "succumbed" and toll.party is None:
        return replace(toll, party=wounded.only_party())
    return toll


def _less(whole: Loss, part: Loss) -> Loss:
    """A count without some of its persons; the same where they are more than it counts."""
    number = part.count.best or 0
    count = whole.count
    if (count.best or 0) < number:
        return whole
    low, best, high = (
        None if bound is None else max(bound - number, 0)
        for bound in (count.min, count.best, count.max)
    )
    return Loss(Count(low, best, high, count.imputed), (*whole.spans, *part.spans))


def _by_another(earlier: Loss, later: Loss) -> Loss:
    """The later of two sources' counts, within the bounds of both."""
    old, new = earlier.count, later.count
    low = min(n for n in (old.min, old.best, new.min, new.best) if n is not None)
    high = max((n for n in (old.max, new.max) if n is not None), default=None)
    return Loss(Count(low, new.best, high, new.imputed), (*earlier.spans, *later.spans))


def _told(toll: Toll) -> bool:
    return toll.best is not None or toll.min is not None or toll.max is not None


def _loss(position: int, toll: Toll) -> Loss:
    count = Count(toll.min, toll.best, toll.max, toll.imputed)
    return Loss(count, ((position, toll.start, toll.end),))


def _untold(position: int, tolls: Iterable[Toll]) -> Loss | None:
    """The persons of no told party that a line counts: the most that one verb tells of."""
    by_verb: dict[int, list[Loss]] = {}
    for toll in tolls:
        if toll.party is None:
            by_verb.setdefault(toll.verb, []).append(_loss(position, toll))
    whole: Loss | None = None
    for losses in by_verb.values():
        loss = _sum(losses)
        if loss.count != _UNTOLD:
            whole = _merged(whole, loss) if whole else loss
    return whole


def _by_party(position: int, tolls: Iterable[Toll]) -> dict[str, Loss]:
    found: dict[str, list[Loss]] = {}
    for toll in tolls:
        if toll.party is not None:
            found.setdefault(toll.party, []).append(_loss(position, toll))
    return {party: _sum(losses) for party, losses in found.items()}


def _sum(losses: Sequence[Loss]) -> Loss:
    """Several counts of different persons as one; what is not known leaves the sum open."""
    spans = tuple(span for loss in losses for span in loss.spans)
    counts = [loss.count for loss in losses]
    known = [count for count in counts if count != _UNTOLD]
    if len(losses) == 1 or not known:
        return Loss(counts[0], spans)
    some = len(known) < len(counts)
    bounds = [[count.min for count in known], [count.max for count in known]]
    low, high = (None if None in side else sum(n for n in side if n is not None) for side in bounds)
    bests = [count.best if count.best is not None else count.min for count in known]
    best = None if None in bests else sum(n for n in bests if n is not None)
    if some:
        low, high = low if low is not None else best, None
    return Loss(Count(low, best, high, any(count.imputed for count in known)), spans)


def _merged(earlier: Loss, later: Loss) -> Loss:
    """Two counts of the same persons as one."""
    spans = (*earlier.spans, *later.spans)
    old, new = earlier.count, later.count
    if new.best is None or new.best == 0:
        return earlier if old.best is not None else later
    if old.best is None or old.best == 0:
        return later
    if old == new:
        return Loss(old, spans)
    if _allows(old, new):
        return Loss(new, spans) if not _allows(new, old) else Loss(_narrower(old, new), spans)
    if _allows(new, old) or not _larger(new, old):
        return earlier if old.imputed <= new.imputed else later
    least = old.min if old.min is not None else old.best
    return Loss(replace(new, min=min(least, new.best)), spans)


def _allows(wide: Count, exact: Count) -> bool:
    """Whether a count that is not exact leaves room for another's best number."""
    if wide.min == wide.max or exact.best is None:
        return False
    low, high = wide.min or 0, wide.max
    return low <= exact.best and (high is None or exact.best <= high)


def _narrower(old: Count, new: Count) -> Count:
    """The one of two counts that says more."""
    return new if (old.imputed, old.min is None, old.max is None) > (
        new.imputed, new.min is None, new.max is None
    ) else old  # fmt: skip


def _same(one: Count, other: Count) -> bool:
    return one.best is not None and one.best == other.best


def _larger(one: Count, other: Count) -> bool:
    return (one.best or one.min or 0) > (other.best or other.min or 0)
