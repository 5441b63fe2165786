"""One incident in words: what happened, by which rules it is known, and what each account says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from waqia.publish.dossier import by_whom, cited, harm, parties, told_at, when, where

if TYPE_CHECKING:
    from waqia.codebook import Codebook


def tell_incident(record: dict[str, Any], codebook: Codebook) -> list[tuple[str, list[str]]]:
    """The incident as sections, each a heading and its lines.

    `record` is an incident as `Release.incident` gives it. What is not known is left out.
    """
    heading = f"{record['id']}  {codebook.label('type', record['type'])}"
    said = (
        ("By party", parties(codebook, record)),
        ("By whom", by_whom(codebook, record)),
        ("Targets", _labels(codebook, "target", record["targets"])),
        ("Tactics", _labels(codebook, "tactic", record["tactics"])),
        ("Tags", ", ".join(record["tags"] or ())),
        ("Summary", record["summary"]),
        ("Status", record["status"]),
        ("Merged into", record["merged_into"]),
        ("Accounts differ in", ", ".join(record["disputed"] or ())),
        ("Marks", ", ".join(record["marks"] or ())),
    )
    facts = [f"{when(record)}, {where(record)}", harm(record), *_named(said)]
    by_rule: dict[str, list[str]] = {}
    for name, given in record["provenance"].items():
        by_rule.setdefault(given["rule"].replace("_", " "), []).append(name)
    rules = [f"{rule}: {', '.join(names)}" for rule, names in by_rule.items()]
    return [
        (heading, facts),
        ("Rules that gave the values", rules),
        *(
            (f"Account {account['id']}", _account(account, codebook))
            for account in record["accounts"]
        ),
    ]


def _account(account: dict[str, Any], codebook: Codebook) -> list[str]:
    source = account["source"]
    said = (
        ("Told at", told_at(account)),
        ("Reported by", "; ".join(account["reported_by"] or ())),
        ("Says", f"{when(account)}, {where(account)}; {harm(account)}"),
        ("By whom", by_whom(codebook, account)),
        ("In words", account["summary"]),
        ("Made by", account["made_by"]),
    )
    return [cited(source, source["id"]), *_named(said)]


def _named(pairs: Iterable[tuple[str, str | None]]) -> list[str]:
    return [f"{name}: {value}" for name, value in pairs if value]


def _labels(codebook: Codebook, vocabulary: str, codes: list[str] | None) -> str:
    return ", ".join(codebook.label(vocabulary, code) for code in codes or ())
