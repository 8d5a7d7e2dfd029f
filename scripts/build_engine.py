"""Build the page's training engine, uat/explorer/engine/engine.c -> engine.wasm.

    pip install '.[engine]'
    python scripts/build_engine.py            # writes engine.wasm
    python scripts/build_engine.py --check    # compares it with a new build, byte by byte

The compiler is clang as the package `ziglang` brings it: from the package index, for every system,
with its linker. One version of it gives the same bytes everywhere, so that anyone can see that the
module in the repository is the source beside it. A distribution's clang changes with the
distribution, and its bytes with it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[1] / "uat" / "explorer" / "engine"
VERSION = "0.13.0"
"""The version of `ziglang` whose bytes are in the repository."""

OPTIONS = (
    "-target", "wasm32-freestanding",
    "-mcpu=mvp+simd128",  # and nothing newer: phones
    "-std=c11", "-Wall", "-Wextra", "-Werror",
    "-O3",
    "-fno-unroll-loops",  # larger, and no faster
    "-ffp-contract=off",  # the bits of JavaScript, which knows no fused operations
    "-fno-builtin", "-nostdlib",
    "-Wl,--no-entry", "-Wl,--import-memory", "-Wl,--strip-all", "-Wl,-z,stack-size=4096",
    "-Wl,--export=prepare", "-Wl,--export=pass", "-Wl,--export=__heap_base",
)  # fmt: skip


def build() -> bytes:
    """Return the module that the compiler makes of the source."""
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder) / "engine.wasm"
        command = [sys.executable, "-m", "ziglang", "cc", *OPTIONS, "-o", str(module), "engine.c"]
        subprocess.run(command, cwd=ENGINE, check=True)
        return module.read_bytes()


def why_not() -> str:
    """Return why nothing can be built here, or nothing."""
    try:
        found = version("ziglang")
    except PackageNotFoundError:
        found = "none"
    if found == VERSION:
        return ""
    return f"the engine is built by {VERSION} of ziglang, not {found}: pip install '.[engine]'"


def main() -> int:
    """Build, or compare; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the module there is")
    arguments = parser.parse_args()
    if reason := why_not():
        print(reason, file=sys.stderr)
        return 1
    module, path = build(), ENGINE / "engine.wasm"
    if not arguments.check:
        path.write_bytes(module)
        print(f"{path}: {len(module)} bytes")
        return 0
    same = path.read_bytes() == module
    print(f"{path} {'is' if same else 'is NOT'} what the compiler makes of engine.c")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
