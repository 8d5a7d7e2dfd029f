"""The gallery as a site: its index filters, its pages are whole, and nothing is fetched."""

from __future__ import annotations

import json
import re

import pytest

import uat
from uat.gallery.render import render_gallery
from uat.gallery.site import site_pages
from uat.sweeps.plan import plan

pytestmark = pytest.mark.slow

TARGETS = ["sine", "step", "cone", "sin(x) * 2 <= 1 on [0, 3] as small"]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    """Return a gallery of four functions, small."""
    specs = plan(TARGETS, [1, 2], [0], [uat.GradientDescent(epochs=50), "staircase"])
    return render_gallery(specs, tmp_path_factory.mktemp("site"), formats=["svg"], workers=1)


def page(gallery, name):
    return (gallery.folder / name).read_text(encoding="utf-8")


def test_every_function_has_a_page_that_leads_to_its_neighbours(gallery):
    index = page(gallery, "index.html")
    cards = re.findall(r'<a class="card" href="([^"]+)"', index)
    assert sorted(cards) == ["cone.html", "sine.html", "small.html", "step.html"]
    for place, name in enumerate(cards):
        links = re.findall(r'<a href="([^"]+\.html)">', page(gallery, name).split("<main>")[0])
        around = [*cards[max(0, place - 1) : place], "index.html", *cards[place + 1 : place + 2]]
        assert links == around


def test_pages_hold_what_was_run(gallery):
    text = page(gallery, "sine.html")
    data = re.search(r'id="explorer.scene">(.*?)</script>', text)[1]
    (target,) = json.loads(data)["targets"]
    assert target["key"] == "sine"
    own = [record for record in gallery.sweep.records if record.spec.target == "sine"]
    trained = [record for record in own if record.spec.trainer == "gradient_descent"]
    errors = {record.spec.width: record.max_error for record in trained}
    assert {width: error for width, error, _ in target["stored"]["descent"]} == pytest.approx(
        errors, rel=1e-5
    )
    assert "<p>sin(2*pi*x) on [-1, 1]</p>" in text
    assert "<p>sin(x)*2&lt;=1 on [0, 3]</p>" in page(gallery, "small.html")


def test_there_is_no_site_without_pictures_or_functions(gallery):
    assert site_pages(gallery.sweep.records, ["pdf"]) == {}


def test_the_filter_shows_what_is_wanted(gallery, browser_page):
    shown = browser_page(gallery.folder / "index.html")
    shown.fill("#search", "sin(")
    assert shown.locator(".card:visible").count() == 2
    assert shown.inner_text("#count") == "2 functions"
    shown.uncheck("[value=jump]")
    assert shown.locator(".card:visible strong").all_inner_texts() == ["sine"]
    shown.fill("#search", "")
    shown.uncheck("[value=one]")
    assert shown.locator(".card:visible strong").all_inner_texts() == ["cone"]


def test_a_page_shows_the_explorer_about_its_function(gallery, browser_page):
    shown = browser_page(gallery.folder / "step.html")
    shown.wait_for_selector("#explorer [role=tab]")
    assert shown.locator("h1").all_inner_texts() == ["step"]
    assert shown.evaluate(f"typeof {uat.explorer.bundle.NAME}") == "function"
