// What every page does: data scripts, theme, language, lists that sort and filter, copying.
(() => {
  const root = document.documentElement;
  const waiting = new Map();
  const site = {
    root: root.dataset.root,
    place: Number(root.dataset.place),
    // a text is one for all languages, or one for each
    say: (text) => (Array.isArray(text) ? text[site.place] : text),
    take(name, content) {
      const found = waiting.get(name);
      if (found) found.resolve(content);
      waiting.delete(name);
    },
    // data comes as scripts, which pages opened as files may load too; null where there is none
    fetch(name) {
      return new Promise((resolve) => {
        waiting.set(name, { resolve });
        const script = document.createElement("script");
        script.src = `${site.root}data/${name}.js`;
        script.onload = () => script.remove();
        script.onerror = () => { waiting.delete(name); script.remove(); resolve(null); };
        document.head.append(script);
      });
    },
    remember(key, value) {
      try { localStorage.setItem(key, value); } catch { /* storage may be forbidden */ }
    },
    lists,
  };
  window.bridgepower = site;

  function lists(within) {
    for (const list of within.querySelectorAll("[data-list]")) makeList(list);
  }

  function makeList(list) {
    const body = list.querySelector("tbody");
    const filter = list.querySelector("[data-filter]");
    const shown = list.querySelector("[data-shown]");
    for (const button of list.querySelectorAll("[data-sort]")) button.addEventListener("click", () => sort(body, button));
    if (!filter) return;
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const row of body.rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) count += 1;
      }
      shown.textContent = shown.dataset.template.replace("{}", count).replace("{}", body.rows.length);
    });
  }

  function sort(body, button) {
    const head = button.closest("th");
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
    const rows = [...body.rows].sort((one, two) => compare(value(one), value(two), down ? -1 : 1));
    body.append(...rows);
  }

  // what is not known stands last, whichever way
  function compare(one, two, direction) {
    if (one === "" || two === "") return (one === "") - (two === "");
    const numbers = [Number(one), Number(two)];
    const order = numbers.every(Number.isFinite) ? numbers[0] - numbers[1] : one.localeCompare(two, root.lang);
    return order * direction;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      site.remember("theme", root.dataset.theme);
    });
    for (const link of document.querySelectorAll("[data-language]")) {
      link.addEventListener("click", () => site.remember("language", link.dataset.language));
      if (location.search) link.search = location.search;
      link.hash = location.hash;
    }
    for (const copy of document.querySelectorAll("[data-copy]")) {
      copy.hidden = !navigator.clipboard;
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
        copy.textContent = copy.dataset.done;
      });
    }
    lists(document);
  });
})();
