"""Live figures of the deck: the explorer on a screen, the still figure on paper and without it."""

from __future__ import annotations

import pytest
from tools import needs

from uat.explorer.page import embedding
from uat.explorer.scene import scene_of
from uat.slides.content import Deck, Live, Picture, Slide, Text, has_live_figures
from uat.slides.html import deck_html

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0H90"/></svg>'
LIVE = Live("train", (("trainRung", "xor"), ("trainSpeed", "max")))


def deck(live):
    slides = [
        Slide("before", 1, "Before", (Text("Words."),), ""),
        Slide("moved", 1, "Moved by hand", (Picture("p", "A still figure", live),), ""),
        Slide("after", 1, "After", (Text("Words."),), ""),
    ]
    return Deck("The deck", "", "", "", "en", tuple(slides))


def page(live=LIVE):
    needs("latex2mathml")
    needs("pygments")
    explorer = embedding(scene_of(["sine"]), program=True)
    return deck_html(deck(live), {"p": (SVG, SVG)}, str, explorer if live else "")


def test_only_a_deck_with_live_figures_needs_the_explorer():
    assert has_live_figures(deck(LIVE))
    assert not has_live_figures(deck(None))
    assert "uat_explorer()" not in page(None).split("<script>")[-2]
    assert 'class="live"' not in page(None)


@pytest.fixture
def shown(browser_page):
    """Return the deck at its live figure."""
    opened = browser_page(page(), "#/moved", width=1280, height=720)
    opened.wait_for_selector(".current .live [role=group]")
    return opened


def test_it_stands_in_place_of_the_figure_and_prints_as_the_figure(shown):
    assert not shown.is_visible(".current .picture")
    box = shown.locator(".current .live").bounding_box()
    assert box["width"] > 1100
    assert box["y"] + box["height"] <= 700
    shown.emulate_media(media="print")
    assert shown.is_visible(".current .picture")
    assert not shown.is_visible(".current .live")


def test_keys_go_to_the_control_that_has_the_focus_else_to_the_deck(shown):
    place = "location.hash"
    slider = shown.locator(".current .live input[type=range]").first
    if not slider.is_visible():
        shown.locator(".current .live summary").first.click()
    before = slider.input_value()
    slider.press("ArrowRight")
    assert slider.input_value() != before
    assert shown.evaluate(place) == "#/moved"
    shown.locator(".current .live button").first.press("Space")
    assert shown.evaluate(place) == "#/moved"
    shown.locator(".current .face h2").click()
    shown.keyboard.press("ArrowRight")
    assert shown.evaluate(place) == "#/after"


def test_it_comes_back_as_it_was_left_and_in_the_colours_of_the_deck(shown):
    rung = shown.locator(".current .live select").first
    if not rung.is_visible():
        shown.locator(".current .live summary").first.click()
    assert rung.input_value() == "xor"
    rung.select_option("neuron")
    shown.evaluate("document.querySelector('.slide.current').focus()")
    shown.keyboard.press("d")
    assert shown.get_attribute(".current .live", "data-theme") == "dark"
    shown.keyboard.press("PageDown")
    assert shown.locator(".live:visible").count() == 0
    shown.keyboard.press("PageUp")
    shown.wait_for_selector(".current .live [role=group]")
    assert shown.locator(".current .live select").first.input_value() == "neuron"


def test_of_several_targets_one_is_chosen_there(browser_page):
    live = Live("train", of_targets=True)
    explorer = embedding(scene_of(["sine", "runge"]), program=True)
    text = deck_html(deck(live), {"p": (SVG, SVG)}, str, explorer)
    opened = browser_page(text, "#/moved", width=1280, height=720)
    choice = opened.locator(".current .live").get_by_label("Target", exact=True)
    choice.select_option("runge")
    assert opened.evaluate("location.hash") == "#/moved"
    assert choice.input_value() == "runge"


def test_a_rung_has_no_choice_of_targets(shown):
    assert shown.locator(".current .live").get_by_label("Target", exact=True).count() == 0
