"""What `waqia.open` gives in Python: a release that answers, and answers that render.

It stands outside the rooms, like the command line: it joins analysis and publish for a notebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waqia import analysis, publish
from waqia.model import Period
from waqia.release import Release, open_release

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Answer", "OpenRelease", "open"]


@dataclass(frozen=True)
class Answer:
    """The answer to a question: rows, a table, a chart, a map, and the incidents behind a cell."""

    count: analysis.Count
    release: Release

    def rows(self, totals: bool = False) -> list[dict[str, Any]]:
        """One dict a counted cell; with totals also `_row` = subtotal, overlap and total."""
        return self.count.rows(totals=totals)

    @property
    def total(self) -> dict[str, Any]:
        """The grand total: every incident once."""
        return self.count.total

    @property
    def notes(self) -> list[str]:
        """The rules of counting in words."""
        return self.count.notes

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame."""
        return self.count.to_pandas()

    def table(self, caption: str = "", limit: int | None = None) -> publish.Table:
        """A table with labels and totals; it renders in a notebook, as Markdown and as CSV."""
        return publish.tabulate(self.count, self.release.codebook, caption=caption, limit=limit)

    def chart(
        self, kind: str = "auto", measure: str | None = None, title: str = ""
    ) -> publish.Picture:
        """A chart: lines over a calendar field, bars over any other, small multiples over two."""
        return publish.chart(
            self.count, self.release.codebook, kind=kind, measure=measure, title=title
        )

    def map(
        self, boundaries: str | Path | None = None, title: str = "", credit: str = ""
    ) -> publish.Picture:
        """A map by the first field: tiles, or shaded areas of a GeoJSON file of boundaries."""
        codebook, level = self.release.codebook, next(iter(self.count.fields), "district")
        if boundaries is None:
            return publish.tile_map(self.count, codebook, level=level, title=title)
        return publish.choropleth(
            self.count, codebook, boundaries, level=level, title=title, credit=credit
        )

    def incidents(self, **cell: Any) -> list[str]:
        """Ids of the incidents behind a cell (`province="Balochistan"`), or behind all."""
        return self.count.incidents(**cell)

    def __str__(self) -> str:
        """The table as Markdown, which is readable where it is printed."""
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table().to_html()


@dataclass(frozen=True)
class OpenRelease:
    """A release opened for questions."""

    release: Release

    @property
    def title(self) -> str:
        """The title of the release."""
        return self.release.title

    @property
    def coverage(self) -> Period:
        """From the first to the last day of its incidents."""
        return self.release.coverage

    def count(
        self,
        by: str | Sequence[str] = (),
        measure: Sequence[str] = ("incidents", "killed", "injured"),
        where: dict[str, Any] | None = None,
        compare: str | None = None,
        **options: Any,
    ) -> Answer:
        """Count incidents and people by fields; see `waqia.analysis.count` for every option."""
        fields = (by,) if isinstance(by, str) else tuple(by)
        counted = analysis.count(
            self.release,
            by=tuple(filter(None, fields)),
            measure=tuple(measure),
            where=where,
            compare=compare,
            **options,
        )
        return Answer(counted, self.release)

    def incident(self, id: str) -> dict[str, Any]:  # noqa: A002 - the word of the house
        """One incident with its accounts, rules and sources, nested."""
        return self.release.incident(id)

    def report(self, out: str | Path, **options: Any) -> list[Path]:
        """Write a report into a folder; options as for `waqia.publish.write_report`."""
        return publish.write_report(self.release, out, **options)

    def to_pandas(self, table: str = "incidents") -> pd.DataFrame:
        """A whole table of the release as a data frame."""
        frame: pd.DataFrame = self.release.table(table).to_pyarrow().to_pandas()
        return frame


def open(path: str | Path) -> OpenRelease:  # noqa: A001 - `waqia.open` is how it is called
    """Open the release in a folder for questions.

    Raises:
        ReleaseError: there is no release in the folder, or it is damaged.
    """
    return OpenRelease(open_release(path))
