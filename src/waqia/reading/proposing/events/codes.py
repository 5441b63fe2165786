"""The codebook's codes for what the grammar of events finds, each looked up once."""

from __future__ import annotations

from typing import Literal

from waqia.codebook import Codebook
from waqia.reading.proposing.events.kinds import KINDS
from waqia.reading.proposing.events.remembering import remember

Sort = Literal["state", "foreign", "political", "mob", "tribal", "armed", "militants", "unknown"]

_CATEGORIES: tuple[tuple[Sort, tuple[str, ...]], ...] = (
    ("political", ("political", "political actor")),
    ("mob", ("communal mob", "rioters", "protesters")),
    ("tribal", ("tribal", "identity militia")),
    ("foreign", ("foreign state", "external forces")),
    ("state", ("state forces", "government forces")),
)
_UNNAMED: dict[Sort, tuple[str, ...]] = {
    "unknown": ("unidentified gunmen", "unidentified", "unknown"),
    "militants": ("unidentified militants", "militants", "unknown armed group"),
}
_BYSTANDERS = ("civilians",)
_NOTHING = frozenset({"other", "unknown"})


class Codes:
    """What a codebook calls the kinds, tactics, targets and parties of events.

    `types` has the type of each kind; None where the codebook has none or only a group of types.
    `unnamed` has the actors for "militants" and "unidentified gunmen"; `open` tells that actors
    may be others than the codebook lists, `has_places` that it has a gazetteer.
    """

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self.open = codebook.is_open("actor")
        self.has_places = bool(codebook.places)
        groups = {term.parent for term in codebook.terms("type").values()}
        self.types = {
            kind.name: _first(codebook, "type", kind.names, groups) for kind in KINDS.values()
        }
        self.unnamed = {s: _first(codebook, "actor", names) for s, names in _UNNAMED.items()}
        sorts = {
            codebook.find("actor_category", name): sort
            for sort, names in _CATEGORIES
            for name in names
        }
        self._sorts: dict[str, Sort] = {
            code: sorts.get(term.row.get("category") or None, "armed")
            for code, term in codebook.terms("actor").items()
        }
        self.bystanders = frozenset(
            code for name in _BYSTANDERS if (code := codebook.find("target", name))
        )
        self._tactics: dict[str, str | None] = {}
        self._of_party = {party: self._party_target(party) for party in codebook.terms("party")}

    def sort(self, actor: str) -> Sort:
        """What sort of actor a code is; a group that the codebook does not know is armed."""
        return self._sorts.get(actor, "armed")

    def tactic(self, names: str) -> str | None:
        """The tactic for spellings parted by bars, the best first."""
        if names not in self._tactics:
            spellings = tuple(names.replace("_", " ").split("|"))
            self._tactics[names] = _first(self._codebook, "tactic", spellings)
        return self._tactics[names]

    def wider_tactics(self, tactic: str) -> set[str]:
        """The tactics that a tactic is a kind of."""
        terms = self._codebook.terms("tactic")
        found: set[str] = set()
        parent = terms[tactic].parent if tactic in terms else None
        while parent and parent not in found:
            found.add(parent)
            parent = terms[parent].parent if parent in terms else None
        return found

    def targets(self, target: tuple[str, ...], party: tuple[str, ...]) -> tuple[str, ...]:
        """The targets that words stand for, by themselves or by the party of the persons."""
        named = tuple(code for code in target if code not in _NOTHING)
        return named or tuple(code for p in party if (code := self._of_party.get(p)))

    def _party_target(self, party: str) -> str | None:
        """The target that persons of a party are: policemen are security forces."""
        parties = self._codebook.terms("party")
        code: str | None = party
        while code and code in parties and code not in self._codebook.attackers:
            if target := _first(self._codebook, "target", parties[code].spellings, _NOTHING):
                return target
            code = parties[code].parent
        return None


@remember(4)
def codes(codebook: Codebook) -> Codes:
    """The codes of a codebook."""
    return Codes(codebook)


def _first(
    codebook: Codebook,
    vocabulary: str,
    names: tuple[str, ...],
    without: frozenset[str] | set[str | None] = frozenset(),
) -> str | None:
    found = (codebook.find(vocabulary, name) for name in names)
    return next((code for code in found if code and code not in without), None)
