"""Nothing that a restricted source says is in any byte that leaves a register.

Accounts of restricted, confidential and embargoed sources carry a marker in every field of free
text and coordinates of their own. Everything that is written of their release is hunted for them:
raw, unpacked, as values, in every encoding in which text is written.
"""

from __future__ import annotations

import base64
import contextlib
import csv
import html
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import pypdfium2
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from tests.conftest import CREATED, fill, stage
from waqia.adjudication import adjudicate
from waqia.cli.app import app
from waqia.codebook import Codebook
from waqia.formats import EXPORTS, build, export
from waqia.model import ANCHORS_TYPE, CASUALTIES_TYPE, TABLES
from waqia.publish import write_report
from waqia.release import Release, write_release

EMBARGO = date(2031, 7, 19)
URDU = "خفیہقاصد"
HIDDEN = ("S-restricted", "S-confidential", "S-embargoed")
UNITS = {
    "exact": ("district", "district_then", "region", "division", "province", "province_then"),
    "town": ("district", "district_then", "region", "division", "province", "province_then"),
    "district": ("division", "province", "province_then"),
    "division": ("province", "province_then"),
    "province": (),
    "unknown": ("division", "province", "province_then"),
}
"""What a hidden account names → the units that contain it, which are told."""
CLOSED = {
    "id", "incident", "source", "country", "claim", "date_precision", "place_precision",
    "reliability", "kind", "access", "marks", "status", "severity", "code", "row", "table",
    "field", "rule", "merged_into", "accounts", "disputed",
}  # fmt: skip
"""Columns that hold ids, codes of the house and words of a fixed list."""


def marked(table: str, owner: str, told: Collection[str] = ()) -> dict[str, Any]:
    """A row with a marker in every column of free text; in those `told`, one that may be seen."""
    row: dict[str, Any] = {}
    for column in TABLES[table].columns:
        word = re.sub("[^a-z]", "", f"{table}{column.name}{owner}".lower())
        text = f"“zqsecret{word}” & <{URDU}>" if column.name not in told else f"zqtold{word}"
        if column.name in CLOSED:
            continue
        if column.type == "VARCHAR":
            row[column.name] = text
        elif column.type == "VARCHAR[]":
            row[column.name] = [text]
        elif column.type == "MAP(VARCHAR, VARCHAR)":
            row[column.name] = {"summary": text}
        elif column.type == ANCHORS_TYPE:
            row[column.name] = [{"source": owner, "start": 1, "end": 2, "row": None,
                                 "locator": text, "quote": text}]  # fmt: skip
        elif column.type == CASUALTIES_TYPE:
            row[column.name] = [{"party": text, "outcome": "killed", "min": 1, "best": 1,
                                 "max": 1, "imputed": False}]  # fmt: skip
    return row


def point(number: int) -> dict[str, float]:
    """Coordinates that nothing else has, far from the gazetteer."""
    return {"latitude": 17.913571 + number / 10, "longitude": 51.846813 + number / 10}


def accounts() -> list[dict[str, Any]]:
    """For every kind of source a hidden account on every level of a place; some beside public."""
    hidden = [
        marked("accounts", f"{source} {precision}", units)
        | {"id": f"A-{number:02}", "incident": f"PK-2023-{number:06}", "source": source,
           "place_precision": precision, "cites": ["S-cited"], "country": "Pakistan",
           "killed": 2, "date_start": "2023-02-01"}
        | point(number)
        for number, (source, (precision, units)) in enumerate(product(HIDDEN, UNITS.items()))
    ]  # fmt: skip
    public = {
        "source": "S-public", "summary": "zqtoldsummary", "place": "zqtoldplace",
        "district": "Quetta", "province": "Balochistan", "latitude": 30.1834, "longitude": 66.9987,
        "place_precision": "town", "type": "terrorist_attack", "killed": 3, "tags": ["zqtoldtag"],
        "anchors": [{"source": "S-restricted", "quote": "zqsecretquote"},
                    {"source": "S-public", "quote": "zqtoldquote"}],
    }  # fmt: skip
    beside = [public | {"id": f"P-{n}", "incident": f"PK-2023-{n:06}"} for n in (0, 6, 12, 90, 91)]
    return hidden + beside


def sources() -> list[dict[str, Any]]:
    """A source of each kind, and one that only hidden accounts cite."""
    levels = ("restricted", "confidential", "public")
    hidden = [
        marked("sources", id_) | {"id": id_, "kind": "document", "access": level}
        for id_, level in zip(HIDDEN, levels, strict=True)
    ]
    hidden[2]["embargo"] = EMBARGO
    cited = marked("sources", "cited") | {"id": "S-cited", "kind": "citation"}
    return [*hidden, cited, {"id": "S-public", "title": "zqtoldtitle"}]


