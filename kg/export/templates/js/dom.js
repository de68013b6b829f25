// Elements, words, colours. Text of reports enters the page only through text nodes and attributes.

/** Make an element; `on` holds listeners, `style` CSS properties, null and false attributes are left out. */
function el(tag, attributes, ...children) {
  const node = tag.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (name === "style") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Whether an object has a key of its own (Object.hasOwn is younger than many an office browser). */
const owns = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

const find = (selector) => document.querySelector(selector);
const readJson = (id) => JSON.parse(document.getElementById(id).textContent);

const WORDS = readJson("words");
let language = "zh";

/** A count with commas from four digits on. */
const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
const NO_COUNTS = ["year", "start", "end", "page", "pages"]; // numbers that say which, not how many

/** The word or sentence for `key` in the chosen language; `{name}` is filled from `values`, `{name:one,many}` by their number. */
function say(key, values) {
  const pair = owns(WORDS, key) ? WORDS[key] : [key, key];
  const text = pair[language === "zh" ? 0 : 1];
  if (!values) return text;
  const counted = text.replace(/\{(\w+):([^,}]*),([^}]*)\}/g, (_, name, one, many) => (values[name] === 1 ? one : many));
  return counted.replace(/\{(\w+)\}/g, (_, name) =>
    Number.isInteger(values[name]) && !NO_COUNTS.includes(name) ? grouped(values[name]) : String(values[name]),
  );
}

/** What one of a pair [Chinese, English] says in the chosen language. */
const inLanguage = (pair) => pair[language === "zh" ? 0 : 1];

/** The words for a rule of the extraction; of `honour:荣获` those of `honour` with what stands behind the colon. */
function ruleName(code) {
  const [kind, ...cue] = code.split(":");
  if (owns(WORDS, `rule.${code}`)) return say(`rule.${code}`);
  return owns(WORDS, `rule.${kind}`) ? say(`rule.${kind}`, { cue: cue.join(":") }) : code;
}

/** The class of reason for which something was left out, in words where there are any. */
const reasonName = (reason) => (owns(WORDS, `leftover.${reason}`) ? say(`leftover.${reason}`) : reason);

/** The value of a CSS variable in the present theme. */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const byLabel = (a, b) => a.localeCompare(b, "zh-CN");
/** Names in a row, with the comma of the chosen language. */
const listed = (names) => names.join(language === "zh" ? "、" : ", ");
const years = (list) => listed([...new Set(list)].filter(Boolean).sort());

/** A chip with a shape and a word, so that nothing is said by colour alone. */
function chip(text, kind, title) {
  return el("span", { class: `chip ${kind || ""}`, title }, text);
}

/** How a column looks: number (to the right), minor (not on phones), tight (never broken), roomy (broken, but wide), region. */
const cellClass = (column) => ["number", "minor", "tight", "roomy", "region"].filter((name) => column[name]).join(" ") || null;

/** A table with a caption; `columns` are header texts or {text, number, minor, tight, roomy, region}. */
function table(caption, columns, rows, className) {
  const heads = columns.map((column) => (typeof column === "string" ? { text: column } : column));
  const head = el(
    "tr",
    null,
    heads.map((column) => el("th", { scope: "col", class: cellClass(column) }, column.text)),
  );
  const body = rows.map((cells) =>
    el(
      "tr",
      null,
      cells.map((cell, index) =>
        index === 0 ? el("th", { scope: "row" }, cell) : el("td", { class: cellClass(heads[index]) }, cell),
      ),
    ),
  );
  return el(
    "div",
    { class: "scroller list" },
    el(
      "table",
      { class: `rows ${className || ""}` },
      el("caption", { class: "hidden" }, caption),
      el("thead", null, head),
      el("tbody", null, body),
    ),
  );
}

/** The table of a picture, made when it is opened. */
function twin(make) {
  const open = (event) => {
    if (event.target.open && event.target.childElementCount < 2) event.target.append(make());
  };
  return el("details", { class: "fold twin", on: { toggle: open } }, el("summary", null, say("asTableHere")));
}

/** A message to people who see and to those who hear. */
function tell(text) {
  const line = find("#said");
  if (line) line.textContent = text;
}
