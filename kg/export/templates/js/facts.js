// Facts as buttons, rows and details; what the pages of places, initiatives and numbers have in common.

function heading(over, title, ...under) {
  return el("header", { class: "profile" }, el("p", { class: "over" }, over), el("h2", { tabindex: "-1" }, title), ...under);
}

/** A section that is left out when there is nothing in it. */
function part(title, count, ...content) {
  return count
    ? el("section", { class: "part" }, el("h3", null, title, " ", el("small", null, grouped(count))), ...content)
    : null;
}

/** A fact as a button that shows its sentence in the panel. */
function factButton(fact, text) {
  return opener("fact", fact.id, { class: "fact" }, text || factLabel(fact));
}

/** The panel for one fact. */
function showFact(fact) {
  showPanel(
    el("p", { class: "over" }, say(`class.${fact.kind}`)),
    el("h2", null, factLabel(fact)),
    el(
      "p",
      { class: "sub" },
      fact.place !== null ? el("a", { href: placeAddress(fact.place) }, DATA.places[fact.place].label) : null,
      " · ",
      String(fact.year || say("yearUnknown")),
    ),
    factDetails(fact),
    quotations([fact], true, 40),
  );
}

function factDetails(fact) {
  const rows = [];
  const add = (key, value) => {
    if (value !== null && value !== undefined && value !== "") rows.push([say(key), value]);
  };
  add("status", stateName(fact));
  if (fact.kind === "Observation") {
    add(
      "indicator",
      el(
        "a",
        { href: address("metrics", null, { indicator: DATA.indicators[fact.indicator].id }) },
        DATA.indicators[fact.indicator].label,
      ),
    );
    add("value", fact.value_max ? `${fact.value}–${fact.value_max}` : fact.value);
    add("unit", fact.unit);
    add("modifier", fact.modifier === "exact" ? null : say(`modifier.${fact.modifier}`));
    add("change", fact.change ? changeName(fact) : null);
    add("period", fact.from_date || fact.until_date ? `${fact.from_date || "…"} — ${fact.until_date || "…"}` : null);
  }
  if (fact.kind === "Recognition") add("level", fact.level ? say(`level.${fact.level}`) : null);
  const about = fact.about ?? (fact.kind === "Observation" ? fact.initiative : null);
  if (about !== null && about !== undefined)
    add("initiative", el("a", { href: initiativeAddress(about) }, initiativeName(about)));
  add("rule", el("span", { title: fact.rule }, ruleName(fact.rule)));
  return el(
    "dl",
    { class: "details" },
    rows.map(([name, value]) => [el("dt", null, name), el("dd", null, value)]),
  );
}

/** The change that a number states; what it is held against stands as the report has it (同比). */
const changeName = ({ change, change_base: base }) =>
  language === "zh" ? `${base || ""}${say(`change.${change}`)}` : say(`change.${change}`) + (base ? ` (${base})` : "");

/** Links as rows; `side` says which end of the link the first column names. */
function linkTable(links, side) {
  const open = (link) =>
    opener("cell", linkKey(link), { class: "fact number" }, say("mentions", { count: mentionsOf(link.facts) }));
  const times = links.map((link) => firstYear(link.facts));
  const first = side === "place" && new Set(times).size > 1 ? Math.min(...times) : null;
  const rows = links.map((link) => {
    const item = DATA.initiatives[link.initiative];
    const name =
      side === "initiative"
        ? el("a", { href: initiativeAddress(link.initiative) }, initiativeName(link.initiative))
        : el("a", { href: placeAddress(link.place) }, DATA.places[link.place].label);
    const middle = side === "initiative" ? [say(`kind.${item.kind}`), grouped(item.links.length)] : [];
    const years = [yearsOf(link.facts), firstYear(link.facts) === first ? [" ", chip(say("earliest"))] : null];
    return [name, ...middle, years, stateChips(link.facts), open(link)];
  });
  const middle =
    side === "initiative"
      ? [
          { text: say("kind"), minor: true },
          { text: say("placeCount"), number: true, minor: true },
        ]
      : [];
  return table(
    say("sharedInitiatives"),
    [
      side === "initiative" ? say("initiative") : say("place"),
      ...middle,
      { text: say("year"), tight: true },
      say("status"),
      say("evidence"),
    ],
    rows,
  );
}

function observationTable(facts, withPlace) {
  const rows = [...facts]
    .sort((a, b) => a.report - b.report || a.evidence[0].start - b.evidence[0].start)
    .map((fact) => [
      el(
        "a",
        { href: address("metrics", null, { indicator: DATA.indicators[fact.indicator].id }) },
        DATA.indicators[fact.indicator].label,
      ),
      factButton(fact, fact.verbatim || `${fact.value}${fact.unit}`),
      ...(withPlace ? [el("a", { href: placeAddress(fact.place) }, DATA.places[fact.place].label)] : []),
      String(fact.year || ""),
      stateChips([fact]),
    ]);
  return table(
    say("numbers"),
    [
      say("indicator"),
      { text: say("value"), number: true },
      ...(withPlace ? [{ text: say("place"), tight: true }] : []),
      { text: say("year"), tight: true },
      { text: say("status"), tight: true },
    ],
    rows,
    "observations",
  );
}

const factList = (facts) =>
  el(
    "ul",
    { class: "plain" },
    facts.map((fact) =>
      el(
        "li",
        null,
        factButton(fact),
        " ",
        fact.level ? el("small", null, say(`level.${fact.level}`)) : null,
        fact.status === "achieved" ? null : stateChips([fact]),
      ),
    ),
  );

function firstQuotation(fact) {
  const text = textOf(fact.report);
  const one = fact.evidence[0];
  return text instanceof StoredText ? text.slice(one.from, one.to) : "";
}
