"""The history of an incident, account or source: revision by revision, who did what, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, Protocol

from waqia.model import OUTCOMES
from waqia.publish.brief import tell_field

if TYPE_CHECKING:
    from waqia.codebook import Codebook

Record = dict[str, Any]
What = Literal[
    "judged", "came", "new", "state", "field", "decided", "freed", "settled", "untold", "disputed",
    "moved", "kept",
]  # fmt: skip
_UNDOES = re.compile(r"undoes (\d+)")
"""What a register keeps as the reason of an act that takes another one back."""
_UNTOLD = "(not told: "
"""How what a register gives begins where a value may not be told."""
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


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a revision changed in a record.

    `what` is

    - judged: a decision of two accounts was made;
    - came: an account came in; new: an incident began;
    - state: the status of a record, or which records belong together;
    - field: what is known of a field; decided: by a person in place of the rule; freed: by the
      rule again;
    - settled: what the rule gave was said to be right;
    - untold: fields changed whose values may not be told;
    - disputed: in which fields accounts differ;
    - moved: of which incident an account that came in tells, where its own history is told;
    - kept: a field of another record, such as a source.

    `before` and `after` are the record as a reader knew it, incidents of one account with what
    that says; `before` is empty where there was none. `told` says whether what is known of the
    fields, of an account that came in or a new incident, may be told.
    """

    what: What
    kind: str
    record: str
    fields: tuple[str, ...]
    before: Record
    after: Record
    told: bool = True

    @property
    def open(self) -> Change:
        """The same with the values alone that may be told."""
        return replace(self, before=open_part(self.before), after=open_part(self.after))


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision with what a reader would see of it.

    `reason` is None where none was given. `undone` is the revision that this one took back.
    """

    number: int
    at: datetime
    user: str
    action: str
    reason: str | None
    undone: int | None
    changes: tuple[Change, ...]

    @property
    def withheld(self) -> bool:
        """Whether there is a reason that may not be told."""
        return is_hidden(self.reason)


def history_of(entries: Sequence[Entry], codebook: Codebook) -> list[Revision]:
    """A history as revisions with what changed in each.

    `entries` are in order, as `Register.log` gives them. An incident is taken as it was known: that
    of one account is what the account says. Revisions in which nothing a reader would see has
    changed are left out.
    """
    records: dict[tuple[str, str], Record] = {}
    revisions = []
    alone = not any(entry.kind == "incident" for entry in entries)
    for number, changes in groupby(entries, key=lambda entry: entry.revision):
        group = list(changes)
        before = {key: _view(key, records) for key in _concerned(group)}
        for entry in group:
            records.setdefault((entry.kind, entry.record), {})[entry.field] = entry.after
        after = {key: _view(key, records) for key in before}
        found = [one for key in before for one in _changes(codebook, key, before[key], after[key])]
        if alone:
            found += _moved(before, after)
        if found:
            revisions.append(_revision(number, group[0], found))
    return revisions


def _revision(number: int, entry: Entry, changes: Iterable[Change]) -> Revision:
    undone = _UNDOES.fullmatch(entry.reason or "") if entry.action == "revision.undo" else None
    return Revision(
        number, entry.at, entry.user, entry.action, None if undone else entry.reason,
        int(undone[1]) if undone else None, tuple(changes),
    )  # fmt: skip


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


def _changes(
    codebook: Codebook, key: tuple[str, str], before: Record, after: Record
) -> Iterator[Change]:
    kind, id_ = key

    def change(what: What, *fields: str, told: bool = True) -> Change:
        return Change(what, kind, id_, fields, before, after, told)

    whole = open_part(after) == after
    if kind == "decision":
        if not before:
            yield change("judged")
    elif kind == "account" and not before:
        yield change("came", told=whole)
    elif kind == "incident" and not before:
        yield change("new", told=whole)
        yield change("state", "accounts")
        if after.get("disputed"):
            yield change("disputed")
    elif kind in ("incident", "account"):
        worth = _WORTH if kind == "incident" else ("status", "incident")
        yield from (change("state", name) for name in worth if _differs(name, before, after))
        yield from _of_fields(codebook, change, before, after)
        if kind == "incident" and _differs("disputed", before, after):
            yield change("disputed")
    else:
        names = sorted(before.keys() | after.keys())
        yield from (change("kept", name) for name in names if _differs(name, before, after))


def _of_fields(
    codebook: Codebook, change: Callable[..., Change], before: Record, after: Record
) -> Iterator[Change]:
    """What changed of the fields of an incident or an account."""
    untold = []
    for name in _SAID:
        if name == "tags" and {*(before.get(name) or ())} == {*(after.get(name) or ())}:
            continue  # their order says nothing
        old, new = (tell_field(name, record, codebook) for record in (before, after))
        decided = f"overrides.{name}"
        if old != new and (is_hidden(old) or is_hidden(new)):
            untold.append(name)
        elif before.get(decided) != after.get(decided):
            what = "decided" if after.get(decided) else "freed"
            yield change(what, name, told=not is_hidden(new))
        elif old != new:
            yield change("field", name)
        if after.get(f"settled.{name}") and not before.get(f"settled.{name}"):
            yield change("settled", name, told=not is_hidden(new))
    if untold:
        yield change("untold", *untold, told=False)


def _differs(name: str, before: Record, after: Record) -> bool:
    """Whether a reader sees a difference; what is empty is not known, and so is what is None."""
    return (before.get(name) or None) != (after.get(name) or None)


def _moved(before: Mapping[Any, Record], after: Mapping[Any, Record]) -> Iterator[Change]:
    """Of which incident a new account tells; the history of an incident has it as its own."""
    for (kind, id_), record in after.items():
        if kind == "account" and not before[kind, id_] and record.get("incident"):
            yield Change("moved", kind, id_, ("incident",), {}, record)


def is_hidden(value: Any) -> bool:
    """Whether a value stands for one that the reader may not see."""
    return isinstance(value, str) and value.startswith(_UNTOLD)


def open_part(record: Record) -> Record:
    """What of a record may be told."""
    return {name: value for name, value in record.items() if not is_hidden(value)}
