// The frame of every page. It runs before anything is drawn, so that a page in the scheme the reader has chosen never flashes
// in the other one. The choice is kept in the browser when she presses the button, never before; without a choice the page
// follows the system. Escape and a click beside the menu close it. A phone draws a long page in parts.
(() => {
  const KEY = "norprem-scheme";
  const root = document.documentElement;

  // What is drawn a little later on a phone, so that no part of a long page keeps it busy for long: whatever comes after
  // the first screen of the text, then what stands below the text, in pieces of some sixty elements. Rows of a plain table
  // do not wait: each may widen the columns.
  const WAITING = `:is(
    .np-text > :nth-child(n + 8),
    .np-text > div > :nth-child(n + 7),
    .np-text :is(.np-rows, .np-methods, .np-codes) > :nth-child(n + 6),
    .np-text dl > :nth-child(n + 8),
    .np-text table[class] tr:nth-child(n + 4),
    .np-person:nth-child(n + 4),
    .np-assess > :nth-child(n + 10),
    .np-filter > fieldset > :nth-child(n + 5),
    .np-by-status ~ .np-filter > fieldset > :nth-child(n + 3),
    .np-find ~ ul > :nth-child(n + 4),
    .np-index > ul > :nth-child(n + 5),
    .np-rules > *,
    :is(.np-find, .np-twin) ~ ul ~ *,
    :is(.np-filter, .np-year, .np-listing, .np-calendar, .np-template, .np-numbers) ~ *,
    .np-text ~ *,
    .np-footer
  ):not(.np-drawn)`;
  const AT_ONCE = 60;
  const PHONE = "(max-width: 28rem) and (max-height: 58rem)";

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

  // Where the reader goes to a place on the page, or back to the page, all of it is drawn at once: it must not move.
  function drawInParts() {
    const [arrival] = performance.getEntriesByType("navigation");
    if (arrival?.type !== "navigate" || arrival.name.includes("#")) return;
    if (!matchMedia(PHONE).matches || !document.adoptedStyleSheets) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@media screen { ${WAITING} { display: none !important; } }`);
    document.adoptedStyleSheets = [sheet];
    drawOn();
    for (const kind of ["keydown", "click"]) addEventListener(kind, drawAll, { once: true, capture: true });
  }

  // Draw some of what has come and waits, after the next frame; and so on, until the page is here and all of it is drawn.
  function drawOn() {
    requestAnimationFrame(() => setTimeout(() => {
      const isHere = document.readyState !== "loading";
      let left = AT_ONCE;
      for (const part of document.querySelectorAll(WAITING)) {
        if (left <= 0) break;
        part.classList.add("np-drawn");
        left -= 1 + part.getElementsByTagName("*").length;
      }
      if (isHere && left > 0) drawAll();
      else drawOn();
    }));
  }

  function drawAll() {
    document.adoptedStyleSheets = [];
  }

  root.dataset.scripted = ""; // brings out the button
  drawInParts();
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
