// What is chosen stands in the address. A choice changes the panel and what is marked; the page around it stays as it is.

const CHOICES = ["focus", "cell", "fact", "pair", "set", "at"];
let follow = null; // how the view on the page follows a choice without being drawn anew; null where it cannot

/** An address without its choices. */
const withoutChoices = ({ route, id, query }) =>
  address(route, id, Object.fromEntries(Object.entries(query).filter(([name]) => !CHOICES.includes(name)).sort()));
const nothingChosen = () => Object.fromEntries(CHOICES.map((name) => [name, null]));
const isChosen = () => CHOICES.some((name) => state.query[name]);

/** Show the panel of a view now, and again whenever the choice changes. */
function followWith(show) {
  follow = show;
  show();
}

/** Put what a button stands for into the address and keep the keyboard on it; the second time it goes on to the sentences. */
function choose(button) {
  const [name, key] = choiceOf(button);
  if (state.query[name] === key) {
    find("#panel").focus();
    return;
  }
  keepFocus = buttonSelector(button);
  change({ ...nothingChosen(), [name]: key });
}

/** A button that opens its sentences in the panel: `name` is one of the choices, `key` what it is in the address. */
function opener(name, key, attributes, ...children) {
  return el(
    "button",
    {
      type: "button",
      "data-choice": name,
      "data-key": key,
      "aria-pressed": String(state.query[name] === key),
      on: { click: (event) => choose(event.currentTarget) },
      ...attributes,
    },
    ...children,
  );
}

/** What a button stands for: the cells of a table share the name that the table has. */
const choiceOf = (button) => [button.closest("[data-choice]").dataset.choice, button.dataset.key || button.dataset.cell];

/** A selector that finds a button again after the page was drawn anew. */
function buttonSelector({ dataset }) {
  const name = ["key", "cell"].find((one) => dataset[one]);
  return name ? `#view button[data-${name}="${CSS.escape(dataset[name])}"]` : null;
}

/** Say on every button whether it is the one whose sentences are in the panel. */
function markChosen() {
  for (const button of document.querySelectorAll("#view button[data-key], #view button[data-cell]")) {
    const [name, key] = choiceOf(button);
    button.setAttribute("aria-pressed", String(state.query[name] === key));
  }
}

/** A place and an initiative in the address. */
const linkKey = (link) => `${nodeKey("p", link.place)}|${nodeKey("i", link.initiative)}`;

/** The link that the address asks for: what passes the filters in `rows`, else all there is of it. */
function askedLink(rows) {
  const [place, initiative] = (state.query.cell || "").split("|").map(nodeOf);
  if (place?.kind !== "p" || initiative?.kind !== "i") return null;
  const row = (rows || []).find((one) => one.number === initiative.number);
  return row?.links.find((one) => one.place === place.number) || linkOf(place.number, initiative.number) || null;
}

/** The panel for what the address asks for: a fact, a place with an initiative, an initiative alone; `usual` if nothing. */
function showAsked(usual, rows) {
  const fact = DATA.factById.get(state.query.fact);
  const link = askedLink(rows);
  const alone = nodeOf(state.query.focus);
  if (fact) showFact(fact);
  else if (link) showLink(link);
  else if (alone?.kind === "i") showInitiative(alone.number, rows?.find((row) => row.number === alone.number)?.links);
  else usual();
}
