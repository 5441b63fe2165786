"""Connections to one release: read-only, one to a request, bounded in number and in time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from waqia.analysis import Prepared
from waqia.release import Release
from waqia.web.api.terms import create_terms
from waqia.web.problems import ProblemError

CONNECTIONS = 4
PATIENCE = 30.0
"""Seconds for which a request waits for a connection, and for which its queries may run."""
_LARGE = 50_000
"""Incidents of a release that is prepared for the explore page before anyone asks for it."""


class Pool:
    """A release on several connections to one database in memory; lends each to one thread.

    Once it is made the database reads the files of the release and nothing else, whatever it is
    asked.
    """

    def __init__(
        self, release: Release, size: int = CONNECTIONS, patience: float = PATIENCE
    ) -> None:
        self.release = release
        self.patience = patience
        self._free: queue.Queue[Release] = queue.Queue()
        create_terms(release.connection(), release.codebook)
        lent = [release.beside() for _ in range(size)]
        for one in lent:
            one.table("incidents")  # Ibis sets its time zone now, before settings are locked
            self._free.put(one)
        rows = {one["name"]: one.get("rows") or 0 for one in release.manifest["resources"]}
        if rows["incidents"] > _LARGE:  # a smaller one takes a moment only
            Prepared(release)
        folder = str(release.path).replace("'", "''")
        for setting in (
            f"allowed_directories = ['{folder}/']",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            release.connection().execute(f"SET {setting}")

    @contextmanager
    def lent(self) -> Iterator[Release]:
        """The release on a connection that nobody else uses meanwhile.

        Raises:
            ProblemError: all are in use for long (503); queries that run too long are interrupted.
        """
        try:
            release = self._free.get(timeout=self.patience)
        except queue.Empty:
            raise ProblemError(
                503, "Every connection is in use.", expected="the same request in a few seconds"
            ) from None
        timer = threading.Timer(self.patience, release.connection().interrupt)
        timer.start()
        try:
            yield release
        finally:
            timer.cancel()
            timer.join()
            self._free.put(release)
