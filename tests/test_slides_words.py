"""The words of the deck: complete, in order, and never a number that was not computed."""

import ast
import dataclasses
import inspect
import math
import re
from pathlib import Path

import numpy as np
import pytest
from tools import needs

from uat.course.rungs import RUNGS, linear_regression
from uat.figures.proof import proof_figure
from uat.io import wording
from uat.io.wording import fixed, short, times
from uat.slides import words_en, words_en_line, words_en_theorem, words_en_units
from uat.slides.content import (
    Bullets,
    Columns,
    Equation,
    Listing,
    Output,
    Picture,
    TableBlock,
    Text,
    all_blocks,
    listing_names,
    picture_names,
    walk,
)
from uat.slides.facts import DESCENT, NEAR_BEST, Effort, compute_facts, theorem_specs
from uat.slides.figures import FIGURES
from uat.slides.formulas import mathml, plain_formula, plain_text
from uat.slides.markup import runs
from uat.slides.outline import OUTLINE
from uat.slides.programs import LISTINGS
from uat.slides.words_en import PARTS, deck_of
from uat.sweeps.sweep import run_specs
from uat.targets.catalogue import TARGETS, target_named
from uat.targets.lookup import known_target

MODULES = (words_en, words_en_line, words_en_units, words_en_theorem, wording)
pytestmark = pytest.mark.usefixtures("module_in_this_process")
SMALL = Effort(widths=(1, 2, 4), starts=2, epochs=300, near_best_width=2)


@pytest.fixture(scope="module")
def facts(module_in_this_process):  # noqa: ARG001
    return compute_facts(effort=SMALL, workers=1)


@pytest.fixture(scope="module")
def deck(facts):
    return deck_of(facts)


def inline_texts(block):
    """Return the inline texts of a block, in reading order; `Columns` has none of its own."""
    match block:
        case Text(text):
            return (text,)
        case Bullets(items):
            return items
        case TableBlock(header, rows):
            return (*header, *(cell for row in rows for cell in row))
    return ()


def text_of(block):
    """Return what a reader sees of a block that holds no others."""
    needs("latex2mathml")
    match block:
        case Output(text):
            return text
        case Picture(_, alt):
            return alt
        case Equation(latex, _):
            return plain_formula(latex)
    return "\n".join(plain_text(inline) for inline in inline_texts(block))


def slide_text(slide):
    return "\n".join([plain_text(slide.title), *map(text_of, walk(slide.blocks)), slide.notes])


def deck_text(deck):
    return "\n".join(map(slide_text, deck.slides))


def slide_of(deck, key):
    return next(slide for slide in deck.slides if slide.key == key)


def with_errors(facts, trainer, factor):
    """Return facts whose runs of one trainer have other errors."""
    records = tuple(
        dataclasses.replace(record, max_error=record.max_error * factor)
        if record.spec.trainer == trainer
        else record
        for record in facts.records
    )
    return dataclasses.replace(facts, records=records)


class TestTheDeckAsAWhole:
    @pytest.mark.slow
    def test_all_parts_are_there_in_order(self, deck):
        parts = [slide.part for slide in deck.slides]
        assert parts == sorted(parts)
        assert set(parts) == set(range(1, len(PARTS) + 1)) == set(range(1, 9))

    def test_the_outline_is_that_of_the_deck(self, deck):
        slides = [(slide.part, slide.key) for slide in deck.slides]
        assert slides == [(part, key) for part, keys in OUTLINE.items() for key in keys]

    def test_it_is_a_session_not_a_book(self, deck):
        assert 28 <= len(deck.slides) <= 40
        keys = [slide.key for slide in deck.slides]
        assert len(set(keys)) == len(keys)

    def test_a_teacher_puts_a_name_on_it(self, facts):
        plain = deck_of(facts)
        assert plain.title
        assert plain.subtitle
        assert (plain.author, plain.date, plain.language) == ("", "", "en")
        own = deck_of(facts, title="Nets", subtitle="", author="A. Teacher", date="May")
        assert (own.title, own.subtitle, own.author, own.date) == ("Nets", "", "A. Teacher", "May")
        assert own.slides == plain.slides

    def test_every_figure_is_shown_and_there_is_every_figure_shown(self, deck):
        assert set(picture_names(deck)) == set(FIGURES)

    def test_programs_stand_side_by_side_in_both_languages(self, deck):
        assert set(listing_names(deck)) <= set(LISTINGS)
        for stem in (*RUNGS, "staircase"):
            assert {f"{stem}.R", f"{stem}.py"} <= set(listing_names(deck))
        for slide in deck.slides:
            names = [block.name for block in walk(slide.blocks) if isinstance(block, Listing)]
            assert len(names) in (0, 2)
            assert len({Path(name).stem for name in names}) <= 1

    def test_what_is_read_aloud_of_a_formula_is_words(self, deck):
        aloud = [block.alt for block in all_blocks(deck) if isinstance(block, Equation)]
        assert any(aloud)
        for words in aloud:
            assert not re.search(r"[-+=<>\\/^_(){}]", words), words

    def test_every_formula_can_be_read_in_every_format(self, deck):
        needs("latex2mathml")
        for block in all_blocks(deck):
            if isinstance(block, Equation):
                assert "<math" in mathml(block.latex, display=True, alt=block.alt)
                assert "\\" not in plain_formula(block.latex)
            for inline in inline_texts(block):
                for run in runs(inline):
                    if run.kind == "formula":
                        assert "\\" not in plain_formula(run.text)

    def test_pictures_tell_what_is_to_be_seen(self, deck):
        for block in all_blocks(deck):
            if isinstance(block, Picture):
                assert len(block.alt) > 100
                assert "$" not in block.alt
                assert "**" not in block.alt
                assert "nan" not in block.alt

    def test_a_slide_can_be_read_from_the_last_row(self, deck):
        needs("latex2mathml")
        for slide in deck.slides:
            assert len(plain_text(slide.title)) <= 60
            assert lines(slide.blocks, 68) <= 14, slide.key


