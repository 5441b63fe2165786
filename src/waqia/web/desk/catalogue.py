"""The codebook of what is looked at with how often each of its codes is used; counted once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from waqia.analysis import count
from waqia.codebook import Codebook
from waqia.model import QuestionError
from waqia.web.desk.incident import live
from waqia.web.desk.visiting import Visitor

if TYPE_CHECKING:
    from waqia.release import Release

Row = dict[str, Any]
MEASURES = ("incidents", "killed")
_NOTHING: Row = {"incidents": 0, "killed": 0, "killed_min": 0, "killed_max": 0}


@dataclass(frozen=True)
class Catalogue:
    """A codebook and the release that is counted; None where no incident stands yet.

    Numbers are by the codebook's first counting rule, and are kept with the release.
    """

    codebook: Codebook
    release: Release | None

    @cached_property
    def rule(self) -> Any:
        """The counting rule of the numbers."""
        return next(iter(self.codebook.counting_rules.values()))

    def by(self, *fields: str) -> list[Row]:
        """Incidents and killed by fields; None is unknown."""
        return self._kept(fields, {}, fill=False)

    def within(self, field: str, value: str, *fields: str, fill: bool = False) -> list[Row]:
        """The same of one value of a field; [] where nothing of the release has it."""
        try:
            return self._kept(fields, {field: value}, fill=fill)
        except QuestionError:
            return []

    def used(self, field: str, code: str) -> Row:
        """Incidents and killed of a code with all that stand below it."""
        found = self.within(field, code)
        return found[0] if found else dict(_NOTHING)

    def _kept(self, fields: tuple[str, ...], where: dict[str, str], *, fill: bool) -> list[Row]:
        if self.release is None:
            return []
        key = f"catalogue {fields} {where} {fill}"
        if key not in self.release.kept:
            answer = count(self.release, by=fields, measure=MEASURES, where=where or None,
                           fill=fill)  # fmt: skip
            self.release.kept[key] = answer.rows()
        found: list[Row] = self.release.kept[key]
        return found


@contextmanager
def catalogue(visit: Visitor) -> Iterator[Catalogue]:
    """The codebook and its numbers: of the release that is looked at, or of the register."""
    if live(visit) and visit.site.shelf.pool(None) is None:
        yield Catalogue(visit.register.codebook, None)
        return
    with visit.lent() as release:
        yield Catalogue(release.codebook, release)


def bars(rows: list[Row], field: str, measure: str = "incidents") -> list[Row]:
    """A small bar chart: x, width, y, height in hundredths of its box, with the row's label."""
    known = [row for row in rows if row[field] is not None]
    most = max((row[measure] or 0 for row in known), default=0)
    if not most:
        return []
    wide = 1000 / len(known)
    return [
        {
            "label": row[field],
            "x": round(number * wide + wide * 0.1, 2),
            "width": round(wide * 0.8, 2),
            "y": round(100 - 100 * (row[measure] or 0) / most, 2),
            "height": round(100 * (row[measure] or 0) / most, 2),
        }
        for number, row in enumerate(known)
    ]