def written(folder: Path, codebook: Codebook) -> Release:
    """The release of all that, as a register writes it."""
    with duckdb.connect() as connection:
        stage(connection, accounts(), sources())
        records = [*(f"A-{n:02}" for n in range(18)), "PK-2023-000001", "zqsecretid", None, *HIDDEN]
        fill(connection, "findings", [
            marked("findings", str(record)) | {"code": "value-unknown", "severity": "warning",
                                               "row": 7, "table": "accounts.csv", "record": record}
            for record in records
        ])  # fmt: skip
        fill(connection, "figures", [
            marked("figures", source) | {"id": f"F-{source}", "source": source, "value": 4.0}
            for source in HIDDEN
        ])  # fmt: skip
        adjudicate(connection, codebook)
        words = marked("incidents", "overridden")
        changes = ", ".join(f"{name} = ?" for name in words)
        for id_ in ("PK-2023-000001", "PK-2023-000006"):
            connection.execute(
                f"UPDATE incidents SET {changes} WHERE id = ?", [*words.values(), id_]
            )
        merged = {"id": "PK-2023-000099", "status": "merged", "merged_into": "PK-2023-000000",
                  "date_start": "2023-02-01"} | words | point(17)  # fmt: skip
        connection.execute(
            f"INSERT INTO incidents ({', '.join(merged)}) VALUES ({', '.join('?' * len(merged))})",
            [*merged.values()],
        )
        connection.execute(
            "UPDATE provenance SET rule = 'override', reason = 'zqsecretreason' "
            "WHERE incident < 'PK-2023-000018'"
        )
        return write_release(
            connection, folder / "desk.release", codebook, title="Desk", created=CREATED
        )


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory, codebook: Codebook) -> dict[str, bytes]:
    """Everything that is written of the release: name → bytes, packed and unpacked."""
    folder = tmp_path_factory.mktemp("hunt")
    release = written(folder, codebook)
    with duckdb.connect() as connection:
        stage(connection, [{"id": "P-90", "incident": "PK-2023-000090", "source": "S-public"},
                           {"id": "P-99", "incident": "PK-2023-000099", "source": "S-public"}],
              [{"id": "S-public", "title": "Wire"}])  # fmt: skip
        adjudicate(connection, codebook)
        before = write_release(connection, folder / "old.release", codebook, title="Desk")
    for to in EXPORTS:
        export(release.connection(), codebook, to, folder / f"export.{to}", about={"title": "Desk"})
        export(release.connection(), codebook, to, folder / f"blurred.{to}", blur=25)
    write_report(release, folder / "report", pdf=True)
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    ids = release.connection().execute("SELECT id FROM incidents").fetchall()
    asked = [["show", str(release.path), id_, *form] for (id_,) in ids
             for form in ([], ["--format", "json"])]  # fmt: skip
    asked += [
        ["release", "diff", str(before.path), str(release.path), "--format", "json"],
        ["release", "info", str(release.path), "--format", "json"],
        ["check", str(release.path), "--format", "json"],
        ["count", str(release.path), "--by", "district,region", "--format", "json"],
    ]
    for command in asked:
        found[" ".join(command[:1] + command[2:])] = CliRunner().invoke(app, command).stdout_bytes
    return found | {
        f"{name} / {part}": content
        for name, packed in found.items()
        for part, content in unpacked(name, packed)
    }


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """What is inside a file: members of a ZIP, values of Parquet, streams and text of a PDF."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield member, archive.read(member)
    elif content.startswith(b"PAR1"):
        yield "values", str(parquet.read_table(io.BytesIO(content)).to_pylist()).encode()
        yield "metadata", str(parquet.read_metadata(io.BytesIO(content)).to_dict()).encode()
    elif content.startswith(b"%PDF"):
        for number, stream in enumerate(re.findall(rb"stream\r?\n(.*?)endstream", content, re.S)):
            with contextlib.suppress(zlib.error):
                yield f"stream {number}", zlib.decompressobj().decompress(stream)
        with pypdfium2.PdfDocument(content) as document:
            yield "metadata", str(document.get_metadata_dict()).encode()
            for number in range(len(document)):
                page = document[number].get_textpage()
                yield f"page {number + 1}", page.get_text_bounded().encode()
            for number in range(document.count_attachments()):
                yield f"attachment {number}", bytes(document.get_attachment(number).get_data())
    elif name.endswith(".html"):
        text = content.decode()
        yield "without entities", html.unescape(text).encode()
        for number, data in enumerate(re.findall(r"base64,([A-Za-z0-9+/=]{20,})", text)):
            yield f"data {number}", base64.b64decode(data)


def needles(graphic: bool) -> Iterator[tuple[str, bytes]]:
    """What is hunted for, in every encoding; of drawings' numbers, only long ones tell anything."""
    for text in ("zqsecret", URDU, EMBARGO.isoformat()):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield f"{text} in {encoding}", text.encode(encoding)
        yield f"{text} escaped in JSON", json.dumps(text)[1:-1].encode()
        yield f"{text} in a URL", quote(text).encode()
        yield f"{text} in XML", text.encode("ascii", "xmlcharrefreplace")
    for number in range(18):
        for value in point(number).values():
            for form in ("<d", ">d"):
                yield f"{value} as {form}", struct.pack(form, value)
            for digits in (5, 6) if graphic else (2, 3, 4):
                cut = str(value)[: 3 + digits]
                yield f"{value} rounded", f"{value:.{digits}f}".encode()
                yield f"{value} cut", cut.encode()


