/** A table of two columns, pasted, typed or from a file. */
import { radioGroup, textField } from "../base/controls.js";
import { element, uniqueId } from "../base/dom.js";
import { formatNumber } from "../base/format.js";
import { readPastedTable } from "../targets/pasted_table.js";
import { ROW_KINDS, rowsAddress, rowsTarget } from "../targets/target.js";

const LARGEST_FILE = 1e6; // bytes

/** Return `{ node, follow(target) }`; `use` takes a target over by its text. */
export function tableWay({ words, state }, { use }) {
  let typing = false;
  let settled = null; // what was read of the text that is there
  const between = radioGroup({
    name: words.between, value: "lines",
    options: ["lines", "smooth"].map((way) => [way, words.betweenWays[way]]),
    onChange: () => settled && take(settled),
  }); // prettier-ignore
  const note = element("p", { class: "hint", role: "status" });
  const field = textField({
    name: words.table, hint: words.tableHint, multiline: true, rows: 10, live: true,
    placeholder: words.tableExample, check: problemsOf, onChange: (text) => take(readPastedTable(text)),
  }); // prettier-ignore

  function problemsOf(text) {
    note.textContent = "";
    settled = null;
    if (text.trim() === "") return "";
    const table = readPastedTable(text);
    if (table.problems.length > 0) return table.problems.join("\n");
    try {
      rowsTarget("table", between.value, table);
    } catch (error) {
      return error.message;
    }
    return rowsAddress("table", between.value, table) === null ? words.fullTable(table.xs.length) : "";
  }
  function take(table) {
    if (table.xs.length === 0) return;
    settled = table;
    const text = rowsAddress("table", between.value, table);
    typing = true;
    use(text);
    typing = false;
    note.textContent = notesOn(table, text, words).join(" ");
  }
  function follow(target) {
    const known = ROW_KINDS.includes(target.source.kind) && target.rows !== null;
    if (typing || !known) return;
    if (target.source.kind === "table") between.set(target.rows.between ?? "lines");
    field.set(Array.from(target.rows.xs, (x, k) => `${x}\t${target.rows.ys[k]}`).join("\n"));
    settled = target.rows;
  }
  const node = element("div", { class: "controls" },
    field.node, note, fileField(words, (text) => {
      field.set(text);
      if (problemsOf(text) === "") take(readPastedTable(text));
    }), between.node); // prettier-ignore
  return { node, follow };
}

function notesOn(table, text, words) {
  const { xs } = table;
  const ends = [xs[0], xs[xs.length - 1]].map((x) => formatNumber(x));
  const packed = text.includes("*packed*") ? [words.rounded] : [];
  return [words.rowsRead(xs.length, ...ends), ...table.notes, ...packed];
}

/** Return a field for a file, whose text is handed over. */
function fileField(words, onText) {
  const id = uniqueId("file");
  const input = element("input", { type: "file", id, accept: ".csv,.tsv,.txt,.dat,text/plain" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (file && file.size <= LARGEST_FILE) onText(await file.text());
    input.value = "";
  });
  return element("div", { class: "control" }, element("label", { for: id }, words.openTable), input);
}
