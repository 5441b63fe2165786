"""The codebook: loaded from a folder of YAML and CSV, or from the copy frozen in a release."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from waqia.model import CodebookError, QuestionError

VOCABULARIES: dict[str, str] = {
    "type": "types",
    "target": "targets",
    "tactic": "tactics",
    "party": "parties",
    "actor": "actors",
    "actor_category": "actor_categories",
    "region": "regions",
    "event": "events",
}
"""Field as it is asked for → the vocabulary (file) that holds its codes."""

_OPTIONAL_TABLES = ("relations", "measures")
_GAZETTEER_TABLES = ("places", "parents", "names")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "actors": ("code", "label", "category"),
    "regions": ("code", "label", "includes", "excludes"),
    "relations": ("actor", "kind", "other"),
    "crosswalks": ("field", "value", "code"),
    "places": (
        "id", "level", "name", "name_ur", "valid_from", "valid_to", "latitude", "longitude",
        "tile_row", "tile_col", "successors",
    ),
    "parents": ("place", "parent", "valid_from", "valid_to"),
    "names": ("place", "name", "language", "kind", "valid_from", "valid_to"),
}  # fmt: skip
"""Table → the columns it must have; every other table must have `code` and `label`."""
_SHIPPED = Path(__file__).parent

Row = dict[str, str]
Made = TypeVar("Made")


def normalise(text: str) -> str:
    """A spelling made comparable: case, accents, punctuation and repeated spaces are ignored."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare).strip()


@lru_cache(maxsize=4)
def _from_json(text: str) -> Codebook:
    data = json.loads(text)
    return Codebook(data["rules"], data["tables"])


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a vocabulary with its labels, its parent code and all its spellings."""

    code: str
    label: str
    label_ur: str
    parent: str | None
    spellings: tuple[str, ...]
    row: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """One unit of the gazetteer; `tile` is its (row, column) in its level's tile grid."""

    id: str
    level: str
    name: str
    name_ur: str
    latitude: float | None
    longitude: float | None
    tile: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class CountingRule:
    """A named rule of counting: which types count, and whether attackers' casualties do.

    `types` None means every type; otherwise codes, a group standing for all its members.
    """

    name: str
    label: str
    description: str
    types: tuple[str, ...] | None
    attackers: bool


