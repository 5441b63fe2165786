"""The sources of a register or a release that fit what is asked for, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waqia.register import Register
    from waqia.release import Release

Record = dict[str, Any]

PAGE = 50
_CHOICES = 200
"""Publishers that are offered, those with the most sources."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What sources are asked for; empty is any. `cursor` is where the last page ended."""

    publisher: str = ""
    language: str = ""
    kind: str = ""
    year: str = ""
    words: str = ""
    cursor: str = ""

    @property
    def limits(self) -> dict[str, str]:
        """What it is limited to, as an address says it."""
        names = ("publisher", "language", "kind", "year", "words")
        return {name: value for name in names if (value := getattr(self, name))}


@dataclass(frozen=True)
class Found:
    """A page of sources, each with `accounts`, their number; how many there are; and the next.

    `choices` is publisher, language, kind, year → the values there are.
    """

    rows: list[Record]
    total: int
    following: str | None
    choices: dict[str, list[str]]


def of_register(register: Register, asked: Asked) -> Found:
    """The sources of a register; of those that the user may not see only that they are there."""
    every = register.sources()
    counted = {
        name: Counter(value for one in every if (value := _value(one, name)))
        for name in ("publisher", "language", "kind", "year")
    }
    fitting = sorted((one for one in every if _fits(one, asked)), key=_order, reverse=True)
    after = [one for one in fitting if not asked.cursor or _cursor(one) < asked.cursor]
    return Found(
        after[:PAGE], len(fitting), _cursor(after[PAGE - 1]) if len(after) > PAGE else None,
        {name: _offered(name, counts) for name, counts in counted.items()},
    )  # fmt: skip


def _value(record: Record, name: str) -> str | None:
    value = str(record.get("date") or "")[:4] if name == "year" else record.get(name)
    return str(value) if value else None


def _offered(name: str, counts: Counter[str]) -> list[str]:
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(value for value, _ in counts.most_common(_CHOICES))


def _fits(record: Record, asked: Asked) -> bool:
    for name in ("publisher", "language", "kind", "year"):
        if (wanted := getattr(asked, name)) and _value(record, name) != wanted:
            return False
    said = " ".join(str(record.get(n) or "") for n in ("id", "title", "publisher", "author", "url"))
    return all(word in said.casefold() for word in asked.words.casefold().split())


def _order(record: Record) -> str:
    return _cursor(record)


def _cursor(record: Record) -> str:
    return f"{record.get('date') or ''}~{record['id']}"


def of_release(release: Release, asked: Asked) -> Found:
    """The sources of a release."""
    limits, values = ["true"], list[Any]()
    for name in ("publisher", "language", "kind", "year"):
        if wanted := getattr(asked, name):
            limits.append(f"{'left(date, 4)' if name == 'year' else name} = ?")
            values.append(wanted)
    for word in asked.words.casefold().split():
        limits.append("contains(lower(concat_ws(' ', id, title, publisher, author, url)), ?)")
        values.append(word)
    where = " AND ".join(limits)
    total = rows(release, f"SELECT count(*) AS n FROM sources WHERE {where}", values)[0]["n"]
    if asked.cursor:
        where += " AND concat(coalesce(date, ''), '~', id) < ?"
        values.append(asked.cursor)
    found = rows(
        release,
        f"""
        WITH page AS (
            SELECT * FROM sources WHERE {where}
            ORDER BY concat(coalesce(date, ''), '~', id) DESC LIMIT {PAGE + 1}
        )
        SELECT p.*, coalesce(n.accounts, 0) AS accounts FROM page p LEFT JOIN (
            SELECT source, count(*) AS accounts FROM accounts
            WHERE source IN (SELECT id FROM page) GROUP BY source
        ) n ON n.source = p.id ORDER BY concat(coalesce(p.date, ''), '~', p.id) DESC
        """,
        values,
    )
    choices = {name: _present(release, name) for name in ("publisher", "language", "kind", "year")}
    more = len(found) > PAGE
    return Found(found[:PAGE], total, _cursor(found[PAGE - 1]) if more else None, choices)


def _present(release: Release, name: str) -> list[str]:
    key = f"sources by {name}"
    if key not in release.kept:
        column = "left(date, 4)" if name == "year" else name
        counted = rows(
            release,
            f"SELECT {column} AS value, count(*) AS n FROM sources WHERE value <> '' "
            f"GROUP BY value ORDER BY n DESC, value LIMIT {_CHOICES}",
            [],
        )
        release.kept[key] = _offered(name, Counter({row["value"]: row["n"] for row in counted}))
    kept: list[str] = release.kept[key]
    return kept


def rows(release: Release, query: str, parameters: Iterable[Any]) -> list[Record]:
    """The rows of a query as dicts by column."""
    result = release.connection().execute(query, list(parameters))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
