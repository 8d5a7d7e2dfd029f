/**
 * The explorer in an element of any page: its own page, a deck, a gallery, a notebook. All of it
 * lives in one shadow root; nothing of it is seen or changed from outside, and it changes nothing
 * there.
 */
import { element, replaceChildren, uniqueId } from "./base/dom.js";
import { selectField } from "./base/controls.js";
import { choice, createState, text } from "./base/state.js";
import { STYLE } from "./base/style.js";
import { PANELS } from "./panels/panels.js";
import { chooserOf, engineOf, targetOf } from "./services.js";
import { WORDS } from "./words_en.js";

const THEMES = ["system", "light", "dark"];
const ANNOUNCE_EVERY = 1500; // milliseconds

/**
 * Show the explorer in an element.
 * @param {Element} root  what it is in
 * @param {Object} scene  targets with stored curves, presets, the engine; made by Python
 * @param {Object} options
 * @param {string[]} options.only  the panels to show; all without it
 * @param {Object} options.preset  values of fields at the start
 * @param {boolean} options.address  whether the page's address tells what is shown
 * @param {boolean} options.compact  only the panel: no title, no choice of colours
 * @param {boolean} options.choose  whether a compact page has the choice of the target, too
 * @param {boolean} options.within  whether it is a part of a page that has a heading of its own
 * @returns {{dispose: function(), state: Object, values: function(): Object}}
 */
export function mount(root, scene, options = {}) {
  const panels = PANELS.filter(({ key }) => !options.only || options.only.includes(key));
  const state = createState(fieldsOf(panels, scene), options.preset);
  const wrong = options.address ? state.readAddress(location.hash) : [];
  const page = shell(panels, options);
  const shadow = root.shadowRoot ?? root.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([STYLE, ...panels.map(({ style }) => style ?? "")].join("\n"));
  shadow.adoptedStyleSheets = [sheet];
  replaceChildren(shadow, page.node);
  if (wrong.length > 0) page.notice.textContent = WORDS.base.wrongAddress(wrong.join(", "));

  const context = contextOf(root, scene, options, state, page);
  const stops = [watchTheme(state, root), watchAddress(state, options, page)];
  if (!options.compact) page.top.append(...headControls(context));
  else if (options.choose) page.top.append(chooserOf(context));
  const shown = showPanels(panels, state, page, context);

  function dispose() {
    for (const stop of stops) stop();
    shown.dispose();
    context.engine?.dispose();
    shadow.replaceChildren();
  }
  /** All that is shown, to be shown again by another `mount` with it as its preset. */
  const values = () => Object.fromEntries(state.names.map((name) => [name, state.get(name)]));
  return { dispose, state, values };
}

function fieldsOf(panels, scene) {
  const shared = {
    panel: choice(panels.map(({ key }) => key), panels[0]?.key ?? ""),
    target: text(4000, scene.targets[0]?.key ?? ""),
    domain: text(200, ""),
    theme: choice(THEMES, "system"),
  }; // prettier-ignore
  return Object.assign(shared, ...panels.map(({ fields }) => fields));
}

/** Return the nodes that hold everything else. */
function shell(panels, options) {
  const notice = element("p", { class: "notice", role: "status" });
  const live = element("p", { class: "hidden-text", "aria-live": "polite" });
  const top = element("header", { class: "top" });
  const heading = options.within ? "h2" : "h1";
  if (!options.compact) top.append(element(heading, {}, WORDS.base.heading));
  const tabs = element("div", { class: "tabs", role: "tablist", "aria-label": WORDS.base.panels });
  const places = new Map();
  for (const { key } of panels) places.set(key, panelPlace(key, panels.length > 1));
  const room = options.compact || options.within ? "div" : "main";
  const main = element(room, {}, ...[...places.values()].map((p) => p.node));
  if (panels.length > 1) tabs.append(...[...places.values()].map(({ tab }) => tab));
  const head = options.compact && !options.choose ? null : top;
  const node = element("div", { class: "page" }, head, notice, tabs.firstChild && tabs, main, live);
  return { node, top, tabs, places, notice, live };
}

function panelPlace(key, hasTab) {
  const [id, tabId] = [uniqueId("panel"), uniqueId("tab")];
  const tab = element("button", {
    type: "button", role: "tab", id: tabId, class: "tab", "aria-controls": id, "aria-selected": "false",
  }, WORDS[key].tab ?? key); // prettier-ignore
  const node = element("section", hasTab
    ? { id, role: "tabpanel", "aria-labelledby": tabId, hidden: true }
    : { id, "aria-label": WORDS[key].tab ?? key, hidden: true }); // prettier-ignore
  return { tab, node };
}

