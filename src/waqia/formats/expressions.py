"""From the rules of a mapping to SQL expressions over the cells of a row."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from waqia.codebook import Codebook
from waqia.formats.mapping import Condition, DatasetMapping, Rule, Test
from waqia.formats.schema import Names
from waqia.formats.text import name, quote, quotes
from waqia.model import CodebookError, InputError

NULL = "CAST(NULL AS VARCHAR)"
ITEM, PART = "\x1f", "\x1e"
"""Separators inside a key of values: between items, and between an item's rule and its text."""


@dataclass
class Cells:
    """The columns that a file has, found by the names a mapping uses for them.

    Case and outer blanks of names do not matter. `used` gathers the columns that were asked for.
    """

    file: str
    columns: Sequence[str]
    mapping: DatasetMapping
    used: dict[str, None] = field(default_factory=dict)
    absent: dict[Names, None] = field(default_factory=dict)

    def column(self, names: Names) -> str | None:
        """The file's own name of a column, None where it has none of the names."""
        folded = {column.strip().lower(): column for column in self.columns}
        for wanted in names:
            if (found := folded.get(wanted.strip().lower())) is not None:
                self.used[found] = None
                return found
        if names:
            self.absent[names] = None
        return None

    def cell(self, names: Names) -> str:
        """SQL of the cell: trimmed text, NULL where it says nothing or the column is absent."""
        found = self.column(names)
        return NULL if found is None else name(found)

    def check_required(self) -> None:
        """Refuse a file that lacks columns the mapping needs.

        Raises:
            InputError: naming the file, the columns expected, the columns found, what to do.
        """
        required = self.mapping.required
        if required is None:
            missing = list(self.absent)
        else:
            missing = [names for names in required if self.column(names) is None]
        if not missing:
            return
        hints = []
        for names in missing:
            near = difflib.get_close_matches(names[0], self.columns, 1, 0.7)
            hints.append(" or ".join(map(repr, names)) + (f" (close: {near[0]!r})" if near else ""))
        found = ", ".join(map(repr, self.columns[:12])) + (" …" if len(self.columns) > 12 else "")
        raise InputError(
            f"{self.file}: the mapping {self.mapping.dataset} expects "
            f"{'columns' if len(hints) > 1 else 'the column'} {', '.join(hints)}, which the header "
            f"does not have; found {len(self.columns)} columns: {found}. Rename the columns, or "
            "name yours in a copy of the mapping."
        )

    def when(self, condition: Condition) -> str | None:
        """SQL of a condition; None where it always holds."""
        if not condition:
            return None
        alternatives = (
            " AND ".join(self._test(test) for test in tests) or "true" for tests in condition
        )
        return "(" + " OR ".join(f"({tests})" for tests in alternatives) + ")"

    def _test(self, test: Test) -> str:
        cell = self.cell(test.column)
        lowered = f"lower({cell})"
        values = [value.lower() for value in test.values]
        if test.kind == "is":
            return f"coalesce({lowered} IN ({quotes(values)}), false)"
        if test.kind == "not":
            return f"coalesce({lowered} NOT IN ({quotes(values)}), true)"
        if test.kind == "empty":
            return f"{cell} IS {'NULL' if values == ['true'] else 'NOT NULL'}"
        function = {"starts": "starts_with", "contains": "contains"}[test.kind]
        tests = " OR ".join(f"{function}({lowered}, {quote(value)})" for value in values)
        return f"coalesce({tests}, false)"

    def bases(self, rule: Rule) -> list[str]:
        """SQL of the texts a rule gives before they are translated, one for each cell."""
        if rule.value is not None:
            bases = [quote(rule.value[0])]
        elif rule.template is not None:
            bases = [self._template(rule.template)]
        else:
            bases = [self.cell(names) for names in rule.columns]
        if rule.pattern:
            bases = [
                f"nullif(trim(regexp_extract({base}, {quote(rule.pattern)}, 1)), '')"
                for base in bases
            ]
        if rule.prefix:
            bases = [f"{quote(rule.prefix)} || {base}" for base in bases]
        condition = self.when(rule.when)
        return [f"CASE WHEN {condition} THEN {base} END" for base in bases] if condition else bases

    def _template(self, template: str) -> str:
        pieces = re.split(r"\{([^{}]+)\}", template)
        return " || ".join(
            self.cell((piece,)) if index % 2 else quote(piece)
            for index, piece in enumerate(pieces)
            if piece
        )

    def text(self, rules: Iterable[Rule]) -> str:
        """SQL of one text: the first that a rule gives, translated by its `values`."""
        found = [
            _translated(base, rule) for rule in rules for base in self.bases(rule) if base != NULL
        ]
        return f"coalesce({', '.join(found)})" if found else NULL

    def texts(self, rules: Iterable[Rule]) -> str:
        """SQL of a list of texts: all that the rules give, without repetition."""
        lists = []
        for rule in rules:
            for base in self.bases(rule):
                if base == NULL:
                    continue
                item = _translated("nullif(trim(item), '')", rule)
                split = f"string_split({base}, {quote(rule.split)})" if rule.split else f"[{base}]"
                lists.append(f"list_transform(coalesce({split}, []), lambda item: {item})")
        if not lists:
            return "CAST([] AS VARCHAR[])"
        joined = lists[0] if len(lists) == 1 else f"list_concat({', '.join(lists)})"
        first = "lambda item, place: item IS NOT NULL AND list_position(told, item) = place"
        return f"(SELECT list_filter(told, {first}) FROM (SELECT {joined} AS told))"

    def key(self, rules: Sequence[Rule], *, many: bool) -> str:
        """SQL of one text that holds every value with the number of its rule, NULL for none.

        Values are translated once for each different key, not for each row.
        """
        items: list[str] = []
        for number, rule in enumerate(rules):
            for base in self.bases(rule):
                if base == NULL:
                    continue
                mark = quote(f"{number}{PART}")
                if rule.split:
                    parts = f"string_split({base}, {quote(rule.split)})"
                    marked = f"list_transform({parts}, lambda item: {mark} || trim(item))"
                    items.append(f"array_to_string({marked}, {quote(ITEM)})")
                else:
                    items.append(f"{mark} || {base}")
        if not items:
            return NULL
        if not many:
            return f"coalesce({', '.join(items)})"
        return f"nullif(concat_ws({quote(ITEM)}, {', '.join(items)}), '')"


def _translated(base: str, rule: Rule) -> str:
    if rule.values is None:
        return base
    cases = " ".join(
        f"WHEN {quote(cell.lower())} THEN {NULL if text is None else quote(text[0])}"
        for cell, text in rule.values.items()
    )
    return f"CASE lower({base}) {cases} ELSE {base} END"


def code_of(
    codebook: Codebook, vocabulary: str, codes: tuple[str, ...], mapping: DatasetMapping
) -> str:
    """The first of the codes that the codebook has.

    Raises:
        CodebookError: it has none of them.
    """
    terms = codebook.terms(vocabulary)
    for code in codes:
        if code in terms:
            return code
    near = difflib.get_close_matches(codes[0], list(terms), 3, 0.5)
    hint = f"; close: {', '.join(near)}" if near else ""
    raise CodebookError(
        f"{mapping.file}: expected a {vocabulary} code of the codebook {codebook.id!r}, found "
        f"{' or '.join(map(repr, codes))}{hint}."
    )
