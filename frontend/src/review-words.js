// Words of the source given to a field: selected with a pointer, or chosen with the keys.
// Places in the source are counted in characters, as the register counts them, not in UTF-16.

import { say, word } from "./parts.js";

const fieldAt = (element) => element?.closest?.(".field")?.dataset.field;
const length = (text) => [...text].length;

export function picking(reading) {
  const menu = document.getElementById("assign");
  const hint = document.getElementById("picking");
  const heard = document.getElementById("heard");
  let chosen = null;

  // --- with a pointer: what is selected, and a menu of the fields it may say

  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const found = spanOf(selection.getRangeAt(0));
    if (found) chosen = found;
  });
  reading.addEventListener("pointerup", () => setTimeout(open, 0));
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.contains(target)) menu.hidden = true;
  });

  function open() {
    const selection = getSelection();
    if (selection.isCollapsed || !spanOf(selection.getRangeAt(0))) return;
    chosen = spanOf(selection.getRangeAt(0));
    const box = selection.getRangeAt(0).getBoundingClientRect();
    menu.hidden = false;
    const left = Math.min(box.left + scrollX, scrollX + innerWidth - menu.offsetWidth - 8);
    const below = box.bottom + scrollY + 6;
    const above = box.top + scrollY - menu.offsetHeight - 6;
    menu.style.left = `${Math.max(8, left)}px`;
    menu.style.top = `${box.bottom + menu.offsetHeight + 12 > innerHeight ? above : below}px`;
  }

  menu.addEventListener("click", ({ target }) => {
    const field = target.closest("[data-assign]")?.dataset.assign;
    if (field && chosen) assign(field, chosen);
    menu.hidden = true;
    getSelection().removeAllRanges();
  });
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const by = { ArrowDown: 2, ArrowUp: -2, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) items[(at + by + items.length) % items.length].focus();
    else if (event.key === "Escape") menu.hidden = true;
    else return;
    event.preventDefault();
  });
  // the key is w, for the field that was left last; within a field that takes letters Alt and w
  let last = null;
  document.addEventListener("focusin", ({ target }) => {
    const words = target.closest(".words");
    const field = words?.dataset.words ?? fieldAt(target);
    if (field) last = { field, from: target };
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyW" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (!event.altKey && document.documentElement.matches(".keyless")) return;
    const inField = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    if (inField !== event.altKey) return;
    event.preventDefault();
    if (!inField && !getSelection().isCollapsed && chosen) {
      open();
      menu.querySelector("button").focus();
    } else if (last) walk(last.field, last.from);
  });

  // --- with the keys: a cursor of words, which arrows move and Shift makes longer

  function walk(field, from) {
    const words = wordsOf(reading);
    if (!words.length) return;
    let first = Math.max(0, words.findIndex((each) => each.told));
    let last = first;
    hint.hidden = false;
    reading.tabIndex = -1;
    reading.focus({ preventScroll: true });
    const layer = new Highlighter(reading);
    const show = () => {
      layer.show(words[first], words[last]);
      heard.textContent = quote();
    };
    const quote = () => textOf(words, first, last);
    const keys = (event) => {
      const rtl = getComputedStyle(words[last].node.parentElement).direction === "rtl";
      const forward = rtl ? "ArrowLeft" : "ArrowRight";
      const step = event.key === forward || event.key === "ArrowDown" ? 1
        : event.key === "ArrowLeft" || event.key === "ArrowRight" || event.key === "ArrowUp" ? -1 : 0;
      const wide = event.key === "ArrowDown" || event.key === "ArrowUp" ? 8 : 1;
      if (step) {
        last = Math.min(words.length - 1, Math.max(event.shiftKey ? first : 0, last + step * wide));
        if (!event.shiftKey) first = last;
        show();
      } else if (event.key === "Enter") {
        end();
        assign(field, { at: words[first].at, text: quote() });
      } else if (event.key === "Escape" || event.key === "Tab") end();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const end = () => {
      reading.removeEventListener("keydown", keys);
      layer.remove();
      hint.hidden = true;
      from.focus();
    };
    reading.addEventListener("keydown", keys);
    show();
  }

  /** Puts words into the inputs of a field, and what they say where it can be told. */
  async function assign(field, { at, text }) {
    const words = document.querySelector(`.words[data-words="${CSS.escape(field)}"]`);
    if (!words) return;
    const form = document.getElementById("decide").elements;
    form[`words.${field}`].value = text;
    form[`at.${field}`].value = at;
    words.querySelector("[data-fresh]").textContent = `“${text}”`;
    const none = words.querySelector(".none");
    if (none) none.hidden = true;
    words.classList.add("stale");
    say(`${word(reading, "label", "")}: “${text}”`);
    const asked = new URLSearchParams({ field: field.split(".")[0], words: text });
    const answer = await fetch(`/review/parts/value?${asked}`);
    if (!answer.ok) return;
    for (const [name, value] of Object.entries(await answer.json())) {
      const input = form[name];
      if (!input) continue;
      const isList = input.dataset?.codes !== undefined;
      const there = input.value.split(/[;؛]/).map((part) => part.trim()).filter(Boolean);
      if (isList) input.value = [...new Set([...there, value])].join("; ");
      else if (value) input.value = value;
    }
    const head = document.querySelector(`.field[data-field="${CSS.escape(field)}"]`);
    head?.querySelector("input:not([type=hidden]), select")?.focus();
  }
}

/** Where a range lies in the source: its character and its words; null outside of the text. */
function spanOf(range) {
  const start = placeOf(range.startContainer, range.startOffset);
  const text = range.toString();
  const bare = text.trim();
  if (start === null || !bare) return null;
  return { at: start + length(text.slice(0, text.indexOf(bare))), text: bare };
}

function placeOf(node, offset) {
  const isText = node.nodeType === Node.TEXT_NODE;
  const inside = isText ? node : (node.childNodes[offset] ?? node);
  const element = inside.nodeType === Node.TEXT_NODE ? inside.parentElement : inside;
  const piece = element.closest("[data-at]") ?? element.querySelector("[data-at]");
  if (!piece?.closest("#reading")) return null;
  return Number(piece.dataset.at) + (isText ? length(node.data.slice(0, offset)) : 0);
}

/** The words of the text in their order, with where they stand. */
function wordsOf(reading) {
  const found = [];
  for (const piece of reading.querySelectorAll("[data-at]")) {
    const node = piece.firstChild;
    if (!node) continue;
    for (const match of node.data.matchAll(/\S+/g)) {
      const at = Number(piece.dataset.at) + length(node.data.slice(0, match.index));
      const told = piece.classList.contains("told");
      const paragraph = piece.parentElement;
      found.push({ node, start: match.index, end: match.index + match[0].length, at, told, paragraph });
    }
  }
  return found;
}

function textOf(words, first, last) {
  const range = document.createRange();
  range.setStart(words[first].node, words[first].start);
  range.setEnd(words[last].node, words[last].end);
  return range.toString().replace(/[.,;:،۔]+$/u, "");
}

/** Shows words as chosen without changing the text: as the selection of the page. */
class Highlighter {
  constructor(reading) {
    this.reading = reading;
  }

  show(first, last) {
    const selection = getSelection();
    selection.setBaseAndExtent(first.node, first.start, last.node, last.end);
    last.node.parentElement.scrollIntoView({ block: "nearest" });
  }

  remove() {
    getSelection().removeAllRanges();
  }
}
