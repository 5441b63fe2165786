// The review pages: keys for every act, words of the source given to fields, places and codes
// offered while one types. Without it the pages are forms that work as well, only slower.
import { enliven, say, word } from "./parts.js";
import { picking } from "./review-words.js";
import { offer } from "./review-offers.js";

const root = document.documentElement;
root.classList.add("scripted");
const typing = (target) => target.closest?.("input:not([type=radio],[type=checkbox]), textarea, select");
const FIRST = ".fields select, .fields input:not([type=hidden]), .choose input";
const csrf = () => document.querySelector('meta[name="csrf-token"]').content;

// --- keys

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  const { key, target } = event;
  if (key === "Escape") {
    if (typing(target)) target.blur();
    else close();
    return;
  }
  if (typing(target) || !singleKeys()) return;
  if (act(key)) event.preventDefault();
});

// who speaks to the computer, or presses keys by chance, turns the single keys off (WCAG 2.1.4)
const singleKeys = () => localStorage.getItem("waqia-single-keys") !== "off";
enliven("#single-keys", (box) => {
  box.checked = singleKeys();
  root.classList.toggle("keyless", !box.checked);
  box.addEventListener("change", () => {
    localStorage.setItem("waqia-single-keys", box.checked ? "on" : "off");
    root.classList.toggle("keyless", !box.checked);
  });
});

/** Does what a key is for; whether there was anything. */
function act(key) {
  const button = document.querySelector(`[data-key="${CSS.escape(key === "j" ? "n" : key)}"]`);
  if (button) return press(button);
  const details = document.querySelector(`details[data-opens="${CSS.escape(key)}"]`);
  if (details) return unfold(details);
  if (key === "i" || key === "m") return unfold(document.getElementById("near"));
  if (key === "e") return focus(document.querySelector(FIRST));
  if (key === "p" || key === "k") return back();
  if (/^\d$/.test(key)) return pick(key);
  return false;
}

function press(button) {
  if (button.disabled) return true;
  button.click();
  return true;
}

function unfold(details) {
  if (!details) return false;
  close(details);
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  return focus(details.querySelector("input:not([type=hidden]), button, a, [tabindex]") ?? details);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-unfold]");
  if (link && unfold(document.getElementById(link.hash.slice(1)))) event.preventDefault();
});

function close(but = null) {
  for (const each of document.querySelectorAll("details.act[data-opens][open]")) {
    if (each !== but) each.open = false;
  }
}

function focus(element) {
  element?.focus();
  return Boolean(element);
}

/** Chooses the numbered line of what is unfolded, else of the incidents it may tell of. */
function pick(number) {
  const open = document.querySelector("details.act[data-opens][open]") ?? document.getElementById("near") ?? document.getElementById("decide");
  const box = open?.querySelector(`[data-pick="${number}"]`);
  if (!box) return false;
  const details = box.closest("details");
  if (details) details.open = true;
  box.click();
  box.focus();
  return true;
}

function back() {
  const undo = document.querySelector('#undo input[name="back"]');
  if (history.length > 1) history.back();
  else if (undo) location.assign(undo.value);
  return true;
}

// --- an item that is opened is taken, so that nobody else works on it meanwhile

enliven("[data-item][data-free]", async (item) => {
  const form = new FormData();
  form.set("act", "take");
  form.set("quiet", "1");
  const answer = await fetch(item.dataset.item, {
    method: "POST", body: form, headers: { "X-CSRF-Token": csrf() }, redirect: "manual",
  });
  if (answer.type !== "opaqueredirect" && !answer.ok) {
    say(word(item, "taken", "This item cannot be yours."));
  }
});

// --- the next page is only shown once: no act is sent twice

enliven("#decide, .more form", (form) => {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    setTimeout(() => (sent = false), 3000);
  });
});

// --- Enter in a field does not accept by chance; in a list of reasons it does what is asked

enliven("#decide", (form) => {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=submit]), select")) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) form.requestSubmit(form.querySelector("button.main"));
  });
  const bounds = new Map();
  for (const input of form.querySelectorAll("input.best")) bounds.set(input, ends(input));
  form.addEventListener("input", ({ target }) => {
    const both = bounds.get(target);
    if (both?.follow && /^\d*$/.test(target.value)) for (const end of both.inputs) end.value = target.value;
    const words = target.closest(".field")?.querySelector(".words");
    if (words && !target.closest(".words") && target.value !== target.defaultValue) {
      words.classList.add("stale");
    }
  });
  for (const box of form.querySelectorAll('input[name^="keep."]')) {
    box.addEventListener("change", () => box.closest(".words").classList.toggle("stale", !box.checked));
  }
});

/** The ends of a count, and whether they go with its best estimate as they are the same. */
function ends(input) {
  const stem = input.name.replace(/_best$/, "");
  const inputs = ["_min", "_max"].map((end) => input.form.elements[`${stem}${end}`]).filter(Boolean);
  return { inputs, follow: inputs.length === 2 && inputs.every((each) => each.value === input.value) };
}

// --- incidents that lie far apart are joined only if that is meant

document.addEventListener("change", ({ target }) => {
  if (!target.matches('input[name="incident"]')) return;
  const apart = document.querySelector(".far");
  if (apart) apart.hidden = !("apart" in target.dataset);
});
enliven(".far", (label) => {
  label.hidden = !label.querySelector("input").checked;
});

// where an incident is likely the same, nothing is accepted before it is said which one it is
document.addEventListener("invalid", (event) => {
  if (!event.target.matches('input[name="incident"]')) return;
  event.preventDefault();
  const details = event.target.closest("details");
  details.open = true;
  say(word(details, "choose", "Choose first: one of its own, or one of these."));
  focus(details.querySelector('input[name="incident"]'));
}, true);

enliven(".quote-of", (link) => {
  const mark = () => document.getElementById(link.hash.slice(1));
  link.addEventListener("mouseenter", () => mark()?.classList.add("lit"));
  link.addEventListener("mouseleave", () => mark()?.classList.remove("lit"));
});

// --- places and codes

enliven("input[data-places]", (input) => {
  const id = input.form.elements.place_id;
  offer(input, {
    async find(text) {
      if (text.trim().length < 2) return [];
      const answer = await fetch(`${input.dataset.places}?q=${encodeURIComponent(text)}`);
      return answer.ok ? (await answer.json()).map((each) => ({ ...each, hint: each.level })) : [];
    },
    choose(each) {
      input.value = each.text;
      id.value = each.id;
      input.form.elements.coordinates.value = ""; // those of the former place
    },
  });
});

enliven("input[data-codes]", (input) => {
  const labels = JSON.parse(document.getElementById(input.dataset.codes).textContent);
  const folded = labels.map((label) => label.toLowerCase());
  offer(input, {
    find(text) {
      const last = text.split(/[;؛]/).at(-1).trim().toLowerCase();
      if (!last) return [];
      const found = labels.filter((_, i) => folded[i].includes(last));
      found.sort((a, b) => a.toLowerCase().indexOf(last) - b.toLowerCase().indexOf(last));
      return found.slice(0, 10).map((text) => ({ text }));
    },
    choose(each) {
      const before = input.value.split(/[;؛]/).slice(0, -1).map((part) => part.trim());
      input.value = [...before, each.text].join("; ");
    },
  });
});

enliven("#reading", (reading) => picking(reading));
