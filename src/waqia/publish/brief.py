"""Incidents and accounts in short: a row of a list, or an account as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from waqia.model import OUTCOMES, TABLES
from waqia.publish.dossier import by_whom, harm, in_words, parties, told_at, when, where
from waqia.publish.numbers import NOT_KNOWN, counted
from waqia.publish.telling import tell_incident

if TYPE_CHECKING:
    from waqia.codebook import Codebook

Record = dict[str, Any]
_ANCHOR: Record = dict.fromkeys(("start", "end", "row", "locator", "quote", "field"))
_PARTY: Record = dict.fromkeys(("min", "best", "max"))
_SOURCE: Record = dict.fromkeys(TABLES["sources"].names)


def full(record: Record) -> Record:
    """A record with every column of an account; what it does not say is None."""
    return {name: record.get(name) for name in TABLES["accounts"].names}


def tell_in_short(record: Record, codebook: Codebook) -> dict[str, str | None]:
    """Type, date, place and the four counts of an incident or account in words; None if unknown.

    `record` may lack what is not known.
    """
    said = full(record)
    known = any(said[name] for name in ("place", "district", "province", "country"))
    counts = {
        name: counted(said[f"{name}_min"], said[name], said[f"{name}_max"])
        if said[name] is not None
        else None
        for name in OUTCOMES
    }
    return {
        "type": codebook.label("type", said["type"]) if said["type"] else None,
        "date": when(said) if said["date_start"] else None,
        "place": where(said) if known else None,
    } | counts


def tell_field(field: str, record: Record, codebook: Codebook) -> str:
    """A field of a record (killed, date, place, …) in words; a dash where it is not known."""
    known = full(record)
    if field in OUTCOMES:
        bounds = [known[f"{field}_min"], known[field], known[f"{field}_max"]]
        if any(isinstance(bound, str) for bound in bounds):
            return next(str(bound) for bound in bounds if isinstance(bound, str))
        imputed = " (imputed)" if known[f"{field}_imputed"] else ""
        return counted(*bounds) + imputed
    if field == "date":
        start = str(known["date_start"] or "")
        return start if start.startswith("(") else when(known) if start else NOT_KNOWN
    if field == "place":
        said = known["place"] or known["district"] or known["province"] or known["country"]
        return where(known) if said else NOT_KNOWN
    if field == "coordinates":
        point = [known["latitude"], known["longitude"]]
        return ", ".join(str(part) for part in point) if all(point) else NOT_KNOWN
    value = known[field]
    if not value or isinstance(value, str):
        return codebook.label("type", value) if field == "type" and value else value or NOT_KNOWN
    if field == "casualties":
        return parties(codebook, {"casualties": [_PARTY | part for part in value]})
    if field == "perpetrators":
        return by_whom(codebook, known)
    vocabulary = {"targets": "target", "tactics": "tactic", "tags": None}.get(field, "actor")
    return ", ".join(codebook.label(vocabulary, code) if vocabulary else code for code in value)


def tell_account(record: Record, codebook: Codebook) -> list[str]:
    """An account of the register in lines: what it says, where, and how it is kept."""
    said = full(record)
    anchors = [_ANCHOR | anchor for anchor in said["anchors"] or ()]
    passages = [anchor for anchor in anchors if not anchor["field"]]
    casualties = [_PARTY | part for part in said["casualties"] or ()]
    kind = codebook.label("type", said["type"]) if said["type"] else "Type not known"
    lines = {
        "Source": said["source"],
        "Told at": told_at({"anchors": passages}),
        "Its words": in_words({"anchors": anchors}),
        "Reported by": "; ".join(said["reported_by"] or ()),
        "Says": f"{kind}; {when(said)}, {where(said)}; {harm(said)}",
        "By party": parties(codebook, {"casualties": casualties}),
        "By whom": by_whom(codebook, said),
        "Targets": _labels(codebook, "target", said["targets"]),
        "Tactics": _labels(codebook, "tactic", said["tactics"]),
        "Tags": ", ".join(said["tags"] or ()),
        "In words": said["summary"],
        "Credibility": said["credibility"],
        "Made by": said["made_by"],
        "Status": str(record.get("status", "")).replace("_", " "),
        "Tells of": said["incident"],
        "Revision": record.get("revision"),
    }
    return [f"{name}: {value}" for name, value in lines.items() if value]


def _labels(codebook: Codebook, vocabulary: str, codes: list[str] | None) -> str:
    return ", ".join(codebook.label(vocabulary, code) for code in codes or ())


def tell_kept(record: Record, codebook: Codebook) -> list[tuple[str, list[str]]]:
    """An incident of the register as sections, each a heading and its lines.

    `record` is what `Register.incident` gives.
    """
    sources = {id_: _SOURCE | source for id_, source in record["sources"].items()}
    accounts = [
        full(account)
        | {"source": sources.get(account["source"], _SOURCE | {"id": account["source"]})}
        | {"anchors": [_ANCHOR | anchor for anchor in account.get("anchors", ())]}
        for account in record["accounts"]
    ]
    values = dict.fromkeys(TABLES["incidents"].names) | record["values"]
    values["casualties"] = [_PARTY | part for part in values["casualties"] or ()]
    own = {name: record[name] for name in ("id", "status", "merged_into", "provenance")}
    sections = tell_incident(values | own | {"accounts": accounts}, codebook)
    settled = [
        f"{field}: by {said['by']}" + (f", “{said['reason']}”" if "reason" in said else "")
        for field, said in record["settled"].items()
    ]
    overridden = [
        f"{field}: “{given['reason']}”"
        for field, given in record["provenance"].items()
        if given.get("reason")
    ]
    if overridden:
        sections.append(("Decided in place of the rules", overridden))
    if settled:
        sections.append(("Settled", settled))
    if record["untold"]:
        told = f"From sources that you may not see: {', '.join(record['untold'])}"
        sections.append(("Not told in full", [told]))
    return sections
