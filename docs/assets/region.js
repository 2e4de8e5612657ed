// The regional answers: the region a reader chooses comes first and is open, on every page that has such answers. It is kept
// in the browser when she presses a button, never before; `?region=` in the address holds for one look at one page. The words
// are in the page (hooks/norprem/pages/templates/pathways.html).

const KEY = "norprem-region";
const root = document.documentElement;

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

const known = new Set(blocks.flatMap(({ answers }) => answers.map(({ dataset }) => dataset.answer)));

// Put a region first and open it, or none: then all are as they were.
function show(region) {
  const before = root.dataset.region;
  if (region) root.dataset.region = region;
  else delete root.dataset.region;
  for (const { buttons, list, answers, lines } of blocks) {
    const own = answers.find(({ dataset }) => dataset.answer === region);
    list.append(...answers);
    if (own) list.prepend(own);
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
}

function tell(what, region) {
  for (const { told, buttons } of blocks) {
    const name = buttons.find(({ value }) => value === region)?.textContent.trim();
    told.textContent = region && !name ? "" : told.dataset[what].replace("{region}", name);
  }
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // where nothing can be stored, nothing is
  }
}

function choose(region) {
  let done = region ? "kept" : "forgotten";
  try {
    if (region) localStorage.setItem(KEY, region);
    else localStorage.removeItem(KEY);
  } catch {
    if (region) done = "blocked";
  }
  const address = new URL(location.href);
  if (address.searchParams.has("region")) {
    address.searchParams.delete("region"); // it would hold over the choice when the page is read again
    history.replaceState(null, "", address);
  }
  show(region);
  tell(done, region);
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

const asked = new URLSearchParams(location.search).get("region");
const kept = stored();
if (known.has(asked)) {
  show(asked);
  tell("asked", asked);
} else if (known.has(kept)) {
  show(kept);
}
