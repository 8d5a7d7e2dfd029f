"""Write what the explorer's page knows of the catalogue by itself: runs of the gallery, in short.

    python scripts/explorer_runs.py STORE...

Errors of gradient descent and Adam, the closest known networks, of logistic units. The stores are
those of `uat gallery`, gallery/runs.sqlite, or of sweeps.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import uat.explorer
from uat.explorer.curves import FoundCurves, found_curves
from uat.explorer.scene import PACKAGED
from uat.sweeps.spec import RESULTS_VERSION
from uat.sweeps.store import Store
from uat.targets.catalogue import FORMULAS, TARGETS

ACTIVATION = "logistic"


def main() -> None:
    """Write the file into the package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stores", nargs="+", type=Path, metavar="STORE")
    records = [record for path in parser.parse_args().stores for record in Store(path).records()]
    names = [name for name in FORMULAS if TARGETS[name].inputs <= 2]
    found = {name: found_curves(name, ACTIVATION, records) for name in names}
    values = {
        "results": RESULTS_VERSION,
        "activation": ACTIVATION,
        "targets": {n: one.to_dict() for n, one in found.items() if one != FoundCurves()},
    }
    lines = json.dumps(values, separators=(",", ":")).replace('},"', '},\n"')
    (Path(uat.explorer.__file__).parent / PACKAGED).write_text(f"{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
