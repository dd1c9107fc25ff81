/* Links inside the page change the address without loading it again; Dash's Location component hears of it. */
(() => {
  const yiping = (window.yiping = window.yiping || {});
  const OWN = new Set(["/", "/wall", "/sources", "/dictionary"]);

  /** Goes to an address of this application: path and query. */
  yiping.go = (href) => {
    closeMenus(null);
    const target = new URL(href, window.location.href);
    if (target.href === window.location.href) return;
    window.history.pushState({}, "", target.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  };

  function closeMenus(except) {
    document.querySelectorAll("details.menu-holder[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu-holder"));
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = new URL(link.href, window.location.href);
    if (target.origin !== window.location.origin || !OWN.has(target.pathname)) return;
    event.preventDefault();
    yiping.go(target.href);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu-holder[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
    event.stopImmediatePropagation();
  });
})();
