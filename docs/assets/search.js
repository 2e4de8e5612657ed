// The search page. The program and the guide are fetched when a reader enters the field, not before, and the index when
// she searches; the language is that of the page, from <html lang>. How a query becomes pages is in query.js. The words
// are in the page (hooks/norprem/pages/templates/search.html).

import { Finder, pause } from "./query.js";

const BATCH = 10; // results shown at a time; each is one small file to fetch
const FIRST = 3; // of them at once; the rest, below what a phone holds, when a reader who has stopped typing comes near
const REST = 300; // milliseconds
const MARGIN = "0px 0px 50px"; // below what is in sight: a result that comes so near brings the rest
const PAUSE = 60; // milliseconds without a key before a search starts by itself
const WITHIN = 600; // the same where the last word has only begun: few bytes are fetched for what nobody asked
const STILL = 110; // milliseconds without a key before what was found is read and shown: between two keys nobody sees it
const EXCERPT = 28; // words
const IN_TITLE = 5; // hits that one in a heading or a glossary entry counts for
const GAP = "·"; // stands for a word of a long page that is left out (hooks/norprem/searchpack.py)

const form = document.getElementById("np-search");
const input = document.getElementById("np-query");
const narrow = document.getElementById("np-narrow");
const narrowed = document.getElementById("np-narrowed");
const count = document.getElementById("np-count");
const meant = document.getElementById("np-meant");
const list = document.getElementById("np-results");
const more = document.getElementById("np-more");
const elsewhere = document.getElementById("np-else"); // comes with the last result, so that no other moves it
const words = list.dataset;
const pageTitle = document.title;

// What results can be narrowed by: its name in the address, its radio buttons, the choices, whether a page is of one.
const FACETS = [
  {
    name: "vis",
    group: document.getElementById("np-kinds"),
    choices: (guide) => guide.kinds,
    holds: (page, kind) => page.kind === kind,
  },
  {
    name: "for",
    group: document.getElementById("np-readers"),
    choices: (guide) => guide.audiences,
    holds: (page, reader) => page.readers.includes(reader),
  },
];

let finder; // promise of a Finder, once somebody has searched
let ready; // the Finder itself
const NOTHING = { pages: [], corrected: new Map(), missing: [] };
let answer = NOTHING; // to the search that is shown
let found = []; // its pages of what was chosen
let latest = 0; // number of the last search begun; an earlier one that comes late is dropped
let typing = false; // the last entry in the history is of words half typed, to be replaced by those that follow
let pressed = 0; // when the reader last typed
let timer; // of a search that starts when no key follows
let rest; // of the results that come after the first
const texts = new Map(); // page: promise of what is kept of it

function load() {
  finder ??= start().catch((error) => {
    finder = undefined; // the next search tries again
    throw error;
  });
  return finder;
}

const beside = (name) => new URL(`../pagefind/${name}`, import.meta.url).href;

async function json(name) {
  const got = await fetch(beside(name), { cache: "no-cache" });
  if (!got.ok) throw new Error(`${name}: ${got.status}`);
  return got.json();
}

async function start() {
  // Pagefind would cut words into letters with it, and a phone takes 150 ms to make the first; without, it does so itself.
  Intl.Segmenter = undefined;
  const language = document.documentElement.lang.toLowerCase();
  const tag = Date.now().toString(36); // in the address of the list of languages, so that no old one is kept
  ahead(`wasm.${language}.pagefind`);
  ahead(`pagefind-entry.json?ts=${tag}`);
  const engine = import(beside("pagefind.js")).then(async (loaded) => {
    await loaded.options({ noWorker: true, metaCacheTag: tag }); // so small a program starts sooner without a worker
    await loaded.init();
    return loaded;
  });
  const seeker = json(`guide.${language}.json`).then(async (guide) => {
    const made = new Finder(guide, engine);
    await pause(); // learning the guide keeps a phone busy, and so does the search that follows
    return made;
  });
  [ready] = await Promise.all([seeker, engine]);
  return ready;
}

