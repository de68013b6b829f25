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
  const sizes = seen.map((place) => rows.filter((row) => row.links.some((link) => link.place === place)).length);
  const totals = el(
    "tr",
    { class: "totals" },
    sizes.map((size) => el("td", null, String(size))),
    el("td", { class: "names", colspan: 2 }, say("setSizes")),
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
        el("tbody", null, totals),
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
    () => combinationsSvg(some, seen),
    () => factsOfRows(chosenCombination(all)?.rows || some.flatMap((one) => one.rows)),
  );
}

function combinationRow(one, seen, most) {
  const names = one.places.map((place) => DATA.places[place].label).join("、");
  const inside = new Set(one.places);
  const hidden = one.places.filter((place) => !seen.includes(place)).length;
  const key = one.places.map((place) => nodeKey("p", place)).join("|");
  const at = seen.map((place, index) => (inside.has(place) ? index : -1)).filter((index) => index >= 0);
  const [first, last] = [Math.min(...at), Math.max(...at)];
  const bar = el(
    "button",
    {
      type: "button",
      class: "setbar",
      "aria-pressed": state.query.set === key ? "true" : "false",
      "aria-label": `${names}：${say("placeShares", { count: one.rows.length })}`,
      "data-set": key,
      on: {
        click: () => {
          keepFocus = `[data-set="${CSS.escape(key)}"]`;
          change({ set: key, focus: null });
        },
      },
    },
    el("span", { class: "length", style: { width: `${(one.rows.length / most) * 90}px` } }),
    String(one.rows.length),
  );
  return el(
    "tr",
    { "data-size": one.rows.length },
    seen.map((place, at) => {
      const between = at > first && at <= last; // a line joins the dots of a combination
      return el(
        "td",
        { class: `${inside.has(place) ? "in" : "out"}${between ? " joined" : ""}` },
        el("span", { class: "knot" }, inside.has(place) ? "●" : "·"),
      );
    }),
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

/** The combination that the address asks for. */
function chosenCombination(all) {
  const wanted = (state.query.set || "").split("|").map(nodeOf);
  if (!wanted.every(Boolean)) return null;
  const key = wanted
    .map((node) => node.number)
    .sort((a, b) => a - b)
    .join();
  return all.find((set) => set.key === key);
}

function showCombination(all, rows) {
  const one = chosenCombination(all);
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
