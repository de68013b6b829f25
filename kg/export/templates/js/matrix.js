// Initiatives by sub-districts, and sub-districts by sub-districts: number and colour in each cell.

/** Places that share much stand side by side: begin with the one that shares most, always add the most similar. */
function seriated(places, rows) {
  const sets = new Map(places.map((place) => [place, new Set()]));
  for (const row of rows) for (const link of row.links) sets.get(link.place)?.add(row.number);
  const rest = [...places].sort((a, b) => sets.get(b).size - sets.get(a).size || a - b);
  if (rest.length > 120) return rest;
  const order = rest.splice(0, 1);
  while (rest.length) {
    const last = sets.get(order[order.length - 1]);
    let best = 0;
    let most = -1;
    rest.forEach((place, index) => {
      const other = sets.get(place);
      let common = 0;
      for (const one of other) if (last.has(one)) common += 1;
      const score = common / Math.sqrt(other.size + 1);
      if (score > most) [most, best] = [score, index];
    });
    order.push(...rest.splice(best, 1));
  }
  return order;
}

/** Rows named by the same places stand together: begin with the widest, always add the one most alike (Jaccard). */
function seriatedRows(rows) {
  if (rows.length > 600) return rows; // time grows by the square
  const sets = new Map(rows.map((row) => [row, new Set(row.links.map((link) => link.place))]));
  const rest = [...rows];
  const order = rest.splice(0, 1);
  while (rest.length) {
    const last = sets.get(order[order.length - 1]);
    let best = 0;
    let most = -1;
    rest.forEach((row, index) => {
      const other = sets.get(row);
      let common = 0;
      for (const place of other) if (last.has(place)) common += 1;
      const score = common / (last.size + other.size - common);
      if (score > most) [most, best] = [score, index];
    });
    order.push(...rest.splice(best, 1));
  }
  return order;
}

function sortRows(rows, columns) {
  const order = new Map(columns.map((place, index) => [place, index]));
  const pattern = (row) => row.links.map((link) => order.get(link.place)).sort((a, b) => a - b);
  if (state.query.sort === "name") return [...rows].sort((a, b) => byLabel(a.item.label, b.item.label));
  if (state.query.sort === "kind")
    return [...rows].sort((a, b) => byLabel(a.item.kind, b.item.kind) || b.links.length - a.links.length);
  if (state.query.sort === "alike") return seriatedRows(rows);
  const keys = new Map(rows.map((row) => [row, pattern(row)]));
  return [...rows].sort((a, b) => {
    if (a.links.length !== b.links.length) return b.links.length - a.links.length;
    const left = keys.get(a),
      right = keys.get(b);
    for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return left[at] - right[at];
    return b.mentions - a.mentions;
  });
}

function drawMatrix(view) {
  const rows = shown();
  const shared = [
    [null, say("initiativesByPlaces")],
    ["places", say("placesByPlaces")],
    ["sets", say("combinations")],
  ];
  view.append(tabs(shared), filterBar(state.query.mode ? null : sortChoice()));
  const columns = seriated(
    [...new Set(rows.flatMap((row) => row.links.map((link) => link.place)))].sort((a, b) => a - b),
    rows,
  );
  if (!rows.length) {
    showEmpty(view, DATA.Implementation.length, "nothingShown", "noInitiatives");
    return;
  }
  if (state.query.mode === "sets") drawCombinations(view, rows, columns);
  else if (state.query.mode === "places") drawPairs(view, rows, columns);
  else drawCells(view, sortRows(rows, columns), columns);
}

/** The facts of rows; of some places only where a set of them is given. */
const factsOfRows = (rows, places) =>
  rows.flatMap((row) => row.links.filter((link) => !places || places.has(link.place)).flatMap((link) => link.facts));

const sortChoice = () =>
  choice("sort", say("order"), [
    ["", say("orderShared")],
    ["alike", say("orderAlike")],
    ["name", say("orderName")],
    ["kind", say("orderKind")],
  ]);

function drawCells(view, rows, columns) {
  const down = pageOf("page", rows.length, ROWS_PER_PAGE);
  const across = pageOf("column", columns.length, COLUMNS_PER_PAGE);
  const seen = columns.slice(across.from, across.to);
  const line = say("matrixShown", {
    rows: down.to - down.from,
    count: rows.length,
    columns: seen.length,
    places: columns.length,
  });
  const heads = [
    el("th", { scope: "col", class: "corner" }, say("initiative")),
    el("th", { scope: "col", class: "count" }, say("placeCount")),
    placeHeads(seen),
  ];
  const scale = countScale(rows.flatMap((row) => row.links.map((link) => link.mentions)));
  const planned = rows.some((row) => row.links.some((link) => link.planned));
  const lines = rows.slice(down.from, down.to).map((row) => matrixRow(row, seen, scale));
  view.append(
    shownLine(line, pager("page", down, say("rowsPage")), pager("column", across, say("columnsPage"))),
    heatKey(say("mentionCount"), scale.texts, planned),
    cellTable("cell", manyColumns(seen), say("initiativesByPlaces"), heads, lines),
  );
  followWith(() => showCell(rows));
  offerExports(
    matrixTable(rows, columns),
    () => matrixSvg(rows.slice(down.from, down.to), seen, scale),
    () => factsOfRows(rows.slice(down.from, down.to), new Set(seen)),
  );
}

function matrixRow(row, columns, scale) {
  const byPlace = new Map(row.links.map((link) => [link.place, link]));
  const first = el(
    "th",
    { scope: "row", title: row.item.label },
    el("a", { href: initiativeAddress(row.number) }, initiativeName(row.number)),
    " ",
    el("small", null, say(`kind.${row.item.kind}`)),
  );
  return el(
    "tr",
    null,
    first,
    el("td", { class: "count" }, String(row.links.length)),
    columns.map((place) => {
      const link = byPlace.get(place);
      const said = link ? say("mentions", { count: link.mentions }) : say("notNamed");
      const label = listed([row.item.label, DATA.places[place].label, said, ...(link?.planned ? [say("status.planned")] : [])]);
      if (!link)
        return el(
          "td",
          { "data-level": 0 },
          el("button", { type: "button", tabindex: -1, "aria-label": label, disabled: false, class: "none" }, "·"),
        );
      const key = `${nodeKey("p", place)}|${nodeKey("i", row.number)}`;
      return el(
        "td",
        { "data-level": scale.level(link.mentions), class: link.planned ? "planned" : null },
        el(
          "button",
          {
            type: "button",
            tabindex: -1,
            "data-cell": key,
            "aria-label": label,
            "aria-pressed": state.query.cell === key ? "true" : "false",
          },
          String(link.mentions),
        ),
      );
    }),
  );
}

/** The panel for a cell; one that is empty says so. */
function showCell(rows) {
  const usual = () => showPanel(state.query.cell ? el("p", null, say("notNamed")) : hint(rows));
  showAsked(usual, rows);
}

function matrixTable(rows, columns) {
  return {
    name: "initiatives-by-places",
    head: [say("initiative"), say("kind"), say("placeCount"), ...columns.map((place) => DATA.places[place].label)],
    rows: rows.map((row) => {
      const byPlace = new Map(row.links.map((link) => [link.place, link.mentions]));
      return [row.item.label, say(`kind.${row.item.kind}`), row.links.length, ...columns.map((place) => byPlace.get(place) || 0)];
    }),
  };
}
