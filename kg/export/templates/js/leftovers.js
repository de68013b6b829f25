// What of a report was not turned into facts: by reason, each with its words and the way to its place.

/** What was read out of a report and what was left over, beside its text. */
function reportSummary(number) {
  const counts = countsByLayer(number);
  const facts = LAYERS.filter((layer) => layer !== "leftover" && counts.has(layer));
  return el(
    "div",
    { class: "hint summary" },
    el("h2", null, say("readOut")),
    el("p", null, facts.map((layer) => `${say(`layer.${layer}`)} ${grouped(counts.get(layer))}`).join(" · ") || say("nothingRead")),
    el("p", null, say("readHow")),
    leftoverList(number),
  );
}

/** The leftovers of a report that are shown as such, by reason; needs the text. */
function leftoverList(number) {
  const marks = marksOf(number).filter((mark) => mark.layer === "leftover");
  const groups = new Map();
  for (const mark of marks) groups.set(mark.reason, [...(groups.get(mark.reason) || []), mark]);
  const order = [...groups].sort((a, b) => b[1].length - a[1].length || byLabel(a[0], b[0]));
  return el(
    "section",
    { id: "leftovers" },
    el("h3", null, say("leftoversHere"), " ", el("small", null, grouped(marks.length))),
    marks.length ? el("p", null, say("leftoversCheck")) : el("p", null, say("noLeftovers")),
    within([DATA.reports[number]]),
    order.map(([reason, list]) =>
      el(
        "details",
        { class: "fold" },
        el("summary", null, reasonName(reason), " ", el("small", null, grouped(list.length))),
        el(
          "ul",
          { class: "plain" },
          list.map((mark) => el("li", null, leftoverLink(number, mark))),
        ),
      ),
    ),
  );
}

/** How many numerals and quoted phrases of reports are part of facts, and so were not left over. */
function within(reports) {
  const count = reports.reduce((sum, report) => sum + (report.within || 0), 0);
  return count ? el("p", { class: "within" }, say("withinFacts", { count })) : null;
}

function leftoverLink(number, mark) {
  const text = TEXTS[number].text;
  const before = text.slice(Math.max(0, mark.start - 8), mark.start).split("\n").pop();
  const after = text.slice(mark.end, mark.end + 8).split("\n")[0];
  return el(
    "a",
    { class: "quiet", href: readerAddress(number, mark.start, mark.end) },
    before,
    el("mark", null, text.slice(mark.start, mark.end)),
    after,
  );
}
