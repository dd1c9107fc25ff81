/* A period of one's own: two date fields that lead to an address with `YYYY-MM-DD..YYYY-MM-DD`. */
(() => {
  function field(value, label) {
    const input = document.createElement("input");
    input.type = "date";
    input.value = value;
    input.setAttribute("aria-label", label);
    return input;
  }

  function build(place) {
    const [start, end] = place.dataset.days.split("..");
    const [fromWord, toWord, showWord] = place.dataset.daysWords.split("|");
    const from = field(start, fromWord);
    const to = field(end, toWord);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = showWord;
    button.addEventListener("click", () => {
      if (!from.value || !to.value) return;
      const [first, last] = [from.value, to.value].sort();
      window.yiping.go(place.dataset.daysLink.replace("__DAYS__", `${first}..${last}`));
    });
    place.replaceChildren(from, to, button);
  }

  window.yiping.watch("data-days", build);
  window.yiping.watch("data-days-link", build);
})();
