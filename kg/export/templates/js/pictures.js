// The pictures as SVG: what PNG and SVG save.

/** A picture with its name for those who cannot see it, and a line of signs and words under it that explains it. */
function svgPicture(width, height, title, signs, ...content) {
  const under = signs.length ? 36 : 0;
  return el(
    "svg:svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height: height + under,
      viewBox: `0 0 ${width} ${height + under}`,
      "font-family": FACE.replace(/"/g, "'"),
      "xml:lang": "zh-CN",
      role: "img",
    },
    el("svg:title", null, xmlSafe(title)),
    el("svg:rect", { width, height: height + under, fill: colour("bg") }),
    ...content,
    ...svgLegend(signs, height + 14),
  );
}

/** Signs and words in a row: [make the sign at (x, y), its width, the words]. */
function svgLegend(signs, y) {
  let x = 20;
  return signs.flatMap(([sign, room, words]) => {
    const made = [sign(x, y), svgText(x + room + 6, y + 5, words, 12.5, "start", colour("soft"))];
    x += room + 6 + wide(words, 12.5) + 22;
    return made;
  });
}

const heatSign = (at, planned) => (x, y) =>
  el("svg:rect", {
    x,
    y: y - 8,
    width: 22,
    height: 16,
    rx: 3,
    fill: at ? colour(`heat${at}`) : "none",
    stroke: planned ? colour("fg") : "none",
    "stroke-dasharray": "3 2",
  });
const lineSign = (dashes) => (x, y) =>
  el("svg:line", { x1: x, x2: x + 24, y1: y, y2: y, stroke: colour("edge"), "stroke-width": 2, "stroke-dasharray": dashes });

/** What the colours of cells mean, in a picture. */
const heatSigns = (title, ranges, withPlans) => [
  ...ranges.map((range, index) => [heatSign(index + 1), 22, index ? range : `${title} ${range}`]),
  ...(withPlans ? [[heatSign(0, true), 22, say("legend.planned")]] : []),
];

/** The first letters of a name, with a sign that there are more. */
const short = (text, most) => (Array.from(text).length > most ? `${Array.from(text).slice(0, most - 1).join("")}…` : text);

/** XML refuses control characters that a report may hold. */
const xmlSafe = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");

const svgText = (x, y, text, size, anchor, fill) =>
  el("svg:text", { x, y, "font-size": size, "text-anchor": anchor || "start", fill: fill || colour("fg") }, xmlSafe(text));

function networkSvg(part) {
  const bright = brightNodes(part);
  const where = new Map(part.nodes.map((node) => [node.id, node]));
  const [left, top, right, bottom] = roomOf(part.nodes, 1);
  const shift = [30 - left, 30 - top];
  const lines = part.edges.map((edge) => {
    const [a, b] = [where.get(edge.from), where.get(edge.to)];
    const isBright = !bright || (bright.has(edge.from) && bright.has(edge.to));
    return el("svg:line", {
      x1: a.x + shift[0],
      y1: a.y + shift[1],
      x2: b.x + shift[0],
      y2: b.y + shift[1],
      stroke: colour(bright && isBright ? "c-place" : "edge"),
      "stroke-width": 1 + Math.sqrt(edge.link.mentions) * 0.4,
      "stroke-dasharray": edge.link.planned ? "5 5" : null,
      opacity: isBright ? null : 0.15,
    });
  });
  const labels = labelsAt(part.nodes, 1, bright, part.edges);
  const isFaded = (node) => Boolean(bright && !bright.has(node.id));
  const shapes = part.nodes.map((node) => svgNode(node, node.x + shift[0], node.y + shift[1], labels.get(node.id), isFaded(node)));
  const groups = ["place", "slogan", "program"].filter((group) => part.nodes.some((node) => node.layer === group));
  const planned = part.edges.some((edge) => edge.link.planned);
  const signs = [
    ...groups.map((group) => [(x, y) => svgShape({ layer: group, size: 6 }, x + 6, y), 12, say(`legend.${group}`)]),
    [lineSign(null), 24, say("legend.edge")],
    ...(planned ? [[lineSign("5 5"), 24, say("legend.planned")]] : []),
  ];
  const room = Math.max(right - left + 60, 20 + signs.reduce((sum, [, sign, words]) => sum + sign + 28 + wide(words, 12.5), 0));
  return svgPicture(room, bottom - top + 60, say("sharedInitiatives"), signs, ...lines, ...shapes.flat());
}

