// <div class="map" data-src="…" data-base="…" data-credit="…"> becomes a map without a tile server.
//
// data-src answers {bounds: [west, south, east, north], measure, points, regions}:
//   points   a FeatureCollection of points with the properties field, code, label, said (the words
//            of the tooltip), value (null where not known) and precise (whether it lies there, or
//            only somewhere in the place that the point stands for)
//   regions  [{field, code, said, value}] for the shapes of data-base that have this code
// data-base answers a FeatureCollection of shapes, fetched once. When data-src is changed, the map
// shows the new answer where it is.
import { AttributionControl, Map, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import worker from "worker:maplibre-gl/dist/maplibre-gl-worker.mjs";
import { choose, enliven, save, word } from "./parts.js";
import { between, coloursOf, THEME_CHANGED } from "./theme.js";

setWorkerUrl(new URL(worker, import.meta.url).href);

const FONTS = ["Noto Sans", "Noto Naskh Arabic"];
const NOTHING = { type: "FeatureCollection", features: [] };
const COLOURS = ["ink", "soft", "paper", "panel", "rule", "accent"];
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

enliven(".map[data-src]", (element) => {
  const shown = new Shown(element);
  shown.start();
  return () => shown.end();
});

class Shown {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.ending = new AbortController();
    this.asked = 0;
    this.fitted = false;
  }

  async start() {
    const { signal } = this.ending;
    await lettersLoaded();
    if (signal.aborted) return;
    this.tip = document.createElement("div");
    this.tip.className = "map-tip";
    this.tip.hidden = true;
    try {
      this.map = this.drawn();
    } catch {
      this.fail(word(this.element, "unable", "This browser cannot draw maps; see the table."));
      return;
    }
    this.element.append(this.tip);
    this.watched = new MutationObserver(() => this.load());
    this.watched.observe(this.element, { attributeFilter: ["data-src"] });
    document.addEventListener(THEME_CHANGED, () => this.paint(), { signal });
    document.addEventListener("click", (event) => this.savePicture(event), { signal });
    this.map.on("load", () => this.load());
    this.map.on("error", ({ error }) => console.warn(error.message));
    for (const layer of ["points", "regions"]) this.listen(layer);
  }

  end() {
    this.ending.abort();
    this.watched?.disconnect();
    this.map?.remove();
  }

  drawn() {
    const { base, credit } = this.element.dataset;
    const map = new Map({
      container: this.element,
      style: {
        version: 8,
        sources: {
          base: { type: "geojson", data: base ?? NOTHING, promoteId: "code", tolerance: 0.5 },
          points: { type: "geojson", data: NOTHING, tolerance: 0 },
        },
        layers: layers(coloursOf(this.element, COLOURS)),
      },
      center: [69.5, 30.5],
      zoom: 4,
      maxZoom: 12,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      rollEnabled: false,
      fadeDuration: STILL.matches ? 0 : 150,
      cooperativeGestures: false,
      locale: {
        "Map.Title": word(this.element, "map", "Map"),
        "NavigationControl.ZoomIn": word(this.element, "nearer", "Nearer"),
        "NavigationControl.ZoomOut": word(this.element, "farther", "Farther"),
      },
    });
    map.scrollZoom.disable(); // the page scrolls; the buttons, + and - zoom, and ctrl with the wheel
    this.element.addEventListener("wheel", ({ ctrlKey }) => {
      if (ctrlKey) map.scrollZoom.enable();
      else map.scrollZoom.disable();
    }, { capture: true, passive: true, signal: this.ending.signal });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }));
    if (credit) map.addControl(new AttributionControl({ customAttribution: credit, compact: false }));
    return map;
  }

  paint() {
    for (const { id, paint } of layers(coloursOf(this.element, COLOURS))) {
      for (const [name, value] of Object.entries(paint)) this.map.setPaintProperty(id, name, value);
    }
  }

  async load() {
    const ask = ++this.asked;
    this.element.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.element.dataset.src, { signal: this.ending.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (ask === this.asked) this.show(found);
    } catch (error) {
      if (error.name !== "AbortError" && ask === this.asked) {
        this.fail(word(this.element, "failed", "The map could not be loaded. Try again."));
      }
    } finally {
      if (ask === this.asked) this.element.removeAttribute("aria-busy");
    }
  }

  show({ bounds, points, regions }) {
    this.element.querySelector(".map-failed")?.remove();
    this.tip.hidden = true;
    sized(points?.features.map((feature) => feature.properties) ?? []);
    this.map.getSource("points").setData(points ?? NOTHING);
    sized(regions ?? []);
    this.map.removeFeatureState({ source: "base" });
    for (const region of regions ?? []) {
      this.map.setFeatureState({ source: "base", id: region.code }, region);
    }
    if (bounds && !this.fitted) {
      this.map.fitBounds(bounds, { padding: 24, duration: 0, maxZoom: 8 });
      this.fitted = true;
    }
    this.element.dispatchEvent(new CustomEvent("waqia:shown", { bubbles: true }));
  }

  listen(layer) {
    const { map, tip } = this;
    map.on("mousemove", layer, ({ features, point }) => {
      const { said } = told(features[0]);
      tip.hidden = !said;
      if (!said) return;
      tip.textContent = said;
      const beyond = point.x > this.element.clientWidth / 2;
      tip.style.transform = `translate(${point.x}px, ${point.y}px)
        translate(${beyond ? "calc(-100% - 12px)" : "12px"}, -50%)`;
      map.getCanvas().style.cursor = "pointer";
    });
    map.on("mouseleave", layer, () => {
      tip.hidden = true;
      map.getCanvas().style.cursor = "";
    });
    map.on("click", layer, (event) => {
      if (event.defaultPrevented) return; // a point lies on the region
      event.preventDefault();
      const { field, code } = told(event.features[0]);
      if (field) choose(this.element, field, String(code));
    });
  }

  savePicture({ target }) {
    const pressed = target.closest?.("[data-save-map]");
    if (!pressed || document.querySelector(pressed.dataset.saveMap) !== this.element) return;
    this.map.once("render", () => {
      this.map.getCanvas().toBlob((blob) => save(blob, pressed.dataset.name ?? "map.png"));
    });
    this.map.triggerRepaint();
  }

  fail(text) {
    const told = document.createElement("p");
    told.className = "map-failed";
    told.textContent = text;
    this.element.querySelector(".map-failed")?.remove();
    this.element.append(told);
  }
}

