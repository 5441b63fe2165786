"""The form in which a model is asked to answer: a JSON Schema of accounts with quoted values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from waqia.codebook import Codebook
from waqia.model import OUTCOMES, json_schema

LISTS = {
    "perpetrators": "actor",
    "responders": "actor",
    "target_actors": "actor",
    "targets": "target",
    "tactics": "tactic",
}
"""Field of an account that holds codes → the vocabulary they are from."""


@cache
def claim_modes() -> tuple[str, ...]:
    """The modes of claim that an account may have."""
    options = json_schema("account")["properties"]["claim"]["anyOf"]
    return tuple(mode for option in options for mode in option.get("enum", ()))


def incident_types(codebook: Codebook) -> list[str]:
    """The types of a codebook that hold no others, which are those an incident can have."""
    terms = codebook.terms("type")
    above = {term.parent for term in terms.values()}
    return [code for code in terms if code not in above]


def answer_schema(codebook: Codebook, actors: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an answer: an object with a list `accounts`.

    Codes are those of the codebook; of actors only `actors`, those that the text names, or any
    words where the codebook's actors are open. Every field is required, and null or empty where
    the text does not say it, as servers that keep strictly to a schema ask.
    """
    party = _code(list(codebook.terms("party")), codebook.is_open("party"))
    return _object(
        accounts={
            "type": "array",
            "items": _object(
                type=_or_null(_ref("type")),
                date=_or_null(_quoted(start=_date(), end=_date())),
                place=_or_null(_ref("words")),
                claim=_or_null(_quoted(code=_code(list(claim_modes())))),
                **{field: _list(_ref(vocabulary)) for field, vocabulary in LISTS.items()},
                reported_by=_list(_ref("words")),
                casualties=_list(
                    _quoted(
                        outcome=_code(list(OUTCOMES)),
                        party=_or_null(party),
                        number={"type": "integer", "minimum": 0},
                    )
                ),
            ),
        }
    ) | {
        "$defs": {
            "words": _quoted(),
            "type": _quoted(code=_code(incident_types(codebook), codebook.is_open("type"))),
            "actor": _quoted(code=_code(list(actors), codebook.is_open("actor"))),
            "target": _quoted(
                code=_code(list(codebook.terms("target")), codebook.is_open("target"))
            ),
            "tactic": _quoted(
                code=_code(list(codebook.terms("tactic")), codebook.is_open("tactic"))
            ),
        }
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _quoted(**properties: Any) -> dict[str, Any]:
    """A value with the words it rests on and the number of the sentence they stand in."""
    return _object(**properties, quote={"type": "string"}, sentence={"type": "integer"})


def _code(codes: list[str], is_open: bool = False) -> dict[str, Any]:
    # an enumeration of nothing is no schema
    return {"type": "string"} if is_open or not codes else {"type": "string", "enum": codes}


def _date() -> dict[str, Any]:
    return {"type": "string", "description": "YYYY-MM-DD"}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(value: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [value, {"type": "null"}]}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}
