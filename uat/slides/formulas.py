# ruff: noqa: RUF001 - the letters and signs of mathematics look like others
r"""Formulas: LaTeX to MathML for pages, LaTeX to plain text where only characters can go.

latex2mathml reads the LaTeX; what it gives is then made fit for browsers, which know MathML Core
only: `aligned` becomes an array, upright single letters say so, bold italic letters become the
characters that are so, accents are marked as such. The plain text is read off the same tree, so
that the two cannot say different things. A formula that is not wholly understood is refused.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from functools import cache
from xml.etree.ElementTree import Element

from uat.exceptions import MissingPackageError, SettingError
from uat.slides.markup import runs

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_TAGS = frozenset(
    {"math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot"}
    | {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
    | {"mtable", "mtr", "mtd", "mstyle", "mpadded", "mphantom"}
)
_ALIGNED = re.compile(r"\\begin\{(aligned|align\*?)\}(.*?)\\end\{\1\}", re.DOTALL)
_UPRIGHT = re.compile(r"<mi>(&#x000[4-7][0-9A-F];)</mi>")
_ACCENTS = {
    "^": "\u0302",
    "~": "\u0303",
    "\u00af": "\u0304",
    "\u2015": "\u0304",
    "\u02d9": "\u0307",
    "\u00a8": "\u0308",
    "\u2192": "\u20d7",
}
_BOLD_ITALIC = {
    **{ord("A") + i: 0x1D468 + i for i in range(26)},
    **{ord("a") + i: 0x1D482 + i for i in range(26)},
    **{0x391 + i: 0x1D71C + i for i in range(25)},
    **{0x3B1 + i: 0x1D736 + i for i in range(25)},
}
_LOWERED = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_RAISED = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyz′″",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ′″",
        strict=True,
    )
)
_SIGNS = frozenset("+−±")
_SPACED = _SIGNS | set("=<>≤≥≠≈≡∼·×∗∈∉⊂⊆∪∩→←↦⇒⇐⇔⟶≔∣≪≫∝")
_OPENING = frozenset("([{⟨")
_CLOSING = frozenset(")]}⟩,;")
_SUMS = frozenset("∑∏∫")
_PRIMES = frozenset("′″")
_LIMITED = frozenset({"max", "min", "sup", "inf", "lim"})
_BRACES = frozenset("⏞⏟")
# What may stand below a line or a root without brackets: a number, or one letter with its
# accent, index and primes, perhaps after the sign of a derivative.
_WHOLE = re.compile(r"[\d.]+|[∂d]?[^\W\d_][\u0300-\u036f]?[′″]*[₀-₉ₐ-ₜᵢ-ᵪⱼ]*(_\w+)?[′″]*")


def mathml(latex: str, *, display: bool = False, alt: str = "") -> str:
    """Return a formula as a `<math>` element of an HTML page.

    Parameters
    ----------
    latex : without dollar signs
    display : on a line of its own, at full size
    alt : its alternative text; the formula as plain text, if empty

    Raises
    ------
    SettingError
        If the formula cannot be read.
    MissingPackageError
        If latex2mathml is not installed.
    """
    root = ElementTree.fromstring(_tree(latex))
    root.attrib = {"display": "block"} if display else {}
    if display:
        for node in root.iter():
            _set_limits(node)
    root.set("alttext", alt or plain_formula(latex).replace("\n", "; "))
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


@cache
def plain_formula(latex: str) -> str:
    r"""Return a formula as characters: \frac{a}{b} x_1^2 is "a/b x₁²".

    The rows of `aligned` are lines. Raises as `mathml` does.
    """
    text = unicodedata.normalize("NFC", _plain(ElementTree.fromstring(_tree(latex))))
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def plain_text(inline: str) -> str:
    """Return inline text without its markup; formulas as plain text."""
    return "".join(
        plain_formula(run.text) if run.kind == "formula" else run.text for run in runs(inline)
    )


# A number, as it is written in a table: 0.24, -1.2e-8, <2e-16, 310 million, 5%, a power of ten.
_NUMBER = re.compile(
    r"(?:[<>\u2264\u2265\u2248] ?)?[+\-\u2212]?[\d.,\u00a0\u202f]*\d(?:e[+\-\u2212]?\d+)?"
    r"(?:[ \u00a0]?\u00d7[ \u00a0]?10[\u207a\u207b]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)?"
    r"(?: [a-z]+|%)?"
)


def reads_as_number(inline: str) -> bool:
    """Return whether a cell holds a number, so that its column is flush right."""
    return _NUMBER.fullmatch(plain_text(inline)) is not None


@cache
def _tree(latex: str) -> str:
    """Return the formula as MathML that browsers read, in XML without a namespace."""
    try:
        from latex2mathml.converter import convert
    except ImportError:
        raise MissingPackageError("latex2mathml", "slides") from None
    try:
        written = convert(_ALIGNED.sub(_as_array, latex), display="block").replace(_NAMESPACE, "")
        root = ElementTree.fromstring(_UPRIGHT.sub(r'<mi mathvariant="normal">\1</mi>', written))
    except Exception as trouble:  # it raises whatever its parser stumbles over
        name = type(trouble).__name__
        raise SettingError(f"the formula {latex!r} cannot be read ({name}).") from None
    for node in root.iter():
        if node.tag not in _TAGS or "\\" in (node.text or ""):
            raise SettingError(f"the formula {latex!r} has something unknown: {node.text!r}.")
        _fit(node)
    return ElementTree.tostring(root, encoding="unicode")


def _as_array(found: re.Match[str]) -> str:
    """Return aligned rows as an array whose columns are flush right and left in turn."""
    rows = found[2].strip().removesuffix("\\\\")
    pairs = max(row.count("&") for row in rows.split("\\\\")) // 2 + 1
    return rf"\begin{{array}}{{{'rl' * pairs}}}{rows}\end{{array}}"


def _fit(node: Element) -> None:
    """Write one element the way browsers want it."""
    if node.get("mathvariant") == "bold-italic":
        del node.attrib["mathvariant"]
        node.text = (node.text or "").translate(_BOLD_ITALIC)
    if align := node.attrib.pop("columnalign", ""):
        node.set("style", f"text-align: {align}")
    if node.tag == "msup" and len(node) == 2 and node[1].text in _PRIMES:
        # The character is raised by itself; as an exponent it would be raised twice.
        node.tag, node[1].tag = "mrow", "mo"
        node[1].attrib = {"lspace": "0", "rspace": "0", "form": "postfix"}
    if node.tag == "mover" and (node[1].text or "") in _ACCENTS:
        node.set("accent", "true")


def _set_limits(node: Element) -> None:
    """Put limits below and above their operator."""
    if node.tag == "msub" and node[0].text in _LIMITED:
        node.tag = "munder"
    if node.tag in ("munder", "munderover") and node[0].tag == "mo":
        node[0].set("movablelimits", "false")


def _plain(node: Element) -> str:
    """Return an element as characters; spaces are not yet settled."""
    write = _WRITERS.get(node.tag)
    return _row(list(node)) if write is None else write(node)


def _fraction(node: Element) -> str:
    above = _plain(node[0])
    above = above if {" ", "/"}.isdisjoint(above) else f"({above})"
    return f"{above}/{_wrapped(_plain(node[1]))}"


def _root(node: Element) -> str:
    return f"{_raised(_plain(node[1]))}√{_wrapped(_plain(node[0]))}"


def _with_index(node: Element) -> str:
    base, below = _plain(node[0]), _plain(node[1])
    return base if below in _BRACES else base + _lowered(below)


def _with_power(node: Element) -> str:
    return _plain(node[0]) + _raised(_plain(node[1]))


def _with_accent(node: Element) -> str:
    base, above = _plain(node[0]), _plain(node[1])
    return base if above in _BRACES else base + (_ACCENTS.get(above) or _raised(above))


def _with_both(node: Element) -> str:
    return _plain(node[0]) + _lowered(_plain(node[1])) + _raised(_plain(node[2]))


def _lines(node: Element) -> str:
    return "\n".join(" ".join(_plain(cell) for cell in row) for row in node)


# By tag; the children of any other element stand side by side.
_WRITERS: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("mi", "mn", "mo", "mtext", "ms"), lambda node: _letters(node.text or "")),
    "mspace": lambda _: " ",
    "mfrac": _fraction,
    "msqrt": lambda node: f"√{_wrapped(_row(list(node)))}",
    "mroot": _root,
    **dict.fromkeys(("msub", "munder"), _with_index),
    "msup": _with_power,
    "mover": _with_accent,
    **dict.fromkeys(("msubsup", "munderover"), _with_both),
    "mtable": _lines,
}


def _row(children: list[Element]) -> str:
    """Return what stands side by side, spaced as one would type it."""
    line, before = "", ""
    for child in children:
        text, apart = _plain(child), _apart(child)
        sign = text in _SIGNS and line.rstrip()[-1:] in {"", ",", *_SPACED, *_OPENING}
        if sign:
            before, line = "sign", line + text
            continue
        if child.tag == "mo" and text in _SPACED:
            text = f" {text} "
        elif child.tag == "mo" and text in (",", ";") and len(children) > 1:
            text += " "
        elif _is_apart(line, before, text, apart):
            text = f" {text}"
        before, line = apart, line + text
    return line


def _apart(node: Element) -> str:
    """Return what makes an element stand apart from its neighbours, or nothing."""
    if node.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        return _apart(node[0])
    text = node.text or ""
    if node.tag in ("mi", "mo") and len(text) > 1 and text.isalpha():
        return "name"
    return "fraction" if node.tag == "mfrac" else "sum" if text in _SUMS else ""


def _is_apart(line: str, before: str, text: str, apart: str) -> bool:
    """Return whether a space belongs between the end of a line and the next element."""
    if not line or line[-1] in _OPENING | {" "} or before == "sign" or text[:1] in _CLOSING:
        return False
    if before == "name" and text[:1] in _OPENING:
        return False
    return bool(before or apart)


def _wrapped(text: str) -> str:
    """Return what stands below a line or a root, in brackets where it could be misread."""
    return text if _WHOLE.fullmatch(text) else f"({text})"


def _lowered(text: str) -> str:
    return _scripted(text, _LOWERED, "_")


def _raised(text: str) -> str:
    return _scripted(text, _RAISED, "^")


def _scripted(text: str, characters: dict[str, str], mark: str) -> str:
    """Return an index or exponent in small characters if there are all of them."""
    text = "".join(text.split())
    if all(char in characters for char in text):
        return "".join(characters[char] for char in text)
    return mark + (text if text.isalnum() or len(text) == 1 else f"({text})")


def _letters(text: str) -> str:
    """Return letters of the mathematical alphabets as those of the plain one."""
    return "".join(
        unicodedata.normalize("NFKC", char) if "\U0001d400" <= char <= "\U0001d7ff" else char
        for char in text.replace("\u00a0", " ")
    )
