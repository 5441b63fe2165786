"""A starting mapping from a table's header and cells: guesses to correct, each with an example."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from waqia.codebook import Codebook, normalise
from waqia.formats.dates import read_date
from waqia.formats.mapping import PLACE_WORDS, VOCABULARY_OF
from waqia.formats.reading import Rows, open_rows, plain_errors
from waqia.formats.text import name

_SAMPLE = 400
_SHOWN = 12
_NOTHING = ("NA", "N/A", "-")

# Field → the words of a header that mean it, most telling first: English, French, Spanish, German,
# Urdu, and the names of the columns of common datasets.
_HEADERS: dict[str, tuple[str, ...]] = {
    "incident": ("incident id", "event id", "incident no", "case id", "واقعہ نمبر"),
    "account": (
        "account id", "report id", "record id", "eventid", "data id", "event id cnty", "id", "s no",
        "sr no", "serial no", "serial", "no", "s", "numero", "nummer", "نمبر شمار",
    ),
    "date_end": ("date end", "end date", "date fin", "fecha fin", "enddatum", "to date"),
    "date_start": (
        "date start", "start date", "event date", "incident date", "date of incident",
        "attack date", "date", "day", "datum", "fecha", "jour", "from date", "تاریخ",
    ),
    "hijri": ("islamic date", "hijri date", "hijri", "ہجری تاریخ"),
    "country": ("country", "country txt", "pays", "pais", "land", "ملک"),
    "province": (
        "province", "admin1", "adm 1", "state", "provstate", "region", "provincia", "provinz",
        "governorate", "صوبہ",
    ),
    "district": ("district", "admin2", "adm 2", "county", "distrito", "bezirk", "agency", "ضلع"),
    "town": ("city", "town", "ville", "ciudad", "stadt", "tehsil", "شہر"),
    "words": ("location", "place", "lieu", "lugar", "ort", "venue", "where", "site", "مقام", "جگہ"),
    "latitude": ("latitude", "lat", "y", "latitud", "breitengrad"),
    "longitude": ("longitude", "long", "lon", "lng", "x", "longitud", "längengrad"),
    "killed_min": ("killed min", "deaths low", "fatalities min", "low", "min killed"),
    "killed_max": ("killed max", "deaths high", "fatalities max", "high", "max killed"),
    "killed": (
        "killed", "deaths", "dead", "fatalities", "nkill", "deaths best", "best", "killed best",
        "no killed", "number killed", "morts", "tues", "muertos", "tote", "ہلاک", "جاں بحق",
        "اموات",
    ),
    "injured_min": ("injured min", "injuries low", "wounded min"),
    "injured_max": ("injured max", "injuries high", "wounded max"),
    "injured": (
        "injured", "wounded", "nwound", "injuries", "injuries best", "blesses", "heridos",
        "verletzte", "زخمی",
    ),
    "arrested": ("arrested", "arrests", "detained", "arretes", "detenidos", "گرفتار"),
    "abducted": ("abducted", "kidnapped", "nhostkid", "enleves", "secuestrados", "اغوا"),
    "type": (
        "incident type", "event type", "type of incident", "type of attack", "type", "category",
        "sub event type", "tipo", "art", "نوعیت", "قسم",
    ),
    "tactics": (
        "tactic", "tactics", "attack type", "attacktype1 txt", "weapon", "method", "modus operandi",
        "طریقہ",
    ),
    "targets": (
        "target type", "targets", "target", "targtype1 txt", "cible", "objetivo", "ziel", "ہدف",
    ),
    "perpetrators": (
        "perpetrator", "perpetrators", "group", "gname", "attacker", "attackers", "actor1", "actor",
        "responsibility", "auteur", "autor", "tater", "ذمہ دار", "تنظیم",
    ),
    "summary": ("summary", "description", "details", "notes", "narrative", "resume", "تفصیل"),
    "source": ("source", "sources", "newspaper", "reference", "fuente", "quelle", "ذریعہ", "حوالہ"),
}  # fmt: skip
# Words too common to mean a field when they are only a part of a name.
_WHOLE_ONLY = {
    "type", "category", "art", "where", "site", "low", "high", "best", "day", "state", "region",
    "group", "land", "actor", "dead", "serial", "place", "ort", "jour",
}  # fmt: skip
_COUNTS = ("killed", "injured", "arrested", "abducted")
_CODED = ("type", "perpetrators", "targets", "tactics")


def draft_mapping(path: str | Path, *, codebook: str = "generic", sheet: str | None = None) -> str:
    """A mapping in YAML for a table, guessed from its header and first rows, with comments.

    It loads as it stands. Columns are matched by names in several languages, dates and coordinates
    also by their cells. What is guessed says so and shows cells; cells that the codebook does not
    know and columns nobody wants are listed.

    Raises:
        InputError: the file cannot be read.
        CodebookError: there is no such codebook.
    """
    import duckdb

    book = Codebook.load(codebook)

    with tempfile.TemporaryDirectory(prefix="waqia-") as folder:
        connection = duckdb.connect()
        try:
            rows = open_rows(connection, path, Path(folder), sheet=sheet)
            with plain_errors(rows.looked.path):
                columns = ", ".join(f"trim({name(column)})" for column in rows.columns)
                cells = connection.execute(
                    f'SELECT {columns} FROM {rows.view} WHERE "(fits)" LIMIT {_SAMPLE}'
                ).fetchall()
        finally:
            connection.close()
    examples = {
        column: list(dict.fromkeys(row[index] for row in cells if row[index]))
        for index, column in enumerate(rows.columns)
    }
    return "\n".join(_lines(rows, _guess(examples), examples, book, codebook, sheet)) + "\n"


def _guess(examples: dict[str, list[str]]) -> dict[str, str]:
    """Field → column, each column once: exact names first, then names that contain the words."""
    spelt = {column: _words(column) for column in examples}
    found: dict[str, str] = {}
    for whole in (True, False):
        for field, words in _HEADERS.items():
            if field in found:
                continue
            for word in map(normalise, words):
                match = next(
                    (
                        column
                        for column, spelling in spelt.items()
                        if column not in found.values()
                        and (spelling == word if whole else _within(word, spelling))
                        and _plausible(field, examples[column])
                    ),
                    None,
                )
                if match is not None:
                    found[field] = match
                    break
    if "date_start" not in found:
        dated = (c for c, cells in examples.items() if c not in found.values() and _dates(cells))
        if (column := next(dated, None)) is not None:
            found["date_start"] = column
    if "incident" in found and "account" not in found:
        found["account"] = found["incident"]
    return found


def _words(column: str) -> str:
    return normalise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column))


def _within(word: str, spelling: str) -> bool:
    return (
        len(word) > 2
        and word not in _WHOLE_ONLY
        and re.search(rf"\b{re.escape(word)}\b", spelling) is not None
    )


def _plausible(field: str, cells: list[str]) -> bool:
    if field in ("latitude", "longitude"):
        limit = 90 if field == "latitude" else 180
        return all(re.fullmatch(r"-?\d+([.,]\d+)?", cell) for cell in cells[:20]) and all(
            abs(float(cell.replace(",", "."))) <= limit for cell in cells[:20]
        )
    if field in ("date_start", "date_end"):
        return not cells or _dates(cells)
    if field.split("_")[0] in _COUNTS:
        return not cells or any(re.search(r"\d", cell) for cell in cells)
    if field in ("words", "town", "district", "province"):
        return not cells or not all(re.fullmatch(r"[\d.,-]+", cell) for cell in cells)
    if field == "account":
        return len(cells) == len(set(cells))
    return True


def _dates(cells: list[str]) -> bool:
    read = [
        any(read_date(cell, (), order) for order in ("day-first", "month-first"))
        and not re.fullmatch(r"\d{1,4}", cell)
        for cell in cells[:30]
    ]
    return bool(read) and sum(read) >= len(read) * 0.6


def _order(cells: list[str]) -> str | None:
    """The order of days and months, None where the cells do not show it or need none."""
    pairs = [
        (int(match[1]), int(match[2]))
        for cell in cells
        if (match := re.match(r"(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{2,4}", cell))
    ]
    if not pairs:
        return None
    if any(first > 12 for first, _ in pairs):
        return "day-first"
    return "month-first" if any(second > 12 for _, second in pairs) else "unclear"


def _lines(
    rows: Rows,
    found: dict[str, str],
    examples: dict[str, list[str]],
    book: Codebook,
    codebook: str,
    sheet: str | None,
) -> Iterator[str]:
    def such(field: str) -> str:
        cells = ", ".join(cell.replace("\n", " ")[:40] for cell in examples[found[field]][:3])
        return f"   # e.g. {cells}" if cells else "   # no cell is filled"

    def line(indent: int, key: str, field: str) -> str:
        return f"{' ' * indent}{key}: {{column: {_text(found[field])}}}{such(field)}"

    dataset = re.sub(r"[^a-z0-9]+", "-", rows.looked.path.stem.lower()).strip("-") or "mydesk"
    yield f"# A starting mapping for {rows.looked.path.name}: every line is a guess. Correct, then:"
    yield "# waqia import table FILE --mapping THIS --codebook NAME --out NAME.release"
    yield f"dataset: {_text(dataset)}"
    yield f"title: {_text(rows.looked.path.stem)}"
    yield f"codebook: {_text(codebook)}"
    nothing = ", ".join(map(_text, _NOTHING))
    yield f"read:\n  unknown: [{nothing}]   # cells that say nothing, in any column"
    if sheet:
        yield f"  sheet: {_text(sheet)}"
    yield "source:   # who made the table"
    yield f"  title: {_text(rows.looked.path.stem)}"
    yield "  # publisher, date, url, licence, citation, reliability (A to F)"
    for key in ("account", "incident"):
        if key in found:
            yield line(0, key, key)
    if "incident" not in found:
        yield "# incident: {column: …}   # rows with one id tell of one incident"
    yield from _date_lines(found, examples, such)
    places = [key for key in (*PLACE_WORDS, "latitude", "longitude") if key in found]
    if places:
        yield "place:"
        yield from (line(2, key, key) for key in places)
        if "words" in found and "town" not in found:
            yield f"  town: {{column: {_text(found['words'])}}}   # looked up in the gazetteer"
        if "country" not in found:
            yield "  # country: {value: Pakistan}   # where no column says it"
    counts = [
        outcome
        for outcome in _COUNTS
        if any(field in found for field in (outcome, f"{outcome}_min", f"{outcome}_max"))
    ]
    if counts:
        yield "counts:   # empty is unknown; 17-22, at least 19 and dozens are read too"
        for outcome in counts:
            yield f"  {outcome}:"
            for bound in ("min", "best", "max"):
                field = outcome if bound == "best" else f"{outcome}_{bound}"
                if field in found:
                    yield line(4, bound, field)
    if any(field in found for field in (*_CODED, "summary")):
        yield "fields:"
        for field in (field for field in (*_CODED, "summary") if field in found):
            yield f"  {field}:{such(field) if field == 'summary' else ''}"
            yield f"    column: {_text(found[field])}"
            if field in _CODED:
                cells = examples[found[field]]
                if any(";" in cell for cell in cells) and field != "type":
                    yield '    split: ";"'
                    cells = [part.strip() for cell in cells for part in cell.split(";")]
                if unknown := _unknown(book, dataset, VOCABULARY_OF[field], cells):
                    yield "    # values:   # cells the codebook does not know, and their codes"
                for cell in unknown[:_SHOWN]:
                    yield f"    #   {_text(cell.replace(chr(10), ' ')[:60])}: code"
    if "source" in found:
        yield f"row_source:   # each row names its own source\n{line(2, 'title', 'source')}"
    unused = [column for column in rows.columns if column not in found.values()]
    if unused:
        yield "# Not used: " + ", ".join(column.replace("\n", " ") for column in unused)
        yield "# keep: [column, …]   # columns whose words are to be kept all the same"


def _unknown(book: Codebook, dataset: str, vocabulary: str, cells: list[str]) -> list[str]:
    """The cells that an import will not translate by a spelling or the dataset's crosswalk."""
    if book.is_open(vocabulary):
        return []
    crossed = {
        row["value"].strip().lower()
        for row in book.crosswalk(dataset)
        if row["field"] == vocabulary
    }
    return [
        cell
        for cell in dict.fromkeys(cells)
        if cell
        and cell not in _NOTHING
        and cell.lower() not in crossed
        and book.find(vocabulary, cell) is None
    ]


def _date_lines(
    found: dict[str, str], examples: dict[str, list[str]], such: Callable[[str], str]
) -> Iterator[str]:
    yield "date:"
    if "date_start" not in found:
        yield "  # no column looks like a date; name it here"
        yield "  # start: {column: …}"
        yield "  start: {value: unknown}"
        return
    for key, field in (("start", "date_start"), ("end", "date_end")):
        if field in found:
            yield f"  {key}: {{column: {_text(found[field])}}}{such(field)}"
    order = _order(
        [c for f in ("date_start", "date_end") if f in found for c in examples[found[f]]]
    )
    if order == "unclear":
        yield "  order: day-first   # check: the cells do not show if 03/04 is in March or April"
    elif order:
        yield f"  order: {order}"
    if "hijri" in found:
        yield f"  hijri: {_text(found['hijri'])}"


def _text(text: str) -> str:
    """A YAML scalar; JSON strings are YAML."""
    return (
        text
        if re.fullmatch(r"[a-z][a-z0-9_-]*", text) and text not in _WORDS
        else json.dumps(text, ensure_ascii=False)
    )


_WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
