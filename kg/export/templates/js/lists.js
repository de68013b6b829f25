// Plain lists: sub-districts, initiatives, reports. They are also the table behind the drawing.

function drawInitiatives(view) {
  const rows = shown();
  const page = pageOf("page", rows.length, ROWS_PER_PAGE);
  const line = say("listShown", { shown: page.to - page.from, count: rows.length, all: candidates() });
  view.append(
    filterBar(),
    shownLine(line, pager("page", page, say("rowsPage"))),
    table(
      say("initiatives"),
      [
        say("initiative"),
        { text: say("kind"), minor: true },
        { text: say("origin"), minor: true },
        { text: say("placeCount"), number: true },
        { text: say("mentionCount"), number: true, minor: true },
        { text: say("places.list"), roomy: true },
      ],
      rows.slice(page.from, page.to).map((row) => [
        el("a", { href: initiativeAddress(row.number) }, initiativeName(row.number)),
        say(`kind.${row.item.kind}`),
        say(`origin.${row.item.origin || "local"}`),
        String(row.links.length),
        String(row.mentions),
        row.links
          .slice(0, 8)
          .map((link) => [
            opener("cell", linkKey(link), { class: "fact" }, DATA.places[link.place].label),
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
  const rows = list.map((number) => {
    const place = DATA.places[number];
    return [
      el("a", { href: placeAddress(number) }, place.label),
      (place.above || []).join(" "),
      years(place.reports.map((report) => DATA.reports[report].year)),
      String(place.links.length),
      String(place.links.filter((link) => isSharedProper(DATA.initiatives[link.initiative])).length),
      String(counts.get(number) || 0),
    ];
  });
  view.append(
    el(
      "article",
      { class: "page wide" },
      el("h2", null, say("places.list"), " ", el("small", null, String(list.length))),
      table(
        say("places.list"),
        [
          say("place"),
          say("region"),
          { text: say("year"), tight: true },
          { text: say("initiatives"), number: true },
          { text: say("sharedInitiatives"), number: true },
          { text: say("numbers"), number: true },
        ],
        rows,
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

function drawReports(view) {
  const facts = new Map();
  for (const kind of STATEMENT_KINDS) for (const fact of DATA[kind]) facts.set(fact.report, (facts.get(fact.report) || 0) + 1);
  const rows = DATA.reports.map((report, number) => [
    el("a", { href: readerAddress(number) }, report.title || report.files[0][0]),
    report.place !== undefined ? el("a", { href: placeAddress(report.place) }, DATA.places[report.place].label) : "—",
    report.period ? report.period.join("—") : String(report.year || ""),
    report.published || "",
    String(report.chars),
    String(facts.get(number) || 0),
    String((report.leftovers || []).length),
  ]);
  view.append(
    el(
      "article",
      { class: "page wide" },
      el("h2", null, say("reports"), " ", el("small", null, String(rows.length))),
      table(
        say("reports"),
        [
          say("report"),
          { text: say("place"), tight: true },
          { text: say("period"), tight: true, minor: true },
          { text: say("published"), tight: true, minor: true },
          { text: say("charCount"), number: true, minor: true },
          { text: say("facts"), number: true },
          { text: say("leftovers"), number: true },
        ],
        rows,
      ),
    ),
  );
  showPanel();
  offerExports(
    {
      name: "reports",
      head: [say("report"), say("file"), say("year"), say("charCount"), say("facts"), say("leftovers")],
      rows: DATA.reports.map((report, number) => [
        report.title || "",
        report.files[0][0],
        report.year || "",
        report.chars,
        facts.get(number) || 0,
        (report.leftovers || []).length,
      ]),
    },
    null,
  );
}
