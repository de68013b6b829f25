// What is seen, as a file: CSV of the table, SVG of the picture, PNG of the SVG, Turtle of the facts.

let offered = { table: null, picture: null, facts: null };

/** Say what can be saved of this page: a table {name, head, rows}, a picture, and the facts behind both.
 *  `rows`, `picture` and `facts` are functions, called when they are needed; rows may be a plain list. */
function offerExports(tableValue, picture, facts) {
  offered = { table: tableValue, picture, facts: facts || null };
  for (const [id, can] of [
    ["csv", tableValue],
    ["svg", picture],
    ["png", picture],
    ["ttl", facts],
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

async function saveCsv() {
  const { table: chosen, facts } = offered;
  if (!chosen) return;
  const later = typeof chosen.rows === "function";
  if (later && facts) await textsOf(facts()); // quotations of large pages have to be unpacked
  const lines = [chosen.head, ...(later ? chosen.rows() : chosen.rows)].map((row) => row.map(csvCell).join(","));
  save(`${chosen.name}.csv`, new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
}

function pictureSource() {
  const picture = offered.picture && offered.picture();
  return picture ? new XMLSerializer().serializeToString(picture) : null;
}

function saveSvg() {
  const source = pictureSource();
  if (source) save(`${offered.table?.name || "picture"}.svg`, new Blob([source], { type: "image/svg+xml" }));
}

function savePng() {
  const source = pictureSource();
  if (!source) return;
  const name = `${offered.table?.name || "picture"}.png`;
  const image = new Image();
  image.onload = () => {
    const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
    const canvas = el("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(name, blob));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
}