@dataclass(frozen=True)
class Codebook:
    """A codebook: `rules` as in its YAML file, `tables` its CSV files as rows of strings."""

    rules: Mapping[str, Any]
    tables: Mapping[str, list[Row]] = field(repr=False)

    @classmethod
    def load(cls, name: str | Path) -> Codebook:
        """Load a codebook by the name of a shipped one (`pakistan`) or from a folder.

        A shipped one is read once in a process and is the same for all who load it.

        Raises:
            CodebookError: there is none of that name, or one of its files cannot be read, lacks a
                column, or has a row with more cells than its header.
        """
        folder = Path(name)
        if (folder / "codebook.yaml").is_file():
            return _read(folder)
        folder = _SHIPPED / str(name)
        if not (folder / "codebook.yaml").is_file():
            raise CodebookError(
                f"No codebook called {str(name)!r}: expected {', '.join(cls.shipped())} "
                "or a folder that holds codebook.yaml."
            )
        return _shipped(folder)

    @classmethod
    def shipped(cls) -> list[str]:
        """Names of the codebooks that come with waqia."""
        return sorted(path.parent.name for path in _SHIPPED.glob("*/codebook.yaml"))

    @classmethod
    def from_json(cls, text: str) -> Codebook:
        """The codebook that `to_json` wrote; the same one for the same text, while it is known."""
        return _from_json(text)

    def to_json(self) -> str:
        """The whole codebook as JSON text, as a release keeps it."""
        return self.once("json", self._written)

    def _written(self) -> str:
        return json.dumps(
            {"rules": self.rules, "tables": self.tables},
            ensure_ascii=False,
            sort_keys=True,
            default=str,
        )

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What is worked out of the codebook under a name: made when it is first asked for."""
        if name not in self._made:
            self._made[name] = make()
        found: Made = self._made[name]
        return found

    @cached_property
    def _made(self) -> dict[str, Any]:
        return {}

    @property
    def id(self) -> str:
        """The codebook's short name."""
        return str(self.rules["id"])

    @property
    def version(self) -> str:
        """The codebook's version."""
        return str(self.rules.get("version", "0"))

    @property
    def title(self) -> str:
        """The codebook's title."""
        return str(self.rules.get("title", self.id))

    @cached_property
    def _terms(self) -> dict[str, dict[str, Term]]:
        return {
            name: {term.code: term for term in map(_term, self.tables[file])}
            for name, file in VOCABULARIES.items()
        }

    @cached_property
    def _spellings(self) -> dict[str, dict[str, str]]:
        return {
            name: {
                normalise(spelling): term.code
                for term in terms.values()
                for spelling in reversed(term.spellings)
            }
            for name, terms in self._terms.items()
        }

    def terms(self, vocabulary: str) -> Mapping[str, Term]:
        """The terms of a vocabulary (`type`, `target`, `actor`, …) by code, in file order."""
        return self._terms[vocabulary]

    def spellings(self, vocabulary: str) -> Mapping[str, str]:
        """Every spelling of a vocabulary, made comparable (see `normalise`), and its code."""
        return self._spellings[vocabulary]

    def label(self, vocabulary: str, code: str | None, language: str = "en") -> str:
        """The label of a code; a code the codebook does not know is its own label."""
        if code is None:
            return "Unknown" if language == "en" else "نامعلوم"
        term = self._terms.get(vocabulary, {}).get(code)
        if term is None:
            return code
        return (term.label_ur if language == "ur" else "") or term.label

    def find(self, vocabulary: str, text: str) -> str | None:
        """The code for a code, label or alias in any spelling; None where there is none."""
        if text in self._terms[vocabulary]:
            return text
        return self._spellings[vocabulary].get(normalise(text))

    def resolve(self, vocabulary: str, text: str) -> str:
        """As `find`, but an unknown text is an error that names close spellings.

        Raises:
            QuestionError: no code, label or alias of the vocabulary is spelled like this.
        """
        if (code := self.find(vocabulary, text)) is not None:
            return code
        import difflib

        near = difflib.get_close_matches(normalise(text), self._spellings[vocabulary], 3, 0.6)
        codes = dict.fromkeys(self._spellings[vocabulary][spelling] for spelling in near)
        if codes:
            meant = ", ".join(map(repr, codes))
            raise QuestionError(
                f"The codebook {self.id!r} has no {vocabulary} {text!r}; did you mean {meant}?"
            )
        raise QuestionError(f"The codebook {self.id!r} has no {vocabulary} {text!r}.")

    def is_open(self, vocabulary: str) -> bool:
        """Whether a name the vocabulary lacks stays as the source has it, as its own code.

        For datasets of the whole world, whose thousands of actors no codebook lists.
        """
        return vocabulary in self.rules.get("open", ())

    def members(self, vocabulary: str, code: str) -> list[str]:
        """The code itself and every code below it."""
        terms = self._terms[vocabulary]
        found = [code]
        for parent in found:
            # a code that is its own ancestor is met once
            found += [t.code for t in terms.values() if t.parent == parent and t.code not in found]
        return found

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places of the gazetteers by id."""
        return {place.id: place for place in map(_place, self.tables["places"])}

    @cached_property
    def attackers(self) -> frozenset[str]:
        """Parties whose casualties are the attackers' own."""
        return frozenset(
            code
            for code, term in self._terms["party"].items()
            if term.row.get("attacker", "").lower() == "true"
        )

    @cached_property
    def counting_rules(self) -> dict[str, CountingRule]:
        """The named counting rules; the first is the default."""
        return {
            name: CountingRule(
                name,
                rule["label"],
                rule["description"],
                None if rule.get("types") is None else tuple(rule["types"]),
                rule.get("attackers", True),
            )
            for name, rule in self.rules["counting"].items()
        }

    @cached_property
    def vague_counts(self) -> dict[str, tuple[int, int | None, int | None]]:
        """Vague words → (min, best, max) persons."""
        return {
            word: (bounds[0], bounds[1], bounds[2])
            for word, bounds in self.rules.get("vague_counts", {}).items()
        }

    def adjudication(self, name: str) -> tuple[str, ...]:
        """The adjudication rule of a field, then its tie-breaks, in order."""
        rules = self.rules["adjudication"]
        return tuple(rules.get(name, rules["default"]))

    def crosswalk(self, dataset: str) -> list[Row]:
        """Rows (field, value, code) that translate another dataset's categories."""
        return self.tables.get(f"crosswalks/{dataset}", [])


