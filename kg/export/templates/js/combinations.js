// Which places share exactly the same initiatives: one row for each combination, the largest first.

const COMBINATION_ROWS = 60;
const COMBINATION_NAMES = 12;
const COMBINATION_COLUMNS = 30;
const DOTS_FIRST = 12; // columns

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
  const line =
    say("combinationsShown", { shown: some.length, count: all.length, initiatives: rows.length }) +
    (seen.length < used.size ? ` ${say("combinationColumns", { shown: seen.length, count: used.size })}` : "");
  // beside many columns of dots the names would be out of sight: there they stand first
  const inOrder = (dots, rest) => (seen.length > DOTS_FIRST ? [rest, dots] : [dots, rest]);
  const sizes = seen.map((place) => rows.filter((row) => row.links.some((link) => link.place === place)).length);
  const head = el(
    "tr",
    null,
    inOrder(placeHeads(seen), [
      el("th", { scope: "col", class: "size" }, say("count")),
      el("th", { scope: "col", class: "names" }, say("initiatives")),
    ]),
  );
  const totals = el(
    "tr",
    { class: "totals" },
    inOrder(
      sizes.map((size) => el("td", null, String(size))),
      el("td", { class: "names", colspan: 2 }, say("setSizes")),
    ),
  );
  view.append(
    shownLine(line),
    wideBox(
      el(
        "table",
        { class: "matrix sets upright" },
        el("caption", { class: "hidden" }, say("combinations")),
        el("thead", null, head),
        el("tbody", null, totals),
        el(
          "tbody",
          null,
          some.map((one) => combinationRow(one, seen, most, inOrder)),
        ),
      ),
    ),
  );
  followWith(() => showCombination(all, rows));
  offerExports(
    {
      name: "combinations",
      head: [say("places.list"), say("count"), say("initiatives")],
      rows: all.map((one) => [
        listed(one.places.map((place) => DATA.places[place].label)),
        one.rows.length,
        listed(one.rows.map((row) => row.item.label)),
      ]),
    },
    () => combinationsSvg(some, seen),
    () => factsOfRows(chosenCombination(all)?.rows || some.flatMap((one) => one.rows)),
  );
}

function combinationRow(one, seen, most, inOrder) {
  const inside = new Set(one.places);
  const hidden = one.places.filter((place) => !seen.includes(place)).length;
  const at = seen.map((place, index) => (inside.has(place) ? index : -1)).filter((index) => index >= 0);
  const [first, last] = [Math.min(...at), Math.max(...at)];
  const dots = seen.map((place, index) => {
    const between = index > first && index <= last; // a line joins the dots of a combination
    return el(
      "td",
      { class: `${inside.has(place) ? "in" : "out"}${between ? " joined" : ""}` },
      el("span", { class: "knot" }, inside.has(place) ? "●" : "·"),
    );
  });
  const names = one.rows.map((row) => initiativeName(row.number));
  const rest = [
    el("td", { class: "size" }, combinationBar(one, most)),
    el(
      "td",
      { class: "names" },
      listed(names.slice(0, COMBINATION_NAMES)) + (names.length > COMBINATION_NAMES ? " …" : ""),
      hidden ? el("small", null, ` · ${say("placesNotDrawn", { count: hidden })}`) : null,
    ),
  ];
  return el("tr", { "data-size": one.rows.length }, inOrder(dots, rest));
}

/** How many initiatives a combination has, as a bar that opens them. */
function combinationBar(one, most) {
  const key = one.places.map((place) => nodeKey("p", place)).join("|");
  const names = one.places.slice(0, 12).map((place) => DATA.places[place].label);
  const more = one.places.length > names.length ? [`+${one.places.length - names.length}`] : [];
  return opener(
    "set",
    key,
    { class: "setbar", "aria-label": listed([...names, ...more, say("placeShares", { count: one.rows.length })]) },
    el("span", { class: "length", style: { width: `${(one.rows.length / most) * 70}%` } }),
    String(one.rows.length),
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
    showAsked(() => showPanel(hint(rows)), rows);
    return;
  }
  const names = one.places.map((place) => DATA.places[place].label);
  showPanel(
    el("p", { class: "over" }, say("onlyThese")),
    el("h2", null, names.slice(0, COMBINATION_NAMES).join(" + ")),
    names.length > COMBINATION_NAMES
      ? el(
          "details",
          { class: "fold" },
          el("summary", null, say("places", { count: names.length })),
          el("p", null, listed(names)),
        )
      : null,
    el("p", { class: "sub" }, say("placeShares", { count: one.rows.length })),
    sharedList(one.rows.map((row) => [row, row.links])),
  );
}
