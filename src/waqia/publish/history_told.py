"""The history of an incident, account or source in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from waqia.publish.brief import full, tell_field
from waqia.publish.dossier import by_whom, harm, when, where
from waqia.publish.history import Change, Entry, Revision, history_of, is_hidden, open_part
from waqia.publish.numbers import NOT_KNOWN

if TYPE_CHECKING:
    from waqia.codebook import Codebook

Record = dict[str, Any]
_ACTS = {
    "account.add": "added an account",
    "account.correct": "corrected an account",
    "account.correct_others": "corrected another's account",
    "account.accept": "accepted an account",
    "account.set_aside": "set an account aside",
    "accounts.import": "imported accounts",
    "accounts.import_as": "imported accounts",
    "accounts.propose": "read documents",
    "coding.resolve": "resolved codings",
    "decision.same": "linked",
    "decision.different": "said: different",
    "decision.unsure": "said: unsure",
    "incident.split": "split",
    "incident.merge": "merged",
    "incident.confirm": "confirmed",
    "incident.withdraw": "withdrew",
    "incident.reopen": "reopened",
    "incident.override": "decided a field",
    "incident.release_override": "let the rule decide again",
    "incident.settle": "settled a field",
    "source.change": "changed a source",
}
"""Act → what its user did, in words."""


def tell_history(entries: Sequence[Entry], codebook: Codebook) -> list[tuple[str, list[str]]]:
    """A history as sections, one a revision: when, who, what and why; then what changed.

    `entries` are in order, as `Register.log` gives them.
    """
    return [
        (_heading(revision), [_told(codebook, change) for change in revision.changes])
        for revision in history_of(entries, codebook)
    ]


def _heading(revision: Revision) -> str:
    did = _ACTS.get(revision.action, revision.action.replace(".", ": ").replace("_", " "))
    if revision.undone is not None:
        did = f"took back revision {revision.undone}"
    why = f": “{revision.reason}”" if revision.reason else ""
    at = f"{revision.at:%Y-%m-%d %H:%M:%S} UTC"
    return f"Revision {revision.number}, {at}: {revision.user} {did}{why}"


def _told(codebook: Codebook, change: Change) -> str:
    """A change in a line."""
    before, after = change.before, change.after
    head = f"{change.record} " if change.kind == "account" else ""
    match change.what:
        case "judged":
            words = {"same": "the same", "different": "different", "unsure": "not sure"}
            judgement = words.get(after.get("judgement", ""), after.get("judgement"))
            return f"{after.get('account')} and {after.get('other')}: {judgement}"
        case "came":
            hidden = "not told, its source is restricted"
            said = _in_short(codebook, after) if change.told else hidden
            return f"{head}came in, from {after.get('source')}: {said}"
        case "new":
            several = len(after.get("accounts") or []) > 1
            said = f": {_in_short(codebook, after)}" if several else ""
            return f"new, {after.get('status')}{said}"
        case "moved":
            return f"{head}tells of {after['incident']}"
        case "untold":
            names = ", ".join(name.replace("_", " ") for name in change.fields)
            return f"{head}{names}: not told, a source is restricted"
        case "disputed":
            return f"accounts differ in: {_became('disputed', before, after)}"
        case "state" | "kept":
            (name,) = change.fields
            return f"{head}{name.replace('_', ' ')}: {_became(name, before, after)}"
    (name,) = change.fields
    old, new = (tell_field(name, record, codebook) for record in (before, after))
    if change.what == "field":
        return f"{head}{name.replace('_', ' ')}: {_arrow(old, new)}"
    if change.what == "settled":
        return f"{name}: settled as {new}"
    how = "by the rule again" if change.what == "freed" else "decided in place of the rule"
    return f"{name}: {old} → {new}, {how}" if old != new else f"{name}: {new}, {how}"


def _became(name: str, before: Record, after: Record) -> str:
    return _arrow(_plain(before.get(name)), _plain(after.get(name)))


def _arrow(old: str, new: str) -> str:
    return new if old == NOT_KNOWN else f"{old} → {new}"


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return str(value).replace("_", " ") if value else NOT_KNOWN


def _in_short(codebook: Codebook, record: Record) -> str:
    known = full(open_part(record))
    places = ("place", "district", "province", "country")
    told = any(known[name] for name in places) or not any(is_hidden(record.get(n)) for n in places)
    said = [when(known), where(known) if told else "", harm(known), by_whom(codebook, known)]
    if any(is_hidden(value) for value in record.values()):
        said.append("the rest is not told, a source is restricted")
    return "; ".join(part for part in said if part)
