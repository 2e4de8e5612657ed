// The frame of every page. It runs before anything is drawn, so that a page in the scheme the reader has chosen never flashes
// in the other one. The choice is kept in the browser when she presses the button, never before; without a choice the page
// follows the system. Escape and a click beside the menu close it.
(() => {
  const KEY = "norprem-scheme";
  const root = document.documentElement;

  function show(scheme) {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  }

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // where nothing can be stored, nothing is
    }
  }

  // From the system's scheme to the other one, so that the first press shows something, to the same as a choice, and back.
  function change() {
    const [other, same] = matchMedia("(prefers-color-scheme: dark)").matches ? ["light", "dark"] : ["dark", "light"];
    const { scheme } = root.dataset;
    const next = scheme === undefined ? other : scheme === other ? same : undefined;
    show(next);
    try {
      if (next) localStorage.setItem(KEY, next);
      else localStorage.removeItem(KEY);
    } catch {
      // it holds for this page
    }
  }

  root.dataset.scripted = ""; // brings out the button
  show(stored());
  addEventListener("pageshow", ({ persisted }) => persisted && show(stored())); // back to a page that was kept as it was

  addEventListener("click", ({ target }) => {
    if (target.closest(".np-scheme")) change();
    const menu = document.querySelector(".np-menu[open]");
    if (menu && !menu.contains(target)) menu.open = false;
  });

  addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" && document.querySelector(".np-menu[open]");
    if (!menu) return;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  });
})();
