"""The explorer's panel Compare: its plan, its sentences, its texts, its picture in a browser."""

from __future__ import annotations

import csv
import io
import math
import shlex
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from explorer_tools import run_node

import uat
from uat.explorer.page import page_html
from uat.explorer.scene import scene_of
from uat.theory.guarantees import step_guarantee

IMPORTS = """
import { WORDS } from "./words_en.js";
import * as settings from "./panels/compare_settings.js";
import * as results from "./panels/compare_results.js";
import * as stored from "./panels/compare_stored.js";
import * as findings from "./panels/compare_findings.js";
import * as texts from "./panels/compare_texts.js";
import { compareRunner } from "./panels/compare_runner.js";
"""

PLAN = {"rules": ["nesterov", "adam", "plain"], "activations": ["logistic"], "epochs": 500}
PLAN |= {"seeds": 3, "widest": 8}


def test_plan_is_every_line_width_and_seed_once_from_the_narrowest_on() -> None:
    script = """
    const runs = settings.plannedRuns(DATA);
    const many = { ...DATA, activations: ["logistic", "tanh"] };
    give({ runs, lines: settings.compareLines(many).map(({ key }) => key) });
    """
    got = run_node(IMPORTS + script, PLAN)
    runs = got["runs"]
    assert len({run["key"] for run in runs}) == len(runs) == 3 * 4 * 3
    assert [run["width"] for run in runs] == sorted(run["width"] for run in runs)
    assert {run["seed"] for run in runs} == {0, 1, 2}
    assert got["lines"] == ["nesterov.logistic", "adam.logistic", "plain.logistic", "nesterov.tanh"]


def test_address_takes_settings_and_refuses_what_is_none() -> None:
    wrong = ["", "nesterov,sgd", "Nesterov", "nesterov,", "<b>", "nesterov adam"]
    script = """
    const { compareRules: rules, compareEpochs: epochs, compareWidest: widest } =
      settings.COMPARE_FIELDS;
    give({
      right: rules.read(rules.write(["adam", "plain"])),
      sorted: rules.read("plain,adam,plain"),
      numbers: [epochs.read("2000"), epochs.write(2000), widest.read("64")],
      wrong: DATA.map((text) => rules.read(text) ?? null),
      strange: ["3", "1e3", "-1", "256", "64 ", "0x40"].map((text) => widest.read(text) ?? null),
    });
    """
    got = run_node(IMPORTS + script, wrong)
    assert got["right"] == got["sorted"] == ["adam", "plain"]
    assert got["numbers"] == [2000, "2000", 64]
    assert got["wrong"] == [None] * len(wrong)
    assert got["strange"] == [None] * 6


def _outcomes(errors: dict[str, dict[int, list[float | None]]]) -> list[dict[str, Any]]:
    """Return results of runs: line -> width -> the error of each seed, None if it diverged."""
    return [
        {
            "run": {"key": f"{line}.{width}.{seed}", "line": line, "width": width, "seed": seed},
            "diverged": error is None,
            "maxError": math.nan if error is None else error,
            "rmse": math.nan if error is None else error / 2.0,
        }
        for line, by_width in errors.items()
        for width, own in by_width.items()
        for seed, error in enumerate(own)
    ]


def _by_line(outcomes: list[dict[str, Any]], norm: str = "max_error") -> Any:
    script = """
    const lines = settings.compareLines(DATA.plan);
    give(results.resultsByLine(lines, DATA.outcomes, DATA.norm));
    """
    return run_node(IMPORTS + script, {"plan": PLAN, "outcomes": outcomes, "norm": norm})


