/**
 * How the page looks: one style sheet of its shadow root. Colours are those of the project's
 * figures, darkened or lightened until text stands 4.5 to 1 and lines 3 to 1 from the ground.
 */
export const STYLE = `
:host {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171c);
  --ground: light-dark(#f4f5f7, #1d2128);
  --ink: light-dark(#16191d, #eef0f3);
  --muted: light-dark(#555c66, #a9b1bc);
  --line: light-dark(#d5d9df, #3a414c);
  --edge: light-dark(#7d8590, #88919d);
  --accent: light-dark(#0b5cad, #7cb8f5);
  --on-accent: light-dark(#ffffff, #10141a);
  --wrong: light-dark(#b3261e, #ff9d94);
  --target: light-dark(#16191d, #eef0f3);
  --network: light-dark(#c2410c, #ff9a62);
  --residual: light-dark(#8a2c6b, #eb9bcd);
  --guarantee: light-dark(#00735a, #37c9a4);
  --descent: light-dark(#0b5cad, #7cb8f5);
  --nearBest: light-dark(#b23a00, #ff9a62);
  --floor: light-dark(#5f5a00, #d8cf5a);
  --adam: light-dark(#7a3e9d, #cfa0ee);
  --unit: light-dark(#3a7ca5, #86bfe0);
  display: block;
  container-type: inline-size;
  background: var(--paper);
  color: var(--ink);
  font: var(--size, 16px)/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
:host([data-theme="light"]) { color-scheme: light; }
:host([data-theme="dark"]) { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h1, h2, h3, p, fieldset, legend, figure, table { margin: 0; padding: 0; border: 0; }
h1 { font-size: 1.25em; line-height: 1.3; }
h2 { font-size: 1.125em; line-height: 1.3; }
h3 { font-size: 1em; }
a { color: var(--accent); }
.page { max-width: 1880px; margin: 0 auto; padding: 12px clamp(12px, 2cqi, 32px) 40px; }
.top { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: end; padding-bottom: 8px; }
.top :is(h1, h2) { flex: 1 1 16em; align-self: center; }
.notice { color: var(--wrong); }
.notice:empty { display: none; }
.tabs { display: flex; flex-wrap: wrap; gap: 4px; border-bottom: 2px solid var(--line); margin-bottom: 16px; }
.tab {
  font: inherit; font-weight: 600; color: var(--muted); background: none; cursor: pointer;
  border: 0; border-bottom: 3px solid transparent; margin-bottom: -2px; padding: 8px 16px; min-height: 44px;
}
.tab:hover { color: var(--ink); }
.tab[aria-selected="true"] { color: var(--accent); border-bottom-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
:focus:not(:focus-visible) { outline: none; }
.hidden-text {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}

/* A panel: controls beside pictures, above them where the page is narrow. */
.panel { display: grid; gap: 16px 28px; grid-template-columns: minmax(0, 1fr); }
@container (max-width: 480px) { .tab { padding: 8px; } }
@container (min-width: 820px) {
  .panel { grid-template-columns: minmax(250px, 320px) minmax(0, 1fr); align-items: start; }
}
.controls { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.controls.wide { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 12px 24px; }
.pictures { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.side-by-side { display: grid; gap: 12px 24px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); }
.row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.text { max-width: 72ch; }
.muted { color: var(--muted); }

/* Controls */
.control { display: flex; flex-direction: column; gap: 2px; min-width: 0; }
.control.box { flex-direction: row; align-items: center; gap: 8px; min-height: 32px; flex-wrap: wrap; }
.control label, .control legend { font-size: 0.9375em; font-weight: 600; }
.control.box label { font-weight: 400; }
.control.radio { display: flex; flex-direction: row; flex-wrap: wrap; gap: 2px 14px; }
.control.radio legend { float: left; width: 100%; }
.choice { display: inline-flex; align-items: center; gap: 6px; min-height: 30px; }
.choice label { font-weight: 400; }
.name-and-value { display: flex; justify-content: space-between; gap: 8px; flex-wrap: wrap; }
.value, .figures dd, td { font-variant-numeric: tabular-nums; }
.hint { font-size: 0.875em; color: var(--muted); }
.message { font-size: 0.875em; color: var(--wrong); }
.message:empty { display: none; }
input, select, textarea, button { font: inherit; color: inherit; }
input[type="range"] { width: 100%; height: 28px; margin: 0; accent-color: var(--accent); cursor: pointer; }
input[type="checkbox"], input[type="radio"] { width: 20px; height: 20px; margin: 2px; accent-color: var(--accent); }
input[type="text"], select, textarea {
  width: 100%; min-height: 40px; padding: 6px 10px; background: var(--paper);
  border: 1px solid var(--edge); border-radius: 6px;
}
textarea { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 0.9375em; }
[aria-invalid="true"] { border-color: var(--wrong); border-width: 2px; }
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 40px; min-width: 40px;
  padding: 6px 14px; background: var(--ground); border: 1px solid var(--edge); border-radius: 6px; cursor: pointer;
}
.button:hover { border-color: var(--ink); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.button[aria-pressed="true"] { background: var(--accent); color: var(--on-accent); }
:disabled, :disabled + label { opacity: 0.55; cursor: default; }
details > summary { cursor: pointer; min-height: 28px; color: var(--accent); }

/* Numbers */
.figures { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 0; }
.figures dt { font-size: 0.875em; color: var(--muted); }
.figures dd { margin: 0; font-size: 1.25em; font-weight: 600; line-height: 1.2; white-space: nowrap; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9375em; }
th, td { text-align: right; padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
caption { text-align: left; color: var(--muted); padding-bottom: 4px; }
pre, code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 0.9375em; }
pre { margin: 0; padding: 8px 12px; background: var(--ground); border-radius: 6px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }

/* Charts */
.chart { position: relative; width: 100%; min-width: 0; overflow: hidden; }
.chart-picture { display: block; position: relative; max-width: 100%; }
.heat { position: absolute; image-rendering: auto; }
svg text { font-size: 0.9375em; fill: var(--ink); font-family: inherit; }
.axis text { fill: var(--muted); }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.grid path { stroke: var(--line); stroke-width: 1; fill: none; }
.grid .frame { stroke: var(--edge); }
.surface { fill: transparent; }
.drawable { touch-action: none; cursor: crosshair; }
.stroke { stroke: var(--colour); fill: none; stroke-linejoin: round; stroke-linecap: round; }
.fill { fill: var(--colour); stroke: var(--paper); stroke-width: 1; }
.fill.selected, .clickable:focus-visible { stroke: var(--ink); stroke-width: 2; }
.band { fill: var(--colour); fill-opacity: 0.16; stroke: none; }
.target { --colour: var(--target); }
.network { --colour: var(--network); }
.residual { --colour: var(--residual); }
.guarantee { --colour: var(--guarantee); }
.descent { --colour: var(--descent); }
.nearBest { --colour: var(--nearBest); }
.floor { --colour: var(--floor); }
.adam { --colour: var(--adam); }
.unit { --colour: var(--unit); }
.muted { --colour: var(--muted); }
.accent { --colour: var(--accent); }
.clickable { cursor: pointer; }
.handle { cursor: grab; touch-action: none; }
.handle.along-x { cursor: ew-resize; }
.handle.along-y { cursor: ns-resize; }
.grip { fill: transparent; }
.knob { fill: var(--paper); stroke: var(--accent); stroke-width: 3; }
.handle:focus-visible { outline: none; }
.handle:focus .knob { fill: var(--accent); stroke: var(--ink); }
@media (prefers-reduced-motion: no-preference) { .button, .tab { transition: border-color 0.12s, color 0.12s; } }
@media (forced-colors: active) { .stroke { stroke: CanvasText; } .fill { fill: CanvasText; } }
`;
