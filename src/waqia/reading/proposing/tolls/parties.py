"""Words for persons, and the parties of a codebook that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from waqia.codebook import Codebook
from waqia.reading.proposing.tolls.phrases import listed

_NOT_TOLD = ("unknown", "other", "others")


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for persons: its party, and whether it can be one person or several.

    A word that can be neither is a force or group as such ("police"), nobody in particular.
    A `rank` takes the party of the words before it: "Levies officials". `organised` is its party
    where an organisation stands before it: "PPP workers".
    """

    party: str | None
    one: bool
    several: bool
    rank: bool = False
    organised: str | None = None

    @property
    def body(self) -> bool:
        """Whether it is a force or group as such."""
        return not (self.one or self.several)


def first_party(codebook: Codebook, spellings: tuple[str, ...]) -> str | None:
    """The party of the first spelling that the codebook knows."""
    return next((code for s in spellings if (code := codebook.find("party", s))), None)


def nouns(codebook: Codebook, data: ModuleType) -> Iterator[tuple[str, Noun]]:
    """The words for persons of a language and of a codebook's parties, each with what it is.

    A codebook's own spellings come last, for they are the ones that hold.
    """
    ranks = {word for word, _, _ in _forms(data.RANKS)}
    followers = {word for word, _, _ in _forms(data.FOLLOWERS)}
    organised = first_party(codebook, data.ORGANISED)
    known: dict[str, Noun] = {}
    for spellings, phrases in data.PARTIES:
        party = first_party(codebook, spellings)
        for word, one, several in _forms(phrases):
            known[word] = Noun(
                party, one, several, word in ranks, organised if word in followers else None
            )
    for word, one, several in _forms(data.RANKS):
        led = organised if word in followers else None
        known.setdefault(word, Noun(None, one, several, True, led))
    singulars = {
        pair.partition("/")[2].lstrip("="): pair.partition("/")[0]
        for _, phrases in ((None, data.RANKS), *data.PARTIES)
        for pair in listed(phrases)
        if "/" in pair
    }
    yield from known.items()
    left_out = _not_told(codebook)
    for code, term in codebook.terms("party").items():
        for spelling in () if code in left_out else term.spellings:
            yield from _spelled(code, spelling.lower(), known, singulars)


def _not_told(codebook: Codebook) -> set[str | None]:
    """The codes that say no more than that the source does not tell who they were."""
    return {codebook.find("party", word) for word in _NOT_TOLD}


def _spelled(
    code: str, spelling: str, known: dict[str, Noun], singulars: dict[str, str]
) -> Iterator[tuple[str, Noun]]:
    """A spelling of a party, and the one person of it where it is of several."""
    before, _, last = spelling.rpartition(" ")
    noun = known.get(spelling) or known.get(last)
    rank = noun is not None and noun.rank and noun is known.get(spelling)
    yield spelling, Noun(code, noun.one, noun.several, rank) if noun else Noun(code, False, False)
    if last in singulars:
        yield f"{before} {singulars[last]}".strip(), Noun(code, True, False)


def _forms(phrases: str) -> Iterator[tuple[str, bool, bool]]:
    """The words of a list with whether each can be one person, or several."""
    for entry in listed(phrases):
        one, _, several = entry.partition("/")
        if not several:
            body, same = one.startswith("~"), one.startswith("=")
            # the ending of the Urdu plural before a postposition
            single = not (body or one.endswith("وں"))
            yield one.lstrip("~=").lower(), single, same and not body
            continue
        yield one.lstrip("~=").lower(), True, False
        yield several.lstrip("=").lower(), False, True


def party_of_actor(codebook: Codebook, actor: str) -> str | None:
    """The party of an actor's members: one by whose name its category is called.

    Attackers come before others ("sectarian militants" are militants).
    """
    term = codebook.terms("actor").get(actor)
    category = term.row.get("category") if term else None
    while category and (found := codebook.terms("actor_category").get(category)):
        parties = list(_parties_in(codebook, (found.code, *found.spellings)))
        parties.sort(key=lambda party: party not in codebook.attackers)
        if parties:
            return parties[0]
        category = found.parent
    return None


def _parties_in(codebook: Codebook, spellings: tuple[str, ...]) -> Iterator[str]:
    """The parties whose names are among the words of some spellings, the longest names first."""
    for spelling in spellings:
        words = spelling.replace("_", " ").split()
        for size in range(len(words), 0, -1):
            for at in range(len(words) - size + 1):
                name = " ".join(words[at : at + size])
                party = codebook.find("party", name) or codebook.find("party", f"{name} workers")
                if party and party not in _not_told(codebook):
                    yield party
