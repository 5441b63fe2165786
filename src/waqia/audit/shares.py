"""Percentages and shares in sentences, recomputed from the numbers they are shares of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from waqia.audit.beside import misstated
from waqia.audit.figure import Figure, Scope
from waqia.audit.finding import Discrepancy, Spot, around, plain, spot
from waqia.audit.nouns import Said
from waqia.audit.percents import change, is_said
from waqia.audit.phrases import Clause
from waqia.audit.telling import parts as limits_of
from waqia.audit.terms import Terms
from waqia.audit.wording import kind_of
from waqia.model import phrase
from waqia.reading import Document, Number

_MEASURED = re.compile(
    r"(?P<killed>deaths?|fatalit\w+|killed|lives)|(?P<injured>injur\w+|wounded)"
    r"|(?P<incidents>attacks?|incidents?|operations?|clashes|violence)",
    re.IGNORECASE,
)
_OR = re.compile(r"[^.;]*?[,(–—]\s*or\s*$", re.IGNORECASE)
_BRACKET = re.compile(r"[^.;]*?\(\s*$")
_OF_ALL = re.compile(r"\s+of\s+(?:the\s+|all\s+)?(?:total|whole|overall)\b", re.IGNORECASE)
_OF = re.compile(r"\s+of\b", re.IGNORECASE)
_END = re.compile(r"[),،;–—.۔]")
_OTHERS = re.compile(
    r"\b(?:affiliates?|subsidiar\w+|other|others|etc|mainly|mostly)\b", re.IGNORECASE
)
_WAY = re.compile(
    r"\b(?P<up>increas\w+|surg\w+|rise|rose|upsurge|jump\w*|more|growth|up)\b"
    r"|\b(?P<down>decreas\w+|declin\w+|drop\w*|fell|fall|less|fewer|reduc\w+|down)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"\bfrom\s+$")
_THE_TWO = phrase("the two")


class Shares:
    """Checks the percentages of one document against its own figures."""

    def __init__(self, document: Document, figures: Sequence[Figure], terms: Terms) -> None:
        self.document = document
        self.terms = terms
        self.home = next(
            (p.id for p in terms.codebook.places.values() if p.level == "country"), None
        )
        self.known: dict[tuple[str, Scope], list[Figure]] = {}
        for figure in figures:
            if figure.sure:
                self.known.setdefault((figure.measure, figure.scope), []).append(figure)

    def check(self, clauses: Sequence[Clause]) -> Iterator[Discrepancy]:
        """Every share and every change that sentences state in percent or as a fraction."""
        for position, clause in enumerate(clauses):
            for number in clause.numbers:
                if number.kind not in ("percent", "fraction") or number.best is None:
                    continue
                found = (
                    self._beside(clauses, position, number)
                    or self._of_a_number(clause, number)
                    or self._of_a_scope(clause, number)
                    or self._change(clause, number)
                )
                if found:
                    yield found

    def _beside(
        self, clauses: Sequence[Clause], position: int, number: Number
    ) -> Discrepancy | None:
        """ "15 of the 30 attacks, 60 percent": part and whole stand beside the share."""
        found = misstated(clauses, position, number, self.terms, self.home)
        if found is None:
            return None
        clause = clauses[position]
        part, whole = (float(one.best or 0) for _, one in found)
        exact = 100 * part / whole
        said = " ".join(clause.text[number.start : number.end].split())
        return Discrepancy(
            code="percent-share",
            message=f"“{said}” is printed; {plain(part)} of {plain(whole)} is {exact:.1f} percent.",
            spots=(self._said(clause, number), *(self._place(one) for one in found)),
            found=said,
            expected=f"{exact:.1f} percent",
            arithmetic=f"{plain(part)} ÷ {plain(whole)} × 100 = {exact:.1f}",
            correction=f"“{said}” → {exact:.0f} percent",
        )

    def _of_a_number(self, clause: Clause, number: Number) -> Discrepancy | None:
        """ "205 attacks, or about 67 percent of all": the number before is the part."""
        before = [f for f in clause.figures if f.end <= clause.sentence.start + number.start]
        if not before:
            return None
        part = before[-1]
        between = clause.text[part.end - clause.sentence.start : number.start]
        equal = _OR.fullmatch(between) or (
            _BRACKET.fullmatch(between) and _OF_ALL.match(clause.text, number.end)
        )
        if len(between) > 80 or not equal:
            return None
        wholes = self._wholes(part.measure, part.scope)
        if _OF.match(clause.text, number.end):  # "of all attacks in Pakistan"
            end = _END.search(clause.text, number.end)
            named = {
                code
                for mention in clause.mentions
                if number.end <= mention.start < (end.start() if end else len(clause.text))
                for code in mention.of("place")[:1]
            }
            wholes = [whole for whole in wholes if not named or whole.scope.places == named]
        return self._judge(clause, number, [part], wholes)

    def _wholes(self, measure: str, scope: Scope) -> list[Figure]:
        """The figures of the same measure and time with one limit of the scope taken away."""
        home = frozenset({self.home}) if self.home else frozenset()
        wider = []
        if scope.targets:
            wider.append(scope.but(targets=frozenset()))
        if scope.actors:
            wider.append(scope.but(actors=frozenset(), words=frozenset()))
        if scope.places != home:
            wider.append(scope.but(places=home))
        if scope.words:
            wider.append(scope.but(words=frozenset()))
        return [f for one in wider for f in self.known.get((measure, one), [])]

    def _of_a_scope(self, clause: Clause, number: Number) -> Discrepancy | None:
        """ "Over 78 percent of attacks" by some, in some places, or on some targets."""
        behind = clause.text[number.end : number.end + 90]
        if not re.match(r"\s*(?:\w+\s+)?of\b", behind):
            return None
        noun = _MEASURED.search(behind)
        said = [time.span for time in clause.times if 0 <= time.start - number.end < 90]
        span = said[0] if said else clause.span
        if not noun or span is None:
            return None
        measure = str(noun.lastgroup)
        home = frozenset({self.home}) if self.home else frozenset()
        named = {
            name: [
                code
                for mention in clause.mentions
                for code in mention.of(name)[:1]
                if not (name == "place" and code == self.home)
            ]
            for name in ("actor", "target", "place")
        }
        limited = [name for name in named if named[name]]
        if len(limited) != 1:
            return None
        field = f"{limited[0]}s"
        base = Scope(kind=kind_of(behind) or "attack", places=home, span=span)
        found: list[Figure] = []
        for code in dict.fromkeys(named[limited[0]]):
            known = self.known.get((measure, base.but(**{field: frozenset({code})})))
            if not known:
                return None
            found.append(known[0])
        doubt = ""
        if _OTHERS.search(clause.text):
            doubt = phrase("The sentence speaks of others too, whose numbers are not given.")
        wholes = self.known.get((measure, base), [])
        return self._judge(clause, number, found, wholes, doubt)

    def _judge(
        self, clause: Clause, number: Number, found: list[Figure], wholes: list[Figure],
        doubt: str = "",
    ) -> Discrepancy | None:  # fmt: skip
        totals = {whole.value for whole in wholes}
        part = sum(figure.value for figure in found)
        if len(totals) != 1 or not part or part > max(totals):
            return None
        whole = wholes[0]
        exact = 100 * part / whole.value
        said = " ".join(clause.text[number.start : number.end].split())
        if is_said(exact, clause.text, number):
            return None
        arithmetic = " + ".join(plain(figure.value) for figure in found)
        if len(found) > 1:
            arithmetic = f"({arithmetic})"
        return Discrepancy(
            code="percent-share",
            message=f"“{said}” is printed; {plain(part)} of {plain(whole.value)} is "
            f"{exact:.1f} percent ({self._told(found)}).",
            spots=(
                self._said(clause, number),
                *(spot(f.document, f.start, f.end, f.where) for f in (*found, whole)),
            ),
            found=said,
            expected=f"{exact:.1f} percent",
            arithmetic=f"{arithmetic} ÷ {plain(whole.value)} × 100 = {exact:.1f}",
            correction=f"“{said}” → {exact:.0f} percent",
            doubt=doubt,
        )

    def _told(self, found: list[Figure]) -> str:
        """What the parts count: what they have in common once, the rest with each number."""
        limits = [limits_of(figure.scope, self.terms.codebook) for figure in found]
        common = [limit for limit in limits[0] if all(limit in other for other in limits)]
        own = [
            f"{', '.join(limit for limit in limit_list if limit not in common)} "
            f"{plain(figure.value)}"
            for figure, limit_list in zip(found, limits, strict=True)
        ]
        return ", ".join(common + (own if len(found) > 1 else []))

    def _change(self, clause: Clause, number: Number) -> Discrepancy | None:
        """ "An increase of 63 percent, from 254 to 413": from two numbers of the sentence."""
        way = _WAY.search(clause.text[max(0, number.start - 60) : number.end + 60])
        if number.kind != "percent" or not way:
            return None
        counts = [n for n in clause.numbers if n.kind == "count" and n.best is not None]
        for first, second in pairwise(counts):
            between = clause.text[first.end : second.start]
            if (
                _FROM_TO.search(clause.text[: first.start])
                and re.search(r"\bto\s*$", between)
                and first.start - number.end < 80
            ):
                exact = change(float(first.best or 0), float(second.best or 0))
                if exact is None:
                    return None
                said = " ".join(clause.text[number.start : number.end].split())
                if is_said(abs(exact), clause.text, number) and (exact > 0) == (
                    way.lastgroup == "up"
                ):
                    return None
                start = clause.sentence.start
                return Discrepancy(
                    code="percent-change",
                    message=f"“{said}” is printed; from {plain(float(first.best or 0))} to "
                    f"{plain(float(second.best or 0))} it is {exact:+.1f} percent.",
                    spots=(
                        self._said(clause, number),
                        spot(self.document, start + first.start, start + second.end, _THE_TWO),
                    ),
                    found=said,
                    expected=f"{exact:.1f} percent",
                    arithmetic=f"({plain(float(second.best or 0))} − "
                    f"{plain(float(first.best or 0))}) ÷ {plain(float(first.best or 0))} × 100 = "
                    f"{exact:.1f}",
                    correction=f"“{said}” → {abs(exact):.0f} percent",
                )
        return self._against_table(clause, number, way.lastgroup == "up")

    def _against_table(self, clause: Clause, number: Number, up: bool) -> Discrepancy | None:
        """A change that a table gives too, of the same measure, place and time."""
        near = clause.text[max(0, number.start - 90) : number.end + 60]
        nouns = {str(m.lastgroup) for m in _MEASURED.finditer(near)}
        percents = [n for n in clause.numbers if n.kind == "percent"]
        if clause.span is None or not clause.dated or len(percents) != 1 or not nouns:
            return None
        measure = "killed" if "killed" in nouns else "incidents" if nouns == {"incidents"} else None
        home = frozenset({self.home}) if self.home else frozenset()
        places = (
            self.terms.most_precise(code for m in clause.mentions for code in m.of("place")[:1])
            or home
        )
        if measure is None or any(m.of("actor") for m in clause.mentions):
            return None
        for (name, scope), figures in self.known.items():
            if (
                name == f"percent_change_{measure}"
                and scope.span == clause.span
                and scope.places == places
                and not (scope.actors or scope.targets)
            ):
                cell = figures[0]
                said = " ".join(clause.text[number.start : number.end].split())
                if is_said(abs(cell.value), clause.text, number) and (cell.value > 0) == up:
                    return None
                return Discrepancy(
                    code="figure-differs",
                    message=f"“{said}” is printed, {cell.where} has {plain(cell.value)} percent.",
                    spots=(
                        self._said(clause, number),
                        spot(self.document, cell.start, cell.end, cell.where),
                    ),
                    found=said,
                    expected=f"{plain(cell.value)} percent",
                    correction=f"“{said}” → {plain(abs(cell.value))} percent, or the cell",
                )
        return None

    def _place(self, said: Said) -> Spot:
        clause, number = said
        start = clause.sentence.start
        return spot(self.document, start + number.start, start + number.end, clause.where)

    def _said(self, clause: Clause, number: Number) -> Spot:
        first, last = clause.sentence.start, clause.sentence.end
        start, end = around(
            self.document.text, (first, last), first + number.start - 50, first + number.end + 90
        )
        return spot(self.document, start, end, clause.where)
