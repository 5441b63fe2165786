"""Numbers of kinds of groups in a text, against the rows of a table that lists the groups.

"Different Baloch groups carried out 78 attacks" is compared with the rows of the groups that the
codebook puts into that category. Rows of unknown perpetrators may be counted in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from waqia.audit.figure import Figure
from waqia.audit.finding import Discrepancy, around, plain, spot
from waqia.audit.wording import GROUP
from waqia.codebook import Codebook
from waqia.model import phrase

_FEWEST = 5
_MOST = 3
_DOUBT = phrase(
    "The rows were put together by the codebook's categories of groups; the text may have others "
    "in mind."
)


def check_groups(figures: Sequence[Figure], codebook: Codebook) -> Iterator[Discrepancy]:
    """Numbers of a category of groups that a table of groups does not add up to."""
    tables: dict[tuple[object, ...], dict[int, list[Figure]]] = defaultdict(dict)
    for cell in figures:
        if cell.table is not None and cell.sure and cell.scope.actors and not cell.total:
            tables[_question(cell, cell.scope.kind)].setdefault(cell.table, []).append(cell)
    for figure in figures:
        if figure.origin != "prose" or not figure.sure or figure.measure != "incidents":
            continue
        categories = _categories(figure, codebook)
        for cells in tables.get(_question(figure, "attack"), {}).values():
            rows = [cell for cell in cells if _category(cell, codebook) in categories]
            off = figure.value - sum(row.value for row in rows)
            enough = len(rows) > 1 or (len(rows) == 1 and off < 0)  # a part is never more
            if len(cells) >= _FEWEST and enough and 0 < abs(off) <= _MOST:
                yield _discrepancy(figure, rows)


def _category(cell: Figure, codebook: Codebook) -> str | None:
    """The category of the group of a row; None where it is not one group."""
    codes = [code for code in cell.scope.actors if code in codebook.terms("actor")]
    return codebook.terms("actor")[codes[0]].row.get("category") if len(codes) == 1 else None


def _question(figure: Figure, kind: str | None) -> tuple[object, ...]:
    """What a number and the rows of a table must have in common."""
    return (figure.document.id, figure.measure, kind, figure.scope.places, figure.scope.span)


def _categories(figure: Figure, codebook: Codebook) -> frozenset[str]:
    """The categories a number is of, each with those below it; empty where it is of none."""
    scope = figure.scope
    named = {word.removeprefix(GROUP) for word in scope.words if word.startswith(GROUP)}
    if scope.kind == "sectarian attack" and not scope.actors:
        named.add("sectarian")
    if len(named) != 1 or scope.targets or scope.tactics:
        return frozenset()
    said = figure.document.text[slice(*figure.sentence)]
    if scope.actors and not re.search(r"\b(?:mainly|such as|including)\b", said):
        return frozenset()
    for both in re.finditer(r"\b(\w+) and (\w+) ((?:\w+ ){1,3}groups)\b", said):
        codes = {
            codebook.find("actor_category", f"{both[n]} {words}")
            for n in (1, 2)
            for words in (both[3], both[3].removesuffix(" groups"))
        } - {None}
        if named < codes:
            named |= {code for code in codes if code}
    return frozenset(
        member for code in named for member in codebook.members("actor_category", code)
    )


def _discrepancy(figure: Figure, rows: list[Figure]) -> Discrepancy:
    summed = sum(row.value for row in rows)
    table = rows[0].where.partition(",")[0]
    said = around(figure.document.text, figure.sentence, figure.start - 80, figure.end)
    return Discrepancy(
        code="figure-differs",
        message=f"{plain(figure.value)} attacks by groups of one category in {figure.where}; those "
        f"of {table} have {plain(summed)}.",
        spots=(
            spot(figure.document, *said, figure.where),
            *(spot(row.document, row.start, row.end, row.where) for row in rows),
        ),
        found=plain(figure.value),
        expected=plain(summed),
        arithmetic=f"{' + '.join(plain(row.value) for row in rows)} = {plain(summed)}",
        correction=f"{plain(figure.value)} → {plain(summed)}, or a row of the table",
        doubt=_DOUBT,
    )
