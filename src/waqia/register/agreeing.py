"""The register as reviewers use it: how far coders agree, and on which accounts they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from waqia.model import QuestionError, phrase
from waqia.register.core import Core
from waqia.register.people.clearing import hidden
from waqia.register.review.agreement import LEVELS, Agreement, Level, agreement
from waqia.register.review.codings import blind_accounts, first_kept
from waqia.register.store import schema
from waqia.register.store.records import Record

FIELDS = ("type", "date_start", "district", "perpetrators", "targets", "killed", "injured")
"""The fields of which agreement is worked out where none are named."""


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far coders agree on one field, taken together and two by two.

    `together` has Krippendorff's alpha with its interval; `pairs` is (coder, coder) → the same of
    these two. `one_sided` is the number of units of which some coders gave a value and others
    none: alpha leaves out what is unknown. `differ` is account → coder → value of the units whose
    values are not all equal.
    """

    field: str
    together: Agreement
    pairs: dict[tuple[str, str], Agreement]
    one_sided: int
    differ: dict[str, dict[str, Any]]


class Agreeing(Core):
    """Agreement between coders, whose codings are independent of each other."""

    def agreement(
        self,
        fields: Sequence[str] = FIELDS,
        *,
        coders: Sequence[str] | None = None,
        level: Level | None = None,
        resamples: int = 1000,
        confidence: float = 0.95,
        seed: int = 0,
    ) -> list[FieldAgreement]:
        """How far coders agree on fields of accounts (columns such as type, targets, killed).

        Units are the accounts that two persons or more have coded, from sources that the user may
        see. Counted is what every coder said first: the account of the first coder and the codings
        of the others as they were first kept, whatever was corrected or resolved since. `coders`
        leaves only these; `level` overrides that of the fields.

        Raises:
            QuestionError: a field or coder is not known, or nothing was coded twice.
            DeniedError: it takes a reviewer.
        """
        if strange := [name for name in fields if name not in LEVELS]:
            raise QuestionError(
                f"Agreement on {', '.join(strange)} is not worked out; choose from "
                f"{', '.join(LEVELS)}."
            )
        with self._read("agreement") as connection:
            day = self._clock().date()
            query = (
                sa.select(schema.coding.c.id)
                .join(schema.account, schema.account.c.id == schema.coding.c.account)
                .join(schema.source, schema.source.c.id == schema.account.c.source)
                .where(
                    ~hidden(self.user, day),
                    schema.account.c.id.not_in(blind_accounts(self.user.name)),
                )
                .order_by(schema.coding.c.account, schema.coding.c.coder)
            )
            codings = first_kept(connection, "coding", connection.scalars(query)).values()
            accounts = dict.fromkeys(coding["account"] for coding in codings)
            first = first_kept(connection, "account", accounts)
        rows = _chosen(_rows(first, codings), coders)
        options: dict[str, Any] = {
            "level": level, "resamples": resamples, "confidence": confidence, "seed": seed,
        }  # fmt: skip
        return [_agreement(name, rows, options) for name in fields]


_Row = tuple[str, str, Mapping[str, Any]]


def _rows(first: Mapping[str, Record], codings: Iterable[Record]) -> list[_Row]:
    """(coder, account, values) of every coding."""
    rows: list[_Row] = [(record["made_by"], id_, record) for id_, record in first.items()]
    rows += [(coding["coder"], coding["account"], coding["values"]) for coding in codings]
    return rows


def _chosen(rows: list[_Row], coders: Sequence[str] | None) -> list[_Row]:
    known = {coder for coder, _, _ in rows}
    if coders is not None and (strange := [name for name in coders if name not in known]):
        raise QuestionError(
            f"{', '.join(strange)} coded nothing that others coded too; who did: "
            f"{', '.join(sorted(known)) or phrase('nobody')}."
        )
    chosen = [row for row in rows if coders is None or row[0] in coders]
    if not chosen:
        raise QuestionError(
            "No account was coded by two persons yet; draw a sample for second coding, or import "
            "another coder's file of the same accounts."
        )
    return chosen


def _agreement(field: str, rows: list[_Row], options: Mapping[str, Any]) -> FieldAgreement:
    said = [(coder, account, _value(field, values)) for coder, account, values in rows]
    by_account: dict[str, dict[str, Any]] = {}
    for coder, account, value in said:
        by_account.setdefault(account, {})[coder] = value
    coders = sorted({coder for coder, _, _ in said})
    met = {pair for told in by_account.values() for pair in combinations(sorted(told), 2)}
    given = [[value is not None for value in told.values()] for told in by_account.values()]
    together = agreement(field, said, **options)
    return FieldAgreement(
        field,
        together,
        {
            pair: together
            if len(coders) == 2
            else agreement(field, [row for row in said if row[0] in pair], **options)
            for pair in combinations(coders, 2)
            if pair in met
        },
        sum(any(known) and not all(known) for known in given),
        {
            account: dict(sorted(told.items()))
            for account, told in sorted(by_account.items())
            if len({_comparable(value) for value in told.values()}) > 1
        },
    )  # fmt: skip


def _value(field: str, values: Mapping[str, Any]) -> Any:
    """A field of a record as `agreement` takes it: days as dates, no codes as an empty list."""
    value = values.get(field)
    if LEVELS[field] == "set":
        return value or []
    if value is not None and field in ("date_start", "date_end"):
        return date.fromisoformat(value)
    return value


def _comparable(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) else value
