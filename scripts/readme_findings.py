"""Write into the README what the gallery's runs show of training: no sentence of it is typed.

python scripts/readme_findings.py            # after the gallery has been rendered
python scripts/readme_findings.py --check    # say whether the README is up to date
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from pathlib import Path

from uat.io.markdown import with_part
from uat.sweeps.findings import error_lines, existence_and_finding, finding, outcomes_in

ROOT = Path(__file__).parent.parent
BEGIN = "<!-- written by scripts/readme_findings.py from gallery/runs.json -->"
END = "<!-- end -->"
EXAMPLE = "sine"
"""The target on which what is found is held against what there is."""
_WIDTH = 110


def findings(runs: str) -> str:
    """Return what a gallery's table of runs shows, as lines of Markdown."""
    lines = error_lines(outcomes_in(runs))
    words = [existence_and_finding(lines, EXAMPLE), finding(lines)]
    text = " ".join(["**Existence is not findability.**", *filter(None, words)])
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def with_findings(readme: str, runs: str) -> str:
    """Return the README with these runs' findings between the two marks."""
    new = with_part(readme, BEGIN, END, f"\n{findings(runs)}\n")
    if new is None:
        raise SystemExit(f"the README has no lines {BEGIN} and {END}")
    return new


def main() -> None:
    """Write the README, or check it."""
    parser = argparse.ArgumentParser(description="Write what the gallery shows into the README.")
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    given = parser.parse_args()
    path = ROOT / "README.md"
    readme = path.read_text(encoding="utf-8")
    new = with_findings(readme, (ROOT / "gallery" / "runs.json").read_text(encoding="utf-8"))
    if given.check:
        sys.exit(0 if new == readme else "README.md is not what gallery/runs.json shows.")
    path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
