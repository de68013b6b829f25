"use strict";
// The query page. Whatever comes from the graph is put into the page as text, never as markup.
const SHOWN = 2000; // rows of the table; saving gives all
const WORDS = {
  zh: { own: "（自己写查询）", running: "正在查询…", rows: (n, s) => `${n} 行，${s} 秒`, cut: "；已到行数上限，其余略去", first: n => `；表中显示前 ${n} 行`, stopped: "已停止等待", triples: s => `三元组，${s} 秒`, none: "没有结果" },
  en: { own: "(my own query)", running: "asking…", rows: (n, s) => `${n} rows, ${s} s`, cut: "; the limit of rows is reached, others were left off", first: n => `; the first ${n} are shown`, stopped: "no longer waiting", triples: s => `triples, ${s} s`, none: "no rows" },
};
const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9";
const at = id => document.getElementById(id);
let language = navigator.language.startsWith("zh") ? "zh" : "en";
let known = { base: "", path: "/", questions: [] };
let waiting = null;

// SPARQL string literal: the same escapes as kg.store.queries.literal
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const literal = value => '"' + value.replace(/[\\"\n\r\t]/g, one => ESCAPES[one]) + '"';

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function chosen() {
  return known.questions.find(one => one.id === at("question").value);
}

function speak() {
  document.documentElement.lang = language === "zh" ? "zh" : "en";
  for (const one of document.querySelectorAll("[data-zh]")) one.textContent = one.dataset[language];
  at("language").textContent = language === "zh" ? "English" : "中文";
  at("language").lang = language === "zh" ? "en" : "zh";
  const kept = at("question").value;
  at("question").replaceChildren(
    element("option", WORDS[language].own, { value: "" }),
    ...known.questions.map(one => element("option", `${one[language]} (${one.id})`, { value: one.id })),
  );
  at("question").value = kept;
}

function choose() {
  const question = chosen();
  at("parameters").replaceChildren();
  if (!question) return;
  at("text").value = question.text;
  for (const [name, value] of Object.entries(question.parameters)) {
    const label = element("label", name + " ");
    const input = element("input", undefined, { value, "data-name": name, maxlength: "200" });
    input.addEventListener("input", fill);
    input.addEventListener("keydown", event => { if (event.key === "Enter") ask(); });
    label.append(input);
    at("parameters").append(label);
  }
}

// A parameter stands alone on a line of the query: VALUES ?name { "…" } or VALUES ?name { "…"@zh "…"@en }
const LITERAL = '"(?:[^"\\\\\\n]|\\\\.){0,400}"';
function fill() {
  let text = chosen().text;
  for (const input of at("parameters").querySelectorAll("input")) {
    const name = input.dataset.name;
    const line = new RegExp(`^[ \\t]*VALUES \\?${name} \\{ (?:${LITERAL}(?:@[a-z]{2})? ){1,4}\\}[ \\t]*$`, "m");
    text = text.replace(line, found => found.replace(new RegExp(LITERAL, "g"), () => literal(input.value)));
  }
  at("text").value = text;
}

async function request(accept) {
  waiting?.abort();
  waiting = new AbortController();
  at("stop").disabled = false;
  try {
    return await fetch("/sparql", {
      method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept },
      body: at("text").value, signal: waiting.signal,
    });
  } finally {
    at("stop").disabled = true;
  }
}

function tell(text, bad = false) {
  at("status").textContent = text;
  at("status").className = bad ? "bad" : "";
}

async function ask() {
  const begun = performance.now();
  at("answer").replaceChildren();
  at("save").hidden = at("save-graph").hidden = true;
  tell(WORDS[language].running);
  try {
    const response = await request(ACCEPT);
    const body = await response.text();
    if (!response.ok) return tell(body, true);
    const seconds = ((performance.now() - begun) / 1000).toFixed(2);
    const cut = response.headers.get("X-Truncated") ? WORDS[language].cut : "";
    const rows = response.headers.get("Content-Type").startsWith("application/sparql-results+json");
    at(rows ? "save" : "save-graph").hidden = false;
    if (!rows) {
      at("answer").append(element("pre", body));
      return tell(WORDS[language].triples(seconds) + cut);
    }
    const answer = JSON.parse(body);
    if ("boolean" in answer) return tell(String(answer.boolean));
    show(answer);
    const count = answer.results.bindings.length;
    tell((count ? WORDS[language].rows(count, seconds) : WORDS[language].none) + cut + (count > SHOWN ? WORDS[language].first(SHOWN) : ""));
  } catch (error) {
    tell(error.name === "AbortError" ? WORDS[language].stopped : String(error), error.name !== "AbortError");
  }
}

function show(answer) {
  const table = element("table");
  const head = element("tr");
  for (const name of answer.head.vars) head.append(element("th", name, { scope: "col" }));
  const body = element("tbody");
  for (const row of answer.results.bindings.slice(0, SHOWN)) {
    const line = element("tr");
    for (const name of answer.head.vars) line.append(cell(row[name]));
    body.append(line);
  }
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  at("answer").append(table);
}

function cell(term) {
  const made = element("td");
  if (!term) return made;
  if (term.type === "uri" && known.base && term.value.startsWith(known.base)) {
    const local = term.value.slice(known.base.length);
    made.append(element("a", local, { href: known.path + local }));
  } else if (term.type === "triple") {
    made.textContent = JSON.stringify(term.value);
  } else {
    made.append(element("bdi", term.value));
    if (/#(integer|decimal|double)$/.test(term.datatype || "")) made.className = "number";
  }
  return made;
}

async function save(button) {
  try {
    const response = await request(button.dataset.media);
    if (!response.ok) return tell(await response.text(), true);
    const link = element("a", "", { href: URL.createObjectURL(await response.blob()), download: `answer.${button.dataset.suffix}` });
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) {
    tell(String(error), true);
  }
}

async function start() {
  known = await (await fetch("/questions.json")).json();
  speak();
  at("question").value = known.questions.some(one => one.id === "overview") ? "overview" : "";
  const given = new URLSearchParams(location.search).get("query");
  if (given) at("question").value = "";
  choose();
  if (given) at("text").value = given;
  at("question").addEventListener("change", choose);
  at("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; speak(); });
  at("ask").addEventListener("submit", event => { event.preventDefault(); ask(); });
  at("stop").addEventListener("click", () => waiting?.abort());
  at("text").addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(); } });
  for (const button of document.querySelectorAll("[data-media]")) button.addEventListener("click", () => save(button));
}
start().catch(error => tell(String(error), true));
