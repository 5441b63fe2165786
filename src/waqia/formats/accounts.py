"""The tables `accounts` and `sources`, put together from what was read of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from waqia.formats.files import Looked
from waqia.formats.mapping import CLAIMS, PLACE_PRECISIONS, VOCABULARY_OF, DatasetMapping
from waqia.formats.text import name, quote, quotes
from waqia.model import ANCHORS_TYPE, CASUALTIES_TYPE, OUTCOMES, TABLES

if TYPE_CHECKING:
    import duckdb

    from waqia.formats.told import Told

_PRECISION_OF_LEVEL = (
    "CASE m.level WHEN 'city' THEN 'town' WHEN 'district' THEN 'district' WHEN 'division' THEN "
    "'division' WHEN 'province' THEN 'province' WHEN 'country' THEN 'country' END"
)


def number_incidents(connection: duckdb.DuckDBPyConnection, mapping: DatasetMapping) -> None:
    """Create `named` (row, account, incident) for the rows that are kept.

    Ids are the given ones; without one, an account is DATASET-ROW and its incident
    CC-YYYY-NNNNNN, numbered by country and year in the order of the file, from after the highest
    number that a given id has.
    """
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE named AS
        WITH taken AS (
            SELECT regexp_extract(incident_text, '^(.*-\\d{{4}}-)(\\d+)$', 1) AS stem,
                max(TRY_CAST(regexp_extract(incident_text, '(\\d+)$', 1) AS BIGINT)) AS last
            FROM told WHERE incident_text IS NOT NULL GROUP BY stem
        )
        SELECT t.row, coalesce(account_text, {quote(mapping.dataset + "-")} || t.row) AS account,
            coalesce(incident_text, t.stem || format('{{:06d}}', coalesce(last, 0) + row_number()
                OVER (PARTITION BY t.stem, incident_text IS NULL ORDER BY t.row))) AS incident
        FROM (SELECT *, cc || '-' || yyyy || '-' AS stem FROM (
            SELECT row, account_text, incident_text, coalesce(k.id, 'XX') AS cc,
                coalesce(CAST(year(date_start) AS VARCHAR), '0000') AS yyyy
            FROM told JOIN dated USING (row) JOIN placed USING (row)
            LEFT JOIN cb_place k ON k.level = 'country' AND k.name = placed.country
            WHERE row NOT IN (SELECT row FROM set_aside WHERE row IS NOT NULL)
        )) t LEFT JOIN taken USING (stem)"""
    )


