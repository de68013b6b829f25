// Plain lists: sub-districts, initiatives, reports. They are also the table behind the drawing.

const LIST_ROWS = 500; // of places and reports on a page

function drawInitiatives(view) {
  const rows = shown();
  const page = pageOf("page", rows.length, ROWS_PER_PAGE);
  const line = say("listShown", { shown: page.to - page.from, count: rows.length, all: candidates() });
  const formulas = state.query.national === "1" ? [] : DATA.initiatives.filter((item) => item.links.length && item.boilerplate);
  const aside = formulas.length ? `${say("formulasAside", { count: formulas.length })} ` : null;
  view.append(
    filterBar(),
    shownLine(line, aside, pager("page", page, say("rowsPage"))),
    table(
      say("initiatives"),
      [
        say("initiative"),
        { text: say("kind"), minor: true, tight: true },
        { text: say("origin"), minor: true, tight: true },
        { text: say("placeCount"), number: true },
        { text: say("mentionCount"), number: true, minor: true },
        { text: say("places.list"), roomy: true },
      ],
      rows.slice(page.from, page.to).map((row) => [
        el("a", { href: initiativeAddress(row.number) }, initiativeName(row.number)),
        say(`kind.${row.item.kind}`),
        say(`origin.${row.item.origin || "local"}`),
        grouped(row.links.length),
        grouped(row.mentions),
        row.links
          .slice(0, 8)
          .map((link) => [
            opener("cell", linkKey(link), { class: "fact", title: DATA.places[link.place].label }, DATA.places[link.place].label),
            " ",
          ])
          .concat(row.links.length > 8 ? "…" : ""),
      ]),
    ),
  );
  followWith(() => showAsked(() => showPanel(hint()), rows));
  offerExports(networkTable({ rows }), null, () => factsOfRows(rows));
}

function drawPlaces(view) {
  const list = reportingPlaces().sort(
    (a, b) =>
      byLabel((DATA.places[a].above || []).join(""), (DATA.places[b].above || []).join("")) ||
      byLabel(DATA.places[a].label, DATA.places[b].label),
  );
  const counts = countsByPlace();
  const page = pageOf("page", list.length, LIST_ROWS);
  const rows = list.map((number) => {
    const place = DATA.places[number];
    return [
      el("a", { href: placeAddress(number) }, place.label),
      (place.above || []).join(" "),
      years(place.reports.map((report) => DATA.reports[report].year)),
      place.links.length,
      place.links.filter((link) => isSharedProper(DATA.initiatives[link.initiative])).length,
      counts.get(number) || 0,
    ];
  });
  view.append(
    el(
      "article",
      { class: "page full" },
      el("h2", null, say("places.list"), " ", el("small", null, grouped(list.length)), " ", pager("page", page, say("rowsPage"))),
      table(
        say("places.list"),
        [
          say("place"),
          { text: say("region"), region: true },
          { text: say("year"), tight: true },
          { text: say("initiatives"), number: true, minor: true },
          { text: say("sharedInitiatives"), number: true },
          { text: say("numbers"), number: true },
        ],
        rows.slice(page.from, page.to).map((row) => row.map((cell) => (Number.isInteger(cell) ? grouped(cell) : cell))),
      ),
    ),
  );
  showPanel();
  offerExports(
    {
      name: "places",
      head: [say("place"), say("region"), say("year"), say("initiatives"), say("sharedInitiatives"), say("numbers")],
      rows: list.map((number, index) => [DATA.places[number].label, ...rows[index].slice(1)]),
    },
    null,
  );
}

function countsByPlace() {
  const counts = new Map();
  for (const fact of DATA.Observation) counts.set(fact.place, (counts.get(fact.place) || 0) + 1);
  return counts;
}

/** The reports in the order of their places, those of one place by year. */
function reportsInOrder() {
  const place = (report) => DATA.places[report.place] || { label: "" };
  const region = (report) => (place(report).above || []).join("");
  return DATA.reports
    .map((_, number) => number)
    .sort((a, b) => {
      const [one, other] = [DATA.reports[a], DATA.reports[b]];
      return (
        byLabel(region(one), region(other)) ||
        byLabel(place(one).label, place(other).label) ||
        (one.year || 0) - (other.year || 0) ||
        a - b
      );
    });
}

function drawReports(view) {
  const facts = new Map();
  for (const kind of STATEMENT_KINDS) for (const fact of DATA[kind]) facts.set(fact.report, (facts.get(fact.report) || 0) + 1);
  const order = reportsInOrder();
  const page = pageOf("page", order.length, LIST_ROWS);
  const rows = order.slice(page.from, page.to).map((number) => {
    const report = DATA.reports[number];
    return [
      el("a", { href: readerAddress(number) }, report.title || report.files[0][0]),
      report.place !== undefined ? el("a", { href: placeAddress(report.place) }, DATA.places[report.place].label) : "—",
      report.period ? report.period.join("—") : String(report.year || ""),
      report.published || "",
      grouped(report.chars),
      grouped(facts.get(number) || 0),
      grouped((report.leftovers || []).length),
    ];
  });
  view.append(
    el(
      "article",
      { class: "page full" },
      el("h2", null, say("reports"), " ", el("small", null, grouped(order.length)), " ", pager("page", page, say("rowsPage"))),
      table(
        say("reports"),
        [
          say("report"),
          { text: say("place"), tight: true },
          { text: say("period"), tight: true, minor: true },
          { text: say("published"), tight: true, minor: true },
          { text: say("charCount"), number: true, minor: true },
          { text: say("facts"), number: true },
          { text: say("layer.leftover"), number: true },
        ],
        rows,
      ),
      within(DATA.reports),
    ),
  );
  showPanel();
  offerExports(
    {
      name: "reports",
      head: [say("report"), say("file"), say("year"), say("charCount"), say("facts"), say("leftovers")],
      rows: order.map((number) => {
        const report = DATA.reports[number];
        const counts = [report.chars, facts.get(number) || 0, (report.leftovers || []).length];
        return [report.title || "", report.files[0][0], report.year || "", ...counts];
      }),
    },
    null,
  );
}
