// The address holds what is seen: #/route/id?filter=…&focus=…; Back and links work because nothing else does.

const FILTERS = ["min", "kind", "field", "status", "year", "province", "city", "origin", "national", "outcome"];
let state = { route: "network", id: null, query: {} };

function decoded(text) {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return "";
  }
}

/** Read the address; what cannot be read becomes an unknown page, never an error. */
function parseAddress() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/");
  const found = {
    route: decoded(parts[0]) || defaultRoute(),
    id: parts[1] ? decoded(parts.slice(1).join("/")) : null,
    query: {},
  };
  for (const pair of (query || "").split("&")) {
    const [name, ...value] = pair.split("=");
    if (/^[a-z]{2,12}$/.test(name)) found.query[name] = decoded(value.join("="));
  }
  return found;
}

const isPhone = () => window.innerWidth < 720;
const defaultRoute = () => (isPhone() ? "matrix" : "network");

/** The address of a page. */
function address(route, id, query) {
  const pairs = Object.entries(query || {}).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const tail = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `#/${route}${id ? `/${encodeURIComponent(id)}` : ""}${tail ? `?${tail}` : ""}`;
}

/** Go on with some values of the query changed; null takes one away. */
function change(values, replace) {
  const next = address(state.route, state.id, { ...state.query, ...values });
  if (replace) {
    history.replaceState(null, "", next);
    render();
  } else location.hash = next;
}

const keptFilters = () =>
  Object.fromEntries(FILTERS.filter((name) => state.query[name]).map((name) => [name, state.query[name]]));
const placeAddress = (number) => address("place", DATA.places[number].id);
const initiativeAddress = (number) => address("initiative", DATA.initiatives[number].id);
const readerAddress = (report, start, end) =>
  address("report", DATA.reports[report].id, start === undefined ? {} : { at: `${start}-${end}` });

/** A node of the drawing as text in the address and back: `p:330802-fushan`, `i:slug`. */
const nodeKey = (kind, number) => `${kind}:${(kind === "p" ? DATA.places : DATA.initiatives)[number].id}`;
function nodeOf(key) {
  const kind = (key || "").slice(0, 1);
  const index = kind === "p" ? DATA.placeById : kind === "i" ? DATA.initiativeById : null;
  const number = index && key[1] === ":" ? index.get(key.slice(2)) : undefined;
  return number === undefined ? null : { kind, number };
}

/** Two places, unless nothing is shared, for instance where there is one report only. */
const usualMinimum = () => (DATA.initiatives.some((item) => item.links.length > 1 && !item.boilerplate) ? 2 : 1);

/** The least number of places that an initiative must have to be shown. */
function minimum() {
  const asked = Number.parseInt(state.query.min, 10);
  return asked >= 1 && asked <= 999 ? asked : usualMinimum();
}

/** The province of a place, and what comes next below it: a city, or a district of a municipality. */
const provinceOf = (place) => (place.above || [])[0] || "";
const cityOf = (place) => (place.above || [])[1] || "";

function inRegion(place) {
  const { province, city } = state.query;
  return (!province || provinceOf(place) === province) && (!city || cityOf(place) === city);
}

function factPasses(fact, query = state.query) {
  const { status, year, field } = query;
  if ((status === "planned" || status === "only") && fact.status !== "planned") return false;
  if (status === "done" && fact.status === "planned") return false;
  if (field && !fact.evidence.some((one) => fieldAt(one.report, one.start) === field)) return false;
  return !year || (year === "none" ? !fact.year : String(fact.year) === year);
}

/** Facts of any kind under the filters of time, place, state and field, for numbers and plans. */
const factShown = (fact, query = state.query) =>
  factPasses(fact, query) && (fact.place === null || inRegion(DATA.places[fact.place]));

function initiativePasses(item) {
  const { kind, origin, national, status } = state.query;
  if (item.boilerplate && national !== "1") return false;
  if (status === "only" && !item.links.every((link) => isPlanned(link.facts))) return false;
  return (!kind || item.kind === kind) && (!origin || item.origin === origin);
}

/** The initiatives under the present filters, the most widely shared first, each with its links that pass. */
function shown() {
  const least = minimum();
  const rows = [];
  DATA.initiatives.forEach((item, number) => {
    if (!initiativePasses(item)) return;
    const links = [];
    for (const link of item.links) {
      if (!inRegion(DATA.places[link.place])) continue;
      const facts = link.facts.filter((fact) => factPasses(fact));
      if (facts.length) links.push({ ...link, facts, mentions: mentionsOf(facts), planned: isPlanned(facts) });
    }
    if (links.length >= least) rows.push({ number, item, links, mentions: links.reduce((sum, link) => sum + link.mentions, 0) });
  });
  return rows.sort((a, b) => b.links.length - a.links.length || b.mentions - a.mentions || byLabel(a.item.label, b.item.label));
}

/** How many initiatives there are that the filters could show (boilerplate only when asked for). */
const candidates = () =>
  DATA.initiatives.filter((item) => item.links.length && (!item.boilerplate || state.query.national === "1")).length;
