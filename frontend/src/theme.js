// The theme chosen, and its colours for what is drawn on a canvas.

/** Tells, on the document, that colours have changed. */
export const THEME_CHANGED = "waqia:theme";

const dark = matchMedia("(prefers-color-scheme: dark)");
dark.addEventListener("change", tell);

function tell() {
  document.dispatchEvent(new CustomEvent(THEME_CHANGED));
}

/**
 * Takes a theme at once.
 *
 * @param {"auto" | "light" | "dark"} theme
 */
export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const scheme = document.querySelector('meta[name="color-scheme"]');
  if (scheme) scheme.content = theme === "auto" ? "light dark" : theme;
  tell();
}

const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/**
 * The colours of the page's custom properties, as every drawing library can read them.
 *
 * @param {Element} element
 * @param {string[]} names such as "ink", for `--ink`
 * @returns {Record<string, string>} each as `rgba(…)`
 */
export function coloursOf(element, names) {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    names.map((name) => [name, plain(style.getPropertyValue(`--${name}`) || "gray")]),
  );
}

/**
 * Marks what was drawn on a dark ground, so that it can be printed on white paper.
 *
 * @param {HTMLElement} element
 * @param {string} paper the colour of the ground, as `coloursOf` gives it
 */
export function markGround(element, paper) {
  const [red, green, blue] = paper.match(/[\d.]+/g).map(Number);
  element.dataset.ground = red + green + blue < 384 ? "dark" : "light";
}

/** @param {string} colour in any notation of CSS */
function plain(colour) {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = "gray";
  pixel.fillStyle = colour.trim();
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}

/** Colours between two, `share` of the way from the first to the second. */
export function between(first, second, share) {
  const [a, b] = [first, second].map((colour) => colour.match(/[\d.]+/g).map(Number));
  const mixed = a.map((value, at) => value + (b[at] - value) * share);
  return `rgba(${mixed.slice(0, 3).map(Math.round).join(", ")}, ${mixed[3].toFixed(3)})`;
}
