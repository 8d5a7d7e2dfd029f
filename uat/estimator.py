"""The network as an estimator of scikit-learn.

`ShallowNetRegressor` is `uat.fits.table.fit_data` in scikit-learn's habits: what is set stays as
it was given, what is found ends with an underscore, and it goes where scikit-learn's own regressors
go, into a `Pipeline`, a `GridSearchCV`, a `cross_val_score`. No row is held out: that is the
caller's business here.
"""

from __future__ import annotations

# scikit-learn has no types: its classes are Any to a type checker.
# mypy: disallow-subclassing-any=False
from collections.abc import Sequence
from dataclasses import replace
from numbers import Integral
from typing import Any, Literal, cast, overload

import numpy as np
import numpy.typing as npt

from uat.arrays import Array, refuse_disguised
from uat.checks import check_flag
from uat.core.datasets import Dataset
from uat.core.model import Model
from uat.core.watch import Callback
from uat.exceptions import MissingPackageError, SettingError
from uat.fits.table import fit_data
from uat.io.frames import own_names
from uat.trainers import Adam, Trainer, make_trainer
from uat.trainers.early_stopping import EarlyStopping
from uat.trainers.fixed_ridge import FixedRidge

try:
    from sklearn.base import BaseEstimator, RegressorMixin
    from sklearn.utils import check_random_state
    from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data
except ImportError:
    raise MissingPackageError("scikit-learn", "sklearn") from None

__all__ = ["ShallowNetRegressor"]

_USUAL = "bayesian_regularization"


