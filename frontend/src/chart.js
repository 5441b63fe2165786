// <figure class="chart" data-spec="#id of a JSON script, or an address"> becomes a chart.
//
// The Vega-Lite spec may say in `usermeta` what its marks and its brush choose:
//   choose: {field: "type", from: "code"}            a click on a mark chooses its datum's `code`
//   range: {field: "period", param: "brush", of: "start"}   brushing the interval parameter does
// Buttons in the figure with data-download="svg" or "png" save the chart.
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import { choose, enliven, save, word } from "./parts.js";
import { between, coloursOf, THEME_CHANGED } from "./theme.js";
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
    const drawn = await embed(this.host, this.spec, {
      mode: "vega-lite",
      actions: false,
      ast: true, // expressions are walked through, not compiled: no eval
      expr: expressionInterpreter,
      defaultStyle: false,
      renderer: "canvas",
      logLevel: 1, // errors only
      config: themed(coloursOf(this.figure, COLOURS)),
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

  listenToBrush({ field, param, of }) {
    let brushed = null;
    this.drawn.view.addSignalListener(param, (_, value) => {
      brushed = value?.[of] ?? null;
    });
    this.host.addEventListener("pointerup", () => {
      if (!brushed) return;
      const ends = [brushed[0], brushed.at(-1)].map(inWords);
      brushed = null;
      choose(this.figure, field, ends);
    }, { signal: this.ending.signal });
  }

  resize() {
    const width = this.host.clientWidth;
    if (!this.drawn || !width || width === this.width) return;
    this.width = width;
    window.dispatchEvent(new Event("resize")); // what a spec of width "container" listens to
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

/** One end of a brush: a moment as its day, anything else as it is written. */
function inWords(end) {
  const moment = end instanceof Date || (typeof end === "number" && end > 1e11);
  return moment ? new Date(end).toISOString().slice(0, 10) : String(end);
}

/** Numbers and months as the page's language writes them, given as JSON in data-format. */
function languageOf(figure) {
  const said = figure.dataset.format;
  if (!said) return {};
  const { number, time } = JSON.parse(document.querySelector(said).textContent);
  return { formatLocale: number, timeFormatLocale: time };
}

function themed({ ink, soft, paper, panel, rule, accent }) {
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
      labelLimit: 220,
    },
    legend: { ...words, labelFontSize: 12 },
    header: words,
    title: { color: ink, font: FONT },
    text: { color: ink, font: FONT },
    mark: { color: accent },
    rule: { color: ink },
    range: { ramp: [panel, between(panel, accent, 0.85)], heatmap: [panel, accent] },
  };
}

enliven("figure.chart[data-spec]", (figure) => {
  const drawing = new Drawing(figure);
  drawing.start();
  return () => drawing.end();
});