// Fetch what Pagefind will ask for once its first files have come.
function ahead(name) {
  const link = element("link", "");
  Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: beside(name) });
  document.head.append(link);
}

async function wait(milliseconds) {
  if (milliseconds > 0) await new Promise((after) => setTimeout(after, milliseconds));
}

function asked(name) {
  return new URLSearchParams(location.search).get(name)?.trim() ?? "";
}

// Put the search into the address, so that it can be linked to, reloaded and gone back to.
function remember(stillTyping = false) {
  const address = new URL(location.href);
  for (const [name, value] of [["q", input.value.trim()], ...FACETS.map((facet) => [facet.name, picked(facet)])]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history[typing ? "replaceState" : "pushState"](null, "", address);
  typing = stillTyping;
}

// What was chosen of a facet, "" for all; before there is something to choose from, what the address says.
function picked({ name, group }) {
  return group.querySelector("input:checked")?.value ?? asked(name);
}

function chosen() {
  return FACETS.map(picked);
}

function addressed() {
  return FACETS.map(({ name }) => asked(name));
}

// Show what answers a search. Tells whether it did: not where another search began meanwhile, nor where one that began by
// itself (`typed`) finds that the reader has typed on. Before the program has come (`early`), nobody could tell whether
// the last word has only begun.
async function search(query, wanted = chosen(), { typed = false, early = false } = {}) {
  const mine = ++latest;
  leaveRest();
  document.title = query ? `${query} – ${pageTitle}` : pageTitle;
  if (!query) {
    answer = NOTHING;
    await show("", wanted, mine);
    narrow.hidden = true;
    return true;
  }
  const slow = setTimeout(() => mine === latest && (count.textContent = words.searching), 500);
  try {
    const seeker = await load();
    if (early && seeker.begun(query)) {
      await wait(WITHIN);
      if (input.value.trim() !== query) return false;
    }
    if (mine !== latest) return false;
    const got = await seeker.find(query);
    if (typed) await wait(pressed + STILL - performance.now());
    if (mine !== latest || (typed && input.value.trim() !== query)) return false;
    answer = got;
    await show(query, wanted, mine, seeker);
  } catch (error) {
    console.error(error);
    if (mine === latest) {
      answer = NOTHING;
      list.replaceChildren();
      narrow.hidden = more.hidden = true;
      meant.hidden = true;
      elsewhere.hidden = false;
      count.textContent = words.failed;
    }
  } finally {
    clearTimeout(slow);
  }
  return mine === latest;
}

// Show the pages of what was chosen; what the site does not know, an old address may ask for, is no choice.
async function show(query, requested, mine, seeker) {
  const wanted = requested.map((value, place) => (seeker && known(seeker.guide, place, value) ? value : ""));
  found = answer.pages.filter((page) => fits(page, wanted));
  const rows = (await read(found.slice(0, FIRST))).map(row);
  if (mine !== latest) return;
  if (seeker) offer(seeker.guide, wanted);
  list.replaceChildren(...rows);
  list.dataset.shown = query;
  more.hidden = true;
  elsewhere.hidden = rows.length < found.length;
  if (elsewhere.hidden) rest = setTimeout(() => near.observe(list.lastElementChild), REST);
  count.textContent = query ? told(query) : "";
  correct(query);
}

// How many results there are, and where there are none of what was chosen, how many there are of all.
function told(query) {
  const [some, all] = [found.length, answer.pages.length];
  const phrase = some > 1 ? words.many : some ? words.one : all > 1 ? words.outsideMany : all ? words.outsideOne : words.none;
  return phrase.replace("{count}", some || all).replace("{query}", () => query);
}

function known(guide, place, value) {
  return FACETS[place].choices(guide).some(({ id }) => id === value);
}

// Say which words no page has, and which were not found as typed: a link puts what was searched for instead into the field.
function correct(query) {
  const missing = answer.pages.length ? answer.missing : []; // without any page, the count says so
  meant.hidden = !answer.corrected.size && !missing.length;
  meant.replaceChildren(...(answer.corrected.size ? instead(query) : []), ...(missing.length ? [lacking(query, missing)] : []));
}

function instead(query) {
  const better = query.replace(/[\p{L}\p{N}]+/gu, (word) => answer.corrected.get(word.toLowerCase()) ?? word);
  const link = element("a", "", better);
  link.href = `?q=${encodeURIComponent(better)}`;
  const [before, after] = words.meant.split("{query}");
  return [before, link, `${after} `];
}

// Words are searched for in small letters, and told as they were typed.
function lacking(query, missing) {
  const small = query.toLowerCase();
  const quoted = missing.map((word) => {
    const at = small.indexOf(word); // a phrase need not stand in the query as it was searched for
    return words.quoted.replace("{word}", () => (at < 0 ? word : query.slice(at, at + word.length)));
  });
  return words.missing.replace("{words}", () => quoted.join(", "));
}

// Whether a page is of what was chosen, but for one facet.
function fits(page, wanted, but = -1) {
  return FACETS.every(({ holds }, place) => place === but || !wanted[place] || holds(page, wanted[place]));
}

// Offer what there is to choose from, with counts. The focus stays where it is.
function offer(guide, wanted) {
  const chosenLabels = FACETS.map((facet, place) => {
    const value = wanted[place];
    const pages = answer.pages.filter((page) => fits(page, wanted, place));
    const some = facet.choices(guide).map((one) => ({ ...one, pages: pages.filter((page) => facet.holds(page, one.id)).length }));
    const shown = some.filter(({ id, pages: count }) => count || id === value);
    facet.group.hidden = shown.length < 2 && !value;
    fill(facet, [{ id: "", label: facet.group.dataset.all, pages: pages.length }, ...shown], value);
    return shown.find(({ id }) => id === value)?.label;
  }).filter(Boolean);
  narrow.hidden = FACETS.every(({ group }) => group.hidden);
  narrowed.textContent = chosenLabels.length ? `: ${chosenLabels.join(", ")}` : "";
}

function fill({ name, group }, choices, value) {
  const focused = group.contains(document.activeElement) ? document.activeElement.value : undefined;
  group.replaceChildren(group.firstElementChild, ...choices.map((one) => choice(name, one, one.id === value)));
  if (focused !== undefined) [...group.querySelectorAll("input")].find((one) => one.value === focused)?.focus();
}

function choice(name, { id, label, pages }, checked) {
  const made = element("label", "np-kind");
  const radio = element("input", "");
  Object.assign(radio, { type: "radio", name, value: id, checked });
  made.append(radio, ` ${label} `, element("span", "", `(${pages})`));
  return made;
}

function read(pages) {
  return Promise.all(pages.map(async (page) => ({ ...(await kept(page.id)), hits: page.hits })));
}

// What is kept of a page to quote from; asked for once, however often the page is found.
function kept(id) {
  if (!texts.has(id)) texts.set(id, json(`fragment/${id}.json`));
  return texts.get(id).catch((error) => {
    texts.delete(id); // the next search tries again
    throw error;
  });
}

function row(page) {
  const address = new URL(`..${page.url}`, import.meta.url).href;
  const text = page.content.split(" ");
  const places = new Set(page.hits.flatMap((one) => one.words).filter((place) => place < text.length));
  const titles = page.anchors.filter(({ element, text: title }) => /^(h[2-4]|dt)$/.test(element) && title.length > 1);
  const from = densest(places, text.length, titles);
  const item = element("li", "np-row");
  const heading = element("h2", "np-row-title");
  const link = element("a", "", page.meta.title);
  link.href = address;
  heading.append(link);
  const facts = element("p", "np-facts", page.meta.kind);
  // the heading or glossary entry that the hit stands under, to go straight there on a long page
  const part = places.size ? titles.filter(({ location }) => location <= from.hit).at(-1) : undefined;
  if (part) {
    const deep = element("a", "", part.text);
    deep.href = `${address}#${part.id}`;
    facts.append(" · ", deep);
  }
  const left = text.slice(from.start, from.start + EXCERPT).includes(GAP); // then quote how the part of the page begins
  item.append(heading, facts, excerpt(text, places, left ? (part?.location ?? 0) : from.start));
  return item;
}

// Where to begin an excerpt: a little before a title with words that were found, or the place with most of them.
function densest(places, length, titles) {
  const sorted = [...places].sort((one, other) => one - other);
  const inTitle = new Set(titles.flatMap(({ text, location }) => text.split(/\s+/).map((_, place) => location + place)));
  let hit = 0, most = 0;
  sorted.forEach((place, first) => {
    let last = first;
    while (last < sorted.length && sorted[last] < place + EXCERPT - 6) last += 1;
    const points = last - first + (inTitle.has(place) ? IN_TITLE : 0);
    if (points > most) [hit, most] = [place, points];
  });
  return { hit, start: Math.max(0, Math.min(hit - 5, length - EXCERPT)) };
}

function excerpt(text, places, start) {
  const made = element("p", "");
  if (start) made.append("… ");
  const shown = text.slice(start, start + EXCERPT);
  const end = shown.indexOf(GAP);
  shown.slice(0, end < 0 ? EXCERPT : end).forEach((word, place) => {
    made.append(places.has(start + place) ? element("mark", "", word) : word, " ");
  });
  if (start + EXCERPT < text.length) made.append("…");
  return made;
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
  remember();
  search(input.value.trim());
});

