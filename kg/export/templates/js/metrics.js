// Numbers side by side: one indicator and one unit in one picture, growth apart from levels.

/** The indicators with their observations, those of several places first. */
function indicatorRows(facts) {
  const rows = DATA.indicators.map((item, number) => ({ number, item, facts: [], places: new Set() }));
  for (const fact of facts) {
    rows[fact.indicator].facts.push(fact);
    rows[fact.indicator].places.add(fact.place);
  }
  for (const row of rows)
    row.alike = Math.max(0, ...comparable(row.facts).map((group) => new Set(group.facts.map((fact) => fact.place)).size));
  return rows
    .filter((row) => row.facts.length)
    .sort(
      (a, b) =>
        b.alike - a.alike ||
        b.places.size - a.places.size ||
        b.facts.length - a.facts.length ||
        byLabel(a.item.label, b.item.label),
    );
}

function drawMetrics(view) {
  const facts = DATA.Observation.filter((fact) => factShown(fact));
  const rows = indicatorRows(facts);
  if (DATA.Observation.length) view.append(filterForm(factChoices(DATA.Observation)));
  if (!rows.length) {
    showEmpty(view, DATA.Observation.length, "noNumbersPass", "noNumbers");
    return;
  }
  const chosen = rows.find((row) => row.item.id === state.query.indicator) || null;
  const side = !chosen && rows[0].alike > 1 && state.query.list !== "all";
  const seen = chosen ? chosen.facts : side ? comparableGroups(rows).flatMap(({ group }) => group.facts) : facts;
  const several = rows.filter((row) => row.alike > 1).length;
  const line = say("metricsShown", { count: rows.length, several });
  const list = el("ul", { class: "indicators", id: "indicators" });
  const input = el("input", {
    type: "search",
    placeholder: say("findIndicator"),
    "aria-label": say("findIndicator"),
    on: { input: () => fillIndicators(list, rows, { chosen, side, facts }, input.value) },
  });
  view.append(
    shownLine(line),
    el(
      "div",
      { class: "metrics" },
      el("div", { class: "side" }, input, list),
      el("div", { class: "plots", id: "plots" }, chosen ? indicatorPlots(chosen) : side ? drawMultiples(rows) : allNumbers(facts)),
    ),
  );
  fillIndicators(list, rows, { chosen, side, facts }, "");
  followWith(() => showAsked(() => showPanel(hint())));
  offerExports(
    {
      name: "metrics",
      head: [
        say("indicator"),
        say("place"),
        say("year"),
        say("value"),
        say("unit"),
        say("verbatim"),
        say("status"),
        say("change"),
        say("quotation"),
      ],
      rows: () =>
        seen.map((fact) => [
          DATA.indicators[fact.indicator].label,
          DATA.places[fact.place].label,
          fact.year || "",
          fact.value,
          fact.unit,
          fact.verbatim,
          stateName(fact),
          fact.change ? changeName(fact) : "",
          firstQuotation(fact),
        ]),
    },
    chosen ? () => metricsSvg(chosen.item.label, comparable(chosen.facts)) : side ? () => multiplesSvg(rows) : null,
    () => seen,
  );
}

/** Every number, place by place; the words typed into the box narrow the list. */
function allNumbers(facts) {
  const holder = el("div", { id: "numbers" });
  const page = pageOf("page", facts.length, ROWS_PER_PAGE);
  const order = [...facts].sort((a, b) => a.report - b.report || a.evidence[0].start - b.evidence[0].start);
  holder.append(
    heading(
      say("numbers"),
      say("allNumbers"),
      el("p", { class: "facts" }, say("allNumbersText"), " ", pager("page", page, say("rowsPage"))),
    ),
    observationTable(order.slice(page.from, page.to), true),
  );
  return holder;
}

