// What the page is made from: counts, method, limits, files, and what was left over.

function counts() {
  const used = DATA.initiatives.filter((item) => item.links.length);
  return [
    ["reports", DATA.reports.length],
    ["places.list", reportingPlaces().length],
    ["initiatives", used.length],
    ["formulasAll", used.filter((item) => item.boilerplate).length],
    ["sharedInitiatives", used.filter(isShared).length],
    ["formulasAmong", used.filter((item) => isShared(item) && item.boilerplate).length],
    ["indicators", DATA.indicators.length],
    ...STATEMENT_KINDS.map((kind) => [`class.${kind}`, DATA[kind].length]),
  ].filter(([key, count]) => count || !key.startsWith("formulas"));
}

/** How many initiatives there are besides stock formulas, as the other pages count them. */
function properCounts() {
  const proper = DATA.initiatives.filter((item) => item.links.length && !item.boilerplate);
  return { initiatives: proper.length, shared: proper.filter(isShared).length };
}

function drawAbout(view) {
  const files = DATA.reports.flatMap((report, number) =>
    report.files.map(([name, encoding, hash]) => [
      name,
      el("a", { href: readerAddress(number) }, report.title || report.id),
      encoding,
      el("code", null, hash.slice(0, 16)),
    ]),
  );
  const formulas = DATA.initiatives.some((item) => item.boilerplate && item.links.length);
  const reasons = counted(
    DATA.reports.flatMap((report) => report.leftovers || []),
    (row) => row[2],
  ).sort((a, b) => b[1] - a[1]);
  view.append(
    el(
      "article",
      { class: "page" },
      el("h2", { tabindex: "-1" }, say("about")),
      el("p", null, say("aboutWhat")),
      el(
        "section",
        { class: "part" },
        el("h3", null, say("counts")),
        el(
          "dl",
          { class: "counts", id: "counts" },
          counts().map(([key, count]) =>
            el(
              "div",
              null,
              el("dt", null, say(key)),
              el("dd", { "data-count": key }, grouped(count)),
              el("dd", { class: "what" }, say(`countWhat.${key}`)),
            ),
          ),
        ),
        formulas ? el("p", null, say("countsShown", properCounts())) : null,
      ),
      el(
        "section",
        { class: "part" },
        el("h3", null, say("method")),
        el(
          "ul",
          null,
          ["methodRules", "methodEvidence", "methodShared", "methodMentions", "methodStatus", "methodOrigin", "methodSimilar"].map((key) =>
            el("li", null, say(key)),
          ),
        ),
      ),
      el(
        "section",
        { class: "part" },
        el("h3", null, say("limits")),
        el(
          "ul",
          null,
          ["limitErrors", "limitAbsence", "limitDrawn", "limitUnits"].map((key) =>
            el("li", null, say(key, { limit: DATA.network.limit })),
          ),
        ),
      ),
      part(
        say("files"),
        files.length,
        table(say("files"), [say("file"), say("report"), { text: say("encoding"), tight: true }, "SHA-256"], files),
      ),
      part(
        say("otherFiles"),
        (DATA.files || []).length,
        table(
          say("otherFiles"),
          [say("file"), say("outcome"), say("reason")],
          (DATA.files || []).map(([name, outcome, chinese, english]) => [
            name,
            say(`outcome.${outcome}`),
            language === "zh" ? chinese : english,
          ]),
        ),
      ),
      part(
        say("leftovers"),
        reasons.length,
        el("p", null, say("leftoversWhat")),
        within(DATA.reports),
        table(
          say("leftovers"),
          [say("reason"), { text: say("count"), number: true }],
          reasons.map(([reason, count]) => [reasonName(reason), grouped(count)]),
        ),
      ),
      el("section", { class: "part" }, el("h3", null, say("keys")), keysTable()),
      el(
        "section",
        { class: "part" },
        el("h3", null, say("software")),
        el("p", null, say("madeWith", { version: DATA.version || "" })),
      ),
    ),
  );
  showPanel();
  offerExports(
    { name: "counts", head: [say("what"), say("count")], rows: counts().map(([key, count]) => [say(key), count]) },
    null,
  );
}

function keysTable() {
  const rows = [
    ["/", "keySearch"],
    ["Esc", "keyEscape"],
    ["← ↑ → ↓", "keyArrows"],
    ["Enter", "keyEnter"],
    ["?", "keyHelp"],
  ];
  return table(
    say("keys"),
    [say("key"), say("effect")],
    rows.map(([key, effect]) => [el("kbd", null, key), say(effect)]),
  );
}
