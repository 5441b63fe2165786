"""`waqia show`: one incident, its accounts, the rules that gave its values, its sources."""

from __future__ import annotations

import json
from typing import Any

import click


@click.command("show")
@click.argument("release", type=click.Path())
@click.argument("incident")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True
)
def command(release: str, incident: str, form: str) -> int:
    """Show INCIDENT of RELEASE with its accounts, rules and sources."""
    from waqia.release import open_release

    opened = open_release(release)
    record = opened.incident(incident)
    if form == "json":
        click.echo(json.dumps(record, ensure_ascii=False, indent=1, default=str))
        return 0
    for line in _told(record, opened.codebook):
        click.echo(line)
    return 0


def _told(record: dict[str, Any], codebook: Any) -> list[str]:
    from waqia.publish import dossier

    lines = [
        click.style(f"{record['id']}  {codebook.label('type', record['type'])}", bold=True),
        f"{dossier.when(record)}, {dossier.where(record)}",
        dossier.harm(record),
    ]
    pairs = (
        ("By party", dossier.parties(codebook, record)),
        ("By whom", dossier.by_whom(codebook, record)),
        ("Targets", _labels(codebook, "target", record["targets"])),
        ("Tactics", _labels(codebook, "tactic", record["tactics"])),
        ("Tags", ", ".join(record["tags"] or ())),
        ("Summary", record["summary"] or ""),
        ("Status", record["status"]),
        ("Accounts differ in", ", ".join(record["disputed"] or ())),
        ("Marks", ", ".join(record["marks"] or ())),
    )
    lines += [f"{name}: {value}" for name, value in pairs if value]
    lines += ["", click.style("Rules that gave the values", bold=True)]
    by_rule: dict[str, list[str]] = {}
    for name, given in record["provenance"].items():
        by_rule.setdefault(given["rule"].replace("_", " "), []).append(name)
    lines += [f"  {rule}: {', '.join(fields)}" for rule, fields in by_rule.items()]
    for account in record["accounts"]:
        source = account["source"]
        lines += ["", click.style(f"Account {account['id']}", bold=True)]
        lines.append(f"  {dossier.cited(source, source['id'] if source else '')}")
        told = (
            ("Told at", dossier.told_at(account)),
            ("Reported by", "; ".join(account["reported_by"] or ())),
            ("Says", f"{dossier.when(account)}, {dossier.where(account)}; {dossier.harm(account)}"),
            ("By whom", dossier.by_whom(codebook, account)),
            ("In words", account["summary"] or ""),
            ("Made by", account["made_by"] or ""),
        )
        lines += [f"  {name}: {value}" for name, value in told if value]
    return lines


def _labels(codebook: Any, vocabulary: str, codes: list[str] | None) -> str:
    return ", ".join(codebook.label(vocabulary, code) for code in codes or ())
