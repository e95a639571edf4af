// The search: loads the index of the words that are typed, then the things that all of them lead to.
(() => {
  const { el, say, word } = window.bridgepower;
  const site = window.bridgepower;
  const form = document.querySelector("[data-search]");
  const input = form.querySelector("input");
  const list = form.querySelector("ol");
  const told = form.querySelector("[data-told]");
  const SHOWN = 20;
  const CHUNK = 200;
  const BUCKETS = 64;
  const loaded = new Map();
  let asked = 0;

  const load = (name) => {
    if (!loaded.has(name)) loaded.set(name, site.fetch(`search/${name}`));
    return loaded.get(name);
  };

  const words = (text) => text.toLowerCase().replaceAll("ё", "е").match(/[\p{L}\p{N}]{2,}/gu) || [];

  // the numbers of all things that have a word that begins so
  async function leads(start) {
    const [one, two] = [...start].map((character) => character.codePointAt(0));
    const numbers = new Set();
    for (const [whole, steps] of await load(`words-${(one * 31 + two) % BUCKETS}`)) {
      if (!whole.startsWith(start)) continue;
      let at = 0;
      for (const step of steps) numbers.add(at += step);
    }
    return numbers;
  }

  async function find(text) {
    const sets = await Promise.all(words(text).map(leads));
    sets.sort((one, two) => one.size - two.size);
    return sets.length ? [...sets[0]].filter((number) => sets.every((set) => set.has(number))).sort((a, b) => a - b) : null;
  }

  async function describe(number) {
    const chunk = await load(`docs-${Math.floor(number / CHUNK)}`);
    return chunk[number % CHUNK];
  }

  async function search() {
    const mine = ++asked;
    const numbers = await find(input.value);
    const found = await Promise.all((numbers || []).slice(0, SHOWN).map(describe));
    if (mine !== asked) return;
    list.replaceChildren(...found.map(([kind, identifier, name, ...beside]) => el("li", {},
      el("a", { href: site.page(kind, identifier) }, el("span", {}, say(name)),
        el("span", { class: "beside" }, beside.map(say).join(", ")), el("span", { class: "what" }, word(`search.${kind}`))))));
    told.textContent = numbers === null ? "" : numbers.length ? `${word("search.found")}: ${numbers.length}` : word("search.none");
  }

  // arrows lead from the field into the list and through it
  form.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (stops[next]) { stops[next].focus(); event.preventDefault(); }
  });
  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  const given = new URLSearchParams(location.search).get("q");
  if (given) { input.value = given; search(); }
})();