/** Return what panels are given; see the members. */
function contextOf(root, scene, options, state, page) {
  const engine = engineOf(options.source ?? ownSource(), scene);
  const listeners = new Set();
  let current = null;
  let announced = 0;
  let waiting = 0;

  /** The target that all panels look at. */
  function target() {
    if (current === null) current = readTarget();
    return current;
  }
  function readTarget() {
    try {
      return targetOf(state.get("target"), state.get("domain"), scene);
    } catch (error) {
      page.notice.textContent = error.message;
      return targetOf(scene.targets[0]?.key ?? "", "", scene);
    }
  }
  state.subscribe(["target", "domain"], () => {
    page.notice.textContent = "";
    current = readTarget();
    for (const listener of [...listeners]) listener(current);
  });

  return {
    state, scene, options, engine, target, root,
    /** Call the listener with every new target; return how to stop. */
    onTarget(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Have a screen reader say this when it is done with what it says. */
    announce(message) {
      clearTimeout(waiting);
      const wait = Math.max(0, announced + ANNOUNCE_EVERY - Date.now());
      waiting = setTimeout(() => {
        announced = Date.now();
        page.live.textContent = message;
      }, wait);
    },
    reducedMotion: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
    download,
    copy,
  }; // prettier-ignore
}

/** Return the text of the function that all of the page is, for its workers; null among modules. */
function ownSource() {
  return typeof uat_explorer === "undefined" ? null : uat_explorer.toString();
}

/** Hand the reader a file. */
function download(name, mime, content) {
  const url = URL.createObjectURL(new Blob([content], { type: mime }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Put a text on the clipboard; return a promise of whether that was possible. */
async function copy(content) {
  try {
    await navigator.clipboard.writeText(content);
    return true;
  } catch {
    return copyBySelection(content);
  }
}

/** Copy as pages opened by double click may in every browser. */
function copyBySelection(content) {
  const field = element("textarea", { "aria-hidden": "true" }, content);
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function headControls(context) {
  const { state, options } = context;
  const words = WORDS.base;
  const names = { system: words.system, light: words.light, dark: words.dark };
  const theme = selectField({
    name: words.theme,
    options: THEMES.map((key) => [key, names[key]]),
    value: state.get("theme"),
    onChange: (value) => state.set({ theme: value }),
  });
  const link = element("button", { type: "button", class: "button" }, words.link);
  link.addEventListener("click", async () => {
    const done = await context.copy(location.href.split("#")[0] + state.address());
    if (done) flash(link, words.copied, words.link);
    context.announce(words.copied);
  });
  return [chooserOf(context), theme.node, options.address ? link : null].filter(Boolean);
}

function flash(node, message, usual) {
  node.textContent = message;
  setTimeout(() => (node.textContent = usual), 1500);
}

function watchTheme(state, root) {
  const show = () => (root.dataset.theme = state.get("theme"));
  show();
  return state.subscribe(["theme"], show);
}

/** Keep the page's address and the state equal; an address changed by hand is read. */
function watchAddress(state, options, page) {
  if (!options.address) return () => {};
  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, "", state.address()), 150);
  };
  const read = () => {
    const wrong = state.readAddress(location.hash);
    page.notice.textContent = wrong.length > 0 ? WORDS.base.wrongAddress(wrong.join(", ")) : "";
  };
  const stop = state.subscribe(state.names, write);
  addEventListener("hashchange", read);
  return () => {
    stop();
    clearTimeout(timer);
    removeEventListener("hashchange", read);
  };
}

/** Make each panel when it is first shown, and show the one that the state names. */
function showPanels(panels, state, page, context) {
  const made = new Map();
  let current = null;

  function panelOf(key) {
    if (!made.has(key)) {
      const panel = panels.find((one) => one.key === key).create({ ...context, words: WORDS[key] });
      page.places.get(key).node.append(panel.node);
      made.set(key, panel);
    }
    return made.get(key);
  }
  function show() {
    const key = state.get("panel");
    if (key === current) return;
    if (current !== null) made.get(current).hide?.();
    for (const [name, { tab, node }] of page.places) {
      tab.setAttribute("aria-selected", String(name === key));
      tab.tabIndex = name === key ? 0 : -1;
      node.hidden = name !== key;
    }
    current = key;
    panelOf(key).show?.();
  }
  for (const [key, { tab }] of page.places) tab.addEventListener("click", () => state.set({ panel: key }));
  page.tabs.addEventListener("keydown", (event) => {
    const next = neighbour([...page.places.keys()], current, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    state.set({ panel: next });
    page.places.get(next).tab.focus();
  });
  state.subscribe(["panel"], show);
  if (panels.length > 0) show();
  return { dispose: () => made.forEach((panel) => panel.dispose?.()) };
}

/** Return the name that an arrow key leads to from the current one, or null. */
function neighbour(names, current, key) {
  const at = names.indexOf(current);
  const goals = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 };
  return key in goals ? names[(goals[key] + names.length) % names.length] : null;
}
