// The review page: one card a question, a decision chosen on it, all decisions in one file.

const DATA = readJson("data");
const HEADER = DATA.header;
const PER_PAGE = 40;
const KEY = `kg-review-${DATA.key}`;
const shown = { kind: "", text: "", open: false, page: 0 };
const chosen = remembered(); // by row key: decision, value, note; by "earlier N": false where it is undone

/** What may be decided for a kind of question; `own` needs a value of the reviewer's, `kinds` one of the kinds. */
const ROW_CHOICES = {
  place: [{ name: "do-place", decision: "place", needs: "candidate" }, { name: "do-place-other", decision: "place", own: true }],
  conflict: [{ name: "do-reject", decision: "reject" }],
  kind: [{ name: "do-kind", decision: "kind", kinds: true }, { name: "do-rename", decision: "rename", own: true }, { name: "do-reject", decision: "reject" }],
  confidence: [{ name: "do-kind", decision: "kind", kinds: true }, { name: "do-rename", decision: "rename", own: true }, { name: "do-reject", decision: "reject" }],
  similar: [{ name: "do-same", decision: "same" }, { name: "do-different", decision: "different" }],
  merge: [
    { name: "do-same", decision: "same", needs: "candidate" },
    { name: "do-different", decision: "different", needs: "candidate" },
    { name: "do-different", decision: "different", own: true, without: "candidate" },
    { name: "do-rename", decision: "rename", own: true },
    { name: "do-reject", decision: "reject" },
  ],
};

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

function remember() {
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // a browser that keeps nothing for local files still holds the choices while the page is open
  }
}

const choicesOf = (row) =>
  (ROW_CHOICES[row.kind] || []).filter((one) => (!one.needs || row[one.needs]) && (!one.without || !row[one.without]));

/** The choice that a row has, if it is complete: one that needs a value has one. */
function decided(row) {
  const mine = owns(chosen, row.key) ? chosen[row.key] : null;
  const choice = mine && choicesOf(row)[mine.choice];
  if (!choice || (choice.own && !mine.value.trim())) return null;
  return { decision: choice.decision, value: choice.own || choice.kinds ? mine.value.trim() : "", note: mine.note.trim() };
}

const kept = () => DATA.earlier.filter((_, at) => chosen[`earlier ${at}`] !== false);
const count = () => DATA.rows.filter(decided).length + kept().length;

/** A cell that breaks no table and that no spreadsheet runs. */
function cell(text) {
  const plain = text.replace(/[\x00-\x1f\x7f]+/g, " ").trim();
  return /^\s*[=+\-@＝＋－＠]/.test(plain) ? `'${plain}` : plain;
}