def test_points_are_medians_and_best_of_what_ended() -> None:
    errors: dict[str, dict[int, list[float | None]]] = {
        "nesterov.logistic": {2: [0.3, 0.1, None], 1: [1.0, 3.0, 2.0], 4: [None, None, None]},
        "adam.logistic": {1: [0.5]},
        "gone.logistic": {1: [0.5]},
    }
    first, second, third = _by_line(_outcomes(errors))
    assert [point["width"] for point in first["points"]] == [1, 2, 4]
    assert [point["median"] for point in first["points"][:2]] == [2.0, np.median([0.1, 0.3])]
    assert [point["best"] for point in first["points"][:2]] == [1.0, 0.1]
    assert math.isnan(first["points"][2]["median"])
    assert [point["diverged"] for point in first["points"]] == [0, 1, 3]
    assert (first["runs"], first["diverged"]) == (9, 4)
    assert (second["runs"], third["runs"], third["points"]) == (1, 0, [])
    halves = _by_line(_outcomes(errors), "rmse")[0]["points"]
    assert [point["best"] for point in halves[:2]] == [0.5, 0.05]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("medians", "kind"),
    [
        ([1.0], "single"),
        ([1.0, 1.1, 0.95], "level"),
        ([1.0, 0.5, 0.1], "falls"),
        ([1.0, 2.0, 0.1], "falls"),
        ([1.0, 0.1, 0.5], "turns"),
        ([1.0, 1.5, 3.0], "rises"),
        ([1.0, 3.0, 1.1], "wanders"),
    ],
)
def test_sentence_follows_the_numbers(medians: list[float], kind: str) -> None:
    errors: dict[str, dict[int, list[float | None]]] = {
        "nesterov.logistic": {2**k: [error] for k, error in enumerate(medians)}
    }
    lines = [
        line | {"label": "A", "guarantee": [], "nearBest": []}
        for line in _by_line(_outcomes(errors))
    ]
    script = """
    give({ kind: findings.pathOf(DATA[0].points).kind,
      said: findings.compareFindings(DATA, "max_error", WORDS.compare) });
    """
    got = run_node(IMPORTS + script, lines)
    assert got["kind"] == kind
    words = {"level": "stays about the same", "falls": "falls from 1 at width 1 to 0.1 at width 4"}
    words |= {"turns": "falls from 1 at width 1 to 0.1 at width 2; it is 0.5 at width 4"}
    words |= {"rises": "rises from 1 at width 1 to 3 at width 4", "single": "is 1 at width 1"}
    assert got["said"][0].startswith("The max error of A ")
    assert words.get(kind, "in between up to 3 at width 2") in got["said"][0]
    not_width = any("not the width" in sentence for sentence in got["said"])
    assert not_width == (kind in ("rises", "turns"))


def test_sentences_count_compare_and_name_the_gap() -> None:
    errors: dict[str, dict[int, list[float | None]]] = {
        "nesterov.logistic": {1: [0.9, 1.0, 1.1], 8: [0.02, 0.01, 0.03]},
        "adam.logistic": {1: [0.9, 1.0, 1.1], 8: [0.2, None, 0.4]},
    }
    known = {"guarantee": [[1, 1.0], [8, 0.25]], "nearBest": [[4, 1e-9], [8, 1e-5]]}
    lines = [line | {"label": line["rule"]} | known for line in _by_line(_outcomes(errors))]
    script = 'give(findings.compareFindings(DATA, "max_error", WORDS.compare));'
    said = " ".join(run_node(IMPORTS + script, lines))
    assert "1 of 6 runs of adam diverged" in said
    assert "Of 11 runs at widths with a guarantee, 8 have an error no larger than it" in said
    assert "At width 8 nesterov has the smallest median; that of adam is 15 times as large" in said
    assert (
        "At width 8 the error of the best run is 1000 times that of the near-best network" in said
    )
    assert run_node(IMPORTS + script, []) == []


