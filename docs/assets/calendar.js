// Copies the addresses of calendars. The words are in the page (hooks/norprem/pages/templates/subscriptions.html).

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const told = document.getElementById("np-copied");
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
