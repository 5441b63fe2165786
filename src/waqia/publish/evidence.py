"""The book of evidence: for every published number the question it answers and its incidents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a published number: the question in words, and the incidents' ids."""

    number: int
    question: str
    incidents: tuple[str, ...]


@dataclass(slots=True)
class EvidenceBook:
    """Collects the evidence of one document; the same question and incidents are one entry."""

    entries: list[Evidence] = field(default_factory=list)
    _known: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)

    def add(self, question: str, incidents: Iterable[str]) -> int:
        """Enter a question with its incidents; returns the entry's number, counted from 1."""
        key = (question, tuple(incidents))
        if key not in self._known:
            self._known[key] = len(self.entries) + 1
            self.entries.append(Evidence(len(self.entries) + 1, *key))
        return self._known[key]

    def join(self, question: str, *entries: int) -> int:
        """Enter a question about the incidents of several entries; returns the entry's number."""
        both = (i for number in entries for i in self.entries[number - 1].incidents)
        return self.add(question, dict.fromkeys(both))

    def incidents(self) -> list[str]:
        """Every incident that any entry names, once."""
        return list(dict.fromkeys(i for entry in self.entries for i in entry.incidents))
