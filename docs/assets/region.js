// The reader's region, on every page: what belongs to it comes first, and regional answers open on it. It is kept in the
// browser when she presses a button, never before. `?region=` in the address holds for that visit: the links she follows
// within the site carry it on. The words are in the page (overrides/partials/region.html, pages/templates/pathways.html).

const KEY = "norprem-region";
const root = document.documentElement;
const where = document.querySelector("#np-where");
const names = new Map([...where.querySelectorAll("[data-name]")].map((one) => [one.dataset.name, one]));
const [keep, forget] = where.querySelectorAll("button");

const blocks = [...document.querySelectorAll("[data-regions]")]
  .filter((block) => block.querySelector("[data-choose]"))
  .map((block) => ({
    choice: block.querySelector("[data-choose]"),
    buttons: [...block.querySelectorAll("[data-choose] button")],
    told: block.querySelector("[role=status]"),
    list: block.querySelector(".np-answers"),
    answers: [...block.querySelectorAll(".np-answers > [data-answer]")],
    lines: [...block.querySelectorAll(".np-paper > [data-answer]")],
  }));

// Parts of a page that belong to a region, by what they stand in, in the order of the page.
const parts = new Map();
for (const one of document.querySelectorAll("[data-first]")) {
  const known = parts.get(one.parentNode);
  if (known) known.push(one);
  else parts.set(one.parentNode, [one]);
}

// Put a region first and open it, or none: then all are as they were. Nothing is moved where nothing changes: the rows of a
// long list would be laid out once more.
function show(region) {
  const before = root.dataset.region ?? "";
  const moved = region !== before;
  if (region) root.dataset.region = region;
  else delete root.dataset.region;
  for (const { buttons, list, answers, lines } of blocks) {
    const own = answers.find(({ dataset }) => dataset.answer === region);
    if (moved) {
      list.append(...answers);
      if (own) list.prepend(own);
    }
    for (const one of answers) {
      one.classList.toggle("np-chosen", one === own);
      if (one === own || one.dataset.answer === before) one.open = one === own;
    }
    for (const one of lines) one.classList.toggle("np-chosen", one.dataset.answer === region);
    for (const one of buttons) {
      if (one.value) one.ariaPressed = String(one.value === region);
      else one.hidden = !region;
    }
  }
  if (moved) for (const [parent, children] of parts) put(parent, children, region);
  where.hidden = !region;
  keep.hidden = region === stored();
  for (const [id, name] of names) name.hidden = id !== region;
}

function put(parent, children, region) {
  const own = children.filter(({ dataset }) => dataset.first === region);
  const place = document.createComment("");
  children.find((one) => one.parentNode === parent)?.before(place);
  place.after(...own, ...children.filter((one) => !own.includes(one)));
  place.remove();
  for (const one of children) one.classList.toggle("np-own", own.includes(one));
}

function tell(what, region) {
  const name = names.get(region)?.textContent;
  for (const { told } of blocks) told.textContent = region && !name ? "" : told.dataset[what].replace("{region}", name);
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // where nothing can be stored, nothing is
  }
}

// The region that the address names, where it is one.
function asked() {
  const region = new URLSearchParams(location.search).get("region");
  return names.has(region) ? region : null;
}

// The region to show first, or none: "".
function current() {
  const kept = stored();
  return asked() ?? (names.has(kept) ? kept : "");
}

// Store a region, or none; tell whether that was possible.
function store(region) {
  try {
    if (region) localStorage.setItem(KEY, region);
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return !region;
  }
}

function choose(region) {
  const done = !region ? "forgotten" : store(region) ? "kept" : "blocked";
  if (!region) store(null);
  const address = new URL(location.href);
  if (address.searchParams.has("region")) {
    address.searchParams.delete("region"); // it would hold over the choice when the page is read again
    history.replaceState(null, "", address);
  }
  show(region);
  tell(done, region);
  document.dispatchEvent(new Event("np-region"));
}

for (const { choice, buttons } of blocks) {
  choice.hidden = false;
  for (const one of buttons) {
    one.addEventListener("click", () => {
      choose(one.value);
      if (!one.value) buttons[0].focus(); // the pressed button goes
    });
  }
}

forget.addEventListener("click", () => {
  choose("");
  document.querySelector("main").focus(); // the pressed button goes
});

keep.addEventListener("click", () => {
  const done = store(current());
  where.querySelector("[role=status]").textContent = done ? keep.dataset.kept : keep.dataset.notKept;
  if (!done) return;
  keep.hidden = true;
  forget.focus();
});

// A region that is in the address alone goes on to the next page of the site.
function carry(link) {
  const region = asked();
  if (!region || region === stored() || link.origin !== location.origin || !link.pathname.endsWith("/")) return;
  const address = new URL(link.href);
  if (link.getAttribute("href").startsWith("#") || address.searchParams.has("region")) return;
  address.searchParams.set("region", region);
  link.href = address;
}

for (const kind of ["click", "auxclick", "contextmenu"]) {
  document.addEventListener(kind, ({ target }) => {
    const link = target.closest?.("a[href]");
    if (link) carry(link);
  });
}

document.addEventListener("formdata", ({ target, formData }) => {
  const region = asked();
  if (region && region !== stored() && target.matches("[role=search]")) formData.set("region", region);
});

const again = () => show(current());
addEventListener("popstate", again);
document.addEventListener("np-address", again); // a list was narrowed to a region, or is no longer (filter.js)

again();
if (asked()) tell("asked", asked());
