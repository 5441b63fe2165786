"""A drawn chart or map: SVG with its words beside it, in one theme fit for screen and print."""

from __future__ import annotations

import hashlib
import html
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from waqia.model import ExportError
from waqia.publish.text import visible

FONT = "Noto Sans, sans-serif"
INK = "#222222"
QUIET = "#595959"
GRID = "#E4E4E4"
UNKNOWN = "#9A9A9A"
PALE = "#D4D4D4"
MAIN = "#0072B2"
SERIES = ("#0072B2", "#D55E00", "#009E73", "#8F4A86", "#B07A00", "#3B9BD6")
"""Colours of several series (Okabe and Ito 2008, three of them darkened for thin lines)."""
DASHES = ((1, 0), (6, 3), (2, 2), (9, 3, 2, 3), (14, 4), (2, 5))
"""Dashes that go with the colours, so that series are told apart in grey too."""
LAYERS = ("#0B3865", "#E69F00", "#0072B2", "#56B4E9", "#8F4A86")
"""Colours of areas that touch: dark and light in turn, so that they part in grey too."""
SHADES = ("#D3E2F2", "#A3C4E4", "#639CCB", "#2A6CA8", "#0B3865")
"""Light to dark in one hue, at even steps of lightness, so that they keep their order in grey."""

