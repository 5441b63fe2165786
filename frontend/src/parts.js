// Elements that a script brings to life, whether they come with the page or are put in later.

/**
 * Calls `start` for each element of the page that matches, now and whenever one is put in;
 * what `start` returns is called when the element is taken out.
 *
 * @param {string} selector
 * @param {(element: HTMLElement) => void | (() => void)} start
 */
export function enliven(selector, start) {
  const ends = new Map();
  const begin = () => {
    for (const [element, end] of ends) {
      if (element.isConnected) continue;
      ends.delete(element);
      end?.();
    }
    for (const element of document.querySelectorAll(selector)) {
      if (!ends.has(element)) ends.set(element, start(element));
    }
  };
  document.addEventListener("htmx:load", begin);
  document.addEventListener("htmx:afterSettle", begin);
  begin();
}

/**
 * Tells the page that a value of a field was chosen in a drawing.
 *
 * @param {HTMLElement} element the drawing
 * @param {string} field a filter's name
 * @param {string | string[]} value a code, or the first and last of a range
 */
export function choose(element, field, value) {
  const detail = { field, value };
  element.dispatchEvent(new CustomEvent("waqia:choose", { bubbles: true, detail }));
}

/** Says something in the region for messages, so that screen readers say it too. */
export function say(text) {
  const region = document.getElementById("messages");
  if (!region) return;
  const line = document.createElement("p");
  line.textContent = text;
  region.replaceChildren(line);
}

/** The words of an element given as data-word-NAME, or the English ones. */
export function word(element, name, english) {
  return element.getAttribute(`data-word-${name}`) ?? english;
}

/** Saves a file from an address or a blob. */
export function save(content, name) {
  const link = document.createElement("a");
  const address = content instanceof Blob ? URL.createObjectURL(content) : content;
  link.href = address;
  link.download = name;
  link.click();
  if (content instanceof Blob) setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
