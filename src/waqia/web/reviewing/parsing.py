"""What a person posted made changes of an account: only what is other than it was counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waqia.codebook import Codebook
from waqia.formats import read_date
from waqia.model import OUTCOMES, QuestionError, parse_count, plain_digits
from waqia.register import Words
from waqia.web.reviewing.fields import CLAIMS, FIELDS, PRECISIONS, count_names
from waqia.web.reviewing.filling import PARTS, filled
from waqia.web.reviewing.places import PlaceFound, places_of

Record = dict[str, Any]
_ROW = re.compile(r"c(\d+)_(?:party|outcome|min|best|max)")
_MOST_ROWS = 60
_LARGEST = 99_999_999
_NAMED = 5
"""Places that a message names."""


@dataclass(slots=True)
class Read:
    """What a form says: changes of the account, words that say values, and fields that keep theirs.

    `errors` is the name of an input, or words.FIELD, → (what is wrong, values for its %-places),
    so that it can be said in any language.
    """

    changes: Record = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)
    keep: set[str] = field(default_factory=set)
    errors: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)


def _(text: str) -> str:
    """Mark a text for translation, which is done where it is shown."""
    return text


def read(
    form: Mapping[str, Any],
    before: Mapping[str, Any],
    codebook: Codebook,
    *,
    text: str | None = None,
    language: str = "en",
) -> Read:
    """Read a form that was filled from `before`, an account or {}.

    Inputs that were not posted, or that say what they said, change nothing. `text` is the archived
    text of the source, in which words.FIELD has to stand.
    """
    return _Reader(form, before, codebook, text, language).read()


class _Reader:
    def __init__(
        self, form: Mapping[str, Any], before: Mapping[str, Any], codebook: Codebook,
        text: str | None, language: str,
    ) -> None:  # fmt: skip
        self._form = {k: " ".join(v.split()) if k != "summary" else v.strip().replace("\r\n", "\n")
                      for k, v in form.items() if isinstance(v, str)}  # fmt: skip
        self._before = before
        self._was = filled(before, codebook, language)
        self._book = codebook
        self._text = text
        self._language = language
        self._done = Read()

    def read(self) -> Read:
        self._choices()
        self._date()
        self._place()
        self._point()
        self._lists()
        for outcome in OUTCOMES:
            self._count(outcome)
        rows = self._casualties()
        if self._is_new("summary"):
            self._done.changes["summary"] = self._said("summary") or None
        self._words(rows)
        keep = {k.removeprefix("keep.") for k in self._form if k.startswith("keep.")}
        self._done.keep = keep & FIELDS.keys()
        return self._done

    def _said(self, name: str) -> str:
        return self._form.get(name, self._was.get(name, ""))

    def _is_new(self, *names: str) -> bool:
        return any(self._said(name) != self._was.get(name, "") for name in names)

    def _wrong(self, name: str, problem: str, **values: Any) -> None:
        self._done.errors.setdefault(name, (problem, values))

    def _choices(self) -> None:
        for name, known in (
            ("type", self._book.terms("type")), ("claim", CLAIMS), ("credibility", "123456"),
        ):  # fmt: skip
            if not self._is_new(name):
                continue
            value = self._said(name)
            if value and value not in known:
                self._wrong(name, _("%(value)s is not one of these."), value=value)
            else:
                number = name == "credibility" and bool(value)
                self._done.changes[name] = (int(value) if number else value) or None

    def _date(self) -> None:
        names = ("date_start", "date_end", "date_precision")
        if not self._is_new(*names):
            return
        start, end, precision = map(self._said, names)
        if not start:
            if end:
                self._wrong("date_start", _("Say when it began, too."))
            self._done.changes |= dict.fromkeys(names)
            return
        one_day = self._was.get("date_start") == self._was.get("date_end")
        if end == self._was.get("date_end", "") and (one_day or not end):
            end = ""  # it followed from the start before
        first = self._day("date_start", start)
        last = self._day("date_end", end) if end else first
        if first is None or last is None:
            return
        if last.end < first.start:
            self._wrong("date_end", _("It ends before it begins."))
            return
        if precision and precision not in PRECISIONS:
            self._wrong("date_precision", _("%(value)s is not one of these."), value=precision)
            return
        worked = first.precision if not end else "day" if first.start == last.end else "range"
        chosen = precision if self._is_new("date_precision") and precision else worked
        self._done.changes |= {
            "date_start": first.start.isoformat(), "date_end": last.end.isoformat(),
            "date_precision": chosen,
        }  # fmt: skip

    def _day(self, name: str, text: str) -> Any:
        try:
            found = read_date(plain_digits(text))
        except (QuestionError, ValueError):
            found = None
        if found is None:
            self._wrong(
                name,
                _("%(value)s is no day; write 2024-02-06, 2024-02, 2024 or early March 2014."),
                value=text,
            )
        elif found.end > date(2200, 1, 1) or found.start < date(1800, 1, 1):
            self._wrong(name, _("%(value)s is not in our time."), value=text)
            return None
        return found

    def _place(self) -> None:
        if self._is_new("place_unit"):
            unit, chosen = self._said("place_unit"), self._said("place_id")
            places = places_of(self._book)
            if not unit:
                self._done.changes |= dict.fromkeys(
                    ("place_id", "country", "province", "division", "district", "place_precision",
                     "province_then", "district_then", "region", "latitude", "longitude")
                )  # fmt: skip
            elif chosen and places.text(chosen, self._language) == unit:
                self._done.changes["place_id"] = chosen
            else:
                self._meant(places.meant(unit, self._language), unit)
        if self._is_new("place"):
            words = self._said("place") or None
            self._done.changes["place"] = words
            if "place_id" not in self._done.changes and self._before.get("place_id"):
                # other words for the same unit
                self._done.changes["place_id"] = self._before["place_id"]

    def _meant(self, found: PlaceFound | list[PlaceFound], unit: str) -> None:
        if isinstance(found, PlaceFound):
            self._done.changes["place_id"] = found.id
        elif found:
            named = "; ".join(one.text for one in found[:_NAMED])
            self._wrong(
                "place_unit", _("%(value)s may be several places: %(places)s."),
                value=unit, places=named,
            )  # fmt: skip
        else:
            self._wrong(
                "place_unit",
                _("The gazetteer has no place %(value)s; name the district or province it is in."),
                value=unit,
            )

    def _point(self) -> None:
        if not self._is_new("coordinates"):
            return
        words = plain_digits(self._said("coordinates"))
        if not words and self._done.changes.get("place_id"):
            return  # the place brings its own
        if not words:
            self._done.changes |= {"latitude": None, "longitude": None}
            return
        numbers = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*[,;\s،]\s*(-?\d+(?:\.\d+)?)", words)
        point = [float(number) for number in numbers.groups()] if numbers else []
        if not point or abs(point[0]) > 90 or abs(point[1]) > 180:
            self._wrong(
                "coordinates", _("Write degrees north, then east: 29.55, 67.88."), value=words
            )
        else:
            self._done.changes |= {"latitude": point[0], "longitude": point[1]}

    def _lists(self) -> None:
        for name, each in FIELDS.items():
            if each.kind not in ("codes", "texts") or not self._is_new(name):
                continue
            parts = [p.strip() for p in re.split(r"[;؛\n]", self._said(name)) if p.strip()]
            if each.kind == "texts":
                self._done.changes[name] = list(dict.fromkeys(parts)) or None
                continue
            codes = dict.fromkeys(filter(None, (self._code(name, part) for part in parts)))
            self._done.changes[name] = list(codes) or None

    def _code(self, name: str, text: str) -> str | None:
        vocabulary = str(FIELDS[name].vocabulary)
        found = self._book.find(vocabulary, text)
        if found is None and self._book.is_open(vocabulary):
            return text
        if found is None:
            import difflib

            spellings = self._book.spellings(vocabulary)
            near = difflib.get_close_matches(text.casefold(), spellings, 3, 0.6)
            codes = dict.fromkeys(spellings[spelling] for spelling in near)
            labels = [self._book.label(vocabulary, code, self._language) for code in codes]
            if labels:
                self._wrong(
                    name, _("The codebook has no %(value)s; did you mean %(near)s?"),
                    value=text, near=", ".join(labels),
                )  # fmt: skip
            else:
                self._wrong(name, _("The codebook has no %(value)s."), value=text)
        return found

    def _count(self, outcome: str) -> None:
        names = count_names(outcome)
        if not self._is_new(*names):
            return
        was = [self._was.get(name, "") for name in names]
        low, best, high = map(self._said, names)
        followed = len(set(was)) == 1 and [low, high] == [was[0], was[2]]
        if followed and best != was[1]:
            low = high = ""  # an exact number was corrected; its bounds go with it
        numbers = self._bounds(names, low, best, high)
        if numbers is not None:
            imputed = numbers.pop()
            self._done.changes |= dict(zip(names, numbers, strict=True))
            self._done.changes[f"{outcome}_imputed"] = imputed or None

    def _bounds(
        self, names: tuple[str, str, str], low: str, best: str, high: str
    ) -> list[Any] | None:
        """Least, best, most and whether words were made numbers; None where one is wrong.

        What is typed alone may be words: at least 4, 3-5, dozens.
        """
        if best and not low and not high:
            found = parse_count(best, self._book.vague_counts)
            if found is None:
                self._wrong(
                    names[1],
                    _("%(value)s is no number; write 4, 3-5, at least 4, up to 30 or dozens."),
                    value=best,
                )
                return None
            return [found.min, found.best, found.max, found.imputed]
        numbers: list[Any] = []
        for name, text in zip(names, (low, best, high), strict=True):
            digits = plain_digits(text).replace(",", "")
            if digits and (not digits.isdecimal() or int(digits) > _LARGEST):
                self._wrong(name, _("%(value)s is no number."), value=text)
                return None
            numbers.append(int(digits) if digits else None)
        known = [number for number in numbers if number is not None]
        if known != sorted(known):
            self._wrong(names[1], _("At least, likely, at most: they have to rise."))
            return None
        return [*numbers, False]

    def _casualties(self) -> dict[int, tuple[str, str]]:
        """The rows that say something: number → (party, outcome)."""
        posted = {int(m[1]) for name in self._form if (m := _ROW.fullmatch(name))}
        rows = sorted({*posted, *range(len(self._before.get("casualties") or ()))})[:_MOST_ROWS]
        names = [f"c{row}_{name}" for row in rows for name in PARTS]
        parts: list[Record] = []
        keys: dict[int, tuple[str, str]] = {}
        for row, part in self._rows(rows):
            key = (part["party"], part["outcome"])
            if key in keys.values():
                self._wrong(f"c{row}_party", _("This party stands in two rows."))
            keys[row] = key
            parts.append(part)
        if self._is_new(*names):
            self._done.changes["casualties"] = parts or None
        return keys

    def _rows(self, rows: list[int]) -> Iterator[tuple[int, Record]]:
        for row in rows:
            texts = {name: self._said(f"c{row}_{name}") for name in PARTS}
            if not any(texts[name] for name in ("party", "min", "best", "max")):
                continue
            if texts["party"] not in self._book.terms("party"):
                self._wrong(f"c{row}_party", _("Choose whose casualties these are."))
                continue
            if texts["outcome"] not in OUTCOMES:
                self._wrong(f"c{row}_outcome", _("Choose what happened to them."))
                continue
            names = (f"c{row}_min", f"c{row}_best", f"c{row}_max")
            was = [self._was.get(name, "") for name in names]
            given = [texts["min"], texts["best"], texts["max"]]
            if len(set(was)) == 1 and was[0] and given[1] != was[1] and given[::2] == was[::2]:
                given = ["", given[1], ""]
            numbers = self._bounds(names, *given)
            if numbers is not None:
                bounds = dict(zip(("min", "best", "max"), numbers, strict=False))
                part = {"party": texts["party"], "outcome": texts["outcome"],
                        "imputed": bool(numbers[3])}  # fmt: skip
                yield row, part | {k: v for k, v in bounds.items() if v is not None}

    def _words(self, rows: Mapping[int, tuple[str, str]]) -> None:
        for name, quote in self._form.items():
            field_, _dot, number = name.removeprefix("words.").partition(".")
            if not name.startswith("words.") or not quote or field_ not in {*FIELDS, "passage"}:
                continue
            quote = self._typed(name)
            span = self._span(name, quote, self._form.get(name.replace("words.", "at.", 1), ""))
            if span is None:
                continue
            for each in self._said_by(field_, number, rows):
                self._done.words.append(Words(each, *span, quote=None))

    def _typed(self, name: str) -> str:
        return self._form[name].strip("“”\"'")

    def _span(self, name: str, quote: str, at: str) -> tuple[int, int] | None:
        """Where words stand in the text: as the page said, else where alone they are found."""
        if self._text is None:
            self._wrong(name, _("No text of this source is archived."))
            return None
        # line breaks within words are one space in an input
        pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
        if at.isdecimal() and (found := pattern.match(self._text, int(at))):
            return found.span()
        passages = [
            (a["start"], a["end"]) for a in self._before.get("anchors") or ()
            if not a.get("field") and a.get("start") is not None
        ]  # fmt: skip
        spans = [found.span() for found in pattern.finditer(self._text)]
        near = [s for s in spans if any(a <= s[0] and s[1] <= b for a, b in passages)]
        if len(near or spans) == 1:
            return (near or spans)[0]
        if spans:
            self._wrong(
                name, _("“%(value)s” stands there %(times)d times; give more of the sentence."),
                value=quote, times=len(spans),
            )  # fmt: skip
        else:
            self._wrong(name, _("“%(value)s” does not stand in the source."), value=quote)
        return None

    def _said_by(
        self, field_: str, number: str, rows: Mapping[int, tuple[str, str]]
    ) -> list[str | None]:
        """The anchors' fields that words for a field of the form say."""
        if field_ == "passage":
            return [None]
        if field_ == "casualties":
            chosen = [rows[int(number)]] if number.isdecimal() and int(number) in rows else []
            return [f"casualties:{party}:{outcome}" for party, outcome in chosen]
        if FIELDS[field_].kind != "codes":
            return [field_]
        now = self._done.changes.get(field_, self._before.get(field_)) or []
        said = {a.get("field") for a in self._before.get("anchors") or ()}
        new = [code for code in now if f"{field_}:{code}" not in said]
        return [f"{field_}:{code}" for code in new or now]