def test_guarantee_of_an_own_function_is_that_of_python() -> None:
    script = """
    const target = (f, domain) => ({ domain: [domain], evaluate: (xs) => xs.map(f), stored: null });
    const sine = target((x) => Math.sin(2 * Math.PI * x), [-1, 1]);
    const root = target(Math.sqrt, [0, 1]);
    const step = target((x) => (x < 0.3 ? 0 : 1), [-1, 1]);
    const of = (f, phi, norm) => stored.storedBeside(f, phi, norm, () => NaN).guarantee;
    give({
      sine: of(sine, "logistic", "max_error"), relu: of(sine, "relu", "max_error"),
      root: of(root, "tanh", "max_error"), bump: of(sine, "gaussian", "max_error"),
      jump: of(step, "logistic", "max_error"), rmse: of(step, "logistic", "rmse"),
    });
    """
    got = run_node(IMPORTS + script)
    widths = np.array([width for width, _ in got["sine"]])
    assert [error for _, error in got["sine"]] == pytest.approx(
        step_guarantee(8.0, widths), rel=1e-5
    )
    relu = dict(map(tuple, got["relu"]))
    assert 1 not in relu
    assert relu[8] == pytest.approx(step_guarantee(8.0, [4])[0], rel=1e-5)
    assert [error for _, error in got["root"]] == pytest.approx(step_guarantee(1.0, widths))
    assert got["bump"] == got["jump"] == []
    assert [error for _, error in got["rmse"]] == pytest.approx(step_guarantee(1.0, widths))


@pytest.mark.slow
def test_command_and_python_compute_the_same_runs(tmp_path: Any) -> None:
    from click.testing import CliRunner

    from uat.cli import main

    plan = PLAN | {"epochs": 3, "widest": 2, "seeds": 1, "activations": ["tanh", "relu"]}
    target = {"source": {"kind": "formula", "text": "sin(5*x)"}, "domain": [[-1, 1]]}
    script = """
    const named = texts.namedForSweep(DATA.target);
    give({
      commands: texts.sweepCommands(DATA.plan, named), python: texts.sweepPython(DATA.plan, named),
      near: texts.nearBestCommands(named, DATA.plan).split("\\n").slice(0, 1),
      catalogue: texts.namedForSweep({ text: "sine", source: { kind: "formula", text: "sin(x)" } }),
      drawn: texts.namedForSweep({ source: { kind: "drawn", text: "" }, domain: [[0, 1]] }) });
    """
    got = run_node(IMPORTS + script, {"plan": plan, "target": target})
    assert got["catalogue"] == {"option": "--targets", "text": "sine"}
    assert got["drawn"] is None
    from_commands = set()
    for number, command in enumerate(got["commands"]):
        name, verb, *options = shlex.split(command)
        assert (name, verb) == ("uat", "sweep")
        file = tmp_path / f"{number}.csv"
        store = tmp_path / "runs.sqlite"
        done = CliRunner().invoke(main, [verb, *options, "--store", str(store), "-o", str(file)])
        assert done.exit_code == 0, done.output
        rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))
        from_commands |= {(r["trainer"], r["momentum"], r["activation"], r["width"]) for r in rows}
    own: dict[str, Any] = {}
    exec(compile(got["python"].replace("print(record)", "pass"), "page", "exec"), own)
    rows = own["result"].rows()
    from_python = {
        (
            r["trainer"],
            str(r["momentum"] if r["momentum"] is not None else ""),
            r["activation"],
            str(r["width"]),
        )
        for r in rows
    }
    assert from_commands == from_python
    _, verb, *options = shlex.split(got["near"][0])
    done = CliRunner().invoke(main, [verb, *options, "--store", str(tmp_path / "near.sqlite")])
    assert done.exit_code == 0, done.output
    assert "near" in done.output
    assert isinstance(own["result"], uat.Sweep)


def test_texts_quote_what_a_shell_would_run() -> None:
    texts = ["sine", "sin(5*x) on [-1, 1]", "a$(touch x)", "a`b`", "it's $HOME", 'a"b', "50%!"]
    script = "give(DATA.map(texts.quotedForShell));"
    quoted = run_node(IMPORTS + script, texts)
    assert quoted[:2] == ["sine", '"sin(5*x) on [-1, 1]"']
    assert [shlex.split(one) for one in quoted] == [[text] for text in texts]
    assert all(one.startswith("'") for one in quoted[2:])


