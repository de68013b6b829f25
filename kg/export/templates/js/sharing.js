// Shared initiatives in the panel, each with its sentences: of two places, of a combination, of one place.

const OPEN_FIRST = 12; // initiatives whose sentences are seen at once
const PLACES_QUOTED = 6;

/** Initiatives with their sentences, the first ones open: `items` are [row, links to quote, remark]. */
function sharedList(items) {
  return items.map(([row, links, remark], index) => {
    const box = el(
      "details",
      { class: "fold", open: index < OPEN_FIRST },
      el("summary", null, initiativeName(row.number), " ", remark ? el("small", null, remark) : null),
    );
    const fill = () => box.childElementCount < 2 && box.append(...sentencesOf(row, links));
    if (box.open) fill();
    else box.addEventListener("toggle", fill); // made when they are to be seen: there may be hundreds
    return box;
  });
}

/** A sentence or two of each place, so that every place of the list has its say. */
function sentencesOf(row, links) {
  const rest = links.length - PLACES_QUOTED;
  return [
    ...links.slice(0, PLACES_QUOTED).map((link) => quotations(link.facts, false, 2)),
    el(
      "p",
      { class: "facts" },
      rest > 0 ? `${say("withOthers", { count: rest })} · ` : "",
      el("a", { href: initiativeAddress(row.number) }, say("wholeProfile")),
    ),
  ];
}
