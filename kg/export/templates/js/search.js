// Search over names, aliases, places, indicators and reports, in characters or in pinyin.

const SEARCH_LIMIT = 14;
const SEARCH_CROSS = 20; // px, where browsers draw the cross that empties the box
let hits = [];
let hitAt = -1;

const folded = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s“”"'《》·]/g, "");

function searchable() {
  const list = [];
  DATA.places.forEach((place, number) => {
    if (place.reports.length)
      list.push({
        kind: "place",
        number,
        label: place.label,
        also: [(place.above || []).join(""), ...(place.former || []), place.code || ""],
        weight: 1e6,
      });
  });
  DATA.initiatives.forEach((item, number) => {
    if (item.links.length)
      list.push({
        kind: "initiative",
        number,
        label: item.label,
        also: [item.en || "", ...(item.aliases || []), item.family || ""],
        weight: item.links.length,
      });
  });
  DATA.indicators.forEach((item, number) =>
    list.push({ kind: "indicator", number, label: item.label, also: item.aliases || [], weight: 0 }),
  );
  DATA.reports.forEach((report, number) =>
    list.push({ kind: "report", number, label: report.title || report.files[0][0], also: [report.files[0][0]], weight: 0 }),
  );
  for (const one of list) {
    one.folds = [one.label, ...one.also].map(folded);
    one.characters = one.folds.filter((fold) => /[\u4e00-\u9fff]/.test(fold)).map((fold) => Array.from(fold));
  }
  return list;
}

let index = null;

/** Exact names first, then beginnings, then pinyin, then anything that holds the words; wide sharing breaks ties. */
function search(words) {
  index = index || searchable();
  const wanted = folded(words);
  if (!wanted) return [];
  const letters = /^[a-z]{2,40}$/.test(wanted) ? wanted : null;
  const score = (one) => {
    if (one.folds[0] === wanted) return 6;
    if (one.folds[0].startsWith(wanted)) return 5;
    if (one.folds[0].includes(wanted)) return 4;
    const spelt = letters ? Math.max(0, ...one.characters.map((characters) => pinyinScore(letters, characters))) : 0;
    if (spelt) return 1 + spelt;
    return one.folds.some((fold) => fold.includes(wanted)) ? 1 : 0;
  };
  return index
    .map((one) => [score(one), one])
    .filter(([points]) => points)
    .sort((a, b) => b[0] - a[0] || b[1].weight - a[1].weight || byLabel(a[1].label, b[1].label))
    .map(([, one]) => one);
}

function showHits() {
  const input = find("#search");
  const list = find("#hits");
  const all = search(input.value);
  hits = all.slice(0, SEARCH_LIMIT);
  hitAt = hits.length ? 0 : -1;
  list.replaceChildren(
    ...hits.map((hit, number) =>
      el(
        "li",
        {
          role: "option",
          id: `hit${number}`,
          "aria-selected": number === hitAt ? "true" : "false",
          on: {
            mousedown: (event) => {
              event.preventDefault();
              openHit(number);
            },
          },
        },
        el("small", null, say(hit.kind)),
        " ",
        hit.label,
        hit.kind === "initiative" ? el("small", null, ` ${say("places", { count: hit.weight })}`) : null,
      ),
    ),
  );
  if (input.value && !hits.length)
    list.append(el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("noHits")));
  list.hidden = !input.value;
  input.setAttribute("aria-expanded", String(!list.hidden));
  input.setAttribute("aria-activedescendant", hitAt >= 0 ? `hit${hitAt}` : "");
  if (input.value) tell(say("hitCount", { count: all.length }));
}

function closeHits() {
  find("#hits").hidden = true;
  find("#search").setAttribute("aria-expanded", "false");
}

/** On the network a hit that is drawn is focused; everything else opens its page. */
function openHit(number) {
  const hit = hits[number];
  if (!hit) return;
  find("#search").value = "";
  closeHits();
  find("#search").blur();
  keepFocus = state.route === "network" ? "#net" : "#view h2"; // from there the keyboard goes on
  const prefix = { place: "p", initiative: "i" }[hit.kind];
  if (state.route === "network" && prefix && DATA.network.nodes.some((node) => node.id === prefix + hit.number)) {
    const item = prefix === "i" ? DATA.initiatives[hit.number] : null;
    const query = { focus: nodeKey(prefix, hit.number) };
    if (item && item.links.length < 2) query.min = "1";
    if (item && item.boilerplate) query.national = "1";
    location.hash = address("network", null, query);
  } else if (hit.kind === "place") location.hash = placeAddress(hit.number);
  else if (hit.kind === "initiative") location.hash = initiativeAddress(hit.number);
  else if (hit.kind === "report") location.hash = readerAddress(hit.number);
  else location.hash = address("metrics", null, { indicator: DATA.indicators[hit.number].id });
}

function searchKey(event) {
  const list = find("#hits");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!hits.length) return;
    hitAt = (hitAt + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
    [...list.children].forEach((one, number) => one.setAttribute("aria-selected", String(number === hitAt)));
    list.children[hitAt].scrollIntoView({ block: "nearest" });
    find("#search").setAttribute("aria-activedescendant", `hit${hitAt}`);
  } else if (event.key === "Enter") {
    event.preventDefault();
    openHit(hitAt);
  } else if (event.key === "Escape") {
    find("#search").value = "";
    closeHits();
    find("#search").blur();
    event.stopPropagation();
  }
}

/** The longest hint that fits into the search box. */
function fitSearchHint() {
  const input = find("#search");
  const look = getComputedStyle(input);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${look.fontSize} ${look.fontFamily}`;
  const room = input.clientWidth - 2 * Number.parseFloat(look.paddingLeft) - SEARCH_CROSS;
  const hints = [say("searchHint"), say("searchShort"), say("search")];
  input.placeholder = hints.find((hint) => pen.measureText(hint).width <= room) || "";
}

function searchBox() {
  return el(
    "div",
    { class: "searchbox" },
    el("input", {
      id: "search",
      type: "search",
      role: "combobox",
      autocomplete: "off",
      title: say("searchHint"),
      "aria-label": say("search"),
      "aria-expanded": "false",
      "aria-controls": "hits",
      "aria-autocomplete": "list",
      on: {
        input: showHits,
        keydown: searchKey,
        blur: () => setTimeout(closeHits, 150),
        focus: (event) => {
          if (event.target.value) showHits();
        },
      },
    }),
    el("ul", { id: "hits", role: "listbox", "aria-label": say("searchResults"), hidden: true }),
  );
}
