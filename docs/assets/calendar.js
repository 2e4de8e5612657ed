// The calendar page: shows what fits the reader's choice, keeps it in the address, copies the addresses of calendars. The
// words are in the page (hooks/norprem/pages/templates/calendar.html, subscriptions.html).

const at = (id) => document.getElementById(`np-${id}`);
const form = at("filter");
const chosen = at("chosen");
const selects = [...form.querySelectorAll("select")];
const lines = [...document.querySelectorAll(".np-date")];
const ahead = document.getElementById("kommende");

const fits = (line) =>
  selects.every(({ name, value }) => !value || line.dataset[name] === "*" || line.dataset[name].split(" ").includes(value));

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function show() {
  const counts = { runs: 0, deadlines: 0, past: 0 };
  for (const line of lines) {
    line.hidden = !fits(line);
    if (!line.hidden) counts[!ahead.contains(line) ? "past" : line.dataset.kind === "run" ? "runs" : "deadlines"]++;
  }
  for (const month of document.querySelectorAll(".np-month")) month.hidden = !month.querySelector(".np-date:not([hidden])");
  at("found").textContent = fill(counts.runs + counts.deadlines ? form.dataset.some : form.dataset.none, counts);
  offer();
}

// Offer the calendar that holds what is chosen, where there is one: by region, by profession, by both, of deadlines.
function offer() {
  const { region, audience, held, topic, kind } = Object.fromEntries(selects.map(({ name, value }) => [name, value]));
  const who = [region || (audience && "profesjon"), audience].filter(Boolean).join("-");
  const scope = kind === "deadline" ? !who && "frister" : who;
  chosen.hidden = !scope || Boolean(held || topic);
  if (chosen.hidden) return;
  const address = `${chosen.dataset.url}${scope}.ics`;
  chosen.querySelector("a").href = `${chosen.dataset.base}${scope}.ics`;
  chosen.querySelector("code").textContent = chosen.querySelector("button").dataset.copy = address;
}

// Put the choice into the address, so that it can be linked to, reloaded and sent to a colleague.
function remember() {
  const address = new URL(location.href);
  for (const { name, value } of selects) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
}

form.addEventListener("change", () => {
  remember();
  show();
});

form.addEventListener("reset", (event) => {
  event.preventDefault(); // a browser would go back to what the address said
  for (const one of selects) one.value = "";
  remember();
  show();
});

form.addEventListener("submit", (event) => event.preventDefault());

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const told = at("copied");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      told.textContent = told.dataset.done;
    } catch {
      told.textContent = told.dataset.failed;
    }
    button.after(told); // what was said stands beside the button, for eyes too
    told.className = "np-told";
  });
}

const asked = new URLSearchParams(location.search);
for (const one of selects) {
  const wanted = asked.get(one.name) ?? "";
  if ([...one.options].some(({ value }) => value === wanted)) one.value = wanted;
}
form.hidden = false;
show();
