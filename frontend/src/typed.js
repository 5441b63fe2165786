// What was typed into a form is not lost where the session had ended when it was sent: it is kept
// in this tab while one logs in again, comes back on the page of the form, and is forgotten on any
// other page. Passwords, files and tokens of forms are never kept, nor given to another user.
import { enliven, say, word } from "./parts.js";

const KEY = "waqia-typed";
const FIELDS = "input, select, textarea";
const NEVER = "[type=password], [type=file], [type=submit], [type=button], [type=image], [type=reset], [name=csrf]";

const user = () => document.querySelector(".who bdi")?.textContent ?? "";
const login = document.querySelector('form[action="/login"]');

document.addEventListener("submit", ({ target: form }) => {
  if (form !== login && form.method === "post") keep(form);
});
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, requestConfig } }) => {
  if (elt.matches("form") && requestConfig.verb !== "get") keep(elt);
});
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  const answered = xhr.status > 0 && !xhr.getResponseHeader("HX-Redirect")?.startsWith("/login");
  if (elt.matches("form") && answered) sessionStorage.removeItem(KEY);
});

function keep(form) {
  const fields = fieldsOf(form).map((field) => ({
    name: field.name,
    value: valueOf(field),
    checked: field.checked,
  }));
  const typed = fieldsOf(form).some((field) => field.type !== "hidden");
  try {
    sessionStorage.removeItem(KEY);
    if (typed) put({ form: nameOf(form), fields, user: user() });
  } catch {
    // longer than the browser keeps: it is sent all the same
  }
}

function put(kept) {
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

function valueOf(field) {
  return field.multiple && field.options ? [...field.selectedOptions].map(({ value }) => value) : field.value;
}

const stateOf = (field) => JSON.stringify([valueOf(field), field.checked]);

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.matches(FIELDS) && !field.matches(NEVER));
}

/** What a form is called wherever it stands: where it is sent to, and which of those that are. */
function nameOf(form) {
  const address = (each) => each.getAttribute("action") ?? each.getAttribute("hx-post");
  const alike = [...document.forms].filter((each) => address(each) === address(form));
  return `${address(form)} ${alike.indexOf(form)}`;
}

const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
if (kept && login) {
  put({ ...kept, page: login.elements.back.value });
} else if (kept) {
  sessionStorage.removeItem(KEY);
  if (kept.page === location.pathname + location.search && kept.user === user()) {
    // when the scripts of the page listen to what is typed
    document.addEventListener("DOMContentLoaded", giveBack);
  }
}

function giveBack() {
  let given = false;
  enliven("form", (form) => {
    if (given || nameOf(form) !== kept.form) return;
    given = true;
    const changed = fill(form);
    for (const field of changed) {
      if (field.type !== "radio" || field.checked) field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    fill(form); // where a field has changed others
    const seen = changed.filter(({ type }) => type !== "hidden");
    for (const each of [form, ...seen]) unfold(each);
    seen[0]?.focus();
    say(word(document.documentElement, "again", "What you had typed is here again."));
  });
}

function unfold(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
}

/** Puts what was kept into the fields of a form; those that it has changed. */
function fill(form) {
  const left = [...kept.fields];
  const changed = [];
  for (const field of fieldsOf(form)) {
    const boxed = field.matches("[type=checkbox], [type=radio]");
    const at = left.findIndex(({ name, value }) => name === field.name && (!boxed || value === field.value));
    if (at < 0) continue;
    const [{ value, checked }] = left.splice(at, 1);
    const before = stateOf(field);
    if (boxed) field.checked = checked;
    else if (field.options) choose(field, value);
    else field.value = value;
    if (stateOf(field) !== before) changed.push(field);
  }
  return changed;
}

/** Chooses what was chosen in a list, where it is still offered. */
function choose(list, chosen) {
  const values = [chosen].flat();
  const offered = [...list.options].some(({ value }) => values.includes(value));
  if (!offered && !list.multiple) return;
  for (const option of list.options) option.selected = values.includes(option.value);
}
