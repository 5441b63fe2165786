"""Kinds of happenings, each with the spellings by which to find it in a codebook's types."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of happening: what it weighs against others in a sentence, and its names.

    `names` are spellings to look for in the codebook's types, the best first. `side` tells whose
    doing it is: of those who attack, of the state, of a foreign state, or of both parties.
    """

    name: str
    weight: int
    side: str
    names: tuple[str, ...]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("suicide", 6, "attackers", ("suicide attack", "terrorist attack")),
        Kind("drone", 6, "strikers", ("drone strike", "air strike")),
        Kind("airstrike", 6, "strikers", ("air strike", "airstrike")),
        Kind("political", 6, "parties", ("political clash", "election-related violence")),
        Kind("tribal", 6, "parties", ("inter-tribal clash", "tribal clash", "armed clash")),
        Kind("sectarian", 6, "parties", ("sectarian clash", "armed clash")),
        Kind("infighting", 6, "parties", ("infighting", "armed clash")),
        Kind("crossborder", 5, "strikers", ("cross-border attack", "border clash", "armed clash")),
        Kind("abduction", 5, "attackers", ("abduction", "kidnapping incident")),
        Kind("foiled", 5, "state", ("foiled plot", "foiled terror bid")),
        Kind("communal", 6, "parties", ("communal violence", "mob violence", "riot")),
        Kind("crime", 6, "parties", ("criminal violence", "gang violence")),
        Kind("operation", 5, "state", ("security operation", "operation", "battle")),
        Kind("bombing", 4, "attackers", ("bombing", "terrorist attack")),
        Kind("shelling", 4, "attackers", ("shelling", "terrorist attack")),
        Kind("shooting", 4, "attackers", ("shooting", "terrorist attack")),
        Kind("clash", 4, "state", ("armed clash", "clash", "battle")),
        Kind("search", 3, "state", ("search operation", "arrest")),
        Kind("demonstration", 3, "parties", ("protest", "demonstration")),
        Kind("surrender", 3, "state", ("surrender", "other incident")),
        Kind("attack", 3, "attackers", ("terrorist attack", "attack")),
        Kind("harm", 1, "attackers", ("terrorist attack", "attack")),
    )
}
