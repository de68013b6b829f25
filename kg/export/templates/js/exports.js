// What is seen, as a file: CSV of the table, SVG of the picture, PNG of the SVG.

let offered = { table: null, picture: null };

function offerExports(tableValue, picture) {
  offered = { table: tableValue, picture };
  for (const [id, can] of [
    ["csv", tableValue],
    ["svg", picture],
    ["png", picture],
  ]) {
    const button = find(`#${id}`);
    if (button) button.disabled = !can;
  }
}

function save(name, blob) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
  tell(say("saved", { name }));
}

/** A cell of a CSV file: quoted, and harmless in a spreadsheet that runs formulas. */
function csvCell(value) {
  let text = String(value ?? "");
  if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return `"${text.replace(/"/g, '""')}"`;
}

function saveCsv() {
  if (!offered.table) return;
  const lines = [offered.table.head, ...offered.table.rows].map((row) => row.map(csvCell).join(","));
  save(`${offered.table.name}.csv`, new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
}

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

function pictureSource() {
  const picture = offered.picture && offered.picture();
  return picture ? new XMLSerializer().serializeToString(picture) : null;
}

function saveSvg() {
  const source = pictureSource();
  if (source) save("picture.svg", new Blob([source], { type: "image/svg+xml" }));
}

function savePng() {
  const source = pictureSource();
  if (!source) return;
  const image = new Image();
  image.onload = () => {
    const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
    const canvas = el("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save("picture.png", blob));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
}

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
  const [cell, high, left, top] = [46, 26, 260, 150];
  const content = columns.map((place, index) =>
    el(
      "svg:g",
      { transform: `translate(${left + index * cell + cell / 2 + 5},${top - 8}) rotate(-50)` },
      svgText(0, 0, DATA.places[place].label, 13),
    ),
  );
  rows.forEach((row, at) => {
    const y = top + at * high;
    content.push(svgText(left - 10, y + 18, Array.from(row.item.label).slice(0, 18).join(""), 13, "end"));
    for (const link of row.links) {
      const column = columns.indexOf(link.place);
      if (column < 0) continue;
      const step = level(link.mentions);
      content.push(
        el("svg:rect", {
          x: left + column * cell + 1,
          y: y + 1,
          width: cell - 2,
          height: high - 2,
          rx: 3,
          fill: colour(`heat${step}`),
          stroke: link.planned ? colour("fg") : "none",
          "stroke-dasharray": "3 2",
        }),
        svgText(left + column * cell + cell / 2, y + 18, String(link.mentions), 12, "middle", colour(`heat${step}-fg`)),
      );
    }
  });
  return svgPicture(left + columns.length * cell + 120, top + rows.length * high + 20, ...content);
}

function metricsSvg(row) {
  const [left, wideness, high] = [220, 420, 28];
  const content = [svgText(16, 30, row.item.label, 17)];
  let y = 50;
  for (const group of comparable(row.facts)) {
    const scale = scaleOf(group);
    content.push(
      svgText(
        16,
        y + 18,
        group.change ? say("growth", { base: group.base || "", unit: group.unit }) : say("levelIn", { unit: group.unit || "—" }),
        14,
      ),
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
