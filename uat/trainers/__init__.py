"""Trainers: one algorithm a file, one protocol for all, and a registry of their names."""

from uat.core.colours import Colour
from uat.core.watch import Best, poll, report
from uat.trainers.adam import Adam
from uat.trainers.base import (
    GRIDS,
    INTEGRATED,
    SOBOL,
    UNIFORM,
    FitResult,
    GrowingTrainer,
    StopReason,
    Trainer,
)
from uat.trainers.bayesian_regularization import BayesianRegularization
from uat.trainers.gradient_descent import GradientDescent
from uat.trainers.greedy import Greedy
from uat.trainers.lbfgs import LBFGS
from uat.trainers.levenberg_marquardt import LevenbergMarquardt
from uat.trainers.matching_pursuit import MatchingPursuit
from uat.trainers.quantile_units import QuantileUnits
from uat.trainers.random_features import RandomFeatures
from uat.trainers.registry import TRAINERS, make_trainer, register_trainer, settings_of
from uat.trainers.row import Role, Setting, TrainerRow
from uat.trainers.staircase import Staircase
from uat.trainers.starts import draw_start
from uat.trainers.variable_projection import VariableProjection

__all__ = [
    "GRIDS",
    "INTEGRATED",
    "LBFGS",
    "SOBOL",
    "TRAINERS",
    "UNIFORM",
    "Adam",
    "BayesianRegularization",
    "Best",
    "Colour",
    "FitResult",
    "GradientDescent",
    "Greedy",
    "GrowingTrainer",
    "LevenbergMarquardt",
    "MatchingPursuit",
    "QuantileUnits",
    "RandomFeatures",
    "Role",
    "Setting",
    "Staircase",
    "StopReason",
    "Trainer",
    "TrainerRow",
    "VariableProjection",
    "draw_start",
    "make_trainer",
    "poll",
    "register_trainer",
    "report",
    "settings_of",
]
