"""A folder of files that real libraries made, and the manifest that tells what made them."""

import hashlib
import importlib.metadata
import json
import platform
import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parity.comparison import TEXTS, changes, text_changes
from parity.containers import read_entries
from parity.entries import Entries, spec, write_text
from parity.pair import SEED

LIBRARIES = ("jax", "jaxlib", "dm-haiku", "flax", "optax", "numpy", "ml_dtypes", "safetensors")
MANIFEST = "manifest.json"
LARGEST = 1_000_000
RANDOM = re.compile(r"/d/[0-9a-f]{32}$")
"""Files whose names a library draws anew each time: their bytes are checked by the manifest alone."""


@dataclass(frozen=True)
class Folder(ABC):
    """A golden: its files, and how they are made and compared."""

    path: Path
    write: Callable[[Path], object]
    """Makes the files in a folder that exists."""

    @abstractmethod
    def changes(self, name: str, committed: Path, made: Path) -> list[str]:
        """What differs between the committed file of a name and the one made again, a line each."""

    @abstractmethod
    def entries(self, name: str, path: Path) -> list[str]:
        """What the manifest tells of a file beside its digest."""

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return self.path.name

    def remake(self) -> None:
        """Makes its files anew, and the manifest."""
        print(self.name, flush=True)
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        self.write(self.path)
        write_text(self.path / MANIFEST, self.manifest_text())

    def manifest_text(self) -> str:
        """What made the files, and each file's digest and entries on one line."""
        head = {"versions": versions(), "platform": machine(), "seed": SEED}
        texts = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
        rows = []
        for name, path in files_of(self.path).items():
            row: dict = {"sha256": digest(path)}
            if entries := self.entries(name, path):
                row["entries"] = entries
            rows.append(f"    {json.dumps(name)}: {json.dumps(row)}")
        return "{\n" + ",\n".join(texts) + ',\n  "files": {\n' + ",\n".join(rows) + "\n  }\n}\n"

    def manifest(self) -> dict:
        """The committed manifest."""
        return json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))

    def check(self, temporary: Path) -> None:
        """Asserts that it is what its manifest says, and comes out as committed when it is made again."""
        self.write(temporary)
        made, committed, known = files_of(temporary), files_of(self.path), self.manifest()["files"]
        lines = [f"{name}: {'in the manifest alone' if name in known else 'not in the manifest'}"
                 for name in sorted(known.keys() ^ committed.keys())]
        for name, path in committed.items():
            if name in known and digest(path) != known[name]["sha256"]:
                lines.append(f"{name}: its bytes are not those of the manifest")
            if path.stat().st_size > LARGEST:
                lines.append(f"{name}: over 1 MB")
        for name in sorted(made.keys() | committed.keys()):
            if name in made and name in committed:
                lines += [f"{name}: {line}" for line in self.changes(name, committed[name], made[name])]
            elif not RANDOM.search(name):
                lines.append(f"{name}: {'no longer made' if name in committed else 'not committed'}")
        assert not lines, "\n".join(f"{self.name}/{line}" for line in lines)


@dataclass(frozen=True)
class Archives(Folder):
    """A golden of texts, which must not change, and archives, whose entries have tolerances."""

    tolerance: Callable[[str, str], str]
    """The tolerance of an entry by file name and key; integers and truth values are exact whatever it says."""

    read: Callable[[Path], Entries]
    """The entries of an archive."""

    def changes(self, name: str, committed: Path, made: Path) -> list[str]:
        if committed.suffix in TEXTS:
            return text_changes(committed, made)
        old, new = self.read(committed), self.read(made)
        return changes(old, new, {key: self.tolerance_of(name, key, array) for key, array in (old | new).items()})

    def entries(self, name: str, path: Path) -> list[str]:
        if path.suffix in TEXTS or self.read is not read_entries:  # a packed archive's index lists them
            return []
        return [f"{key} {spec(array)} {self.tolerance_of(name, key, array)}" for key, array in self.read(path).items()]

    def tolerance_of(self, name: str, key: str, array: np.ndarray) -> str:
        """Which line of the tolerance table an entry falls under."""
        return "exact" if array.dtype.kind in "biu" else self.tolerance(name, key)


def files_of(folder: Path) -> dict[str, Path]:
    """The files of a folder by their names within it, without its manifest."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))
            if path.is_file() and path.relative_to(folder) != Path(MANIFEST)}


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def versions() -> dict[str, str]:
    """The libraries that make the files."""
    return {name: importlib.metadata.version(name) for name in LIBRARIES} | {"python": platform.python_version()}


def machine() -> dict[str, str]:
    """The machine that makes the files."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return {"system": platform.system(), "machine": platform.machine(), "processor": model}
