"""Run the tests on the lowest versions that pyproject.toml allows, all of them at once.

    python3.11 scripts/lowest_versions.py [--environment FOLDER] [ARGUMENTS OF PYTEST]

The environment is made anew in a temporary folder, or in FOLDER, which is kept.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXTRA = "complete"
"""The extra whose environment the tests run in: it brings all the others but `lint`."""


def lowest(project: dict[str, Any]) -> list[str]:
    """Return every requirement of the project and its extras with its lower bound as its version.

    Extras that bring other extras of the project are left out, and so is `lint`: no test runs it.
    """
    extras = project["optional-dependencies"]
    requirements = list(project["dependencies"])
    requirements += [line for name in extras if name != "lint" for line in extras[name]]
    return [
        line.replace(">=", "==")
        for line in requirements
        if not line.startswith(f"{project['name']}[")
    ]


def run_tests(environment: Path, project: dict[str, Any], arguments: list[str]) -> int:
    """Make the environment, run pytest in it, and return its exit code."""
    venv.create(environment, clear=True, with_pip=True)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--editable", f"{ROOT}[{EXTRA}]"]
    subprocess.run([*pip, *lowest(project)], check=True)
    # Old releases use what newer ones of the packages below them deprecate: not for us to mend.
    pytest = [python, "-m", "pytest", "-W", "ignore::DeprecationWarning"]
    return subprocess.run([*pytest, *arguments], cwd=ROOT, check=False).returncode


def main() -> int:
    """Return the exit code of pytest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--environment", type=Path, metavar="FOLDER")
    options, arguments = parser.parse_known_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python = "{}.{}".format(*sys.version_info)
    if project["requires-python"] != f">={python}":
        parser.error(f"run it with Python {project['requires-python'][2:]}: this is {python}")
    if options.environment is not None:
        return run_tests(options.environment, project, arguments)
    with tempfile.TemporaryDirectory(prefix="uat-lowest-") as folder:
        return run_tests(Path(folder), project, arguments)


if __name__ == "__main__":
    sys.exit(main())
