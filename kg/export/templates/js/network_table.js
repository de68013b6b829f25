// The drawing as a table, on the page and as CSV.

const TWIN_ROWS = 300;

/** The drawing as a table: each initiative with the places that are drawn with it. */
function networkTwin(part) {
  const { head, rows } = networkTable({ rows: part.rows.filter((row) => part.nodes.some((node) => node.id === `i${row.number}`)) });
  const cells = rows.slice(0, TWIN_ROWS).map((row) => row.map(String));
  return [
    rows.length > TWIN_ROWS ? el("p", { class: "shown" }, say("twinCapped", { count: TWIN_ROWS, all: rows.length })) : null,
    table(say("sharedInitiatives"), head, cells),
  ];
}

function networkTable(part) {
  return {
    name: "shared-initiatives",
    head: [say("initiative"), say("kind"), say("place"), say("year"), say("status"), say("mentionCount")],
    rows: part.rows.flatMap((row) =>
      row.links.map((link) => [
        row.item.label,
        say(`kind.${row.item.kind}`),
        DATA.places[link.place].label,
        yearsOf(link.facts),
        say(link.planned ? "status.planned" : "statusDone"),
        link.mentions,
      ]),
    ),
  };
}
