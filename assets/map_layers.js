/* The layers over the cells: each module registers one, the panel's data say which are on, buttons and the keys 1–8 switch
   them by their address. A layer that is on is told of every new data; nothing of one that is off stays on the page. */
(() => {
  const yiping = window.yiping;
  const makers = new Map();

  /** Registers a layer: `make(map, say, missed)` gives `{show(told, data), hide()}`; `say(parts)` writes its line of the
      legend, an array of texts and elements; `missed()` notes there, until the next `say`, that its data could not be had.
      `told` is the layer's part of the panel's data, `data` the whole. */
  yiping.mapLayer = (key, make) => makers.set(key, make);

  /** The JSON at an address; a newer call of the same `turns` makes an older answer, or its failure, undefined. */
  yiping.latest = () => {
    let turn = 0;
    return async (address) => {
      const mine = ++turn;
      try {
        const answer = await fetch(address);
        if (!answer.ok) throw new Error(`${address.split("?")[0]}: ${answer.status}`);
        const told = await answer.json();
        return mine === turn ? told : undefined;
      } catch (failure) {
        if (mine === turn) throw failure;
        return undefined;
      }
    };
  };

  function line(key) {
    const place = document.querySelector("[data-layer-legends]");
    if (!place) return null;
    let found = place.querySelector(`[data-layer="${key}"]`);
    if (!found) {
      found = document.createElement("div");
      found.className = "layer-legend";
      found.dataset.layer = key;
      place.append(found);
    }
    return found;
  }

  function control(map) {
    const place = document.createElement("div");
    place.className = "layer-control";
    place.setAttribute("role", "group");
    map.getContainer().append(place);
    window.L.DomEvent.disableClickPropagation(place);
    return (told, name) => {
      place.setAttribute("aria-label", name);
      while (place.children.length > told.length) place.lastElementChild.remove();
      told.forEach((layer, index) => {
        const button = place.children[index] || place.appendChild(document.createElement("a"));
        button.textContent = layer.name;
        button.href = layer.href;
        button.title = `${layer.name} (${index + 1})`;
        button.setAttribute("role", "switch");
        button.setAttribute("aria-checked", String(layer.on));
      });
    };
  }

  /** The layers of a map, `own` ones by key beside those registered: `show(data)` for the JSON of the map's panel. */
  yiping.mapLayers = (map, own) => {
    const made = new Map(Object.entries(own));
    let draw = null;
    let told = [];

    function say(key, parts) {
      const here = line(key);
      here?.replaceChildren(...parts);
      here?.removeAttribute("data-missed");
    }

    function missed(key) {
      const one = told.find((layer) => layer.key === key);
      if (one?.on) line(key)?.setAttribute("data-missed", one.missed);
    }

    function layer(key) {
      if (!made.has(key) && makers.has(key)) {
        made.set(key, makers.get(key)(map, (parts) => say(key, parts), () => missed(key)));
      }
      return made.get(key);
    }

    function show(data) {
      told = data.layers;
      if (!yiping.isWall()) (draw ||= control(map))(told, data.layers_name);
      for (const one of told) {
        if (one.on) layer(one.key)?.show(one, data);
        else if (made.has(one.key)) {
          made.get(one.key).hide();
          document.querySelector(`[data-layer-legends] [data-layer="${one.key}"]`)?.remove();
        }
      }
    }

    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest && event.target.closest("input, select, textarea");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || !map.getContainer().isConnected || yiping.isWall()) return;
      const chosen = told[Number(event.key) - 1];
      if (chosen && /^[1-9]$/.test(event.key)) yiping.go(chosen.href);
    });
    return { show };
  };
})();
