// <figure class="chart" data-spec="#id of a JSON script, or an address"> becomes a chart.
//
// The Vega-Lite spec may say in `usermeta` what its marks and its brush choose:
//   choose: {field: "type", from: "code"}            a click on a mark chooses its datum's `code`
//   range: {field: "period", param: "brush", of: "start", from: "period"}   brushing the interval
//     parameter chooses the `from` of the first and of the last datum whose `of`, a day, it covers
// data-calendar is the id of a JSON script with the names of months and days (a D3 time locale).
// Buttons in the figure with data-download="svg" or "png" save the chart.
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import { choose, enliven, save, word } from "./parts.js";
import { between, coloursOf, markGround, THEME_CHANGED } from "./theme.js";
import "./chart.css";

const COLOURS = ["ink", "soft", "paper", "panel", "rule", "accent"];
const FONT = '"Desk Sans", "Desk Arabic", sans-serif';

class Drawing {
  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.figure = figure;
    this.ending = new AbortController();
    this.drawn = null;
  }

  async start() {
    const { signal } = this.ending;
    this.host = this.figure.querySelector(".drawing") ?? document.createElement("div");
    this.host.classList.add("drawing");
    if (!this.host.isConnected) this.figure.prepend(this.host);
    try {
      this.spec = await specOf(this.figure.dataset.spec, signal);
      await document.fonts.ready;
      await this.draw();
    } catch (error) {
      if (error.name === "AbortError") return;
      console.warn(error);
      this.host.textContent = word(this.figure, "failed", "The chart could not be drawn.");
      return;
    }
    document.addEventListener(THEME_CHANGED, () => this.draw(), { signal });
    this.figure.addEventListener("click", (event) => this.download(event), { signal });
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.host);
  }

  end() {
    this.ending.abort();
    this.sizes?.disconnect();
    this.drawn?.finalize();
  }

  async draw() {
    this.drawn?.finalize();
    this.drawn = null;
    const colours = coloursOf(this.figure, COLOURS);
    markGround(this.figure, colours.paper);
    const spec = structuredClone(this.spec); // its values are changed where they are
    this.limit = limitOf(this.host.clientWidth);
    const drawn = await embed(this.host, spec, {
      mode: "vega-lite",
      actions: false,
      ast: true, // expressions are walked through, not compiled: no eval
      expr: expressionInterpreter,
      defaultStyle: false,
      renderer: "canvas",
      logLevel: 1, // errors only
      config: themed(colours, this.limit, this.host.clientWidth),
      tooltip: { disableDefaultStyle: true, theme: "waqia" },
      ...languageOf(this.figure),
    });
    if (this.ending.signal.aborted) {
      drawn.finalize();
      return;
    }
    this.drawn = drawn;
    this.width = this.host.clientWidth;
    const { choose: mark, range } = this.spec.usermeta ?? {};
    if (mark) this.listenToMarks(mark);
    if (range) this.listenToBrush(range);
  }

  listenToMarks({ field, from }) {
    const { view } = this.drawn;
    view.addEventListener("click", (_, item) => {
      const code = item?.datum?.[from];
      if (code !== undefined && code !== null) choose(this.figure, field, String(code));
    });
  }

  listenToBrush({ field, param, of, from }) {
    let brushed = null;
    this.drawn.view.addSignalListener(param, (_, value) => {
      brushed = value?.[of] ?? null;
    });
    this.drawn.view.addEventListener("pointerup", () => {
      if (!brushed) return;
      const [first, last] = [brushed[0], brushed.at(-1)].map(Number).sort((a, b) => a - b);
      const covered = this.spec.data.values.filter((datum) => {
        const day = Date.parse(datum[of]);
        return day >= first && day <= last;
      });
      brushed = null;
      if (covered.length) choose(this.figure, field, [covered[0][from], covered.at(-1)[from]]);
    });
  }

  resize() {
    const width = this.host.clientWidth;
    if (!this.drawn || !width || width === this.width) return;
    this.width = width;
    if (this.limit !== limitOf(width)) this.draw();
    else window.dispatchEvent(new Event("resize")); // a spec of width "container" listens to it
  }

  async download({ target }) {
    const pressed = target.closest("[data-download]");
    if (!pressed || !this.drawn) return;
    const { download: form, name = "chart" } = pressed.dataset;
    const { view } = this.drawn;
    if (form === "svg") {
      const content = new Blob([await view.toSVG()], { type: "image/svg+xml" });
      save(content, `${name}.svg`);
    } else {
      save(await view.toImageURL("png", 2), `${name}.png`);
    }
  }
}

async function specOf(where, signal) {
  if (where.startsWith("#")) return JSON.parse(document.querySelector(where).textContent);
  const answer = await fetch(where, { signal });
  if (!answer.ok) throw new Error(`${where}: ${answer.status}`);
  return answer.json();
}

/** The names of months and days in the page's language, given as JSON in data-calendar. */
function languageOf(figure) {
  const said = figure.dataset.calendar;
  return said ? { timeFormatLocale: JSON.parse(document.querySelector(said).textContent) } : {};
}

/** Pixels of the longest label beside a chart of this width: longer ones end in an ellipsis. */
function limitOf(width) {
  return Math.round(Math.min(320, Math.max(110, width * 0.4)));
}

function themed({ ink, soft, paper, panel, rule, accent }, labelLimit, width) {
  const words = { labelColor: ink, titleColor: soft, labelFont: FONT, titleFont: FONT };
  return {
    background: paper,
    font: FONT,
    view: { stroke: null },
    axis: {
      ...words,
      domainColor: rule,
      gridColor: rule,
      tickColor: rule,
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: "normal",
      labelLimit,
    },
    legend: {
      ...words,
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: "normal",
      columns: Math.min(4, Math.max(1, Math.floor(width / 200))),
    },
    header: words,
    title: { color: ink, font: FONT },
    text: { color: ink, font: FONT },
    mark: { color: accent },
    rule: { color: ink },
    range: { ramp: [between(panel, accent, 0.12), accent], heatmap: [between(panel, accent, 0.12), accent] },
  };
}

enliven("figure.chart[data-spec]", (figure) => {
  const drawing = new Drawing(figure);
  drawing.start();
  return () => drawing.end();
});
