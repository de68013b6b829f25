// Small multiples: every indicator that several places give in the same unit, one small picture each.

const MULTIPLES = 24; // pictures on a page
const MULTIPLE_ROWS = 8;

/** The groups of like numbers that at least two places have, each with its indicator. */
const comparableGroups = (rows) =>
  rows.flatMap((row) =>
    comparable(row.facts)
      .filter((group) => new Set(group.facts.map((fact) => fact.place)).size > 1)
      .map((group) => ({ row, group })),
  );

function drawMultiples(rows) {
  const groups = comparableGroups(rows);
  const page = pageOf("page", groups.length, MULTIPLES);
  return [
    heading(
      say("numbers"),
      say("sideBySide"),
      el("p", { class: "facts" }, say("neverUnlike"), " ", pager("page", page, say("picturesPage"))),
    ),
    el(
      "div",
      { class: "multiples", id: "multiples" },
      groups.slice(page.from, page.to).map(({ row, group }) => multiple(row, group)),
    ),
  ];
}

function multiple(row, group) {
  const scale = scaleOf(group);
  const facts = [...group.facts].sort((a, b) => signed(b) - signed(a) || a.place - b.place);
  const rest = facts.length - MULTIPLE_ROWS;
  return el(
    "section",
    { class: "multiple" },
    el(
      "h3",
      null,
      el("a", { href: address("metrics", null, { ...keptFilters(), indicator: row.item.id }) }, row.item.label),
      " ",
      el("small", null, unitTitle(group)),
    ),
    el(
      "ol",
      { class: "dots" },
      facts.slice(0, MULTIPLE_ROWS).map((fact) => el("li", null, plotRow(fact, scale))),
    ),
    rest > 0 ? el("p", { class: "facts" }, say("andMore", { count: rest })) : null,
  );
}
