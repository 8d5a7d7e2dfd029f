"""`uat certify` and `uat fit --certify` prove what they print."""

import dataclasses
import json
import math
import sys
from pathlib import Path

import pytest
from tools import uat as run

pytest.importorskip("flint")

from uat.core.network import Network
from uat.reports import fit_folder
from uat.theory.certificates.certificate import Certificate, rounded


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Run every test in a folder with one network, and return it."""
    monkeypatch.chdir(tmp_path)
    Network([[3.0, -2.0]], [0.5, 0.25], [[1.0], [0.5]], [0.1], "tanh").save("model.json")
    Path("page.png").write_bytes(b"\x89PNG\r\n")
    return tmp_path


def test_a_model_is_certified_and_the_proof_checked():
    result = run(
        "certify", "model.json", "--target", "sin(3*x) on [-1, 1]", "-o", "made/proof.json"
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("The largest error on [-1, 1] is proved to lie in [")
    assert "written to     made" in result.stdout
    again = run("certify", "--check", "made/proof.json")
    assert again.exit_code == 0
    assert again.stdout.startswith("Proved again, piece by piece")


def test_what_is_printed_encloses_the_certificate():
    words = ("certify", "model.json", "--target", "x^2", "--domain", "0", "1")
    proof = Certificate.from_json(run(*words, "--json").stdout)
    text = run(*words).stdout
    low, high = text[text.index("in [") + 4 : text.index("].")].split(",")
    assert float(low) <= proof.low <= proof.high <= float(high)
    assert proof.reached


def test_a_changed_certificate_is_one_line_and_a_failure():
    run("certify", "model.json", "--target", "x on [0, 1]", "-o", "proof.json")
    proof = Certificate.load("proof.json")
    other = dataclasses.replace(proof.network, output_biases=[0.35])
    dataclasses.replace(proof, network=other).save("false.json")
    Path("cut.json").write_text(Path("proof.json").read_text().replace("0x1.8", "0x1.9", 1))
    said = {"false.json": "false.json is not proved: ", "cut.json": "not as it was written"}
    for name, words in said.items():
        result = run("certify", "--check", name)
        assert result.exit_code == 1
        assert result.stdout == ""
        assert words in result.stderr
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["certify"], 2, "give a MODEL and a --target"),
        (["certify", "model.json"], 2, "give a MODEL and a --target"),
        (["certify", "model.json", "--check", "model.json"], 2, "needs nothing else"),
        (["certify", "model.json", "--target", "x^2"], 2, "give --domain LOW HIGH"),
        (["certify", "model.json", "--target", "math:sin on [0, 1]"], 2, "by its values only"),
        (["certify", "model.json", "--target", "sine", "-o", "model.json"], 2, "is read, too"),
        (["certify", "model.json", "--target", "franke"], 2, "has 2 inputs, the network 1"),
        (["certify", "--check", "model.json"], 1, "this is no certificate"),
        (["certify", "--check", "page.png"], 1, "page.png: this is not JSON: it is no text."),
        (["certify", "none.json", "--target", "sine"], 1, "none.json"),
        (["fit", "math:sin on [0, 1]", "--certify"], 1, "by its values only"),
        (["fit", "data.csv", "--certify"], 2, "--certify is for functions"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(words, code, message):
    result = run(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert result.stderr.count("Error") == 1


def test_without_the_package_one_line_says_what_to_install(monkeypatch):
    # The package forgets its part as well, else the one imported here in vain would stay there.
    monkeypatch.delattr("uat.theory.certificates")
    for name in [name for name in sys.modules if name.startswith("uat.theory.certificates")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "flint", None)
    for words in (
        ["certify", "model.json", "--target", "sine"],
        ["certify", "--check", "model.json"],
        ["fit", "sine", "--width", "1", "--certify"],
    ):
        result = run(*words)
        assert result.exit_code == 1
        assert "pip install 'uat-toolkit[certify]'" in result.stderr
        assert result.stderr.count("\n") == 1


class TestFit:
    def test_its_error_is_proved_and_the_proof_written(self, monkeypatch):
        monkeypatch.setattr(fit_folder, "FORMATS", ())  # figures take long, and are not its matter
        result = run("fit", "abs(x) on [-1, 2]", "--width", "1", "--certify", "-o", "fitted/")
        assert result.exit_code == 0
        assert "is proved to lie in" in result.stdout
        proof = Certificate.load("fitted/certificate.json")
        report = json.loads(Path("fitted/report.json").read_text())
        assert report["max_error"] <= proof.high + proof.rounding
        assert proof.check().proved

    def test_a_tolerance_is_proved_at_the_smallest_width(self):
        words = ("fit", "exp(x) on [0, 1]", "--tolerance", "1e-3", "--certify")
        values = json.loads(run(*words, "--json").stdout)
        high = float.fromhex(values["certificate"]["high"])
        assert high <= 1e-3
        assert f"The tolerance 0.001 is proved at width {values['width']}." in run(*words).stdout

    def test_one_that_is_not_reached_is_not_proved(self):
        words = ("fit", "sign(x) on [-1, 1]", "--tolerance", "0.4", "--max-width", "2", "--certify")
        assert "The tolerance 0.4 is not proved at width" in run(*words).stdout


def test_digits_are_rounded_outward():
    for value in (1.23456789e-11, 0.1, 1.0, 123456.789, 9.9999999e5, math.pi, 5e-320):
        assert float(rounded(value, -1)) <= value <= float(rounded(value, 1))
        assert float(rounded(value, 1)) <= value * (1 + 1e-4) + 5e-324


class TestAllNetworks:
    def test_without_a_model_both_edges_are_told(self):
        words = ("certify", "--target", "x^2 on [0, 1]", "--activation", "relu", "--widths", "1,3")
        values = json.loads(run(*words, "-o", "edges.json", "--json").stdout)
        assert values == json.loads(Path("edges.json").read_text())
        assert values["floors"]["1"] < 1 / 18 <= 1.001 * values["floors"]["1"]
        assert values["guarantees"]["3"] == pytest.approx(0.25)
        rows = [line.split() for line in run(*words).stdout.splitlines()[2:4]]
        for width, floor, guarantee in rows:
            assert float(floor) <= values["floors"][width]
            assert float(guarantee) >= values["guarantees"][width]

    def test_they_can_be_drawn(self):
        words = ("--target", "x^2 on [0, 1]", "--activation", "heaviside", "--widths", "1,2")
        result = run("certify", *words, "-o", "made/edges.svg")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "written to     made" in result.stdout
        assert "floor" in Path("made/edges.svg").read_text()

    def test_a_certificate_stands_beside_them(self):
        Network([[1.0]], [0.0], [[1.0]], [-0.125], "relu").save("relu.json")
        text = run("certify", "relu.json", "--target", "x^2 on [0, 1]").stdout
        assert "no relu network of width 1 errs by less than 0.055" in text

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--target", "sine", "--seconds", "3"], "--seconds is for one network: give a MODEL"),
            (["model.json", "--target", "sine", "--widths", "3"], "leave MODEL out"),
            (["--target", "math:sin on [0, 1]"], "by its values only"),
            (
                ["model.json", "--target", "sine", "-o", "a.svg"],
                "certificate of a MODEL is a .json",
            ),
        ],
    )
    def test_what_does_not_go_together_is_said(self, words, message):
        result = run("certify", *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in result.stderr
