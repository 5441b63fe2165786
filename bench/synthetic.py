"""A release of made-up incidents, as large as is wanted and the same in every run."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.measure import OUT

# h is a hash of the row's number, r a second one: columns that lean on different digits of them
# are independent enough, and no generator has to be seeded.
_DRAWN = """
    SELECT n, h, r, DATE '1990-01-01' + (h // 13 % 12783)::INTEGER AS day,
        CASE WHEN h % 53 = 0 THEN NULL WHEN h % 3 > 0 THEN 0 ELSE h // 7 % 9 END::INTEGER AS k,
        CASE WHEN r % 37 = 0 THEN NULL WHEN r % 5 > 1 THEN 0 ELSE r // 11 % 21 END::INTEGER AS j
    FROM (
        SELECT range AS n, (hash(range) // 1024)::BIGINT AS h,
            (hash(range + 1000000007) // 1024)::BIGINT AS r
        FROM range($incidents)
    )
"""
_INCIDENTS = f"""
    SELECT format('PK-{{}}-{{:07d}}', year(day), n) AS id,
        CASE WHEN r % 97 = 0 THEN 'withdrawn' ELSE 'confirmed' END AS status,
        $types[1 + h // 17 % len($types)] AS type,
        day AS date_start,
        CASE WHEN h % 11 = 0 THEN day + (r % 45)::INTEGER
            WHEN h % 61 > 0 THEN day END AS date_end,
        CASE WHEN h % 11 = 0 THEN 'range' ELSE 'day' END AS date_precision,
        format('Place {{}}', r // 23 % 900) AS place,
        'Pakistan' AS country,
        CASE WHEN r % 41 > 0 THEN $provinces[1 + r // 43 % len($provinces)] END AS province,
        format('District {{}}', r // 43 % 140) AS district,
        province AS province_then, district AS district_then,
        24 + h // 19 % 13000 / 1000 AS latitude, 61 + r // 19 % 16000 / 1000 AS longitude,
        'district' AS place_precision,
        [$actors[1 + r // 29 % len($actors)]] AS perpetrators, 'attributed' AS claim,
        list_distinct([$targets[1 + h // 31 % len($targets)],
            $targets[1 + r // 31 % len($targets)]])
            AS targets,
        CASE WHEN h % 29 = 0 THEN NULL WHEN r % 4 > 0 THEN [$tactics[1 + h // 37 % len($tactics)]]
            ELSE list_distinct([$tactics[1 + h // 37 % len($tactics)],
                $tactics[1 + r // 37 % len($tactics)]]) END AS tactics,
        k - k // 4 AS killed_min, k AS killed,
        CASE WHEN r % 101 > 0 THEN k + (r % 3)::INTEGER END AS killed_max,
        false AS killed_imputed,
        j - j // 5 AS injured_min, j AS injured, j + (h % 5)::INTEGER AS injured_max,
        h % 71 = 0 AS injured_imputed,
        CASE WHEN k > 0 THEN [
            {{party: 'civilians', outcome: 'killed', min: k - k // 2, best: k - k // 3, max: k,
                imputed: false}},
            {{party: 'militants', outcome: 'killed', min: 0, best: k // 3, max: k // 3,
                imputed: false}}
        ] END AS casualties,
        1 AS n_accounts, 1 AS n_sources
    FROM ({_DRAWN})
"""


def release_of(incidents: int) -> Any:
    """The release with so many incidents; it is kept under out/bench while its making is the same.

    It has no accounts and no sources: the questions asked of it read none.
    """
    import duckdb

    from waqia.codebook import Codebook
    from waqia.model import TABLES
    from waqia.release import open_release, write_release

    made_by = sha256(f"{_INCIDENTS} {TABLES['incidents']}".encode()).hexdigest()[:8]
    path = OUT / f"synthetic-{incidents}-{made_by}.release"
    if path.exists():
        return open_release(path)
    part = Path(f"{path}.part")
    shutil.rmtree(part, ignore_errors=True)
    codebook = Codebook.load("pakistan")
    choices: dict[str, Any] = {
        "types": [code for code, term in codebook.terms("type").items() if term.parent],
        "provinces": [p.name for p in codebook.places.values() if p.level == "province"],
        **{
            f"{name}s": [code for code in codebook.terms(name) if code != "unknown"]
            for name in ("actor", "target", "tactic")
        },
    }
    with duckdb.connect() as connection:
        connection.execute(TABLES["incidents"].create())
        connection.execute(
            f"INSERT INTO incidents BY NAME {_INCIDENTS}", choices | {"incidents": incidents}
        )
        write_release(connection, part, codebook, title=f"{incidents:,} synthetic incidents")
    part.rename(path)
    return open_release(path)
