"""The page in a release's folder that tells a reader what the files are."""

from __future__ import annotations

from typing import Any

_OTHER_FILES = (
    "`codebook.json` is the codebook with its vocabulary, places and rules. `datapackage.json` "
    "describes every column of every table (Frictionless Data Package) and holds the SHA-256 of "
    "every file of data."
)
_READING = (
    "A count is a lower bound, a best estimate and an upper bound (`killed_min`, `killed`, "
    "`killed_max`). An empty value is unknown, never zero. `killed_imputed` is true where a rule "
    "turned words into a number. `disputed` names the fields in which the accounts of an incident "
    "differ; `provenance.parquet` says which rule decided, for whose value."
)


def readme(manifest: dict[str, Any]) -> str:
    """Markdown that describes the release of the manifest."""
    waqia = manifest["waqia"]
    tables = "\n".join(
        f"| `{resource['path']}` | {resource['rows']:,} | {resource['description']} |"
        for resource in manifest["resources"]
        if "rows" in resource
    )
    inputs = "\n".join(
        f"- {source['name']}: {source['rows']:,} rows, {source['bytes']:,} bytes, "
        f"SHA-256 `{source['sha256']}`"
        for source in waqia["inputs"]
    )
    parent = waqia["parent"]
    written = (
        f"A release written by waqia {waqia['version']} on {manifest['created']}, by the codebook "
        f"{waqia['codebook']['id']} {waqia['codebook']['version']}. It does not change: a "
        "correction makes another release."
    )
    lines = [
        f"# {manifest['title']}",
        manifest.get("description", ""),
        written,
        f"Content hash: `{waqia['release_hash']}`",
        f"Made after {parent['name']}, content hash `{parent['release_hash']}`." if parent else "",
        f"Licence: {manifest['licenses'][0]['name']}" if "licenses" in manifest else "",
        "## Files",
        f"| file | rows | what it holds |\n|---|--:|---|\n{tables}",
        _OTHER_FILES,
        "## Reading it",
        _READING,
        "Any reader of Parquet opens the tables. With waqia:",
        "```\nwaqia count FOLDER --by province,year\nwaqia release verify FOLDER\n```",
        "Without it, `sha256sum --check SHA256SUMS` verifies the files.",
        f"## Made from\n\n{inputs}" if inputs else "",
    ]
    return "\n\n".join(line for line in lines if line) + "\n"
