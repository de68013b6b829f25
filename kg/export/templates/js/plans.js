// What was planned and what became of it: the result in a later report, or why none can be shown.

const PLANS_PER_PAGE = 100;
const OUTCOMES = ["met", "unmentioned", "open"];

/** Every plan there is, of initiatives and of numbers. */
const allPlans = () => [...DATA.Implementation, ...DATA.Observation].filter((fact) => fact.status === "planned");

/** Every plan under the filters: {fact, results: [{fact, ratio}], outcome}, those with results first. */
function plansShown() {
  const results = new Map();
  for (const [plan, result, , ratio] of DATA.fulfilments || []) {
    const fact = DATA.factById.get(result);
    if (!fact) continue;
    if (!results.has(plan)) results.set(plan, []);
    results.get(plan).push({ fact, ratio });
  }
  const found = allPlans()
    .filter((fact) => factShown(fact, { ...state.query, status: null })) // every plan is planned, whatever was asked elsewhere
    .map((fact) => ({ fact, results: results.get(fact.id) || [], outcome: outcomeOf(fact, results.get(fact.id)) }))
    .filter((plan) => !state.query.outcome || plan.outcome === state.query.outcome);
  const rank = (plan) => OUTCOMES.indexOf(plan.outcome);
  return found.sort(
    (a, b) => rank(a) - rank(b) || a.fact.report - b.fact.report || a.fact.evidence[0].start - b.fact.evidence[0].start,
  );
}

/** met: a later report gives a result; unmentioned: there is a later report that gives none; open: there is no later report. */
function outcomeOf(fact, results) {
  if (results) return "met";
  const from = DATA.reports[fact.report].year || 0;
  const later = fact.place === null ? [] : DATA.places[fact.place].reports.filter((one) => (DATA.reports[one].year || 0) > from);
  return later.length ? "unmentioned" : "open";
}

function drawPlans(view) {
  const planned = allPlans();
  const plans = plansShown();
  if (!planned.length) {
    showEmpty(view, 0, "noPlansPass", "noPlans");
    return;
  }
  const outcome = choice("outcome", say("planOutcome"), [
    anything(),
    ...OUTCOMES.map((one) => [one, say(`planOutcome.${one}`)]),
  ]);
  view.append(filterForm([...factChoices(planned, []), outcome]));
  if (!plans.length) {
    showEmpty(view, planned.length, "noPlansPass", "noPlans");
    return;
  }
  const page = pageOf("page", plans.length, PLANS_PER_PAGE);
  const count = (name) => plans.filter((plan) => plan.outcome === name).length;
  const line = say("plansShown", {
    shown: page.to - page.from,
    count: plans.length,
    met: count("met"),
    unmentioned: count("unmentioned"),
    open: count("open"),
  });
  view.append(
    shownLine(line, pager("page", page, say("rowsPage"))),
    el("div", { class: "lines" }, planTable(plans.slice(page.from, page.to))),
  );
  followWith(() => showAsked(() => showPanel(hint())));
  offerExports(
    {
      name: "plans-and-results",
      head: [say("place"), say("fact"), say("year"), say("planOutcome"), say("planResult"), say("planRatio"), say("quotation")],
      rows: () =>
        plans.map(({ fact, results, outcome: name }) => [
          DATA.places[fact.place].label,
          factLabel(fact),
          fact.year || "",
          say(`planOutcome.${name}`),
          listed(results.map((one) => factLabel(one.fact))),
          listed(results.map((one) => one.ratio || "")),
          firstQuotation(fact),
        ]),
    },
    null,
    () => plans.flatMap((plan) => [plan.fact, ...plan.results.map((one) => one.fact)]),
  );
}

function planTable(plans) {
  const withResults = plans.some((plan) => plan.results.length); // a column of dashes tells nothing
  const rows = plans.map(({ fact, results, outcome }) => [
    factButton(fact),
    chip(say(`planOutcome.${outcome}`), `outcome-${outcome}`, say(`planOutcomeWhy.${outcome}`)),
    el("a", { href: placeAddress(fact.place) }, DATA.places[fact.place].label),
    String(fact.year || say("yearUnknown")),
    ...(withResults ? [results.length ? results.map(planResult) : "—"] : []),
  ]);
  return table(
    say("plansAndResults"),
    [
      say("planned"),
      { text: say("planOutcome"), tight: true },
      { text: say("place"), tight: true },
      { text: say("year"), tight: true, minor: true },
      ...(withResults ? [{ text: say("planResult"), roomy: true }] : []),
    ],
    rows,
  );
}

const planResult = (one) => [
  factButton(one.fact),
  one.ratio ? el("small", null, ` ${say("planRatio")} ${percent(Number(one.ratio))}%`) : null,
  " ",
];
