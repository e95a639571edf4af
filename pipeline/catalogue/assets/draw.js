// Elements made of text: whatever stands in the data stays text.
(() => {
  const site = window.bridgepower;

  site.el = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  };

  site.word = (key) => site.words[key];
  // a column by its name on pages; one without a word by its own
  site.column = (name) => site.words[`field.${name === "period_start" ? "period" : name}`] || name;
  site.filled = (key, ...parts) => parts.reduce((text, part) => text.replace("{}", part), site.words[key]);

  // an address outside of the site leads out without telling from where, and only over the web
  site.outward = (address, text) =>
    site.el("a", { href: /^https?:\/\//.test(address) ? address : null, rel: "noopener noreferrer nofollow external" }, text);

  site.page = (kind, identifier) => {
    const folder = { party: "party/", corridor: "corridor/" }[kind];
    const encoded = encodeURIComponent(identifier);
    return folder ? `${folder}${encoded}.html` : `${kind}.html?id=${encoded}`;
  };

  site.line = (brief) => site.el("tr", {},
    site.el("th", { scope: "row" },
      site.el("a", { href: site.page("record", brief.id) }, site.say(brief.head)),
      brief.sub ? site.el("span", { class: "sub" }, site.say(brief.sub)) : null),
    site.el("td", { class: "figure" }, site.say(brief.figure) || ""),
    site.el("td", {}, site.say(brief.when) || ""),
    site.el("td", {}, site.say(brief.state) || "", " ",
      brief.disputed ? site.el("span", { class: "chip disputed" }, site.word("record.disputed")) : null));

  site.table = (briefs, caption) => site.el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
    site.el("table", { class: "records" },
      site.el("thead", {}, site.el("tr", {},
        ["record", "figure", "when", "state"].map((key) => site.el("th", { scope: "col" }, site.word(`table.${key}`))))),
      site.el("tbody", {}, briefs.map(site.line))));

  // a page that draws one thing, named in its address, from its shard
  site.drawn = async (kind, draw) => {
    const main = document.querySelector("main");
    const place = document.getElementById("drawn");
    const identifier = new URLSearchParams(location.search).get("id") || "";
    const shard = identifier.slice(0, Number(main.dataset.digits));
    const known = /^[a-z]{3}_[0-9a-f]+$/.test(identifier);
    const found = known ? await site.fetch(`${kind}s/${shard}`) : null;
    const content = found && Object.hasOwn(found, identifier) ? found[identifier] : null;
    if (content) {
      place.replaceChildren(...draw(content, identifier).filter(Boolean));
      document.title = `${place.querySelector("h1").textContent} · Bridge Power`;
    } else {
      place.replaceChildren(site.el("h1", {}, site.word(`${kind}.missing`)), site.el("p", { class: "note" }, identifier));
    }
    place.dataset.done = content ? "drawn" : "missing";
  };
})();
