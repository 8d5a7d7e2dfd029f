"""A catalogue of one's own is a file of entries, each refused in a line that names it."""

import pytest

from uat.core.domains import Box
from uat.exceptions import DataFileError, SettingError
from uat.targets.lookup import known_target, target_of
from uat.targets.target_files import read_targets
from uat.targets.target_texts import TargetText
from uat.targets.user_targets import as_target


def read(tmp_path, text):
    file = tmp_path / "targets.toml"
    file.write_text(text)
    return read_targets(file)


def test_every_kind_of_entry(tmp_path):
    targets = read(
        tmp_path,
        """
        [ripple]
        formula = "sin(5*x)"
        domain = [-1, "pi"]
        kinks = [0, "1/2"]
        source = "lesson 3"
        [plane]
        formula = "abs(x) + y"
        domain = [[-1, 1], [0, 2]]
        [bend]
        formula = "x^2 on [0, 1]"
        [cube]
        formula = "x*y*z"
        domain = "[0, 1]^3"
        [growth]
        function = "math:exp"
        domain = [0, 1]
        [wave]
        formula = "sine"
        [marks]
        table = "data.csv#a,b->y"
        """,
    )
    names = ["ripple", "plane", "bend", "cube", "growth", "wave"]
    assert [target.name for target in targets[:-1]] == names
    ripple = targets[0]
    assert (ripple.kinks, ripple.source) == ((0.0, 0.5), "lesson 3")
    assert ripple.domain == Box.interval(-1.0, 3.141592653589793)
    assert targets[3].domain == Box((0.0,) * 3, (1.0,) * 3)
    assert isinstance(targets[-1], TargetText)
    assert str(targets[-1]) == f"{tmp_path / 'data.csv'}#a,b->y as marks"
    for target in targets[:-1]:
        assert as_target(target.text).text == target.text
    assert target_of(known_target(ripple).text).source == "lesson 3"


def test_entries_may_be_a_list_or_tables_of_tables(tmp_path):
    entry = 'formula = "x"\ndomain = [0, 1]\n'
    for text in (f'[[target]]\nname = "a"\n{entry}[[target]]\nname = "b"\n{entry}',
                 f"[targets.a]\n{entry}[targets.b]\n{entry}"):  # fmt: skip
        assert [target.name for target in read(tmp_path, text)] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no targets in it"),
        ("a = 1", "a stands in no entry; write [name] above it"),
        (
            '[a]\nformula = "x"',
            "target a: a formula needs to know where: give domain = [low,",
        ),
        ('[a]\nfunction = "math:exp"', "target a: a function needs to know where"),
        ("[a]\ndomain = [0, 1]", "target a: it says where, but not what: give one of formula, f"),
        ("[a]\n", "target a: it is empty: give one of"),
        ('[a]\nformul = "x"', "target a: unknown field formul: did you mean formula?"),
        ('[a]\nformula = "x"\ntable = "a.csv"', "target a: it has formula and table: give one of"),
        ("[a]\nformula = 3", "target a: formula must be text, not 3"),
        ('[a]\nformula = "math:exp"\ndomain = [0, 1]', "target a: 'math:exp' is a function, not a"),
        ('[a]\nfunction = "x^2"\ndomain = [0, 1]', "target a: 'x^2' is a formula, not a function"),
        ('[a]\nfunction = "nowhere:f"\ndomain = [0, 1]', "target a: there is no module nowhere"),
        ('[a]\nformula = "1/x"\ndomain = [0, 1]', "target a: a(0.0) = inf"),
        ('[a]\nformula = "x"\ndomain = [1, 0]', "target a: [1, 0] is no interval"),
        ('[a]\nformula = "x"\ndomain = 3', "target a: domain must be a list, not 3"),
        ('[a]\nformula = "x"\ndomain = [0, 1]\nkinks = 3', "target a: kinks must be a list, not 3"),
        ('[a]\nformula = "x on [0, 1] as b"', "target a: it has two names, a and b"),
        ('[sine]\nformula = "x on [0, 1]"', "target sine: sine is a target of the catalogue"),
        ('["a b"]\nformula = "x on [0, 1]"', "target a b: a short name is a word"),
        ('[[t]]\nformula = "x"', 'entry 1 of t has no name = "..."'),
        (
            '[a]\nformula="x on [0, 1]"\n[[t]]\nname="a"\nformula="x"',
            "two targets that are called",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_file_and_entry(tmp_path, text, said):
    with pytest.raises(SettingError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert "targets.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_none_is_said(tmp_path):
    with pytest.raises(DataFileError, match="No such file"):
        read_targets(tmp_path / "nothing.toml")
    with pytest.raises(DataFileError, match=r"is no TOML: .*line 1"):
        read(tmp_path, "[a\n")
