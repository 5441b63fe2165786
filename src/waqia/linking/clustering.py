"""Accounts into incidents: groups are joined while they are likely enough to be one."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TYPE_CHECKING

from waqia.codebook import table_from_rows
from waqia.linking.model import LinkModel, load_model
from waqia.linking.suggesting import Pairs, suggest
from waqia.model import QuestionError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

_FLOOR = 0.02
"""Pairs less likely than this count as 0 in an average."""


def cluster(
    connection: DuckDBPyConnection,
    model: LinkModel | None = None,
    *,
    accounts: str = "accounts",
    sources: str | None = "sources",
    must: Pairs = (),
    cannot: Pairs = (),
    threshold: float | None = None,
) -> DuckDBPyRelation:
    """Group accounts that tell of the same incident.

    Groups are joined, the likeliest first, while the average probability over all pairs between
    them is at least `threshold` (the model's own where none is given): average linkage. Two
    accounts from one dated document are kept apart, unless they must be one: a report tells an
    incident once. `must` and `cannot` are pairs of ids of accounts, respected always; what must
    be one is one from the start.

    Creates the temporary tables `link_clusters` and gives it, ordered by account: `account`,
    `incident` (the smallest id of its accounts), `probability` (of the account belonging there:
    its mean probability with the others of its incident; for one alone, 1 less the likeliest of
    the links that were not made); and `link_suggestions`, the pairs behind it.

    Raises:
        QuestionError: two accounts must be and cannot be one, directly or by way of others.
    """
    model = model or load_model()
    must, cannot = list(must), list(cannot)
    suggest(
        connection, model, left=accounts, sources=sources, must=must, cannot=cannot, minimum=_FLOOR
    )
    ids = [id_ for (id_,) in connection.execute("SELECT id FROM link_told ORDER BY n").fetchall()]
    number = {id_: n for n, id_ in enumerate(ids)}
    likely = {
        (number[a], number[b]): float(p)
        for a, b, p in connection.execute(
            "SELECT account, other, probability FROM link_suggestions"
        ).fetchall()
    }
    documents = connection.execute("SELECT document FROM link_told ORDER BY n").fetchall()
    groups = join(
        len(ids),
        likely,
        must=[(number[a], number[b]) for a, b in must if a in number and b in number],
        cannot=[(number[a], number[b]) for a, b in cannot if a in number and b in number],
        documents=[document for (document,) in documents],
        threshold=model.threshold if threshold is None else threshold,
        names=ids,
    )
    group_of = {n: group for group, members in enumerate(groups) for n in members}
    inside, beside = [0.0] * len(ids), [0.0] * len(ids)
    for (a, b), probability in likely.items():
        for n, other in ((a, b), (b, a)):
            if group_of[n] == group_of[other]:
                inside[n] += probability
            else:
                beside[n] = max(beside[n], probability)
    rows = []
    for members in groups:
        for n in members:
            others = len(members) - 1
            sure = inside[n] / others if others else 1 - beside[n]
            rows.append((ids[n], ids[members[0]], sure))
    table_from_rows(
        connection, "link_grouped",
        {"account": "VARCHAR", "incident": "VARCHAR", "probability": "DOUBLE"}, rows,
    )  # fmt: skip
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE link_clusters AS FROM link_grouped ORDER BY account"
    )
    connection.execute("DROP TABLE link_grouped")
    return connection.table("link_clusters")


def join(
    count: int,
    likely: dict[tuple[int, int], float],
    *,
    must: Sequence[tuple[int, int]] = (),
    cannot: Sequence[tuple[int, int]] = (),
    documents: Sequence[str | None] = (),
    threshold: float,
    names: Sequence[str] = (),
) -> list[list[int]]:
    """Groups of the numbers 0 … count - 1 by average linkage, each sorted, in order of their first.

    `likely` gives the probability of a pair (a < b); a pair that is not there has 0. Among equal
    averages the pair of groups with the smallest numbers is joined first.

    Raises:
        QuestionError: `must` and `cannot` contradict each other; `names` are used in the message.
    """
    groups: dict[int, list[int]] = {n: [n] for n in range(count)}
    near: dict[int, dict[int, float]] = {n: {} for n in range(count)}
    apart: dict[int, set[int]] = {n: set() for n in range(count)}
    told = {n: {document} - {None} for n, document in enumerate(documents or [None] * count)}
    home = list(range(count))

    def put(one: int, other: int) -> int:
        """Put two groups together; gives the number of the new one, its smallest member's."""
        into, gone = min(one, other), max(one, other)
        for group, total in near.pop(gone).items():
            del near[group][gone]
            if group != into:
                near[into][group] = near[group][into] = near[into].get(group, 0.0) + total
        told[into] |= told.pop(gone)
        for group in apart.pop(gone):
            apart[group].discard(gone)
            apart[group].add(into)
            apart[into].add(group)
        members = groups.pop(gone)
        groups[into] += members
        for n in members:
            home[n] = into
        return into

    for (a, b), probability in likely.items():
        near[a][b] = near[b][a] = probability
    for a, b in must:
        if home[a] != home[b]:
            put(home[a], home[b])
    for a, b in cannot:
        if home[a] == home[b]:
            label = (names[a], names[b]) if names else (a, b)
            raise QuestionError(
                f"{label[0]} and {label[1]} must be one incident, by the links that were decided, "
                "and cannot be; change one of the decisions."
            )
        apart[home[a]].add(home[b])
        apart[home[b]].add(home[a])

    def parted(one: int, other: int) -> bool:
        return other in apart[one] or not told[one].isdisjoint(told[other])

    def average(one: int, other: int) -> float:
        return near[one][other] / (len(groups[one]) * len(groups[other]))

    waiting = [
        (-average(one, other), one, other)
        for one in groups
        for other in near[one]
        if one < other and average(one, other) >= threshold
    ]
    heapq.heapify(waiting)
    while waiting:
        minus, one, other = heapq.heappop(waiting)
        if one not in groups or other not in near[one] or parted(one, other):
            continue
        if -minus != average(one, other):
            continue  # one of them has grown since; what it is now waits elsewhere
        into = put(one, other)
        for group in near[into]:
            if not parted(into, group) and (now := average(into, group)) >= threshold:
                heapq.heappush(waiting, (-now, min(into, group), max(into, group)))
    return sorted(sorted(members) for members in groups.values())
