// The page of a person or organisation: visits made, visits received, figures given, agreements.
(() => {
  const { el, say, word } = window.bridgepower;
  const site = window.bridgepower;
  site.drawn("person", (person, identifier) => [
    el("p", { class: "eyebrow" }, word(identifier.startsWith("org_") ? "party.organisation" : "person.title")),
    el("h1", {}, say(person.name)),
    ...person.roles.filter(([, records]) => records.length).map(([role, records]) => el("section", { "aria-labelledby": role },
      el("h2", { id: role }, word(`person.${role}`)), site.table(records, word(`person.${role}`)))),
  ]);
})();
