// The explore page: what is chosen in a map, chart or list becomes a filter in the address.
import htmx from "htmx.org/dist/htmx.esm.js";
import { enliven } from "./parts.js";

const part = () => document.getElementById("explore");

// --- a value that was chosen in a drawing

document.addEventListener("waqia:choose", ({ detail: { field, value } }) => {
  const asked = new URLSearchParams(location.search);
  asked.delete(field);
  if (field === "period" && Array.isArray(value)) asked.set("period", spanning(...value));
  else for (const one of [value].flat()) asked.append(field, one.replaceAll(",", "\\,"));
  go(`${location.pathname}?${asked}`);
});

/** From the start of one period to the end of another. */
function spanning(first, last) {
  return first === last ? first : `${first.split("..")[0]}..${last.split("..").at(-1)}`;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link || !part() || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  pressed = link.getAttribute("href");
  go(pressed);
});

let pressed = "";

function go(address) {
  if (part()) {
    const how = { target: "#explore", swap: "outerHTML show:none", push: address };
    htmx.ajax("GET", address, { source: part(), ...how });
  } else {
    location.assign(address.replace(/^[^?]*/, "/explore"));
  }
}

// --- the map stays while the page around it changes: what it shows next comes with the page

enliven("[data-next]", (next) => {
  const drawing = document.getElementById(next.dataset.next);
  for (const { name, value } of [...next.attributes]) {
    // the address last: the drawing asks for it as soon as it changes
    if (name.startsWith("data-") && name !== "data-next" && name !== "data-src") {
      drawing.setAttribute(name, value);
    }
  }
  if (drawing.dataset.src !== next.dataset.src) drawing.dataset.src = next.dataset.src;
});

// --- filters: values are fetched when a list is opened, under what else is chosen

enliven("#filters .filter", (filter) => {
  const values = filter.querySelector(".values");
  const field = document.createElement("input");
  field.type = "search";
  field.className = "find";
  field.setAttribute("aria-label", filter.querySelector("summary").textContent.trim());
  let waiting = 0;
  const fill = async () => {
    const asked = new URLSearchParams(new FormData(filter.closest("form")));
    asked.set("field", filter.dataset.field);
    asked.set("search", field.value);
    const answer = await fetch(`/explore/choices?${asked}`, { headers: { "HX-Request": "true" } });
    // the session has ended: asked for anew, the page leads to the login and back
    if (answer.redirected || answer.headers.has("HX-Redirect")) location.reload();
    else if (answer.ok) values.innerHTML = await answer.text();
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(fill, 150);
  });
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  filter.addEventListener("toggle", () => {
    if (!filter.open) return;
    if (!field.isConnected) values.before(field);
    fill();
  });
});

// --- after a part was put in: what was open is open, and what was found is said

const open = new Set();
document.addEventListener("toggle", ({ target }) => {
  if (!target.id) return;
  if (target.open) open.add(target.id);
  else if (target.isConnected) open.delete(target.id);
}, true);

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!["explore", "found"].includes(target.id)) return;
  for (const id of open) {
    const details = document.getElementById(id);
    if (details && !details.open) details.open = true;
  }
  if (document.activeElement === document.body) {
    // whoever works by keyboard goes on where they were: at the link that they pressed
    const same = pressed && document.querySelector(`a[data-go][href="${CSS.escape(pressed)}"]`);
    (same || document.getElementById("found")).focus({ preventScroll: true });
  }
  pressed = "";
  const told = document.getElementById("told");
  if (told) told.textContent = document.getElementById("found")?.dataset.said ?? "";
});

// --- on a narrow screen the filters are folded away at first

if (matchMedia("(max-width: 56rem)").matches) {
  document.getElementById("filters-box")?.removeAttribute("open");
}