function svgShape({ layer, size, opacity }, x, y) {
  const fill = colour(`c-${layer}`);
  if (layer === "place") return el("svg:rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size, fill, opacity });
  if (layer !== "slogan") return el("svg:circle", { cx: x, cy: y, r: size, fill, opacity });
  return el("svg:path", { d: `M${x} ${y - size}L${x + size} ${y}L${x} ${y + size}L${x - size} ${y}Z`, fill, opacity });
}

/** A node with its label, where it has room for one. */
function svgNode(node, x, y, label, faded) {
  const shape = svgShape({ ...node, opacity: faded ? 0.2 : null }, x, y);
  if (!label) return [shape];
  const lines = label.text.split("\n");
  const above = label.shift < -2;
  const first = above ? y - node.size - label.size * (lines.length * 1.2 - 0.8) : y + node.size + label.size * 1.15;
  return [
    shape,
    ...lines.map((line, index) => {
      const text = svgText(x, first + index * label.size * 1.2, line, label.size, "middle", faded ? colour("edge") : null);
      for (const [name, value] of [["stroke", colour("bg")], ["stroke-width", 5], ["paint-order", "stroke"]]) text.setAttribute(name, value);
      return text;
    }),
  ];
}

function matrixSvg(rows, columns, scale) {
  return gridSvg({
    title: say("initiativesByPlaces"),
    signs: heatSigns(say("mentionCount"), scale.texts, rows.some((row) => row.links.some((link) => link.planned))),
    columns: columns.map((place) => DATA.places[place].label),
    rows: rows.map((row) => {
      const byPlace = new Map(row.links.map((link) => [link.place, link]));
      const cell = (link) => link && { text: String(link.mentions), level: scale.level(link.mentions), planned: link.planned };
      return { name: initiativeName(row.number), cells: columns.map((place) => cell(byPlace.get(place))) };
    }),
  });
}

function metricsSvg(title, groups) {
  const [left, wideness, high] = [220, 420, 28];
  const content = [svgText(16, 30, title, 17)];
  let y = 50;
  for (const group of groups) {
    const scale = scaleOf(group);
    content.push(
      svgText(16, y + 18, `${group.title ? `${group.title} · ` : ""}${unitTitle(group)}`, 14),
    );
    y += 30;
    for (const fact of [...group.facts].sort((a, b) => signed(b) - signed(a))) {
      const x = left + (scale.at(signed(fact)) / 100) * wideness;
      content.push(
        svgText(left - 12, y + 18, `${DATA.places[fact.place].label} ${fact.year || ""}`, 13, "end"),
        el("svg:line", {
          x1: left + (scale.at(0) / 100) * wideness,
          x2: x,
          y1: y + 13,
          y2: y + 13,
          stroke: colour("c-Observation"),
          "stroke-width": 3,
        }),
        el("svg:circle", {
          cx: x,
          cy: y + 13,
          r: 6,
          fill: fact.status === "planned" ? colour("bg") : colour("c-Observation"),
          stroke: colour("c-Observation"),
          "stroke-width": 2,
        }),
        svgText(left + wideness + 16, y + 18, fact.verbatim || fact.value + fact.unit, 13),
      );
      y += high;
    }
    y += 12;
  }
  return svgPicture(left + wideness + 180, y + 10, title, [], ...content);
}

const multiplesSvg = (rows) =>
  metricsSvg(
    say("sideBySide"),
    comparableGroups(rows)
      .slice(0, MULTIPLES)
      .map(({ row, group }) => ({ ...group, title: row.item.label })),
  );

/** A grid of numbers and colours: {title, signs, columns: [label], rows: [{name, cells: [null | {text, level, planned}]}]}. */
function gridSvg({ title, signs, columns, rows }) {
  const names = rows.map((row) => short(row.name, language === "zh" ? 19 : 46));
  const [cell, high, top] = [52, 26, 150];
  const left = Math.max(260, 30 + names.reduce((most, name) => Math.max(most, wide(name, 13)), 0));
  const content = columns.map((label, index) =>
    el(
      "svg:g",
      { transform: `translate(${left + index * cell + cell / 2 + 5},${top - 8}) rotate(-50)` },
      svgText(0, 0, label, 13),
    ),
  );
  rows.forEach((row, at) => {
    const y = top + at * high;
    content.push(svgText(left - 10, y + 18, names[at], 13, "end"));
    row.cells.forEach((one, index) => {
      if (!one) return;
      const x = left + index * cell;
      if (one.level)
        content.push(
          el("svg:rect", {
            x: x + 1,
            y: y + 1,
            width: cell - 2,
            height: high - 2,
            rx: 3,
            fill: colour(`heat${one.level}`),
            stroke: one.planned ? colour("fg") : "none",
            "stroke-dasharray": "3 2",
          }),
        );
      content.push(svgText(x + cell / 2, y + 18, one.text, 12, "middle", one.level ? colour(`heat${one.level}-fg`) : null));
    });
  });
  return svgPicture(Math.max(680, left + columns.length * cell + 120), top + rows.length * high + 20, title, signs, ...content);
}

/** Combinations as dots, lines and bars. */
function combinationsSvg(list, places) {
  const [cell, high, top] = [30, 28, 150];
  const left = 20;
  const bars = left + places.length * cell + 20;
  const most = Math.max(...list.map((one) => one.rows.length));
  const content = places.map((place, index) =>
    el(
      "svg:g",
      { transform: `translate(${left + index * cell + cell / 2 + 5},${top - 12}) rotate(-50)` },
      svgText(0, 0, DATA.places[place].label, 13),
    ),
  );
  list.forEach((one, row) => {
    const y = top + row * high + high / 2;
    const inside = places.map((place, index) => (one.places.includes(place) ? index : -1)).filter((index) => index >= 0);
    const x = (index) => left + index * cell + cell / 2;
    if (inside.length > 1)
      content.push(
        el("svg:line", {
          x1: x(inside[0]),
          x2: x(inside[inside.length - 1]),
          y1: y,
          y2: y,
          stroke: colour("c-place"),
          "stroke-width": 3,
        }),
      );
    places.forEach((_, index) =>
      content.push(
        el("svg:circle", {
          cx: x(index),
          cy: y,
          r: inside.includes(index) ? 7 : 3,
          fill: colour(inside.includes(index) ? "c-place" : "edge"),
        }),
      ),
    );
    const wideness = (one.rows.length / most) * 160;
    content.push(
      el("svg:rect", { x: bars, y: y - 6, width: wideness, height: 12, rx: 3, fill: colour("c-place") }),
      svgText(bars + wideness + 6, y + 5, String(one.rows.length), 13),
      svgText(bars + 210, y + 5, short(listed(one.rows.map((line) => initiativeName(line.number))), language === "zh" ? 42 : 78), 13),
    );
  });
  return svgPicture(bars + 780, top + list.length * high + 20, say("combinations"), [], ...content);
}