@cache
def _shipped(folder: Path) -> Codebook:
    return _read(folder)


def _read(folder: Path) -> Codebook:
    import yaml

    path = folder / "codebook.yaml"
    try:
        rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path} is not readable YAML: {error}") from error
    if not isinstance(rules, dict) or "id" not in rules:
        raise CodebookError(f"{path} must be a mapping with an 'id'.")
    tables = {file: _read_csv(folder / f"{file}.csv") for file in VOCABULARIES.values()}
    tables |= {
        file: _read_csv(folder / f"{file}.csv")
        for file in _OPTIONAL_TABLES
        if (folder / f"{file}.csv").is_file()
    }
    tables |= {
        f"crosswalks/{path.stem}": _read_csv(path)
        for path in sorted((folder / "crosswalks").glob("*.csv"))
    }
    for part in _GAZETTEER_TABLES:
        tables[part] = [
            row
            for gazetteer in rules.get("gazetteers", [])
            for row in _read_csv(_gazetteer(gazetteer, folder) / f"{part}.csv")
        ]
    return Codebook(rules, tables)


def _gazetteer(name: str, folder: Path) -> Path:
    own = folder / "places" / name
    return own if own.is_dir() else _SHIPPED / "places" / name


def _read_csv(path: Path) -> list[Row]:
    table = "crosswalks" if path.parent.name == "crosswalks" else path.stem
    needed = _COLUMNS.get(table, ("code", "label"))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="", strict=True)
            header = list(reader.fieldnames or ())
            if missing := [column for column in needed if column not in header]:
                raise CodebookError(
                    f"{path}, row 1: expected the columns {', '.join(needed)}; found "
                    f"{', '.join(header) or 'none'}; add {', '.join(missing)}."
                )
            rows: list[Row] = []
            for row in reader:
                if more := row.pop(None, None):
                    raise CodebookError(
                        f"{path}, row {len(rows) + 2}: expected {len(header)} cells, found "
                        f"{len(header) + len(more)}; put cells that hold a comma in quotes."
                    )
                rows.append(dict(row))
            return rows
    except FileNotFoundError as error:
        raise CodebookError(f"{path} is missing; the codebook needs it.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise CodebookError(f"{path} is not readable CSV in UTF-8: {error}") from error


def _split(cell: str | None) -> Iterator[str]:
    return (part.strip() for part in (cell or "").split(";") if part.strip())


def _term(row: Row) -> Term:
    spellings = (row["code"], row["label"], row.get("label_ur") or "", *_split(row.get("aliases")))
    return Term(
        row["code"],
        row["label"],
        row.get("label_ur") or "",
        row.get("parent") or None,
        tuple(dict.fromkeys(filter(None, spellings))),
        row,
    )


def _place(row: Row) -> Place:
    number = {key: float(row[key]) if row[key] else None for key in ("latitude", "longitude")}
    tile = (int(row["tile_row"]), int(row["tile_col"])) if row["tile_row"] else None
    return Place(row["id"], row["level"], row["name"], row["name_ur"], **number, tile=tile)
