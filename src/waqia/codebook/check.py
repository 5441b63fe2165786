"""Checking a codebook: every problem of its tables and rules, as findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from waqia.codebook.codebook import VOCABULARIES, Codebook, normalise
from waqia.model import VALUE_FIELDS, CodebookError, Finding

_CODE = re.compile(r"[a-z][a-z0-9_]*")
ADJUDICATION_RULES = (
    "highest_graded", "most_precise", "latest", "modal", "median", "minimum", "maximum", "union",
)  # fmt: skip
RELATIONS = (
    "splinter_of", "merged_into", "pledged_to", "allied_with", "part_of", "cover_name_of",
    "ideological_cooperation", "logistical_cooperation", "operational_cooperation", "rival_of",
    "successor_of",
)  # fmt: skip


def check_codebook(codebook: Codebook) -> Iterator[Finding]:
    """Every problem of a codebook, none where it is sound.

    `codebook-code`: codes that are malformed, doubled, or have no such parent, or are their own
    ancestor. `codebook-alias`: a spelling that leads to two codes. `codebook-reference`: rows that
    refer to a code or place that does not exist. `codebook-rule`: rules that are unknown or refer
    to nothing. Rows are counted with the header as row 1.
    """
    for check in (_codes, _aliases, _crosswalks, _references, _places, _rules):
        yield from check(codebook)


def load_sound(name: str | Path) -> Codebook:
    """As `Codebook.load`; a codebook of one's own must have no error that a check finds.

    Raises:
        CodebookError: the codebook cannot be read, or contradicts itself; names the first three
            findings.
    """
    codebook = Codebook.load(name)
    # those that come with waqia are checked by its tests
    if not (Path(name) / "codebook.yaml").is_file():
        return codebook
    errors = (finding for finding in check_codebook(codebook) if finding.severity == "error")
    if first := list(islice(errors, 3)):
        told = " ".join(
            f"{finding.table}{f' row {finding.row}' if finding.row else ''}: {finding.message}"
            for finding in first
        )
        raise CodebookError(
            f"The codebook {name} is not sound. {told} See all with `waqia codebook check {name}`."
        )
    return codebook


def _codes(codebook: Codebook) -> Iterator[Finding]:
    for vocabulary, table in VOCABULARIES.items():
        seen: set[str] = set()
        for number, row in enumerate(codebook.tables[table], start=2):
            code = row["code"] or ""
            if not _CODE.fullmatch(code):
                yield Finding(
                    "codebook-code",
                    f"The {vocabulary} code {code!r} is malformed.",
                    f"{table}.csv", number, code, "code", code, "lower_snake_case, a letter first",
                )  # fmt: skip
            if code in seen:
                yield Finding(
                    "codebook-code",
                    f"The {vocabulary} code {code!r} occurs twice.",
                    f"{table}.csv", number, code, "code", code, "every code once",
                )  # fmt: skip
            seen.add(code)
            if not row["label"]:
                yield Finding(
                    "codebook-code",
                    f"The {vocabulary} code {code!r} has no label.",
                    f"{table}.csv", number, code, "label",
                )  # fmt: skip
        yield from _parents(codebook, vocabulary, table)


def _parents(codebook: Codebook, vocabulary: str, table: str) -> Iterator[Finding]:
    terms = codebook.terms(vocabulary)
    for number, row in enumerate(codebook.tables[table], start=2):
        parent = row.get("parent")
        if not parent:
            continue
        if parent not in terms:
            yield Finding(
                "codebook-code",
                f"The {vocabulary} {row['code']!r} has the parent {parent!r}, which does not "
                "exist.",
                f"{table}.csv", number, row["code"], "parent", parent, f"a code of {table}.csv",
            )  # fmt: skip
            continue
        line = [row["code"]]
        while parent and parent in terms and parent not in line:
            line.append(parent)
            parent = terms[parent].parent
        if parent == row["code"]:
            yield Finding(
                "codebook-code",
                f"The {vocabulary} {row['code']!r} is its own ancestor: "
                f"{' → '.join([*line, parent])}.",
                f"{table}.csv", number, row["code"], "parent", row["parent"],
            )  # fmt: skip


def _aliases(codebook: Codebook) -> Iterator[Finding]:
    for vocabulary, table in VOCABULARIES.items():
        owners: dict[str, str] = {}
        for number, row in enumerate(codebook.tables[table], start=2):
            for spelling in codebook.terms(vocabulary)[row["code"]].spellings:
                owner = owners.setdefault(normalise(spelling), row["code"])
                if owner != row["code"]:
                    yield Finding(
                        "codebook-alias",
                        f"The {vocabulary} spelling {spelling!r} leads to {owner!r} and to "
                        f"{row['code']!r}.",
                        f"{table}.csv", number, row["code"], "aliases", spelling,
                        "a spelling that no other code has",
                    )  # fmt: skip


def _missing(
    table: str, number: int, field: str, value: str | None, known: Callable[[str], bool], what: str
) -> Iterator[Finding]:
    for part in filter(None, (part.strip() for part in (value or "").split(";"))):
        if not known(part):
            yield Finding(
                "codebook-reference",
                f"{table}.csv refers to the {what} {part!r}, which does not exist.",
                f"{table}.csv", number, None, field, part, f"an existing {what}",
            )  # fmt: skip


def _crosswalks(codebook: Codebook) -> Iterator[Finding]:
    for table, rows in codebook.tables.items():
        if not table.startswith("crosswalks/"):
            continue
        seen: dict[tuple[str, str], str] = {}
        for number, row in enumerate(rows, start=2):
            field = row["field"]
            if field not in VOCABULARIES:
                yield from _missing(
                    table, number, "field", field, VOCABULARIES.__contains__, "field"
                )
                continue
            terms = codebook.terms(field)
            yield from _missing(table, number, "code", row["code"], terms.__contains__, field)
            other = seen.setdefault((field, row["value"].strip().lower()), row["code"])
            if other != row["code"]:
                yield Finding(
                    "codebook-alias",
                    f"{table}.csv translates the {field} {row['value']!r} to {other!r} and to "
                    f"{row['code']!r}.",
                    f"{table}.csv", number, None, "value", row["value"], "one translation",
                )  # fmt: skip


def _references(codebook: Codebook) -> Iterator[Finding]:
    actors, categories = codebook.terms("actor"), codebook.terms("actor_category")
    for number, row in enumerate(codebook.tables["actors"], start=2):
        yield from _missing(
            "actors", number, "category", row["category"], categories.__contains__, "actor category"
        )
    for number, row in enumerate(codebook.tables.get("relations", []), start=2):
        for field in ("actor", "other"):
            yield from _missing(
                "relations", number, field, row[field], actors.__contains__, "actor"
            )
        yield from _missing(
            "relations", number, "kind", row["kind"], RELATIONS.__contains__, "kind of relation"
        )
    for number, row in enumerate(codebook.tables["regions"], start=2):
        for field in ("includes", "excludes"):
            yield from _missing(
                "regions", number, field, row[field], codebook.places.__contains__, "place"
            )


def _places(codebook: Codebook) -> Iterator[Finding]:
    known = codebook.places.__contains__
    seen: set[str] = set()
    for number, row in enumerate(codebook.tables["places"], start=2):
        yield from _missing("places", number, "successors", row["successors"], known, "place")
        if row["id"] in seen:
            yield Finding(
                "codebook-code",
                f"The place {row['id']!r} occurs twice.",
                "places.csv", number, row["id"], "id", row["id"], "every place once",
            )  # fmt: skip
        seen.add(row["id"])
    for table, fields in (("parents", ("place", "parent")), ("names", ("place",))):
        for number, row in enumerate(codebook.tables[table], start=2):
            for field in fields:
                yield from _missing(table, number, field, row[field], known, "place")


def _rules(codebook: Codebook) -> Iterator[Finding]:
    def wrong(where: str, found: str, expected: str) -> Finding:
        return Finding(
            "codebook-rule",
            f"codebook.yaml: {where} says {found!r}; expected {expected}.",
            "codebook.yaml", None, None, where, found, expected,
        )  # fmt: skip

    adjudication = codebook.rules.get("adjudication", {})
    if "default" not in adjudication:
        yield wrong("adjudication", "no default", "a default rule")
    for field, steps in adjudication.items():
        if field not in (*VALUE_FIELDS, "default"):
            yield wrong(f"adjudication.{field}", field, f"one of {', '.join(VALUE_FIELDS)}")
        for step in steps:
            if step not in ADJUDICATION_RULES:
                yield wrong(
                    f"adjudication.{field}", step, f"one of {', '.join(ADJUDICATION_RULES)}"
                )
    types = codebook.terms("type")
    for name, rule in codebook.rules.get("counting", {}).items():
        for code in rule.get("types") or ():
            if code not in types:
                yield wrong(f"counting.{name}.types", code, "incident types of types.csv")
    for word, bounds in codebook.rules.get("vague_counts", {}).items():
        numbers = [bound for bound in bounds if bound is not None]
        if len(bounds) != 3 or not numbers or sorted(numbers) != numbers:
            yield wrong(f"vague_counts.{word}", str(bounds), "[min, best, max] in rising order")