_VEGA_LITE = "6.4"
_THEME: dict[str, Any] = {
    "aria": False,
    "background": "white",
    "font": FONT,
    "padding": 8,
    "view": {"stroke": None},
    "title": {
        "anchor": "start", "frame": "group", "fontSize": 14, "fontWeight": "bold", "color": INK,
        "subtitleFontSize": 11, "subtitleColor": QUIET, "offset": 10,
    },
    "axis": {
        "labelFontSize": 11, "labelColor": INK, "labelLimit": 240, "titleFontSize": 11,
        "titleFontWeight": "normal", "titleColor": QUIET, "gridColor": GRID,
        "domainColor": UNKNOWN, "tickColor": UNKNOWN, "tickSize": 4,
    },
    "legend": {
        "labelFontSize": 11, "labelColor": INK, "labelLimit": 240, "titleFontSize": 11,
        "titleFontWeight": "normal", "titleColor": QUIET, "symbolSize": 120,
    },
    "header": {
        "labelFontSize": 12, "labelFontWeight": "bold", "labelColor": INK, "labelAnchor": "start",
        "labelLimit": 220, "title": None,
    },
    "text": {"fontSize": 11, "color": INK},
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A chart or map, ready to be shown.

    Attributes:
        svg: the drawing as SVG text; the same question on the same release gives the same bytes.
        alt: what it shows with its main numbers, for those who cannot see it.
        caption: what is drawn and what is not (unknown, cut off, not placed), in sentences.
        width: pixels of the SVG.
        height: pixels of the SVG.
        spec: the Vega-Lite specification it was drawn from.
    """

    svg: str = field(repr=False)
    alt: str
    caption: str
    width: int
    height: int
    spec: Mapping[str, Any] = field(repr=False)

    def to_png(self, scale: float = 2.0) -> bytes:
        """The drawing as PNG, `scale` pixels to one of the SVG."""
        import vl_convert

        _register_fonts()
        return bytes(vl_convert.svg_to_png(self.svg, scale=scale))

    def to_html(self) -> str:
        """The drawing as an HTML figure with its caption."""
        return (
            f'<figure class="picture">{self.svg}'
            f"<figcaption>{html.escape(self.caption)}</figcaption></figure>"
        )

    def save(self, path: str | Path) -> Path:
        """Write the drawing as .svg, .png or .html (a page that needs nothing else).

        Raises:
            ExportError: the ending is another one, or the file cannot be written.
        """
        path = Path(path)
        match path.suffix.lower():
            case ".svg":
                data = self.svg.encode()
            case ".png":
                data = self.to_png()
            case ".html":
                data = _page(self).encode()
            case ending:
                raise ExportError(
                    f"{path}: a picture is saved as .svg, .png or .html, not as {ending or 'this'}."
                )
        try:
            path.write_bytes(data)
        except OSError as error:
            raise ExportError(f"{path} could not be written: {error.strerror}.") from error
        return path

    def _repr_html_(self) -> str:
        return self.to_html()


class Data:
    """The records of a drawing, kept apart from the chart, as Altair would check each of them."""

    def __init__(self) -> None:
        self.sets: dict[str, list[dict[str, Any]]] = {}

    def chart(self, records: list[dict[str, Any]]) -> Any:
        """An Altair chart of these records."""
        import altair as alt

        name = f"data-{len(self.sets)}"
        self.sets[name] = records
        return alt.Chart(alt.NamedData(name=name))


def draw(
    chart: Any, data: Data, *, alt: str, caption: str, title: str = "", subtitle: str = ""
) -> Picture:
    """Draw an Altair chart in the theme of the house; `title` stands above it where given.

    With a `subtitle`, lines that stand below the title, the caption is drawn there as well: such a
    picture goes without a page.
    """
    import vl_convert

    _register_fonts()
    spec: dict[str, Any] = chart.to_dict() | {"datasets": data.sets}
    # A theme or a link menu that a notebook has switched on must not change the drawing.
    spec["config"] = _THEME
    spec["usermeta"] = {"embedOptions": {"actions": False}}
    name = visible(title or caption.split(". ")[0].rstrip("."))
    if subtitle:
        told = [caption.removeprefix(name).lstrip(". "), *subtitle.splitlines()]
        lines = [line for one in told for line in textwrap.wrap(one, 100)]
        spec["title"] = {"text": textwrap.wrap(name, 72), "subtitle": lines}
    elif title:
        spec["title"] = textwrap.wrap(title, 72)
    spec, alt, caption = _visible(spec), visible(alt), visible(caption)
    svg = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE)
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    width, height = (round(float(side)) for side in size.groups()) if size else (0, 0)
    return Picture(_accessible(svg, name, alt), alt, caption, width, height, spec)


def _visible(value: Any) -> Any:
    """A specification without control characters: one of them would end the whole process."""
    match value:
        case str():
            return visible(value)
        case dict():
            return {key: _visible(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_visible(inner) for inner in value]
    return value


def _accessible(svg: str, name: str, alt: str) -> str:
    """Name and describe the drawing, and give its marks titles that show where a pointer rests."""
    svg = re.sub(
        r'<(\w+) aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="[^"]*"([^>]*)/>',
        r"<\1\3><title>\2</title></\1>",
        svg,
    )
    svg = re.sub(r' (?:role="graphics-\w+"|aria-[a-z]+="[^"]*")', "", svg)
    # Coordinates of a tenth of a pixel are enough, and shorter by half.
    svg = re.sub(
        r'(?<= )d="[^"]*"',
        lambda path: re.sub(r"\d+\.\d{2,}", lambda n: f"{float(n[0]):.1f}", path[0]),
        svg,
    )
    # Ids are made one of a kind, because several drawings share one page.
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = re.sub(r'(id="|url\(#)((?:clip|gradient)[\w-]*)', rf"\1\2-{mark}", svg)
    head, rest = svg.split(">", 1)
    words = f"<title>{html.escape(name)}</title><desc>{html.escape(alt)}</desc>"
    return f'{head} role="img">{words}{rest}'


def _page(picture: Picture) -> str:
    name = re.search(r"<title>(.*?)</title>", picture.svg)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{name[1] if name else ''}</title>"
        '<meta name="viewport" content="width=device-width">'
        f"<style>body{{font-family:{FONT};margin:2rem;color:{INK}}}figure{{margin:0}}"
        "svg{max-width:100%;height:auto}figcaption{max-width:45rem;font-size:.9rem}</style>"
        f"</head><body>{picture.to_html()}</body></html>\n"
    )


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(Path(__file__).parent / "fonts"))
