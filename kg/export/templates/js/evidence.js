// The panel at the side: the sentences behind whatever was chosen.

/** Passages of the given facts, each once, with all words to be marked in it. */
function passagesOf(facts) {
  const found = new Map();
  for (const fact of facts) {
    for (const one of fact.evidence) {
      const key = `${one.report}:${one.from}:${one.to}`;
      if (!found.has(key)) found.set(key, { report: one.report, from: one.from, to: one.to, marks: [], facts: new Set() });
      const passage = found.get(key);
      passage.marks.push([one.start, one.end]);
      passage.facts.add(fact);
    }
  }
  return [...found.values()].sort((a, b) => a.report - b.report || a.from - b.from);
}

/** Whether the text at a place of a report was recognised in a scanned page. */
function isRecognised(report, at) {
  const edges = report.recognised || [];
  return edges.some((start, index) => index % 2 === 0 && start <= at && at < edges[index + 1]);
}

/** Join marks that touch or overlap. */
function joined(marks) {
  const result = [];
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result[result.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

function fillQuotation(holder, text, passage, marks) {
  let at = passage.from;
  for (const [start, end] of marks) {
    holder.append(text.slice(at, start), el("mark", null, text.slice(start, end)));
    at = end;
  }
  holder.append(text.slice(at, passage.to));
}

/** A sentence with its words marked, and under it where it stands. */
function quotation(passage, withoutPlace) {
  const report = DATA.reports[passage.report];
  const marks = joined(passage.marks);
  const words = el("p", { class: "words" });
  const text = textOf(passage.report);
  if (text instanceof StoredText) fillQuotation(words, text, passage, marks);
  else text.then((ready) => fillQuotation(words, ready, passage, marks));
  const facts = [...passage.facts];
  const path = sectionPath(passage.report, marks[0][0]);
  const place =
    !withoutPlace && report.place !== undefined
      ? [el("a", { href: placeAddress(report.place) }, DATA.places[report.place].label), " · "]
      : null;
  return el(
    "blockquote",
    { "data-report": report.id, "data-from": passage.from, "data-to": passage.to, "data-marks": JSON.stringify(marks) },
    words,
    el(
      "footer",
      { class: "source" },
      place,
      yearsOf(facts) || say("yearUnknown"),
      " ",
      stateChips(facts),
      isRecognised(report, passage.from) ? chip(say("recognised"), "status-planned", say("recognisedWhy")) : null,
      path && el("span", { class: "path" }, path),
      el(
        "span",
        { class: "file" },
        report.title || report.files[0][0],
        " · ",
        el("span", { class: "tight" }, say("characters", { start: passage.from, end: passage.to })),
      ),
      el("a", { class: "open", href: readerAddress(passage.report, marks[0][0], marks[0][1]) }, say("openInReport")),
    ),
  );
}

/** The sentences of facts; long lists open on demand. */
function quotations(facts, withoutPlace, limit = 12) {
  const passages = passagesOf(facts);
  const box = el(
    "div",
    { class: "quotations" },
    passages.slice(0, limit).map((passage) => quotation(passage, withoutPlace)),
  );
  if (passages.length > limit) {
    const more = el(
      "button",
      {
        type: "button",
        class: "more",
        on: {
          click: () => {
            more.replaceWith(...passages.slice(limit).map((passage) => quotation(passage, withoutPlace)));
          },
        },
      },
      say("more", { count: passages.length - limit }),
    );
    box.append(more);
  }
  return box;
}

let hintsClosed = false; // somebody has read the hint and closed it

/** Put something into the panel; nothing closes it, and so does a hint after one was closed. */
function showPanel(...given) {
  const content = hintsClosed && given[0]?.matches?.(".hint:not(.summary)") ? [] : given;
  const panel = find("#panel");
  panel.replaceChildren();
  document.body.classList.toggle("has-panel", content.length > 0);
  document.body.classList.toggle("has-hint", Boolean(content[0]?.classList?.contains("hint")));
  if (!content.length) return;
  const close = el("button", { type: "button", class: "close", "aria-label": say("close"), on: { click: clearFocus } }, "×");
  panel.append(close, ...content.flat(3).filter((one) => one !== null && one !== undefined));
  panel.scrollTop = 0;
}

/** Take the choice away. */
function clearFocus() {
  if (isChosen()) change(nothingChosen());
  else {
    hintsClosed = true;
    showPanel();
  }
}

/** What stands in the panel while nothing is chosen; `rows` adds the most widely shared of them. */
function hint(rows) {
  const top = (rows || []).slice(0, 15);
  return el(
    "div",
    { class: "hint" },
    el("h2", null, say("hintTitle")),
    el("p", null, say("hintText")),
    el("p", null, say("hintKeys")),
    top.length ? el("h3", null, say("widest")) : null,
    top.length
      ? el(
          "ol",
          { class: "widest" },
          top.map((row) =>
            el(
              "li",
              null,
              el(
                "a",
                {
                  href: address(state.route, null, {
                    ...state.query,
                    ...nothingChosen(),
                    focus: nodeKey("i", row.number),
                  }),
                },
                initiativeName(row.number),
              ),
              " ",
              el("small", null, `${say("places", { count: row.links.length })} · ${say("mentions", { count: row.mentions })}`),
            ),
          ),
        )
      : null,
  );
}

/** The panel for a link between a place and an initiative. */
function showLink(link) {
  showPanel(
    el("p", { class: "over" }, say("evidence")),
    el("h2", null, el("a", { href: initiativeAddress(link.initiative) }, initiativeName(link.initiative))),
    el(
      "p",
      { class: "sub" },
      el("a", { href: placeAddress(link.place) }, DATA.places[link.place].label),
      " · ",
      say("mentions", { count: mentionsOf(link.facts) }),
      " · ",
      yearsOf(link.facts),
    ),
    quotations(link.facts, true, 40),
    numbersOf(link.initiative, link.place),
  );
}

function numbersOf(initiative, place) {
  const numbers = DATA.initiatives[initiative].numbers.filter((fact) => place === undefined || fact.place === place);
  if (!numbers.length) return null;
  return el("section", null, el("h3", null, say("numbers")), quotations(numbers, place !== undefined, 8));
}

/** The panel for an initiative: its places, each with its sentences. */
function showInitiative(number, links) {
  const item = DATA.initiatives[number];
  const list = links || item.links;
  showPanel(
    el("p", { class: "over" }, say(`kind.${item.kind}`), " · ", say(`origin.${item.origin || "local"}`)),
    el("h2", null, el("a", { href: initiativeAddress(number) }, initiativeName(number))),
    el(
      "p",
      { class: "sub" },
      say("sharedBy", { count: item.links.length, mentions: mentionsOf(list.flatMap((link) => link.facts)) }),
      " · ",
      el("a", { href: initiativeAddress(number) }, say("wholeProfile")),
    ),
    item.components
      ? el(
          "ol",
          { class: "components" },
          item.components.map((part) => el("li", null, part)),
        )
      : null,
    [...list]
      .sort((a, b) => mentionsOf(b.facts) - mentionsOf(a.facts))
      .slice(0, 30)
      .map((link) =>
        el(
          "section",
          null,
          el(
            "h3",
            null,
            el("a", { href: placeAddress(link.place) }, DATA.places[link.place].label),
            " ",
            el("small", null, say("mentions", { count: mentionsOf(link.facts) })),
          ),
          quotations(link.facts, true, 4),
        ),
      ),
  );
}

/** The panel for a place: what it shares. */
function showPlace(number, rows) {
  const place = DATA.places[number];
  const own = (rows || shown())
    .map((row) => ({ row, link: row.links.find((link) => link.place === number) }))
    .filter(({ link }) => link);
  showPanel(
    el("p", { class: "over" }, (place.above || []).join(" ")),
    el("h2", null, el("a", { href: placeAddress(number) }, place.label)),
    el(
      "p",
      { class: "sub" },
      say("placeShares", { count: own.length }),
      " · ",
      el("a", { href: placeAddress(number) }, say("wholeProfile")),
    ),
    sharedList(own.map(({ row, link }) => [row, [link], say("withOthers", { count: row.links.length - 1 })])),
  );
}