def write_sources(
    connection: duckdb.DuckDBPyConnection, mapping: DatasetMapping, looked: Looked
) -> None:
    """Fill `sources`: the dataset, the sources that rows name, and those their source cites.

    A `listed_source` table (of a sources file) has been filled before.
    """
    about = mapping.source
    notes = [
        about.get("note"),
        about.get("citation"),
        about.get("licence") and f"Licence: {about['licence']}",
    ]
    values: dict[str, str | None] = {
        "id": about.get("id", mapping.dataset),
        "kind": "dataset",
        "title": about.get("title") or (mapping.title if about else looked.path.name),
        "access": "public",
        "media_type": {"csv": "text/csv", "jsonl": "application/x-ndjson",
                       "parquet": "application/vnd.apache.parquet"}.get(
            looked.kind, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "sha256": looked.sha256,
        "note": ". ".join(note.rstrip(".") for note in notes if note) or None,
    }  # fmt: skip
    values |= {
        k: about.get(k) for k in ("publisher", "author", "date", "language", "url", "reliability")
    }
    listed = ", ".join(
        "NULL" if (v := values.get(c)) is None else quote(v) for c in TABLES["sources"].names
    )
    parts = "title, publisher, author, date, language, url"
    own = mapping.row_source.reliability if mapping.row_source else None
    connection.execute("CREATE TABLE sources AS SELECT * FROM listed_source")
    for kind, table, grade in (("document", "own_source", own), ("citation", "cited_source", None)):
        rank = "" if kind == "document" else "AND id NOT IN (SELECT id FROM sources)"
        connection.execute(
            f"INSERT INTO sources (id, kind, {parts}, reliability, access) SELECT id, '{kind}', "
            f"coalesce(title, publisher, url), publisher, author, date, language, url, "
            f"{quote(grade) if grade else 'NULL'}, 'public' "
            f"FROM {table} WHERE true {rank} ORDER BY id"
        )
    used = "SELECT 1 FROM accounts WHERE source NOT IN (SELECT id FROM sources)"
    if about or connection.execute(f"{used} LIMIT 1").fetchone():
        connection.execute(f"INSERT INTO sources VALUES ({listed})")


def write_accounts(
    connection: duckdb.DuckDBPyConnection, mapping: DatasetMapping, told: Told
) -> None:
    """Create `accounts` from the rows that are kept."""
    dataset = quote(mapping.source.get("id", mapping.dataset))
    claim = "lower(t.claim_text)"
    columns = {
        "id": "n.account",
        "incident": "n.incident",
        "source": f"coalesce(l.id, o.ids[1], {dataset})",
        "cites": "coalesce(c.ids, [])",
        "anchors": _anchors(mapping, dataset),
        "reported_by": "t.reported_by_text",
        **{column: f"d.{column}" for column in ("date_start", "date_end", "date_precision")},
        **_place(),
        **{field: f"coalesce(v_{field}.codes, [])" for field in VOCABULARY_OF},
        "type": "v_type.codes[1]",
        "claim": f"CASE WHEN {claim} IN ({quotes(CLAIMS)}) THEN {claim} END",
        "tags": "t.tags_text",
        **{
            column: f"k.{column}"
            for outcome in OUTCOMES
            for column in (f"{outcome}_min", outcome, f"{outcome}_max", f"{outcome}_imputed")
        },
        "casualties": f"coalesce(s.casualties, CAST([] AS {CASUALTIES_TYPE}))",
        "summary": "t.summary_text",
        "words": _words(mapping, told),
        "made_by": f"coalesce(t.made_by_text, {quote('import:' + mapping.dataset)})",
        "reliability": f"coalesce(l.reliability, {_grade(mapping)})",
        "credibility": "CASE WHEN TRY_CAST(t.credibility_text AS INTEGER) BETWEEN 1 AND 6 "
        "THEN CAST(t.credibility_text AS INTEGER) END",
        "marks": _marks(),
    }
    listed = ", ".join(
        f"CAST({columns[column.name]} AS {column.type}) AS {name(column.name)}"
        for column in TABLES["accounts"].columns
    )
    values = "".join(
        f" LEFT JOIN {name(f'value {field}')} v_{field} ON v_{field}.key = t.{field}_key"
        for field in VOCABULARY_OF
    )
    connection.execute(
        f"""CREATE TABLE accounts AS SELECT {listed}
        FROM named n JOIN told t USING (row) JOIN dated d USING (row) JOIN placed m USING (row)
        JOIN counted k USING (row)
        LEFT JOIN (
            SELECT row,
                list({{'party': party, 'outcome': outcome, 'min': min, 'best': best, 'max': max,
                'imputed': imputed}} ORDER BY outcome, party) AS casualties FROM parts GROUP BY row
        ) s USING (row)
        LEFT JOIN (
            SELECT row, list_sort(list_distinct(list(code))) AS codes FROM problems
            WHERE code NOT IN ('value-unknown', 'place-unresolved', 'place-disagrees') GROUP BY row
        ) p USING (row)
        LEFT JOIN "cited_source ids" c ON c.text = t.cited_text
        LEFT JOIN "own_source ids" o ON o.text = t.own_text
        LEFT JOIN listed_source l ON l.id = t.source_id_text
        LEFT JOIN cb_today y ON y.place = m.place_id
        LEFT JOIN cb_chain h ON h.place = m.place_id
            AND coalesce(d.date_start, DATE '9999-12-31') BETWEEN h.valid_from AND h.valid_to
        LEFT JOIN cb_place g ON g.id = m.place_id AND m.level <> 'country'
        {values}"""
    )


def _grade(mapping: DatasetMapping) -> str:
    own = mapping.row_source.reliability if mapping.row_source else None
    whole = mapping.source.get("reliability")
    first = f"CASE WHEN o.ids IS NOT NULL THEN {quote(own) if own else 'NULL'} "
    return first + f"ELSE {quote(whole) if whole else 'NULL'} END"


def _anchors(mapping: DatasetMapping, dataset: str) -> str:
    own = (
        "{'source': coalesce(l.id, o.ids[1]), 'start': TRY_CAST(t.anchor_start AS BIGINT), "
        "'end': TRY_CAST(t.anchor_end AS BIGINT), 'row': CAST(NULL AS BIGINT), "
        "'locator': t.anchor_locator, 'quote': CAST(NULL AS VARCHAR), "
        "'field': CAST(NULL AS VARCHAR)}"
    )
    row = (
        f"{{'source': {dataset}, 'start': CAST(NULL AS BIGINT), 'end': CAST(NULL AS BIGINT), "
        "'row': n.row, 'locator': CAST(NULL AS VARCHAR), 'quote': CAST(NULL AS VARCHAR), "
        "'field': CAST(NULL AS VARCHAR)}"
    )
    empty = f"CAST([] AS {ANCHORS_TYPE})"
    said = (
        "coalesce(l.id, o.ids[1]) IS NOT NULL "
        "AND coalesce(t.anchor_start, t.anchor_locator) IS NOT NULL"
    )
    of_dataset = (
        f"[{row}]"
        if mapping.source
        else f"CASE WHEN coalesce(l.id, o.ids[1]) IS NULL THEN [{row}] ELSE {empty} END"
    )
    listed = (
        f"list_transform(TRY_CAST(TRY_CAST(t.anchor_listed AS JSON) AS {ANCHORS_TYPE}), lambda a: "
        f"struct_update(a, source := coalesce(a.source, l.id, o.ids[1], {dataset})))"
    )
    alone = f"list_concat(CASE WHEN {said} THEN [{own}] ELSE {empty} END, {of_dataset})"
    return f"CASE WHEN len({listed}) > 0 THEN {listed} ELSE {alone} END"


def _place() -> dict[str, str]:
    """Names of today and of the day where the gazetteer has the place, else the row's own words."""
    here = "m.covered AND m.level <> 'country'"
    stated = f"CASE WHEN t.precision_text IN ({quotes(PLACE_PRECISIONS)}) THEN t.precision_text END"
    bare = "m.latitude IS NULL AND m.problem IS NULL"
    return {
        "place": "coalesce(t.place_words, t.place_town, t.place_district, t.place_province)",
        "place_id": "m.place_id",
        "country": "m.country",
        "province": f"CASE WHEN {here} THEN y.province ELSE t.place_province END",
        "division": "y.division",
        "district": f"CASE WHEN {here} THEN coalesce(y.district, CASE WHEN m.unresolved = "
        "t.place_district THEN t.place_district END) ELSE t.place_district END",
        "province_then": f"CASE WHEN {here} THEN h.province ELSE t.place_province END",
        "district_then": f"CASE WHEN {here} THEN coalesce(h.district, CASE WHEN m.unresolved = "
        "t.place_district THEN t.place_district END) ELSE t.place_district END",
        "region": "y.region",
        "latitude": f"CASE WHEN {bare} THEN g.latitude ELSE m.latitude END",
        "longitude": f"CASE WHEN {bare} THEN g.longitude ELSE m.longitude END",
        "place_precision": f"CASE WHEN {bare} AND m.place_id IS NOT NULL "
        f"THEN {_PRECISION_OF_LEVEL} "
        f"ELSE coalesce({stated}, CASE WHEN m.latitude IS NULL AND m.place_id IS NULL THEN "
        "'unknown' "
        f"ELSE coalesce({_PRECISION_OF_LEVEL}, 'unknown') END) END",
    }


def _words(mapping: DatasetMapping, told: Told) -> str:
    said = {field: f"v_{field}.words" for field in mapping.fields if field in VOCABULARY_OF}
    said["coordinates"] = "m.coordinate_words"
    said |= {
        outcome: f"CASE WHEN k.{outcome}_imputed THEN k.{outcome}_words END"
        for outcome in OUTCOMES
        if outcome in mapping.counts
    }
    if "claim" in mapping.fields:
        said["claim"] = (
            f"CASE WHEN lower(t.claim_text) NOT IN ({quotes(CLAIMS)}) THEN t.claim_text END"
        )
    said |= {column: f"t.{name('kept ' + column)}" for column in told.kept}
    entries = ", ".join(f"{{'k': {quote(key)}, 'v': {sql}}}" for key, sql in said.items())
    own = "TRY_CAST(TRY_CAST(t.own_words AS JSON) AS MAP(VARCHAR, VARCHAR))"
    found = f"map_from_entries(list_filter([{entries}], lambda e: e.v IS NOT NULL))"
    return f"map_concat({found}, {own})"


def _marks() -> str:
    unknown = " OR ".join(f"len(v_{field}.unknown) > 0" for field in VOCABULARY_OF)
    more = {
        "value-unknown": unknown,
        "place-unresolved": "m.unresolved IS NOT NULL",
        "place-disagrees": "m.disagrees IS NOT NULL",
    }
    lists = ", ".join(
        f"CASE WHEN {test} THEN [{quote(code)}] ELSE CAST([] AS VARCHAR[]) END"
        for code, test in more.items()
    )
    return f"list_sort(list_concat(coalesce(p.codes, []), {lists}))"