def lines(blocks, room):
    """Return about how many lines of text blocks take in a column of so many characters."""
    return sum(lines_of(block, room) for block in blocks)


def lines_of(block, room):
    match block:
        case Columns(parts):
            shares = block.shares
            return max(lines(part, room * share) for part, share in zip(parts, shares, strict=True))
        case Text() | Bullets():
            return sum(math.ceil(len(plain_text(text)) / room) for text in inline_texts(block))
        case TableBlock(_, rows):
            return 1 + len(rows)
        case Output(text):
            return 0.8 * len(text.splitlines())
        case Equation(latex):
            return max(1.8, len(plain_formula(latex).splitlines()))
    return 0


class TestTheNotes:
    def test_every_slide_has_its_time_and_a_question(self, deck):
        for slide in deck.slides:
            assert re.match(r"\d minutes?\. ", slide.notes), slide.key
            said, asked = slide.notes.split("\n\n")
            assert 3 <= len(re.findall(r"[.?!)](?= |$)", said)) <= 11, slide.key
            assert asked.startswith("Ask the class: ")
            assert "?" in asked

    def test_they_are_plain(self, deck):
        for slide in deck.slides:
            assert not set("$`\\") & set(slide.notes)
            assert "**" not in slide.notes
            assert "  " not in slide.notes

    def test_the_times_add_up_to_what_the_first_one_says(self, deck):
        minutes = sum(int(slide.notes.split()[0]) for slide in deck.slides)
        assert "about two hours" in deck.slides[0].notes
        assert 110 <= minutes <= 130


