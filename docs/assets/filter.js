// Every list with a filter: shows what fits the reader's choices, counts it, keeps the choices in the address, and names the
// calendar that holds the same. What can be chosen and all words are in the page (hooks/norprem/pages/templates/filter.html).

const MOST = 200; // lines of a long list that are shown at once
const WAIT = 200; // ms after the last key

const at = (id) => document.getElementById(`np-${id}`);
const [form, found, earlier, chosen] = ["filter", "found", "earlier", "chosen"].map(at);
const fields = [...form.querySelectorAll("select, input")];
const further = form.querySelector("details");
const date = form.querySelector("[data-date]");
const reset = form.querySelector("[type=reset]");
const { rows, groups, aside, today } = form.dataset;
const bins = [...found.attributes].filter(({ name }) => name.startsWith("data-bin-")).map(({ name }) => name.slice(9));
const plain = found.textContent;
const pages = [...document.querySelectorAll(".np-pages li")].filter((one) => /^\d+$/.test(one.textContent.trim()));

let lines = [...document.querySelectorAll(rows)].map((element) => line(element));
const listed = lines[0]?.element.matches("li"); // the lists hold nothing but lines
let reading; // the other pages of a long list, once they are asked for
let failed = false;
let laid = false;

// A line: the list it stands in, the part of the page that is counted by itself, whether it is here from the start.
function line(element, own = true) {
  const part = element.closest("[data-bin]").dataset.bin;
  const kind = `${part}-${element.dataset.kind}`;
  return { element, list: element.parentElement, part, bin: bins.includes(kind) ? kind : part, own };
}

// Letters as they may be typed: without capitals and accents; æ, ø and å as ae, o and a.
function folded(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replaceAll("ø", "o").replaceAll("æ", "ae");
}

function fits(one, { name, value }) {
  if (name === "q") {
    one.text ??= folded(one.element.textContent);
    return folded(value).split(/\s+/).every((word) => one.text.includes(word));
  }
  const has = one.element.dataset[name];
  if (has === undefined) return true; // it is for everybody, or at any time
  if (name === "from") return has >= value || (one.part === "past" && value >= today); // what was is told of as such
  return has.split(" ").includes(value);
}

async function show() {
  if (pages.length && fields.some(({ value }) => value.trim())) await (reading ??= readOn());
  const active = fields.filter(({ value }) => value.trim());
  const some = active.length > 0;
  const fitting = ordered(some ? lines.filter((one) => active.every((field) => fits(one, field))) : lines.filter(({ own }) => own));
  const asked = new URLSearchParams(location.search).has("past");
  const over = some && earlier && !asked && fitting.every(({ part }) => part === "past") ? fitting.length : 0;
  const shown = over ? [] : pages.length ? fitting.slice(0, MOST) : fitting;
  lay(shown, some);
  tell(some, fitting, over, shown.length);
  if (chosen) offer(active.map(({ name }) => name));
  reset.disabled = !some;
  const count = active.filter((field) => further?.contains(field)).length;
  if (further) further.querySelector("[data-number]").textContent = count ? `(${count})` : "";
}

// What belongs to the reader's region comes first within its list.
function ordered(all) {
  const region = document.documentElement.dataset.region;
  for (const { element } of all) element.classList.toggle("np-own", Boolean(region) && element.dataset.held === region);
  if (!region || !listed) return all;
  const isOwn = ({ element }) => element.dataset.held === region;
  const lists = [...new Set(all.map(({ list }) => list))];
  return lists.flatMap((list) => {
    const within = all.filter((one) => one.list === list);
    return [...within.filter(isOwn), ...within.filter((one) => !isOwn(one))];
  });
}

function lay(shown, some) {
  if (!some && !laid && !document.documentElement.dataset.region) return; // the page is as it came
  laid = true;
  const left = new Set(shown.map(({ element }) => element));
  if (listed) {
    const lists = new Map(lines.map(({ list }) => [list, []]));
    for (const { list, element } of shown) lists.get(list).push(element);
    for (const [list, elements] of lists) list.replaceChildren(...elements);
  } else {
    for (const { element } of lines) element.hidden = !left.has(element);
  }
  const kept = groups && new Set(shown.map(({ element }) => element.closest(groups)));
  for (const one of groups ? document.querySelectorAll(groups) : []) one.hidden = !kept.has(one) && (some || one.dataset.added === "");
  for (const one of aside ? document.querySelectorAll(aside) : []) one.hidden = some;
}

function tell(some, fitting, over, shown) {
  const { nothing, cut, failed: sorry, many, single } = found.dataset;
  const number = (bin) => fitting.filter((one) => one.bin === bin).length;
  const counts = bins.filter(number).map((bin) => found.getAttribute(`data-bin-${bin}`).replace("{number}", number(bin)));
  const told = over ? [over === 1 ? single : many.replace("{number}", over)] : counts.length ? counts : [nothing];
  if (!over && shown < fitting.length) told.push(cut.replace("{number}", shown));
  if (failed) told.push(sorry);
  const text = some ? told.join(" ") : plain;
  if (found.textContent !== text) found.textContent = text;
  if (earlier) earlier.hidden = !over;
}

