// The first page: on to the language chosen before, else the browser's, else English.
(() => {
  const known = ["en", "ru", "kk"];
  let chosen = null;
  try { chosen = localStorage.getItem("language"); } catch { /* storage may be forbidden */ }
  const wanted = [chosen, ...(navigator.languages || [])].map((tag) => (tag || "").slice(0, 2));
  location.replace(`${wanted.find((tag) => known.includes(tag)) || "en"}/index.html`);
})();
