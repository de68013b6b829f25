// What is known of one sub-district, and of one initiative.

function drawPlace(view, number) {
  const place = DATA.places[number];
  const links = [...place.links].sort(
    (a, b) =>
      DATA.initiatives[b.initiative].links.length - DATA.initiatives[a.initiative].links.length ||
      mentionsOf(b.facts) - mentionsOf(a.facts),
  );
  const ofKind = (test) => links.filter((link) => test(DATA.initiatives[link.initiative]));
  const sharedLinks = ofKind(isSharedProper);
  const formulas = ofKind((item) => isShared(item) && item.boilerplate);
  const ownLinks = ofKind((item) => !isShared(item));
  const mine = (kind) => DATA[kind].filter((fact) => fact.place === number);
  const near = nearest(number);
  view.append(
    el(
      "article",
      { class: "page" },
      heading(
        [...(place.above || [])].join(" › "),
        place.label,
        el(
          "p",
          { class: "facts" },
          say(`placeLevel.${place.level}`),
          place.code ? ` · ${say("code")} ${place.code}` : "",
          place.civil ? ` · ${say("civilCode")} ${place.civil}` : "",
          place.former ? ` · ${say("formerly")} ${listed(place.former)}` : "",
        ),
        el(
          "p",
          null,
          el("a", { class: "button", href: address("network", null, { focus: nodeKey("p", number) }) }, say("showInNetwork")),
        ),
      ),
      part(say("reports"), place.reports.length, el("ul", { class: "plain" }, place.reports.map(reportLine))),
      place.reports.map((report) => placeReasons(report)),
      part(say("nearest"), near.length, nearestList(number, near)),
      part(say("sharedInitiatives"), sharedLinks.length, linkTable(sharedLinks, "initiative")),
      part(say("ownInitiatives"), ownLinks.length, linkTable(ownLinks, "initiative")),
      part(say("formulas"), formulas.length, linkTable(formulas, "initiative")),
      part(say("numbers"), mine("Observation").length, observationTable(mine("Observation"))),
      part(say("class.Recognition"), mine("Recognition").length, factList(mine("Recognition"))),
      part(say("class.FirstClaim"), mine("FirstClaim").length, factList(mine("FirstClaim"))),
      part(say("class.Partnership"), mine("Partnership").length, factList(mine("Partnership"))),
      part(say("class.LocalityNote"), mine("LocalityNote").length, factList(mine("LocalityNote"))),
    ),
  );
  followWith(() => showAsked(() => showPanel(hint())));
  tell(place.label);
  offerExports(
    {
      name: "place",
      head: [say("class"), say("fact"), say("year"), say("status"), say("quotation")],
      rows: () =>
        STATEMENT_KINDS.flatMap(mine).map((fact) => [
          say(`class.${fact.kind}`),
          factLabel(fact),
          fact.year || "",
          stateName(fact),
          firstQuotation(fact),
        ]),
    },
    null,
    () => STATEMENT_KINDS.flatMap(mine),
  );
}

function reportLine(number) {
  const report = DATA.reports[number];
  return el(
    "li",
    null,
    el("a", { href: readerAddress(number) }, report.title || report.files[0][0]),
    " ",
    el("small", { class: "whole" }, report.period ? report.period.join(" — ") : String(report.year || say("yearUnknown"))),
  );
}

function placeReasons(number) {
  const report = DATA.reports[number];
  if (!report.placeReasons && !report.placeRunnerUp) return null;
  const flat = report.placeEvidence || [];
  const proof = [];
  for (let at = 0; at < flat.length; at += 4)
    proof.push({ report: number, from: flat[at], to: flat[at + 1], start: flat[at + 2], end: flat[at + 3] });
  return el(
    "details",
    { class: "fold" },
    el("summary", null, say("whyThisPlace"), report.placeUncertain ? [" ", chip(say("uncertain"), "status-planned")] : null),
    el(
      "ul",
      null,
      (report.placeReasons || []).map((reason) => el("li", null, inLanguage(reason))),
      report.placeRunnerUp ? el("li", null, say("runnerUp", { place: report.placeRunnerUp })) : null,
    ),
    proof.length ? quotations([{ evidence: proof, status: null, year: report.year }], true, 4) : null,
  );
}

