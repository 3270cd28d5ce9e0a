"""A tiny test runner: named checks, one line each, and a closing count."""

import os
import sys
import time
import traceback
from collections.abc import Callable


class Runner:
    """Runs checks one after another and remembers which failed."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.failed: list[str] = []

    def check(self, name: str, body: Callable[[], object]) -> None:
        """Runs one check; whatever it raises is its failure."""
        begun = time.perf_counter()
        try:
            body()
        except Exception as failure:  # a check may fail in any way, and the others must still run
            self.failed.append(name)
            print(f"FAILED  {name}\n{indent(describe(failure))}", flush=True)
        else:
            self.passed.append(name)
            print(f"ok      {name}  ({time.perf_counter() - begun:.1f} s)", flush=True)

    def close(self) -> int:
        """Prints the count and returns the exit status."""
        if self.failed:
            print("\nFailed:\n" + indent("\n".join(self.failed)))
        print(f"{len(self.passed)} passed, {len(self.failed)} failed", flush=True)
        return 1 if self.failed or not self.passed else 0


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
