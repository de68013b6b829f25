// The drawing: positions come from the build, labels are chosen for each zoom so that none covers another.

let network = null; // the vis.Network that is on the page, for the keyboard and the tests
const ZOOM_BUTTONS = 44; // px at the right, left free of labels; as much at the left, so that the drawing stands in the middle
let drawn = null; // {nodes, edges, rows, visible}

/** A node as it stands in the chosen language: English glosses take room, so small drawings have a layout of their own for them. */
function nodeInLanguage(node) {
  if (language === "zh" || !owns(DATA.network.english, node.id)) return node;
  const [gloss, x, y] = DATA.network.english[node.id];
  return { ...node, gloss, x: x ?? node.x, y: y ?? node.y };
}

/** Which nodes and edges of the drawing pass the filters. */
function drawnPart() {
  const rows = shown();
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const edges = [];
  for (const edge of DATA.network.edges) {
    const row = byNumber.get(Number(edge.from.slice(1)));
    const link = row && row.links.find((one) => `p${one.place}` === edge.to);
    if (link) edges.push({ ...edge, id: link.key, link });
  }
  const used = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const nodes = DATA.network.nodes.filter((node) => used.has(node.id)).map(nodeInLanguage);
  const places = new Set(rows.flatMap((row) => row.links.map((link) => link.place)));
  return { rows, nodes, edges, places, visible: rows.filter((row) => used.has(`i${row.number}`)).length };
}

/** The facts of what is drawn, or of what stays bright when something is chosen. */
function brightFacts(part) {
  const bright = brightNodes(part);
  const edges = bright ? part.edges.filter((edge) => bright.has(edge.from) && bright.has(edge.to)) : part.edges;
  return edges.flatMap((edge) => edge.link.facts);
}

/** The nodes that stay bright: all, or the chosen one with its neighbours. */
function brightNodes(part) {
  const chosen = nodeOf(state.query.focus);
  const link = askedLink();
  if (link) return new Set([`p${link.place}`, `i${link.initiative}`]);
  const id = chosen && chosen.kind + chosen.number;
  if (!part.nodes.some((node) => node.id === id)) return null; // nothing is chosen, or what the drawing has no room for
  const bright = new Set([id]);
  for (const edge of part.edges) {
    if (edge.from === id) bright.add(edge.to);
    if (edge.to === id) bright.add(edge.from);
  }
  return bright;
}

function nodeLook(node, bright, chosen) {
  const faded = bright && !bright.has(node.id);
  const fill = colour(`c-${node.layer}`);
  const look = {
    ...node,
    color: { background: fill, border: node.id === chosen ? colour("fg") : colour("bg") },
    borderWidth: node.id === chosen ? 3 : 1,
    opacity: faded ? 0.2 : 1,
    chosen: false,
  };
  look.font = {
    size: node.layer === "place" ? 17 : 14,
    face: FACE,
    color: colour("fg"),
    strokeWidth: 5, // so that a line stops before the letters
    strokeColor: colour("bg"),
    vadjust: -2,
  };
  return look;
}

function edgeLook(edge, bright) {
  const faded = bright && !(bright.has(edge.from) && bright.has(edge.to));
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    dashes: edge.link.planned ? [5, 5] : false,
    width: Math.min(5, 0.8 + Math.sqrt(edge.link.mentions) * 0.6),
    color: { color: bright && !faded ? colour("c-place") : colour("edge"), opacity: faded ? 0.14 : bright ? 0.85 : 0.75 },
    chosen: false,
  };
}

function legend(part) {
  const groups = ["place", "slogan", "program"].filter((group) => part.nodes.some((node) => node.layer === group));
  return el(
    "div",
    { id: "legend", role: "note" },
    groups.map((group) =>
      el("div", null, el("span", { class: `dot shape-${group}`, "data-group": group }), say(`legend.${group}`)),
    ),
    el("div", null, el("span", { class: "stroke" }), say("legend.edge")),
    part.edges.some((edge) => edge.link.planned)
      ? el("div", null, el("span", { class: "stroke dashed" }), say("legend.planned"))
      : null,
  );
}

