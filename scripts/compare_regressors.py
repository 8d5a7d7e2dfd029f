"""Friedman's noisy function: this package beside scikit-learn's networks; the README's table."""

from __future__ import annotations

import itertools
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.datasets import make_friedman1
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import r2_score
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from uat import fit_data
from uat.estimator import ShallowNetRegressor

WIDTHS = (5, 10, 20, 50, 100)
ALPHAS = (1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0)


def main() -> None:
    """Print one row a method, as Markdown: R^2 on new rows, and seconds on one core."""
    x, t = make_friedman1(2000, n_features=10, noise=1.0, random_state=0)
    known, new = slice(1000), slice(1000, None)

    def score(predict: Callable[[Any], Any]) -> float:
        return float(r2_score(t[new], np.ravel(predict(x[new]))))

    def grid(**how: str) -> float:
        """Return the score of the best network of the grid, the new rows themselves choosing."""
        scores = []
        for width, alpha in itertools.product(WIDTHS, ALPHAS):
            network = MLPRegressor(
                hidden_layer_sizes=(width,), alpha=alpha, max_iter=2000, random_state=0, **how
            )
            scores.append(
                score(make_pipeline(StandardScaler(), network).fit(x[known], t[known]).predict)
            )
        return max(scores)

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
    warnings.simplefilter("ignore", ConvergenceWarning)
    with threadpool_limits(limits=1):
        for name, method in methods.items():
            began = time.perf_counter()
            found = method()
            print(f"| {name} | {found:.4f} | {time.perf_counter() - began:.1f} |", flush=True)


if __name__ == "__main__":
    main()
