// The data of the page: unpacked, its rows turned into objects, links between places and initiatives made.

/** Text whose offsets are code points, as in the graph; JavaScript counts characters outside of the BMP twice. */
class StoredText {
  constructor(text) {
    this.text = text;
    this.points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
  }
  slice(start, end) {
    return this.points ? this.points.slice(start, end).join("") : this.text.slice(start, end);
  }
  get length() {
    return this.points ? this.points.length : this.text.length;
  }
}

async function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

let DATA = null;
let TEXTS = null;
const LINKS = new Map(); // "place|initiative" -> {place, initiative, facts, mentions, planned, years}
const STATEMENT_KINDS = ["Implementation", "Observation", "Recognition", "FirstClaim", "Partnership", "LocalityNote"];

/** Read the data; large pages hold it compressed. */
async function loadData() {
  const holder = document.getElementById("data");
  const isPacked = holder.dataset.packed === "deflate";
  const text = isPacked ? await unpacked(JSON.parse(holder.textContent)) : holder.textContent;
  DATA = JSON.parse(text);
  const stored = readJson("texts");
  TEXTS = stored.map((one) => (isPacked ? { packed: one } : { text: new StoredText(one) }));
  for (const kind of STATEMENT_KINDS) DATA[kind] = factsOf(kind);
  for (const [kind, list] of [
    ["place", DATA.places],
    ["initiative", DATA.initiatives],
    ["indicator", DATA.indicators],
    ["report", DATA.reports],
  ]) {
    DATA[`${kind}ById`] = new Map(list.map((item, index) => [item.id, index]));
  }
  DATA.factById = new Map(STATEMENT_KINDS.flatMap((kind) => DATA[kind].map((fact) => [fact.id, fact])));
  makeLinks();
}

/** The stored text of a report; a promise where it has to be unpacked first. */
function textOf(report) {
  const entry = TEXTS[report];
  if (entry.text) return entry.text;
  entry.wait = entry.wait || unpacked(entry.packed).then((text) => (entry.text = new StoredText(text)));
  return entry.wait;
}

function factsOf(kind) {
  const { fields, rows } = DATA.statements[kind];
  return rows.map((row, number) => {
    const fact = { kind, number };
    fields.forEach((field, index) => (fact[field] = row[index] === undefined ? null : row[index]));
    const flat = fact.evidence;
    fact.evidence = [];
    for (let at = 0; at < flat.length; at += 4) {
      fact.evidence.push({ report: fact.report, from: flat[at], to: flat[at + 1], start: flat[at + 2], end: flat[at + 3] });
    }
    return fact;
  });
}

function makeLinks() {
  for (const item of DATA.initiatives) Object.assign(item, { links: [], numbers: [], praise: [] });
  for (const place of DATA.places) Object.assign(place, { links: [], reports: [] });
  DATA.reports.forEach((report, number) => report.place !== undefined && DATA.places[report.place].reports.push(number));
  for (const fact of DATA.Implementation) {
    if (fact.initiative === null || fact.place === null) continue;
    const key = `${fact.place}|${fact.initiative}`;
    let link = LINKS.get(key);
    if (!link) {
      link = { key, place: fact.place, initiative: fact.initiative, facts: [] };
      LINKS.set(key, link);
      DATA.initiatives[fact.initiative].links.push(link);
      DATA.places[fact.place].links.push(link);
    }
    link.facts.push(fact);
  }
  for (const { links } of DATA.initiatives) links.sort((a, b) => firstYear(a.facts) - firstYear(b.facts) || a.place - b.place);
  for (const fact of DATA.Observation) if (fact.initiative !== null) DATA.initiatives[fact.initiative].numbers.push(fact);
  for (const kind of ["Recognition", "FirstClaim"]) {
    for (const fact of DATA[kind]) if (fact.about !== null) DATA.initiatives[fact.about].praise.push(fact);
  }
}

const mentionsOf = (facts) => facts.reduce((sum, fact) => sum + fact.evidence.length, 0);
const isPlanned = (facts) => facts.every((fact) => fact.status === "planned");
const yearsOf = (facts) => years(facts.map((fact) => fact.year));
/** The year of the earliest fact; facts without a year come last. */
const firstYear = (facts) => Math.min(9999, ...facts.map((fact) => fact.year || 9999));
const linkOf = (place, initiative) => LINKS.get(`${place}|${initiative}`);
const isShared = (item) => item.links.length > 1;
/** Shared, and more than a stock formula: what every view but the list of numbers means by shared. */
const isSharedProper = (item) => isShared(item) && !item.boilerplate;
/** The places that have a report. */
const reportingPlaces = () => DATA.places.map((_, index) => index).filter((index) => DATA.places[index].reports.length);

/** The name of an initiative in the chosen language, with the Chinese one beside it. */
function initiativeName(number) {
  const item = DATA.initiatives[number];
  return language === "en" && item.en ? `${item.label} (${item.en})` : item.label;
}

/** The policy field of the section that a position lies in, "" where its heading tells none. */
function fieldAt(report, position) {
  const above = (DATA.reports[report].sections || []).filter((row) => row[3] <= position && position < row[4]);
  return above.length ? above[above.length - 1][6] : "";
}

/** The section headings above a position, from the outermost. */
function sectionPath(report, position) {
  const above = (DATA.reports[report].sections || []).filter((row) => row[3] <= position && position < row[4]);
  return above.map(([number, title]) => number + (title.length > 22 ? `${title.slice(0, 21)}…` : title)).join(" › ");
}

/** All facts of a report with their kind, for the reader. */
function factsOfReport(report) {
  return STATEMENT_KINDS.flatMap((kind) => DATA[kind].filter((fact) => fact.report === report));
}

/** What a fact says, in a few words. */
function factLabel(fact) {
  switch (fact.kind) {
    case "Implementation":
      return initiativeName(fact.initiative);
    case "Observation":
      return `${DATA.indicators[fact.indicator].label}：${fact.verbatim || fact.value + fact.unit}`;
    case "Recognition":
      return fact.name;
    case "FirstClaim":
      return (fact.scope ? `${fact.scope}${language === "zh" ? "：" : ": "}` : "") + fact.claim;
    case "Partnership":
      return fact.partner;
    default:
      return DATA.localities[fact.locality][0];
  }
}

/** The state of a fact. A slogan that is no plan is voiced: there is nothing in it to be finished. */
const stateOf = (fact) =>
  fact.kind === "Implementation" && fact.status !== "planned" && DATA.initiatives[fact.initiative].kind === "slogan"
    ? "voiced"
    : fact.status;
const stateName = (fact) => say(`status.${stateOf(fact)}`);
/** What is done stands before what is under way and what is planned. */
const STATES_IN_ORDER = ["standard", "voiced", "achieved", "received", "renewed", "underway", "sought", "planned"];
/** A chip for each state that the facts have. */
const stateChips = (facts) =>
  [...new Set(facts.map(stateOf))]
    .filter(Boolean)
    .sort((a, b) => STATES_IN_ORDER.indexOf(a) - STATES_IN_ORDER.indexOf(b))
    .map((state) => chip(say(`status.${state}`), `status-${state}`));

/** Which layer of the reader a fact belongs to. */
const layerOf = (fact) => {
  if (fact.kind !== "Implementation") return fact.kind;
  return DATA.initiatives[fact.initiative].kind === "slogan" ? "slogan" : "program";
};
