"""The memory benchmark: how much the backward pass of a loop of 1,000 steps needs beside its arguments, here and in JAX, on this machine.

Bytes are what XLA plans and what our arrays have at most; resident memory is how much a process of either grew by,
in its first call with everything that compiling and loading takes.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAVEN = ["mvn", "-q", "-B", "-pl", "parity-tests", "-am", "test", "-Dtest=ScanMemoryTests",
         "-Dsurefire.failIfNoSpecifiedTests=false"]
OURS = re.compile(r"(\w+) (\d+)x(\d+)x(\d+): ([\d,]+) bytes, XLA plans ([\d,]+): [\d.]+ times; ([\d,]+) resident")


def resident() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run_jax(number: int) -> None:
    """Runs one network in this process, and prints by how much its resident memory grew."""
    import jax
    import jax.numpy as jnp
    from reference.memory import NETWORKS

    network = NETWORKS[number]
    square = jnp.full((network.hidden, network.hidden), 0.01)
    weights = {"wx": square, "wh": square, "b": jnp.zeros(network.hidden)}
    xs = jax.block_until_ready(jnp.ones((network.steps, network.batch, network.hidden)))
    before = resident()
    step = jax.jit(jax.value_and_grad(network.loss))
    for _ in range(2):
        jax.block_until_ready(step(weights, xs))
    print(resident() - before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=int, help="run this network in JAX alone, as the benchmark does by itself")
    chosen = parser.parse_args().network
    if chosen is not None:
        run_jax(chosen)
        return
    text = subprocess.run(MAVEN, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    print(f"{'network':24}{'bytes here':>14}{'XLA plans':>14}{'ratio':>7}{'resident here':>16}{'in JAX':>14}")
    for number, row in enumerate(OURS.findall(text)):
        command = [sys.executable, __file__, "--network", str(number)]
        theirs = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        here, planned, grown = (int(count.replace(",", "")) for count in row[4:])
        print(f"{' '.join(row[:4]):24}{here:14,}{planned:14,}{here / planned:7.3f}{grown:16,}{theirs:14,}")


if __name__ == "__main__":
    main()
