"""How the process begins: Ctrl-C is minded before anything else is imported."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

from uat.cli.interrupts import CTRL_C


def run() -> None:
    """Run the command line and end the process; the entry point of `uat` and `python -m uat`."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background of a shell
        _main()
    signal.signal(signal.SIGINT, CTRL_C)
    # What a process that ended at once left is tidied up by another one, which need not tell.
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")
    sys.unraisablehook = CTRL_C.unraisable
    try:
        _main()
    finally:
        # All is printed and written: nothing is left to interrupt.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _main() -> NoReturn:
    from uat.cli.commands import main

    main(prog_name="uat")
    sys.exit()
