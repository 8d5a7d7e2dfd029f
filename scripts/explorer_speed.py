"""How fast does the page train? Its engine against Python's compiled loop, side by side.

Plain gradient descent, 256 points, one input, logistic units, one core. Each takes turns with the
others, best of several rounds, without compiling: machines differ and are busy with other work,
ratios hardly change. Seconds are the processor's; in the browser, which tells no others, the
clock's.

    python scripts/explorer_speed.py              # node, half a minute
    python scripts/explorer_speed.py --browser    # and a worker in headless Chromium
    python scripts/explorer_speed.py --write      # and write the table into the README
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from uat.core.network import BLOCKS
from uat.core.run_state import DESCENT
from uat.core.training import TrainingRun, UpdateRule
from uat.explorer.bundle import NAME, bundle
from uat.io.markdown import with_part
from uat.trainers import draw_start

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
EXPLORER = ROOT / "uat" / "explorer"
BEGIN = "<!-- written by scripts/explorer_speed.py --browser --write -->"
END = "<!-- end of the explorer's speed -->"

WIDTHS = (8, 32, 128)
POINTS = 256
RATE = 1e-4
ROUNDS, BURSTS = 6, 16
"""Each one's turns, and the bursts of training in each, of which the fastest counts."""
STEPS = 2**22
"""Points, units and epochs of a burst, multiplied; of JavaScript a quarter."""

Round = Callable[[int, str], float]
"""Trains a network of that width by an engine; returns seconds an epoch."""

# The first bursts are slow: what the browser compiles better after some time is not yet compiled.
TIMED = (
    f"const BURSTS = {BURSTS};"
    + """
const clock = () => {
  if (typeof process === "undefined") return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const timed = (setup, module, epochs) => {
  const typed = { ...setup };
  for (const name of ["x", "t", "parameters", "means", "rates"]) {
    typed[name] = Float64Array.from(setup[name]);
  }
  const training = createTraining({ ...typed, epochs: Infinity }, module);
  let best = Infinity;
  for (let i = 0; i < BURSTS; i++) {
    const began = clock();
    training.advance(epochs);
    best = Math.min(best, (clock() - began) / 1000 / epochs);
  }
  return best;
};
"""
)

NODE = (
    """
import { readFileSync } from "node:fs";
import { createTraining } from "./engine/training.js";
import { loadEngine } from "./engine/wasm_passes.js";
const module = await loadEngine(readFileSync("../engine/engine.wasm"));
"""
    + TIMED
    + "console.log(timed(DATA.setup, DATA.kind === 'wasm' ? module : null, DATA.epochs));"
)

BROWSER = """
async ([source, setup, kind, epochs, wasm]) => {
  const text = `const { createTraining, compileEngine } = (${source})();
    TIMED
    onmessage = ({ data: [setup, bytes, epochs] }) =>
      postMessage(timed(setup, bytes && compileEngine(bytes), epochs));`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address);
  const bytes = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
  const seconds = await new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage([setup, kind === "wasm" ? bytes : null, epochs]);
  });
  worker.terminate();
  return seconds;
}
""".replace("TIMED", TIMED.replace("`", "").replace("${", ""))


def epochs_of(width: int, kind: str) -> int:
    """Return the epochs of a burst."""
    return STEPS // (POINTS * width * (4 if kind == "javascript" else 1))


def problem(width: int) -> tuple[Any, np.ndarray, np.ndarray]:
    """Return the start, the points and the targets."""
    x = np.linspace(-1.0, 1.0, POINTS)[:, np.newaxis]
    return draw_start(1, width, 1, seed=0), x, np.sin(6.0 * x)


def python_loop(width: int, kind: str) -> float:
    """Return the seconds an epoch of the compiled loop takes; see `Round`."""
    start, x, t = problem(width)
    epochs = epochs_of(width, kind)
    rule = UpdateRule(DESCENT, (RATE, 0.0))
    last = BURSTS * epochs
    run = TrainingRun(start, x, t, BLOCKS, 1.0 / POINTS, rule, False, last + 1, 0.0, 1e9)
    best = np.inf
    for stop in range(epochs, last + 1, epochs):
        began = time.process_time()
        run.advance(stop)
        best = min(best, (time.process_time() - began) / epochs)
    return best