/** The decisions file: the header of review.tsv, earlier decisions first. */
function table() {
  const lines = [HEADER.join("\t")];
  for (const item of [...kept(), ...DATA.rows.map((row) => ({ ...row, ...decided(row) })).filter((row) => row.decision)])
    lines.push(HEADER.map((name) => quoted(cell(item[name === "question" ? "kind" : name] || ""))).join("\t"));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

const quoted = (text) => (text.includes('"') ? `"${text.replace(/"/g, '""')}"` : text);

function download() {
  const link = el("a", { href: URL.createObjectURL(new Blob([table()], { type: "text/tab-separated-values" })), download: "decisions.tsv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function fitting() {
  const text = shown.text.trim().toLowerCase();
  return DATA.rows.filter(
    (row) =>
      (!shown.kind || row.kind === shown.kind) &&
      (!shown.open || !decided(row)) &&
      (!text || [row.subject, row.candidate, row.reasons, ...row.why, row.sentence].some((part) => part.toLowerCase().includes(text))),
  );
}

/** A passage with the words between ⟦ and ⟧ marked. */
function passage(text) {
  const parts = text.split(/(⟦[^⟧]*⟧)/).filter(Boolean);
  return el("blockquote", {}, parts.map((part) => (part.startsWith("⟦") ? el("mark", {}, part.slice(1, -1)) : part)));
}

function named(text) {
  const match = /^(.*?)\s*\[([A-Za-z0-9_.-]+)\]$/s.exec(text);
  return match ? el("h2", { title: match[2] }, match[1]) : el("h2", {}, text);
}

/** What the subject is held against; of a kind in doubt the present kind. */
function second(row) {
  if (!row.candidate) return null;
  return DATA.kinds.includes(row.candidate) ? el("span", { class: "chip" }, say(`kind.${row.candidate}`)) : [el("small", {}, say(row.kind === "place" ? "maybe" : "versus")), named(row.candidate)];
}

function card(row) {
  const box = el(
    "article",
    { tabindex: "-1", "data-key": row.key, class: decided(row) ? "decided" : null },
    el("div", { class: "pair" }, el("span", { class: "chip" }, say(row.kind)), named(row.subject), second(row)),
    el("p", { class: "why" }, row.why[language === "zh" ? 0 : 1]),
    row.sentence && row.sentence.split(" ‖ ").map(passage),
  );
  box.append(form(row, box));
  return box;
}

function form(row, box) {
  const mine = () => (chosen[row.key] = owns(chosen, row.key) ? chosen[row.key] : { choice: -1, value: "", note: "" });
  const state = owns(chosen, row.key) ? chosen[row.key] : { choice: -1, value: "", note: "" };
  const after = () => {
    remember();
    box.classList.toggle("decided", Boolean(decided(row)));
    counted();
  };
  const option = (label, at, ...more) =>
    el(
      "label",
      {},
      el("input", { type: "radio", name: row.key, value: String(at), checked: state.choice === at, on: { change: () => { mine().choice = at; const value = more.flat()[0]; if (value) mine().value = value.value; after(); } } }),
      label,
      more.length ? " " : null,
      ...more,
    );
  const typed = (at, name) =>
    el("input", { type: "text", "aria-label": say(name), size: "14", maxlength: "200", value: state.choice === at ? state.value : null, on: { input: (event) => { Object.assign(mine(), { choice: at, value: event.target.value }); box.querySelector(`input[type=radio][value="${at}"]`).checked = true; after(); } } });
  const kinds = (at) =>
    el("select", { "aria-label": say("kind"), on: { change: (event) => { Object.assign(mine(), { choice: at, value: event.target.value }); box.querySelector(`input[type=radio][value="${at}"]`).checked = true; after(); } } },
      DATA.kinds.map((kind) => el("option", { value: kind, selected: (state.choice === at ? state.value : row.candidate) === kind }, say(`kind.${kind}`))));
  return el(
    "fieldset",
    {},
    el("legend", { class: "hidden" }, say("decision")),
    option(say("undecided"), -1),
    choicesOf(row).map((choice, at) => option(say(choice.name), at, ...(choice.own ? [typed(at, "value")] : choice.kinds ? [kinds(at)] : []))),
    el("label", {}, `${say("note")} `, el("input", { type: "text", size: "18", maxlength: "200", value: state.note || null, on: { input: (event) => { mine().note = event.target.value; remember(); } } })),
  );
}

function earlier() {
  if (!DATA.earlier.length) return null;
  return el("details", {}, el("summary", {}, say("earlier", { count: DATA.earlier.length })), DATA.earlier.map((item, at) =>
    el("p", {}, el("label", {}, el("input", { type: "checkbox", checked: chosen[`earlier ${at}`] !== false, on: { change: (event) => { chosen[`earlier ${at}`] = event.target.checked; remember(); counted(); } } }),
      `${say(`do-${item.decision}`)}: ${[item.subject, item.candidate, item.value].filter(Boolean).join(" | ")}`, item.stale ? el("span", { class: "chip" }, say("stale")) : null))));
}

function counted() {
  const number = count();
  find("#download").textContent = say("download", { count: number });
  find("#download").disabled = number === 0;
  find("#said").textContent = say("chosen", { count: number });
}

function draw() {
  const rows = fitting();
  const pages = Math.max(1, Math.ceil(rows.length / PER_PAGE));
  shown.page = Math.min(shown.page, pages - 1);
  const turn = (by) => () => { shown.page += by; draw(); scrollTo(0, 0); };
  const pager = () => el("div", { class: "pages" }, el("button", { disabled: shown.page === 0, on: { click: turn(-1) } }, say("before")), say("page", { page: shown.page + 1, pages }), el("button", { disabled: shown.page >= pages - 1, on: { click: turn(1) } }, say("after")));
  const visible = rows.slice(shown.page * PER_PAGE, (shown.page + 1) * PER_PAGE);
  find("#view").replaceChildren(
    el("p", {}, say("lead"), " ", el("small", {}, say("keys"))),
    ...[earlier()].filter(Boolean),
    el("p", { id: "count" }, say("counted", { count: rows.length })),
    ...(visible.length ? visible.map(card) : [el("p", {}, say(DATA.rows.length ? "none" : "empty"))]),
    ...(pages > 1 ? [pager()] : []),
  );
  for (const button of document.querySelectorAll("#kinds button")) button.setAttribute("aria-pressed", String(button.value === shown.kind));
  counted();
}

function bar() {
  const kinds = ["", ...DATA.order.filter((kind) => DATA.rows.some((row) => row.kind === kind))];
  const total = (kind) => DATA.rows.filter((row) => !kind || row.kind === kind).length;
  const change = (key, value) => { shown[key] = value; shown.page = 0; draw(); };
  find("#top").replaceChildren(
    el("div", {}, el("h1", {}, say("title")), el("button", { class: "push", on: { click: () => { language = language === "zh" ? "en" : "zh"; document.documentElement.lang = language === "zh" ? "zh-CN" : "en"; bar(); draw(); } } }, say("language")), el("button", { id: "download", class: "main", on: { click: download } })),
    el("div", {}, el("span", { id: "kinds", role: "group" }, kinds.map((kind) => [el("button", { value: kind, on: { click: () => change("kind", kind) } }, `${say(kind || "all")} ${total(kind)}`), " "])),
      el("input", { id: "search", type: "search", placeholder: say("search"), "aria-label": say("search"), value: shown.text || null, on: { input: (event) => change("text", event.target.value) } }),
      el("label", {}, el("input", { type: "checkbox", checked: shown.open, on: { change: (event) => change("open", event.target.checked) } }), say("open"))),
  );
}

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement && event.target.type !== "radio" && event.target.type !== "checkbox";
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const cards = [...document.querySelectorAll("article")];
  const here = cards.indexOf(document.activeElement && document.activeElement.closest("article"));
  if (event.key === "/") find("#search").focus();
  else if (event.key === "j" || event.key === "k") (cards[Math.max(0, Math.min(cards.length - 1, here + (event.key === "j" ? 1 : -1)))] || document.body).focus();
  else if (/^[1-9]$/.test(event.key) && here >= 0) { const radio = cards[here].querySelectorAll("input[type=radio]")[Number(event.key) - 1]; if (radio) radio.click(); }
  else return;
  event.preventDefault();
});

bar();
draw();
document.body.dataset.ready = "";
