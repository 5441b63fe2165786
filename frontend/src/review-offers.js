// A list of what may be meant beneath an input, as a combobox of the ARIA practices.

let number = 0;

/**
 * @param {HTMLInputElement} input
 * @param {{find: (text: string) => any, choose: (one: any) => void}} how
 *   `find` gives {text, hint?} for what was typed; `choose` takes the one that was chosen
 */
export function offer(input, { find, choose }) {
  const list = document.createElement("ul");
  list.className = "offers";
  list.id = `offers-${++number}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let found = [];
  let at = -1;
  let asked = 0;

  const show = (shown) => {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) input.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    at = next;
    for (const [i, line] of [...list.children].entries()) {
      line.setAttribute("aria-selected", String(i === at));
      if (i === at) {
        input.setAttribute("aria-activedescendant", line.id);
        line.scrollIntoView({ block: "nearest" });
      }
    }
  };
  const take = (one) => {
    choose(one);
    show(false);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    show(false);
  };
  const look = async () => {
    const mine = ++asked;
    const now = await find(input.value);
    if (mine !== asked || document.activeElement !== input) return;
    found = now;
    list.replaceChildren(
      ...found.map((one, i) => {
        const line = document.createElement("li");
        line.id = `${list.id}-${i}`;
        line.setAttribute("role", "option");
        line.dir = "auto";
        line.textContent = one.text;
        if (one.hint) {
          const hint = document.createElement("span");
          hint.className = "hint";
          hint.textContent = ` ${one.hint}`;
          line.append(hint);
        }
        line.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(one);
        });
        return line;
      }),
    );
    show(found.length > 0);
    mark(-1);
  };
  let waiting = 0;
  input.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 80);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden && event.key === "ArrowDown") {
      look();
      event.preventDefault();
    }
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark((at + 1) % found.length);
    else if (event.key === "ArrowUp") mark((at + found.length - 1) % found.length);
    else if (event.key === "Enter" || (event.key === "Tab" && at >= 0)) take(found[Math.max(at, 0)]);
    else if (event.key === "Escape") show(false);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  });
  input.addEventListener("blur", () => show(false));
  return () => list.remove();
}
