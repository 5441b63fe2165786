"""One incident opened: its accounts, what each source says where, the rules and the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from waqia.model import VALUE_FIELDS, QuestionError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]


def incident(connection: DuckDBPyConnection, release: str, asked: str) -> Row:
    """The incident's row with `accounts` (each with `source` and `cites` as rows), `provenance`
    (field → rule, accounts, said_by, n_values, reason) and `findings`.

    Raises:
        QuestionError: no id is, or ends in, what was asked for, or several do.
    """
    found = find_id(connection, release, asked)
    (row,) = rows(connection, "SELECT * FROM incidents WHERE id = ?", [found])
    accounts = rows(connection, "SELECT * FROM accounts WHERE incident = ? ORDER BY id", [found])
    sources = {
        source["id"]: source
        for source in rows(
            connection,
            "SELECT * FROM sources WHERE id IN (SELECT unnest(list_append("
            "coalesce(cites, []), source)) FROM accounts WHERE incident = ?)",
            [found],
        )
    }
    for account in accounts:
        account["source"] = sources.get(account["source"], {"id": account["source"]})
        account["cites"] = [sources.get(cited, {"id": cited}) for cited in account["cites"] or []]
    decided = rows(connection, "SELECT * FROM provenance WHERE incident = ?", [found])
    provenance = {row.pop("field"): row for row in decided}
    for row_ in decided:
        del row_["incident"]
    if len(accounts) == 1:
        only = {
            "rule": "only_account",
            "accounts": [accounts[0]["id"]],
            "said_by": 1,
            "n_values": 1,
            "reason": None,
        }
        provenance = dict.fromkeys(VALUE_FIELDS, only) | provenance
    ids = [found, *(account["id"] for account in accounts)]
    findings = rows(
        connection,
        "SELECT * FROM findings WHERE list_contains(?::VARCHAR[], record) ORDER BY ALL",
        [ids],
    )
    return row | {"accounts": accounts, "provenance": provenance, "findings": findings}


def find_id(connection: DuckDBPyConnection, release: str, asked: str) -> str:
    """The id that is asked for: exactly, in other case, or by its end where only one ends so.

    Raises:
        QuestionError: none or several fit; the message names the nearest.
    """
    # an id that is given whole needs no look at all the others
    if connection.execute("SELECT 1 FROM incidents WHERE id = ?", [asked]).fetchone():
        return asked
    wanted = asked.strip().lower()
    fits = connection.execute(
        "SELECT id, (id = ?)::INTEGER * 2 + (lower(id) = ?)::INTEGER AS rank FROM incidents "
        "WHERE lower(id) = ? OR (? <> '' AND ends_with(lower(id), ?)) ORDER BY rank DESC, id",
        [asked, wanted, wanted, wanted, wanted],
    ).fetchall()
    best = [id_ for id_, rank in fits if rank == fits[0][1]]
    if len(best) == 1:
        return str(best[0])
    if best:
        raise QuestionError(
            f"{len(best):,} incidents of {release} end in {asked!r}: {', '.join(best[:5])}"
            f"{' …' if len(best) > 5 else ''}; give more of the id."
        )
    near = connection.execute(
        "SELECT id FROM incidents ORDER BY levenshtein(lower(id), ?), id LIMIT 3", [wanted]
    ).fetchall()
    if not near:
        raise QuestionError(f"{release} has no incident {asked!r}.")
    raise QuestionError(
        f"{release} has no incident {asked!r}; near it are {', '.join(id_ for (id_,) in near)}."
    )


def rows(connection: DuckDBPyConnection, sql: str, parameters: list[Any]) -> list[Row]:
    """The rows of a query as dicts by column."""
    result = connection.execute(sql, parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]
