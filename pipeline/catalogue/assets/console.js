// The SQL console: SQLite in the page over the file of a release; results as table, chart and CSV.
(() => {
  const { el, word, filled } = window.bridgepower;
  const site = window.bridgepower;
  const form = document.querySelector("[data-console]");
  const result = document.querySelector("[data-result]");
  const byHand = form.querySelector("[data-by-hand]");
  const ROWS = 500;
  const BARS = 25;
  const open = new Map();
  const asFile = location.protocol === "file:";
  let engine = null;

  function chosen() {
    return form.package.selectedOptions[0];
  }

  async function bytes(option) {
    if (!asFile) {
      const answer = await fetch(site.root + option.dataset.path);
      if (!answer.ok) throw new Error(`${answer.status} ${option.dataset.path}`);
      return answer.arrayBuffer();
    }
    const [file] = byHand.querySelector("input").files;
    if (!file) throw new Error(word("console.file"));
    return file.arrayBuffer();
  }

  async function database() {
    const option = chosen();
    if (!open.has(option.value)) {
      say(filled("console.loading", option.value));
      engine ??= await window.initSqlJs();
      open.set(option.value, new engine.Database(new Uint8Array(await bytes(option))));
    }
    return open.get(option.value);
  }

  const say = (text, kind = "note") => result.replaceChildren(el("p", { class: kind }, text));

  async function run() {
    try {
      const answers = (await database()).exec(form.sql.value);
      const last = answers[answers.length - 1];
      if (last) show(last.columns, last.values);
      else say(word("console.empty"));
    } catch (error) {
      say(error.message, "error");
    }
    result.dataset.done = String(Number(result.dataset.done || 0) + 1);
  }

  function show(columns, values) {
    const link = el("a", { class: "button quiet", download: "result.csv", href: csv(columns, values) }, word("console.csv"));
    const chart = el("div", { class: "drawing" });
    const count = `${word("console.rows")}: ${values.length.toLocaleString(document.documentElement.lang)}`;
    result.replaceChildren(
      el("p", { class: "tools" }, el("strong", {}, count), link),
      bars(columns, values, chart) ? chart : el("p", { class: "note" }, word("console.nochart")),
      table(columns, values));
    site.lists(result);
  }

  function table(columns, values) {
    const cell = (value) => /^(vis|agr|trd|cor|inv)_[0-9a-f]{12}$/.test(value)
      ? el("a", { href: site.page("record", value) }, value)
      : value === null ? "" : String(value);
    return el("div", { class: "list", "data-list": true },
      values.length > ROWS ? el("p", { class: "note" }, filled("console.limited", String(ROWS))) : null,
      el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": word("console.table") },
        el("table", {},
          el("thead", {}, el("tr", {}, columns.map((name) => el("th", { scope: "col" }, el("button", { type: "button", "data-sort": true }, name))))),
          el("tbody", {}, values.slice(0, ROWS).map((row) => el("tr", {},
            row.map((value) => el("td", { class: typeof value === "number" ? "number" : null, "data-value": value ?? "" }, cell(value)))))))));
  }

  // the first column of numbers as bars, named by the first column of text
  function bars(columns, values, place) {
    const rows = values.slice(0, BARS);
    const number = columns.findIndex((_, at) => rows.length && rows.every((row) => row[at] === null || typeof row[at] === "number") && rows.some((row) => row[at] > 0));
    const text = columns.findIndex((_, at) => rows.some((row) => typeof row[at] === "string"));
    if (number < 0 || text < 0) return false;
    const most = Math.max(...rows.map((row) => row[number] || 0));
    const svg = (name, attributes, ...children) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...children);
      return element;
    };
    const short = (words) => (words.length > 34 ? `${words.slice(0, 33)}…` : words);
    const drawn = rows.map((row, at) => svg("g", {},
      svg("text", { x: 290, y: at * 26 + 17, "text-anchor": "end" }, short(String(row[text] ?? "–"))),
      svg("rect", { class: "bar", x: 300, y: at * 26 + 3, width: Math.max(0, ((row[number] || 0) / most) * 480), height: 18 }),
      svg("text", { class: "value", x: 306 + Math.max(0, ((row[number] || 0) / most) * 480), y: at * 26 + 17 }, row[number] === null ? "" : row[number].toLocaleString(document.documentElement.lang))));
    place.append(svg("svg", { viewBox: `0 0 1000 ${rows.length * 26 + 4}`, role: "img", "aria-label": `${word("console.chart")}: ${columns[number]}` }, ...drawn));
    return true;
  }

  // as the releases write CSV: what a spreadsheet would run as a formula has an apostrophe in front
  function csv(columns, values) {
    const field = (value) => {
      const plain = value === null ? "" : String(value);
      const safe = typeof value === "string" && /^\s*[=+\-@\t\r']/.test(plain) ? `'${plain}` : plain;
      return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    const text = [columns, ...values].map((row) => row.map(field).join(",")).join("\n");
    return URL.createObjectURL(new Blob([`${text}\n`], { type: "text/csv" }));
  }

  function choose(name) {
    form.package.value = name;
    form.querySelector("code[data-tables]").textContent = chosen().dataset.tables;
  }

  function ask(button) {
    choose(button.dataset.package);
    form.sql.value = button.dataset.sql;
    for (const other of document.querySelectorAll("[data-question]")) other.removeAttribute("aria-pressed");
    button.setAttribute("aria-pressed", "true");
    return run();
  }

  byHand.hidden = !asFile;
  byHand.querySelector("input").addEventListener("change", () => { open.delete(form.package.value); run(); });
  form.package.addEventListener("change", () => choose(form.package.value));
  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
  form.sql.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(); });
  for (const button of document.querySelectorAll("[data-question]")) button.addEventListener("click", () => ask(button));
  const wanted = new URLSearchParams(location.search).get("q");
  const first = document.querySelector(`[data-question="${Number(wanted) || 0}"]`) || document.querySelector("[data-question]");
  if (first) ask(first);
})();
