/* Language, theme, screen and title belong to the document: from the address at once, then from the header panel. */
(() => {
  const yiping = window.yiping;
  const root = document.documentElement;
  const SCREENS = { "/wall": "wall", "/sources": "sources", "/dictionary": "dictionary" };

  function fromAddress() {
    const query = new URLSearchParams(window.location.search);
    root.dataset.theme = query.get("theme") === "light" ? "light" : "dark";
    root.dataset.screen = SCREENS[window.location.pathname] || "analyst";
  }

  function fromHeader(header) {
    root.dataset.theme = header.dataset.documentTheme;
    root.dataset.screen = header.dataset.documentScreen;
    root.lang = header.dataset.documentLang;
    document.title = header.dataset.documentTitle;
  }

  fromAddress();
  for (const name of ["theme", "screen", "lang", "title"]) yiping.watch(`data-document-${name}`, fromHeader);
})();
