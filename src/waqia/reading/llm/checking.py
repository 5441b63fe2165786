"""Answers held against the text: what its words bear out becomes a value, the rest a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from waqia.model import OUTCOMES, Finding
from waqia.reading.document import Span
from waqia.reading.llm.answers import Hiding, short
from waqia.reading.llm.cited import cited
from waqia.reading.llm.counted import counted, whole
from waqia.reading.llm.dated import dated, day_of
from waqia.reading.llm.drafts import Draft
from waqia.reading.llm.placed import placed
from waqia.reading.llm.quotes import Quotable
from waqia.reading.llm.said import Said, within
from waqia.reading.llm.schema import LISTS, claim_modes, incident_types
from waqia.reading.llm.windows import Window
from waqia.reading.proposing.events import citation, is_total

_ACCOUNTS = 200
_FINDINGS = 100
_VALUES = 30
_ASKED = ("type", "date", "place", "claim", *LISTS, "reported_by", "casualties")
_LISTED = frozenset((*LISTS, "reported_by", "casualties"))


class Checker:
    """Holds one answer against the sentences it was given for; `findings` are what failed.

    Only what is written in the form that was asked for is looked at, and of that only values whose
    quote stands in those sentences word for word and says what the value says. `hide` takes out of
    the words of the answer what a finding may not quote.
    """

    def __init__(self, said: Said, window: Window, hide: Hiding = str) -> None:
        self.findings: list[Finding] = []
        self._said = said
        self._window = window
        self._hide = hide
        spans = [(unit.start, unit.end) for unit in window.units]
        self._quotable = Quotable(said.document.text, spans)
        self._positions = {unit.number: at for at, unit in enumerate(window.units)}
        self._account = 0
        self._unsaid = 0

    def drafts(self, answer: Sequence[Any]) -> Iterator[Draft]:
        """The accounts of an answer, each with those of its values that hold."""
        if len(answer) > _ACCOUNTS:
            self._account = 0
            self._find("answer-cut", f"Of {len(answer)} accounts {_ACCOUNTS} were taken")
        for self._account, raw in enumerate(answer[:_ACCOUNTS], start=1):
            if not isinstance(raw, dict):
                self._find("answer-unread", f"{self._short(raw)} is no account")
                continue
            draft = self._draft(raw)
            if not draft.tells:
                self._find("account-empty", "Neither a type nor a number of it holds")
            elif total := self._total(draft):
                self._find(
                    "account-total", f"It is a total of several incidents: {self._short(total)}"
                )
            else:
                yield draft
        if self._unsaid:
            self._account = 0
            more = f"{self._unsaid} more problems of this answer are not listed"
            self.findings.append(self._finding("answer-cut", more, None))

    def _draft(self, raw: dict[str, Any]) -> Draft:
        draft = Draft()
        for name in _ASKED:
            for value in self._values(name, raw.get(name)):
                if (quote := self._quoted(name, value)) is None:
                    continue
                if name in LISTS:
                    self._code(draft, name, value, quote)
                elif name == "date":
                    self._date(draft, value, quote)
                elif name == "casualties":
                    self._casualties(draft, value, quote)
                elif name == "place":
                    self._place(draft, value, quote)
                elif name == "reported_by":
                    self._reported(draft, value, quote)
                else:
                    self._choice(draft, name, value, quote)
        unasked = sorted(str(name) for name in raw.keys() - set(_ASKED))
        if unasked:
            self._find("answer-unasked", f"Fields not asked for: {self._short(', '.join(unasked))}")
        return draft

    def _values(self, name: str, raw: Any) -> list[Any]:
        if raw is None:
            return []
        if (name in _LISTED) != isinstance(raw, list):
            self._find(
                "answer-unread", f"{name} = {self._short(raw)} is not in the form asked for", name
            )
            return []
        values = raw if isinstance(raw, list) else [raw]
        if len(values) > _VALUES:
            self._find(
                "answer-cut", f"Of {len(values)} values of {name} {_VALUES} were taken", name
            )
        return values[:_VALUES]

    def _quoted(self, name: str, value: Any) -> Span | None:
        """Where the quote of a value stands; None, and a finding, where it does not."""
        quote = value.get("quote") if isinstance(value, dict) else None
        if not isinstance(quote, str) or not quote.strip():
            self._find("quote-absent", f"{name} = {self._short(value)} quotes nothing", name)
            return None
        number = value.get("sentence")
        near = self._positions.get(number) if isinstance(number, int) else None
        place = self._quotable.find(quote, near)
        if place is None:
            self._find(
                "quote-absent", f"{self._told(name, value)} does not stand in the text", name
            )
        return place

    def _choice(self, draft: Draft, name: str, value: dict[str, Any], quote: Span) -> None:
        """A type or a mode of claim."""
        code = value.get("code")
        known = incident_types(self._said.grammar.codebook) if name == "type" else claim_modes()
        if code not in known:
            self._unknown(name, value)
        else:
            draft.values[name] = code
            draft.anchor(name, quote)

    def _code(self, draft: Draft, name: str, value: dict[str, Any], quote: Span) -> None:
        vocabulary, codebook = LISTS[name], self._said.grammar.codebook
        written = value.get("code")
        code = codebook.find(vocabulary, written) if isinstance(written, str) else None
        if code is None and codebook.is_open(vocabulary) and self._is_quoted(written, quote):
            code = " ".join(str(written).split())
        elif code is None:
            self._unknown(name, value)
            return
        elif vocabulary == "actor" and code not in self._actors(quote) | self._said.grammar.unnamed:
            self._find("value-unfounded", f"{self._told(name, value)} does not name it", name)
            return
        draft.values.setdefault(name, [])
        if code not in draft.values[name]:
            draft.values[name].append(code)
        draft.anchor(f"{name}:{code}", quote)

    def _is_quoted(self, written: Any, quote: Span) -> bool:
        """Whether a name that no codebook holds stands in the quote itself."""
        inside = Quotable(self._said.document.text, [quote])
        return isinstance(written, str) and inside.find(written) is not None

    def _actors(self, quote: Span) -> set[str]:
        return {
            code
            for unit, start, end in within(self._window.units, quote)
            for term in self._said.line(unit).terms
            if start <= term.start and term.end <= end
            for code in term.of("actor")
        }

    def _date(self, draft: Draft, value: dict[str, Any], quote: Span) -> None:
        start, end = value.get("start"), value.get("end")
        first, last = day_of(end if start is None else start), day_of(start if end is None else end)
        phrase = first and last and dated(self._said, self._window.units, quote, first, last)
        if not phrase:
            self._find(
                "value-unfounded", f"{self._told('date', value)} cannot mean that date", "date"
            )
            return
        draft.values |= {
            "date_start": phrase.date_start,
            "date_end": phrase.date_end,
            "date_precision": phrase.precision,
        }
        draft.anchor("date", (phrase.start, phrase.end))

    def _place(self, draft: Draft, value: dict[str, Any], quote: Span) -> None:
        found = placed(self._said, self._window.units, quote)
        if found is None:
            self._find("value-unfounded", f"{self._told('place', value)} names no place", "place")
            return
        if found.phrase is None:
            self._find(
                "place-unresolved", f"{self._told('place', value)} is in no gazetteer", "place"
            )
        draft.place = found
        draft.anchor("place", found.span)

    def _reported(self, draft: Draft, value: dict[str, Any], quote: Span) -> None:
        name = "reported_by"
        for unit, start, end in within(self._window.units, quote):
            line = self._said.line(unit)
            if found := cited(line, start, end):
                said = citation(line, found)
                if said not in draft.values.setdefault(name, []):
                    draft.values[name].append(said)
                draft.anchor(name, line.at(*found))
                return
        self._find("value-unfounded", f"{self._told(name, value)} cites no office", name)

    def _casualties(self, draft: Draft, value: dict[str, Any], quote: Span) -> None:
        party, outcome, number = value.get("party"), value.get("outcome"), value.get("number")
        if party is not None:
            party = (
                self._said.grammar.codebook.find("party", party) if isinstance(party, str) else None
            )
        if outcome not in OUTCOMES or (party is None and value.get("party") is not None):
            self._unknown("casualties", value)
            return
        name = f"casualties:{party}:{outcome}" if party else outcome
        persons = whole(number)
        found = (
            None
            if persons is None
            else counted(self._said, self._window.units, quote, outcome, persons)
        )
        if found is None:
            self._find("value-unfounded", f"{self._told(name, value)} holds no such number", name)
        elif draft.counts.setdefault((party, outcome), found.count) != found.count:
            self._find(
                "value-unfounded", f"{self._told(name, value)} comes beside another number", name
            )
        else:
            draft.anchor(name, found.place)

    def _total(self, draft: Draft) -> str | None:
        """The sentence that gives it as a total, where nothing of it stands in another sentence."""
        strong = [place for name, place in draft.anchors if name in OUTCOMES] or [
            place for name, place in draft.anchors if name == "type" or "casualties" in name
        ]
        units = [unit for place in strong for unit, _, _ in within(self._window.units, place)]
        lines = [self._said.line(unit) for unit in units]
        return lines[0].text if all(map(is_total, lines)) else None

    def _unknown(self, name: str, value: dict[str, Any]) -> None:
        self._find(
            "value-unknown", f"{self._told(name, value)}: the codebook has no such code", name
        )

    def _find(self, code: str, message: str, name: str | None = None) -> None:
        if len(self.findings) < _FINDINGS:
            self.findings.append(self._finding(code, message, name))
        else:
            self._unsaid += 1

    def _finding(self, code: str, message: str, name: str | None) -> Finding:
        where = self._window.name + (f", account {self._account}" if self._account else "")
        document = self._said.document
        return Finding(
            code, f"{where}: {message}.", table=document.name, record=document.id, field=name
        )

    def _told(self, name: str, value: dict[str, Any]) -> str:
        """A value and the words it is said to rest on, for a message."""
        said = {key: part for key, part in value.items() if key not in ("quote", "sentence")}
        main = next((said[key] for key in ("code", "number") if key in said), said)
        shown = f" = {self._short(main)}" if said else ""
        return f"{name}{shown}: {self._short(value['quote'])}"

    def _short(self, words: Any) -> str:
        return short(words, self._hide)
