"""`waqia register agreement`: how far coders agree, and on which accounts they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from waqia.cli.output import format_option, print_rows, say
from waqia.cli.register.opening import in_named_register

if TYPE_CHECKING:
    from waqia.register import Register

_SPELLED = {
    "actor": "perpetrators", "date": "date_start", "perpetrator": "perpetrators",
    "responder": "responders", "tactic": "tactics", "tag": "tags", "target": "targets",
}  # fmt: skip
"""How people call a field → the column of an account."""
_ROUNDED = ("alpha", "low", "high")
_NUMBERS = (*_ROUNDED, "units", "coders")


@click.command("agreement")
@in_named_register
@click.option(
    "--field", "fields", multiple=True, metavar="FIELD[,FIELD]",
    help="Of these fields: type, date, district, targets, killed, …; of the main ones if not said.",
)  # fmt: skip
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="Only these coders.")
@click.option(
    "--level",
    type=click.Choice(("nominal", "ordinal", "interval", "ratio", "set")),
    help="Level of measurement, in place of the field's own.",
)
@click.option(
    "--confidence", type=float, default=0.95, show_default=True, metavar="P",
    help="Probability of the interval.",
)  # fmt: skip
@click.option(
    "--resamples", type=int, default=1000, show_default=True, metavar="N",
    help="Samples drawn for the interval.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=0, show_default=True, metavar="N",
    help="The same seed gives the same interval.",
)  # fmt: skip
@click.option("--pairs", is_flag=True, help="Coders two by two as well.")
@click.option("--differ", is_flag=True, help="List the accounts on which coders differ.")
@format_option
def agreement(
    register: Register, fields: tuple[str, ...], coders: tuple[str, ...], pairs: bool,
    differ: bool, form: str, **options: Any,
) -> int:  # fmt: skip
    """Work out Krippendorff's alpha between coders, with an interval, field by field.

    1 is perfect agreement, 0 what chance would give. Units are the accounts that two persons or
    more have coded, as they coded them, whatever was corrected since.

    \b
    waqia register agreement --field type,target,killed
    """
    named = [part.strip() for given in fields for part in given.split(",") if part.strip()]
    asked = [_SPELLED.get(name, name) for name in named]
    given: dict[str, Any] = {"fields": asked} if asked else {}
    found = register.agreement(**given, coders=coders or None, **options)
    if differ:
        rows = [
            {"field": one.field, "account": account} | {"coder": coder, "value": value}
            for one in found
            for account, said in one.differ.items()
            for coder, value in said.items()
        ]
        print_rows(rows, form, columns=("field", "account", "coder", "value"))
        return 0
    rows = [
        {"field": one.field, "between": " and ".join(who)} | _row(said, form)
        for one in found
        for who, said in [(("all",), one.together), *(one.pairs.items() if pairs else ())]
    ]
    numbers = [*_NUMBERS, "percent" if form in ("json", "csv") else "equal"]
    columns = ["field", *(["between"] if pairs else []), "level", *numbers]
    print_rows(rows, form, columns=columns, numeric=numbers)
    if form == "table":
        _tell(found, options["confidence"])
    return 0


def _row(said: Any, form: str) -> dict[str, Any]:
    """What a table shows of an agreement; JSON and CSV have the numbers as they are."""
    from dataclasses import asdict

    row = asdict(said)
    if form in ("json", "csv"):
        return row
    shown = {name: None if row[name] is None else f"{row[name]:.2f}" for name in _ROUNDED}
    percent = None if said.percent is None else f"{said.percent:.0f}%"
    return row | shown | {"equal": percent}


def _tell(found: list[Any], confidence: float) -> None:
    say(
        f"Krippendorff's alpha with a bootstrap interval of {confidence:.0%}; units are accounts, "
        "equal the share of pairs of codings that are."
    )
    for one in found:
        if one.together.why:
            say(f"{one.field}: {one.together.why}")
        if one.one_sided:
            say(
                f"{one.field}: of {one.one_sided:,} accounts one coder says a value and another "
                "none; alpha leaves these out."
            )
    if any(one.differ for one in found):
        say("--differ lists the accounts on which coders differ.")
