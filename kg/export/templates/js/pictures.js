// The pictures as SVG: what PNG and SVG save.

function svgPicture(width, height, ...content) {
  return el(
    "svg:svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": FACE.replace(/"/g, "'"),
    },
    el("svg:rect", { width, height, fill: colour("bg") }),
    ...content,
  );
}

/** XML refuses control characters that a report may hold. */
const xmlSafe = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");

const svgText = (x, y, text, size, anchor, fill) =>
  el("svg:text", { x, y, "font-size": size, "text-anchor": anchor || "start", fill: fill || colour("fg") }, xmlSafe(text));

function networkSvg(part) {
  const nodes = part.nodes;
  const margin = 90;
  const left = Math.min(...nodes.map((node) => node.x)) - margin;
  const top = Math.min(...nodes.map((node) => node.y)) - 50;
  const width = Math.max(...nodes.map((node) => node.x)) - left + margin;
  const height = Math.max(...nodes.map((node) => node.y)) - top + 80;
  const where = new Map(nodes.map((node) => [node.id, node]));
  const lines = part.edges.map((edge) => {
    const a = where.get(edge.from),
      b = where.get(edge.to);
    return el("svg:line", {
      x1: a.x - left,
      y1: a.y - top,
      x2: b.x - left,
      y2: b.y - top,
      stroke: colour("edge"),
      "stroke-width": 1 + Math.sqrt(edge.link.mentions) * 0.4,
      "stroke-dasharray": edge.link.planned ? "5 5" : null,
    });
  });
  const shapes = nodes.map((node) => svgNode(node, node.x - left, node.y - top));
  return svgPicture(width, height, ...lines, ...shapes.flat());
}

function svgNode(node, x, y) {
  const fill = colour(`c-${node.layer}`);
  const size = node.size;
  const shape =
    node.layer === "place"
      ? el("svg:rect", { x: x - size, y: y - size, width: 2 * size, height: 2 * size, fill })
      : node.layer === "slogan"
        ? el("svg:path", { d: `M${x} ${y - size}L${x + size} ${y}L${x} ${y + size}L${x - size} ${y}Z`, fill })
        : el("svg:circle", { cx: x, cy: y, r: size, fill });
  const font = node.layer === "place" ? 17 : 14;
  return [
    shape,
    ...node.label.split("\n").map((line, index) => svgText(x, y + size + font * (1.15 + index * 1.2), line, font, "middle")),
  ];
}

function matrixSvg(rows, columns) {
  return gridSvg({
    columns: columns.map((place) => DATA.places[place].label),
    rows: rows.map((row) => {
      const byPlace = new Map(row.links.map((link) => [link.place, link]));
      const cell = (link) => link && { text: String(link.mentions), level: level(link.mentions), planned: link.planned };
      return { name: row.item.label, cells: columns.map((place) => cell(byPlace.get(place))) };
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
  return svgPicture(left + wideness + 180, y + 10, ...content);
}

const multiplesSvg = (rows) =>
  metricsSvg(
    say("sideBySide"),
    comparableGroups(rows)
      .slice(0, MULTIPLES)
      .map(({ row, group }) => ({ ...group, title: row.item.label })),
  );

/** A grid of numbers and colours: {columns: [label], rows: [{name, cells: [null | {text, level, planned}]}]}. */
function gridSvg({ columns, rows }) {
  const [cell, high, left, top] = [52, 26, 260, 150];
  const content = columns.map((label, index) =>
    el(
      "svg:g",
      { transform: `translate(${left + index * cell + cell / 2 + 5},${top - 8}) rotate(-50)` },
      svgText(0, 0, label, 13),
    ),
  );
  rows.forEach((row, at) => {
    const y = top + at * high;
    content.push(svgText(left - 10, y + 18, Array.from(row.name).slice(0, 18).join(""), 13, "end"));
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
  return svgPicture(left + columns.length * cell + 120, top + rows.length * high + 20, ...content);
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
      svgText(
        bars + 210,
        y + 5,
        Array.from(one.rows.map((line) => line.item.label).join("、"))
          .slice(0, 40)
          .join(""),
        13,
      ),
    );
  });
  return svgPicture(bars + 780, top + list.length * high + 20, ...content);
}
