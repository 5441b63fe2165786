"""The register as editors use it: releases, of now and as they would have been."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from waqia.model import QuestionError
from waqia.register.content.freezing import codebook_of, freeze
from waqia.register.content.working import duck
from waqia.register.core import Core, title_of
from waqia.register.store import schema
from waqia.register.store.history import Revision, last, revision_at
from waqia.register.store.records import Record, parsed

if TYPE_CHECKING:
    from waqia.release import Release


class Publishing(Core):
    """Releases of the register."""

    def freeze(
        self,
        out: str | Path,
        *,
        title: str | None = None,
        only_confirmed: bool = False,
        reason: str | None = None,
        **options: Any,
    ) -> Release:
        """Write the release of what stands now, and remember that it was written.

        Candidates are released beside confirmed incidents unless `only_confirmed`; withdrawn and
        merged incidents keep their ids and do not count. `options` are those of `write_release`.

        Raises:
            QuestionError: there is no incident to release.
            ReleaseError: the release cannot be written.
        """
        with self._read("release.freeze") as connection, duck() as duckdb:
            revision = last(connection)
            assert revision is not None  # noqa: S101 - `create` made the first
            release = freeze(
                connection, duckdb, self._codebook_in(connection), revision, out,
                title=title or title_of(connection), today=self._clock().date(),
                only_confirmed=only_confirmed, **options,
            )  # fmt: skip
        with self._write("release.freeze", reason, Path(out).name) as write:
            id_ = write.next_ids("release", "R-")[0]
            about = release.manifest["waqia"]
            write.put(
                "release",
                id_,
                {"id": id_, "name": Path(out).name, "frozen": revision.number,
                 "hash": about["release_hash"], "title": release.manifest["title"]},
            )  # fmt: skip
        return release

    def releases(self) -> list[Record]:
        """The releases that were frozen, the latest first: id, name, title, hash and frozen.

        `frozen` is the number of the revision that a release is of.
        """
        with self._read() as connection:
            table = schema.release
            query = sa.select(table.c.data).order_by(table.c.revision.desc())
            return [parsed(data) for data in connection.scalars(query)]

    def at(
        self,
        moment: str | date | datetime,
        out: str | Path,
        *,
        title: str | None = None,
        only_confirmed: bool = False,
        **options: Any,
    ) -> Release:
        """Write the release as it would have been at a moment; a day is meant to its end, in UTC.

        What is more restricted today than it was then stays so. Of a day to come nobody can say
        what will stand: it is taken as now.

        Raises:
            QuestionError: the moment cannot be read, or the register was not made yet.
            ReleaseError: the release cannot be written.
        """
        when = moment_of(moment)
        if when.date() > self._clock().date():
            when = self._clock()
        with self._read("release.at") as connection, duck() as duckdb:
            revision = revision_at(connection, when)
            if revision is None:
                raise QuestionError(
                    f"The register was made after {when:%Y-%m-%d %H:%M:%S} UTC, so nothing stood "
                    "in it then."
                )
            book = codebook_of(connection, revision.number)
            return freeze(
                connection, duckdb, book, revision, out,
                title=title or title_of(connection), today=self._clock().date(),
                number=revision.number, only_confirmed=only_confirmed,
                **{"created": _stamp(when)} | options,
            )  # fmt: skip

    def revision_at(self, moment: str | date | datetime) -> Revision | None:
        """The latest revision at a moment; None before the register was made."""
        with self._read() as connection:
            return revision_at(connection, moment_of(moment))


def moment_of(moment: str | date | datetime) -> datetime:
    """A moment in UTC from a day (its end), or an ISO 8601 moment (UTC where no zone is said).

    Raises:
        QuestionError: it cannot be read.
    """
    if isinstance(moment, str):
        try:
            moment = (
                date.fromisoformat(moment)
                if len(moment) == len("2026-03-01")
                else datetime.fromisoformat(moment)
            )
        except ValueError as error:
            raise QuestionError(
                f"{moment!r} is no moment; write 2026-03-01 or 2026-03-01T12:00:00Z."
            ) from error
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.max, UTC)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