/** What an answer told of a point or a shape. */
function told(feature) {
  return feature.layer.id === "points" ? feature.properties : feature.state;
}

/** Adds to each thing its size from 0 to 1, so that areas are as their values. */
function sized(things) {
  const largest = Math.max(1, ...things.map(({ value }) => value ?? 0));
  for (const each of things) each.size = Math.sqrt((each.value ?? 0) / largest);
}

/** Labels are drawn letter by letter, which cannot wait for a font. */
async function lettersLoaded() {
  const samples = ["Waqia", "واقعہ"];
  await Promise.allSettled(FONTS.map((font, at) => document.fonts.load(`16px "${font}"`, samples[at])));
}

function layers({ ink, soft, paper, panel, rule, accent }) {
  const share = ["coalesce", ["feature-state", "size"], 0];
  const precise = ["get", "precise"];
  const known = ["!=", ["typeof", ["get", "value"]], "null"];
  const size = ["get", "size"];
  const radius = (least, most) => ["+", least, ["*", most - least, size]];
  return [
    { id: "ground", type: "background", paint: { "background-color": paper } },
    {
      id: "regions",
      type: "fill",
      source: "base",
      paint: {
        "fill-color": ["interpolate", ["linear"], share, 0, panel, 1, between(panel, accent, 0.85)],
      },
    },
    { id: "borders", type: "line", source: "base", paint: { "line-color": rule, "line-width": 0.8 } },
    {
      id: "points",
      type: "circle",
      source: "points",
      layout: { "circle-sort-key": ["-", ["coalesce", ["get", "value"], 0]] }, // small ones on top
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 3, radius(2.5, 16), 9, radius(5, 40)],
        "circle-color": accent,
        "circle-opacity": ["case", ["all", precise, known], 0.45, 0.06],
        "circle-stroke-color": ["case", known, accent, soft],
        "circle-stroke-width": ["case", precise, 1, 1.6],
        "circle-stroke-opacity": 0.95,
      },
    },
    {
      id: "names",
      type: "symbol",
      source: "points",
      layout: {
        "text-field": ["get", "label"],
        "text-font": FONTS,
        "text-size": 12,
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 0.6,
        "text-padding": 6,
        "symbol-sort-key": ["-", ["coalesce", ["get", "value"], 0]],
      },
      paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.4 },
    },
  ];
}
