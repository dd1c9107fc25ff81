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
  }

  window.yiping.watch("data-list", draw);
})();
