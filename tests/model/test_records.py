"""The records, the tables of a release and the JSON Schemas say the same."""

import dataclasses

import pytest

from waqia import model
from waqia.model import TABLES, QuestionError, json_schema
from waqia.model.records import RECORDS


@pytest.mark.parametrize(
    ("record", "table"),
    [
        ("account", "accounts"),
        ("incident", "incidents"),
        ("source", "sources"),
        ("figure", "figures"),
    ],
)
def test_a_record_has_the_columns_of_its_table(record: str, table: str) -> None:
    names = {field.name for field in dataclasses.fields(RECORDS[record])}
    assert names == set(TABLES[table].names)


@pytest.mark.parametrize("record", list(RECORDS))
def test_a_schema_names_every_field_and_what_must_be_there(record: str) -> None:
    schema = json_schema(record)
    required = {
        field.name
        for field in dataclasses.fields(RECORDS[record])
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    assert set(schema["properties"]) == {f.name for f in dataclasses.fields(RECORDS[record])}
    assert set(schema.get("required", ())) == required


def test_an_unknown_record_is_an_error_that_lists_the_others() -> None:
    with pytest.raises(QuestionError, match="account"):
        json_schema("event")


def test_the_door_names_what_it_exports() -> None:
    assert sorted(model.__all__) == sorted(set(model.__all__))
    assert all(hasattr(model, name) for name in model.__all__)


def test_every_error_has_the_common_base() -> None:
    errors = [getattr(model, name) for name in model.__all__ if name.endswith("Error")]
    assert all(issubclass(error, model.WaqiaError) for error in errors)
