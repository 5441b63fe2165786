"""What a report template can ask: counts, tables, charts, maps and lists of one release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia import analysis
from waqia.model import OUTCOMES, Period, QuestionError
from waqia.publish import numbers
from waqia.publish.evidence import EvidenceBook
from waqia.publish.labels import field_label, value_label
from waqia.publish.tables import Cell, Row, Table
from waqia.publish.tabulate import Scope, cross, tabulate
from waqia.publish.text import visible
from waqia.publish.values import IncidentList, Number, Parts

if TYPE_CHECKING:
    from waqia.analysis import Count
    from waqia.release import Release

_OPTIONS = ("rule", "multi", "around", "before", "after", "compare", "period", "share")
_ORDERS = {
    "killed": "killed DESC NULLS LAST, injured DESC NULLS LAST, date_start, id",
    "injured": "injured DESC NULLS LAST, killed DESC NULLS LAST, date_start, id",
    "date": "year(date_start), date_precision = 'year', date_start, date_end, id",
}


_ASIDE = {
    "imputed": "incidents WHERE " + " OR ".join(f"{outcome}_imputed" for outcome in OUTCOMES),
    "several_accounts": "incidents WHERE n_accounts > 1",
}


@dataclass(frozen=True)
class CountView:
    """A count as a template sees it: `.incidents`, `.killed`, `.injured`, … are numbers."""

    _numbers: Mapping[str, Number]

    def __getattr__(self, name: str) -> Number:
        try:
            return self._numbers[name]
        except KeyError:
            raise QuestionError(
                f"A count has no {name!r}; it has {', '.join(map(repr, self._numbers))}."
            ) from None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a field with its label and its count, for loops in a template."""

    code: str | None
    label: str
    count: CountView

    def __str__(self) -> str:
        return self.label


