// Whether the page's browser has a Chinese font: without one, two different characters come out as the same box.
() => {
  const drawn = (character) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 48;
    const pen = canvas.getContext("2d");
    pen.font = "40px sans-serif";
    pen.fillText(character, 2, 42);
    return canvas.toDataURL();
  };
  return drawn("屏") !== drawn("郑");
}