function fillIndicators(list, rows, { chosen, side, facts }, wanted) {
  const letters = /^[a-z]{2,40}$/.test(wanted.trim()) ? wanted.trim() : null;
  const found = rows.filter(
    ({ item }) => item.label.includes(wanted.trim()) || (letters && pinyinScore(letters, Array.from(item.label))),
  );
  const top = (list, current, text, count) =>
    el(
      "li",
      null,
      el(
        "a",
        { href: address("metrics", null, { ...keptFilters(), list }), "aria-current": current ? "true" : null },
        text,
        " ",
        el("small", null, grouped(count)),
      ),
    );
  list.replaceChildren(
    ...(rows[0].alike > 1 ? [top(null, side, say("sideBySide"), comparableGroups(rows).length)] : []),
    top("all", !chosen && !side, say("allNumbers"), facts.length),
    ...found
      .slice(0, 200)
      .map((row) =>
        el(
          "li",
          null,
          el(
            "a",
            { href: address("metrics", null, { ...keptFilters(), indicator: row.item.id }), "aria-current": row === chosen ? "true" : null },
            row.item.label,
            " ",
            row.facts.length > 1
              ? el("small", null, say("indicatorCount", { places: row.places.size, count: row.facts.length }))
              : null,
          ),
        ),
      ),
  );
  if (found.length > 200) list.append(el("li", { class: "hint" }, say("moreHidden", { count: found.length - 200 })));
}

/** Observations that may stand in one picture: same unit, levels or growth, and the same base of growth. */
function comparable(facts) {
  const groups = new Map();
  for (const fact of facts) {
    const key = [fact.unit, fact.change ? "change" : "level", fact.change_base || ""].join("\u0000");
    if (!groups.has(key)) groups.set(key, { unit: fact.unit, change: fact.change !== null, base: fact.change_base, facts: [] });
    groups.get(key).facts.push(fact);
  }
  return [...groups.values()].sort((a, b) => b.facts.length - a.facts.length || byLabel(a.unit, b.unit));
}

const signed = (fact) => (fact.change === "decrease" ? -1 : 1) * Number(fact.value);

function scaleOf(group) {
  const values = group.facts.flatMap((fact) => [signed(fact), fact.value_max === null ? signed(fact) : Number(fact.value_max)]);
  const low = Math.min(0, ...values);
  let high = Math.max(0, ...values);
  if (group.unit === "%" && !group.change && high <= 100) high = 100;
  if (high === low) high = low + 1;
  return { low, high, at: (value) => ((value - low) / (high - low)) * 100 };
}

function indicatorPlots(row) {
  return [
    heading(
      say("indicator"),
      row.item.label,
      row.item.aliases ? el("p", { class: "facts" }, listed(row.item.aliases)) : null,
      el("p", { class: "facts" }, say("neverUnlike")),
    ),
    comparable(row.facts).map((group) => dotPlot(group)),
  ];
}

function dotPlot(group) {
  const scale = scaleOf(group);
  const facts = [...group.facts].sort((a, b) => signed(b) - signed(a) || a.place - b.place);
  return el(
    "section",
    { class: "plot" },
    el("h3", null, unitTitle(group)),
    dotRows(facts, scale),
    facts.length < 2
      ? null
      : el(
          "p",
          { class: "axis", "aria-hidden": "true" },
          el("span", null, String(scale.low)),
          el("span", null, scale.high.toLocaleString("zh-CN")),
        ),
    facts.length < 2 ? null : twin(() => observationTable(facts, true)),
  );
}

const unitTitle = (group) =>
  group.change ? say("growth", { base: group.base || "", unit: group.unit }) : say("levelIn", { unit: group.unit || "—" });

/** The rows of a plot; the rest of a long one opens on demand. */
function dotRows(facts, scale) {
  const list = el("ol", { class: "dots" });
  const add = (some) => list.append(...some.map((fact) => el("li", null, plotRow(fact, scale))));
  add(facts.slice(0, 60));
  if (facts.length <= 60) return list;
  const more = el(
    "button",
    {
      type: "button",
      class: "more",
      on: {
        click: () => {
          more.remove();
          add(facts.slice(60));
        },
      },
    },
    say("moreRows", { count: facts.length - 60 }),
  );
  return [list, more];
}

function plotRow(fact, scale) {
  const from = scale.at(Math.min(0, signed(fact)));
  const to = scale.at(Math.max(0, signed(fact)));
  const marker = { left: `${scale.at(signed(fact))}%` };
  return opener(
    "fact",
    fact.id,
    { class: `plotrow ${fact.status}` },
    el("span", { class: "who" }, DATA.places[fact.place].label, " ", el("small", null, String(fact.year || ""))),
    el(
      "span",
      { class: "track" },
      el("span", { class: "bar", style: { left: `${from}%`, width: `${Math.max(to - from, 0.4)}%` } }),
      el("span", { class: "point", style: marker }),
    ),
    el(
      "span",
      { class: "amount" },
      fact.verbatim || `${fact.value}${fact.unit}`,
      fact.status === "achieved" ? null : [" ", stateChips([fact])],
    ),
  );
}