@dataclass
class Questions:
    """Answers a template's questions about a release, within a period compared with another."""

    release: Release
    period: Period
    compare: Period | None
    rule: str
    boundaries: Path | None = None
    credit: str = ""
    book: EvidenceBook = field(default_factory=EvidenceBook)
    parts: Parts = field(default_factory=Parts)
    said: set[str] = field(default_factory=set)
    _asked: dict[str, Count] = field(default_factory=dict, repr=False)

    def count(self, **where: Any) -> CountView:
        """Incidents and persons in the report's period: `count(type="terrorist_attack").killed`."""
        measures = ("incidents", *OUTCOMES)
        now = self._count((), measures, where, comparing=False)
        question = self._words(where)
        entry = self.book.add(question, now.incidents())
        base = self._base(where)

        @cache
        def before(label: str) -> tuple[CountView, int]:
            view = self.count(**{**where, "period": label, "compare": None})
            first = view.incidents.evidence or entry
            return view, self.book.join(f"{question}, with {label}", first, entry)

        def number(measure: str) -> Number:
            def earlier(label: str) -> tuple[Number, int]:
                view, both = before(label)
                return getattr(view, measure), both

            value, low, high = (now.total.get(f"{measure}{part}") for part in ("", "_min", "_max"))
            compared = None if base is None else partial(earlier, base.label)
            return Number(value, _said(value), entry, self.parts, low, high, compared)

        return CountView({measure: number(measure) for measure in measures})

    def table(
        self,
        by: str | Sequence[str],
        caption: str = "",
        measure: Sequence[str] = ("incidents", "killed", "injured"),
        limit: int | None = None,
        totals: bool = True,
        comparing: bool = True,
        **where: Any,
    ) -> str:
        """A table by one or more fields, with totals and the change from the period before."""
        fields = [by] if isinstance(by, str) else list(by)
        count = self._count(fields, measure, where, comparing=comparing)
        return self.parts.mark(
            tabulate(count, self.release.codebook, caption=caption, totals=totals, limit=limit,
                     scope=self._scope(where))
        )  # fmt: skip

    def crosstable(
        self, down: str, across: str, caption: str = "", measure: str = "incidents", **where: Any
    ) -> str:
        """A cross-table of two fields, such as actors by regions."""
        both, side, top = (
            self._count(fields, [measure], where, comparing=False)
            for fields in ([down, across], [down], [across])
        )
        return self.parts.mark(
            cross(both, side, top, self.release.codebook, caption=caption,
                  scope=self._scope(where))
        )  # fmt: skip

    def chart(
        self,
        by: str | Sequence[str],
        caption: str = "",
        measure: str = "incidents",
        kind: str = "auto",
        comparing: bool = False,
        **where: Any,
    ) -> str:
        """A chart by one or two fields; a calendar field gives a line, any other gives bars."""
        from waqia.publish.charts import chart

        fields = [by] if isinstance(by, str) else list(by)
        count = self._count(fields, [measure], where, comparing=comparing)
        picture = chart(count, self.release.codebook, kind=kind, measure=measure)
        remarks = picture.caption.partition(". ")[2]
        return self.parts.mark(replace(picture, caption=f"{caption}. {remarks}".strip()))

    def map(self, level: str = "district", caption: str = "", measure: str = "incidents",
            kind: str = "auto", **where: Any) -> str:  # fmt: skip
        """A map: tiles; shaded areas where a boundary file was given; or points."""
        from waqia.publish import maps

        codebook = self.release.codebook
        fields = [] if kind == "points" else [level]
        count = self._count(fields, [measure], where, comparing=False)
        if kind == "points":
            picture = maps.point_map(self.release, count.incidents())
        elif kind != "tiles" and self.boundaries is not None:
            picture = maps.choropleth(count, codebook, self.boundaries, credit=self.credit)
        else:
            picture = maps.tile_map(count, codebook, level=level)
        return self.parts.mark(replace(picture, caption=f"{caption}. {picture.caption}"))

    def top(self, by: str, limit: int = 5, **where: Any) -> list[Choice]:
        """The known values of a field with most incidents, each with its own count."""
        count = self._count([by], ["incidents"], where, comparing=False)
        codes = [row[by] for row in count.rows() if row[by] is not None][:limit]
        codebook = self.release.codebook
        return [
            Choice(
                code, visible(value_label(codebook, by, code)), self.count(**where, **{by: code})
            )
            for code in codes
        ]

    def incidents(self, limit: int | None = None, order: str = "date", **where: Any) -> str:
        """Incidents told one by one, by date or the deadliest first."""
        return self.parts.mark(IncidentList(tuple(self._incidents(limit, order, where))))

    def has(self, name: str, **where: Any) -> bool:
        """Whether any incident of the period has a known value for a field or measure.

        `has("figures")` asks whether anyone published totals for the period, `has("imputed")`
        whether words were turned into numbers, `has("several_accounts")` whether any incident of
        the release has more than one account.
        """
        if name == "figures":
            return bool(self._figures())
        if name in _ASIDE:
            found = self.release.connection().execute(f"SELECT count(*) FROM {_ASIDE[name]}")
            return bool(found.fetchall()[0][0])
        if name in ("incidents", *OUTCOMES):
            total = self._count((), [name], where, comparing=False).total
            return bool(total[name])
        rows = self._count([name], ["incidents"], where, comparing=False).rows()
        return any(row[name] is not None for row in rows)

    def elections(self) -> list[dict[str, Any]]:
        """Elections of the codebook whose day falls in the report's period."""
        start, end = str(self.period.start), str(self.period.end)
        return [
            {"code": term.code, "label": term.label, "date": term.row["date_start"]}
            for term in self.release.codebook.terms("event").values()
            if term.row["kind"] == "election" and start <= term.row["date_start"] <= end
        ]

    def published(self, caption: str = "") -> str:
        """What others published for the whole country and period, beside what the release holds.

        Figures of the same type, measure and value are one row that names every place they stand.
        """
        rows = []
        for kind, measure, value, counts, said in self._figures():
            own = self._count((), ("incidents", *OUTCOMES), {"type": kind}, comparing=False)
            entry = self.book.add(self._words({"type": kind}), own.incidents())
            held = own.total[measure]
            rows.append(
                Row("cell", (
                    Cell(counts), Cell(measure), Cell(said),
                    Cell(numbers.whole(value), value), Cell(numbers.whole(held), held, entry),
                ))
            )  # fmt: skip
        headers = ("What is counted", "Measure", "Published in", "Published", "Whole type here")
        return self.parts.mark(Table(headers, tuple(rows), 3, caption))

    def quality(self, caption: str = "") -> str:
        """The data-quality table: how much is imputed, imprecise, unknown or disputed."""
        rows = []
        for found in analysis.quality(self.release, period=self.period.label):
            if not found.incidents:
                continue
            entry = self.book.add(f"Data quality: {found.label}", found.ids())
            share = f"{numbers.percent(found.percent)} of {numbers.whole(found.of)}"
            rows.append(
                Row("cell", (
                    Cell(found.label),
                    Cell(numbers.whole(found.incidents), found.incidents, entry),
                    Cell(share, found.percent),
                ))
            )  # fmt: skip
        return self.parts.mark(Table(("Quality", "Incidents", "Share"), tuple(rows), 1, caption))

    def sensitivity(self, caption: str = "") -> str:
        """How the totals of the whole release move under other adjudication rules.

        What moves them are the incidents with several accounts: they stand behind every change.
        """
        connection = self.release.connection()
        several = connection.execute("SELECT id FROM incidents WHERE n_accounts > 1 ORDER BY id")
        entry = self.book.add(
            "Other adjudication rules: incidents with several accounts, whole release",
            (identifier for (identifier,) in several.fetchall()),
        )
        rows = []
        for row in analysis.sensitivity(self.release).totals:
            cells = [Cell(row["rule"].replace("_", " "))]
            for outcome in ("killed", "injured"):
                change = row[f"{outcome}_change"]
                cells.append(Cell(numbers.whole(row[outcome]), row[outcome]))
                cells.append(Cell(numbers.signed(change), change, entry))
            rows.append(Row("cell", tuple(cells)))
        head = ("Rule", "Killed", "Change", "Injured", "Change")
        return self.parts.mark(Table(head, tuple(rows), 1, caption))

    def knows(self, vocabulary: str, *codes: str) -> bool:
        """Whether the codebook has all these codes, or the release all these tags.

        Templates skip what is not there.
        """
        known = self._tags if vocabulary == "tag" else self.release.codebook.terms(vocabulary)
        return all(code in known for code in codes)

    def label(self, vocabulary: str, code: str) -> str:
        """The label of a code, such as `label("type", "terrorist_attack")`."""
        return visible(self.release.codebook.label(vocabulary, code))

    @cached_property
    def _tags(self) -> set[str]:
        query = "SELECT DISTINCT unnest(tags) FROM incidents"
        return {tag for (tag,) in self.release.connection().execute(query).fetchall()}

    @cached_property
    def counting_rule(self) -> Any:
        """The counting rule that holds where a question names no other."""
        return self.release.codebook.counting_rules[self.rule]

    def _base(self, where: Mapping[str, Any]) -> Period | None:
        given = where.get("compare", self.compare)
        if given in (None, False) or "around" in where:
            return None
        period = Period.parse(where["period"]) if "period" in where else self.period
        if given == "previous":
            return period.previous()
        return given if isinstance(given, Period) else Period.parse(given)

    def _count(
        self, by: Sequence[str], measure: Sequence[str], where: Mapping[str, Any], comparing: bool
    ) -> Count:
        options = {key: where[key] for key in _OPTIONS if key in where}
        filters = {key: value for key, value in where.items() if key not in _OPTIONS}
        options.pop("compare", None)
        base = self._base(where) if comparing else None
        if "around" not in options:
            options.setdefault("period", self.period.label)
        asked: dict[str, Any] = {
            "by": tuple(by),
            "measure": tuple(measure),
            "where": filters,
            "compare": None if base is None else base.label,
            "rule": self.rule,
            "traced": True,
            **options,
        }
        # The same question twice, as in a condition and in the table it guards, is asked once.
        key = repr(asked)
        if key not in self._asked:
            self._asked[key] = analysis.count(self.release, **asked)
        return self._asked[key]

    def _figures(self) -> list[tuple[Any, ...]]:
        """Figures of exactly the period, a type, and no narrower scope: with who says so where."""
        return (
            self.release.connection()
            .execute(
                """
                WITH told AS (
                    SELECT type, measure, value, coalesce(s.publisher, s.title) AS publisher,
                        regexp_replace(counts, ', by .*$', '') AS counts,
                        string_agg(DISTINCT split_part(locator, ', row', 1), ', ') AS places
                    FROM figures f LEFT JOIN sources s ON s.id = f.source
                    WHERE period_start = ? AND period_end = ? AND list_contains(?, measure)
                        AND type IS NOT NULL
                        AND coalesce(region, place, actor, target, tactic, party) IS NULL
                    GROUP BY ALL
                )
                SELECT type, measure, value, counts,
                    string_agg(concat(publisher, ': ', places), '; ' ORDER BY publisher)
                FROM told GROUP BY type, measure, value, counts
                ORDER BY type, counts, measure <> 'incidents', measure = 'injured', value DESC
                """,
                [self.period.start, self.period.end, ["incidents", *OUTCOMES]],
            )
            .fetchall()
        )

    def _scope(self, where: Mapping[str, Any]) -> Scope:
        base = self._base(where)
        earlier = "" if base is None else self._words({**where, "period": base.label})
        return Scope(self._words(where), earlier, self.book, self.said)

    def _words(self, where: Mapping[str, Any]) -> str:
        codebook = self.release.codebook
        rule = codebook.counting_rules[where.get("rule", self.rule)].label
        parts = [str(where.get("period", where.get("around", self.period.label)))]
        for name, value in where.items():
            if name not in _OPTIONS:
                values = value if isinstance(value, list | tuple) else [value]
                said = ", ".join(value_label(codebook, name, v) for v in values)
                parts.append(f"{field_label(name).lower()} {said}")
        return f"{'; '.join(parts)} [{rule}]"

    def _incidents(
        self, limit: int | None, order: str, where: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        if order not in _ORDERS:
            raise QuestionError(
                f"No order {order!r}; choose one of {', '.join(map(repr, _ORDERS))}."
            )
        ids = self._count((), ["incidents"], where, comparing=False).incidents()
        found = self.release.connection().execute(
            f"SELECT * FROM incidents WHERE id IN (SELECT unnest(?)) ORDER BY {_ORDERS[order]} "
            f"LIMIT {int(limit) if limit is not None else 'ALL'}",
            [ids],
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _said(value: float | None) -> str:
    return "an unknown number of" if value is None else numbers.whole(value)
