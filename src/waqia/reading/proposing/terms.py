"""The words of a codebook where they stand in a text: actors, parties, targets, tactics, places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermSpan:
    """Words at `start` to `end`, and the codes they may stand for, each with its vocabulary.

    A vocabulary is one of the codebook's (`actor`, `actor_category`, `party`, `target`, `tactic`,
    `type`, `event`) or `place`, whose codes are ids of the gazetteer.
    """

    start: int
    end: int
    codes: tuple[tuple[str, str], ...]

    def of(self, vocabulary: str) -> tuple[str, ...]:
        """Its codes of one vocabulary."""
        return tuple(code for name, code in self.codes if name == vocabulary)
