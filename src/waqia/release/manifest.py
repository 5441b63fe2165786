"""`datapackage.json`: what a release holds, by whose rules, with the hash of every file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from waqia import __version__
from waqia.codebook import Codebook
from waqia.model import TABLES, ReleaseError

FORMAT = 1
"""Version of the format of a release; a reader refuses a higher one."""

MANIFEST = "datapackage.json"
CODEBOOK = "codebook.json"
README = "README.md"
SUMS = "SHA256SUMS"

Manifest = dict[str, Any]


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the release in `folder`.

    Raises:
        ReleaseError: there is no folder, it is not a release, or a newer waqia wrote it.
    """
    if not folder.exists():
        raise ReleaseError(f"{folder} does not exist; give the folder of a release.")
    if not (folder / MANIFEST).is_file():
        raise ReleaseError(
            f"{folder} is not a release: it holds no {MANIFEST}. "
            "Make one with `waqia build` or `waqia import`."
        )
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version = int(manifest["waqia"]["format"])
        paths = {resource["name"]: resource["path"] for resource in manifest["resources"]}
        for resource in manifest["resources"]:
            resource["bytes"], resource["hash"].removeprefix("sha256:")
            if resource["name"] in TABLES:
                [field["name"] for field in resource["schema"]["fields"]]
        manifest["title"], manifest["waqia"]["release_hash"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(
            f"{folder / MANIFEST} is damaged or not written by waqia ({error!r}); "
            "restore it from a copy, or build the release again."
        ) from error
    if version > FORMAT:
        raise ReleaseError(
            f"{folder} has format {version}, newer than {FORMAT}, the highest that waqia "
            f"{__version__} reads; install a newer waqia."
        )
    if missing := TABLES.keys() - paths.keys():
        raise ReleaseError(f"{folder / MANIFEST} names no table {', '.join(sorted(missing))}.")
    return dict(manifest)


def created_at(created: datetime | str | None) -> str:
    """The moment of creation as ISO 8601 in UTC: as given, of SOURCE_DATE_EPOCH, or now.

    Raises:
        ReleaseError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    if isinstance(created, str):
        return created
    if created is None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        try:
            created = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise ReleaseError(
                f"SOURCE_DATE_EPOCH is {epoch!r}; expected seconds since 1970 as a whole number, "
                "as 1700000000; correct or unset it."
            ) from error
    if created.tzinfo is not None:
        created = created.astimezone(UTC)
    return created.strftime("%Y-%m-%dT%H:%M:%SZ")


def release_hash(hashes: Mapping[str, str]) -> str:
    """The hash of the content: SHA-256 over the files' SHA256SUMS."""
    return hashlib.sha256(sums_text(hashes).encode()).hexdigest()


def describe(
    folder: Path,
    codebook: Codebook,
    rows: Mapping[str, int],
    *,
    title: str,
    name: str,
    description: str | None,
    created: str,
    licence: str | None,
    parent: Path | None,
    inputs: Sequence[Mapping[str, Any]],
    revision: str | None,
) -> Manifest:
    """The manifest of the files that lie in `folder`; `rows` is rows by table."""
    hashes = {f"{table}.parquet": sha256(folder / f"{table}.parquet") for table in TABLES}
    hashes[CODEBOOK] = sha256(folder / CODEBOOK)
    tables = [
        {
            "name": table.name,
            "path": (path := f"{table.name}.parquet"),
            "description": table.description,
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "rows": rows[table.name],
            "bytes": (folder / path).stat().st_size,
            "hash": f"sha256:{hashes[path]}",
            "schema": {
                "fields": [
                    {
                        "name": column.name,
                        "type": _frictionless_type(column.type),
                        "duckdbType": column.type,
                        "description": column.description,
                    }
                    for column in table.columns
                ]
            }
            | ({"primaryKey": [table.key]} if table.key else {}),
        }
        for table in TABLES.values()
    ]
    manifest: Manifest = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "created": created,
        "resources": [
            *tables,
            {
                "name": "codebook",
                "path": CODEBOOK,
                "description": "The codebook as it was: vocabulary, places and rules.",
                "format": "json",
                "mediatype": "application/json",
                "bytes": (folder / CODEBOOK).stat().st_size,
                "hash": f"sha256:{hashes[CODEBOOK]}",
            },
        ],
        "waqia": {
            "format": FORMAT,
            "version": __version__,
            "release_hash": release_hash(hashes),
            "codebook": {
                "id": codebook.id,
                "version": codebook.version,
                "sha256": hashes[CODEBOOK],
            },
            "rules": {name: codebook.rules.get(name, {}) for name in ("adjudication", "counting")},
            "parent": _parent(parent),
            "inputs": [dict(source) for source in inputs],
            "revision": revision,
        },
    }
    if description:
        manifest["description"] = description
    if licence:
        manifest["licenses"] = [{"name": licence}]
    return manifest


def sums_text(hashes: Mapping[str, str]) -> str:
    """The text of SHA256SUMS for name → hash, as `sha256sum --check` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))


def _parent(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    manifest = read_manifest(path)
    return {
        "name": path.name,
        "manifest_sha256": sha256(path / MANIFEST),
        "release_hash": manifest["waqia"]["release_hash"],
    }


def _frictionless_type(duckdb_type: str) -> str:
    if duckdb_type.endswith("[]"):
        return "array"
    return {
        "VARCHAR": "string",
        "DATE": "date",
        "INTEGER": "integer",
        "BIGINT": "integer",
        "DOUBLE": "number",
        "BOOLEAN": "boolean",
    }.get(duckdb_type, "object")
