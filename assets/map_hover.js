/* The words beside the pointer: name, value and n of the area under it, as text nodes. */
(() => {
  /** A box inside `holder`: `show(event, lines)` at the pointer, `refresh()` when values changed, `hide()`. */
  window.yiping.hover = (holder) => {
    const box = document.createElement("div");
    box.className = "map-hover";
    box.hidden = true;
    holder.append(box);
    let lines = null;

    const write = () => {
      const texts = lines();
      while (box.childNodes.length < texts.length) box.append(document.createElement("div"));
      texts.forEach((text, index) => (box.childNodes[index].textContent = text));
    };
    const show = (event, tell) => {
      lines = tell;
      write();
      box.hidden = false;
      const frame = holder.getBoundingClientRect();
      const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
      box.style.left = `${x + box.offsetWidth + 24 > frame.width ? x - box.offsetWidth - 12 : x + 12}px`;
      box.style.top = `${y + box.offsetHeight + 24 > frame.height ? y - box.offsetHeight - 12 : y + 12}px`;
    };
    const hide = () => {
      box.hidden = true;
      lines = null;
    };
    const refresh = () => lines && write();
    return { show, hide, refresh };
  };
})();
