"""A model as a formula in LaTeX: how it reads, then every parameter with all its digits.

The text is a part of a document that uses the package amsmath. Small networks are written out,
with as few digits as say the same (see `uat.export.rounding`), and how far off that is; wide ones
are a sum over units. The tables break after so many units, and so many columns,
that they fit on a page.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from string import Template

from uat.arrays import Array
from uat.core.domains import bounds_in_words
from uat.core.domains import digits as shortest
from uat.core.model import Model, numbered
from uat.export.heads import opening
from uat.export.names import clean
from uat.export.rounding import Rounded, rounded, text
from uat.io.wording import rounded_up

# A table of full digits in small type: a page's width and height.
_MOST_COLUMNS, _MOST_ROWS = 3, 40
# Parameters that are still pleasant to read in one formula.
_MOST_WRITTEN_OUT = 48
_COLUMNS = 92

_PART = Template(r"""$opening
% Needs \usepackage{amsmath}. Put it in place with \input{$name.tex}.
The network
\begin{equation*}
  $formula
\end{equation*}
with
\begin{equation*}
  $activations
\end{equation*}
takes $inputs and returns $outputs.
$written_out$tables
""")
_ESCAPES: Mapping[str, str] = {letter: f"\\{letter}" for letter in "%$#&_{}"} | {
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "|": r"\textbar{}",
}
# The letters of western Europe that LaTeX has in its oldest fonts: without eth and thorn.
_WESTERN = frozenset(map(chr, range(0xC0, 0x100))) - frozenset(
    "\u00d0\u00d7\u00de\u00f0\u00f7\u00fe"
)


def formula(model: Model, name: str) -> str:
    """Return the part of a LaTeX document; `name` is that of the file it is thought for."""
    network = model.network
    activations = rf"\varphi(z) = {network.phi.text('latex')}"
    if not network.linear_output:
        psi = network.psi.text("latex")
        activations += rf", \qquad \psi(z) = {psi}"
    size = network.to_vector().size
    return _PART.substitute(
        opening="\n".join(f"% {line}" for line in opening(model)),
        name=name,
        formula=_sum(model),
        activations=activations,
        inputs=_inputs(model),
        outputs=_outputs(model),
        written_out="\n".join(_written_out(model)) if size <= _MOST_WRITTEN_OUT else "",
        tables="\n".join(_tables(model)),
    )


def _sum(model: Model) -> str:
    """Return the formula with its sum over units."""
    network = model.network
    weight, index = ("c_j", "") if network.outputs == 1 else ("c_{jk}", "_k")
    one, centred = network.inputs == 1, network.input_centre.any()
    x = ("(x - m)" if one else "(x_i - m_i)") if centred else ("x" if one else "x_i")
    inner = f"w_j {x}" if one else rf"\sum_{{i=1}}^{{{network.inputs}}} w_{{ij}} {x}"
    unit = rf"{weight} \, \varphi\Bigl( {inner} + b_j \Bigr)"
    total = rf"\sum_{{j=1}}^{{{network.width}}} {unit} + d{index}"
    if network.linear_output:
        return f"y{index} = {total}"
    return rf"y{index} = \psi(u{index}), \qquad u{index} = {total}"


def _inputs(model: Model) -> str:
    """Return the inputs in words, with the ranges of the fit."""
    symbols = _symbols("x", len(model.input_names))
    words = enumerate(zip(symbols, model.input_names, strict=True))
    return ",\n".join(
        f"${symbol}$ ({_text(name)}{_range(model, k)})" for k, (symbol, name) in words
    )


def _range(model: Model, k: int) -> str:
    """Return where input k was fitted, or nothing."""
    if model.lower is None or model.upper is None:
        return ""
    low, high = map(_number, bounds_in_words(model.lower[k], model.upper[k]))
    return f", fitted on $[{low}, {high}]$"


def _outputs(model: Model) -> str:
    """Return the outputs in words."""
    symbols = _symbols("y", len(model.output_names))
    words = zip(symbols, model.output_names, strict=True)
    return ",\n".join(f"${symbol}$ ({_text(name)})" for symbol, name in words)


def _symbols(letter: str, count: int) -> list[str]:
    """Return x, or x_1, x_2, ..."""
    names = numbered(letter, count)
    return [letter] if count == 1 else [f"{letter}_{{{name[1:]}}}" for name in names]


def _written_out(model: Model) -> Iterator[str]:
    """Yield the formula of every output, a line a unit, and how far from the network it is."""
    short = rounded(model)
    network = short.network
    yield textwrap.fill(
        " ".join(_what_is_written(model, short)),
        _COLUMNS,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield r"\begin{align*}"
    lines = []
    letter, equal = "y" if network.linear_output else "u", "=" if short.exact else r"\approx"
    for k, symbol in enumerate(_symbols(letter, network.outputs)):
        bias = _number(text(network.output_biases[k], short.digits))
        lines.append(rf"  {symbol} {equal} {{}} & {bias}")
        for j in range(network.width):
            weight = _signed(network.output_weights[j, k], short.digits)
            lines.append(rf"  & {weight} \, \varphi( {_argument(short, j)} )")
    yield " \\\\\n".join(lines)
    yield r"\end{align*}"
    yield ""


def _what_is_written(model: Model, short: Rounded) -> Iterator[str]:
    """Yield what is to be known of the formula that follows, in sentences."""
    if short.exact:
        yield "Written out, with all digits:"
        return
    where = "Where it was fitted" if model.lower is not None else "Where its units bend"
    symbols = _symbols("y", model.network.outputs)
    off = ", ".join(
        f"${_number(_not_smaller(distance))}$" + (f" (${symbol}$)" if len(symbols) > 1 else "")
        for symbol, distance in zip(symbols, short.distance.tolist(), strict=True)
    )
    yield f"Written out, rounded to {short.digits} digits."
    if (short.network.input_centre != model.network.input_centre).any():
        yield "Inputs far from 0 are measured from a point within their ranges, which changes the"
        yield "constants within the units."
    yield f"{where}, this differs from the network by at most {off}:"


def _not_smaller(distance: float) -> str:
    """Return a number of two digits that is not smaller."""
    return f"{rounded_up(distance):.2g}" if math.isfinite(distance) else r"\infty"


def _argument(short: Rounded, j: int) -> str:
    """Return what unit j takes the activation of."""
    network = short.network
    symbols = map(_from, _symbols("x", network.inputs), network.input_centre.tolist())
    first, *others = zip(network.hidden_weights[:, j], symbols, strict=True)
    terms = [f"{_number(text(first[0], short.digits))} {first[1]}"]
    terms += [f"{_signed(weight, short.digits)} {symbol}" for weight, symbol in others]
    return " ".join([*terms, _signed(network.hidden_biases[j], short.digits)])


def _from(symbol: str, centre: float) -> str:
    """Return an input measured from its centre; of that six digits would not do far from 0."""
    if centre == 0.0:
        return symbol
    return f"({symbol} {'-' if centre > 0.0 else '+'} {_number(shortest(abs(centre)))})"


def _tables(model: Model) -> Iterator[str]:
    """Yield every parameter with all its digits, in tables that fit on a page."""
    network = model.network
    yield "All digits of the parameters:"
    one_in, one_out = network.inputs == 1, network.outputs == 1
    columns = [
        ("w_j" if one_in else f"w_{{{i + 1}j}}", row)
        for i, row in enumerate(network.hidden_weights)
    ]
    columns.append(("b_j", network.hidden_biases))
    columns += [
        ("c_j" if one_out else f"c_{{j{k + 1}}}", column)
        for k, column in enumerate(network.output_weights.T)
    ]
    for first_row in range(0, network.width, _MOST_ROWS):
        for first in range(0, len(columns), _MOST_COLUMNS):
            rows = range(first_row, min(first_row + _MOST_ROWS, network.width))
            yield from _table("j", columns[first : first + _MOST_COLUMNS], rows)
    if network.input_centre.any():
        centre = ("m" if one_in else "m_i", network.input_centre)
        yield from _table("i", [centre], range(network.inputs))
    biases = ("d" if one_out else "d_k", network.output_biases)
    yield from _table("k", [biases], range(network.outputs))


def _table(index: str, columns: Sequence[tuple[str, Array]], rows: range) -> Iterator[str]:
    """Yield one table, its rows numbered from 1."""
    yield r"{\scriptsize"
    yield r"\begin{equation*}"
    yield rf"\begin{{array}}{{r|{'r' * len(columns)}}}"
    yield f"  {index} & {' & '.join(symbol for symbol, _ in columns)} \\\\"
    yield r"  \hline"
    for row in rows:
        cells = " & ".join(_number(repr(float(values[row]))) for _, values in columns)
        yield rf"  {row + 1} & {cells} \\"
    yield r"\end{array}"
    yield r"\end{equation*}}"


def _signed(value: float, digits: int) -> str:
    """Return a number of so many digits after its sign, as it stands in a sum."""
    return f"{'-' if value < 0.0 else '+'} {_number(text(abs(value), digits))}"


def _number(text: str) -> str:
    """Return a number with its power of ten as LaTeX writes it."""
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _text(name: str) -> str:
    """Return a name as LaTeX text: ASCII and the letters of western Europe, none of them active."""
    known = (x if x.isascii() or x in _WESTERN else "_" for x in clean(name))
    return "".join(_ESCAPES.get(x, x) for x in known)
