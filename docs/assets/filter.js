// The register of methods: shows those that fit the reader's choice and keeps it in the address. The words are in the page
// (hooks/norprem/pages/templates/methods.html).

const form = document.querySelector("#np-filter");
const found = document.querySelector("#np-found");
const selects = form ? [...form.querySelectorAll("select")] : [];
const methods = [...document.querySelectorAll(".np-method")];

const fits = ({ dataset }) => selects.every(({ name, value }) => !value || dataset[name].split(" ").includes(value));

function show() {
  for (const one of methods) one.hidden = !fits(one);
  for (const field of document.querySelectorAll(".np-methods")) field.hidden = !field.querySelector(".np-method:not([hidden])");
  found.textContent = found.dataset.some.replace("{number}", methods.filter((one) => !one.hidden).length);
}

// Put the choice into the address, so that it can be linked to, reloaded and sent to a colleague.
function remember() {
  const address = new URL(location.href);
  for (const { name, value } of selects) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  address.hash = "";
  history.replaceState(null, "", address);
}

function clear() {
  for (const one of selects) one.value = "";
  remember();
  show();
}

// A link to a method that the choice hides shows everything again.
function reveal() {
  const { hash } = location;
  const wanted = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!wanted || !wanted.closest(".np-methods [hidden], .np-methods[hidden]")) return;
  clear();
  location.hash = hash;
}

if (form) {
  form.addEventListener("change", () => {
    remember();
    show();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // a browser would go back to what the address said
    clear();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);

  const asked = new URLSearchParams(location.search);
  for (const one of selects) {
    const wanted = asked.get(one.name) ?? "";
    if ([...one.options].some(({ value }) => value === wanted)) one.value = wanted;
  }
  form.hidden = false;
  show();
  reveal();
}
