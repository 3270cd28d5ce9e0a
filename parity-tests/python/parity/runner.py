"""A tiny test runner: named checks in as many processes as there are processors, one line each, and a closing count."""

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

Check = tuple[str, Callable[[], object]]
Groups = Callable[[Path], list[list[Check]]]
"""All checks, to work in a folder that is empty at first; those that share files stand in one list, in their order."""

PROCESSES = min(4, os.cpu_count() or 1)
"""How many groups run at once; each may take as much memory as jax takes for thousands of compiled programs."""


@dataclass(frozen=True)
class Outcome:
    """How one check went."""

    name: str
    seconds: float
    failure: str | None = None

    def __str__(self) -> str:
        return (f"ok      {self.name}  ({self.seconds:.1f} s)" if self.failure is None
                else f"FAILED  {self.name}\n{indent(self.failure)}")


def outcome(name: str, body: Callable[[], object]) -> Outcome:
    """Runs one check; whatever it raises is its failure."""
    begun = time.perf_counter()
    try:
        body()
    except Exception as failure:  # a check may fail in any way, and the others must still run
        return Outcome(name, time.perf_counter() - begun, describe(failure))
    return Outcome(name, time.perf_counter() - begun)


def run_group(groups: Groups, place: int) -> list[Outcome]:
    """Runs the group at a place, one check after the other, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return [outcome(name, body) for name, body in groups(Path(folder))[place]]


def run_checks(groups: Groups) -> int:
    """Runs all groups, prints how each check went and the count, and returns the exit status.

    The groups are begun and told in their order, so the longest stand first. Each process makes them for itself, which
    is why what makes them must be a function that has a name.
    """
    with tempfile.TemporaryDirectory() as folder:
        count = len(groups(Path(folder)))
    passed, failed = 0, []
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=keep_compilations) as pool:
        for outcomes in pool.map(partial(run_group, groups), range(count)):
            for each in outcomes:
                print(each, flush=True)
                if each.failure is None:
                    passed += 1
                else:
                    failed.append(each.name)
    if failed:
        print("\nFailed:\n" + indent("\n".join(failed)))
    print(f"{passed} passed, {len(failed)} failed", flush=True)
    return 1 if failed or not passed else 0


def describe(failure: Exception) -> str:
    """An assertion's own text, anything else with its trace."""
    if isinstance(failure, AssertionError) and str(failure):
        return str(failure)
    return "".join(traceback.format_exception(failure))


def indent(text: str) -> str:
    """The text, moved to the right."""
    return "\n".join("        " + line for line in text.splitlines())


def keep_compilations(folder: str | None = os.environ.get("PARITY_CACHE")) -> None:
    """Lets jax keep what it compiled, when a folder for that is given."""
    if folder:
        import jax
        jax.config.update("jax_compilation_cache_dir", folder)
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)


def fail(message: str) -> None:
    """Ends the program with one line."""
    sys.exit(message)
