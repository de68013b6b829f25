// The frame: header, routes, theme, language, keys.

const ROUTES = {
  network: drawNetwork,
  matrix: drawMatrix,
  timeline: drawTimeline,
  initiatives: drawInitiatives,
  places: drawPlaces,
  metrics: drawMetrics,
  reports: drawReports,
  about: drawAbout,
  place: (view) => drawKnown(view, DATA.placeById, drawPlace),
  initiative: (view) => drawKnown(view, DATA.initiativeById, drawInitiative),
  report: (view) => drawKnown(view, DATA.reportById, drawReport),
};
const MENU = ["network", "matrix", "timeline", "initiatives", "places", "metrics", "reports", "about"];
const HOME = { place: "places", initiative: "initiatives", report: "reports" };
let keepFocus = null; // a selector that gets the keyboard back after the page was drawn again
let theme = "auto";
const ownTitle = document.title;

function drawKnown(view, index, draw) {
  const number = index.get(state.id);
  if (number === undefined) notFound(view);
  else draw(view, number);
}

function notFound(view) {
  view.append(
    el(
      "article",
      { class: "page" },
      el("h2", null, say("notFound")),
      el("p", null, el("a", { href: address(defaultRoute()) }, say("toStart"))),
    ),
  );
  showPanel();
  tell(say("notFound"));
  offerExports(null, null);
}

/** Go where the address says: a mere choice leaves the page as it is. */
function turn() {
  const before = withoutChoices(state);
  const next = parseAddress();
  if (!follow || withoutChoices(next) !== before) {
    render();
    return;
  }
  state = next;
  follow();
  settle();
}

/** Draw the page that the address names. */
function render() {
  state = parseAddress();
  follow = null;
  if (network) {
    network.destroy();
    network = null;
    drawn = null;
  }
  const view = find("#view");
  view.replaceChildren();
  view.className = `view-${MENU.includes(state.route) || HOME[state.route] ? state.route : "none"}`;
  view.scrollTop = 0;
  const draw = owns(ROUTES, state.route) ? ROUTES[state.route] : notFound;
  draw(view);
  for (const link of document.querySelectorAll("#menu a")) {
    const current = link.dataset.route === (HOME[state.route] || state.route);
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  settle();
}

/** What is left to do once view and panel are as the address says. */
function settle() {
  markChosen();
  if (keepFocus) {
    document.querySelector(keepFocus)?.focus({ preventScroll: Boolean(document.activeElement?.closest("#view")) });
    keepFocus = null;
  }
  document.body.dataset.ready = state.route;
  window.readyAt = window.readyAt || performance.now();
}

function remembered(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(`kg-${name}`);
    localStorage.setItem(`kg-${name}`, value);
  } catch {
    /* storage is refused: the choice lasts as long as the page */
  }
  return null;
}

const isDark = () => theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);

function setTheme(value) {
  theme = value;
  document.documentElement.dataset.theme = value;
  remembered("theme", value);
  find("#theme").textContent = say(isDark() ? "toLight" : "toDark");
}

let screenTheme = null; // while the page is printed

/** Paper is light, and takes the drawing as vectors: a canvas would be stretched. All is put back afterwards. */
function printing(starts) {
  find(".paper")?.remove();
  if (starts && isDark()) screenTheme = theme;
  if (screenTheme) {
    theme = starts ? "light" : screenTheme;
    document.documentElement.dataset.theme = theme;
    render();
  }
  if (!starts) screenTheme = null;
  if (starts && network) find(".stage").append(el("div", { class: "paper" }, offered.picture()));
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    tell(say("copied"));
  } catch {
    const box = el("input", { value: location.href, readonly: true, class: "hidden" });
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    tell(done ? say("copied") : location.href);
  }
}

function toolButton(id, text, run, label) {
  return el("button", { id, type: "button", on: { click: run }, title: label || null }, text);
}

/** Make the header anew, in the chosen language. */
function frame() {
  find("#bar").lang = language === "zh" ? "zh-CN" : "en"; // the page itself stays zh-CN: its texts are Chinese and need Chinese glyphs
  const menu = el(
    "nav",
    { id: "menu", "aria-label": say("menu") },
    MENU.map((route) => el("a", { href: `#/${route}`, "data-route": route }, say(`menu.${route}`))),
  );
  const tools = el(
    "div",
    { class: "tools" },
    toolButton("copy", say("copyLink"), copyLink, say("copyLinkHint")),
    toolButton("png", "PNG", savePng, say("exportPng")),
    toolButton("svg", "SVG", saveSvg, say("exportSvg")),
    toolButton("csv", "CSV", saveCsv, say("exportCsv")),
    toolButton("ttl", "Turtle", saveTurtle, say("exportTurtle")),
    toolButton("language", language === "zh" ? "English" : "中文", () => {
      language = language === "zh" ? "en" : "zh";
      remembered("language", language);
      frame();
      render();
    }),
    toolButton("theme", "", () => {
      setTheme(isDark() ? "light" : "dark");
      render();
    }),
  );
  find("#bar").replaceChildren(menu, searchBox(), tools);
  const title = ownTitle === WORDS.siteTitle[0] ? say("siteTitle") : ownTitle; // another title has no translation
  document.title = title;
  find("h1 a").textContent = title;
  find("h1").lang = title === ownTitle ? "zh-CN" : "en";
  find("#panel").setAttribute("aria-label", say("evidence"));
  find("#skip").textContent = say("skip");
  setTheme(theme);
  fitSearchHint();
}

/** The button whose sentences are in the panel, as a selector: Esc leads back to it. */
function pressedButton() {
  const button = find("#view button[aria-pressed='true']");
  return button && buttonSelector(button);
}

function globalKey(event) {
  const typing = event.target.closest?.("input, select, textarea");
  if (event.key === "Escape") {
    if (!typing) {
      keepFocus = state.route === "network" ? "#net" : pressedButton();
      clearFocus();
    }
  } else if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "/") {
    event.preventDefault();
    find("#search").focus();
  } else if (event.key === "?") location.hash = address("about");
}

async function start() {
  language = remembered("language") === "en" ? "en" : "zh";
  theme = ["dark", "light"].includes(remembered("theme")) ? remembered("theme") : "auto";
  try {
    await loadData();
  } catch (error) {
    find("#view").append(el("p", { class: "empty" }, say("cannotRead", { reason: String(error) })));
    throw error;
  }
  frame();
  document.body.classList.add("started");
  addEventListener("hashchange", turn);
  addEventListener("keydown", globalKey);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    setTheme(theme);
    render();
  });
  addEventListener("beforeprint", () => printing(true));
  addEventListener("afterprint", () => printing(false));
  let timer = 0;
  let wasPhone = isPhone();
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      fitSearchHint();
      if (wasPhone !== isPhone()) {
        wasPhone = isPhone();
        render();
      }
    }, 150);
  });
  render();
}

start();
