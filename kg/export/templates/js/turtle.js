// The facts behind what is seen as Turtle: the same statements, with the same IRIs, that graph.ttl holds.

const TURTLE_ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
const turtleText = (text) =>
  `"${String(text).replace(/["\\\u0000-\u001f\u007f\ud800-\udfff\ufffe\uffff]/gu, (char) => {
    if (char in TURTLE_ESCAPES) return TURTLE_ESCAPES[char];
    const code = char.codePointAt(0);
    return code >= 0xd800 && code <= 0xdfff ? "\ufffd" : `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
  })}"`;
const zh = (text) => `${turtleText(text)}@zh`;

/** `more_than` → `MoreThan`: codes of the model as local names of the ontology. */
const camel = (code) => code.replace(/(^|_)([a-z])/g, (_, __, letter) => letter.toUpperCase());
const decimal = (text) => (/^-?\d+\.\d*$/.test(text) ? text.replace(/0+$/, "").replace(/\.$/, "") : text);
const day = (text) => `"${text}"^^xsd:date`;

function iri(kind, local) {
  const escaped = encodeURIComponent(local).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return /^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?$/.test(local) ? `${kind}:${local}` : `<${DATA.base}${kind}/${escaped}>`;
}

const PLACE_CLASSES = ["sub_district", "town", "township", "district", "city", "province"];
const placeIri = (number) => iri("place", DATA.places[number].id);
const initiativeIri = (number) => iri("initiative", DATA.initiatives[number].id);
const reportIri = (number) => iri("report", DATA.reports[number].id);
const spanIri = (kind, report, start, end) => iri(kind, `${DATA.reports[report].id}-${start}-${end}`);

/** What a fact of each kind says beside what all facts say; null where it says nothing. */
const OWN = {
  Implementation: (fact) => [["jd:initiative", initiativeIri(fact.initiative)]],
  Observation: (fact) => [
    ["schema:variableMeasured", iri("indicator", DATA.indicators[fact.indicator].id)],
    ["schema:value", decimal(fact.value)],
    ["schema:unitText", turtleText(fact.unit)],
    ["jd:modifier", `jd:${camel(fact.modifier)}`],
    ["jd:verbatim", zh(fact.verbatim)],
    ["jd:valueMax", fact.value_max === null ? null : decimal(fact.value_max)],
    ["qudt:hasUnit", owns(DATA.units, fact.unit) ? `unit:${DATA.units[fact.unit]}` : null],
    ["jd:change", fact.change ? `jd:${camel(fact.change)}` : null],
    ["jd:changeBase", fact.change_base ? zh(fact.change_base) : null],
    ["jd:from", fact.from_date ? day(fact.from_date) : null],
    ["jd:until", fact.until_date ? day(fact.until_date) : null],
    ["jd:initiative", fact.initiative === null ? null : initiativeIri(fact.initiative)],
  ],
  Recognition: (fact) => [
    ["jd:honour", zh(fact.name)],
    ["jd:recognitionKind", fact.form === "ranking" ? "jd:Ranking" : "jd:TitleAward"],
    ["jd:awardLevel", fact.level ? `jd:Level${fact.level === "subdistrict" ? "SubDistrict" : camel(fact.level)}` : null],
    ["jd:about", fact.about === null ? null : initiativeIri(fact.about)],
  ],
  FirstClaim: (fact) => [
    ["jd:claim", zh(fact.claim)],
    ["jd:claimScope", fact.scope ? zh(fact.scope) : null],
    ["jd:about", fact.about === null ? null : initiativeIri(fact.about)],
  ],
  Partnership: (fact) => [["jd:partner", zh(fact.partner)]],
  LocalityNote: (fact) => [["jd:locality", iri("locality", DATA.localities[fact.locality][2])]],
};

function statementBlock(fact) {
  return [
    iri("statement", fact.id),
    [
      ["a", `jd:${fact.kind}`],
      ["jd:place", placeIri(fact.place)],
      ["jd:year", fact.year === null ? null : String(fact.year)],
      ["jd:status", `jd:${camel(fact.status)}`],
      ["jd:report", reportIri(fact.report)],
      ["jd:rule", turtleText(fact.rule)],
      ...OWN[fact.kind](fact),
      ...fact.evidence.map((one) => ["prov:wasDerivedFrom", spanIri("passage", one.report, one.from, one.to)]),
      ...fact.evidence.map((one) => ["jd:mention", spanIri("mention", one.report, one.start, one.end)]),
    ],
  ];
}

