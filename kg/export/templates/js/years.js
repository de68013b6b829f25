// Initiatives by years: how many places name one in each year, and where it was named first.

function drawYears(view, rows) {
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
  );
  const body = el(
    "tbody",
    null,
    rows.slice(down.from, down.to).map((row) => yearRow(row, columns)),
  );
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("button[data-cell]");
    if (cell) change({ at: cell.dataset.cell, focus: null });
  });
  body.addEventListener("keydown", (event) => walk(event, body, columns.length));
  view.append(
    el("p", { class: "shown", id: "shown" }, line, " ", pager("page", down, say("rowsPage"))),
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
  offerExports(
    {
      name: "initiatives-by-years",
      head: [say("initiative"), ...columns.map((year) => String(year || say("yearUnknown")))],
      rows: rows.map((row) => [row.item.label, ...columns.map((year) => ofYear(row, year).length)]),
    },
    null,
  );
}

/** The links of a row that have facts of a year, with those facts alone. */
const ofYear = (row, year) =>
  row.links
    .map((link) => ({ ...link, facts: link.facts.filter((fact) => fact.year === year) }))
    .filter((link) => link.facts.length);

function yearRow(row, columns) {
  const least = Math.min(...row.links.map((link) => firstYear(link.facts)));
  const pioneers = row.links.filter((link) => firstYear(link.facts) === least && least < 9999);
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
      return el(
        "td",
        { "data-level": links.length ? level(links.length) : 0, class: planned ? "planned" : null },
        el(
          "button",
          {
            type: "button",
            tabindex: -1,
            "aria-label": label,
            class: links.length ? null : "none",
            "data-cell": links.length ? `${DATA.initiatives[row.number].id}|${year || ""}` : null,
          },
          links.length ? String(links.length) : "·",
        ),
      );
    }),
    el(
      "td",
      { class: "names" },
      pioneers.length < row.links.length
        ? pioneers
            .slice(0, 3)
            .map((link) => DATA.places[link.place].label)
            .join("、") + (pioneers.length > 3 ? "…" : "")
        : "—",
    ),
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
