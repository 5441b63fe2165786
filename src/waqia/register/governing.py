"""The register as those use it who answer for it: its codebook, and who may see which source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from waqia.codebook import Codebook, load_sound
from waqia.model import QuestionError
from waqia.register.content.accounts import BESIDE, VOCABULARY_OF
from waqia.register.content.incidents import rework
from waqia.register.content.reviewing import reason as reasoned
from waqia.register.content.working import duck, load
from waqia.register.core import Core, put_codebook
from waqia.register.store import schema
from waqia.register.store.history import state
from waqia.register.store.records import Record, canonical, parsed, validated

_NAMED = 10
"""Codes that a message names."""


class Governing(Core):
    """The codebook, and the protection of sources."""

    def change_codebook(
        self, codebook: str | Path | Codebook, *, reason: str, force: bool = False
    ) -> int:
        """Let another codebook, or another version of it, count; gives the incidents that changed.

        Every incident with several accounts is worked out anew by its rules. A codebook without
        codes that records use is refused, unless `force`: they then stay as they are.

        Raises:
            CodebookError: it is absent or not sound.
            QuestionError: codes in use are missing, or no reason was given.
        """
        self.require("codebook.change")
        book = codebook if isinstance(codebook, Codebook) else load_sound(codebook)
        with self._write("codebook.change", reasoned(reason), f"{book.id} {book.version}") as write:
            missing = [] if force else list(_missing(write.connection, book))
            if missing:
                more = ", …" if len(missing) > _NAMED else ""
                raise QuestionError(
                    f"Records use {len(missing)} codes that the codebook {book.id} {book.version} "
                    f"does not have: {', '.join(missing[:_NAMED])}{more}. Give it them, correct "
                    "the records, or force it."
                )
            put_codebook(write, book)
            table = schema.incident
            several = (table.c.accounts > 1) | table.c.data.contains('"overrides"')
            ids = list(write.connection.scalars(sa.select(table.c.id).where(several)))
            write.prefetch("incident", ids)
            rework(write, book, ids)
            return len(write.changed("incident"))

    def set_access(
        self,
        source: str,
        access: str | None = None,
        *,
        embargo: date | str | Literal["keep", "none"] = "keep",
        reason: str,
        base: int | None = None,
    ) -> None:
        """Say who may see a source, and before which day it counts as restricted.

        What releases have told of it cannot be taken back; those of earlier moments that are
        written from now on (`at`) keep to it.

        Raises:
            InputError: there is no such access level, or the embargo is no day.
            QuestionError: there is no such source, or no reason was given.
            ConflictError: the source has changed since the revision `base`.
            DeniedError: the user may not do this, or not see the source.
        """
        with self._write("source.change", reasoned(reason), source) as write:
            record = write.get("source", source)
            self.must_see(write.connection, "source", [source])
            asked: Record = {} if access is None else {"access": access}
            if embargo != "keep":
                asked["embargo"] = None if embargo == "none" else str(embargo)
            archived = {name: record.pop(name) for name in BESIDE if name in record}
            changed = validated("source", record | asked) | archived
            write.put("source", source, changed, base=base)


def _missing(connection: sa.Connection, codebook: Codebook) -> Iterator[str]:
    """Codes that records use and the codebook lacks, as `type bombing`."""
    columns = {**VOCABULARY_OF, "party": "party"}
    union = " UNION ".join(
        f"SELECT '{column}' AS field, {_codes(column)} AS code FROM accounts" for column in columns
    )
    with duck() as duckdb:
        load(duckdb, "accounts", _said(connection))
        query = f"SELECT DISTINCT field, code FROM ({union}) WHERE code IS NOT NULL ORDER BY ALL"
        for field, code in duckdb.execute(query).fetchall():
            vocabulary = columns[field]
            if code not in codebook.terms(vocabulary) and not codebook.is_open(vocabulary):
                yield f"{vocabulary} {code}"


def _codes(column: str) -> str:
    if column == "party":
        return "unnest(list_transform(casualties, lambda c: c.party))"
    return column if column == "type" else f"unnest({column})"


def _said(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """What uses codes, each as an account: accounts, second codings, what persons decided."""
    for row in state(connection, "account"):
        yield row.id, row.data
    for row in state(connection, "coding"):
        yield row.id, canonical(parsed(row.data)["values"])
    for row in state(connection, "incident"):
        if '"overrides"' in row.data:
            decided: Record = {}
            for override in (parsed(row.data).get("overrides") or {}).values():
                decided |= override.get("value", {})
            yield row.id, canonical(decided)
