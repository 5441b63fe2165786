// On every page: links and forms answered in place, theme, messages, dialogs.
import htmx from "htmx.org/dist/htmx.esm.js";
import { enliven, say, word } from "./parts.js";
import "./scrolling.js";
import { setTheme } from "./theme.js";
import "./typed.js";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true, // back and forward show the page as its address says
  selfRequestsOnly: true,
  scrollBehavior: "auto",
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "...", swap: true, error: true, target: "#messages" },
  ],
});

const root = document.documentElement;

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && detail.verb !== "get") detail.headers["X-CSRF-Token"] = token;
});
document.addEventListener("htmx:sendError", () => {
  say(word(root, "offline", "The server could not be reached. Try again."));
});
document.addEventListener("htmx:timeout", () => {
  say(word(root, "offline", "The server could not be reached. Try again."));
});

// --- asking before something is done: data-confirm on a form or a button

/**
 * @param {string} question
 * @returns {Promise<boolean>} whether it shall be done
 */
function ask(question) {
  const dialog = document.createElement("dialog");
  const text = document.createElement("p");
  const buttons = document.createElement("form");
  text.textContent = question;
  text.id = "question";
  buttons.method = "dialog";
  buttons.append(
    button("no", word(root, "cancel", "Cancel")),
    button("yes", word(root, "confirm", "Yes, do it"), "main"),
  );
  dialog.className = "ask";
  dialog.setAttribute("aria-labelledby", text.id);
  dialog.append(text, buttons);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function button(value, text, kind = "") {
  const made = document.createElement("button");
  Object.assign(made, { value, textContent: text, className: kind });
  return made;
}

const questionOf = (form, submitter) => submitter?.dataset.confirm ?? form?.dataset.confirm;

document.addEventListener("htmx:confirm", (event) => {
  const { elt, issueRequest, triggeringEvent } = event.detail;
  const question = questionOf(elt, triggeringEvent?.submitter);
  if (!question) return;
  event.preventDefault();
  ask(question).then((yes) => yes && issueRequest(true));
});

const byHtmx = (form) => form.matches("[hx-get], [hx-post], [hx-put], [hx-delete], [hx-patch]");
const asked = new WeakSet();
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const question = questionOf(form, submitter);
  if (!question || byHtmx(form) || asked.delete(form)) return;
  event.preventDefault();
  ask(question).then((yes) => {
    if (!yes) return;
    asked.add(form);
    form.requestSubmit(submitter);
  });
});

// --- what links and buttons do: theme, dialogs, copying

document.addEventListener("click", (event) => {
  const on = "[data-theme-choice], [data-open], [data-close], [data-copy]";
  const pressed = event.target.closest(on);
  if (!pressed) return;
  const { themeChoice, open, close, copy } = pressed.dataset;
  if (themeChoice) {
    event.preventDefault();
    chooseTheme(pressed, themeChoice);
  }
  if (open) document.getElementById(open)?.showModal();
  if (close !== undefined) pressed.closest("dialog")?.close();
  if (copy) copied(pressed, document.querySelector(copy)?.textContent ?? "");
});

/** Takes a theme on this page; the link's own address keeps it for the next ones. */
function chooseTheme(link, theme) {
  setTheme(theme);
  fetch(link.href, { redirect: "manual" }).catch(() => {});
  for (const each of document.querySelectorAll("[data-theme-choice]")) {
    if (each === link) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
}

async function copied(pressed, text) {
  try {
    await navigator.clipboard.writeText(text.trim());
    say(word(pressed, "done", "Copied."));
  } catch {
    say(word(pressed, "failed", "The browser does not allow copying here: select the text."));
  }
}

// --- keyboard: ? opens the help, / goes to the search field

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const help = document.getElementById("keys");
  const search = document.querySelector("[data-search]");
  if (event.key === "?" && help) help.showModal();
  else if (event.key === "/" && search) search.focus();
  else return;
  event.preventDefault();
});

/** Whether keys go into a field. */
function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable]") !== null;
}

// --- forms that are sent when something in them changes: data-auto

enliven("form[data-auto]", (form) => {
  let waiting = 0;
  const send = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), delay);
  };
  form.addEventListener("change", (event) => event.target.name && send(80));
  form.addEventListener("submit", () => clearTimeout(waiting));
});

// --- long lists of boxes with a field that narrows them: data-narrow holds the list's selector

enliven("input[data-narrow]", (field) => {
  const lines = document.querySelectorAll(`${field.dataset.narrow} > *`);
  const narrow = () => {
    const wanted = folded(field.value);
    for (const line of lines) {
      const chosen = line.querySelector("input:checked") !== null;
      line.hidden = !chosen && !folded(line.textContent).includes(wanted);
    }
  };
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  narrow();
});

/** Text without case and marks, to look for something in. */
function folded(text) {
  return text.trim().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

// --- what stands on paper: the day and the address at which a page is printed

addEventListener("beforeprint", () => {
  for (const day of document.querySelectorAll("[data-printed-on]")) {
    const form = new Intl.DateTimeFormat(day.dataset.printedOn, { dateStyle: "long" });
    day.textContent = form.format(new Date());
  }
  for (const from of document.querySelectorAll("[data-printed-from]")) {
    from.textContent = location.href;
  }
});

window.htmx = htmx;