input.addEventListener("input", () => {
  clearTimeout(timer);
  leaveRest(); // a search follows, which asks for it again
  pressed = performance.now();
  load().catch(() => {}); // where that failed, or the reader was in the field before this script was
  timer = setTimeout(async () => {
    const shown = await search(input.value.trim(), chosen(), { typed: true, early: !ready });
    if (shown) remember(true); // the results first: a phone takes its time over an address
  }, ready?.begun(input.value) ? WITHIN : PAUSE);
});

// Who goes to the field is about to search: what is slow to start begins before the first key.
input.addEventListener("focus", () => load().catch(() => {}));

narrow.addEventListener("change", () => {
  remember();
  search(input.value.trim());
});

// The rest comes when the last result is nearly in sight; until then, or where it did not come, a button brings it too.
const near = new IntersectionObserver(([last]) => {
  if (!last.isIntersecting) return offerMore();
  near.disconnect();
  const mine = latest;
  add(BATCH).catch((error) => {
    console.error(error);
    if (mine === latest) offerMore();
  });
}, { rootMargin: MARGIN });

function leaveRest() {
  clearTimeout(rest);
  near.disconnect();
}

function offerMore() {
  more.hidden = list.children.length >= found.length;
  elsewhere.hidden = false;
}

// Show results up to a number, unless another search came between, or others came first.
async function add(end) {
  const mine = latest;
  const shown = list.children.length;
  const pages = await read(found.slice(shown, end));
  if (mine !== latest || shown !== list.children.length) return;
  list.append(...pages.map(row));
  offerMore();
  const focused = document.activeElement; // it stays in sight, also where what came pushed it away
  if (list.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING) focused.scrollIntoView({ block: "nearest" });
}

more.addEventListener("click", async () => {
  const [mine, next] = [latest, list.children.length];
  leaveRest();
  await add(next + BATCH);
  if (mine === latest) list.children[next]?.querySelector("a").focus(); // the reader goes on where the list went on
});

input.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !input.value) return;
  event.preventDefault();
  clearTimeout(timer);
  input.value = "";
  remember(true);
  search("");
});

addEventListener("popstate", () => {
  typing = false;
  input.value = asked("q");
  search(asked("q"), addressed());
});

// What the page says until here is that the search needs JavaScript: it stays for readers whose browser never comes here.
count.textContent = "";
narrow.open = matchMedia("(min-width: 48rem)").matches; // on a phone the first result is in sight instead
input.value = asked("q");
search(asked("q"), addressed());
