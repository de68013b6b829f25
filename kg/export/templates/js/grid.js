// What the pictures in cells have in common: tabs, pages, heads, keys, and a click that opens the sentences.

const ROWS_PER_PAGE = 150;
const COLUMNS_PER_PAGE = 40;
const ROUND = [1, 2, 5].flatMap((digit) => [1, 10, 100, 1000, 10000].map((power) => digit * power)).sort((a, b) => a - b);

/** The classes of colour for counts: {level(count), texts}. They begin at round numbers that fit the largest count. */
function countScale(counts) {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const top = ROUND.filter((one) => one <= most * 0.75).length - 1;
  const starts = most > 15 ? [1, ...ROUND.slice(top - 2, top + 1)] : [1, 2, 4, 8].filter((one) => one <= most);
  const ends = most > 15 ? starts.slice(1) : [2, 4, 8];
  const text = (start, index) => (index === 3 ? `${start}+` : ends[index] - 1 > start ? `${start}–${ends[index] - 1}` : `${start}`);
  return { level: (count) => starts.filter((start) => start <= count).length, texts: starts.map(text) };
}

/** The views of one page beside each other, above the filters; `modes` are [mode, text], the usual one is null. */
function tabs(modes) {
  return el(
    "nav",
    { class: "tabs", "aria-label": say("tabs") },
    modes.map(([mode, text]) =>
      el(
        "a",
        {
          href: address(state.route, null, { ...keptFilters(), mode }),
          "aria-current": (state.query.mode || null) === mode ? "page" : null,
        },
        text,
      ),
    ),
  );
}

/** The heads of columns that are places. */
const placeHeads = (places) =>
  places.map((place) =>
    el(
      "th",
      { scope: "col", class: "place" },
      el("div", { title: DATA.places[place].label }, el("a", { href: placeAddress(place) }, DATA.places[place].label)),
    ),
  );

/** A table of cells; those that are buttons put their key into the address under `name`, and arrow keys walk over them. */
function cellTable(name, className, caption, heads, rows) {
  const body = el("tbody", null, rows);
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("button[data-cell]");
    if (cell) choose(cell);
  });
  body.addEventListener("keydown", (event) => walk(event, body));
  const first = body.querySelector("button");
  if (first) first.tabIndex = 0;
  return wideBox(
    el(
      "table",
      { class: `matrix ${className}`, "data-choice": name },
      el("caption", { class: "hidden" }, caption),
      el("thead", null, el("tr", null, heads)),
      body,
    ),
  );
}

/** A box that scrolls, with a button that says how many columns lie beyond its right edge, and goes there. */
function wideBox(table) {
  const box = el("div", { class: "scroller", tabindex: "-1" }, table);
  const onward = () => box.scrollBy({ left: box.clientWidth * 0.7 });
  const sign = el("button", { type: "button", class: "beyond", hidden: true, on: { click: onward } });
  const look = () => {
    const edge = box.getBoundingClientRect().right + 8;
    const count = [...table.tHead.rows[0].cells].filter((cell) => cell.getBoundingClientRect().right > edge).length;
    sign.hidden = !count;
    sign.textContent = say("beyond", { count });
  };
  box.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(box);
  return el("div", { class: "wide" }, box, sign);
}

/** Names of many columns are written upright. */
const manyColumns = (columns) => (columns.length > 9 || isPhone() ? "upright" : "");

function pageOf(name, count, size) {
  const last = Math.max(1, Math.ceil(count / size));
  const page = Math.min(last, Math.max(1, Number.parseInt(state.query[name], 10) || 1));
  return { page, last, from: (page - 1) * size, to: Math.min(count, page * size), count };
}

/** Buttons to the pages of a long list, and between them which of its `label` (rows, columns …) are shown. */
function pager(name, { page, last, from, to, count }, label) {
  if (last < 2) return null;
  const step = (next) =>
    el(
      "button",
      {
        type: "button",
        disabled: next < 1 || next > last,
        "aria-label": say(next < page ? "pagerBack" : "pagerOn", { unit: label }),
        on: { click: () => change({ [name]: next === 1 ? null : String(next) }) },
      },
      next < page ? "‹" : "›",
    );
  const shown = say("pagerShown", { unit: label, from: from + 1, to, count });
  return el("span", { class: "pager" }, step(page - 1), ` ${shown} `, step(page + 1));
}

/** Arrow keys walk through the cells, over those that hold no button. */
function walk(event, body) {
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  const cell = step && event.target.closest("td[data-level]");
  if (!cell) return;
  const rows = [...body.rows].filter((one) => one.querySelector("td[data-level]"));
  let [row, column] = [rows.indexOf(cell.parentElement), cell.cellIndex];
  let next = null;
  do {
    [row, column] = [row + step[0], column + step[1]];
    next = rows[row]?.cells[column];
  } while (next && !next.querySelector("button"));
  if (!next?.matches("[data-level]")) return;
  const button = next.querySelector("button");
  event.preventDefault();
  event.target.tabIndex = -1;
  button.tabIndex = 0;
  button.focus();
}

/** What the colours of cells mean; the dashes of plans are explained where cells can have them. */
function heatKey(title, ranges, withPlans) {
  return el(
    "p",
    { class: "key" },
    title,
    ranges.map((range, index) => el("span", { class: "swatch", "data-level": index + 1 }, range)),
    withPlans ? el("span", { class: "swatch planned" }, say("legend.planned")) : null,
  );
}
