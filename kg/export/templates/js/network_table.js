// The drawing as a table, on the page and as CSV.

const TWIN_ROWS = 300;
const NETWORK_HEAD = ["initiative", "kind", "place", "year", "status", "mentionCount"];
const yearsAndState = (link) => [yearsOf(link.facts), say(link.planned ? "status.planned" : "statusDone")];

/** The drawing as a table: a row for each line that is drawn; the count opens its sentences, as the line does. */
function networkTwin(part) {
  const isDrawn = new Set(part.nodes.map((node) => node.id));
  const lines = part.rows
    .filter((row) => isDrawn.has(`i${row.number}`))
    .flatMap((row) => row.links.filter((link) => isDrawn.has(`p${link.place}`)).map((link) => [row, link]));
  return [
    lines.length > TWIN_ROWS ? el("p", { class: "shown" }, say("twinCapped", { count: TWIN_ROWS, all: lines.length })) : null,
    table(
      say("sharedInitiatives"),
      NETWORK_HEAD.map((key) => ({ text: say(key), number: key === "mentionCount", minor: key === "kind" })),
      lines.slice(0, TWIN_ROWS).map(([row, link]) => twinCells(row, link)),
    ),
  ];
}

function twinCells(row, link) {
  const place = DATA.places[link.place].label;
  const said = listed([row.item.label, place, say("mentions", { count: link.mentions })]);
  return [
    el("a", { href: initiativeAddress(row.number) }, initiativeName(row.number)),
    say(`kind.${row.item.kind}`),
    el("a", { href: placeAddress(link.place) }, place),
    ...yearsAndState(link),
    opener("cell", linkKey(link), { class: "fact number", "aria-label": said }, String(link.mentions)),
  ];
}

function networkTable(part) {
  return {
    name: "shared-initiatives",
    head: NETWORK_HEAD.map((key) => say(key)),
    rows: part.rows.flatMap((row) =>
      row.links.map((link) => [
        row.item.label,
        say(`kind.${row.item.kind}`),
        DATA.places[link.place].label,
        ...yearsAndState(link),
        link.mentions,
      ]),
    ),
  };
}
