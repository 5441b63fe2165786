"""The question of the explore page: an address, a command and Python that all mean the same."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pprint import pformat
from urllib.parse import urlencode

from waqia.analysis import FIELDS, MEASURES, join_values, split_values
from waqia.model import OUTCOMES, QuestionError
from waqia.web.exploring.box import Box

Value = str | None

LIMITS = (
    *(name for name, field in FIELDS.items() if field.kind not in ("event", "relative_month")),
    *(f"{outcome}{part}" for outcome in OUTCOMES for part in ("", "_min", "_max")),
    "id",
)
"""What a question can be limited by, beside its period, in the order of the address."""
_MOST = 500
"""Values of one limit, as the API has it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the page is limited to, and the rule it counts by; None in a limit is unknown.

    Limits are in the order of `LIMITS`, their values as they were written, none twice: equal
    questions are equal addresses.
    """

    limits: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    period: str | None = None
    rule: str | None = None

    @classmethod
    def read(cls, items: Iterable[tuple[str, str]]) -> Question:
        """The question of query parameters, as those of the API; others are left alone.

        Several values are repeated or separated by commas; `\\,` is a comma within one; an empty
        one is unknown.

        Raises:
            QuestionError: a limit has more than 500 values.
        """
        found: dict[str, list[Value]] = {}
        about: dict[str, str] = {}
        for name, text in items:
            if name in ("period", "rule"):
                if text.strip():
                    about[name] = text.strip()
            elif name in LIMITS:
                found.setdefault(name, []).extend(split_values(text))
        return cls(_canonical(found), about.get("period"), about.get("rule"))

    @property
    def where(self) -> dict[str, list[Value]]:
        """What `waqia.analysis.count` takes as `where`."""
        return {name: list(values) for name, values in self.limits}

    def pairs(self) -> list[tuple[str, str]]:
        """The query parameters; a limit by several values is repeated."""
        asked = [(name, join_values([one])) for name, values in self.limits for one in values]
        if self.period:
            asked.append(("period", self.period))
        if self.rule:
            asked.append(("rule", self.rule))
        return asked

    @property
    def query(self) -> str:
        """The query parameters as they stand in an address, behind the question mark."""
        return urlencode(self.pairs())

    def asks(self, name: str) -> tuple[Value, ...]:
        """The values that a field is limited to; none where it is not."""
        return dict(self.limits).get(name, ())

    def with_(self, name: str, *values: Value) -> Question:
        """The question with a limit, period or rule in place of what it had; no values: without.

        Raises:
            QuestionError: nothing can be limited by that.
        """
        if name == "period":
            return replace(self, period=values[0] if values else None)
        if name == "rule":
            return replace(self, rule=values[0] if values else None)
        if name not in LIMITS:
            raise QuestionError(f"The page cannot be limited by {name!r}.")
        written = [None if value is None else str(value) for value in values]
        return replace(self, limits=_canonical({**self.where, name: written}))

    def adding(self, name: str, value: Value) -> Question:
        """The question with one value more that a field may have.

        Raises:
            QuestionError: as `with_` does.
        """
        return self.with_(name, *self.asks(name), value)

    def without(self, name: str, *values: Value) -> Question:
        """The question without a limit, or without some of its values."""
        if name in ("period", "rule"):
            return self.with_(name)
        kept = [one for one in self.asks(name) if values and one not in values]
        return self.with_(name, *kept)

    def opens(self, cell: Mapping[str, object] | None = None, box: Box | None = None) -> str:
        """The query of the incidents behind a number: those of a cell, or within a box."""
        asked = self.pairs()
        for name, value in (cell or {}).items():
            asked.append(("cell", f"{name}:{'' if value is None else value}"))
        if box is not None:
            asked.append(("box", str(box)))
        return urlencode(asked)

    @staticmethod
    def cell_of(items: Iterable[tuple[str, str]]) -> dict[str, Value]:
        """The cell of query parameters that `opens` gave: field → value, None for unknown.

        Raises:
            QuestionError: a part is not `field:value`, or names a field again.
        """
        found: dict[str, Value] = {}
        for parameter, text in items:
            if parameter == "cell":
                name, colon, value = text.partition(":")
                if not colon or name in found:
                    raise QuestionError(f"{text!r} is no cell: expected field:value, once a field.")
                found[name] = value or None
        return found

    def command(self, path: str, by: Iterable[str] = (), measure: Iterable[str] = ()) -> str:
        """The `waqia count` line that gives the same numbers; `path` is the release's."""
        fields, measures = list(by), list(measure) or list(MEASURES)
        words = ["waqia", "count", path]
        if fields:
            words += ["--by", ",".join(fields)]
        words += ["--measure", ",".join(measures)]
        for name, values in self.limits:
            words += ["--where", f"{name}={join_values(values)}"]
        if self.period:
            words += ["--period", self.period]
        if self.rule:
            words += ["--rule", self.rule]
        return shlex.join(words)

    def python(self, path: str, by: Iterable[str] = (), measure: Iterable[str] = ()) -> str:
        """Lines of Python that give the same numbers, in `counted`; `path` is the release's."""
        fields, measures = list(by), list(measure) or list(MEASURES)
        options: list[tuple[str, object]] = []
        if fields:
            options.append(("by", fields))
        options.append(("measure", measures))
        where = {
            name: values[0] if len(values) == 1 else list(values) for name, values in self.limits
        }
        if where:
            options.append(("where", where))
        options += [(n, v) for n, v in (("period", self.period), ("rule", self.rule)) if v]
        lines = [
            f"    {name}={pformat(value, width=88, sort_dicts=False)},".replace("\n", "\n    ")
            for name, value in options
        ]
        return "\n".join(
            [
                "from waqia.analysis import count",
                "from waqia.release import open_release",
                "",
                "counted = count(",
                f"    open_release({path!r}),",
                *lines,
                ")",
                "counted.rows(totals=True)",
                "",
            ]
        )


def _canonical(limits: Mapping[str, Iterable[Value]]) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    found = []
    for name in LIMITS:
        values = tuple(dict.fromkeys(limits.get(name, ())))
        if len(values) > _MOST:
            raise QuestionError(f"{name} is limited to {len(values)} values; at most {_MOST}.")
        if values:
            found.append((name, values))
    return tuple(found)
