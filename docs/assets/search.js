// The search page. Pagefind's index and program are fetched when a reader searches, not before; it takes the index of the
// page's language from <html lang>. The words are in the page (hooks/norprem/pages/templates/search.html).

const BATCH = 10; // results shown at a time; each is one small file to fetch
const PAUSE = 250; // milliseconds without a key before a search starts by itself

const form = document.getElementById("np-search");
const input = document.getElementById("np-query");
const count = document.getElementById("np-count");
const list = document.getElementById("np-results");
const more = document.getElementById("np-more");
const words = list.dataset;
const pageTitle = document.title;

let engine; // promise of Pagefind, once somebody has searched
let found = []; // results of the search that is shown
let latest = 0; // number of the last search begun; an earlier one that comes late is dropped
let timer;

function loadEngine() {
  engine ??= import(new URL("../pagefind/pagefind.js", import.meta.url).href).catch((error) => {
    engine = undefined; // the next search tries again
    throw error;
  });
  return engine;
}

function asked() {
  return new URLSearchParams(location.search).get("q")?.trim() ?? "";
}

// Put the query into the address, so that a search can be linked to, reloaded and gone back to.
function remember(query, how) {
  if (query === asked()) return;
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history[how](null, "", address);
}

async function search(query) {
  const mine = ++latest;
  document.title = query ? `${query} – ${pageTitle}` : pageTitle;
  if (!query) {
    show("", []);
    return;
  }
  const slow = setTimeout(() => mine === latest && (count.textContent = words.searching), 500);
  try {
    const answer = await (await loadEngine()).search(query);
    const first = await read(answer.results.slice(0, BATCH));
    if (mine !== latest) return;
    const total = answer.results.length;
    const told = total === 0 ? words.none : total === 1 ? words.one : words.many;
    found = answer.results;
    show(told.replace("{count}", total).replace("{query}", () => query), first);
  } catch (error) {
    console.error(error);
    if (mine === latest) show(words.failed, []);
  } finally {
    clearTimeout(slow);
  }
}

function read(results) {
  return Promise.all(results.map((result) => result.data()));
}

function show(told, pages) {
  if (!pages.length) found = [];
  count.textContent = told;
  list.replaceChildren(...pages.map(row));
  more.hidden = list.children.length >= found.length;
}

function row(page) {
  const item = element("li", "np-row");
  const heading = element("h2", "np-row-title");
  const link = element("a", "", page.meta.title);
  link.href = page.url;
  heading.append(link);
  const facts = element("p", "np-facts", page.meta.kind);
  const part = partOf(page);
  if (part) {
    const deep = element("a", "", part.text);
    deep.href = `${page.url}#${part.id}`;
    facts.append(" · ", deep);
  }
  const excerpt = element("p", "");
  excerpt.append("… ", ...marked(page.excerpt), " …");
  item.append(heading, facts, excerpt);
  return item;
}

// The heading or glossary entry that the first hit stands under, to go straight there on a long page.
function partOf(page) {
  return page.anchors
    .filter(({ element, text, location }) => /^(h[2-4]|dt)$/.test(element) && text.length > 1 && location <= page.locations[0])
    .at(-1);
}

// An excerpt is escaped text with <mark> round the words that were found. It is taken apart instead of being handed to the
// browser as HTML, so nothing in an index can become more than text.
function marked(excerpt) {
  return excerpt
    .split(/<\/?mark>/)
    .map((text, position) => (position % 2 ? element("mark", "", plain(text)) : plain(text)));
}

const ENTITIES = { lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", amp: "&" };

function plain(text) {
  return text.replace(/&(lt|gt|quot|#39|#x27|amp);/g, (_, name) => ENTITIES[name]);
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  remember(input.value.trim(), "pushState");
  search(input.value.trim());
});

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    remember(input.value.trim(), "replaceState");
    search(input.value.trim());
  }, PAUSE);
});

more.addEventListener("click", async () => {
  const mine = latest;
  const shown = list.children.length;
  const pages = await read(found.slice(shown, shown + BATCH));
  if (mine !== latest || shown !== list.children.length) return;
  list.append(...pages.map(row));
  more.hidden = list.children.length >= found.length;
  list.children[shown].querySelector("a").focus(); // the reader goes on where the list went on
});

addEventListener("popstate", () => {
  input.value = asked();
  search(asked());
});

// What the page says until here is that the search needs JavaScript: it stays for readers whose browser never comes here.
count.textContent = "";
input.value = asked();
if (asked()) search(asked());
