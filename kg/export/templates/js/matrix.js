// Initiatives by sub-districts, and sub-districts by sub-districts: number and colour in each cell.

const ROWS_PER_PAGE = 150;
const COLUMNS_PER_PAGE = 40;
const COUNT_RANGES = ["1", "2–3", "4–7", "8+"];
const level = (count) => (count >= 8 ? 4 : count >= 4 ? 3 : count >= 2 ? 2 : 1);

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
  const tab = (mode, text) =>
    el(
      "a",
      {
        href: address("matrix", null, { ...keptFilters(), mode }),
        "aria-current": (state.query.mode || null) === mode ? "true" : null,
      },
      text,
    );
  const tabs = el(
    "span",
    { class: "tabs" },
    tab(null, say("initiativesByPlaces")),
    tab("places", say("placesByPlaces")),
    tab("sets", say("combinations")),
  );
  view.append(filterBar(el("span", { class: "row" }, state.query.mode ? null : sortChoice(), tabs)));
  const columns = seriated(
    [...new Set(rows.flatMap((row) => row.links.map((link) => link.place)))].sort((a, b) => a - b),
    rows,
  );
  if (!rows.length) {
    view.append(el("p", { class: "empty" }, say("nothingShown")));
    showPanel(hint());
    return;
  }
  if (state.query.mode === "sets") drawCombinations(view, rows, columns);
  else if (state.query.mode === "places") drawPairs(view, rows, columns);
  else drawCells(view, sortRows(rows, columns), columns);
  const alone = nodeOf(state.query.focus); // chosen from the list in the panel
  if (alone?.kind === "i") showInitiative(alone.number, rows.find((row) => row.number === alone.number)?.links);
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

function pageOf(name, count, size) {
  const last = Math.max(1, Math.ceil(count / size));
  const page = Math.min(last, Math.max(1, Number.parseInt(state.query[name], 10) || 1));
  return { page, last, from: (page - 1) * size, to: Math.min(count, page * size) };
}

function pager(name, { page, last }, label) {
  if (last < 2) return null;
  const step = (to) =>
    el(
      "button",
      {
        type: "button",
        disabled: to < 1 || to > last,
        "aria-label": `${label} ${to}`,
        on: { click: () => change({ [name]: to === 1 ? null : String(to) }) },
      },
      to < page ? "‹" : "›",
    );
  return el("span", { class: "pager" }, step(page - 1), ` ${label} ${page}/${last} `, step(page + 1));
}

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
  const head = el(
    "tr",
    null,
    el("th", { scope: "col", class: "corner" }, say("initiative")),
    el("th", { scope: "col", class: "count" }, say("placeCount")),
    seen.map((place) =>
      el(
        "th",
        { scope: "col", class: "place" },
        el("div", null, el("a", { href: placeAddress(place) }, DATA.places[place].label)),
      ),
    ),
  );
  const body = el(
    "tbody",
    null,
    rows.slice(down.from, down.to).map((row) => matrixRow(row, seen)),
  );
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("button[data-cell]");
    if (cell) {
      keepFocus = `[data-cell="${CSS.escape(cell.dataset.cell)}"]`;
      change({ cell: cell.dataset.cell, focus: null });
    }
  });
  body.addEventListener("keydown", (event) => walk(event, body));
  const grid = el(
    "table",
    { class: `matrix ${seen.length > 9 || isPhone() ? "upright" : ""}` },
    el("caption", { class: "hidden" }, say("initiativesByPlaces")),
    el("thead", null, head),
    body,
  );
  view.append(
    el(
      "p",
      { class: "shown", id: "shown" },
      line,
      " ",
      pager("page", down, say("rowsPage")),
      pager("column", across, say("columnsPage")),
    ),
    heatKey(say("mentionCount"), COUNT_RANGES, true),
    el("div", { class: "scroller", tabindex: "-1" }, grid),
  );
  const first = body.querySelector("button");
  if (first) first.tabIndex = 0;
  tell(line);
  showCell(rows);
  offerExports(
    matrixTable(rows, columns),
    () => matrixSvg(rows.slice(down.from, down.to), seen),
    () => factsOfRows(rows.slice(down.from, down.to), new Set(seen)),
  );
}

function matrixRow(row, columns) {
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
      const label = `${row.item.label}，${DATA.places[place].label}，${link ? say("mentions", { count: link.mentions }) : say("notNamed")}${link?.planned ? `，${say("status.planned")}` : ""}`;
      if (!link)
        return el(
          "td",
          { "data-level": 0 },
          el("button", { type: "button", tabindex: -1, "aria-label": label, disabled: false, class: "none" }, "·"),
        );
      const key = `${nodeKey("p", place)}|${nodeKey("i", row.number)}`;
      return el(
        "td",
        { "data-level": level(link.mentions), class: link.planned ? "planned" : null },
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

/** Arrow keys walk through the cells, over those that hold no button. */
function walk(event, body) {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const cell = step && event.target.closest("td[data-level]");
  if (!cell) return;
  const rows = [...body.rows];
  let [row, column] = [rows.indexOf(cell.parentElement), cell.cellIndex];
  let next = null;
  do {
    [row, column] = [row + step[0], column + step[1]];
    next = rows[row]?.cells[column];
  } while (next && !next.querySelector("button"));
  if (!next?.matches("[data-level]")) return;
  const button = next.querySelector("button");
  event.preventDefault();
  event.target.tabIndex = -1;
  button.tabIndex = 0;
  button.focus();
}

/** What the colours of cells mean; the dashes of plans are explained where cells can have them. */
function heatKey(title, ranges, withPlans) {
  return el(
    "p",
    { class: "key" },
    title,
    ranges.map((range, index) => el("span", { class: "swatch", "data-level": index + 1 }, range)),
    withPlans ? el("span", { class: "swatch planned" }, say("legend.planned")) : null,
  );
}

function showCell(rows) {
  const [place, initiative] = (state.query.cell || "").split("|").map(nodeOf);
  if (!place || !initiative) {
    showPanel(hint(rows));
    return;
  }
  const row = rows.find((one) => one.number === initiative.number);
  const link = row?.links.find((one) => one.place === place.number) || linkOf(place.number, initiative.number);
  if (link) showLink(link);
  else showPanel(el("p", null, say("notNamed")));
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
