// The timeline: how many places name an initiative in each year and who was first; and what became of plans.

function drawTimeline(view) {
  const plans = state.query.mode === "plans";
  const tab = (mode, text) =>
    el(
      "a",
      {
        href: address("timeline", null, { ...keptFilters(), mode }),
        "aria-current": (state.query.mode || null) === mode ? "true" : null,
      },
      text,
    );
  const tabs = el("span", { class: "tabs" }, tab(null, say("adoption")), tab("plans", say("plansAndResults")));
  if (plans) drawPlans(view, tabs);
  else drawAdoption(view, tabs);
}

function drawAdoption(view, tabs) {
  const all = shown();
  view.append(filterBar(el("span", { class: "row" }, adoptionOrder(), tabs)));
  if (!all.length) {
    view.append(el("p", { class: "empty" }, say("nothingShown")));
    showPanel(hint());
    offerExports(null, null);
    return;
  }
  const rows = state.query.order === "first" ? byFirstYear(all) : all;
  const columns = [...new Set(rows.flatMap((row) => row.links.flatMap((link) => link.facts.map((fact) => fact.year))))].sort(
    (a, b) => (a || 9999) - (b || 9999),
  );
  const down = pageOf("page", rows.length, ROWS_PER_PAGE);
  const line = say("yearsShown", { rows: down.to - down.from, count: rows.length, years: columns.length });
  const head = el(
    "tr",
    null,
    el("th", { scope: "col", class: "corner" }, say("initiative")),
    columns.map((year) => el("th", { scope: "col", class: "place" }, String(year || say("yearUnknown")))),
    el("th", { scope: "col" }, say("firstNamed")),
    el("th", { scope: "col", class: "later" }, say("followed")),
  );
  const body = el(
    "tbody",
    null,
    rows.slice(down.from, down.to).map((row) => yearRow(row, columns)),
  );
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("button[data-cell]");
    if (cell) {
      keepFocus = `[data-cell="${CSS.escape(cell.dataset.cell)}"]`;
      change({ at: cell.dataset.cell, focus: null });
    }
  });
  body.addEventListener("keydown", (event) => walk(event, body));
  view.append(
    el("p", { class: "shown", id: "shown" }, line, " ", pager("page", down, say("rowsPage"))),
    heatKey(say("placeCount"), COUNT_RANGES, true),
    el(
      "div",
      { class: "scroller" },
      el(
        "table",
        { class: "matrix years" },
        el("caption", { class: "hidden" }, say("initiativesByYears")),
        el("thead", null, head),
        body,
      ),
    ),
  );
  const first = body.querySelector("button");
  if (first) first.tabIndex = 0;
  tell(line);
  showYear(rows);
  const alone = nodeOf(state.query.focus); // chosen from the list in the panel
  if (alone?.kind === "i") showInitiative(alone.number, rows.find((row) => row.number === alone.number)?.links);
  offerExports(
    {
      name: "initiatives-by-years",
      head: [say("initiative"), ...columns.map((year) => String(year || say("yearUnknown"))), say("firstNamed")],
      rows: rows.map((row) => [
        row.item.label,
        ...columns.map((year) => ofYear(row, year).length),
        order(row)
          .first.map((link) => DATA.places[link.place].label)
          .join("、"),
      ]),
    },
    () => yearsSvg(rows.slice(down.from, down.to), columns),
    () => factsOfRows(rows.slice(down.from, down.to)),
  );
}

const adoptionOrder = () =>
  choice("order", say("order"), [
    ["", say("orderShared")],
    ["first", say("orderFirst")],
  ]);

/** Rows by the year of the first place, then by how many followed. */
const byFirstYear = (rows) =>
  [...rows].sort(
    (a, b) => order(a).year - order(b).year || b.links.length - a.links.length || byLabel(a.item.label, b.item.label),
  );

/** The links of a row that have facts of a year, with those facts alone. */
const ofYear = (row, year) =>
  row.links
    .map((link) => ({ ...link, facts: link.facts.filter((fact) => fact.year === year) }))
    .filter((link) => link.facts.length);

/** Who named an initiative in the first year, and who in a later one; `first` is empty where all have the same year. */
function order(row) {
  const year = Math.min(...row.links.map((link) => firstYear(link.facts)));
  const first = row.links.filter((link) => firstYear(link.facts) === year && year < 9999);
  const later = row.links.filter((link) => firstYear(link.facts) !== year);
  return { year, first: later.length ? first : [], later };
}

const someNames = (links) =>
  links
    .slice(0, 3)
    .map((link) => DATA.places[link.place].label)
    .join("、") + (links.length > 3 ? ` +${links.length - 3}` : "");

function yearRow(row, columns) {
  const { first, later } = order(row);
  return el(
    "tr",
    null,
    el(
      "th",
      { scope: "row", title: row.item.label },
      el("a", { href: initiativeAddress(row.number) }, initiativeName(row.number)),
    ),
    columns.map((year) => {
      const links = ofYear(row, year);
      const planned = links.length > 0 && links.every((link) => isPlanned(link.facts));
      const label = `${row.item.label}，${year || say("yearUnknown")}，${say("places", { count: links.length })}${planned ? `，${say("status.planned")}` : ""}`;
      const key = `${DATA.initiatives[row.number].id}|${year || ""}`;
      return el(
        "td",
        { "data-level": links.length ? level(links.length) : 0, class: planned ? "planned" : null },
        el(
          "button",
          {
            type: "button",
            tabindex: -1,
            "aria-label": label,
            "aria-pressed": links.length ? String(state.query.at === key) : null,
            class: links.length ? null : "none",
            "data-cell": links.length ? key : null,
          },
          links.length ? String(links.length) : "·",
        ),
      );
    }),
    el("td", { class: "names" }, someNames(first) || "—"),
    el("td", { class: "names later" }, first.length ? someNames(later) : "—"),
  );
}

function showYear(rows) {
  const [id, year] = (state.query.at || "").split("|");
  const row = rows.find((one) => one.item.id === id);
  const links = row ? ofYear(row, Number(year) || null) : [];
  if (!links.length) {
    showPanel(hint(rows));
    return;
  }
  showInitiative(row.number, links);
}

function yearsSvg(rows, columns) {
  return gridSvg({
    columns: columns.map((year) => String(year || say("yearUnknown"))),
    rows: rows.map((row) => ({
      name: row.item.label,
      cells: columns.map((year) => {
        const links = ofYear(row, year);
        const planned = links.every((link) => isPlanned(link.facts));
        return links.length ? { text: String(links.length), level: level(links.length), planned } : null;
      }),
    })),
  });
}
