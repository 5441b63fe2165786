"""What is made of a release once and kept for every connection to it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from waqia.analysis.prepared import tables
from waqia.analysis.prepared.tables import CATALOG

if TYPE_CHECKING:
    from waqia.release import Release

Thing = TypeVar("Thing")

_TABLES = 200
"""Tables of values that are kept; only limits by party make more than there are fields."""
_THINGS = 4000
"""Questions and conditions that are kept, some kilobytes each."""


class Made:
    """The tables of a release, and what its questions come to as SQL."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._tables: dict[str, str] = {}
        self._things: OrderedDict[str, Any] = OrderedDict()

    def tables(self, release: Release) -> None:
        """Make the tables, unless they are made."""
        if not self._tables:
            with self._lock:
                if not self._tables:
                    tables.prepare(release)
                    self._tables["incidents"] = f"{CATALOG}.incidents"

    def table(self, release: Release, key: str, sql: Callable[[], str]) -> str:
        """The name of the table that this SQL makes; the SQL itself once there are very many."""
        if key in self._tables:
            return self._tables[key]
        if len(self._tables) >= _TABLES:
            return f"({self.thing(key, sql)})"
        with self._lock:
            if key not in self._tables:
                name = f"{CATALOG}.made_{len(self._tables)}"
                release.connection().execute(f"CREATE TABLE {name} AS {sql()}")
                self._tables[key] = name
        return self._tables[key]

    def thing(self, key: str, make: Callable[[], Thing]) -> Thing:
        """What is made under this key, kept while it is one of those asked for last."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                known: Thing = self._things[key]
                return known
        found = make()
        with self._lock:
            self._things[key] = found
            while len(self._things) > _THINGS:
                self._things.popitem(last=False)
        return found