class TestTheNumbers:
    @pytest.mark.parametrize("name", RUNGS)
    def test_every_number_of_the_course_is_shown(self, facts, deck, name):
        rung = facts.rungs[name].rung
        parameters = [*rung.published.values(), *rung.r_parameters.values()]
        wanted = [*parameters, *rung.published_predictions, *rung.r_predictions]
        assert wanted
        shown = [float(text) for text in re.findall(r"-?\d+\.\d{8,14}\b", deck_text(deck))]
        for value in wanted:
            # The last digit published is rounding: 14 decimals, or 8.
            digits = len(repr(value).partition(".")[2])
            off = min(abs(value - number) for number in shown)
            assert off < (2.1e-14 if digits > 8 else 5.1e-9), value

    @pytest.mark.parametrize("slide", ["linreg-reconstructed", "neuron-predictions"])
    def test_the_numbers_of_the_course_are_told_to_be_so(self, deck, slide):
        text = slide_text(slide_of(deck, slide))
        assert "The course publishes the same numbers, digit for digit." in text

    @pytest.mark.parametrize("slide", ["neuron-output", "xor-output", "xor-predictions"])
    def test_what_the_course_does_not_publish_is_r_s(self, deck, slide):
        assert "R gives the same digits." in slide_text(slide_of(deck, slide))

    def test_nothing_else_is_said_to_be_published(self, deck):
        telling = [slide.key for slide in deck.slides if "publish" in slide_text(slide)]
        assert telling == ["linreg-reconstructed", "neuron-predictions"]

    def test_digits_that_are_others_are_told_to_be_so(self, facts):
        result = facts.neuron
        rung = dataclasses.replace(
            result.rung,
            r_parameters={**result.rung.r_parameters, "w2": 0.5},
            published_predictions=(*result.rung.published_predictions[:3], 0.5),
        )
        other = deck_of(dataclasses.replace(facts, neuron=dataclasses.replace(result, rung=rung)))
        text = slide_text(slide_of(other, "neuron-output"))
        assert "R gives the same digits, but for the last digits of w2." in text
        text = slide_text(slide_of(other, "neuron-predictions"))
        assert "digit for digit" not in text
        assert "publishes the same numbers, but for the last digits of y4." in text

    def test_another_seed_changes_the_line_and_nothing_else(self, facts, deck):
        line = linear_regression(42).run()
        model = line.linear_model()
        other = deck_of(dataclasses.replace(facts, linreg=line, linear_model=model, data_seed=42))
        changed = {
            new.key for new, old in zip(other.slides, deck.slides, strict=True) if new != old
        }
        computed = {
            "model", "update", "surface", "line", "step-size", "code", "output", "reconstructed",
        }  # fmt: skip
        assert changed == {f"linreg-{name}" for name in computed}
        text = "\n".join(slide_text(slide) for slide in other.slides if slide.key in changed)
        assert fixed(line.parameters["beta"], 14) in text
        assert "the course publishes no numbers" in text
        assert "set.seed(42)" in text
        assert "123" not in text
        assert "2.897" not in text

    def test_the_table_of_lm_is_r_s(self, deck):
        table = next(
            block
            for block in walk(slide_of(deck, "linreg-output").blocks)
            if isinstance(block, TableBlock)
        )
        # R: set.seed(123), summary(lm(y ~ x))
        rows = [[plain_text(cell) for cell in row] for row in table.rows]
        assert rows == [
            ["(Intercept)", "2.89720", "0.09755", "29.70", "<2e-16", "***"],
            ["x", "1.94753", "0.10688", "18.22", "<2e-16", "***"],
        ]
        assert "0.9707 on 98 degrees of freedom" in slide_text(slide_of(deck, "linreg-output"))

    def test_outputs_are_what_the_programs_print(self, facts, deck):
        shown = [block.text for block in all_blocks(deck) if isinstance(block, Output)]
        for name in RUNGS:
            assert facts.r_output(name) in shown

    def test_the_formulas_are_those_of_the_rungs(self, facts):
        # What is written in letters: mean of squares, half of it, half of the sum.
        losses = [result.rung.trainer.loss for result in facts.rungs.values()]
        assert losses == ["mse", "half_mse", "half_sse"]
        assert facts.xor.rung.trainer.update == "sequential"
        assert not facts.xor.rung.start.hidden_biases.any()

    def test_settings_come_from_the_rungs(self, facts, deck):
        rung = facts.neuron.rung
        trainer = dataclasses.replace(rung.trainer, learning_rate=0.0625)
        start = dataclasses.replace(rung.start, hidden_biases=[-4.0])
        other = dataclasses.replace(
            facts.neuron, rung=dataclasses.replace(rung, trainer=trainer, start=start)
        )
        text = deck_text(deck_of(dataclasses.replace(facts, neuron=other)))
        assert "0.0625" in text
        assert plain_formula("w_1 x_1 + w_2 x_2 - 4") in text
        assert plain_formula("w_1 x_1 + w_2 x_2 - 3") in deck_text(deck)

    @pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
    def test_no_number_is_typed(self, module):
        assert not typed_numbers(Path(module.__file__).read_text(encoding="utf-8"))

    @pytest.mark.parametrize("code", ["x = 'beta is 1.95'", "f'{x} of 12,400'", "y = 0.9234"])
    def test_a_typed_number_would_be_found(self, code):
        assert typed_numbers(code)

    @pytest.mark.parametrize("code", ["'Cybenko (1989)'", "f'1/2 of {x:.14f}'", "'x - 3'"])
    def test_years_and_small_numbers_may_be_typed(self, code):
        assert not typed_numbers(code)


