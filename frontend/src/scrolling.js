// What scrolls says at which of its edges there is more: data-more="left right above below", as it
// lies on the screen, which the style sheet shows.
import { enliven } from "./parts.js";

const SCROLLING = ".table, .scroll, .values, .places, .filters, pre";
/** Pixels that rounding may leave of what is seen whole. */
const ROUNDED = 2;

enliven(SCROLLING, (box) => {
  const look = () => {
    const said = more(box);
    if (said === (box.dataset.more ?? "")) return;
    if (said) box.dataset.more = said;
    else delete box.dataset.more;
  };
  const sizes = new ResizeObserver(look);
  const watch = () => {
    sizes.disconnect();
    for (const one of [box, ...box.children]) sizes.observe(one);
  };
  const contents = new MutationObserver(watch);
  contents.observe(box, { childList: true });
  box.addEventListener("scroll", look, { passive: true });
  watch(); // which looks, too
  return () => {
    sizes.disconnect();
    contents.disconnect();
  };
});

/** @param {HTMLElement} box */
function more(box) {
  const { direction, overflowX } = getComputedStyle(box);
  if (overflowX === "visible") return "";
  const wide = box.scrollWidth - box.clientWidth;
  const high = box.scrollHeight - box.clientHeight;
  // from right to left it counts from the right, and down from zero
  const left = direction === "rtl" ? wide + box.scrollLeft : box.scrollLeft;
  const hidden = { left, right: wide - left, above: box.scrollTop, below: high - box.scrollTop };
  return Object.keys(hidden).filter((edge) => hidden[edge] > ROUNDED).join(" ");
}

// --- what is looked for is in sight: where one is in the navigation, and tiles that have a number

enliven(".places", (box) => bring(box.querySelectorAll("[aria-current]"), box));
enliven(".tiles", (tiles) => bring(tiles.querySelectorAll("td a"), tiles.closest(".scroll")));

/** Scrolls a box sideways, and it alone, to the middle of parts of it, or to the first of them. */
function bring(parts, box) {
  const seen = box.getBoundingClientRect();
  let [left, right] = [Infinity, -Infinity];
  const all = [...parts].map((part) => part.getBoundingClientRect());
  for (const is of all) [left, right] = [Math.min(left, is.left), Math.max(right, is.right)];
  if (!all.length || (left >= seen.left && right <= seen.right)) return;
  if (right - left > seen.width) [left, right] = [all[0].left, all[0].right];
  box.scrollBy({ left: (left + right - seen.left - seen.right) / 2, behavior: "instant" });
}
