"""A model as an R program that needs base R alone."""

from __future__ import annotations

from string import Template

from uat.core.model import Model
from uat.export.heads import HOW_TO_RUN, head
from uat.export.literals import numbers
from uat.io.wording import counted

_PROGRAM = Template(
    """$head

$centre# One row for each input, one column for each hidden unit.
HIDDEN_WEIGHTS <- matrix(c(
$hidden_weights
), nrow = $inputs, byrow = TRUE)
HIDDEN_BIASES <- c(
$hidden_biases
)
# One row for each hidden unit, one column for each output.
OUTPUT_WEIGHTS <- matrix(c(
$output_weights
), nrow = $width, byrow = TRUE)
OUTPUT_BIASES <- c(
$output_biases
)

# The activation of the hidden units.
phi <- function(z) $phi
$psi
# Returns the outputs at the points x: a matrix of one row a point, $of_outputs.
# x is a matrix or a data frame of $columns; a vector is one column.
$name <- function(x) {
  x <- as.matrix(x)
  if (ncol(x) != $inputs) stop("x must have $columns.")
  h <- phi($x %*% HIDDEN_WEIGHTS + rep(HIDDEN_BIASES, each = nrow(x)))
  $total
}

# Returns the points of the lines, a matrix with one row a line that is not empty.
read_points <- function(lines) {
  points <- list()
  for (i in seq_along(lines)) {
    fields <- strsplit(lines[i], "[[:space:],]+", useBytes = TRUE)[[1]]
    point <- suppressWarnings(as.numeric(fields[nzchar(fields)]))
    is_numbers <- all(is.finite(point))
    if (length(point) == 0 || (i == 1 && !is_numbers)) next
    if (!is_numbers || length(point) != $inputs) {
      stop("line ", i, ": expected $of_inputs.", call. = FALSE)
    }
    points[[length(points) + 1]] <- point
  }
  matrix(as.numeric(unlist(points)), ncol = $inputs, byrow = TRUE)
}

# Run by Rscript, and not read by source(): print the outputs at the points of a file, or of
# standard input.
if (!interactive() && sys.nframe() == 0L) {
  main <- function(arguments) {
    input <- file(if (length(arguments) > 0) arguments[1] else "stdin")
    x <- read_points(readLines(input, warn = FALSE))
    close(input)
    if (nrow(x) == 0) return(invisible())
    in_words <- function(y) paste(sprintf("%.17g", y), collapse = ",")
    writeLines(apply($name(x), 1, in_words))
  }
  main(commandArgs(trailingOnly = TRUE))
}
"""
)

_CENTRE = Template("""# What each input is measured from.
INPUT_CENTRE <- c(
$numbers
)
""")


def program(model: Model, name: str) -> str:
    """Return the program, its function called `name`."""
    network = model.network
    columns, of_outputs = counted(network.inputs, "column"), counted(network.outputs, "column")
    usage = (
        f'In R:             source("{name}.R"), if this file is called {name}.R;',
        f"                  {name}(x) takes a matrix x of {columns}, one row a point,",
        f"                  and returns a matrix of {of_outputs}.",
        f"On the terminal:  Rscript {name}.R points.csv",
        *(f"                  {line}" for line in HOW_TO_RUN),
    )
    total = "h %*% OUTPUT_WEIGHTS + rep(OUTPUT_BIASES, each = nrow(x))"
    linear = network.linear_output
    psi = network.psi.text("r")
    centred = network.input_centre.any()
    return _PROGRAM.substitute(
        head="\n".join(f"# {line}".rstrip() for line in head(model, usage)),
        inputs=network.inputs,
        width=network.width,
        outputs=network.outputs,
        columns=columns,
        of_outputs=of_outputs,
        of_inputs=counted(network.inputs, "finite number"),
        centre=_CENTRE.substitute(numbers=numbers(network.input_centre, 2)) if centred else "",
        x="(x - rep(INPUT_CENTRE, each = nrow(x)))" if centred else "x",
        hidden_weights=numbers(network.hidden_weights, 2),
        hidden_biases=numbers(network.hidden_biases, 2),
        output_weights=numbers(network.output_weights, 2),
        output_biases=numbers(network.output_biases, 2),
        phi=network.phi.text("r"),
        psi="" if linear else f"# The activation of the outputs.\npsi <- function(z) {psi}\n",
        total=total if linear else f"psi({total})",
        name=name,
    )