class ShallowNetRegressor(RegressorMixin, BaseEstimator):
    """Regression by a network with one hidden layer.

    Parameters
    ----------
    width : number of hidden units, or "auto": the narrowest that errs like the best one by
        cross-validation, 0 (the mean) among them
    activation : name of phi
    trainer : a name, or a trainer with its settings such as `uat.Adam(epochs=500)`; None as in
        `fit_data`
    folds : of the cross-validation that chooses a width
    max_width : the widest network it tries; None as in `fit_data`
    random_state : a whole number is the seed itself, as in `fit_data`; a `RandomState` or None
        draws one
    callback : told how far the training is, and may stop it; as in `fit_data`
    keep_best : whether an interrupt from the keyboard leaves the best network so far; as in
        `fit_data`
    alpha : None leaves how strongly weights are held back to the trainer, to the evidence by
        default; a number is the strength of a plain ridge on the weights, with the meaning it has
        in `MLPRegressor`, by damped least squares (`FixedRidge`) instead of the trainer
    early_stopping : whether gradient_descent or adam sets rows aside, and ends when the error on
        them no longer falls (`EarlyStopping`)
    validation_fraction : share of the rows it sets aside
    n_iter_no_change : so many looks at them in a row, of 200 a training, bring nothing better

    Attributes
    ----------
    network_ : the `uat.Network` found, in the data's own units
    width_ : its number of hidden units
    width_curve_ : the cross-validated error at every width tried, `uat.fits.scores.WidthScore`s;
        empty if the width was given
    stop_reason_ : why the fit ended, "interrupted" if it was stopped
    loss_curve_ : the loss after every step of the training, the start's first
    n_iter_ : number of steps
    n_features_in_ : number of inputs
    feature_names_in_ : their names, if X was a table whose columns all have text for a name

    Notes
    -----
    Rows that are alike are fitted as one that counts as often as they do: a weight of 2 is the row
    given twice, to the last bit, whatever the order of such rows.

    A weight is how often a row counts, so that the size of weights matters, not their proportions
    alone: the evidence that rows hold grows with them. Trainers that weigh all rows alike
    (gradient_descent, adam, lbfgs) take whole numbers as weights.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True)
    >>> ShallowNetRegressor(width=4, random_state=0).fit(X, y).score(X, y) > 0.5
    True
    """

    def __init__(
        self,
        width: int | Literal["auto"] = 16,
        *,
        activation: str = "logistic",
        trainer: str | Trainer | None = None,
        folds: int = 5,
        max_width: int | None = None,
        random_state: int | np.random.RandomState | None = None,
        callback: Callback | None = None,
        keep_best: bool = False,
        alpha: float | None = None,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 10,
    ) -> None:
        self.width = width
        self.activation = activation
        self.trainer = trainer
        self.folds = folds
        self.max_width = max_width
        self.random_state = random_state
        self.callback = callback
        self.keep_best = keep_best
        self.alpha = alpha
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change

    def fit(
        self,
        X: npt.ArrayLike,  # noqa: N803
        y: npt.ArrayLike,
        sample_weight: npt.ArrayLike | None = None,
    ) -> ShallowNetRegressor:
        """Find the network; return the estimator.

        Parameters
        ----------
        X : shape (points, inputs), or a table
        y : shape (points,) or (points, outputs), finite
        sample_weight : shape (points,), or one number for all, how often each point counts: one of
            weight 2 is fitted as if it stood there twice, one of weight 0 as if it did not. None
            counts each once

        Raises
        ------
        ValueError
            If X, y or sample_weight is not such an array, or there is only one point.
        ShapeError
            If values are masked, or are times.
        SettingError, UnknownNameError
            If a setting is out of its range, or there is no such trainer or activation.
        """
        refuse_disguised(X)
        refuse_disguised(y)
        x, t = validate_data(
            self, X, y, multi_output=True, y_numeric=True, dtype=np.float64, ensure_min_samples=2
        )
        weights = _weights(sample_weight, x)
        rows = Dataset(x, t, weights, total=None if weights is None else weights.sum()).distinct()
        # Arrays have come out of the tables; their names stay.
        inputs, outputs = own_names(X, x.shape[1]), own_names(y, 1 if t.ndim == 1 else t.shape[1])
        found = fit_data(
            rows.x,
            rows.t,
            self.width,
            input_names=inputs or None,
            output_names=None if set(inputs) & set(outputs) else outputs or None,
            trainer=self._trainer(),
            seed=_seed(self.random_state),
            activation=self.activation,
            held_out=0.0,
            folds=self.folds,
            max_width=self.max_width,
            learning_curve=False,
            callback=self.callback,
            keep_best=self.keep_best,
            weights=None if rows.weights is None else rows.counts,
        )
        self.network_ = found.network
        self.width_ = found.network.width
        self.width_curve_ = found.width_curve
        self.stop_reason_ = str(found.stop_reason)
        self.loss_curve_ = found.loss_history.tolist()
        self.n_iter_ = len(self.loss_curve_) - 1
        self._model = found.model
        self._intervals = found.intervals
        self._one_column = np.ndim(t) == 1
        return self

    def _trainer(self) -> str | Trainer | None:
        """Return the trainer, with what the other settings make of it."""
        check_flag(self.early_stopping, "early_stopping")
        if self.alpha is not None:
            if self.early_stopping:
                raise SettingError("early stopping is for descent, which takes no alpha.", "alpha")
            if self.trainer is not None:
                raise SettingError(
                    "alpha takes the place of a trainer: leave trainer out, or alpha.", "alpha"
                )
            return FixedRidge(self.alpha)
        if not self.early_stopping:
            return self.trainer
        descent = _USUAL if self.trainer is None else self.trainer
        descent = make_trainer(descent) if isinstance(descent, str) else descent
        share, patience = self.validation_fraction, self.n_iter_no_change
        return EarlyStopping(cast("Adam", descent), share, patience)

    @overload
    def predict(self, X: npt.ArrayLike) -> npt.NDArray[np.float64]: ...  # noqa: N803
    @overload
    def predict(
        self,
        X: npt.ArrayLike,  # noqa: N803
        return_std: Literal[True],
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]: ...

    def predict(
        self,
        X: npt.ArrayLike,  # noqa: N803
        return_std: bool = False,
    ) -> npt.NDArray[np.float64] | tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the predictions, shape (points,) if y had that shape, else (points, outputs).

        Parameters
        ----------
        X : shape (points, inputs), or a table
        return_std : whether to return the deviation of new rows from them, too, of the same shape

        Raises
        ------
        NotFittedError
            If `fit` has not been called.
        ValueError
            If X is not of shape (points, inputs), or its columns have other names.
        ShapeError
            If values are masked, or are times.
        SettingError
            If deviations are asked for and nothing tells them: of a trainer without an evidence,
            let the width be chosen.
        """
        check_is_fitted(self)
        refuse_disguised(X)
        points = validate_data(self, X, dtype=np.float64, reset=False)
        if not return_std:
            return self._shaped(self.network_(points))
        if self._intervals is None:
            raise SettingError(
                "nothing tells how far off new rows are: let the width be chosen, or take "
                "bayesian_regularization.",
                "return_std",
            )
        deviations = self._intervals.deviations(points)
        return self._shaped(self.network_(points)), self._shaped(deviations)

    def _shaped(self, outputs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return outputs[:, 0] if self._one_column else outputs

    def to_model(self, output_names: Sequence[str] | None = None) -> Model:
        """Return the network with the names and ranges of its inputs, to be saved or exported.

        Parameters
        ----------
        output_names : one per output; None takes those of a table, else y, or y1, y2, ...

        Raises
        ------
        NotFittedError
            If `fit` has not been called.
        ShapeError, SettingError
            If there is not one name per output, or two columns have the same name.
        """
        check_is_fitted(self)
        if output_names is None:
            return self._model
        return replace(self._model, output_names=tuple(output_names))

    def __sklearn_tags__(self) -> Any:
        """Return what scikit-learn may expect of this estimator."""
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


def _weights(sample_weight: npt.ArrayLike | None, x: Array) -> Array | None:
    """Return how often each row of x counts, checked; None if each does once."""
    if sample_weight is None:
        return None
    refuse_disguised(sample_weight)
    return np.asarray(_check_sample_weight(sample_weight, x, dtype=np.float64))


def _seed(random_state: int | np.random.RandomState | None) -> int:
    """Return the seed that a random state stands for; scikit-learn says if it is none."""
    rng = check_random_state(random_state)
    if isinstance(random_state, Integral):
        return int(random_state)
    return int(rng.randint(np.iinfo(np.int32).max))
