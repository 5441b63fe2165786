"""The dossier of a document: the incidents behind its numbers, their accounts and sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waqia.model import OUTCOMES
from waqia.publish.numbers import counted, day

if TYPE_CHECKING:
    from waqia.codebook import Codebook
    from waqia.release import Release

_INCIDENTS = """
    SELECT i.* FROM incidents i JOIN wanted w USING (id) ORDER BY date_start, date_end, id
"""
_ACCOUNTS = """
    SELECT a.* FROM accounts a JOIN wanted w ON w.id = a.incident ORDER BY a.incident, a.id
"""
_SOURCES = """
    SELECT s.* FROM sources s WHERE s.id IN (
        SELECT a.source FROM accounts a JOIN wanted w ON w.id = a.incident
        UNION SELECT unnest(a.cites) FROM accounts a JOIN wanted w ON w.id = a.incident
    ) ORDER BY s.id
"""


@dataclass(frozen=True)
class Dossier:
    """Incidents in order of their date, each account under its incident, and the sources."""

    incidents: list[dict[str, Any]]
    accounts: dict[str, list[dict[str, Any]]]
    sources: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, release: Release, ids: Iterable[str]) -> Dossier:
        """Gather the dossier of some incidents from a release."""
        connection = release.connection().cursor()
        connection.execute("CREATE OR REPLACE TEMP TABLE wanted (id VARCHAR)")
        connection.execute("INSERT INTO wanted SELECT unnest(?)", [list(ids)])

        def rows(query: str) -> list[dict[str, Any]]:
            found = connection.execute(query)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        accounts: dict[str, list[dict[str, Any]]] = {}
        for account in rows(_ACCOUNTS):
            accounts.setdefault(account["incident"], []).append(account)
        dossier = cls(rows(_INCIDENTS), accounts, {s["id"]: s for s in rows(_SOURCES)})
        connection.execute("DROP TABLE wanted")
        return dossier


def when(record: dict[str, Any]) -> str:
    """The date of an incident or account as precise as it is known."""
    return day(record["date_start"], record["date_end"], record["date_precision"])


def where(record: dict[str, Any]) -> str:
    """The place from small to large, each name once."""
    names = [record[key] for key in ("place", "district", "province") if record[key]]
    said: list[str] = []
    for name in names:
        if not any(name.casefold() in other.casefold() for other in said):
            said.append(name)
    return ", ".join(said) or record["country"] or "place not known"


def harm(record: dict[str, Any]) -> str:
    """The casualties in words: "84 killed (81–90), 220 injured"; what is not known is left out."""
    said = [
        f"{counted(record[f'{o}_min'], record[o], record[f'{o}_max'])} {o}"
        for o in OUTCOMES
        if record[o] is not None
    ]
    return ", ".join(said) or "casualties not known"


def parties(codebook: Codebook, record: dict[str, Any]) -> str:
    """The casualties by party in words, where a source says whom."""
    return "; ".join(
        f"{codebook.label('party', c['party'])} "
        f"{counted(c['min'], c['best'], c['max'])} {c['outcome']}"
        for c in record["casualties"] or ()
    )


def by_whom(codebook: Codebook, record: dict[str, Any]) -> str:
    """The perpetrators with the mode of the attribution."""
    actors = ", ".join(codebook.label("actor", code) for code in record["perpetrators"] or ())
    claim = record["claim"]
    return f"{actors} ({claim})" if actors and claim and claim != "unknown" else actors


def cited(source: dict[str, Any] | None, identifier: str) -> str:
    """A source in one line: publisher, title, date."""
    if source is None:
        return identifier
    return ", ".join(str(source[key]) for key in ("publisher", "title", "date") if source[key])


def told_at(account: dict[str, Any]) -> str:
    """Where in the source it is told: section, row, characters; then the words of each value."""
    said = []
    for anchor in account["anchors"] or ():
        if anchor["locator"]:
            said.append(anchor["locator"])
        if anchor["row"] is not None:
            said.append(f"row {anchor['row']}")
        if anchor.get("field"):
            continue
        if anchor["start"] is not None:
            said.append(f"characters {anchor['start']:,}–{anchor['end']:,}")
        if anchor["quote"]:
            said.append(_quoted(anchor["quote"]))
    return "; ".join(filter(None, [*said, in_words(account)]))


def in_words(account: dict[str, Any]) -> str:
    """The words of each value, where anchors name values: "killed: “at least 28”"."""
    said: dict[str, list[str]] = {}
    for anchor in account["anchors"] or ():
        if (value := anchor.get("field")) and anchor["quote"]:
            said.setdefault(value.replace(":", " "), []).append(_quoted(anchor["quote"]))
    return "; ".join(f"{value}: {', '.join(quotes)}" for value, quotes in said.items())


def _quoted(words: str) -> str:
    return f"“{' '.join(words.split())}”"
