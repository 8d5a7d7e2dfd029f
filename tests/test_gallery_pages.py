"""Every target has files of its own, on any file system."""

from __future__ import annotations

import re

from uat.gallery.lessons import LESSONS
from uat.gallery.pages import Pages, page_stems


def stems(*targets):
    return list(page_stems(targets).values())


def test_names_of_the_catalogue_and_words_are_kept():
    assert stems("sine", "two_tones", "x^2 on [0, 1] as Ripple_2") == [
        "sine",
        "two_tones",
        "Ripple_2",
    ]


def test_no_two_targets_share_a_file_and_the_catalogue_goes_first():
    given = ["x+1 on [0, 1]", "x-1 on [0, 1]", "x*x on [0, 1] as Sine", "x/1 on [0, 1]", "sine"]
    named = page_stems(given)
    assert [named[text] for text in given] == ["x_1", "x_1_2", "Sine_2", "x_1_3", "sine"]
    assert len({stem.lower() for stem in named.values()}) == len(given)


def test_a_name_that_looks_like_a_numbered_one_is_another():
    given = ["x+1 on [0, 1]", "x^3 on [0, 1] as x_1_2", "x-1 on [0, 1]"]
    assert stems(*given) == ["x_1", "x_1_2", "x_1_3"]


def test_no_target_takes_the_place_of_another_page():
    for fixed in ("overview", "README", "index", "runs", *(lesson.name for lesson in LESSONS)):
        assert stems(f"x on [0, 1] as {fixed}") == [f"{fixed}_target"]


def test_stems_are_plain_letters_of_moderate_length():
    given = [
        "x^3 on [0, 1] as größe",
        "x^4 on [0, 1] as λ",
        "+".join(["sin(x)"] * 40) + " on [0, 1]",
    ]
    for stem in stems(*given):
        assert re.fullmatch(r"\w{1,90}", stem, re.ASCII)


def test_links_and_small_pictures_lead_to_the_section():
    text = "2*(x<0.5) on [0, 1] as cut"
    pages = Pages(page_stems([text, "x*y on [0, 1]^2"]), "svg")
    assert pages.link("x*y on [0, 1]^2") == r"[x\*y](#x_y)"
    assert pages.figure("proof") == "proof.svg"
    assert pages.thumbnail(text, 'a < "b"') == (
        '<a href="#cut"><img src="cut.svg" width="32%" alt="a &lt; &quot;b&quot;"></a>'
    )
