"""A trainer of one's own, registered in this file alone, is seen wherever trainers are."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.colors import to_hex
from tools import ladder, near_best

import uat
from uat.cli import main
from uat.figures import style
from uat.figures.overview import overview_figure
from uat.figures.target_page import target_figure
from uat.gallery import render_gallery
from uat.sweeps.plan import plan
from uat.sweeps.record import Record
from uat.sweeps.store import Store
from uat.sweeps.sweep import run_specs
from uat.trainers import Colour, FitResult, Role, StopReason, TrainerRow, make_trainer
from uat.trainers.elimination import with_solved_outputs
from uat.trainers.registry import BUILT_IN, note_on, row_of

pytestmark = pytest.mark.usefixtures("own_trainers")


@dataclass(frozen=True)
class Solver:
    """Solves the output layer of its start, and nothing else."""

    epochs: int = 3
    blocks: tuple[str, ...] = ("output_weights",)

    name: ClassVar[str] = "solver"
    grid: ClassVar[str] = "uniform"
    seeded: ClassVar[bool] = True

    def fit(self, dataset, start, seed=0):  # noqa: ARG002
        network = with_solved_outputs(start, dataset)
        loss = np.mean(np.square(network(dataset.x) - dataset.t))
        return FitResult(network, StopReason.BUILT, np.full(self.epochs + 1, loss))

    def refusal(self, inputs, activation):  # noqa: ARG002
        return "the solver has one input." if inputs > 1 else None

    def seconds(self, points, width):
        return 1e-9 * points * width


def changed(**attributes):
    """Return a class that is `Solver` but for some attributes; None takes one away."""
    kind = type("Changed", (Solver,), attributes)
    return dataclass(frozen=True)(kind)


@pytest.fixture
def solver(own_trainers):  # noqa: ARG001  (what is registered after it is forgotten)
    return uat.register_trainer(Solver)


@pytest.mark.usefixtures("solver", "in_this_process")
class TestItIsSeen:
    def test_by_fits_of_functions_and_of_tables(self):
        fit = uat.fit("sine", 6, trainer="solver")
        assert fit.trainer == Solver()
        assert fit.max_error < 2.0
        x = np.linspace(-1.0, 1.0, 40)
        assert uat.fit_data(x, np.sin(x), width=2, trainer="solver").trainer == Solver()

    def test_by_sweeps_that_run_it_here_and_store_the_others(self, tmp_path):
        trainers = ["solver", uat.Adam(epochs=20), Solver(epochs=5)]
        with Store(tmp_path / "runs.sqlite") as store:
            sweep = uat.sweep(["sine", "franke"], [1, 2], [0], trainers, store=store, workers=1)
            assert len(store) == 4
        names = [record.spec.trainer for record in sweep.records]
        assert (names.count("solver"), names.count("adam")) == (4, 4)  # it refuses two inputs
        assert sweep.records[0].max_error == uat.fit("sine", 1, trainer="solver").max_error
        record = sweep.records[0]
        assert Record.from_json(record.to_json()) == record

    @pytest.mark.slow
    def test_by_the_gallery_and_its_index(self, tmp_path):
        specs = plan(["sine"], [1, 2, 4], [0], ["solver", "staircase"])
        render_gallery(specs, tmp_path, formats=["svg"], workers=1)
        index = (tmp_path / "README.md").read_text(encoding="utf-8")
        assert "- **solver** at width 1, 2 and 4" in index
        assert "**What training finds**: **solver**." in index
        picture = (tmp_path / "sine.svg").read_text(encoding="utf-8")
        assert row_of("solver").colour is Colour.TEAL
        assert style.TEAL.lower() in picture.lower()

    @pytest.mark.parametrize("command", ["fit", "sweep", "gallery", "animate"])
    def test_by_the_help_of_the_command_line(self, command):
        text = " ".join(CliRunner().invoke(main, [command, "--help"]).output.split())
        assert "greedy, staircase, solver" in text

    def test_by_the_commands(self, tmp_path):
        arguments = ["sweep", "--targets", "sine", "--widths", "1,2", "--trainers", "solver"]
        store = ["--store", str(tmp_path / "runs.sqlite"), "--json", "--epochs", "7"]
        result = CliRunner().invoke(main, [*arguments, *store])
        assert result.exit_code == 0, result.output
        rows = json.loads(result.stdout)
        assert {(row["trainer"], row["epochs"]) for row in rows} == {("solver", 7)}

    def test_by_the_legend_of_every_figure_that_has_one(self):
        records = [*ladder(trainer="solver"), *near_best()]
        figure = target_figure(uat.TARGETS["sine"], records)
        lines = [line for line in figure.axes[1].lines if line.get_label().startswith("solver ~")]
        assert [to_hex(line.get_color()).upper() for line in lines] == [style.TEAL]
        dots = [line.get_marker() for line in figure.axes[1].lines]
        assert "D" in dots
        assert overview_figure(records).axes[0].get_title("left") == "solver"


class TestItsRow:
    def test_what_it_says_is_drawn(self):
        row = TrainerRow(
            label="own, solved", colour="sand", marker="*", line="--", role=Role.NEAR_BEST
        )
        uat.register_trainer(changed(name="own", row=row))
        figure = target_figure(uat.TARGETS["sine"], ladder(trainer="own", widths=(1,)))
        assert row_of("own").role is Role.NEAR_BEST
        lines = [line for line in figure.axes[1].lines if line.get_label() == "own, solved"]
        assert [to_hex(line.get_color()).upper() for line in lines] == [style.SAND]
        assert [line.get_linestyle() for line in lines] == ["--"]

    def test_what_it_leaves_out_is_its_own(self):
        taken = {row_of(kind.name).colour for kind in BUILT_IN}
        looks = []
        for name in ("one", "two", "three"):
            uat.register_trainer(changed(name=name))
            looks.append((row_of(name).colour, row_of(name).marker))
            assert row_of(name).label == name
        assert len(set(looks)) == len({colour for colour, _ in looks}) == 3
        assert not {colour for colour, _ in looks} & taken
        assert "o" not in {marker for _, marker in looks}

    def test_a_child_of_a_trainer_has_a_row_of_its_own(self):
        @dataclass(frozen=True)
        class Patient(uat.GradientDescent):
            epochs: int = 30
            name: ClassVar[str] = "patient"

        uat.register_trainer(Patient)
        assert row_of("patient").aliases == ()
        assert row_of("patient").colour is not row_of("gradient_descent").colour
        assert uat.fit("line", 1, trainer="patient").trainer == Patient()

    def test_its_aliases_are_understood_and_go_with_it(self):
        row = TrainerRow(aliases=("solve",), note="by one system")
        uat.register_trainer(changed(row=row))
        assert uat.fit("line", 1, trainer="solve").trainer.name == "solver"
        assert note_on("solve") == "solve is solver here, by one system."
        uat.register_trainer(Solver, replace=True)
        with pytest.raises(uat.UatError, match="unknown trainer 'solve'"):
            make_trainer("solve")

    def test_one_that_is_not_registered_has_a_name_and_the_first_colour(self):
        assert row_of("no_such").label == "no such"
        assert style.trainer_colour("no_such") == style.BLUE


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("attributes", "said"),
        [
            ({"name": "adam"}, "adam is built in: give the trainer another name."),
            ({"name": "sgd"}, "sgd is built in: give the trainer another name."),
            ({"name": "My Own"}, "'My Own' is no name"),
            ({"name": None}, "Changed: name must be a word, not None."),
            ({"grid": "fine"}, "solver: grid must be one of"),
            ({"seeded": 1}, "solver: seeded must be"),
            ({"fit": None}, "solver has no method fit"),
            ({"refusal": lambda: None}, "solver.refusal: too many positional arguments"),
            ({"row": "blue"}, "solver: row must be a TrainerRow, not 'blue'."),
            ({"row": TrainerRow(colour="pink")}, "solver: colour must be one of black, orange"),
            ({"row": TrainerRow(aliases=("gd",))}, "'gd' is no alias of solver"),
        ],
    )
    def test_a_class_that_lacks_something(self, attributes, said):
        with pytest.raises(uat.UatError, match=said):
            uat.register_trainer(changed(**attributes))
        assert "solver" not in uat.TRAINERS

    @pytest.mark.parametrize("kind", [None, 3, Solver(), type("Plain", (), {"name": "plain"})])
    def test_what_is_no_frozen_dataclass(self, kind):
        with pytest.raises(uat.UatError, match=r"a trainer is a class with @dataclass\(frozen"):
            uat.register_trainer(kind)

    def test_settings_without_a_default_or_that_cannot_be_stored(self):
        @dataclass(frozen=True)
        class Needy(Solver):
            rate: float = dataclasses.field(kw_only=True)

        @dataclass(frozen=True)
        class Odd(Solver):
            where: complex = 1j

        @dataclass(frozen=True)
        class Nested(Solver):
            pairs: tuple[tuple[int, ...], ...] = ((1, 2),)

        for kind, said in (
            (Needy, "every setting needs a default"),
            (Odd, "a setting is no plain value"),
            (Nested, "its settings are others once they have been stored"),
        ):
            with pytest.raises(uat.UatError, match=said):
                uat.register_trainer(kind)

    def test_the_registry_is_read_only(self):
        with pytest.raises(TypeError):
            uat.TRAINERS["solver"] = Solver

    def test_a_name_is_replaced_only_if_that_is_asked_for(self, solver):
        assert uat.register_trainer(solver) is solver
        other = changed()
        with pytest.raises(uat.UatError, match="give replace=True"):
            uat.register_trainer(other)
        uat.register_trainer(other, replace=True)
        assert type(make_trainer("solver")) is other
        with pytest.raises(uat.UatError, match="is no trainer: choose from"):
            plan(["sine"], [1], [0], [Solver()])

    def test_a_sweep_of_what_is_not_registered(self):
        with pytest.raises(uat.UatError, match="is no trainer: choose from"):
            uat.sweep(["sine"], [1], [0], [Solver()])


class TestAliases:
    @pytest.mark.parametrize("alias", ["sgd", "gd"])
    def test_of_gradient_descent_are_stored_under_its_name(self, alias):
        descent = uat.fit("line", 1, trainer="gradient_descent")
        fit = uat.fit("line", 1, trainer=alias)
        assert (fit.trainer, fit.network) == (descent.trainer, descent.network)
        assert plan(["line"], [1], [0], [alias]) == plan(["line"], [1], [0], ["gradient_descent"])
        assert json.loads(fit.to_json())["trainer"] == "gradient_descent"

    def test_they_are_no_names_in_the_list(self):
        assert not {"sgd", "gd"} & set(uat.TRAINERS)
        assert uat.TRAINERS["sgd"] is uat.GradientDescent

    @pytest.mark.parametrize("command", ["sweep", "fit"])
    def test_the_command_line_notes_that_it_is_full_batch(self, command, tmp_path):
        arguments = {
            "sweep": ["sweep", "--targets", "line", "--widths", "1", "--trainers", "sgd",
                      "--seeds", "1", "--store", str(tmp_path / "runs.sqlite")],
            "fit": ["fit", "line", "--width", "1", "--trainer", "sgd"],
        }[command]  # fmt: skip
        result = CliRunner().invoke(main, [*arguments, "--epochs", "20"])
        assert result.exit_code == 0, result.output
        assert result.stderr.count("sgd is gradient_descent here, full batch: every epoch") == 1
        assert "gradient_descent" in result.stdout

    def test_a_setting_it_does_not_have_is_refused_under_the_own_name(self):
        with pytest.raises(uat.UatError, match=r"^gradient_descent has no setting 'speed'"):
            make_trainer("sgd", speed=1.0)


def test_every_built_in_trainer_has_a_whole_row_in_its_class():
    for kind in BUILT_IN:
        assert isinstance(vars(kind)["row"], TrainerRow)
        assert kind.row.colour is not None
        assert kind.row.marker
        assert row_of(kind.name) == dataclasses.replace(kind.row, label=row_of(kind.name).label)


def test_runs_are_those_of_this_process_whatever_their_order(tmp_path):
    uat.register_trainer(Solver)
    specs = plan(["line"], [2, 1], [0], ["solver", uat.Adam(epochs=5)])
    with Store(tmp_path / "runs.sqlite") as store:
        records = run_specs(specs, store=store, workers=1).records
    assert [record.spec for record in records] == specs
