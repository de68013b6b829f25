// Sub-districts by sub-districts: how much two of them share, and what.

/** How much places share: a name that few have weighs more, long reports do not. Only pairs of `places` are counted. */
function similarity(rows, places, count) {
  const wanted = new Set(places);
  const totals = new Map();
  const common = new Map();
  for (const row of rows) {
    const weight = Math.log(1 + count / row.links.length);
    const here = [];
    for (const link of row.links) {
      totals.set(link.place, (totals.get(link.place) || 0) + weight);
      if (wanted.has(link.place)) here.push(link.place);
    }
    for (const a of here) {
      for (const b of here) {
        if (a >= b) continue;
        const key = `${a}|${b}`;
        if (!common.has(key)) common.set(key, { weight: 0, rows: [] });
        common.get(key).weight += weight;
        common.get(key).rows.push(row);
      }
    }
  }
  return (a, b) => {
    const pair = common.get(a < b ? `${a}|${b}` : `${b}|${a}`);
    if (!pair) return { share: 0, rows: [] };
    return { share: pair.weight / (totals.get(a) + totals.get(b) - pair.weight), rows: pair.rows };
  };
}

function drawPairs(view, rows, columns) {
  const across = pageOf("column", columns.length, COLUMNS_PER_PAGE);
  const seen = columns.slice(across.from, across.to);
  const asked = (state.query.pair || "")
    .split("|")
    .map(nodeOf)
    .filter((one) => one?.kind === "p")
    .map((one) => one.number);
  const alike = similarity(rows, [...seen, ...asked], columns.length);
  const most = Math.max(1, ...seen.flatMap((a) => seen.map((b) => (a === b ? 0 : alike(a, b).rows.length))));
  const head = el(
    "tr",
    null,
    el("th", { scope: "col", class: "corner" }, say("place")),
    seen.map((place) => el("th", { scope: "col", class: "place" }, el("div", null, DATA.places[place].label))),
  );
  const body = el(
    "tbody",
    null,
    seen.map((a) =>
      el(
        "tr",
        null,
        el("th", { scope: "row" }, el("a", { href: placeAddress(a) }, DATA.places[a].label)),
        seen.map((b) => {
          const pair = a === b ? null : alike(a, b);
          const key = `${nodeKey("p", a)}|${nodeKey("p", b)}`;
          return el(
            "td",
            { "data-level": pair && pair.rows.length ? Math.ceil((pair.rows.length / most) * 4) : 0 },
            pair
              ? el(
                  "button",
                  {
                    type: "button",
                    tabindex: -1,
                    "data-cell": key,
                    "aria-label": `${DATA.places[a].label}、${DATA.places[b].label}：${say("placeShares", { count: pair.rows.length })}`,
                  },
                  String(pair.rows.length),
                )
              : "—",
          );
        }),
      ),
    ),
  );
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("button[data-cell]");
    if (cell) change({ pair: cell.dataset.cell, focus: null });
  });
  body.addEventListener("keydown", (event) => walk(event, body, seen.length));
  const line = say("pairsShown", { places: columns.length });
  view.append(
    el("p", { class: "shown", id: "shown" }, line, " ", pager("column", across, say("columnsPage"))),
    el(
      "div",
      { class: "scroller" },
      el(
        "table",
        { class: `matrix pairs ${seen.length > 9 || isPhone() ? "upright" : ""}` },
        el("caption", { class: "hidden" }, say("placesByPlaces")),
        el("thead", null, head),
        body,
      ),
    ),
  );
  const first = body.querySelector("button");
  if (first) first.tabIndex = 0;
  tell(line);
  showPair(alike);
  offerExports(
    {
      name: "places-by-places",
      head: [say("place"), ...seen.map((place) => DATA.places[place].label)],
      rows: seen.map((a) => [DATA.places[a].label, ...seen.map((b) => (a === b ? "" : alike(a, b).rows.length))]),
    },
    null,
  );
}

function showPair(alike) {
  const [a, b] = (state.query.pair || "").split("|").map(nodeOf);
  if (!a || !b || a.kind !== "p" || b.kind !== "p") {
    showPanel(hint());
    return;
  }
  const pair = alike(a.number, b.number);
  showPanel(
    el("p", { class: "over" }, say("sharedInitiatives")),
    el("h2", null, DATA.places[a.number].label, " + ", DATA.places[b.number].label),
    el("p", { class: "sub" }, say("pairWhy", { count: pair.rows.length, share: Math.round(pair.share * 100) })),
    pair.rows.map((row) =>
      el(
        "details",
        { class: "fold" },
        el("summary", null, initiativeName(row.number), " ", el("small", null, say("places", { count: row.links.length }))),
        quotations(
          row.links.filter((link) => link.place === a.number || link.place === b.number).flatMap((link) => link.facts),
          false,
          6,
        ),
      ),
    ),
  );
}
