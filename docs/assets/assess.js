// Self-assessment: counts the levels a reader chooses, shows what is missing, keeps the answers where she asks for it.
// Nothing is sent. The words are in the page (hooks/norprem/pages/templates/assessment.html).

const at = (id) => document.querySelector(`#np-assess-${id}`);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const words = at("form").dataset;
const archived = new Map(all("#np-assess-archived > li").map((one) => [one.dataset.id, one.textContent]));
const inputs = all("input", at("form"));
const gaps = all("[data-for]");
const asked = new Set(gaps.map((gap) => gap.dataset.for));
const prefix = `norprem-assess:${words.standard}:`;

let stored; // levels in the browser's store, as text
let safe = "{}"; // levels kept somewhere; a reader who leaves loses others
let timer;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

const idOf = (input) => input.closest("fieldset").id;

function levels() {
  return Object.fromEntries(inputs.filter((one) => one.checked).map((one) => [idOf(one), Number(one.value)]));
}

const now = () => JSON.stringify(levels());

function answers() {
  const date = new Date().toLocaleDateString("sv"); // the reader's day, as 2027-03-10
  return JSON.stringify({ standard: words.standard, edition: words.own, date, levels: levels() }, null, 2);
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
  }, 300); // of quick choices, only the last is said
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

// Put answers into the form and say where from, or say what is wrong and change nothing.
function take(text, place, from, file) {
  const [one, fault] = read(text);
  if (fault) return tell(place, fault);
  if (now() !== safe && !confirm(words.replace)) return;
  for (const input of inputs) input.checked = one.levels[idOf(input)] === Number(input.value);
  const ids = Object.keys(one.levels);
  const gone = ids.flatMap((id) => archived.get(id) ?? []);
  const unknown = ids.filter((id) => !archived.has(id) && !asked.has(id));
  safe = now();
  tell(
    place,
    fill(from, { file, day: day(one.date) }),
    one.edition !== words.own && fill(words.edition, { ...one, own: words.own }),
    gone.length && fill(words.archived, { names: gone.join("; ") }),
    unknown.length && fill(words.unknown, { names: unknown.join("; ") }),
  );
}

// Answers, and what is wrong with them.
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

// Keys of what the browser keeps, the newest edition last.
function shelf() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return keys.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

const said = (text) => tell(at("told"), text);

const ACTIONS = {
  save() {
    localStorage.setItem(prefix + words.own, answers());
    stored = safe = now();
    said(words.saved);
  },
  forget() {
    for (const key of shelf()) localStorage.removeItem(key);
    stored = undefined;
    at("found").hidden = true;
    at("save").focus(); // the focused button goes
    said(words.deleted);
  },
  download() {
    const href = URL.createObjectURL(new Blob([answers()], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href, download: `${words.file}-${words.standard}.json` }).click();
    safe = now();
    said(words.downloaded);
  },
  open: () => at("file").click(),
  print: () => print(),
};

for (const [name, act] of Object.entries(ACTIONS)) {
  at(name).addEventListener("click", () => {
    try {
      act();
    } catch {
      said(words.blocked); // only the store can fail
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

for (const one of all("[data-script], [data-no-script]")) one.hidden = !one.hidden;

try {
  const key = shelf().at(-1);
  if (key) {
    take(localStorage[key], at("found"), words.found);
    stored = now();
  }
} catch {
  // Where nothing can be stored, nothing is.
}
show();