function drawNetwork(view) {
  if (isPhone()) {
    drawColumns(view);
    return;
  }
  const part = drawnPart();
  const box = el("div", {
    id: "net",
    tabindex: "0",
    role: "application",
    "aria-label": say("networkLabel", { places: part.places.size, count: part.rows.length }),
    on: { keydown: networkKey },
  });
  const line = say("networkShown", {
    shown: part.visible,
    count: part.rows.length,
    all: candidates(),
    drawnPlaces: part.nodes.filter((node) => node.layer === "place").length,
    places: part.places.size,
  });
  const capped = part.visible < part.rows.length ? ` ${say("networkCapped", { limit: DATA.network.limit })}` : "";
  const absent = el("span", { id: "absent" });
  view.append(
    filterBar(),
    shownLine(line + capped, absent, " ", el("a", { href: address("matrix", null, keptFilters()) }, say("asTable"))),
    el("div", { class: "stage" }, box, el("div", { id: "tip", role: "tooltip", hidden: true }), zoomButtons()),
  );
  if (part.nodes.length) view.append(legend(part), twin(() => el("div", { class: "lines" }, networkTwin(part))));
  followWith(() => {
    showChosen(part); // before the drawing: the panel takes room from it
    absent.textContent = nodeOf(state.query.focus) && !brightNodes(part) ? say("networkAbsent") : "";
    if (network) lookAnew();
  });
  if (!part.nodes.length) box.append(emptyNote(DATA.Implementation.length, "nothingShown", "noInitiatives"));
  else startNetwork(box, part);
  offerExports(
    networkTable(part),
    part.nodes.length ? () => networkSvg(part) : null,
    () => brightFacts(part),
  );
}

function zoomButtons() {
  const zoom = (factor) => () => {
    network?.moveTo({ scale: network.getScale() * factor });
    refreshLabels();
  };
  return el(
    "div",
    { class: "zoom" },
    el("button", { type: "button", "aria-label": say("zoomIn"), on: { click: zoom(1.3) } }, "+"),
    el("button", { type: "button", "aria-label": say("zoomOut"), on: { click: zoom(1 / 1.3) } }, "−"),
    el(
      "button",
      {
        type: "button",
        "aria-label": say("zoomFit"),
        on: {
          click: () => {
            fitNetwork();
          },
        },
      },
      "⤢",
    ),
  );
}

/** How nodes and edges look while something is chosen, or nothing. */
function looksOf(part) {
  const bright = brightNodes(part);
  const chosen = nodeOf(state.query.focus);
  const chosenId = chosen ? chosen.kind + chosen.number : null;
  return {
    nodes: part.nodes.map((node) => nodeLook(node, bright, chosenId)),
    edges: part.edges.map((edge) => edgeLook(edge, bright)),
  };
}

/** Follow a choice where the drawing stands: the zoom stays. */
function lookAnew() {
  const looks = looksOf(drawn);
  drawn.dataset.update(looks.nodes);
  drawn.strokes.update(looks.edges);
  refreshLabels();
}

function startNetwork(box, part) {
  const looks = looksOf(part);
  const dataset = new vis.DataSet(looks.nodes);
  const edges = new vis.DataSet(looks.edges);
  drawn = { ...part, dataset, strokes: edges };
  network = new vis.Network(box, { nodes: dataset, edges }, DATA.network.options);
  box.querySelector(".vis-network").tabIndex = -1; // the keyboard stops at the box around it
  fitNetwork();
  network.on("resize", () => setTimeout(() => network && fitNetwork())); // of the window or the panel; vis-network zooms after it
  let timer = 0;
  network.on("zoom", () => {
    clearTimeout(timer);
    timer = setTimeout(refreshLabels, 60);
  });
  network.on("click", clicked);
  network.on("doubleClick", ({ nodes }) => {
    if (nodes[0])
      location.hash =
        nodes[0][0] === "p" ? placeAddress(Number(nodes[0].slice(1))) : initiativeAddress(Number(nodes[0].slice(1)));
  });
  network.on("hoverNode", ({ node, event }) => tip(node, event));
  network.on("blurNode", () => {
    find("#tip").hidden = true;
  });
}

