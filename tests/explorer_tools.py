"""What tests of the explorer share: its modules in node, and its page in a browser.

`run_node` runs a small ES module that imports from the folder of the page. `browser_page` opens
pages by double click, so to speak, and fails the test if one of them complained or called anybody.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tools import all_is_expected, needs

import uat.explorer
from uat.explorer.bundle import NAME, bundle

PAGE = Path(uat.explorer.__file__).parent / "page"
"""The folder of the page's modules, in which scripts of `run_node` stand, so to speak."""

BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

# JSON has no typed arrays, no infinities and no -0; Python reads the words that stand for them.
_GIVE = """
const give = (value) => {
  const whole = (key, one) => ArrayBuffer.isView(one) ? Array.from(one)
    : typeof one !== "number" || (Number.isFinite(one) && !Object.is(one, -0)) ? one
    : `<<${Object.is(one, -0) ? "-0.0" : one}>>`;
  console.log(JSON.stringify(value, whole).replace(/"<<(NaN|-?Infinity|-0\\.0)>>"/g, "$1"));
};
"""


def run_node(script: str, data: object = None, folder: Path = PAGE) -> Any:
    """Run an ES module and return what it gives.

    Parameters
    ----------
    script : its text; imports are relative to the folder, `import { a } from "./base/a.js";`. It
        finds the data as `DATA` and calls `give(value)` once: numbers come here as they are there,
        typed arrays as lists
    data : anything that JSON can hold, infinities and not-a-number too
    folder : where the script stands
    """
    text = f"const DATA = {json.dumps(data)};\n{_GIVE}\n{script}"
    done = subprocess.run(
        [needs("node"), "--input-type=module", "-"],
        input=text, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def axe_core() -> str:
    """Return the script of axe-core, whose file the environment variable AXE_CORE names.

    Without it the test is skipped, and fails where everything is expected to be there.
    """
    file = os.environ.get("AXE_CORE")
    if file:
        return Path(file).read_text(encoding="utf-8")
    reason = (
        "this test needs axe-core: npm pack axe-core && tar xzf axe-core-*.tgz && "
        "export AXE_CORE=$PWD/package/axe.min.js"
    )
    if all_is_expected():
        pytest.fail(reason)
    pytest.skip(reason)


def trial_page(script: str, entries: Mapping[str, str]) -> str:
    """Return a page that runs a script, which finds the entries of `bundle` by their names.

    For a module on its own, before or beside the whole page. It has a `<main id="place">`.
    """
    names = ", ".join(entries)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Trial</title>'
        '<main id="place"></main><script>'
        f"{bundle(PAGE, entries)}const {{ {names} }} = {NAME}();\n{script}</script></html>"
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a browser.

    It is one of a module, not of the session: while it is open, the event loop of its driver runs
    in this thread, and no other could.
    """
    chromium = needs("chromium")
    needs("playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        own = driver.chromium.launch(executable_path=chromium, args=list(BROWSER_OPTIONS))
        yield own
        own.close()


@pytest.fixture
def browser_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page from a file and returns it, as playwright's `Page`.

    After the test, all that the pages wrote as errors to the console, threw or asked of a network
    must be none; `browser_page.problems` is the list of it, for tests of what is to be refused.
    """
    problems: list[str] = []
    contexts = []

    def open_page(
        html: str | Path, address: str = "", *, width: int = 1280, height: int = 800, **options: Any
    ) -> Any:
        """Open a page: its text or its file, and what follows it in the address, "#...".

        Options are those of playwright's `Browser.new_context`: color_scheme="dark",
        reduced_motion="reduce", has_touch=True, permissions=["clipboard-read"] and so on.
        """
        file = html if isinstance(html, Path) else tmp_path / f"page{len(contexts)}.html"
        if isinstance(html, str):
            file.write_text(html, encoding="utf-8", newline="\n")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.on("console", lambda message: _note(problems, message))
        context.on("weberror", lambda error: problems.append(f"thrown: {error.error}"))
        context.on("dialog", lambda dialog: _note_dialog(problems, dialog))
        context.on("request", lambda request: _note_request(problems, request.url))
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{file.as_uri()}{address}")
        return page

    open_page.problems = problems
    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def _note(problems: list[str], message: Any) -> None:
    if message.type in ("error", "warning"):
        problems.append(f"console: {message.text}")


def _note_dialog(problems: list[str], dialog: Any) -> None:
    problems.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _note_request(problems: list[str], url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:")):
        problems.append(f"request: {url}")
