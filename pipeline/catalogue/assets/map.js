// The corridor map: pointing at a route, or reaching it with the keyboard, shows its figures beside the map.
(() => {
  const told = document.querySelector("[data-told-routes]");
  if (!told) return;
  let shown = told.querySelector("[data-pick]");
  let picked = null;

  function show(route) {
    shown.hidden = true;
    shown = document.getElementById(`route-${route.dataset.route}`);
    shown.hidden = false;
    if (picked) picked.classList.remove("picked");
    picked = route;
    route.classList.add("picked");
  }

  for (const route of document.querySelectorAll("[data-route]")) {
    route.addEventListener("mouseenter", () => show(route));
    route.addEventListener("focus", () => show(route));
  }
})();
