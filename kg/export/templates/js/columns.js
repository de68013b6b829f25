// The drawing of a phone: places in a column at the left, initiatives at the right, lines between them; every one with its name.

const COLUMN_ROWS = 30; // initiatives
const COLUMN_PLACES = 16;
const ROW_HIGH = { zh: 34, en: 58 }; // px
const NAME_LINES = { zh: 2, en: 3 };

/** What is drawn: the most widely shared, the places that have most of them, and what is chosen. */
function columnsPart() {
  const rows = shown();
  const chosen = nodeOf(state.query.focus);
  const link = askedLink(rows);
  const wanted = [chosen?.kind === "i" ? chosen.number : null, link?.initiative ?? null];
  const byWish = new Set([...rows.filter((row) => wanted.includes(row.number)), ...rows]);
  const kept = new Set([...byWish].slice(0, COLUMN_ROWS));
  const some = rows.filter((row) => kept.has(row)); // in their usual order: a link draws what a click has left as it was
  const places = seriated(placesFor(some, [chosen?.kind === "p" ? chosen.number : null, link?.place ?? null]), some);
  const at = new Map(places.map((place, index) => [place, index]));
  const drawnLinks = (row) => row.links.filter((one) => at.has(one.place));
  const middle = (row) => drawnLinks(row).reduce((sum, one) => sum + at.get(one.place), 0) / (drawnLinks(row).length || 1);
  const order = [...some].sort((a, b) => middle(a) - middle(b) || b.links.length - a.links.length);
  return {
    rows,
    places: new Set(rows.flatMap((row) => row.links.map((one) => one.place))),
    nodes: [
      ...places.map((number) => ({ id: `p${number}`, layer: "place", number })),
      ...order.map((row) => ({ id: `i${row.number}`, layer: row.item.kind === "slogan" ? "slogan" : "program", number: row.number, row })),
    ],
    edges: order.flatMap((row) => drawnLinks(row).map((one) => ({ from: `i${row.number}`, to: `p${one.place}`, id: one.key, link: one }))),
    visible: order.length,
  };
}

/** The places to be drawn with some rows; those asked for take the first rooms if they would have none. */
function placesFor(rows, asked) {
  const usual = placesCovering(rows, []);
  return asked.every((place) => place === null || usual.includes(place)) ? usual : placesCovering(rows, asked);
}

/** The places asked for, then always the one whose rows have fewest places yet. */
function placesCovering(rows, asked) {
  const rowsOf = new Map();
  for (const row of rows) for (const { place } of row.links) rowsOf.set(place, [...(rowsOf.get(place) || []), row]);
  const covered = new Map(rows.map((row) => [row, 0]));
  const gain = (place) => rowsOf.get(place).reduce((sum, row) => sum + 1 / (1 + covered.get(row)) ** 2, 0);
  const found = [];
  const rest = new Set([...rowsOf.keys()].sort((a, b) => a - b));
  const first = asked.filter((place) => rest.has(place));
  while (rest.size && found.length < COLUMN_PLACES) {
    const next = first.pop() ?? [...rest].reduce((best, place) => (gain(place) > gain(best) ? place : best));
    rest.delete(next);
    if (found.includes(next)) continue;
    found.push(next);
    for (const row of rowsOf.get(next)) covered.set(row, covered.get(row) + 1);
  }
  return found;
}

function drawColumns(view) {
  const part = columnsPart();
  const drawnPlaces = part.nodes.length - part.visible;
  const line = say("columnsShown", { shown: part.visible, count: part.rows.length, drawnPlaces, places: part.places.size });
  const whole = part.visible === part.rows.length && drawnPlaces === part.places.size;
  view.append(
    filterBar(),
    shownLine(
      line + (whole ? "" : ` ${say("columnsCapped")}`),
      el("a", { href: address("initiatives", null, keptFilters()) }, say("asList")),
      " · ",
      el("a", { href: address("matrix", null, keptFilters()) }, say("asTable")),
    ),
  );
  if (!part.nodes.length) view.append(emptyNote(DATA.Implementation.length, "nothingShown", "noInitiatives"));
  else view.append(columnsPicture(part), legend(part), twin(() => el("div", { class: "lines" }, networkTwin(part))));
  followWith(() => {
    showChosen(part);
    fadeColumns(part);
    requestAnimationFrame(() => chosenColumn()?.scrollIntoView({ block: "nearest" })); // the panel has taken room
  });
  chosenColumn()?.scrollIntoView({ block: "center" }); // a link may ask for what is far down
  offerExports(networkTable(part), null, () => brightFacts(part));
}

/** The two columns with the lines between them; a line is as high in the picture as the middle of its ends. */
const chosenColumn = () => find(".columns [aria-pressed='true']");

function columnsPicture(part) {
  const [places, initiatives] = [part.nodes.filter((node) => node.layer === "place"), part.nodes.filter((node) => node.row)];
  const height = Math.max(initiatives.length, places.length) * ROW_HIGH[language];
  const middles = (list) => list.map((node, index) => [node.id, ((index + 0.5) / list.length) * height]);
  const y = new Map([...middles(places), ...middles(initiatives)]);
  const stroke = (edge, attributes) =>
    el("svg:line", { x1: 0, x2: 100, y1: y.get(edge.to), y2: y.get(edge.from), "data-edge": edge.id, ...attributes });
  const lines = part.edges.flatMap((edge) => [
    stroke(edge, {
      class: "seen",
      "stroke-width": Math.min(4, 0.8 + Math.sqrt(edge.link.mentions) * 0.5),
      "stroke-dasharray": edge.link.planned ? "5 4" : null,
    }),
    stroke(edge, { class: "touch", on: { click: () => change({ ...nothingChosen(), cell: linkKey(edge.link) }) } }),
  ]);
  const picture = el(
    "svg:svg",
    { viewBox: `0 0 100 ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    lines,
  );
  return el(
    "div",
    { class: "columns", role: "group", "aria-label": say("columnsLabel"), style: { height: `${height}px`, "--strength": part.edges.length > 80 ? 0.3 : 0.55, "--lines": NAME_LINES[language] } },
    el("div", { class: "column" }, places.map(columnButton)),
    picture,
    el("div", { class: "column" }, initiatives.map(columnButton)),
  );
}

function columnButton(node) {
  const sign = el("span", { class: `dot shape-${node.layer}`, "aria-hidden": "true" });
  const key = nodeKey(node.id[0], node.number);
  if (!node.row) return opener("focus", key, { "data-node": node.id }, el("span", { class: "name" }, DATA.places[node.number].label), sign);
  const count = el("small", { "aria-label": say("places", { count: node.row.links.length }) }, String(node.row.links.length));
  return opener("focus", key, { "data-node": node.id }, sign, el("span", { class: "name" }, initiativeName(node.number), " ", count));
}

/** Fade what is not chosen and no neighbour of it. */
function fadeColumns(part) {
  const bright = brightNodes(part);
  const fades = (one) => Boolean(bright) && !one;
  for (const button of document.querySelectorAll(".columns [data-node]"))
    button.classList.toggle("faded", fades(bright?.has(button.dataset.node)));
  const ends = new Map(part.edges.map((edge) => [edge.id, edge]));
  for (const line of document.querySelectorAll(".columns .seen")) {
    const edge = ends.get(line.dataset.edge);
    line.classList.toggle("faded", fades(bright?.has(edge.from) && bright?.has(edge.to)));
    line.classList.toggle("bright", Boolean(bright?.has(edge.from) && bright?.has(edge.to)));
  }
}
