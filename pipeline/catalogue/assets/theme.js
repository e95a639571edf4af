// Before anything is drawn: the colours chosen before; without a choice the system's hold.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) document.documentElement.dataset.theme = chosen;
  } catch { /* storage may be forbidden */ }
})();
