/* Lists of rows from the JSON of a `data-list` attribute. One Dash component a list instead of six a row: each component
   costs the page something at every refresh. Rows are reused, and text enters as text nodes only. */
(() => {
  /* A cell is [class, text], or [class, number] for a bar that is so many per cent long. */
  function fill(cell, [name, content]) {
    if (cell.className !== name) cell.className = name;
    if (typeof content === "number") {
      const bar = cell.firstElementChild || cell.appendChild(document.createElement("span"));
      bar.className = "bar-fill";
      bar.style.width = `${content}%`;
    } else if (cell.textContent !== content) {
      cell.textContent = content;
    }
  }

  function attribute(element, name, value) {
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }

  /* The element that holds the cells: a link inside the item where the row leads somewhere, else the item itself. */
  function holder(item, row) {
    const link = item.firstElementChild?.tagName === "A" ? item.firstElementChild : null;
    if (Boolean(link) === Boolean(row.href)) return link || item;
    item.replaceChildren();
    return row.href ? item.appendChild(document.createElement("a")) : item;
  }

  function write(item, row) {
    const place = holder(item, row);
    item.className = place === item ? row.class : "";
    if (place !== item) place.className = row.class;
    attribute(place, "href", row.href);
    attribute(item, "data-code", row.code);
    attribute(place, "title", row.title);
    while (place.children.length > row.cells.length) place.lastElementChild.remove();
    row.cells.forEach((cell, index) => fill(place.children[index] || place.appendChild(document.createElement("span")), cell));
  }

  function draw(list) {
    const rows = JSON.parse(list.dataset.list);
    while (list.children.length > rows.length) list.lastElementChild.remove();
    rows.forEach((row, index) => write(list.children[index] || list.appendChild(document.createElement("li")), row));
    const place = list.closest(".scroll");
    if (!place) return;
    follow(place);
    arrange(place);
  }

  const followed = new WeakSet();
  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => arrange(entry.target)));

  function follow(place) {
    if (followed.has(place)) return;
    followed.add(place);
    sizes.observe(place);
    place.addEventListener("scroll", () => tell(place, [...place.querySelectorAll("li")]), { passive: true });
  }

  /* A wall, which nobody scrolls, shows whole rows only. */
  function arrange(place) {
    const wall = document.documentElement.dataset.screen === "wall";
    const em = parseFloat(getComputedStyle(document.documentElement).fontSize);
    let room = Infinity;
    for (const list of place.querySelectorAll("ol")) {
      if (wall) room = Math.floor(place.clientHeight / (parseFloat(getComputedStyle(list).getPropertyValue("--row")) * em) + 0.01);
      [...list.children].forEach((item, index) => (item.hidden = index >= room));
      list.style.setProperty("--rows", Math.min(room, list.children.length));
    }
    tell(place, [...place.querySelectorAll("li")]);
  }

  /* Which rows are in sight, "1–11 / 16", where not all are. */
  function tell(place, items) {
    const frame = place.getBoundingClientRect();
    const seen = items.flatMap((item, index) => {
      const box = item.getBoundingClientRect();
      return box.height && box.top > frame.top - 2 && box.bottom < frame.bottom + 2 ? [index + 1] : [];
    });
    const all = !seen.length || seen.length === items.length;
    const range = all ? "" : `${seen[0]}–${seen[seen.length - 1]} / ${items.length}`;
    if (range === (place.dataset.range || "")) return;
    if (range) place.dataset.range = range;
    else delete place.dataset.range;
  }

  window.yiping.watch("data-list", draw);
})();
