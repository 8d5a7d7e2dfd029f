"""The harness of the explorer's tests: what comes back from node, what a page must not do."""

import math

from explorer_tools import run_node

PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A</title><p>µ</p>{}</html>'


def test_numbers_come_back_from_node_as_they_are():
    script = "give({ DATA, some: Float64Array.of(0.1, -0, 1 / 0, NaN, 5e-324), text: '<é' });"
    given = run_node(script, {"a": [0.1, None, math.inf], "b": "</script>'\"`"})
    assert given["DATA"] == {"a": [0.1, None, math.inf], "b": "</script>'\"`"}
    tenth, zero, infinity, none, least = given["some"]
    assert (tenth, infinity, least, given["text"]) == (0.1, math.inf, 5e-324, "<é")
    assert math.copysign(1.0, zero) == -1.0
    assert math.isnan(none)


def test_scripts_import_from_the_folder_of_the_page():
    script = 'import { WORDS } from "./words_en.js";\ngive(Object.keys(WORDS));'
    assert set(run_node(script)) >= {"base", "build", "compare", "own", "train"}


def test_a_page_that_does_nothing_wrong_has_no_problems(browser_page):
    page = browser_page(PAGE.format("<script>console.log(location.hash)</script>"), "#a=1")
    assert page.evaluate("location.hash") == "#a=1"
    assert page.locator("p").inner_text() == "µ"


def test_errors_warnings_and_requests_are_problems(browser_page):
    page = browser_page(PAGE.format(""))
    with page.context.expect_event("weberror"):
        page.evaluate(
            """() => {
              console.warn("one");
              const fail = () => { throw Error("three"); };
              fetch("http://127.0.0.1:9/two").catch(() => setTimeout(fail));
            }"""
        )
    problems = sorted(browser_page.problems)
    assert problems[0].startswith("console: ")
    assert "console: one" in problems
    assert "request: http://127.0.0.1:9/two" in problems
    assert any(problem.startswith("thrown: ") and "three" in problem for problem in problems)
    browser_page.problems.clear()


def test_a_page_takes_the_sizes_and_wishes_of_its_reader(browser_page):
    page = browser_page(
        PAGE.format(""), width=360, color_scheme="dark", reduced_motion="reduce", has_touch=True
    )
    wishes = ["(prefers-color-scheme: dark)", "(prefers-reduced-motion)", "(pointer: coarse)"]
    assert all(page.evaluate(f"matchMedia('{wish}').matches") for wish in wishes)
    assert page.evaluate("innerWidth") == 360