def test_csv_has_a_row_a_run_and_no_cell_for_a_formula() -> None:
    outcomes = [
        {"run": {"rule": "adam", "activation": "tanh", "width": 2, "seed": 1}, "epochs": 500}
        | {"diverged": False, "maxError": 0.1234567890123456789, "rmse": 1e-9},
        {"run": {"rule": "plain", "activation": "tanh", "width": 2, "seed": 1}, "epochs": 500}
        | {"diverged": True, "maxError": math.nan, "rmse": math.nan},
    ]
    data = {
        "outcomes": outcomes,
        "stored": {"guarantee": [[1, 0.5]], "stored_runs": [[4, 0.25, 3]]},
    }
    script = 'give(texts.compareCsv(DATA.outcomes, DATA.stored, "max_error"));'
    rows = list(csv.DictReader(io.StringIO(run_node(IMPORTS + script, data))))
    assert float(rows[0]["max_error"]) == 0.1234567890123456789
    assert (rows[0]["rule"], rows[1]["diverged"], rows[1]["max_error"]) == ("adam", "yes", "")
    assert (rows[2]["rule"], rows[2]["width"], rows[2]["max_error"]) == ("guarantee", "1", "0.5")
    assert (rows[3]["rule"], rows[3]["seed"]) == ("stored_runs", "3")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_runner_does_each_run_once_and_stops_when_told() -> None:
    script = """
    const runs = settings.plannedRuns(DATA);
    const log = [];
    let cancelled = 0;
    const runAll = (setups, onDone) => {
      const timers = setups.map((setup, place) => setTimeout(() => onDone(place, setup)));
      return { cancel: () => { cancelled += 1; timers.forEach(clearTimeout); } };
    };
    const finish = await new Promise((resolve) => {
      const runner = compareRunner({
        runAll,
        problemOf: (run) => ({ setup: run.key }),
        onResult: (run, problem, result) => {
          log.push([run.key, problem.setup, result]);
          if (log.length === 5) { runner.stop(); runner.start(runs.slice(5)); }
        },
        onEnd: () => resolve(runner.running),
      });
      runner.start(runs);
    });
    const failure = await new Promise((resolve) => {
      const runner = compareRunner({
        runAll,
        problemOf: (run) => {
          if (run.width === 2) throw new RangeError("not finite at 0");
          return { setup: run.key };
        },
        onResult: () => {},
        onEnd: () => resolve("no failure"),
        onFail: (error) => resolve([error.message, runner.running]),
      });
      runner.start(runs);
    });
    give({ keys: runs.map(({ key }) => key), log, finish, cancelled, failure });
    """
    got = run_node(IMPORTS + script, PLAN)
    assert got["failure"] == ["not finite at 0", False]
    assert [row[0] for row in got["log"]] == got["keys"]
    assert all(key == setup == result for key, setup, result in got["log"])
    assert (got["finish"], got["cancelled"] >= 1) == (False, True)


def test_place_beside_a_point_means_it_within_reach() -> None:
    points = [{"x": 1, "y": 1}, {"x": 8, "y": 1e-2}, {"x": 8, "y": 1e-3}]
    script = """
    const { nearestPoint, looksOf, errorDomain } = await import("./panels/compare_picture.js");
    const domain = { x: [1, 100], y: [1e-4, 1] };
    const at = (x, y) => nearestPoint(DATA, { x, y }, domain, [400, 400], 24);
    const lines = ["adam", "nesterov", "nesterov", "plain"].map((rule, key) => ({ key, rule }));
    give({
      near: at(8.5, 0.012), lower: at(8, 1.5e-3), far: at(3, 0.1),
      none: nearestPoint([], {}, domain, [1, 1], 1),
      looks: [...looksOf(lines).values()],
      domain: errorDomain([0, 0.1, 1, Infinity], [1e-9, 1e-3]), empty: errorDomain([0]),
    });
    """
    got = run_node(IMPORTS + script, points)
    assert (got["near"], got["lower"]) == (points[1], points[2])
    assert got["far"] is got["none"] is None
    assert len({(look["colour"], look["marker"]) for look in got["looks"]}) == 4
    assert got["looks"][0]["colour"] == "adam"
    assert got["domain"] == pytest.approx([1e-3 / 1.6, 1.6])
    assert got["empty"] == [1e-3, 1]


