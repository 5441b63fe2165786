"""The history of an incident in words: revision by revision, who changed what, when and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from waqia.model import OUTCOMES
from waqia.publish.brief import full, tell_field
from waqia.publish.dossier import by_whom, harm, when, where
from waqia.publish.numbers import NOT_KNOWN

if TYPE_CHECKING:
    from waqia.codebook import Codebook

Record = dict[str, Any]
Told = Callable[["Codebook", Record], str]
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
_UNDOES = re.compile(r"undoes (\d+)")
"""What a register keeps as the reason of an act that takes another one back."""
_WORTH = ("status", "merged_into", "accounts")
_SAID = ("place", "date", *OUTCOMES, "type", "perpetrators", "responders", "target_actors",
         "targets", "tactics", "tags", "casualties", "coordinates", "summary")  # fmt: skip


class Entry(Protocol):
    """One field that a revision changed, as `Register.log` gives it."""

    @property
    def revision(self) -> int:
        """Its number."""

    @property
    def at(self) -> datetime:
        """When, in UTC."""

    @property
    def user(self) -> str:
        """Who."""

    @property
    def action(self) -> str:
        """What was done."""

    @property
    def reason(self) -> str | None:
        """Why."""

    @property
    def kind(self) -> str:
        """The kind of the record: incident, account, decision."""

    @property
    def record(self) -> str:
        """The id of the record."""

    @property
    def field(self) -> str:
        """The field that changed."""

    @property
    def before(self) -> Any:
        """Its value before; None where it was not known."""

    @property
    def after(self) -> Any:
        """Its value after."""


def tell_history(entries: Sequence[Entry], codebook: Codebook) -> list[tuple[str, list[str]]]:
    """A history as sections, one a revision: when, who, what and why; then what changed.

    `entries` are in order, as `Register.log` gives them. An incident is told as it was known: that
    of one account is what the account says. Revisions in which nothing a reader would see has
    changed are left out.
    """
    records: dict[tuple[str, str], Record] = {}
    sections = []
    alone = not any(entry.kind == "incident" for entry in entries)
    for number, changes in groupby(entries, key=lambda entry: entry.revision):
        group = list(changes)
        before = {key: _view(key, records) for key in _concerned(group)}
        for entry in group:
            records.setdefault((entry.kind, entry.record), {})[entry.field] = entry.after
        after = {key: _view(key, records) for key in before}
        lines = [line for key in before for line in _told(codebook, key, before[key], after[key])]
        if alone and lines:
            lines += _moved(before, after)
        if lines:
            sections.append((_heading(number, group[0]), lines))
    return sections


def _heading(number: int, entry: Entry) -> str:
    did = _ACTS.get(entry.action, entry.action.replace(".", ": ").replace("_", " "))
    why = f": “{entry.reason}”" if entry.reason else ""
    if entry.action == "revision.undo" and (undone := _UNDOES.fullmatch(entry.reason or "")):
        did, why = f"took back revision {undone[1]}", ""
    return f"Revision {number}, {entry.at:%Y-%m-%d %H:%M:%S} UTC: {entry.user} {did}{why}"


def _concerned(group: Iterable[Entry]) -> list[tuple[str, str]]:
    """The records of a revision, incidents first, then accounts, then decisions."""
    order = ("incident", "account", "decision")
    found = dict.fromkeys((entry.kind, entry.record) for entry in group)
    return sorted(found, key=lambda key: order.index(key[0]) if key[0] in order else len(order))


def _view(key: tuple[str, str], records: Mapping[tuple[str, str], Record]) -> Record:
    """A record as a reader knows it; an incident without values is what its only account says."""
    record = dict(records.get(key, {}))
    accounts = record.get("accounts") or []
    if key[0] == "incident" and len(accounts) == 1 and not _worked_out(record):
        own = ("status", "incident", "made_by", "source", "anchors", "id")
        said = records.get(("account", accounts[0]), {})
        record = {k: v for k, v in said.items() if k not in own} | record
    return record


def _worked_out(record: Record) -> bool:
    return any(record.get(name) is not None for name in ("date_start", "n_accounts"))


def _told(codebook: Codebook, key: tuple[str, str], before: Record, after: Record) -> Iterator[str]:
    kind, id_ = key
    if kind == "decision":
        if not before:
            words = {"same": "the same", "different": "different", "unsure": "not sure"}
            judgement = words.get(after.get("judgement", ""), after.get("judgement"))
            yield f"{after.get('account')} and {after.get('other')}: {judgement}"
    elif kind == "account" and not before:
        hidden = any(_is_hidden(value) for value in after.values())
        said = "not told, its source is restricted" if hidden else _in_short(codebook, after)
        yield f"{id_} came in, from {after.get('source')}: {said}"
    elif kind == "incident" and not before:
        yield from _new(codebook, after)
    elif kind in ("incident", "account"):
        yield from _changed(codebook, key, before, after)
    else:
        for name in sorted(before.keys() | after.keys()):
            old, new = _plain(before.get(name)), _plain(after.get(name))
            if old != new:
                yield f"{name.replace('_', ' ')}: {_arrow(old, new)}"


def _changed(
    codebook: Codebook, key: tuple[str, str], before: Record, after: Record
) -> Iterator[str]:
    """What changed in an incident or an account."""
    kind, id_ = key
    head = "" if kind == "incident" else f"{id_} "
    worth = _WORTH if kind == "incident" else ("status", "incident")
    for name in worth:
        old, new = (_plain(record.get(name)) for record in (before, after))
        if old != new:
            yield f"{head}{name.replace('_', ' ')}: {_arrow(old, new)}"
    untold = []
    for name in _SAID:
        if name == "tags" and {*(before.get(name) or ())} == {*(after.get(name) or ())}:
            continue  # their order says nothing
        old, new = (tell_field(name, record, codebook) for record in (before, after))
        decided = f"overrides.{name}"
        if old != new and (_is_hidden(old) or _is_hidden(new)):
            untold.append(name.replace("_", " "))
        elif kind == "incident" and before.get(decided) != after.get(decided):
            how = "decided in place of the rule" if after.get(decided) else "by the rule again"
            yield f"{name}: {old} → {new}, {how}" if old != new else f"{name}: {new}, {how}"
        elif old != new:
            yield f"{head}{name.replace('_', ' ')}: {_arrow(old, new)}"
        if after.get(f"settled.{name}") and not before.get(f"settled.{name}"):
            yield f"{name}: settled as {new}"
    if untold:
        yield f"{head}{', '.join(untold)}: not told, a source is restricted"
    old, new = (_plain(record.get("disputed")) for record in (before, after))
    if kind == "incident" and old != new:
        yield f"accounts differ in: {_arrow(old, new)}"


def _is_hidden(value: Any) -> bool:
    """Whether a value stands for one that the reader may not see."""
    return isinstance(value, str) and value.startswith("(not ")


def _new(codebook: Codebook, incident: Record) -> Iterator[str]:
    several = len(incident.get("accounts") or []) > 1
    said = f": {_in_short(codebook, incident)}" if several else ""
    yield f"new, {incident.get('status')}{said}"
    yield f"accounts: {_plain(incident.get('accounts'))}"
    if incident.get("disputed"):
        yield f"accounts differ in: {_plain(incident['disputed'])}"


def _moved(before: Mapping[Any, Record], after: Mapping[Any, Record]) -> Iterator[str]:
    """Of which incident a new account tells; the history of an incident has it as its own."""
    for key, record in after.items():
        if key[0] == "account" and not before[key] and record.get("incident"):
            yield f"{key[1]} tells of {record['incident']}"


def _arrow(old: str, new: str) -> str:
    return new if old == NOT_KNOWN else f"{old} → {new}"


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return str(value).replace("_", " ") if value else NOT_KNOWN


def _in_short(codebook: Codebook, record: Record) -> str:
    hidden = {name for name, value in record.items() if _is_hidden(value)}
    known = full({name: value for name, value in record.items() if name not in hidden})
    places = ("place", "district", "province", "country")
    told = any(known[name] for name in places) or hidden.isdisjoint(places)
    said = [when(known), where(known) if told else "", harm(known), by_whom(codebook, known)]
    said.append("the rest is not told, a source is restricted" if hidden else "")
    return "; ".join(part for part in said if part)
