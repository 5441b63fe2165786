(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const dialog = document.getElementById("evidence");
  const title = document.getElementById("evidence-title");
  const body = document.getElementById("evidence-body");
  const back = document.getElementById("back");
  const trail = [];

  const make = (tag, text, cls) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (cls) node.className = cls;
    return node;
  };
  const said = (list, term, value) => {
    if (!value) return;
    const words = make("dd", value);
    words.dir = "auto";
    list.append(make("dt", term), words);
  };
  const sum = (ids, key) => {
    const known = ids.map((i) => data.incidents[i][key]).filter((v) => v !== undefined);
    return known.length ? known.reduce((a, b) => a + b, 0).toLocaleString("en") : "–";
  };
  const open = (i) => {
    const link = make("button", data.incidents[i].id, "i");
    link.type = "button";
    link.dataset.i = i;
    return link;
  };

  function entry(number, shown) {
    const found = data.entries[number - 1];
    title.textContent = shown;
    const parts = [make("p", found.q, "question")];
    const many = found.i.length === 1 ? "1 incident" : `${found.i.length.toLocaleString("en")} incidents`;
    parts.push(make("p",
      `${many}; together ${sum(found.i, "k")} killed, ${sum(found.i, "n")} injured ` +
      "(best estimates of whole incidents).", "sums"));
    const table = make("table");
    const head = make("tr");
    ["Incident", "When and where", "Killed", "Injured"].forEach((h, at) => {
      const cell = make("th", h, at > 1 ? "num" : "");
      cell.scope = "col";
      head.append(cell);
    });
    table.append(make("thead"));
    table.tHead.append(head);
    const rows = make("tbody");
    for (const i of found.i) {
      const it = data.incidents[i];
      const row = make("tr");
      const id = make("td");
      id.append(open(i));
      const what = make("td", `${it.date}, ${it.place}`);
      what.append(make("br"), make("small", [it.type, it.by].filter(Boolean).join(" · ")));
      row.append(id, what, make("td", it.k === undefined ? "–" : String(it.k), "num"),
        make("td", it.n === undefined ? "–" : String(it.n), "num"));
      rows.append(row);
    }
    table.append(rows);
    const box = make("div", "", "table");
    box.append(table);
    parts.push(box);
    body.replaceChildren(...parts);
  }

  function incident(i) {
    const it = data.incidents[i];
    title.textContent = it.id;
    const list = make("dl");
    said(list, "When", it.date);
    said(list, "Where", it.place);
    said(list, "What", it.type);
    said(list, "By whom", it.by);
    said(list, "Harm", it.harm);
    said(list, "By party", it.parties);
    said(list, "Summary", it.text);
    said(list, "Accounts differ in", it.differ);
    said(list, "Marks", it.marks);
    const page = make("p");
    if (/^https?:\/\//.test(it.page || "")) {
      const link = make("a", "Open it in the desk");
      link.href = it.page;
      page.append(link);
    }
    const parts = [list, page, make("h3", it.accounts.length === 1 ? "The account" : `The ${it.accounts.length} accounts`)];
    for (const account of it.accounts) {
      const box = make("section", "", "account");
      const source = data.sources[account.s];
      const line = make("p", source ? source.text : "Source not given", "source");
      if (source && /^https?:\/\//.test(source.url || "")) {
        const link = make("a", "Open it");
        link.href = source.url;
        link.rel = "noopener noreferrer";
        line.append(" ", link);
      }
      const told = make("dl");
      said(told, "Says", [account.date, account.by, account.harm].filter(Boolean).join("; "));
      said(told, "In words", account.text);
      said(told, "Told at", account.at);
      said(told, "Reported by", account.via);
      said(told, "Source grade", source && source.grade);
      const cites = (account.cites || []).map((c) => data.sources[c].text);
      said(told, "Cites", cites.join(" · "));
      box.append(line, told);
      parts.push(box);
    }
    body.replaceChildren(...parts);
  }

  function show(step) {
    if (step.entry) entry(step.entry, step.text);
    else incident(step.incident);
    back.hidden = trail.length < 2;
    if (!dialog.open) dialog.showModal();
    body.focus({ preventScroll: true });
    dialog.scrollTop = 0;
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.n, .i");
    if (!link) return;
    event.preventDefault();
    if (!dialog.open) trail.length = 0;
    trail.push(link.dataset.e
      ? { entry: Number(link.dataset.e), text: link.textContent }
      : { incident: Number(link.dataset.i) });
    show(trail[trail.length - 1]);
  });
  back.addEventListener("click", () => { trail.pop(); show(trail[trail.length - 1]); });
  document.getElementById("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
})();
