// <div class="map" data-src="…"> becomes a map without a tile server.
//
// data-src answers {points, regions, nowhere}, each of them or null:
//   points   columns of equal length: longitude, latitude, incidents, persons (null: not known),
//            precision (0 there, 1 somewhere in the district, 2 wider), names (null: of none); and
//            degrees, where points are the middle of cells so wide, else null
//   regions  [{code, said, value}] for the shapes of data-base that have this `code`
//   nowhere  how many incidents have no coordinates; said in the element data-nowhere="ID"
// When data-src is changed, the map shows the new answer where it is; data-shown is the last that it
// has shown. Further attributes:
//   data-base          a FeatureCollection of shapes, fetched once; data-credit: whom it is from
//   data-measure       "incidents" or "persons": what sizes the points
//   data-field         the filter that the name of a point is chosen for
//   data-region-field  the filter that the code of a shape is chosen for
//   data-opens         an address that shows the incidents of a box put behind it
//   data-word-…        the words: said, unnamed, precision-1, precision-2, unknown, only, open …
import { AttributionControl, Map, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "./map.css";
import worker from "worker:maplibre-gl/dist/maplibre-gl-worker.mjs";
import { layers, lettersLoaded } from "./map-layers.js";
import { choose, enliven, save, word } from "./parts.js";
import { coloursOf, markGround, THEME_CHANGED } from "./theme.js";

setWorkerUrl(new URL(worker, import.meta.url).href);

const NOTHING = { type: "FeatureCollection", features: [] };
const COLOURS = ["ink", "soft", "paper", "panel", "rule", "accent"];
const FINGERS = matchMedia("(pointer: coarse)");
const REACH = 24; // pixels from the middle to the edge of a point that is told of by keyboard
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

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
    this.tip.setAttribute("role", "group");
    this.tip.hidden = true;
    try {
      this.map = this.drawn();
    } catch {
      this.fail(word(this.element, "unable", "This browser cannot draw maps; see the table."));
      return;
    }
    this.answer = document.createElement("p"); // seen; read out by the page's live region
    this.answer.className = "map-answer";
    this.answer.setAttribute("aria-hidden", "true");
    this.element.append(this.tip, this.answer);
    this.watched = new MutationObserver(() => this.load());
    this.watched.observe(this.element, { attributeFilter: ["data-src"] });
    document.addEventListener(THEME_CHANGED, () => this.paint(), { signal });
    document.addEventListener("click", (event) => this.savePicture(event), { signal });
    this.map.on("load", () => {
      this.loadShapes();
      this.load();
    });
    this.map.on("error", ({ error }) => console.warn(error.message));
    this.listen();
  }

  end() {
    this.ending.abort();
    this.watched?.disconnect();
    this.map?.remove();
  }

  drawn() {
    const { credit } = this.element.dataset;
    const map = new Map({
      container: this.element,
      style: {
        version: 8,
        sources: {
          base: { type: "geojson", data: NOTHING, promoteId: "code", tolerance: 0.5 },
          points: { type: "geojson", data: NOTHING, tolerance: 0 },
        },
        layers: this.layers(),
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
      cooperativeGestures: FINGERS.matches, // one finger scrolls the page
      locale: {
        "Map.Title": word(this.element, "map", "Map"),
        "CooperativeGesturesHandler.MobileHelpText": word(
          this.element, "fingers", "Move the map with two fingers",
        ),
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

  /** The layers of the map in the colours of the theme. */
  layers() {
    const colours = coloursOf(this.element, COLOURS);
    markGround(this.element, colours.paper);
    return layers(colours);
  }

  paint() {
    for (const { id, paint } of this.layers()) {
      for (const [name, value] of Object.entries(paint)) this.map.setPaintProperty(id, name, value);
    }
  }

  /** Fetched here and not by the worker, whose policy lets it fetch nothing. */
  async loadShapes() {
    const { base } = this.element.dataset;
    if (!base) return;
    const answer = await fetch(base, { signal: this.ending.signal });
    if (!answer.ok) return;
    const shapes = await answer.json();
    this.map.getSource("base").setData(shapes);
    this.fit(shapes.features.map(({ geometry }) => geometry.coordinates.flat(Infinity)));
  }

  async load() {
    const ask = ++this.asked;
    const { src } = this.element.dataset;
    this.element.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(src, { signal: this.ending.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (ask !== this.asked) return;
      this.show(found);
      this.element.dataset.shown = src;
    } catch (error) {
      if (error.name !== "AbortError" && ask === this.asked) {
        this.fail(word(this.element, "failed", "The map could not be loaded. Try again."));
      }
    } finally {
      if (ask === this.asked) this.element.removeAttribute("aria-busy");
    }
  }

  show({ points, regions, nowhere }) {
    this.element.querySelector(".map-failed")?.remove();
    this.hide();
    const features = points ? featuresOf(points, this.element.dataset.measure) : [];
    this.map.getSource("points").setData({ type: "FeatureCollection", features });
    sized(regions ?? []);
    this.map.removeFeatureState({ source: "base" });
    for (const region of regions ?? []) {
      this.map.setFeatureState({ source: "base", id: region.code }, region);
    }
    if (!this.element.dataset.base) this.fit(features.map((one) => one.geometry.coordinates));
    const told = document.querySelector(`[data-nowhere="${this.element.id}"]`);
    if (told) told.textContent = nowhere ? this.missing(nowhere) : "";
  }

  /** Shows, once, all of some lists of coordinates: longitude and latitude in turn. */
  fit(lists) {
    if (this.fitted || !lists.length) return;
    let [west, south, east, north] = [180, 90, -180, -90];
    for (const list of lists) {
      for (let at = 0; at < list.length; at += 2) {
        west = Math.min(west, list[at]);
        east = Math.max(east, list[at]);
        south = Math.min(south, list[at + 1]);
        north = Math.max(north, list[at + 1]);
      }
    }
    this.map.fitBounds([west, south, east, north], { padding: 32, duration: 0, maxZoom: 8 });
    this.fitted = true;
  }

  listen() {
    const { map } = this;
    const at = (point, reach = 3) => {
      const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
      return map.queryRenderedFeatures(box, { layers: ["points", "regions"] }).find(
        ({ layer, state }) => layer.id === "points" || state.said,
      );
    };
    map.on("mousemove", ({ point }) => {
      if (this.opened) return;
      const found = at(point);
      map.getCanvas().style.cursor = found ? "pointer" : "";
      if (found) this.tell(found, point, false);
      else this.hide();
    });
    map.on("mouseout", () => this.opened || this.hide());
    map.on("movestart", () => this.hide());
    map.on("click", ({ point }) => {
      const found = at(point, 6);
      if (found) this.tell(found, point, true);
      else this.hide();
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
      if (event.key !== "Enter" || event.target !== map.getCanvas()) return;
      event.preventDefault(); // else the key presses what the focus goes to
      const middle = map.project(map.getCenter());
      const found = this.nearest(middle) ?? at(middle);
      this.say(found ? "" : word(this.element, "none", "Nothing is near the middle of the map."));
      if (!found) return;
      const { geometry, layer } = found;
      this.tell(found, layer.id === "points" ? map.project(geometry.coordinates) : middle, true);
      this.tip.querySelector("a, button")?.focus({ preventScroll: true });
    }, { signal: this.ending.signal });
  }

  /** Of the points that are drawn within reach of a spot the one whose place is nearest. */
  nearest({ x, y }) {
    const box = [[x - REACH, y - REACH], [x + REACH, y + REACH]];
    const far = ({ geometry }) => {
      const place = this.map.project(geometry.coordinates);
      return Math.hypot(place.x - x, place.y - y);
    };
    return this.map.queryRenderedFeatures(box, { layers: ["points"] })
      .sort((one, other) => far(one) - far(other))[0];
  }

  /** Answers whoever works by keyboard: beneath the map, and in the page's live region. */
  say(text) {
    this.answer.textContent = text;
    const told = document.getElementById("told");
    if (told) told.textContent = text;
  }

  /** Shows what is known of a feature; once it was chosen also what can be done with it. */
  tell({ layer, properties, state }, point, opened) {
    const { tip, element } = this;
    const told = layer.id === "points" ? this.words(properties) : [state.said];
    tip.replaceChildren(...told.map(line));
    tip.setAttribute("aria-label", told.join(" "));
    this.opened = opened;
    tip.classList.toggle("opened", opened);
    if (opened) {
      if (element.dataset.opens && properties.box) {
        const link = document.createElement("a");
        link.href = element.dataset.opens + encodeURIComponent(properties.box);
        link.textContent = word(element, "open", "Its incidents");
        tip.append(link);
      }
      const [field, value] = layer.id === "points"
        ? [element.dataset.field, properties.name]
        : [element.dataset.regionField, state.code];
      if (field && value) {
        const only = document.createElement("button");
        only.type = "button";
        only.textContent = word(element, "only", "Only this");
        only.addEventListener("click", () => choose(element, field, String(value)));
        tip.append(only);
      }
    }
    tip.hidden = false;
    const left = point.x > element.clientWidth / 2;
    const x = Math.round(left ? point.x - tip.offsetWidth - 12 : point.x + 12);
    const most = element.clientHeight - tip.offsetHeight - 4;
    const y = Math.round(Math.max(4, Math.min(most, point.y - tip.offsetHeight / 2)));
    tip.style.transform = `translate(${Math.max(4, x)}px, ${y}px)`;
  }

  missing(nowhere) {
    const said = word(this.element, "nowhere", "{n} incidents have no coordinates.");
    return said.replace("{n}", nowhere.toLocaleString(document.documentElement.lang));
  }

  words({ name, incidents, persons, precision, longitude, latitude }) {
    const number = (value) => value?.toLocaleString(document.documentElement.lang);
    const { element } = this;
    const values = {
      name: name ?? `${latitude}, ${longitude}`,
      incidents: number(incidents),
      persons: number(persons) ?? word(element, "unknown", "not known"),
    };
    const said = word(element, "said", "{name}: {incidents} incidents, {persons}");
    const lines = [said.replace(/\{(\w+)\}/g, (_, key) => values[key])];
    if (precision) lines.push(word(element, `precision-${precision}`, "not exactly there"));
    return lines;
  }

  hide() {
    // before it is hidden: the focus within it would fall to the page
    if (this.tip.contains(document.activeElement)) {
      this.map.getCanvas().focus({ preventScroll: true });
    }
    this.tip.hidden = true;
    this.opened = false;
    this.answer.textContent = "";
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

function line(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

/** The columns of an answer as features, the smallest last so that they are drawn on top. */
function featuresOf(points, measure) {
  const { degrees, longitude, latitude, incidents, persons, precision, names } = points;
  const half = (degrees ?? 0) / 2;
  const all = longitude.map((east, at) => {
    const north = latitude[at];
    return {
      name: names[at],
      incidents: incidents[at],
      persons: persons[at],
      precision: precision[at],
      value: measure === "persons" ? persons[at] : incidents[at],
      longitude: east,
      latitude: north,
      box: [north - half, east - half, north + half, east + half].join(),
    };
  });
  sized(all);
  return all
    .sort((one, other) => other.size - one.size)
    .map((properties) => ({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: [properties.longitude, properties.latitude] },
    }));
}

/** Adds to each thing its size from 0 to 1, so that areas are as their values. */
function sized(things) {
  const largest = Math.max(1, ...things.map(({ value }) => value ?? 0));
  for (const each of things) each.size = Math.sqrt((each.value ?? 0) / largest);
}

enliven(".map[data-src]", (element) => {
  const shown = new Shown(element);
  shown.start();
  return () => shown.end();
});
