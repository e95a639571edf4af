// The article page: what was read, what was looked for in it, and which records it tells.
(() => {
  const { el, say, word } = window.bridgepower;
  const site = window.bridgepower;

  site.drawn("article", (article) => [
    el("p", { class: "eyebrow" }, word("article.title")),
    el("h1", { lang: article.language }, article.title),
    el("p", { class: "lead" }, [article.publisher || word("record.nopublisher"), say(article.date)].filter(Boolean).join(", ")),
    el("p", {}, article.url ? site.outward(article.url, `${word("record.original")} ↗`) : word("record.nourl")),
    el("p", { class: "note" }, word("article.text")),
    el("h2", {}, word("article.tells")),
    article.records.length ? site.table(article.records, word("article.tells")) : el("p", { class: "note" }, word("article.nothing")),
    el("h2", {}, word("article.coverage")),
    el("dl", { class: "fields" }, article.coverage.map(([kind, claims]) => [
      el("dt", {}, word(`kind.${kind}`)),
      el("dd", {}, claims ? `${word("package.claims")}: ${claims}` : word("article.nothing"))])),
    el("p", { class: "note" }, `SHA-256 ${article.sha256}`),
  ]);
})();
