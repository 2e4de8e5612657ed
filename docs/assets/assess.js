// Self-assessment: counts the levels a reader chooses, shows what is missing, keeps the answers where she asks for it.
// Nothing is sent. The words are in the page (hooks/norprem/pages/templates/assessment.html).

const PAUSE = 300; // milliseconds without a choice before the sum is said

const at = (id) => document.getElementById(`np-assess-${id}`);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const words = at("form").dataset;
const archived = new Map(all("#np-assess-archived > li").map((one) => [one.dataset.id, one.textContent]));
const inputs = all("input", at("form"));
const gaps = all("[data-for]");
const asked = new Set(gaps.map((gap) => gap.dataset.for));
const own = words.ownEdition;
const prefix = `norprem-assess:${words.standard}:`;

let stored; // levels that the browser keeps, as text
let safe = "{}"; // levels that are kept somewhere: a reader who leaves loses nothing of these
let timer;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const idOf = (input) => input.closest("fieldset").id;

function levels() {
  return Object.fromEntries(inputs.filter((one) => one.checked).map((one) => [idOf(one), Number(one.value)]));
}

const now = () => JSON.stringify(levels());

function answers() {
  const date = new Date().toLocaleDateString("sv"); // the reader's own day, written 2027-03-10
  return JSON.stringify({ standard: words.standard, edition: own, date, levels: levels() }, null, 2);
}

function show() {
  const chosen = levels();
  for (const gap of gaps) {
    const level = chosen[gap.dataset.for];
    gap.hidden = !(level < gap.dataset.target);
    gap.querySelector("[data-you]").textContent = fill(words.you, { level });
    const offers = all("[data-level]", gap);
    for (const offer of offers) offer.hidden = offer.dataset.level <= level; // only what goes beyond the reader's level
    gap.querySelector("[data-nothing]").hidden = offers.some((offer) => !offer.hidden);
  }
  const total = gaps.length;
  const open = total - Object.keys(chosen).length;
  const below = gaps.filter((gap) => !gap.hidden).length;
  clearTimeout(timer);
  timer = setTimeout(() => {
    at("summary").textContent = fill(words.summary, { met: total - open - below, below, open, total });
  }, PAUSE);
  at("hint").hidden = open < total;
  at("none").hidden = below > 0 || open === total;
  const none = stored === undefined;
  at("state").textContent = none ? words.stateNone : stored === now() ? words.stateStored : words.stateChanged;
  at("forget").hidden = none;
  onbeforeunload = now() === safe ? null : (event) => event.preventDefault();
}

function tell(place, ...messages) {
  place.hidden = false;
  place.textContent = messages.filter(Boolean).join("\n");
}

// Put answers into the form, and say where from; if anything in them is wrong, say that and change nothing.
function take(text, place, from, file) {
  const [one, fault] = read(text);
  if (fault) return tell(place, fault);
  if (now() !== safe && !confirm(words.replace)) return;
  for (const input of inputs) input.checked = one.levels[idOf(input)] === Number(input.value);
  const ids = Object.keys(one.levels);
  const gone = ids.filter((id) => archived.has(id)).map((id) => archived.get(id));
  const unknown = ids.filter((id) => !archived.has(id) && !asked.has(id));
  safe = now();
  tell(
    place,
    fill(from, { file, day: day(one.date) }),
    one.edition !== own && fill(words.edition, { edition: one.edition, own }),
    gone.length && fill(words.archived, { names: gone.join("; ") }),
    unknown.length && fill(words.unknown, { names: unknown.join("; ") }),
  );
}

// Return answers and what is wrong with them.
function read(text) {
  try {
    const one = JSON.parse(text);
    const wrong = Object.entries(one.levels).find(([, level]) => ![0, 1, 2, 3, 4].includes(level));
    if (!one.standard || !one.edition || !day(one.date)) return [one, words.unreadable];
    if (one.standard !== words.standard) return [one, fill(words.otherStandard, one)];
    return [one, wrong && fill(words.badLevel, { name: wrong[0], level: wrong[1] })];
  } catch {
    return [null, words.unreadable];
  }
}

function day(date) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(date));
}

// Keys of this standard's answers in the browser, the newest edition last.
function shelf() {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).sort(compare);
}

const ACTIONS = {
  save() {
    localStorage.setItem(prefix + own, answers());
    stored = safe = now();
    tell(at("told"), words.saved);
  },
  forget() {
    for (const key of shelf()) localStorage.removeItem(key);
    stored = undefined;
    at("found").hidden = true;
    at("save").focus(); // the button that has the focus goes
    tell(at("told"), words.deleted);
  },
  download() {
    const href = URL.createObjectURL(new Blob([answers()], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href, download: `${words.file}-${words.standard}.json` }).click();
    safe = now();
    tell(at("told"), words.downloaded);
  },
  open: () => at("file").click(),
  print: () => print(),
};

for (const [name, act] of Object.entries(ACTIONS)) {
  at(name).addEventListener("click", () => {
    try {
      act();
    } catch {
      tell(at("told"), words.blocked); // only the browser's store can fail
    }
    show();
  });
}

at("file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (file) take(await file.text(), at("told"), words.loaded, file.name);
  target.value = ""; // the same file can be opened again
  show();
});

at("form").addEventListener("change", show);

for (const one of all("[data-script]")) one.hidden = false;
for (const one of all("[data-no-script]")) one.hidden = true;

try {
  const key = shelf().at(-1);
  if (key) {
    take(localStorage[key], at("found"), words.found);
    stored = now();
  }
} catch {
  // A browser that stores nothing has nothing to fill in.
}
show();
