// Sub-districts by sub-districts: how much two of them share, and what: the number in the cell, its colour by similarity.

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
  const alike = similarity(rows, seen, columns.length);
  const lines = seen.map((a) =>
    el(
      "tr",
      null,
      el("th", { scope: "row" }, el("a", { href: placeAddress(a) }, DATA.places[a].label)),
      seen.map((b) => pairCell(a, b, a === b ? null : alike(a, b))),
    ),
  );
  const line = say("pairsShown", { places: columns.length });
  view.append(
    shownLine(line, pager("column", across, say("columnsPage"))),
    heatKey(say("similarity"), SHARE_RANGES),
    cellTable(
      "pair",
      `pairs ${manyColumns(seen)}`,
      say("placesByPlaces"),
      [el("th", { scope: "col", class: "corner" }, say("place")), placeHeads(seen)],
      lines,
    ),
  );
  const ofPair = (pair) => similarity(rows, pair, columns.length)(...pair); // also of two that stand on other pages
  followWith(() => showPair(rows, ofPair));
  offerExports(
    {
      name: "places-by-places",
      head: [say("place"), ...seen.map((place) => DATA.places[place].label)],
      rows: seen.map((a) => [DATA.places[a].label, ...seen.map((b) => (a === b ? "" : alike(a, b).rows.length))]),
    },
    () =>
      gridSvg({
        title: say("placesByPlaces"),
        signs: heatSigns(say("similarity"), SHARE_RANGES),
        columns: seen.map((place) => DATA.places[place].label),
        rows: seen.map((a) => ({
          name: DATA.places[a].label,
          cells: seen.map((b) => {
            const pair = a === b ? null : alike(a, b);
            return pair && { text: String(pair.rows.length), level: shareLevel(pair.share) };
          }),
        })),
      }),
    () => (chosenPair() ? factsOfRows(ofPair(chosenPair()).rows, new Set(chosenPair())) : factsOfRows(rows, new Set(seen))),
  );
}

const pairKey = (a, b) => `${nodeKey("p", a)}|${nodeKey("p", b)}`;
const pairAddress = (a, b) => address("matrix", null, { mode: "places", pair: pairKey(a, b) });

function pairCell(a, b, pair) {
  if (!pair) return el("td", { "data-level": 0 }, "—");
  const key = pairKey(a, b);
  const share = percent(pair.share);
  const cell = {
    type: "button",
    tabindex: -1,
    "data-cell": key,
    "data-count": pair.rows.length,
    "aria-pressed": state.query.pair === key ? "true" : "false",
    "aria-label": listed([DATA.places[a].label, DATA.places[b].label, say("pairWhy", { count: pair.rows.length, share })]),
  };
  const small = pair.rows.length ? el("small", null, `${share}%`) : null;
  return el("td", { "data-level": shareLevel(pair.share) }, el("button", cell, String(pair.rows.length), small));
}

const SHARE_RANGES = ["1–10%", "11–20%", "21–40%", "> 40%"];
const percent = (share) => Math.round(share * 100);
/** Colour of a similarity: up to 10, 20, 40 per cent, more. */
const shareLevel = (share) => (share > 0.4 ? 4 : share > 0.2 ? 3 : share > 0.1 ? 2 : share > 0 ? 1 : 0);

/** The two places that the address asks for, or null. */
function chosenPair() {
  const [a, b] = (state.query.pair || "").split("|").map(nodeOf);
  return a && b && a.kind === "p" && b.kind === "p" ? [a.number, b.number] : null;
}

function showPair(rows, ofPair) {
  const chosen = chosenPair();
  if (!chosen) {
    showAsked(() => showPanel(hint()), rows);
    return;
  }
  const [a, b] = chosen;
  const pair = ofPair(chosen);
  const byRarity = [...pair.rows].sort((x, y) => x.links.length - y.links.length || byLabel(x.item.label, y.item.label));
  showPanel(
    el("p", { class: "over" }, say("sharedInitiatives")),
    el("h2", null, DATA.places[a].label, " + ", DATA.places[b].label),
    el("p", { class: "sub" }, say("pairWhy", { count: pair.rows.length, share: percent(pair.share) })),
    el("p", { class: "sub" }, say("pairOrder")),
    sharedList(
      byRarity.map((row) => [
        row,
        row.links.filter((link) => chosen.includes(link.place)),
        say("places", { count: row.links.length }),
      ]),
    ),
  );
}