_TRAINERS = (
    uat.GradientDescent(epochs=100),
    uat.Adam(epochs=100),
    uat.GradientDescent(epochs=100, momentum=0.9),
    uat.GradientDescent(epochs=100, momentum=0.0),
)


@pytest.mark.slow
def test_runs_are_those_of_a_sweep() -> None:
    script = """
    const { problemOfRun, resultOfRun } = await import("./panels/compare_model.js");
    const { createTraining } = await import("./engine/training.js");
    const target = {
      key: "cubic", domain: [[-1, 2]], evaluate: (xs) => xs.map((x) => x * x * x - x / 2),
    };
    give(settings.plannedRuns(DATA).map((run) => {
      const problem = problemOfRun(run, target, DATA.epochs);
      const training = createTraining(problem.setup, null);
      training.advance(Infinity);
      return resultOfRun(run, DATA.epochs, problem, training, target);
    }));
    """
    rules = ["nesterov", "adam", "momentum", "plain"]
    plan = {"rules": rules, "activations": ["tanh"], "epochs": 100, "seeds": 2, "widest": 4}
    target = "x*x*x - x/2 on [-1, 2]"
    records = {
        (rule, record.spec.width, record.spec.seed): record
        for rule, trainer in zip(rules, _TRAINERS, strict=True)
        for record in uat.sweep(
            [target], [1, 2, 4], range(2), [trainer], activation="tanh", workers=1
        ).records
    }
    assert len(records) == 24
    for result in run_node(IMPORTS + script, plan):
        run = result["run"]
        record = records[run["rule"], run["width"], run["seed"]]
        assert result["maxError"] == pytest.approx(record.max_error, rel=1e-6)
        assert result["rmse"] == pytest.approx(record.rmse, rel=1e-6)
        own, python = result["network"], record.network
        near = 1e-7 if run["rule"] == "nesterov" else 1e-9  # where it rests, rounding decides
        assert own["outputWeights"] == pytest.approx(python.output_weights[:, 0], rel=near)
        assert own["hiddenWeights"] == pytest.approx(python.hidden_weights.ravel(), rel=near)


def test_a_student_runs_it_looks_at_networks_and_shares_the_link(browser_page: Any) -> None:
    html = page_html(scene_of(["sine"]))
    start = "#panel=compare&compareWidest=4&compareSeeds=2&compareEpochs=200&compareRules=adam"
    page = browser_page(html, start)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("6 of 6 runs done").wait_for()
    assert "The median max error of Adam" in page.locator(".compare-findings").inner_text()

    record = uat.sweep(["sine"], [4], range(1), [uat.Adam(epochs=200)], workers=1).records[0]
    dot = page.get_by_role("button", name="Adam, width 4, seed 0: ")
    assert dot.get_attribute("aria-label").endswith(f"{record.max_error:.2g}")
    dot.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Adam, width 4, seed 0").wait_for()
    page.keyboard.press("Home")
    assert page.evaluate(_FOCUS).startswith("Adam, width 1, seed ")

    with page.expect_download() as saved:
        page.get_by_role("button", name="Numbers as CSV").click()
    rows = csv.DictReader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8")))
    (own,) = [row for row in rows if (row["rule"], row["width"], row["seed"]) == ("adam", "4", "0")]
    assert float(own["max_error"]) == pytest.approx(record.max_error, rel=1e-6)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Picture as SVG").click()
    svg = ElementTree.parse(saved.value.path()).getroot()
    assert len(svg.findall(".//{*}path")) > 10

    page.wait_for_url("**compareShown=adam.logistic.4.0*")
    shared = browser_page(html, "#" + page.url.partition("#")[2])
    shared.get_by_role("heading", name="Adam, width 4, seed 0").wait_for()
    shared.get_by_role("button", name="Open in Train").click()
    assert shared.get_by_role("tab", name="Train").get_attribute("aria-selected") == "true"
    shared.wait_for_url("**trainWidth=4*")
    for field in ("trainRule=adam", "trainLength=200"):
        assert field in shared.url


_FOCUS = """() => {
  let node = document.activeElement;
  while (node.shadowRoot) node = node.shadowRoot.activeElement;
  return node.getAttribute("aria-label");
}"""
