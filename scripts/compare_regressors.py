"""Real tables: this package beside scikit-learn's regressors; the README's tables.

python scripts/compare_regressors.py             # print R^2 of every method on every table
python scripts/compare_regressors.py --write     # and write it into the README
python scripts/compare_regressors.py --friedman  # the table of Friedman's noisy function

The tables come with scikit-learn and with R (its package datasets, read by Rscript): twelve of a
number to predict that have 30 to 600 complete rows and are no time series, listed before anything
was run, not by who wins. Words are numbered as R's factors are, and rows with missing values are
left out.

All methods see the same five folds. Of the MLPRegressor of every table, 30 settings are tried, and
the one is shown that is best on the very rows that are predicted, which favours it.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import load_diabetes, make_friedman1
from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import RidgeCV
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from uat import fit_data
from uat.arrays import Array
from uat.estimator import ShallowNetRegressor
from uat.io.markdown import table, with_part

ROOT = Path(__file__).parent.parent
BEGIN = "<!-- written by scripts/compare_regressors.py --write -->"
END = "<!-- end -->"
WIDTHS = (3, 5, 10, 20, 50)
ALPHAS = (1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0)
SETTINGS = tuple(itertools.product(WIDTHS, ALPHAS))
# R's tables: what is predicted from which columns.
R_TABLES = {
    "airquality": "Ozone ~ Solar.R + Wind + Temp + Month + Day",
    "attitude": "rating ~ complaints + privileges + learning + raises + critical + advance",
    "cars": "dist ~ speed",
    "ChickWeight": "weight ~ Time + Diet",
    "faithful": "eruptions ~ waiting",
    "iris": "Sepal.Length ~ Sepal.Width + Petal.Length + Petal.Width",
    "LifeCycleSavings": "sr ~ pop15 + pop75 + dpi + ddpi",
    "mtcars": "mpg ~ cyl + disp + hp + drat + wt + qsec + vs + am + gear + carb",
    "rock": "perm ~ area + peri + shape",
    "swiss": "Fertility ~ Agriculture + Examination + Education + Catholic + Infant.Mortality",
    "trees": "Volume ~ Girth + Height",
}
FOLDS = 5
UAT = "`ShallowNetRegressor`"


class Table(NamedTuple):
    """Rows of inputs x, shape (rows, inputs), and of the number to predict, shape (rows,)."""

    name: str
    x: Array
    y: Array


class Score(NamedTuple):
    """R^2 on the rows left out: the mean over the folds and its standard error."""

    mean: float
    error: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ± {self.error:.3f}"


def from_r(name: str, formula: str) -> Table:
    """Return one of R's tables, its complete rows; columns of words are numbered as R does."""
    code = (
        f"d <- na.omit(data.frame(data.matrix(datasets::{name})));"
        f"write.csv(d[all.vars({formula})], row.names = FALSE)"
    )
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True)
    _, *rows = csv.reader(io.StringIO(done.stdout))
    values = np.array(rows, dtype=np.float64)
    return Table(name, values[:, 1:], values[:, 0])


def tables() -> Iterator[Table]:
    """Yield every table, by name."""
    yield Table("diabetes", *load_diabetes(return_X_y=True, scaled=False))
    for name, formula in R_TABLES.items():
        yield from_r(name, formula)


def scaled(model: Any) -> Any:
    """Return a model of inputs and outputs of deviation 1."""
    chain = make_pipeline(StandardScaler(), model)
    return TransformedTargetRegressor(chain, transformer=StandardScaler())


def network_of(width: int, alpha: float, **how: Any) -> MLPRegressor:
    """Return scikit-learn's network."""
    return MLPRegressor(
        hidden_layer_sizes=(width,), alpha=alpha, max_iter=500, random_state=0, **how
    )


METHODS: dict[str, Callable[[], Any]] = {
    UAT: lambda: ShallowNetRegressor("auto", random_state=0),
    "ridge": lambda: scaled(RidgeCV(np.geomspace(1e-3, 1e3, 13))),
    "random forest": lambda: RandomForestRegressor(300, random_state=0),
    "gradient boosting": lambda: GradientBoostingRegressor(random_state=0),
}
MLP = f"`MLPRegressor`, best of {len(SETTINGS)}"


