"""A model as a JavaScript program, for node and for a page in the browser."""

from __future__ import annotations

from string import Template

from uat.core.model import Model
from uat.export.heads import HOW_TO_RUN, head
from uat.export.literals import nested, numbers
from uat.io.wording import counted

_PROGRAM = Template(
    """/*
$head
 */
"use strict";

// Takes an array of points, each an array of $of_inputs; returns an array of as many arrays
// of $of_outputs.
const $name = (() => {
$centre  // One row for each input, one column for each hidden unit.
  const HIDDEN_WEIGHTS = [
$hidden_weights
  ];
  const HIDDEN_BIASES = [
$hidden_biases
  ];
  // One row for each hidden unit, one column for each output.
  const OUTPUT_WEIGHTS = [
$output_weights
  ];
  const OUTPUT_BIASES = [
$output_biases
  ];

  // The activation of the hidden units.
  const phi = (z) => $phi;
$psi
  return (points) => points.map((x) => {
    if (x.length !== $inputs) {
      throw new Error("a point must be an array of $of_inputs.");
    }
    const h = HIDDEN_BIASES.map(
      (bias, j) => phi(x.reduce((z, value, i) => z + $value * HIDDEN_WEIGHTS[i][j], 0) + bias));
    return OUTPUT_BIASES.map(
      (bias, k) => $y);
  });
})();

if (typeof module !== "undefined") {
  module.exports = { $name };

  // Run by node, and not loaded by require(): print the outputs at the points of a file, or of
  // standard input.
  if (require.main === module) {
    const points = [];
    const text = require("fs").readFileSync(process.argv.length > 2 ? process.argv[2] : 0, "utf8");
    text.split("\\n").forEach((line, i) => {
      const fields = line.split(/[\\s,]+/).filter((field) => field !== "");
      const point = fields.map(Number);
      const isNumbers = point.every(Number.isFinite);
      if (fields.length === 0 || (i === 0 && !isNumbers)) {
        return;
      }
      if (!isNumbers || point.length !== $inputs) {
        console.error(`line $${i + 1}: expected $of_points.`);
        process.exit(1);
      }
      points.push(point);
    });
    process.stdout.write($name(points).map((y) => y.join(",") + "\\n").join(""));
  }
}
"""
)

_CENTRE = Template("""  // What each input is measured from.
  const INPUT_CENTRE = [
$numbers
  ];
""")


def program(model: Model, name: str) -> str:
    """Return the program, its function called `name`."""
    network = model.network
    of_inputs, of_outputs = counted(network.inputs, "number"), counted(network.outputs, "number")
    usage = (
        f'In node:          const {{ {name} }} = require("./{name}.js");',
        f"In a page:        script src={name}.js, then",
        f"                  {name}(points) takes an array of points, each an array of",
        f"                  {of_inputs}, and returns an array of arrays of {of_outputs}.",
        f"On the terminal:  node {name}.js points.csv",
        *(f"                  {line}" for line in HOW_TO_RUN),
    )
    linear = network.linear_output
    psi = network.psi.text("javascript")
    centred = network.input_centre.any()
    total = "h.reduce((u, unit, j) => u + unit * OUTPUT_WEIGHTS[j][k], bias)"
    return _PROGRAM.substitute(
        head="\n".join(f" * {line}".rstrip() for line in head(model, usage)),
        inputs=network.inputs,
        of_inputs=of_inputs,
        of_outputs=of_outputs,
        of_points=counted(network.inputs, "finite number"),
        centre=_CENTRE.substitute(numbers=numbers(network.input_centre, 4)) if centred else "",
        value="(value - INPUT_CENTRE[i])" if centred else "value",
        hidden_weights=nested(network.hidden_weights, "[", "]", 4),
        hidden_biases=numbers(network.hidden_biases, 4),
        output_weights=nested(network.output_weights, "[", "]", 4),
        output_biases=numbers(network.output_biases, 4),
        phi=network.phi.text("javascript"),
        psi="" if linear else f"  // The activation of the outputs.\n  const psi = (z) => {psi};\n",
        y=total if linear else f"psi({total})",
        name=name,
    )
