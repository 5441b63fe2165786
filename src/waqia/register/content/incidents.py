"""Incidents and the accounts that tell of them: joined, parted, and worked out again."""

from __future__ import annotations

from collections.abc import Iterable

from waqia.codebook import Codebook
from waqia.model import QuestionError
from waqia.register.content.working import worked_out
from waqia.register.store.history import Write
from waqia.register.store.records import Record, canonical

_WORKED = ("values", "provenance")


def stem_of(codebook: Codebook, account: Record) -> str:
    """How the id of an incident begins: country and year, PK-2024-; XX and 0000 where unknown."""
    country = next(
        (p.id for p in codebook.places.values() if p.level == "country"
         and p.name == account.get("country")),
        "XX",
    )  # fmt: skip
    return f"{country}-{(account.get('date_start') or '0000')[:4]}-"


def new_incident(
    write: Write, codebook: Codebook, account: Record, id_: str | None = None
) -> Record:
    """A new incident, a candidate without accounts; numbered where no id is given."""
    new = id_ or write.next_ids("incident", stem_of(codebook, account))[0]
    return {"id": new, "status": "candidate", "accounts": []}


def standing(write: Write, id_: str) -> Record:
    """An incident that accounts can be linked to; that of a merged id is the one it went into.

    Raises:
        QuestionError: there is no such incident, or it was withdrawn.
    """
    incident = write.get("incident", id_)
    while incident["status"] == "merged":
        incident = write.get("incident", incident["merged_into"])
    if incident["status"] == "withdrawn":
        raise QuestionError(
            f"The incident {incident['id']} was withdrawn; confirm it again before accounts are "
            "linked to it."
        )
    return incident


def move(write: Write, account: Record, target: Record) -> set[str]:
    """Let an account tell of `target`; gives the ids of the incidents that have to be reworked.

    An incident that is left without accounts is merged into the one its last account went to.
    """
    touched = {target["id"]}
    former = account.get("incident")
    if former == target["id"]:
        return set()
    if former is not None:
        left = write.get("incident", former)
        left["accounts"] = [a for a in left.get("accounts", ()) if a != account["id"]]
        if not left["accounts"]:
            left = {k: v for k, v in left.items() if k not in _WORKED}
            left |= {"status": "merged", "merged_into": target["id"]}
        else:
            touched.add(former)
        write.put("incident", former, left)
    target["accounts"] = sorted({*target.get("accounts", ()), account["id"]})
    write.put("incident", target["id"], target)
    account["incident"] = target["id"]
    write.put("account", account["id"], account)
    return touched


def rework(write: Write, codebook: Codebook, incidents: Iterable[str]) -> None:
    """Work out again the incidents whose accounts or decisions the act has changed.

    See `is_worked_out` for those that keep values. A field that somebody settled is open again
    where its accounts now say something else.
    """
    several: dict[str, Record] = {}
    for id_ in sorted(incidents):
        incident = write.get("incident", id_)
        if is_worked_out(incident):
            several[id_] = incident
    if not several:
        return
    ids = [a for incident in several.values() for a in incident.get("accounts", ())]
    accounts = _records(write, "account", ids)
    sources = _records(write, "source", dict.fromkeys(a["source"] for a in accounts))
    found = worked_out(
        codebook,
        several,
        ((a["id"], canonical(a)) for a in accounts),
        ((s["id"], canonical(s)) for s in sources),
    )
    for id_, incident in several.items():
        values, provenance = found.get(id_, ({}, {}))
        settled = {
            field: decided
            for field, decided in (incident.get("settled") or {}).items()
            if (incident.get("provenance") or {}).get(field) == provenance.get(field)
        }
        worked = {"values": values, "provenance": provenance, "settled": settled}
        write.put("incident", id_, incident | worked)


def is_worked_out(incident: Record) -> bool:
    """Whether an incident keeps values: not one that has only ever been what one account says.

    One that is left with a single account keeps them, so that its history goes on.
    """
    has_accounts = len(incident.get("accounts", ()))
    return has_accounts > 1 or bool(incident.get("overrides") or incident.get("values"))


def _records(write: Write, kind: str, ids: Iterable[str]) -> list[Record]:
    wanted = list(ids)
    write.prefetch(kind, wanted)
    return [write.get(kind, id_) for id_ in wanted]
