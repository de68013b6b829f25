// The timeline: how many places name an initiative in each year and who was first; and what became of plans.

function drawTimeline(view) {
  const plans = state.query.mode === "plans";
  view.append(
    tabs([
      [null, say("adoption")],
      ["plans", say("plansAndResults")],
    ]),
  );
  if (plans) drawPlans(view);
  else drawAdoption(view);
}

function drawAdoption(view) {
  const all = shown();
  view.append(filterBar(adoptionOrder()));
  if (!all.length) {
    showEmpty(view, DATA.Implementation.length, "nothingShown", "noInitiatives");
    return;
  }
  const rows = state.query.order === "first" ? byFirstYear(all) : all;
  const columns = [...new Set(rows.flatMap((row) => row.links.flatMap((link) => link.facts.map((fact) => fact.year))))].sort(
    (a, b) => (a || 9999) - (b || 9999),
  );
  const down = pageOf("page", rows.length, ROWS_PER_PAGE);
  const line = say("yearsShown", { rows: down.to - down.from, count: rows.length, years: columns.length });
  const heads = [
    el("th", { scope: "col", class: "corner" }, say("initiative")),
    columns.map((year) => el("th", { scope: "col", class: "place" }, String(year || say("yearUnknown")))),
    isPhone()
      ? null
      : ["firstNamed", "followed"].map((key) => el("th", { scope: "col", class: "names" }, say(key))),
  ];
  const scale = countScale(rows.flatMap((row) => columns.map((year) => ofYear(row, year).length)));
  const lines = rows.slice(down.from, down.to).flatMap((row) => yearRow(row, columns, scale));
  view.append(
    shownLine(line, pager("page", down, say("rowsPage"))),
    heatKey(say("placeCount"), scale.texts, rows.some((row) => columns.some((year) => onlyPlanned(ofYear(row, year))))),
    cellTable("at", "years", say("initiativesByYears"), heads, lines),
  );
  followWith(() => showYear(rows));
  offerExports(
    {
      name: "initiatives-by-years",
      head: [say("initiative"), ...columns.map((year) => String(year || say("yearUnknown"))), say("firstNamed")],
      rows: rows.map((row) => [
        row.item.label,
        ...columns.map((year) => ofYear(row, year).length),
        listed(order(row).first.map((link) => DATA.places[link.place].label)),
      ]),
    },
    () => yearsSvg(rows.slice(down.from, down.to), columns, scale),
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

const onlyPlanned = (links) => links.length > 0 && links.every((link) => isPlanned(link.facts));

/** Up to three names; of more two, and how many others: a line that is not broken. */
function someNames(links) {
  const names = links.map((link) => DATA.places[link.place].label);
  return names.length > 3 ? `${listed(names.slice(0, 2))} +${names.length - 2}` : listed(names);
}

/** Who was first and who followed: two cells beside the years, on phones a line of its own below them. */
function orderCells(row) {
  const { first, later } = order(row);
  const names = (text, links) => el("td", { class: "names", title: links.length > 3 ? someTitle(links) : null }, text);
  if (!isPhone())
    return [
      names(someNames(first) || el("small", null, say("sameYear")), first),
      names(first.length ? someNames(later) : "", later),
    ];
  if (!first.length) return [say("sameYear")];
  return [say("firstNamed"), " ", someNames(first), language === "zh" ? "；" : "; ", say("followed"), " ", someNames(later)];
}

const someTitle = (links) => listed(links.slice(0, 40).map((link) => DATA.places[link.place].label)) + (links.length > 40 ? " …" : "");

/** The row of an initiative; on phones a second one says who was first and who followed. */
function yearRow(row, columns, scale) {
  const cells = orderCells(row);
  const made = el(
    "tr",
    null,
    el(
      "th",
      { scope: "row", title: row.item.label },
      el("a", { href: initiativeAddress(row.number) }, initiativeName(row.number)),
    ),
    columns.map((year) => {
      const links = ofYear(row, year);
      const planned = onlyPlanned(links);
      const named = say("places", { count: links.length });
      const label = listed([row.item.label, year || say("yearUnknown"), named, ...(planned ? [say("status.planned")] : [])]);
      const key = `${DATA.initiatives[row.number].id}|${year || ""}`;
      return el(
        "td",
        { "data-level": links.length ? scale.level(links.length) : 0, class: planned ? "planned" : null },
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
    isPhone() ? null : cells,
  );
  if (!isPhone()) return [made];
  return [made, el("tr", { class: "order" }, el("td", { colspan: columns.length + 1 }, el("p", null, cells)))];
}

function showYear(rows) {
  const [id, year] = (state.query.at || "").split("|");
  const row = rows.find((one) => one.item.id === id);
  const links = row ? ofYear(row, Number(year) || null) : [];
  if (!links.length) {
    showAsked(() => showPanel(hint(rows)), rows);
    return;
  }
  showInitiative(row.number, links);
}

function yearsSvg(rows, columns, scale) {
  return gridSvg({
    title: say("initiativesByYears"),
    signs: heatSigns(say("placeCount"), scale.texts, rows.some((row) => columns.some((year) => onlyPlanned(ofYear(row, year))))),
    columns: columns.map((year) => String(year || say("yearUnknown"))),
    rows: rows.map((row) => ({
      name: initiativeName(row.number),
      cells: columns.map((year) => {
        const links = ofYear(row, year);
        return links.length
          ? { text: String(links.length), level: scale.level(links.length), planned: onlyPlanned(links) }
          : null;
      }),
    })),
  });
}
