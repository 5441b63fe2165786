"""`waqia schema`: the JSON Schema of a record."""

from __future__ import annotations

import json

import click

from waqia.model import RECORDS, json_schema


@click.command("schema")
@click.argument("record", type=click.Choice(list(RECORDS)))
def command(record: str) -> int:
    """Print the JSON Schema of RECORD."""
    click.echo(json.dumps(json_schema(record), ensure_ascii=False, indent=1))
    return 0
