// The row of filters above network, matrix and list, and the line that says how much is shown.

function option(value, text, chosen) {
  return el("option", { value, selected: value === chosen }, text);
}

/** A labelled choice bound to a value of the address. */
function choice(name, label, options, fallback) {
  const chosen = state.query[name] || fallback || "";
  const box = el(
    "select",
    {
      name,
      on: {
        change: (event) =>
          change({ [name]: event.target.value === (fallback || "") ? null : event.target.value, page: null, column: null }),
      },
    },
    options.map(([value, text]) => option(value, text, chosen)),
  );
  if (chosen && ![...box.options].some((one) => one.value === chosen)) box.append(option(chosen, chosen, chosen));
  return el("label", { class: "choice" }, el("span", null, label), box);
}

function counted(list, value) {
  const counts = new Map();
  for (const one of list) for (const key of [value(one)].flat()) if (key) counts.set(key, (counts.get(key) || 0) + 1);
  return [...counts];
}

/** The filters that this data can be filtered by. */
function filterBar(extra) {
  const widest = Math.max(2, ...DATA.initiatives.map((item) => item.links.length));
  const least = Array.from({ length: Math.min(widest, 12) }, (_, index) => [
    String(index + 1),
    say(index ? "atLeast" : "all", { count: index + 1 }),
  ]);
  const kinds = counted(
    DATA.initiatives.filter((item) => item.links.length),
    (item) => item.kind,
  ).sort((a, b) => b[1] - a[1]);
  const found = counted(DATA.Implementation, (fact) => String(fact.year || "")).sort((a, b) => byLabel(a[0], b[0]));
  const regions = counted(
    reportingPlaces().map((index) => DATA.places[index]),
    (place) => place.above || [],
  ).sort((a, b) => b[1] - a[1] || byLabel(a[0], b[0]));
  const any = ["", say("any")];
  const bar = el(
    "form",
    { class: "filters", "aria-label": say("filters"), on: { submit: (event) => event.preventDefault() } },
    choice("min", say("sharedByAtLeast"), least, String(usualMinimum())),
    choice("kind", say("kind"), [any, ...kinds.map(([kind, count]) => [kind, `${say(`kind.${kind}`)} ${count}`])]),
    choice("status", say("status"), [any, ["done", say("statusDone")], ["planned", say("status.planned")]]),
    found.length > 1 ? choice("year", say("year"), [any, ...found.map(([year]) => [year, year])]) : null,
    regions.length > 1
      ? choice("region", say("region"), [any, ...regions.slice(0, 200).map(([name, count]) => [name, `${name} ${count}`])])
      : null,
    DATA.initiatives.some((item) => item.boilerplate)
      ? el(
          "label",
          { class: "check" },
          el("input", {
            type: "checkbox",
            name: "national",
            checked: state.query.national === "1",
            on: { change: (event) => change({ national: event.target.checked ? "1" : null }) },
          }),
          say("withBoilerplate"),
        )
      : null,
    extra || null,
    FILTERS.some((name) => state.query[name])
      ? el(
          "button",
          { type: "button", on: { click: () => change(Object.fromEntries(FILTERS.map((name) => [name, null]))) } },
          say("reset"),
        )
      : null,
  );
  if (!isPhone()) return bar;
  const active = FILTERS.filter((name) => state.query[name]).length;
  return el("details", { class: "fold filterfold" }, el("summary", null, say("filters"), active ? ` (${active})` : ""), bar);
}
