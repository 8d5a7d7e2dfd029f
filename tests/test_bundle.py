"""The page's modules as one script: what may stand in them, in what order, and what is refused."""

import json
import subprocess

import pytest
from explorer_tools import run_node
from tools import needs

from uat.explorer.bundle import NAME, BundleError, bundle, read_module

ENTRIES = {"mount": "mount.js"}


def folder_of(tmp_path, **modules):
    """Return a folder of modules, `a` being a.js and `deep_b` deep/b.js."""
    for name, text in modules.items():
        file = tmp_path / f"{name.replace('_', '/')}.js"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def said_by(script, expression):
    """Return what an expression of a classic script's names is, as node has it."""
    done = subprocess.run(
        [needs("node"), "-"], input=f"{script}\nconsole.log(JSON.stringify({expression}));",
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_modules_come_after_those_they_import(tmp_path):
    folder = folder_of(
        tmp_path,
        mount='import { two } from "./deep/b.js";\nexport const mount = () => two + 1;\n',
        deep_b='import {\n  one,\n} from "../c.js";\nexport const two = one + 1;\n',
        c="export const one = 1;\n",
    )
    script = bundle(folder, ENTRIES)
    assert script.index("const one") < script.index("const two") < script.index("const mount")
    assert "import" not in script
    assert "export" not in script
    assert said_by(script, f"{NAME}().mount()") == 3
    # A worker is made of the function's own text.
    assert said_by(script, f"eval(`(${{{NAME}.toString()}})()`).mount()") == 3


HARD = r"""/** A comment, import and "quote. */
export const pattern = /[/"'`]\/<\/script>/u; // to the end of the line
const [six, two] = [6, 2];
const { length } = "abc";
const shares = [six / two / length * 3, "a / b / c".length / 2, `${6 / 2}/`];

/* Between */ // more
const text = `
import uat
// no comment ${`<!-- ${"</script>"} /* none */`}

export \` end`;
export async function mount(options = { export: "}" }) {
  /*
   * Within.
   */
  return [pattern.source, shares, text, options.export, '<script src="x">'];
}
"""


def test_texts_patterns_and_templates_stay_what_they_are(tmp_path):
    folder = folder_of(tmp_path, mount=HARD)
    script = bundle(folder, ENTRIES)
    assert all(word not in script for word in ("</script", "<!--", "<script", "Within", "Between"))
    assert "\n\n" not in script.replace("\n\nexport \\` end", "")
    text = "\nimport uat\n// no comment <!-- </script> /* none */\n\nexport ` end"
    given = run_node('import { mount } from "./mount.js";\ngive(await mount());', folder=folder)
    assert given == ["[/\"'`]\\/<\\/script>", [3, 4.5, "3/"], text, "}", '<script src="x">']
    asynchronous = f"{script}\n{NAME}().mount().then((all) => console.log(JSON.stringify(all)));"
    done = subprocess.run(
        [needs("node"), "-"], input=asynchronous, capture_output=True, check=True, text=True
    )
    assert json.loads(done.stdout) == given


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("\nimport a from './a.js';\n", 2, "an import is"),
        ('import { a as b } from "./a.js";', 1, "an import is"),
        ('import * as a from "./a.js";', 1, "an import is"),
        ('import "./a.js";', 1, "an import is"),
        ('import { a } from "react";', 1, "an import is"),
        ("const a = 1;\nexport { a };", 2, "export stands before"),
        ("export default 1;", 1, "export stands before"),
        ('export * from "./a.js";', 1, "export stands before"),
        ("export const { a } = b;", 1, "export stands before"),
        ("const { a: c } = b;", 1, "a module declares names"),
        ("const a = 1;\nconst [b, a] = [1, 2];", 2, "a is declared before"),
        ("/* one\n two */\ndocument.title = 1;", 3, "a module declares names"),
        ("  const a = 1;", 1, "a module declares names"),
        ("const a = 1;\nfunction a() {}", 2, "declared before"),
        ("const a = 1; export const b = 2;", 1, "start of a line"),
        ('const a = () => {\n  return import("./b.js");\n};', 2, "start of a line"),
        ("const a = import.meta.url;", 1, "start of a line"),
        ("const a = `b;\n", 1, "does not end"),
        ("const a = 'b;\n';", 1, "does not end"),
        ("const a = [1];\n}", 2, "does not end"),
    ],
)
def test_what_is_written_otherwise_is_refused(text, line, what):
    with pytest.raises(BundleError, match=what) as refused:
        read_module("panels/a.js", text)
    assert str(refused.value).startswith(f"panels/a.js, line {line}: ")


def test_a_bracket_left_open_is_refused():
    with pytest.raises(BundleError, match=r"a\.js: \( is opened and not closed"):
        read_module("a.js", "const a = (1;\n")


MOUNT = 'import { a } from "./a.js";\nexport const mount = () => a;\n'


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"mount": MOUNT}, "mount.js imports a.js, which is not there"),
        ({"mount": MOUNT, "a": "const a = 1;"}, "mount.js imports a, which a.js does not export"),
        ({"mount": "const mount = 1;"}, "the bundle imports mount, which mount.js does not export"),
        (
            {"mount": MOUNT, "a": "export const a = 1;\n\nconst mount = 2;"},
            "a.js, line 3: mount is declared in mount.js, line 2, too",
        ),
        (
            {"mount": MOUNT, "a": 'import { mount } from "./mount.js";\nexport const a = mount;'},
            "import each other in a circle: ",
        ),
        (
            {"mount": "export const mount = (a, b) => a <!--b;"},
            "would end the script of a page",
        ),
    ],
)
def test_modules_that_do_not_go_together_are_refused(modules, message, tmp_path):
    with pytest.raises(BundleError) as refused:
        bundle(folder_of(tmp_path, **modules), ENTRIES)
    assert message in str(refused.value)