def scored(make: Callable[[], Any], data: Table) -> Score:
    """Return how well a method predicts rows that are left out in turn."""
    scores = []
    for known, new in KFold(FOLDS, shuffle=True, random_state=0).split(data.x):
        model = make().fit(data.x[known], data.y[known])
        scores.append(float(r2_score(data.y[new], model.predict(data.x[new]))))
    return Score(float(np.mean(scores)), float(np.std(scores, ddof=1) / np.sqrt(FOLDS)))


def best_network(data: Table) -> Score:
    """Return the score of the best setting of the MLPRegressor, by that score itself."""
    how = {"solver": "lbfgs", "activation": "tanh"}
    return max(
        scored(lambda width=width, alpha=alpha: scaled(network_of(width, alpha, **how)), data)
        for width, alpha in SETTINGS
    )


def row_of(data: Table) -> tuple[list[str], set[str]]:
    """Return a table's cells, and the methods that are best or within a standard error of it."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    with threadpool_limits(limits=1):
        scores = scores_of(data)
    best = max(scores.values())
    near = {name for name, score in scores.items() if score.mean >= best.mean - best.error}
    cells = [f"**{score}**" if score == best else str(score) for score in scores.values()]
    return [f"{data.name}, {len(data.y)} x {data.x.shape[1]}", *cells], near


def scores_of(data: Table) -> dict[str, Score]:
    """Return the score of every method, in the order of the columns."""
    scores = {name: scored(make, data) for name, make in METHODS.items()}
    return {UAT: scores.pop(UAT), MLP: best_network(data), **scores}


def compared(workers: int) -> str:
    """Return the README's part: the table, and who is how often best or as good, counted."""
    names = [UAT, MLP, *(name for name in METHODS if name != UAT)]
    rows, near = [], dict.fromkeys(names, 0)
    with ProcessPoolExecutor(workers) as pool:
        for cells, good in pool.map(row_of, tables()):
            rows.append(cells)
            for name in good:
                near[name] += 1
            print(" | ".join(cells), file=sys.stderr, flush=True)
    counts = ", ".join(f"{name} ({count})" for name, count in near.items())
    said = f"Best, or within the best one's standard error, on so many of {len(rows)} tables"
    return f"{table(['R^2, rows x inputs', *names], rows)}\n\n{said}: {counts}."


def friedman() -> None:
    """Print one row a method, as Markdown: R^2 on new rows, and seconds on one core."""
    x, t = make_friedman1(2000, n_features=10, noise=1.0, random_state=0)
    known, new = slice(1000), slice(1000, None)

    def score(predict: Callable[[Any], Any]) -> float:
        return float(r2_score(t[new], np.ravel(predict(x[new]))))

    def grid(**how: str) -> float:
        """Return the score of the best network of the grid, the new rows themselves choosing."""
        chains = (make_pipeline(StandardScaler(), network_of(*one, **how)) for one in SETTINGS)
        return max(score(chain.fit(x[known], t[known]).predict) for chain in chains)

    methods: dict[str, Callable[[], float]] = {
        "`uat.fit_data(x, t)`, width chosen": lambda: score(fit_data(x[known], t[known])),
        "`ShallowNetRegressor()`, width 16": lambda: score(
            ShallowNetRegressor(random_state=0).fit(x[known], t[known]).predict
        ),
        "best of 30 `MLPRegressor`, adam, relu": grid,
        "best of 30 `MLPRegressor`, lbfgs, tanh": lambda: grid(solver="lbfgs", activation="tanh"),
    }
    print("| method | R^2 | seconds |")
    print("|---|---:|---:|")
    for name, method in methods.items():
        began = time.perf_counter()
        found = method()
        print(f"| {name} | {found:.4f} | {time.perf_counter() - began:.1f} |", flush=True)


def main() -> None:
    """Compare, and print or write what comes of it."""
    parser = argparse.ArgumentParser(description="Compare regressors on real tables.")
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    parser.add_argument("--friedman", action="store_true", help="of Friedman's function instead")
    parser.add_argument("--workers", type=int, default=2, help="tables at a time; 2 if left out")
    given = parser.parse_args()
    if given.friedman:
        warnings.simplefilter("ignore", ConvergenceWarning)
        with threadpool_limits(limits=1):
            friedman()
        return
    part = compared(given.workers)
    print(part)
    if given.write:
        path = ROOT / "README.md"
        new = with_part(path.read_text(encoding="utf-8"), BEGIN, END, f"\n{part}\n")
        if new is None:
            raise SystemExit(f"the README has no lines {BEGIN} and {END}")
        path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
