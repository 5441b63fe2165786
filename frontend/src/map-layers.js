// What a map draws, in the colours of the theme, and the letters that it writes with.
import { between } from "./theme.js";

const FONTS = ["Desk Sans", "Desk Arabic"];

/** Labels are drawn letter by letter, which cannot wait for a font. */
export async function lettersLoaded() {
  const samples = ["Waqia", "واقعہ"];
  await Promise.allSettled(FONTS.map((font, at) => document.fonts.load(`16px "${font}"`, samples[at])));
}

/** The layers of a map, as MapLibre takes them. */
export function layers({ ink, soft, paper, panel, rule, accent }) {
  const share = ["coalesce", ["feature-state", "size"], 0];
  const precise = ["==", ["get", "precision"], 0];
  const known = ["!=", ["coalesce", ["get", "value"], -1], -1];
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
        "text-field": ["coalesce", ["get", "name"], ""],
        "text-font": FONTS,
        "text-size": 12,
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 0.6,
        "text-padding": 6,
        "symbol-sort-key": ["-", ["get", "size"]],
      },
      paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.4 },
    },
  ];
}
