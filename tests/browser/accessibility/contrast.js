/* The contrast of texts that a program cannot tell from styles, measured in two photographs of the page, with and without
   the glyphs: the pixels that differ are those of the text, and the second shows what lies behind them. */
(() => {
  const LEAST_PIXELS = 4, DIFFERENCE = 24;
  const MOST_OFF = 0.05; // share of the pixels of a text that may lie over less contrast: lines that cross a letter
  const bare = new CSSStyleSheet();
  const none = "{ -webkit-text-fill-color: transparent !important; transition: none !important; animation: none !important; }";
  bare.replaceSync(`*, *::before, *::after ${none} svg text, svg tspan { fill-opacity: 0 !important; }`);

  /** Shows the page without its glyphs, or with them again. */
  const showGlyphs = (shown) => {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((one) => one !== bare), ...(shown ? [] : [bare])];
  };

  const pixelsOf = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d", { willReadFrequently: true });
    canvas.drawImage(picture, 0, 0);
    return canvas;
  };

  const colourOf = (written) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = written;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };

  const luminance = (colour) => {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const boxesOf = (element) => {
    const range = document.createRange();
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    return texts.flatMap((text) => {
      range.selectNodeContents(text);
      return [...range.getClientRects()];
    });
  };

  /** What lies behind the glyphs of an element: colours. */
  const behindGlyphs = (element, withGlyphs, without) => {
    const found = [];
    for (const box of boxesOf(element)) {
      const [left, top] = [Math.max(0, Math.round(box.left + scrollX)), Math.max(0, Math.round(box.top + scrollY))];
      const [width, height] = [Math.round(box.width), Math.round(box.height)];
      if (width < 1 || height < 1) continue;
      const [first, second] = [withGlyphs, without].map((one) => one.getImageData(left, top, width, height).data);
      for (let at = 0; at < first.length; at += 4) {
        const off = Math.max(...[0, 1, 2].map((part) => Math.abs(first[at + part] - second[at + part])));
        if (off > DIFFERENCE) found.push([...second.slice(at, at + 3)]);
      }
    }
    return found;
  };

  /** Of each text that is seen: its contrast against what lies behind all but a few of its pixels, and what WCAG 1.4.3 needs. */
  const measured = async ([targets, ...photographs]) => {
    const [withGlyphs, without] = await Promise.all(photographs.map(pixelsOf));
    return targets.flatMap((target) => {
      const element = document.querySelector(target), style = getComputedStyle(element);
      const behind = behindGlyphs(element, withGlyphs, without);
      if (behind.length < LEAST_PIXELS) return [];
      let opacity = 1;
      for (let one = element; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
      const [red, green, blue, alpha] = colourOf(element instanceof SVGElement ? style.fill : style.color);
      const share = (alpha / 255) * opacity;
      const mixed = (under) => [red, green, blue].map((part, place) => part * share + under[place] * (1 - share));
      const ratios = behind.map((under) => contrast(mixed(under), under)).sort((a, b) => a - b);
      const size = parseFloat(style.fontSize), isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const text = element.textContent.trim().slice(0, 40);
      return [{ target, text, contrast: ratios[Math.floor(ratios.length * MOST_OFF)], needed: isLarge ? 3 : 4.5 }];
    });
  };
  window.contrasts = { showGlyphs, measured };
})();
