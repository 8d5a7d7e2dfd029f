"""A model as a C99 program that needs the standard library alone."""

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

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUTS $inputs
#define WIDTH $width
#define OUTPUTS $outputs

${centre}static const double HIDDEN_WEIGHTS[INPUTS][WIDTH] = {
$hidden_weights
};
static const double HIDDEN_BIASES[WIDTH] = {
$hidden_biases
};
static const double OUTPUT_WEIGHTS[WIDTH][OUTPUTS] = {
$output_weights
};
static const double OUTPUT_BIASES[OUTPUTS] = {
$output_biases
};

/* The activation of the hidden units. */
static double phi(double z)
{
    return $phi;
}
$psi
void $name(const double *x, double *y);

/* Writes the outputs at the point x, which has INPUTS numbers, to y, which has room for OUTPUTS. */
void $name(const double *x, double *y)
{
    for (int k = 0; k < OUTPUTS; k++)
        y[k] = OUTPUT_BIASES[k];
    for (int j = 0; j < WIDTH; j++) {
        double z = 0.0;
        for (int i = 0; i < INPUTS; i++)
            z += $x * HIDDEN_WEIGHTS[i][j];
        const double h = phi(z + HIDDEN_BIASES[j]);
        for (int k = 0; k < OUTPUTS; k++)
            y[k] += h * OUTPUT_WEIGHTS[j][k];
    }
$psi_loop}

#ifndef NETWORK_WITHOUT_MAIN

#define LONGEST_LINE 65536

/* Writes the first INPUTS finite numbers of a line to x. Returns how many there are in the line,
   or -1 if anything else stands there. */
static int numbers_in(const char *line, double *x)
{
    int count = 0;
    for (line += strspn(line, ", \\t\\r\\n"); *line != '\\0'; line += strspn(line, ", \\t\\r\\n")) {
        char *end;
        const double value = strtod(line, &end);
        if (end == line || !isfinite(value) || strchr(", \\t\\r\\n", *end) == NULL)
            return -1;
        if (count < INPUTS)
            x[count] = value;
        count++;
        line = end;
    }
    return count;
}

int main(int argc, char **argv)
{
    static char line[LONGEST_LINE];
    double x[INPUTS], y[OUTPUTS];
    FILE *points = argc > 1 ? fopen(argv[1], "r") : stdin;
    if (points == NULL) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    for (long i = 1; fgets(line, LONGEST_LINE, points) != NULL; i++) {
        /* A file may begin with the three bytes that mark it as UTF-8. */
        const int marked = i == 1 && strncmp(line, "\\xEF\\xBB\\xBF", 3) == 0;
        const int count = numbers_in(marked ? line + 3 : line, x);
        if (count == 0 || (count < 0 && i == 1))
            continue;
        if (count != INPUTS) {
            fprintf(stderr, "line %ld: expected $of_inputs.\\n", i);
            return EXIT_FAILURE;
        }
        $name(x, y);
        for (int k = 0; k < OUTPUTS; k++)
            printf("%s%.17g", k > 0 ? "," : "", y[k]);
        printf("\\n");
    }
    return EXIT_SUCCESS;
}

#endif
"""
)

_CENTRE = Template("""/* What each input is measured from. */
static const double INPUT_CENTRE[INPUTS] = {
$numbers
};
""")

_PSI = Template("""
/* The activation of the outputs. */
static double psi(double z)
{
    return $psi;
}
""")
_PSI_LOOP = """    for (int k = 0; k < OUTPUTS; k++)
        y[k] = psi(y[k]);
"""


def program(model: Model, name: str) -> str:
    """Return the program, its function called `name`."""
    network = model.network
    usage = (
        f"In C:             void {name}(const double *x, double *y);",
        "                  linked with a program of your own: compile this file with",
        "                  -DNETWORK_WITHOUT_MAIN",
        f"On the terminal:  cc -O2 -std=c99 {name}.c -o {name} -lm",
        f"                  ./{name} points.csv",
        *(f"                  {line}" for line in HOW_TO_RUN),
    )
    linear = network.linear_output
    psi = network.psi.text("c")
    centred = network.input_centre.any()
    return _PROGRAM.substitute(
        head="\n".join(f" * {line}".rstrip() for line in head(model, usage)),
        inputs=network.inputs,
        width=network.width,
        outputs=network.outputs,
        of_inputs=counted(network.inputs, "finite number"),
        centre=_CENTRE.substitute(numbers=numbers(network.input_centre, 4)) if centred else "",
        x="(x[i] - INPUT_CENTRE[i])" if centred else "x[i]",
        hidden_weights=nested(network.hidden_weights, "{", "}", 4),
        hidden_biases=numbers(network.hidden_biases, 4),
        output_weights=nested(network.output_weights, "{", "}", 4),
        output_biases=numbers(network.output_biases, 4),
        phi=network.phi.text("c"),
        psi="" if linear else _PSI.substitute(psi=psi),
        psi_loop="" if linear else _PSI_LOOP,
        name=name,
    )