def test_no_byte_of_what_is_written_tells_what_hidden_sources_say(
    outputs: dict[str, bytes],
) -> None:
    found = []
    for name, content in outputs.items():
        lowered = content.lower()
        graphic = "report" in name or b"<svg" in content
        found += [
            f"{what} in {name}" for what, needle in needles(graphic) if needle.lower() in lowered
        ]
    assert found == []


@pytest.mark.parametrize(
    "name",
    [
        "desk.release/accounts.parquet / values", "export.xlsx / xl/worksheets/sheet2.xml",
        "export.csv", "export.geojson", "export.hxl", "export.parquet / values",
        "export.accounts-csv", "export.sources-csv", "report/security-report.html",
        "show PK-2023-000090 --format json",
    ],
)  # fmt: skip
def test_the_hunt_sees_what_public_sources_say(outputs: dict[str, bytes], name: str) -> None:
    assert b"zqtold" in outputs[name].lower()


def test_the_pdf_is_read_through(outputs: dict[str, bytes]) -> None:
    pages = [text for name, text in outputs.items() if re.search(r"\.pdf / page", name)]
    assert any(b"zqtold" in page for page in pages)
    assert any(".pdf / stream" in name for name in outputs)


def test_units_that_contain_the_place_are_told(outputs: dict[str, bytes]) -> None:
    values = outputs["desk.release/accounts.parquet / values"].decode()
    for source, (precision, units) in product(HIDDEN, UNITS.items()):
        for unit in units:
            word = re.sub("[^a-z]", "", f"accounts{unit}{source}{precision}".lower())
            assert f"zqtold{word}" in values


def test_a_desk_that_builds_from_files_tells_nothing_either(tmp_path: Path) -> None:
    """Words of a codebook's fields that it does not know, and rows that are set aside, too."""
    (tmp_path / "sources.csv").write_text(
        "source_id,title,author,access,embargo,reliability,kind,note\n"
        + "".join(
            f"S-{n},zqsecret,zqsecret,{access},{embargo},{grade},{kind},zqsecret\n"
            for n, (access, embargo, grade, kind) in enumerate([
                ("restricted", "", "zqsecret", "zqsecret"), ("zqsecret", "", "A", ""),
                ("", "zqsecret", "A", ""), ("public", EMBARGO.isoformat(), "A", ""),
            ])
        )
    )  # fmt: skip
    columns = (
        "place", "district", "perpetrators", "type", "tags", "summary", "coder", "targets",
        "killed_by_party", "reported_by", "locator", "tactics", "claim", "target_actors",
    )  # fmt: skip
    rows = [["account_id", "date", "source_id", "killed", *columns]]
    for n in range(4):
        rows.append([f"A-{n}", "2023-01-01", f"S-{n}", "3", *["zqsecret"] * len(columns)])
        rows.append([f"B-{n}", "zqsecret", f"S-{n}", "zqsecret", *["zqsecret"] * len(columns)])
    with (tmp_path / "accounts.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    for codebook in ("pakistan", "generic"):
        report = build(
            tmp_path / "accounts.csv", tmp_path / f"{codebook}.release", codebook=codebook,
            created=CREATED,
        )  # fmt: skip
        assert (report.kept, report.set_aside) == (4, 4)
        for path in report.release.path.iterdir():
            parts = [
                path.read_bytes(),
                *(part for _, part in unpacked(path.name, path.read_bytes())),
            ]
            assert all(b"zqsecret" not in part.lower() for part in parts), path
