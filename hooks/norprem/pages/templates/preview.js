// Ask twice a second whether the page has been drawn anew, and load it again when it has.
(() => {
  let shown = "";

  async function look() {
    try {
      const answer = await fetch("/version", { cache: "no-store" });
      const version = await answer.text();
      if (answer.ok && shown && version !== shown) location.reload();
      if (answer.ok) shown = version;
    } catch {
      // the command has been stopped, or is being started again: ask later
    }
    setTimeout(look, 500);
  }

  look();
})();
