"""Print how many new rows lie in 95 % intervals, on eleven tables whose noise is known.

Each table is drawn anew for every seed and fitted as `uat fit` does, with at most 8 units; then
2,000 new rows are compared with their intervals. Each row names, of all new rows, the share within
them, and its standard error; the share of the fifth with the widest and of that with the narrowest
intervals; and how much wider the intervals of the widest fifth are.

    python scripts/interval_coverage.py             # print the table, of ten seeds
    python scripts/interval_coverage.py 5 --write   # of five, and write it into the README
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from uat.arrays import Array
from uat.fits.table import fit_data
from uat.io.markdown import with_part

ROOT = Path(__file__).parent.parent
BEGIN = "<!-- written by scripts/interval_coverage.py --write -->"
END = "<!-- end of intervals -->"
LEVEL, NEW_ROWS, SEEDS, MAX_WIDTH = 0.95, 2000, 10, 8


@dataclass(frozen=True)
class Table:
    """A function of inputs in [-1, 1], and the deviation of its noise."""

    name: str
    rows: int
    inputs: int
    function: Callable[[Array], Array]
    deviation: Callable[[Array], Array | float]
    heavy: bool = False
    gap: bool = False

    def drawn(self, rows: int, rng: np.random.Generator, gap: bool) -> tuple[Array, Array]:
        """Return rows; with a gap, next to none have a first input above 0.5."""
        x = rng.uniform(-1.0, 1.0, (rows, self.inputs))
        if gap:
            x[:, 0] = np.where(rng.random(rows) < 0.02, x[:, 0], 0.75 * x[:, 0] - 0.25)
        noise = rng.standard_t(4, rows) / np.sqrt(2.0) if self.heavy else rng.normal(size=rows)
        return x, self.function(x) + self.deviation(x) * noise


def friedman(x: Array) -> Array:
    """Return Friedman's function of five of ten inputs."""
    u = 0.5 * (x + 1.0)
    curved = 10.0 * np.sin(np.pi * u[:, 0] * u[:, 1]) + 20.0 * np.square(u[:, 2] - 0.5)
    return np.asarray(curved + 10.0 * u[:, 3] + 5.0 * u[:, 4])


TABLES = (
    Table("line", 50, 1, lambda x: x[:, 0], lambda _: 0.3),
    Table("sine", 200, 1, lambda x: np.sin(5.0 * x[:, 0]), lambda _: 0.2),
    Table("sine, noise on one side", 400, 1, lambda x: np.sin(5.0 * x[:, 0]),
          lambda x: 0.05 + 0.3 * (x[:, 0] > 0.0)),
    Table("sine, few rows on one side", 300, 1, lambda x: np.sin(3.0 * x[:, 0]), lambda _: 0.1,
          gap=True),
    Table("wave times line", 300, 2, lambda x: np.sin(3.0 * x[:, 0]) * x[:, 1], lambda _: 0.1),
    Table("three inputs", 60, 3, lambda x: x[:, 0] * x[:, 1] + x[:, 2], lambda _: 0.2),
    Table("heavy tails", 500, 2, lambda x: np.square(x[:, 0]) + x[:, 1], lambda _: 0.2, heavy=True),
    Table("noise grows", 1000, 3, lambda x: np.exp(x[:, 0]) * np.cos(3.0 * x[:, 1]) + x[:, 2],
          lambda x: 0.1 * (1.0 + np.square(x[:, 2]))),
    Table("Friedman", 300, 10, friedman, lambda _: 1.0),
    Table("noise alone", 150, 4, lambda x: 0.0 * x[:, 0], lambda _: 1.0),
    Table("no noise", 200, 2, lambda x: np.sin(3.0 * x[:, 0]) * x[:, 1], lambda _: 0.0),
)  # fmt: skip


def coverage(table: Table, seed: int) -> list[float]:
    """Return the shares within: of all, the widest and the narrowest fifth; and their ratio."""
    rng = np.random.default_rng(seed)
    x, t = table.drawn(table.rows, rng, table.gap)
    fit = fit_data(x, t, seed=seed, max_width=MAX_WIDTH, held_out=0.0, learning_curve=False)
    new, values = table.drawn(NEW_ROWS, rng, gap=False)
    found = fit.predict(new, interval=LEVEL)
    inside = (found.lower <= values) & (values <= found.upper)
    size = found.upper - found.lower
    narrow, wide = size <= np.quantile(size, 0.2), size >= np.quantile(size, 0.8)
    shares = [inside.mean(), inside[wide].mean(), inside[narrow].mean()]
    return [float(v) for v in [*shares, size[wide].mean() / size[narrow].mean()]]


def lines(seeds: int) -> Iterator[str]:
    """Yield a Markdown table, and the least and the largest share."""
    yield "| table | within | widest fifth | narrowest fifth | their ratio |"
    yield "|---|---:|---:|---:|---:|"
    shares = []
    for table in TABLES:
        draws = np.array([coverage(table, seed) for seed in range(seeds)])
        within, wide, narrow, ratio = draws.mean(axis=0)
        error = draws[:, 0].std(ddof=1) / np.sqrt(seeds)
        shares.append(within)
        name = f"{table.name}, {table.rows} x {table.inputs}"
        share = f"{100.0 * within:.1f} ± {100.0 * error:.1f} %"
        yield f"| {name} | {share} | {wide:.1%} | {narrow:.1%} | {ratio:.2f} |"
    yield ""
    yield (
        f"Of {len(TABLES)} tables, {seeds} draws each, new rows within: from {min(shares):.1%} to "
        f"{max(shares):.1%}, {np.mean(shares):.1%} on average."
    )


def main() -> None:
    """Print the table, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seeds", nargs="?", type=int, default=SEEDS, help="draws, 2 at least")
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    given = parser.parse_args()
    found = []
    for line in lines(given.seeds):
        print(line, flush=True)
        found.append(line)
    if given.write:
        path, part = ROOT / "README.md", "\n".join(found)
        new = with_part(path.read_text(encoding="utf-8"), BEGIN, END, f"\n{part}\n")
        if new is None:
            raise SystemExit(f"the README has no lines {BEGIN} and {END}")
        path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
