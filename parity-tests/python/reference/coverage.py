"""Public names of JAX and optax that the sources, examples and tests of dm-haiku, flax nnx and optax use."""

import ast
import importlib
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from parity.entries import write_text
from reference.set import GoldenSet, json_text

NAMESPACES = ("jax", "jax.numpy", "jax.numpy.linalg", "jax.nn", "jax.nn.initializers", "jax.lax", "jax.random", "jax.tree",
              "jax.tree_util", "optax")
"""Where names are looked for."""

ROOTS = {"dm-haiku": ("haiku", "examples"), "flax": ("flax/nnx", "tests/nnx", "examples"), "optax": ("optax", "examples")}
"""What of each library's source archive is read."""

LABELS = {"dm-haiku": "haiku", "flax": "nnx", "optax": "optax"}


def programs(library: str, folder: Path) -> Iterator[str]:
    """The texts of a library's modules, examples and tests at the installed version; of flax, those that know nnx."""
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                    "--no-binary", ":all:", "--dest", str(folder), f"{library}=={version(library)}"], check=True)
    archive = next(folder.glob("*.tar.gz"))
    with tarfile.open(archive) as members:
        for member in members:
            path = member.name.partition("/")[2]
            if member.isfile() and path.endswith(".py") and path.startswith(tuple(root + "/" for root in ROOTS[library])):
                text = members.extractfile(member).read().decode("utf-8")
                if library != "flax" or "nnx" in text:
                    yield text


class Uses(ast.NodeVisitor):
    """The dotted names that a program takes from JAX and optax, under their full paths."""

    def __init__(self) -> None:
        self.aliases: dict[str, str] = {}
        self.paths: Counter[str] = Counter()

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            if name.asname:
                self.aliases[name.asname] = name.name
            else:
                head = name.name.partition(".")[0]
                self.aliases[head] = head

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for name in node.names:
            if node.module and not node.level:
                self.aliases[name.asname or name.name] = f"{node.module}.{name.name}"
                self.paths[f"{node.module}.{name.name}"] += 1

    def visit_Attribute(self, node: ast.Attribute) -> None:
        chain, value = [node.attr], node.value
        while isinstance(value, ast.Attribute):
            chain.append(value.attr)
            value = value.value
        if isinstance(value, ast.Name) and value.id in self.aliases:
            self.paths[".".join([self.aliases[value.id], *reversed(chain)])] += 1
        else:
            self.visit(value)


def place(path: str) -> tuple[str, str] | None:
    """The namespace that a path leads through and the name in it; for optax's own modules, the name that it exports."""
    parts = path.split(".")
    if parts[0] == "optax":
        return next((("optax", part) for part in parts[1:] if is_public("optax", part)), None)
    homes = [home for home in NAMESPACES if f"{path}.".startswith(f"{home}.") and home != path]
    if not homes:
        return None
    home = max(homes, key=len)
    name = parts[home.count(".") + 1]
    return (home, name) if is_public(home, name) else None


def is_public(home: str, name: str) -> bool:
    """Whether a namespace has such a name, and it is no module."""
    found = getattr(importlib.import_module(home), name, None)
    return not name.startswith("_") and found is not None and not isinstance(found, ModuleType)


def used() -> dict[str, dict[str, dict[str, int]]]:
    """By namespace and name, how often each library uses it."""
    table: dict[str, dict[str, Counter[str]]] = {home: defaultdict(Counter) for home in NAMESPACES}
    for library, label in LABELS.items():
        with tempfile.TemporaryDirectory() as temporary:
            for text in programs(library, Path(temporary)):
                uses = Uses()
                uses.visit(ast.parse(text))
                for path, count in uses.paths.items():
                    if found := place(path):
                        table[found[0]][found[1]][label] += count
    return {home: {name: dict(names[name]) for name in sorted(names)} for home, names in table.items()}


def write(folder: Path) -> None:
    """Makes the file of the set."""
    write_text(folder / "names.json", json_text(used(), 2))


SET = GoldenSet("coverage", write, lambda file, key: "exact")
