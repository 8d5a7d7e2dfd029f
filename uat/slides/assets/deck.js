// Makes a deck of the page: one slide at a time, moved by keys, touch or the address. The page is
// complete without it. The deck is the only one that acts; the window of the speaker notes is
// filled from here and hands its keys back, so that it works from a file as well.
(() => {
  "use strict";

  const WIDTH = 1280, HEIGHT = 720, SMALLEST = 18, STEPS = 5, STORED = "uat-deck-theme";
  const root = document.documentElement;
  const slides = [...document.querySelectorAll(".slide")];
  const words = JSON.parse(document.getElementById("ui.words").textContent);
  const live = document.getElementById("ui.live");
  const help = document.getElementById("ui.help");
  const progress = document.getElementById("ui.progress");
  let at = 0, across = 4, notes = null, since = 0;

  const titleOf = (slide) => slide.querySelector(".jump").getAttribute("aria-label");
  const overviewIsOpen = () => root.classList.contains("overview");
  const say = (text) => { live.textContent = text; };

  // Where the deck is.

  function go(index, focus = true) {
    const next = Math.max(0, Math.min(slides.length - 1, index));
    slides[at].classList.remove("current");
    slides[at].removeAttribute("aria-current");
    at = next;
    slides[at].classList.add("current");
    slides[at].setAttribute("aria-current", "page");
    progress.style.width = `${slides.length > 1 ? 100 * at / (slides.length - 1) : 100}%`;
    document.title = `${titleOf(slides[at])} · ${titleOf(slides[0])}`;
    const hash = `#/${slides[at].id}`;
    if (location.hash !== hash) {
      try { history.replaceState(null, "", hash); } catch { location.hash = hash; }
    }
    say(words.position.replace("{at}", at + 1).replace("{all}", slides.length)
      .replace("{title}", () => titleOf(slides[at])));
    if (focus) focusHere();
    showLive();
    fillNotes();
  }

  function focusHere() {
    const place = overviewIsOpen() ? slides[at].querySelector(".jump") : slides[at];
    place.focus({ preventScroll: !overviewIsOpen() });
  }

  function indexInAddress() {
    let wanted = location.hash.replace(/^#\/?/, "");
    try { wanted = decodeURIComponent(wanted); } catch { /* taken as it is */ }
    if (/^\d+$/.test(wanted)) return Number(wanted) - 1;
    return Math.max(0, slides.findIndex((slide) => slide.id === wanted));
  }

  function scale() {
    root.style.setProperty("--scale", Math.min(innerWidth / WIDTH, innerHeight / HEIGHT));
    across = Math.max(1, Math.min(5, Math.round(innerWidth / 320)));
    const thumb = (root.clientWidth - 20 * (across + 1)) / across;
    root.style.setProperty("--across", across);
    root.style.setProperty("--thumb", thumb / WIDTH);
  }

  // Figures to be moved by hand: made when their slide is shown, put away with it.

  const alive = new Map(), kept = new Map();

  function showLive() {
    for (const [place, explorer] of alive) {
      if (slides[at].contains(place)) continue;
      kept.set(place, explorer.values());
      explorer.dispose();
      place.hidden = true;
      alive.delete(place);
    }
    for (const place of slides[at].querySelectorAll(".live")) {
      if (alive.has(place) || overviewIsOpen()) continue;
      const scene = JSON.parse(document.getElementById("explorer.scene").textContent);
      const options = { ...JSON.parse(place.dataset.options), compact: true };
      options.preset = { ...(kept.get(place) || options.preset), theme: isDark() ? "dark" : "light" };
      place.hidden = false;
      alive.set(place, uat_explorer().mount(place, scene, options));
    }
  }

  // What the deck can do.

  function toggleOverview(open = !overviewIsOpen()) {
    root.classList.toggle("overview", open);
    for (const slide of slides) slide.querySelector(".face").inert = open;
    scale();
    focusHere();
    showLive();
    if (open) slides[at].scrollIntoView({ block: "center" });
    else scrollTo(0, 0);
  }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function toggleTheme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    for (const { state } of alive.values()) state.set({ theme: root.dataset.theme });
    try { localStorage.setItem(STORED, root.dataset.theme); } catch { /* not remembered */ }
    say(words[root.dataset.theme]);
  }

  function recallTheme() {
    try {
      const stored = localStorage.getItem(STORED);
      if (stored === "dark" || stored === "light") root.dataset.theme = stored;
    } catch { /* as the system has it */ }
  }

  function toggleFullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (root.requestFullscreen) root.requestFullscreen().catch(() => {});
  }

  function toggleHelp() {
    if (help.open) help.close();
    else help.showModal();
  }

  const commands = {
    next: () => go(at + 1),
    previous: () => go(at - 1),
    first: () => go(0),
    last: () => go(slides.length - 1),
    overview: () => toggleOverview(),
    notes: openNotes,
    theme: toggleTheme,
    fullscreen: toggleFullscreen,
    help: toggleHelp,
  };

  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", n: "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", p: "previous",
    Home: "first", End: "last", o: "overview", s: "notes", d: "theme", f: "fullscreen",
    "?": "help",
  };

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const focused = event.composedPath()[0];
    const on = (kinds) => focused.closest && focused.closest(kinds);
    if (on("input:not([type=checkbox], [type=radio], [type=range]), textarea, select")) return;
    if (on("button, a, summary, input, [role=button]") && (event.key === "Enter" || event.key === " ")) return;
    if (help.open && event.key !== "?") return;
    let command = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (event.key === " " && event.shiftKey) command = "previous";
    if (overviewIsOpen() && event.key === "Escape") command = "overview";
    if (!command) return;
    event.preventDefault();
    if (overviewIsOpen() && event.key === "ArrowDown") go(Math.min(at + across, slides.length - 1));
    else if (overviewIsOpen() && event.key === "ArrowUp") go(Math.max(at - across, 0));
    else commands[command]();
  }

  function onButton(event) {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    if (help.open && button.dataset.do !== "help") help.close();
    commands[button.dataset.do]();
  }

  function onJump(event) {
    const jump = event.target.closest(".jump");
    if (!jump) return;
    event.preventDefault();
    go(slides.indexOf(jump.closest(".slide")), false);
    toggleOverview(false);
  }

  function listenToTouch() {
    let start = null;
    addEventListener("touchstart", (event) => {
      const zoomed = window.visualViewport && visualViewport.scale > 1.05;
      const moving = event.target.closest && event.target.closest(".live");
      start = event.touches.length === 1 && !zoomed && !overviewIsOpen() && !help.open && !moving
        ? event.touches[0] : null;
    }, { passive: true });
    addEventListener("touchend", (event) => {
      if (!start) return;
      const end = event.changedTouches[0];
      const across = end.clientX - start.clientX, down = end.clientY - start.clientY;
      start = null;
      if (Math.abs(across) > 40 && Math.abs(across) > 1.5 * Math.abs(down)) {
        go(across < 0 ? at + 1 : at - 1);
      }
    }, { passive: true });
  }

  // The window of the speaker notes.

  function openNotes() {
    notes = window.open("", "uat-deck-notes", "popup,width=900,height=640");
    if (!notes) { say(words.blocked); return; }
    const page = notes.document;
    page.documentElement.lang = root.lang;
    const style = page.createElement("style");
    style.textContent = "body{margin:0;padding:24px;background:#111418;color:#eceff4;"
      + "font:22px/1.45 system-ui,sans-serif}header{display:flex;gap:24px;align-items:baseline;"
      + "color:#a7afba;font-variant-numeric:tabular-nums}h1{margin:16px 0 4px;font-size:30px}"
      + "#next{color:#a7afba}button{font:inherit;font-size:18px}";
    page.head.replaceChildren(style);
    const make = (tag, id, ...inner) => {
      const node = page.createElement(tag);
      if (id) node.id = id;
      node.append(...inner);
      return node;
    };
    const restart = make("button", "restart", words.restart);
    restart.addEventListener("click", () => { since = Date.now(); tick(); });
    page.body.replaceChildren(
      make("header", "", make("span", "at"), make("span", "clock"), make("span", "spent"), restart),
      make("h1", "title"), make("p", "next"), make("main", "notes"));
    notes.onkeydown = onKey;
    since = Date.now();
    fillNotes();
    tick();
    notes.focus();
  }

  const notesAreOpen = () => notes && !notes.closed && notes.document.getElementById("notes");

  function fillNotes() {
    if (!notesAreOpen()) return;
    const page = notes.document, put = (id, text) => { page.getElementById(id).textContent = text; };
    const title = at + 1 < slides.length ? titleOf(slides[at + 1]) : words.end;
    page.title = `${words.notes}: ${titleOf(slides[at])}`;
    put("at", `${at + 1} / ${slides.length}`);
    put("title", titleOf(slides[at]));
    put("next", `${words.upcoming}: ${title}`);
    const said = [...slides[at].querySelectorAll(".notes p")].map((one) => one.textContent);
    page.getElementById("notes").replaceChildren(...(said.length ? said : [words.none]).map((text) => {
      const paragraph = page.createElement("p");
      paragraph.textContent = text;
      return paragraph;
    }));
  }

  function tick() {
    if (!notesAreOpen()) return;
    const seconds = Math.floor((Date.now() - since) / 1000);
    const two = (value) => String(value).padStart(2, "0");
    notes.document.getElementById("clock").textContent = new Date().toLocaleTimeString(root.lang);
    notes.document.getElementById("spent").textContent =
      `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }

  // What fits. Every box has to lie in the column, or the body, that holds it.

  function overflowing(slide) {
    const body = slide.querySelector(".body"), wrong = [];
    for (const node of body.querySelectorAll(":not(svg *):not(math *):not(.live)")) {
      const inside = (node.parentElement.closest(".column") || body).getBoundingClientRect();
      const box = node.getBoundingClientRect();
      if (!node.getClientRects().length) continue;
      const cut = node.matches("pre, td, th") && node.scrollWidth > node.clientWidth + 1;
      if (cut || box.bottom > inside.bottom + 1 || box.right > inside.right + 1
        || box.left < inside.left - 1 || box.top < inside.top - 1) wrong.push(node.localName);
    }
    return wrong;
  }

  function measured(task) {
    root.classList.add("measured");
    try { return task(); } finally { root.classList.remove("measured"); }
  }

  function fit() {
    measured(() => {
      for (const slide of slides) {
        const face = slide.querySelector(".face");
        for (let step = 0; step <= STEPS && (step === 0 || overflowing(slide).length); step += 1) {
          if (step) face.dataset.fit = step;
        }
      }
    });
  }

  // With ?check in the address the page tells what a person would look for on every slide: what is
  // cut off, the smallest text, and the smallest text within a figure that matplotlib drew.

  function smallestText(slide) {
    const face = slide.querySelector(".face");
    const texts = document.createTreeWalker(face, NodeFilter.SHOW_TEXT);
    let size = Infinity;
    while (texts.nextNode()) {
      const holder = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || holder.closest("svg")) continue;
      size = Math.min(size, parseFloat(getComputedStyle(holder).fontSize));
    }
    return size;
  }

  function smallestLetter(slide) {
    let size = Infinity;
    for (const text of slide.querySelectorAll(".picture svg text")) {
      if (!text.getClientRects().length) continue;  // the picture of the other theme
      const drawn = text.getScreenCTM();  // of a formula the largest letters count, not its exponents
      const parts = text.querySelectorAll("tspan");
      const sizes = [...(parts.length ? parts : [text])].map((part) => parseFloat(getComputedStyle(part).fontSize));
      size = Math.min(size, Math.max(...sizes) * Math.hypot(drawn.a, drawn.b));
    }
    return Number.isFinite(size) ? Math.round(10 * size) / 10 : null;
  }

  function report() {
    const found = measured(() => slides.map((slide) => ({
      key: slide.id,
      overflow: overflowing(slide),
      smallest: smallestText(slide),
      letters: smallestLetter(slide),
      fit: Number(slide.querySelector(".face").dataset.fit || 0),
    })));
    const place = document.createElement("script");
    place.type = "application/json";
    place.id = "ui.report";
    place.textContent = JSON.stringify({ least: SMALLEST, slides: found }).replace(/</g, "\\u003c");
    document.body.append(place);
  }

  recallTheme();
  scale();
  fit();
  go(indexInAddress(), false);
  addEventListener("resize", scale);
  addEventListener("hashchange", () => go(indexInAddress()));
  addEventListener("pagehide", () => { if (notes) notes.close(); });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onButton);
  document.addEventListener("click", onJump);
  listenToTouch();
  setInterval(tick, 500);
  if (new URLSearchParams(location.search).has("check")) report();
})();
