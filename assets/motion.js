/* A number that changed moves for 0.3 s: it counts to its new value, or slides in where the old one was of another
   kind. Not at its first drawing, not when the address changed, not where motion is not wanted. */
(() => {
  const yiping = window.yiping;
  const LASTS = 300;
  const shown = new WeakMap();

  /** True where motion is not wanted. */
  yiping.isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /* "1,234.5" as { value, decimals }; anything that is no plain number as null. */
  function number(text) {
    const plain = text.replaceAll(",", "");
    if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
    return { value: Number(plain), decimals: (plain.split(".")[1] || "").length };
  }

  function count(place, from, to, final) {
    const began = performance.now();
    const formed = { minimumFractionDigits: to.decimals, maximumFractionDigits: to.decimals };
    const running = {};
    const write = (text) => place.firstChild && (place.firstChild.nodeValue = text);
    const step = (now) => {
      if (running.ended) return;
      const share = Math.min(1, Math.max(0, (now - began) / LASTS));
      running.ended = share === 1;
      write(running.ended ? final : (to.value - (to.value - from.value) * (1 - share) ** 3).toLocaleString("en-US", formed));
      if (!running.ended) requestAnimationFrame(step);
    };
    step(began);
    return running;
  }

  function slide(place) {
    const frames = [{ opacity: 0, translate: "0 0.4em" }, { opacity: 1, translate: "0 0" }];
    place.animate(frames, { duration: LASTS, easing: "ease-out" });
  }

  function look(section) {
    const slot = section.closest(".slot");
    const digits = section.querySelector(".figure .digits");
    if (!slot) return;
    const before = shown.get(slot);
    const { search, metric, value } = section.dataset;
    if (before && before.search === search && before.metric === metric && before.value === value) return;
    if (before?.running) before.running.ended = true;
    const unit = section.querySelector(".figure .unit")?.textContent;
    const now = { search, metric, value, unit, text: digits?.textContent };
    shown.set(slot, now);
    const same = before && before.search === search && before.metric === metric;
    if (!same || !digits?.firstChild || before.text === undefined || before.text === now.text || document.hidden || yiping.isStill()) return;
    const [from, to] = [number(before.text), number(now.text)];
    if (from && to && before.unit === unit) now.running = count(digits, from, to, now.text);
    else slide(digits);
  }

  yiping.watch("data-value", look);
})();
