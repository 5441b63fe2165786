"""The MUC-4 texts and answer keys as Du et al. (2021, "GRIT") prepare them, and their score.

Gold of a document are entities by role; an entity is the set of the strings that one line of a
slot gives, alternatives (`/`) included, optional ones (`?`, optional templates) as well. Entities
of all templates of a document are put together: one whose strings are a part of another's, or the
other way round, is left out. Strings that the body of the text does not contain are left out.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench.measure import SHARED

MUC4 = SHARED / "data" / "muc4_dev"
SLOTS = {
    "PERP: INDIVIDUAL ID": "perpetrator_individual",
    "PERP: ORGANIZATION ID": "perpetrator_organisation",
    "PHYS TGT: ID": "target",
    "HUM TGT: NAME": "victim",
    "INCIDENT: INSTRUMENT ID": "weapon",
}
ROLES = tuple(SLOTS.values())
UNNAMED = "victim_unnamed"
"""Victims whom a key describes without a name (slot 19): found as well, and scored apart."""

_DESCRIBED = "HUM TGT: DESCRIPTION"
_OF_A_NAME = re.compile(r'":\s*"')  # the description of somebody whom slot 18 names
_INCIDENT_SLOTS = (
    "INCIDENT: TYPE",
    "INCIDENT: STAGE OF EXECUTION",
    "PERP: INCIDENT CATEGORY",
    "HUM TGT: EFFECT OF INCIDENT",
)

Entity = frozenset[str]
Entities = Mapping[str, list[Entity]]

_DOCUMENT = re.compile(r"^(DEV-MUC3-\d+) *\([^)]*\)[ \t]*$", re.MULTILINE)
_HEADER = re.compile(r"^.*?--\s+(?:\[[^\]]+\]\s+)+", re.DOTALL)
_VALUE_COLUMN = 33
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")


@dataclass(frozen=True)
class Labelled:
    """A text with its gold entities by role; `relevant` where the key has a template.

    `incidents` are the kinds of incident, categories, stages and effects that the templates name,
    in the words of the key, and SEVERAL where there is more than one template.
    """

    id: str
    text: str
    entities: Entities
    relevant: bool
    incidents: frozenset[str] = frozenset()


def load(folder: Path = MUC4) -> list[Labelled]:
    """The development texts in order; raises FileNotFoundError where the folder is missing."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: not found; the MUC-4 texts are not redistributable")
    keys = _keys(folder)
    documents = []
    for path in sorted(folder.glob("dev-muc3-*")):
        content = path.read_text("latin-1")
        heads = list(_DOCUMENT.finditer(content))
        ends = [head.start() for head in heads[1:]] + [len(content)]
        for head, end in zip(heads, ends, strict=True):
            text = content[head.end() : end].strip() + "\n"
            key = keys.get(head[1], _Key())
            gold = _gold(text, key.lines)
            documents.append(Labelled(head[1], text, gold, key.relevant, frozenset(key.incidents)))
    return documents


def normal(mention: str) -> str:
    """A mention as the score compares it: lower case, no punctuation, no articles."""
    return " ".join(_ARTICLE.sub(" ", mention.lower().translate(_PUNCTUATION)).split())


@dataclass
class _Key:
    relevant: bool = False
    lines: dict[str, list[list[str]]] = field(default_factory=dict)
    incidents: set[str] = field(default_factory=set)


def _keys(folder: Path) -> dict[str, _Key]:
    """Per document: whether it has a template, and the strings of each line of each slot."""
    keys: dict[str, _Key] = defaultdict(_Key)
    for path in sorted(folder.glob("key-dev-*")):
        document, slot = "", ""
        for line in path.read_text("latin-1").splitlines():
            if line.startswith(";") or not line.strip():
                continue
            name, value = line[:_VALUE_COLUMN].strip(), line[_VALUE_COLUMN:].strip()
            slot = re.sub(r"^\d+\.\s*", "", name) or slot
            if slot == "MESSAGE: ID":
                document = value.split()[0]
            elif slot == "MESSAGE: TEMPLATE":
                keys[document].relevant = value != "*"
                if value.split()[0] not in ("*", "1"):
                    keys[document].incidents.add("SEVERAL")
            elif slot in _INCIDENT_SLOTS:
                kinds = re.split(r"\s*/\s*", value.split(":")[0].strip("? "))
                keys[document].incidents.update(kinds)
            elif role := SLOTS.get(slot) or _unnamed(slot, value):
                strings = [
                    found.replace("\\", "").strip()
                    for found in re.findall(r'"((?:\\.|[^"\\])*)"', value)
                ]
                if strings:
                    keys[document].lines.setdefault(role, []).append(strings)
    return keys


def _unnamed(slot: str, value: str) -> str | None:
    return UNNAMED if slot == _DESCRIBED and not _OF_A_NAME.search(value) else None


def body(text: str) -> str:
    """The text as Du et al. search it: no dateline and tags, one line, lower case."""
    found = _HEADER.match(text)
    return " ".join(text[found.end() if found else 0 :].lower().translate(_ROUND).split())


_ROUND = str.maketrans("[]", "()")


def _gold(text: str, lines: Mapping[str, list[list[str]]]) -> dict[str, list[Entity]]:
    searched = body(text)
    gold: dict[str, list[Entity]] = {role: [] for role in (*ROLES, UNNAMED)}
    for role, values in lines.items():
        kept: list[set[str]] = []
        for strings in values:
            entity = {value.lower() for value in strings}
            if not any(entity <= known or known <= entity for known in kept):
                kept.append(entity)
        for entity in kept:
            found = frozenset(normal(value) for value in entity if value in searched)
            if found := found - {""}:
                gold[role].append(found)
    return gold


@dataclass
class Score:
    """Entities found rightly, predicted, and of the gold; percent of the first in the others."""

    right: float = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def precision(self) -> float:
        return 100 * self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.predicted + self.gold
        return 200 * self.right / total if total else 0.0


def ceaf_ree(predicted: Iterable[Entities], gold: Iterable[Entities]) -> dict[str, Score]:
    """The score per role, of unnamed victims, and `micro` of the roles; documents in one order.

    Entities are aligned one to one so that most are right; a predicted entity is right when all
    its mentions are among those of the gold entity.
    """
    scores = {role: Score() for role in (*ROLES, UNNAMED)}
    for ours, theirs in zip(predicted, gold, strict=True):
        for role in scores:
            left, right = ours.get(role, []), theirs.get(role, [])
            fits = np.array([[a <= b for b in right] for a in left], dtype=float)
            found = fits[linear_sum_assignment(-fits)].sum() if left and right else 0.0
            scores[role] += Score(float(found), len(left), len(right))
    scores["micro"] = sum((scores[role] for role in ROLES), Score())
    return scores
