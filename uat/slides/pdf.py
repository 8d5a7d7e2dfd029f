"""The deck as a PDF: its page, printed by a browser that needs no screen.

The page brings the sheet that says how it prints: one slide a page, 16:9, on white. So there is
one layout, and formulas, text and figures stay what they are on the page: vectors, and text that
can be selected. Chromium is a program, not a package; Chrome and Edge do as well.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from uat.exceptions import OutputError
from uat.io.files import replacing

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
"""What is looked for, first found first; the environment variable CHROME names another."""

_ADVICE = "apt install chromium, or let CHROME name a Chrome or an Edge."
_PATIENCE = 120.0  # seconds; a deck takes a few
_FLAGS = (
    "--headless",
    "--no-sandbox",  # of use against foreign pages only, and refused to the root of a container
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
# Blanks of the same length leave every offset of the file where it was.
_DATES = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^()]*\)")


class BrowserError(OutputError):
    """No browser printed; the message says why and what to install."""


def find_browser() -> str | None:
    """Return the program that prints, or None: what CHROME names, or the first of `BROWSERS`."""
    chosen = os.environ.get("CHROME")
    candidates = (chosen,) if chosen else BROWSERS
    return next((path for name in candidates if (path := shutil.which(name))), None)


def lack_of_browser() -> str | None:
    """Return what to do about it if there is no program that prints; None if there is one."""
    return _advice() if find_browser() is None else None


def print_pdf(html_path: Path, pdf_path: Path) -> None:
    """Print a page to a PDF; what is not finished leaves no trace.

    The same page printed by the same browser is the same file: it holds no date.

    Parameters
    ----------
    html_path : of a page that needs no other file
    pdf_path : replaced if it is there

    Raises
    ------
    BrowserError
        If there is no browser, or it fails, or takes two minutes.
    OutputError
        If the file cannot be written.
    """
    browser = find_browser()
    if browser is None:
        raise BrowserError(_advice())
    with tempfile.TemporaryDirectory(prefix="uat-", ignore_cleanup_errors=True) as scratch:
        printed = Path(scratch, "printed.pdf")
        said = _run(
            browser,
            *_FLAGS,
            f"--user-data-dir={Path(scratch, 'profile')}",
            f"--print-to-pdf={printed}",
            html_path.resolve().as_uri(),
        )
        content = printed.read_bytes() if printed.exists() else b""
    if not content.startswith(b"%PDF-"):
        raise BrowserError(f"{browser} {said}; another may do: {_ADVICE}")
    with replacing(pdf_path) as part:
        part.write_bytes(_DATES.sub(lambda found: b" " * len(found[0]), content))


def _advice() -> str:
    chosen = os.environ.get("CHROME")
    if chosen:
        return f"there is no program {chosen}, which CHROME names."
    return f"it is printed by Chromium: {_ADVICE}"


def _run(*command: str) -> str:
    """Run a browser to its end; return how that was, to follow its name in a message."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as problem:
        return f"cannot be run ({problem.strerror})"
    try:
        code = process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return f"had not finished after {_PATIENCE:g} seconds"
    finally:
        _end(process)
    return f"ended with code {code} and no PDF"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, with those it started: they would keep its folder."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