// Name the calendar that holds what is chosen, by region, profession, both, or deadlines; else the nearest that holds more.
// The addresses are those of hooks/norprem/site.py.
function offer(active) {
  chosen.hidden = !active.length;
  const words = chosen.dataset;
  const due = form.elements.kind?.value === "deadline";
  const [region, audience] = ["region", "audience"].map((name) => (due ? "" : form.elements[name]?.value || words[name] || ""));
  const name = (key) => {
    const option = form.elements[key]?.value && form.elements[key].selectedOptions[0];
    return option ? option.dataset.name ?? option.text : words[`${key}Name`];
  };
  const [scope, title] = due
    ? ["frister", words.deadlines]
    : region && audience
      ? [`${region}-${audience}`, words.ofBoth]
      : region
        ? [region, words.ofRegion]
        : audience
          ? [`profesjon-${audience}`, words.ofAudience]
          : ["alle", words.all];
  const exact = active.every((one) => one === "kind" || (!due && (one === "region" || one === "audience")));
  chosen.querySelector("span").textContent = exact ? words.exact : words.wider;
  chosen.querySelector("strong").textContent = title.replace("{region}", name("region")).replace("{audience}", name("audience"));
  chosen.querySelector("a").href = `${words.base}${scope}.ics`;
  chosen.querySelector("code").textContent = `${words.url}${scope}.ics`;
  const copy = chosen.querySelector("button");
  if (copy) copy.dataset.copy = `${words.url}${scope}.ics`;
}

// A long list stands on several pages: read the others when the reader first chooses something.
async function readOn() {
  found.textContent = found.dataset.loading;
  try {
    const sheets = await Promise.all(pages.map((page) => (page.querySelector("a") ? read(page.querySelector("a").href) : null)));
    const here = lines;
    lines = sheets.flatMap((sheet) => (sheet ? [...sheet.querySelectorAll(rows)].map((element) => moved(element)) : here));
  } catch {
    failed = true;
  }
}

function read(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // it makes a document of what comes, and runs nothing in it
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject(new Error(address)));
    request.onerror = reject;
    request.send();
  });
}

// A line of another page: it will stand in the same part of this one.
function moved(element) {
  const one = line(element, false);
  const part = document.querySelector(`${groups}[data-bin="${one.part}"]`) ?? added(element.closest(groups), one.part);
  one.list = part.querySelector("ul");
  return one;
}

function added(theirs, name) {
  const part = theirs.cloneNode(true);
  part.querySelector("ul").replaceChildren();
  part.dataset.added = "";
  part.hidden = true;
  const parts = [...document.querySelectorAll(groups)];
  const next = parts.find(({ dataset }) => bins.indexOf(dataset.bin) > bins.indexOf(name));
  if (next) next.before(part);
  else parts.at(-1).after(part);
  return part;
}

// The choices in the address can be linked to, read again, sent to a colleague and gone back to.
function remember(how = "pushState") {
  const address = new URL(location.href);
  for (const { name, value } of fields) {
    if (value.trim()) address.searchParams.set(name, value.trim());
    else address.searchParams.delete(name);
  }
  address.searchParams.delete("past");
  address.hash = "";
  if (address.href !== location.href) history[how](null, "", address);
  document.dispatchEvent(new Event("np-address")); // region.js
}

// A phone takes its time over a field for a date, which stands where few readers look: it becomes one when they do.
function makeDate() {
  if (date) date.type = "date";
}

function recall() {
  const asked = new URLSearchParams(location.search);
  if (date && asked.has(date.name)) makeDate(); // then it takes nothing but dates
  for (const one of fields) {
    one.value = asked.get(one.name) ?? "";
    if (one.selectedIndex === -1) one.value = "";
    if (one.value && further?.contains(one)) further.open = true;
  }
  return show();
}

function clear(how) {
  for (const one of fields) one.value = "";
  remember(how);
  return show();
}

// A link to something that the choices hide shows everything again.
async function reveal() {
  const { hash } = location;
  const wanted = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  const hidden = [rows, groups].filter(Boolean).map((one) => `${one}[hidden]`);
  if (!wanted || !wanted.closest(hidden.join())) return;
  await clear("replaceState");
  location.hash = hash;
}

let timer = 0;
let typed = false; // going back leaves out the letters in between

function now() {
  clearTimeout(timer);
  remember(typed ? "replaceState" : "pushState");
  show();
}

form.addEventListener("input", ({ target }) => {
  if (target.name !== "q") return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    now();
    typed = true;
  }, WAIT);
});
form.addEventListener("change", ({ target }) => {
  if (target.name === "q") return;
  typed = false;
  now();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  now();
});
form.addEventListener("reset", (event) => {
  event.preventDefault(); // a browser would go back to what the page said
  typed = false;
  form.querySelector("input").focus(); // the button has nothing more to do
  clear();
});
further?.addEventListener("toggle", makeDate, { once: true });
earlier?.querySelector("button").addEventListener("click", async () => {
  const address = new URL(location.href);
  address.searchParams.set("past", "1");
  history.pushState(null, "", address);
  await show();
  const heading = document.querySelector('[data-bin="past"] :is(h2, h3)');
  heading.tabIndex = -1;
  heading.focus();
});
addEventListener("popstate", () => {
  typed = false;
  recall();
});
addEventListener("hashchange", reveal);
document.addEventListener("np-region", recall);

form.classList.add("np-filter--on");
recall().then(reveal);
