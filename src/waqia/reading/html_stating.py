"""What an HTML page states of itself in its head: its title and the day it was published."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_DAYS = (
    "article:published_time", "og:published_time", "datepublished", "article:published",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date",
    "citation_publication_date", "parsely-pub-date", "sailthru.date", "publish-date",
    "publish_date", "publication_date", "pubdate", "date",
)  # fmt: skip
_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)')
_DAY = re.compile(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")


def stated_title(tree: Any) -> str | None:
    """The title in the page's metadata, its first heading of the first level, or its `title`."""
    said = _metadata(tree)
    for name in _TITLES:
        if said.get(name):
            return said[name]
    for path in (".//h1", ".//title"):
        found = tree.find(path)
        title = " ".join(found.text_content().split()) if found is not None else ""
        if title:
            return title
    return None


def stated_day(tree: Any) -> date | None:
    """The day in the page's metadata, its linked data, or its first `time`; None without one."""
    said = _metadata(tree)
    stated = [said[name] for name in _DAYS if name in said]
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        stated += _LINKED_DATA.findall(script.text or "")[:1]
    stated += [time.get("datetime") or "" for time in tree.iterfind(".//article//time")][:1]
    for words in stated:
        if match := _DAY.match(words):
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


def _metadata(tree: Any) -> dict[str, str]:
    """The `meta` elements, by name, the first of each."""
    said: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            said.setdefault(name.strip().lower(), content)
    return said
