// The row of filters above network, matrix and list, and the line that says how much is shown.

let filtersOpen = false; // on a phone, where the filters are folded up

function option(value, text, chosen) {
  return el("option", { value, selected: value === chosen }, text);
}

/** A labelled choice bound to a value of the address; `also` is changed with it. The keyboard stays on it. */
function choice(name, label, options, fallback, also) {
  const chosen = state.query[name] || fallback || "";
  const box = el(
    "select",
    {
      name,
      on: {
        change: (event) => {
          keepFocus = `select[name=${name}]`;
          change({ [name]: event.target.value === (fallback || "") ? null : event.target.value, page: null, column: null, ...also });
        },
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

/** The line that says how much is shown, to those who see and to those who hear. */
function shownLine(line, ...more) {
  tell(line);
  return el("p", { class: "shown", id: "shown" }, line, " ", more);
}

/** What stands in place of a picture or a table without rows: there is nothing of the kind, or nothing passes the filters. */
function emptyNote(count, nonePasses, noneAtAll) {
  return el("p", { class: "empty" }, say(count ? nonePasses : noneAtAll));
}

/** A view without rows: why, and nothing to save. */
function showEmpty(view, count, nonePasses, noneAtAll) {
  const note = emptyNote(count, nonePasses, noneAtAll);
  view.append(note);
  tell(note.textContent);
  followWith(() => showAsked(() => showPanel(hint())));
  offerExports(null, null);
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
  return filterForm([
    choice("min", say("sharedByAtLeast"), least, String(usualMinimum())),
    choice("kind", say("kind"), [anything(), ...kinds.map(([kind, count]) => [kind, `${say(`kind.${kind}`)} ${count}`])]),
    ...factChoices(DATA.Implementation, [...STATES, ["only", "legend.planned"]]),
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
  ]);
}

const anything = () => ["", say("any")];
const STATES = [
  ["done", "statusDone"],
  ["planned", "status.planned"],
];

/** Choices that hold for facts of every kind: field, state, year, province and city; each only where there is something to choose. */
function factChoices(facts, states = STATES) {
  const years = counted(facts, (fact) => String(fact.year || "none")).sort((a, b) => byLabel(a[0], b[0]));
  const places = reportingPlaces().map((index) => DATA.places[index]);
  const provinces = counted(places, provinceOf).sort((a, b) => b[1] - a[1] || byLabel(a[0], b[0]));
  const within = places.filter((place) => !state.query.province || provinceOf(place) === state.query.province);
  const cities = counted(within, cityOf).sort((a, b) => b[1] - a[1] || byLabel(a[0], b[0]));
  const fields = [...new Set(DATA.reports.flatMap((report) => (report.sections || []).map((row) => row[6])))].filter(Boolean);
  const named = fields.map((field) => [field, say(`field.${field}`)]).sort((a, b) => byLabel(a[1], b[1]));
  const yearName = (year) => (year === "none" ? say("yearUnknown") : year);
  const counts = (list) => list.map(([name, count]) => [name, `${name} ${count}`]);
  return [
    named.length ? choice("field", say("field"), [anything(), ...named]) : null,
    states.length ? choice("status", say("status"), [anything(), ...states.map(([value, key]) => [value, say(key)])]) : null,
    years.length > 1 ? choice("year", say("year"), [anything(), ...years.map(([year]) => [year, yearName(year)])]) : null,
    provinces.length > 1 ? choice("province", say("province"), [anything(), ...counts(provinces)], "", { city: null }) : null,
    cities.length > 1 ? choice("city", say("city"), [anything(), ...counts(cities)]) : null,
  ];
}

/** Choices in a row, with a button that clears them; folded up on phones. */
function filterForm(choices) {
  const bar = el(
    "form",
    { class: "filters", "aria-label": say("filters"), on: { submit: (event) => event.preventDefault() } },
    choices,
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
  const remember = (event) => (filtersOpen = event.target.open);
  return el("details", { class: "fold filterfold", open: filtersOpen, on: { toggle: remember } }, el("summary", null, say("filters"), active ? ` (${active})` : ""), bar);
}
