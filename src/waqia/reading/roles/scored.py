"""A candidate with what was said of it."""

from __future__ import annotations

from dataclasses import dataclass

from waqia.reading.roles.candidates import Candidate
from waqia.reading.roles.evidence import Numbers


@dataclass(frozen=True)
class Scored:
    """A candidate with its numbers and its chance to fill its role."""

    candidate: Candidate
    numbers: Numbers
    chance: float