def typed_numbers(source):
    """Return the numbers of three or more significant digits in a program, years left out."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            for number in re.findall(r"\d[\d.,]*", str(node.value)):
                digits = re.sub(r"\D", "", number).strip("0")
                year = re.fullmatch(r"1[89]\d\d|20\d\d", number.rstrip(".,"))
                if len(digits) >= 3 and not year:
                    found.append(number)
    return found


class TestTheTheorem:
    def test_gaps_are_those_of_the_records(self, facts, deck):
        text = slide_text(slide_of(deck, "uat-numbers"))
        for target in facts.targets:
            gap = facts.gap(target.name)
            assert short(gap.found.max_error) in text
            assert short(gap.near_best.max_error) in text

    def test_a_gap_is_told_where_there_is_one(self, facts):
        near = with_errors(facts, NEAR_BEST, 1e-6)
        text = deck_text(deck_of(near))
        assert "a network closer to the target" in text
        assert "did not find it" in text
        assert times(near.widest_gap.factor) in text

    def test_no_gap_is_told_where_there_is_none(self, facts):
        text = deck_text(deck_of(with_errors(facts, NEAR_BEST, 1e6)))
        assert "finds about as good a network as there is" in text
        assert "has found what there is to find" in text
        assert "did not find it" not in text
        assert "closer to the target" not in text

    def test_a_staircase_overtakes_only_where_it_does(self, facts):
        ahead = deck_text(deck_of(with_errors(facts, DESCENT, 1e3)))
        assert "overtakes" in ahead
        behind = deck_text(deck_of(with_errors(facts, DESCENT, 1e-3)))
        assert "overtakes" not in behind

    def test_diverged_runs_are_no_numbers(self, facts):
        records = tuple(dataclasses.replace(r, max_error=None, rmse=None) for r in facts.records)
        text = deck_text(deck_of(dataclasses.replace(facts, records=records)))
        assert wording.NOTHING in text
        assert not re.search(r"\bnan\b|\binf\b|None", text)

    @pytest.mark.slow
    @pytest.mark.parametrize("names", [("step",), ("heavisine", "parabola"), ("logistic",)])
    def test_other_targets_have_other_words(self, facts, names):
        targets = tuple(map(target_named, names))
        records = run_specs(theorem_specs(names, 0, SMALL), workers=1).records
        deck = deck_of(dataclasses.replace(facts, targets=targets, records=records))
        text = deck_text(deck)
        for name in names:
            assert name in slide_text(slide_of(deck, "uat-errors"))
        for name in ("absolute", "two tones"):
            assert name not in text
        jumps = any(target_named(name).largest_jump > 0.0 for name in names)
        assert ("half its jump" in text) == jumps
        continuous = [name for name in names if target_named(name).largest_jump == 0.0]
        shown = continuous[0] if continuous else words_en_theorem.PROOF_FALLBACK
        assert f"staircases over {shown}" in text
        assert not re.search(r"\bnan\b|\binf\b|None", text)

    @pytest.mark.slow
    def test_the_targets_of_a_teacher_are_told_by_their_numbers(self, facts):
        given = ("exp(-x^2)*sin(5*x) on [-3, 3]", "x on [0, 1] as ramp", "floor(2*x) on [0, 1]")
        specs = theorem_specs(given, 0, SMALL)
        records = run_specs(specs, workers=1).records
        own = tuple(map(known_target, given))
        deck = deck_of(dataclasses.replace(facts, targets=own, records=records))
        notes = slide_of(deck, "uat-fits").notes
        missed = {
            target.name: np.median(
                [r.max_error for r in records
                 if r.spec.target == target.text and r.spec.trainer == DESCENT
                 and r.spec.width == 4]
            ) / target.trivial_error
            for target in own
        }  # fmt: skip
        assert f"the hardest is {max(missed, key=missed.get)}, with" in notes
        assert f"the easiest is {min(missed, key=missed.get)}, with" in notes
        assert "ramp, which is x on [0, 1]" in notes
        assert "exp(-x^2)*sin(5*x) on [-3, 3]" in notes
        numbers = slide_text(slide_of(deck, "uat-numbers"))
        assert "floor(2*x) (half its jump is 0.5)" in numbers
        assert "On floor(2*x) the rmse of gradient descent" in numbers
        assert (
            f"$f(x) = {own[0].formula}$ on [-3, 3]"
            in slide_of(deck, "uat-guarantee").blocks[2].text
        )
        for name in ("absolute", "two tones"):
            assert name not in "".join(slide_text(s) for s in deck.slides if s.part == 7)

    def test_where_all_jump_it_is_said_why_the_proof_is_about_another(self, facts):
        records = run_specs(theorem_specs(["step"], 0, SMALL), workers=1).records
        targets = (target_named("step"),)
        jumping = deck_of(dataclasses.replace(facts, targets=targets, records=records))
        why = "This is sine, because the example jumps"
        for key in ("uat-proof", "uat-guarantee"):
            assert why in slide_text(slide_of(jumping, key))
            assert "because" not in slide_text(slide_of(deck_of(facts), key))
        assert "There is no guarantee" in slide_of(jumping, "uat-errors").notes

    def test_the_staircases_described_are_those_drawn(self):
        widths = inspect.signature(proof_figure).parameters["widths"].default
        assert widths == words_en_theorem.PROOF_WIDTHS

    def test_the_formulas_of_all_targets_can_be_read(self):
        needs("latex2mathml")
        for target in TARGETS.values():
            if target.inputs == 1:
                assert "\\" not in plain_formula(target.formula)
