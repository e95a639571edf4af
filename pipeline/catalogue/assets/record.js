// The record page: a record, who says so in which words, where they disagree, and what became of it.
(() => {
  const { el, say, word, filled, column } = window.bridgepower;
  const site = window.bridgepower;

  const link = (target) => {
    const [kind, ...rest] = target.split(":");
    return site.page(kind, rest.join(":"));
  };

  const chip = (kind, text) => el("span", { class: `chip ${kind}` }, text);

  function head(record) {
    const [claims, articles] = record.counts;
    return el("header", { class: "record-head" },
      el("p", { class: "eyebrow" }, el("a", { href: `package/${record.package}.html` }, word(`package.${record.package}`)), ` ${record.version}`),
      el("h1", {}, say(record.head)),
      record.sub ? el("p", { class: "lead" }, say(record.sub)) : null,
      el("p", { class: "big" }, say(record.figure) || "", record.when ? el("span", { class: "when" }, say(record.when)) : null),
      record.spread ? el("p", { class: "spread" }, filled("record.range", ...say(record.spread).split("–"))) : null,
      el("p", { class: "chips" },
        record.state ? chip("", say(record.state)) : null,
        record.disputed ? chip("disputed", word("record.disputed")) : null,
        record.flags.revised ? chip("", word("record.revised")) : null,
        record.flags.corrected ? chip("corrected", word("record.corrected")) : null,
        chip("quiet", `${word("field.claims")}: ${claims} · ${word("field.articles")}: ${articles}`),
        chip("quiet", word(record.flags.recommended_for_totals ? "record.totals" : "record.nototals"))));
  }

  function fields(record) {
    return el("section", { "aria-labelledby": "says" }, el("h2", { id: "says" }, word("record.says")),
      el("dl", { class: "fields" }, record.fields.map(([name, value, links]) => [
        el("dt", {}, column(name)),
        el("dd", {}, linked(say(value), links))])));
  }

  // several parties stand in one value, each with its own page
  function linked(value, links) {
    if (!links.some(Boolean)) return value;
    const parts = links.length > 1 ? value.split(", ") : [value];
    if (parts.length !== links.length) return value;
    return parts.flatMap((part, place) => [place ? ", " : "", links[place] ? el("a", { href: link(links[place]) }, part) : part]);
  }

  function quote(claim) {
    const text = el("blockquote", { lang: claim.article.language });
    for (const [words, quoted, carried] of claim.pieces) {
      const title = carried.map(column).join(", ");
      const inner = carried.length ? el("span", { class: "carries", title }, words) : words;
      text.append(quoted ? el("mark", {}, inner) : inner);
    }
    return text;
  }

  function claimCard(claim) {
    const article = claim.article;
    const source = [article.publisher || word("record.nopublisher"), say(article.date)].filter(Boolean).join(", ");
    return el("article", { class: `claim${claim.shown ? " shown" : ""}`, id: claim.id },
      el("header", {},
        el("h3", {}, say(claim.figure) || say(claim.when) || "–"),
        claim.shown ? chip("", word("record.shown")) : null),
      quote(claim),
      el("p", { class: "source" }, el("cite", {}, el("a", { href: site.page("article", article.id) }, article.title)), el("br"), source),
      el("dl", { class: "fields small" },
        pair("record.speaker", say(claim.speaker) || word("record.voice")),
        claim.hedge ? pair("field.qualifier", say(claim.hedge)) : null,
        claim.when ? pair("table.when", say(claim.when)) : null),
      el("p", {}, article.url ? site.outward(article.url, `${word("record.original")} ↗`) : el("span", { class: "note" }, word("record.nourl"))),
      el("details", {}, el("summary", {}, word("record.how")),
        el("dl", { class: "fields small" },
          pair("record.belongs", claim.belongs), pair("record.rule", el("code", {}, claim.rule)),
          pair("record.entry", String(claim.entry)), pair("record.title", el("code", {}, claim.id)),
          claim.how.map(([name, how]) => [el("dt", {}, column(name)), el("dd", {}, word(`how.${how}`))]))));
  }

  const pair = (key, value) => [el("dt", {}, word(key)), el("dd", {}, value)];

  function conflicts(record) {
    if (!record.conflicts.length) return null;
    const names = new Map(record.claims.map((claim) => [claim.id, claim]));
    const rows = record.claims.map((claim) => el("tr", {},
      el("th", { scope: "row" }, el("a", { href: `#${claim.id}` }, say(claim.speaker) || claim.article.publisher || claim.article.title)),
      record.conflicts.map((conflict) => el("td", {}, say(conflict.said.find(([, id]) => id === claim.id)[0]))),
      el("td", {}, say(names.get(claim.id).reported) || "")));
    return el("section", { "aria-labelledby": "conflict", class: "conflict" }, el("h2", { id: "conflict" }, word("record.conflict")),
      el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": word("record.conflict") }, el("table", {},
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, word("record.claims")),
          record.conflicts.map((conflict) => el("th", { scope: "col" }, column(conflict.field))),
          el("th", { scope: "col" }, word("table.reported")))),
        el("tbody", {}, rows))),
      el("p", { class: "note" }, filled("record.conflict.note", say(record.because))));
  }

  function claims(record) {
    return el("section", { "aria-labelledby": "claims" }, el("h2", { id: "claims" }, word("record.claims")),
      el("p", { class: "note" }, word("record.claims.note")),
      el("div", { class: `claims${record.claims.length > 1 ? " several" : ""}` }, record.claims.map(claimCard)));
  }

  function corrections(record) {
    return el("section", { "aria-labelledby": "corrections" }, el("h2", { id: "corrections" }, word("record.corrections")),
      record.corrections.length
        ? el("ul", { class: "plain" }, record.corrections.map((item) => el("li", {},
          el("strong", {}, say(item.action)), " ", item.change && item.change !== "{}" ? el("code", {}, item.change) : null,
          el("br"), item.reason, el("span", { class: "sub" }, `${item.author}, ${say(item.date)} · ${say(item.status)} · ${item.id}`))))
        : el("p", { class: "note" }, word("record.nocorrections")));
  }

  function history(record) {
    return el("section", { "aria-labelledby": "history" }, el("h2", { id: "history" }, word("record.history")),
      el("ol", { class: "history" }, record.history.map((change) => el("li", {},
        el("span", { class: "when" }, say(change.created)), " ", word(`record.${change.change}`), " ",
        el("a", { href: `package/${record.package}.html#${change.version}` }, change.version),
        change.fields.map(([name, old, now]) => el("span", { class: "sub" },
          `${column(name)}: `, el("del", {}, say(old) || "–"), " → ", el("ins", {}, say(now) || "–"))),
        change.reason ? el("span", { class: "sub" }, `${word("record.reason")}: ${change.reason}`) : null))));
  }

  function check(identifier) {
    return el("section", { "aria-labelledby": "check" }, el("h2", { id: "check" }, word("record.check")),
      el("pre", {}, el("code", {}, `bridgepower explain ${identifier}`)),
      el("p", { class: "note" }, `${word("record.permalink")}: `, el("code", {}, `record.html?id=${identifier}`)));
  }

  function withdrawn(record, identifier) {
    const gone = record.gone;
    return [el("h1", {}, word("record.gone")), el("p", {}, el("code", {}, identifier)),
      el("p", {}, filled("record.gone.note", gone.last, gone.without)),
      gone.reason ? el("p", {}, `${word("record.reason")}: ${gone.reason}`) : null,
      gone.replaced.length ? el("p", {}, `${word("record.replaced")}: `,
        gone.replaced.flatMap((id, place) => [place ? ", " : "", el("a", { href: site.page("record", id) }, id)])) : null];
  }

  site.drawn("record", (record, identifier) => record.gone ? withdrawn(record, identifier) : [
    head(record), conflicts(record), claims(record), fields(record), corrections(record), history(record), check(identifier)]);
})();