/** The places that share most with a place, by weight, with what they share. */
function nearest(number) {
  const rows = DATA.initiatives
    .map((item, index) => ({ number: index, item, links: item.links }))
    .filter((row) => row.links.length > 1 && !row.item.boilerplate);
  const mine = rows.filter((row) => row.links.some((link) => link.place === number));
  const points = new Map();
  for (const row of mine)
    for (const link of row.links) points.set(link.place, (points.get(link.place) || 0) + 1 / row.links.length);
  points.delete(number);
  const likely = [...points]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 24)
    .map(([place]) => place);
  const alike = similarity(rows, [number, ...likely], reportingPlaces().length);
  return likely
    .map((other) => ({ other, ...alike(number, other) }))
    .sort((a, b) => b.share - a.share || a.other - b.other)
    .slice(0, 8);
}

/** The places nearest to one, with what they share; the count leads to the sentences of both. */
function nearestList(number, pairs) {
  return el(
    "ol",
    { class: "nearest" },
    pairs.map((pair) =>
      el(
        "li",
        null,
        el("a", { href: placeAddress(pair.other) }, DATA.places[pair.other].label),
        " ",
        el(
          "a",
          { class: "pairlink", href: pairAddress(number, pair.other) },
          say("pairWhy", { count: pair.rows.length, share: percent(pair.share) }),
        ),
        el(
          "span",
          { class: "why" },
          listed(
            [...pair.rows]
              .sort((a, b) => a.links.length - b.links.length || byLabel(a.item.label, b.item.label))
              .slice(0, 6)
              .map((row) => initiativeName(row.number)),
          ) + (pair.rows.length > 6 ? " …" : ""),
        ),
      ),
    ),
  );
}

function drawInitiative(view, number) {
  const item = DATA.initiatives[number];
  const family = item.family
    ? DATA.initiatives
        .map((_, index) => index)
        .filter((index) => index !== number && DATA.initiatives[index].family === item.family)
    : [];
  const variants = DATA.initiatives.map((_, index) => index).filter((index) => DATA.initiatives[index].variant === number);
  if (item.variant !== undefined) variants.unshift(item.variant);
  const linkList = (numbers) =>
    el(
      "p",
      null,
      numbers.map((index, at) => [at ? listed(["", ""]) : "", el("a", { href: initiativeAddress(index) }, initiativeName(index))]),
    );
  const links = [...item.links].sort(
    (a, b) => firstYear(a.facts) - firstYear(b.facts) || mentionsOf(b.facts) - mentionsOf(a.facts),
  );
  const facts = links.flatMap((link) => link.facts);
  view.append(
    el(
      "article",
      { class: "page" },
      heading(
        [
          say(`kind.${item.kind}`),
          " · ",
          say(`origin.${item.origin || "local"}`),
          item.since ? ` · ${say("since", { year: item.since })}` : "",
        ],
        item.label,
        item.en ? el("p", { class: "facts", lang: "en" }, item.en) : null,
        el(
          "p",
          { class: "facts" },
          say("sharedBy", { count: item.links.length, mentions: mentionsOf(facts) }),
          item.boilerplate ? [" ", chip(say("boilerplate"), "")] : null,
        ),
        el(
          "p",
          null,
          el(
            "a",
            {
              class: "button",
              href: address("network", null, {
                focus: nodeKey("i", number),
                min: item.links.length > 1 ? null : "1",
                national: item.boilerplate ? "1" : null,
              }),
            },
            say("showInNetwork"),
          ),
        ),
      ),
      part(
        say("components"),
        (item.components || []).length,
        el(
          "ol",
          { class: "components" },
          (item.components || []).map((name) => el("li", null, name)),
        ),
      ),
      part(say("aliases"), (item.aliases || []).length, el("p", null, listed(item.aliases || []))),
      part(say("variants"), variants.length, linkList(variants)),
      part(say("familyOf", { name: item.family || "" }), family.length, linkList(family)),
      part(say("who"), links.length, linkTable(links, "place")),
      part(say("numbers"), item.numbers.length, observationTable(item.numbers, true)),
      part(say("praise"), item.praise.length, factList(item.praise)),
      part(say("allSentences"), passagesOf(facts).length, quotations(facts, false, 60)),
      (item.reasons || []).length
        ? el(
            "details",
            { class: "fold" },
            el("summary", null, say("whyMerged")),
            el(
              "ul",
              null,
              item.reasons.map((reason) => el("li", null, inLanguage(reason))),
            ),
          )
        : null,
    ),
  );
  followWith(() => showAsked(() => showPanel()));
  tell(item.label);
  offerExports(
    {
      name: "initiative",
      head: [say("place"), say("year"), say("status"), say("quotation")],
      rows: () =>
        facts.map((fact) => [
          DATA.places[fact.place].label,
          fact.year || "",
          stateName(fact),
          firstQuotation(fact),
        ]),
    },
    null,
    () => [...facts, ...item.numbers, ...item.praise],
  );
}