def setup_of(width: int) -> dict[str, object]:
    """Return the same problem as `createTraining` takes it."""
    start, x, t = problem(width)
    parameters = start.to_vector()
    return {
        "inputs": 1, "width": width, "outputs": 1, "activation": start.activation,
        "outputActivation": start.output_activation, "x": x.ravel().tolist(),
        "t": t.ravel().tolist(), "parameters": parameters.tolist(), "means": [],
        "rates": [1.0] * len(parameters), "hiddenRate": 1.0, "lossScale": 1.0 / POINTS,
        "rule": {"name": "descent", "learningRate": RATE, "momentum": 0.0},
        "sequential": False, "limit": 0.0, "growth": 1e9,
    }  # fmt: skip


def in_node(width: int, kind: str) -> float:
    """Return the seconds an epoch takes in node; see `Round`."""
    data = {"setup": setup_of(width), "kind": kind, "epochs": epochs_of(width, kind)}
    done = subprocess.run(
        ["node", "--input-type=module", "-"],
        input=f"const DATA = {json.dumps(data)};{NODE}",
        cwd=EXPLORER / "page", capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout)


def in_browser(stack: ExitStack) -> Round:
    """Return the same in a worker of headless Chromium; see `Round`."""
    from playwright.sync_api import sync_playwright

    driver = stack.enter_context(sync_playwright())
    browser = driver.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox"]
    )
    stack.callback(browser.close)
    page = browser.new_page()
    entries = {"createTraining": "engine/training.js", "compileEngine": "engine/wasm_passes.js"}
    source = f"() => {{ {bundle(EXPLORER / 'page', entries)} return {NAME}(); }}"
    wasm = base64.b64encode((EXPLORER / "engine" / "engine.wasm").read_bytes()).decode()

    def run(width: int, kind: str) -> float:
        given = [source, setup_of(width), kind, epochs_of(width, kind), wasm]
        return float(page.evaluate(BROWSER, given))

    return run


def table(columns: dict[str, tuple[Round, str]]) -> Iterator[str]:
    """Yield the lines of the table: epochs per second of Python, and each one's share of them."""
    first, *others = columns
    yield f"| trained | {first}, epochs/s | " + " | ".join(others) + " |"
    yield "|---|" + "---:|" * len(columns)
    for width in WIDTHS:
        best = dict.fromkeys(columns, np.inf)
        for _ in range(ROUNDS):
            for name, (run, kind) in columns.items():
                best[name] = min(best[name], run(width, kind))
        shares = [f"{best[first] / best[name]:.0%}".replace("%", " %") for name in others]
        rate = float(f"{1.0 / best[first]:.2g}")
        yield "| " + " | ".join([f"width {width}", f"{rate:,.0f}", *shares]) + " |"


def write(lines: list[str]) -> None:
    """Write the table into the README, between the two marks."""
    table = "\n".join(lines)
    new = with_part(README.read_text(encoding="utf-8"), BEGIN, END, f"\n\n{table}\n\n")
    if new is None:
        raise SystemExit(f"the README has no lines {BEGIN} and {END}")
    README.write_text(new, encoding="utf-8")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--browser", action="store_true", help="time headless Chromium too")
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    given = parser.parse_args()
    with ExitStack() as stack:
        stack.enter_context(threadpool_limits(limits=1))
        columns: dict[str, tuple[Round, str]] = {
            "Python's compiled loop": (python_loop, "compiled"),
            "WebAssembly, node": (in_node, "wasm"),
            "JavaScript, node": (in_node, "javascript"),
        }
        if given.browser:
            browser = in_browser(stack)
            columns["WebAssembly, Chromium"] = browser, "wasm"
            columns["JavaScript, Chromium"] = browser, "javascript"
        lines = []
        for line in table(columns):
            print(line, flush=True)
            lines.append(line)
    if given.write:
        write(lines)


if __name__ == "__main__":
    main()
