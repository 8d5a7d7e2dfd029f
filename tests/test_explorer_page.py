"""The page as a file: small, the same each time, safe, and alive in a browser."""

import base64
import hashlib
import json
import re
import zlib

import pytest

from uat.explorer.bundle import bundle
from uat.explorer.page import json_in_page, page_html
from uat.explorer.scene import Scene, scene_of
from uat.version import __version__

HOSTILE = "</script><script>alert(1)</script><!-- \u2028 'x' \" & ü"


@pytest.fixture(scope="module")
def page():
    return page_html(scene_of(["sine", "franke"]))


def test_it_is_one_small_file_that_is_the_same_each_time(page):
    assert page == page_html(scene_of(["sine", "franke"]))
    bare = page_html(Scene(tuple(scene_of(["x on [0, 1]"]).targets)))
    assert len(bare.encode("utf-8")) < 300_000
    assert "\r" not in page
    assert page.count("<script") == page.count("</script>") == 3
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", page)


def test_its_policy_lets_nothing_in_or_out(page):
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert not any(word in policy for word in ("http", "*", "connect-src", "'self'"))


def test_data_cannot_end_its_script():
    text = json_in_page({HOSTILE: [HOSTILE, 0.1]})
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text) == {HOSTILE: [HOSTILE, 0.1]}
    with pytest.raises(ValueError, match="JSON"):
        json_in_page(float("nan"))


def test_a_browser_shows_it_without_complaint(page, browser_page):
    opened = browser_page(page)
    assert opened.evaluate("document.compatMode") == "CSS1Compat"
    assert opened.locator("h1").inner_text().startswith("Universal Approximation")
    assert opened.evaluate("document.documentElement.lang") == "en"
    data = "JSON.parse(document.getElementById('uat-data').textContent).scene.version"
    assert opened.evaluate(data) == __version__
    assert not opened.locator("noscript").is_visible()


@pytest.mark.slow
def test_its_program_is_the_modules_letter_by_letter(page):
    (program,) = re.findall(r'id="uat-program">([^<]*)</script>', page)
    assert zlib.decompress(base64.b64decode(program)).decode("utf-8") == bundle()


def test_where_it_cannot_run_it_says_so(page, browser_page):
    broken = page.replace("new DecompressionStream", "new NoSuchStream")
    old = re.search(r"script-src ('sha256-[^']*')", page)[1]
    loader = re.findall(r"<script>(.*?)</script>", broken, re.DOTALL)[-1]
    digest = base64.b64encode(hashlib.sha256(loader.encode()).digest()).decode()
    opened = browser_page(broken.replace(old, f"'sha256-{digest}'"))
    opened.get_by_text("a newer one may help").wait_for()
    opened.evaluate("() => new Promise((done) => setTimeout(done))")
    assert "NoSuchStream" in browser_page.problems.pop()


def test_without_scripts_it_says_what_it_needs(page, browser_page):
    opened = browser_page(page, java_script_enabled=False)
    assert "needs JavaScript" in opened.locator("body").inner_text()


HARMS = {
    "connect-src": "fetch('http://127.0.0.1:9/').catch(() => 0)",
    "img-src": "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/a'}))",
    "script-src-elem": "document.body.append("
    "Object.assign(document.createElement('script'), {text: '1'}))",
    "style-src-attr": "document.body.setAttribute('style', 'top: 0')",
}


def test_the_policy_stops_what_should_not_be_there(page, browser_page):
    opened = browser_page(page)
    opened.evaluate(
        """() => {
          window.stopped = [];
          const note = (event) => window.stopped.push(event.violatedDirective);
          document.addEventListener("securitypolicyviolation", note);
        }"""
    )
    for harm in HARMS.values():
        opened.evaluate(f"() => {{ {harm}; }}")
    opened.wait_for_function(f"window.stopped.length >= {len(HARMS)}")
    assert set(opened.evaluate("window.stopped")) == set(HARMS)
    browser_page.problems.clear()
