// A report in full, with every fact marked where it stands, and what was not turned into facts.

const LAYERS = ["slogan", "program", "Observation", "Recognition", "FirstClaim", "Partnership", "LocalityNote", "leftover"];
const hiddenLayers = new Set();

/** Marks of a report: {start, end, layer, fact|reason}, each stretch of text once per layer and fact. */
function marksOf(report) {
  const marks = factsOfReport(report).flatMap((fact) =>
    fact.evidence.map((one) => ({ start: one.start, end: one.end, layer: layerOf(fact), fact })),
  );
  for (const [start, end, reason] of DATA.reports[report].leftovers || []) marks.push({ start, end, layer: "leftover", reason });
  return marks.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** How many facts of each layer a report has, and how many leftovers; a fact counts once, however often it is named. */
function countsByLayer(report) {
  const counts = new Map();
  const add = (layer, count) => count && counts.set(layer, (counts.get(layer) || 0) + count);
  for (const fact of factsOfReport(report)) add(layerOf(fact), 1);
  add("leftover", (DATA.reports[report].leftovers || []).length);
  return counts;
}

/** Cut a text where marks begin or end: pieces {start, end, marks}. */
function pieces(length, marks) {
  const cuts = new Set([0, length]);
  for (const mark of marks) cuts.add(mark.start).add(mark.end);
  const order = [...cuts].filter((cut) => cut <= length).sort((a, b) => a - b);
  const result = [];
  let open = [];
  let next = 0;
  for (let index = 0; index + 1 < order.length; index += 1) {
    const [start, end] = [order[index], order[index + 1]];
    open = open.filter((mark) => mark.end > start);
    while (next < marks.length && marks[next].start === start) open.push(marks[next++]);
    result.push({ start, end, marks: [...open] });
  }
  return result;
}

function drawReport(view, number) {
  const report = DATA.reports[number];
  const body = el("div", { class: "reading", id: "reading" }, say("loading"));
  view.append(el("article", { class: "reader" }, readerHead(number), el("div", { class: "readerbody" }, contents(number), body)));
  tell(report.title || report.files[0][0]);
  const text = textOf(number);
  if (text instanceof StoredText) fillReading(body, number, text);
  else text.then((ready) => body.isConnected && fillReading(body, number, ready));
  offerExports(
    {
      name: "report",
      head: [say("class"), say("fact"), say("status"), say("start"), say("end"), say("words")],
      rows: () =>
        marksOf(number).map((mark) => [
          say(`layer.${mark.layer}`),
          mark.fact ? factLabel(mark.fact) : reasonName(mark.reason),
          mark.fact ? stateName(mark.fact) : "",
          mark.start,
          mark.end,
          TEXTS[number].text ? TEXTS[number].text.slice(mark.start, mark.end) : "",
        ]),
    },
    null,
    () => factsOfReport(number),
  );
}

function readerHead(number) {
  const report = DATA.reports[number];
  const facts = [
    report.place !== undefined ? el("a", { href: placeAddress(report.place) }, DATA.places[report.place].label) : null,
    report.period ? `${say("period")} ${report.period.join(" — ")}` : null,
    report.plan ? `${say("planPeriod")} ${report.plan.join(" — ")}` : null,
    report.published ? `${say("published")} ${report.published}` : null,
    report.publisher,
    report.indexNumber ? `${say("indexNumber")} ${report.indexNumber}` : null,
    report.documentNumber,
    `${grouped(report.chars)} ${say("charUnit")}`,
    report.recognised ? chip(say("recognised"), "status-planned", say("recognisedWhy")) : null,
  ].filter(Boolean);
  const counts = countsByLayer(number);
  return el(
    "div",
    { class: "readerhead" },
    heading(
      say("report"),
      report.title || report.files[0][0],
      el(
        "p",
        { class: "facts" },
        facts.map((fact, index) => [index ? " · " : "", fact]),
      ),
    ),
    el(
      "div",
      { class: "layers", role: "group", "aria-label": say("layers") },
      LAYERS.filter((layer) => counts.has(layer)).map((layer) =>
        el(
          "label",
          { class: `layer f-${layer}` },
          el("input", {
            type: "checkbox",
            checked: !hiddenLayers.has(layer),
            on: { change: (event) => toggleLayer(layer, event.target.checked) },
          }),
          el("span", { class: "sample" }, say(`layer.${layer}`)),
          " ",
          el("small", null, grouped(counts.get(layer))),
        ),
      ),
    ),
  );
}

function toggleLayer(layer, on) {
  if (on) hiddenLayers.delete(layer);
  else hiddenLayers.add(layer);
  find("#reading")?.classList.toggle(`hide-${layer}`, !on);
}

function contents(number) {
  const rows = (DATA.reports[number].sections || []).filter((row) => row[2] <= 2).slice(0, 80);
  return el(
    "nav",
    { class: "contents", "aria-label": say("contents") },
    el(
      "ul",
      null,
      rows.map(([mark, title, depth, start, end, kind]) =>
        el(
          "li",
          { class: `depth-${Math.min(depth, 3)}` },
          el(
            "button",
            { type: "button", title: title.length > 18 ? title : null, on: { click: () => scrollToOffset(start) } },
            `${mark}${title.length > 18 ? `${title.slice(0, 17)}…` : title}`,
          ),
          kind === "plan" && depth === 1 ? [" ", chip(say("status.planned"), "status-planned")] : null,
        ),
      ),
    ),
  );
}

function fillReading(body, number, text) {
  body.replaceChildren();
  body.className = `reading ${[...hiddenLayers].map((layer) => `hide-${layer}`).join(" ")}`;
  let paragraph = el("p", { "data-start": 0 });
  const flush = (next) => {
    if (paragraph.childNodes.length) body.append(paragraph);
    paragraph = el("p", { "data-start": next });
  };
  for (const piece of pieces(text.length, marksOf(number))) {
    const lines = text.slice(piece.start, piece.end).split("\n");
    let at = piece.start;
    lines.forEach((line, index) => {
      if (index) flush(at);
      if (line) paragraph.append(pieceOf(line, at, piece.marks));
      at += Array.from(line).length + 1;
    });
  }
  flush(0);
  const first = body.querySelector(".f");
  if (first) first.tabIndex = 0;
  body.onclick = (event) => {
    const mark = event.target.closest(".f");
    if (mark) change({ at: `${mark.dataset.start}-${mark.dataset.end}` });
  };
  body.onkeydown = (event) => readerKey(event, body);
  if (isPhone()) body.append(leftoverList(number)); // there the panel would cover the text
  followWith(() => goToAsked(number));
}

function pieceOf(line, start, marks) {
  if (!marks.length) return document.createTextNode(line);
  const layers = [...new Set(marks.map((mark) => mark.layer))];
  return el(
    "span",
    {
      class: `f ${layers.map((layer) => `f-${layer}`).join(" ")}`,
      "data-start": start,
      "data-end": start + Array.from(line).length,
      tabindex: -1,
      role: "button",
      "aria-label": `${line}（${listed(layers.map((layer) => say(`layer.${layer}`)))}）`,
    },
    line,
  );
}

function readerKey(event, body) {
  const marks = [...body.querySelectorAll(".f")];
  const at = marks.indexOf(document.activeElement);
  if (at < 0) return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const next = marks[Math.min(Math.max(at + step, 0), marks.length - 1)];
    marks[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    change({ at: `${marks[at].dataset.start}-${marks[at].dataset.end}` });
  }
}

/** Show in the panel every fact that a stretch of the text belongs to. */
function showMarks(number, node) {
  const start = Number(node.dataset.start);
  const here = marksOf(number).filter((mark) => mark.start <= start && start < mark.end);
  const seen = new Set();
  showPanel(
    el("p", { class: "over" }, say("characters", { start, end: Number(node.dataset.end) })),
    el("h2", null, node.textContent),
    here
      .filter((mark) => (mark.fact ? !seen.has(mark.fact) && seen.add(mark.fact) : true))
      .map((mark) =>
        mark.fact
          ? el(
              "section",
              null,
              el("h3", null, chip(say(`layer.${mark.layer}`), `tint-${mark.layer}`), " ", factLink(mark.fact)),
              factDetails(mark.fact),
            )
          : el(
              "section",
              null,
              el("h3", null, chip(say("layer.leftover"), "")),
              el("p", null, say("leftoverWhy", { reason: reasonName(mark.reason) })),
            ),
      ),
  );
}

function factLink(fact) {
  return fact.kind === "Implementation"
    ? el("a", { href: initiativeAddress(fact.initiative) }, factLabel(fact))
    : factLabel(fact);
}

function scrollToOffset(offset) {
  const nodes = [...document.querySelectorAll("#reading [data-start]")];
  const node = nodes.filter((one) => Number(one.dataset.start) <= offset).pop() || nodes[0];
  node?.scrollIntoView({ block: "center" });
  return node;
}

/** Jump to the words that the address asks for, and show their facts. */
function goToAsked(number) {
  const asked = /^(\d{1,9})-(\d{1,9})$/.exec(state.query.at || "");
  document.querySelectorAll(".reading .chosen").forEach((one) => one.classList.remove("chosen"));
  if (!asked) {
    showPanel(reportSummary(number));
    return;
  }
  const [start, end] = [Number(asked[1]), Number(asked[2])];
  const inside = [...document.querySelectorAll("#reading .f")].filter(
    (node) => Number(node.dataset.start) < end && Number(node.dataset.end) > start,
  );
  if (!inside.length) {
    showPanel(reportSummary(number));
    scrollToOffset(start);
    return;
  }
  showMarks(number, inside[0]);
  inside.forEach((node) => node.classList.add("chosen"));
  const { top, bottom } = inside[0].getBoundingClientRect();
  const inSight = top > find("#view").getBoundingClientRect().top && bottom < find("#view").getBoundingClientRect().bottom;
  if (!inSight) inside[0].scrollIntoView({ block: "center" }); // a click must not move the text
}