/** The blocks of what facts speak of: places, reports, initiatives, indicators, localities, each once. */
function entityBlocks(facts) {
  const some = (list) => [...new Set(list)].filter((number) => number !== null && number !== undefined).sort((a, b) => a - b);
  const places = some(facts.map((fact) => fact.place)).map((number) => {
    const place = DATA.places[number];
    const level = PLACE_CLASSES.includes(place.level) ? camel(place.level) : "OtherPlace";
    return [placeIri(number), [["a", `jd:${level}`], ["rdfs:label", zh(place.name)]]];
  });
  const reports = some(facts.map((fact) => fact.report)).map((number) => {
    const report = DATA.reports[number];
    const pairs = [
      ["a", "jd:Report"],
      ["dcterms:title", report.title ? zh(report.title) : null],
      ["jd:place", report.place === undefined ? null : placeIri(report.place)],
      ["jd:year", report.year ? String(report.year) : null],
    ];
    return [reportIri(number), pairs];
  });
  const initiatives = some(facts.flatMap((fact) => [fact.initiative, fact.about])).map((number) => {
    const item = DATA.initiatives[number];
    const pairs = [
      ["a", "jd:Initiative"],
      ["a", item.kind === "slogan" ? "jd:Slogan" : "jd:Program"],
      ["rdfs:label", zh(item.label)],
      ["jd:kind", `jd:Kind${camel(item.kind)}`],
    ];
    return [initiativeIri(number), pairs];
  });
  const indicators = some(facts.map((fact) => fact.indicator)).map((number) => {
    const { id, label } = DATA.indicators[number];
    return [iri("indicator", id), [["a", "jd:Indicator"], ["rdfs:label", zh(label)]]];
  });
  const localities = some(facts.map((fact) => fact.locality)).map((number) => {
    const [label, , id] = DATA.localities[number];
    return [iri("locality", id), [["a", "jd:Locality"], ["rdfs:label", zh(label)]]];
  });
  return [...places, ...reports, ...initiatives, ...indicators, ...localities];
}

/** Passages and the words within them, with offsets and text; needs the texts. */
function quotationBlocks(facts) {
  const found = new Map();
  const quoted = (report, start, end) => [
    ["oa:start", String(start)],
    ["oa:end", String(end)],
    ["oa:exact", zh(TEXTS[report].text.slice(start, end))],
  ];
  for (const fact of facts) {
    for (const one of fact.evidence) {
      const passage = spanIri("passage", one.report, one.from, one.to);
      const source = [["a", "jd:Passage"], ["prov:wasQuotedFrom", reportIri(one.report)]];
      found.set(passage, [...source, ...quoted(one.report, one.from, one.to)]);
      const words = spanIri("mention", one.report, one.start, one.end);
      const inside = (found.get(words) || [["a", "jd:Mention"], ...quoted(one.report, one.start, one.end)]).slice();
      found.set(words, [...inside, ["dcterms:isPartOf", passage]]);
    }
  }
  return [...found];
}

/** A Turtle document of facts; they must be few enough to hold in one text. */
function turtleOf(facts) {
  const blocks = [...entityBlocks(facts), ...facts.map(statementBlock), ...quotationBlocks(facts)].map(([subject, pairs]) => {
    const lines = new Map();
    for (const [predicate, value] of pairs) {
      if (value === null) continue;
      if (!lines.has(predicate)) lines.set(predicate, new Set());
      lines.get(predicate).add(value);
    }
    return `${subject} ${[...lines].map(([predicate, values]) => `${predicate} ${[...values].join(" , ")}`).join(" ;\n    ")} .\n`;
  });
  const body = blocks.join("\n");
  const used = Object.entries(DATA.prefixes).filter(([prefix]) => body.includes(`${prefix}:`));
  return `${used.map(([prefix, address]) => `@prefix ${prefix}: <${address}> .`).join("\n")}\n\n${body}`;
}

/** The texts of the reports that facts stand in, unpacked. */
const textsOf = (facts) => Promise.all([...new Set(facts.map((fact) => fact.report))].map(textOf));

async function saveTurtle() {
  const facts = offered.facts ? [...new Set(offered.facts())].sort((a, b) => (a.id < b.id ? -1 : 1)) : [];
  if (!facts.length) return tell(say("nothingToSave"));
  await textsOf(facts);
  return save(`${offered.table?.name || "statements"}.ttl`, new Blob([turtleOf(facts)], { type: "text/turtle" }));
}