/** The room that nodes and their labels take; labels grow where they would be too small to read at `scale`. */
function roomOf(nodes, scale) {
  const room = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of nodes) {
    const font = labelSize(node, scale);
    const lines = labelTexts(node)[0].split("\n");
    const half = Math.max(node.size, ...lines.map((line) => wide(line, font) / 2));
    room[0] = Math.min(room[0], node.x - half);
    room[1] = Math.min(room[1], node.y - node.size - lines.length * font * 1.25 - 4); // a label may stand above
    room[2] = Math.max(room[2], node.x + half);
    room[3] = Math.max(room[3], node.y + node.size + lines.length * font * 1.25 + 4);
  }
  return room;
}

/** Show the whole drawing: once for labels as they are, and again for what they grow to. */
function fitNetwork() {
  const stage = find("#net");
  if (!stage.clientWidth || !stage.clientHeight) return; // nothing can be seen, for instance on paper
  let [scale, room] = [1, null];
  for (let round = 0; round < 3; round += 1) {
    room = roomOf(drawn.nodes, scale);
    const width = stage.clientWidth - 2 * ZOOM_BUTTONS;
    scale = Math.min(1.5, 0.97 * Math.min(width / (room[2] - room[0]), stage.clientHeight / (room[3] - room[1])));
  }
  network.moveTo({ position: { x: (room[0] + room[2]) / 2, y: (room[1] + room[3]) / 2 }, scale, animation: false });
  refreshLabels();
}

function showChosen(part) {
  const chosen = nodeOf(state.query.focus);
  const usual = () => (chosen?.kind === "p" ? showPlace(chosen.number, part.rows) : showPanel(hint(part.rows)));
  showAsked(usual, part.rows);
}

function clicked({ nodes, edges }) {
  if (nodes[0]) change({ ...nothingChosen(), focus: nodeKey(nodes[0][0], Number(nodes[0].slice(1))) });
  else if (edges[0]) change({ ...nothingChosen(), cell: linkKey(LINKS.get(edges[0])) });
  else if (isChosen()) change(nothingChosen());
}

function tip(id, event) {
  const number = Number(id.slice(1));
  const box = find("#tip");
  box.textContent =
    id[0] === "p"
      ? DATA.places[number].label
      : `${initiativeName(number)} · ${say("places", { count: DATA.initiatives[number].links.length })}`;
  box.hidden = false;
  const stage = box.parentElement.getBoundingClientRect();
  box.style.setProperty("left", `${Math.min(event.clientX - stage.left + 14, stage.width - box.offsetWidth - 8)}px`);
  box.style.setProperty("top", `${event.clientY - stage.top + 14}px`);
}

function networkKey(event) {
  if (!drawn) return;
  const order = [
    ...drawn.nodes.filter((node) => node.layer === "place"),
    ...drawn.rows.map((row) => drawn.nodes.find((node) => node.id === `i${row.number}`)).filter(Boolean),
  ];
  const chosen = nodeOf(state.query.focus);
  let at = chosen ? order.findIndex((node) => node.id === chosen.kind + chosen.number) : -1;
  if (event.key === "ArrowRight" || event.key === "ArrowDown") at = (at + 1) % order.length;
  else if (event.key === "ArrowLeft" || event.key === "ArrowUp") at = (at - 1 + order.length) % order.length;
  else if (event.key === "Enter" && chosen) {
    find("#panel").focus();
    event.preventDefault();
    return;
  } else return;
  event.preventDefault();
  keepFocus = "#net";
  const node = order[at];
  change({ ...nothingChosen(), focus: nodeKey(node.id[0], Number(node.id.slice(1))) });
}
