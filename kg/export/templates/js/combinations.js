// Which places share exactly the same initiatives: one row for each combination, the largest first.

const COMBINATION_ROWS = 60;
const COMBINATION_COLUMNS = 30;

/** The combinations under the present filters: {places, rows}, every initiative in exactly one of them. */
function combinations(rows) {
  const found = new Map();
  for (const row of rows) {
    const places = row.links.map((link) => link.place).sort((a, b) => a - b);
    const key = places.join();
    if (!found.has(key)) found.set(key, { key, places, rows: [] });
    found.get(key).rows.push(row);
  }
  return [...found.values()].sort(
    (a, b) => b.rows.length - a.rows.length || b.places.length - a.places.length || byLabel(a.key, b.key),
  );
}

function drawCombinations(view, rows, columns) {
  const all = combinations(rows);
  const some = all.slice(0, COMBINATION_ROWS);
  const used = new Set(some.flatMap((one) => one.places));
  const seen = columns.filter((place) => used.has(place)).slice(0, COMBINATION_COLUMNS);
  const most = Math.max(...some.map((one) => one.rows.length));
  const line = say("combinationsShown", { shown: some.length, count: all.length, initiatives: rows.length });
  const head = el(
    "tr",
    null,
    seen.map((place) =>
      el(
        "th",
        { scope: "col", class: "place" },
        el("div", null, el("a", { href: placeAddress(place) }, DATA.places[place].label)),
      ),
    ),
    el("th", { scope: "col" }, say("count")),
    el("th", { scope: "col" }, say("initiatives")),
  );
  const body = el(
    "tbody",
    null,
    some.map((one) => combinationRow(one, seen, most)),
  );
  view.append(
    el("p", { class: "shown", id: "shown" }, line),
    el(
      "div",
      { class: "scroller" },
      el(
        "table",
        { class: "matrix sets upright" },
        el("caption", { class: "hidden" }, say("combinations")),
        el("thead", null, head),
        body,
      ),
    ),
  );
  tell(line);
  showCombination(all, rows);
  offerExports(
    {
      name: "combinations",
      head: [say("places.list"), say("count"), say("initiatives")],
      rows: all.map((one) => [
        one.places.map((place) => DATA.places[place].label).join("、"),
        one.rows.length,
        one.rows.map((row) => row.item.label).join("、"),
      ]),
    },
    null,
  );
}

function combinationRow(one, seen, most) {
  const names = one.places.map((place) => DATA.places[place].label).join("、");
  const inside = new Set(one.places);
  const hidden = one.places.filter((place) => !seen.includes(place)).length;
  const key = one.places.map((place) => nodeKey("p", place)).join("|");
  const bar = el(
    "button",
    {
      type: "button",
      class: "setbar",
      "aria-pressed": state.query.set === key ? "true" : "false",
      "aria-label": `${names}：${say("placeShares", { count: one.rows.length })}`,
      on: { click: () => change({ set: key, focus: null }) },
    },
    el("span", { class: "length", style: { width: `${(one.rows.length / most) * 90}px` } }),
    String(one.rows.length),
  );
  return el(
    "tr",
    { "data-size": one.rows.length },
    seen.map((place) => el("td", { class: inside.has(place) ? "in" : "out" }, inside.has(place) ? "●" : "·")),
    el("td", null, bar),
    el(
      "td",
      { class: "names" },
      one.rows
        .slice(0, 6)
        .map((row) => row.item.label)
        .join("、") + (one.rows.length > 6 ? "…" : ""),
      hidden ? el("small", null, ` +${say("places", { count: hidden })}`) : null,
    ),
  );
}

function showCombination(all, rows) {
  const wanted = (state.query.set || "").split("|").map(nodeOf);
  const one = wanted.every(Boolean)
    ? all.find(
        (set) =>
          set.key ===
          wanted
            .map((node) => node.number)
            .sort((a, b) => a - b)
            .join(),
      )
    : null;
  if (!one) {
    showPanel(hint(rows));
    return;
  }
  showPanel(
    el("p", { class: "over" }, say("onlyThese")),
    el("h2", null, one.places.map((place) => DATA.places[place].label).join(" + ")),
    el("p", { class: "sub" }, say("placeShares", { count: one.rows.length })),
    one.rows.map((row) =>
      el(
        "details",
        { class: "fold" },
        el("summary", null, initiativeName(row.number)),
        quotations(
          row.links.flatMap((link) => link.facts),
          false,
          6,
        ),
        el("p", null, el("a", { href: initiativeAddress(row.number) }, say("wholeProfile"))),
      ),
    ),
  );
}
