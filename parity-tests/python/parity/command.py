"""Drives ``bin/dovetail`` as a user does."""

import os
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(__file__).resolve().parents[3] / "bin/dovetail"
DONE, REFUSED, UNREADABLE = 0, 1, 2


@dataclass(frozen=True)
class Result:
    """What one run printed, and its exit status."""

    line: str
    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that was printed."""
        return self.out + self.err

    def expect(self, status: int) -> "Result":
        """Asserts the exit status, and that no stack trace reached the user."""
        assert self.status == status, f"$ {self.line}\nexit status {self.status}, expected {status}\n{self.text}"
        assert not re.search(r"^\s+at \S+\(.*\)$|^Exception in thread", self.text, re.MULTILINE), (
            f"$ {self.line}\nprinted a stack trace\n{self.text}")
        return self

    def says(self, *words: str) -> "Result":
        """Asserts that all these words were printed."""
        missing = [word for word in words if word not in self.text]
        assert not missing, f"$ {self.line}\ndoes not say {missing}\n{self.text}"
        return self

    def options(self, option: str) -> list[str]:
        """The arguments of an option in printed advice, each once: ``--map 'a=b'`` gives ``a=b``."""
        arguments = []
        for match in re.finditer(rf"{option}\s+('[^']*'|\"[^\"]*\"|[^\s'\"]+)", self.text):
            argument = shlex.split(match[1])[0]
            if argument not in arguments:
                arguments.append(argument)
        return arguments


def dovetail(*arguments: object, folder: Path) -> Result:
    """Runs the command in a folder."""
    words = [str(argument) for argument in arguments]
    done = subprocess.run([COMMAND, *words], cwd=folder, capture_output=True, text=True, encoding="utf-8",
                          timeout=300, env=os.environ | {"NO_COLOR": "1"}, check=False)
    return Result(shlex.join(["dovetail", *words]), done.returncode, done.stdout, done.stderr)


def convert(source: Path, out: Path, *arguments: object, status: int = DONE) -> Result:
    """Converts a file beside which OUT is written, and asserts the exit status.

    A run that does not succeed must leave the folder as it was.
    """
    before = contents(out.parent)
    result = dovetail("convert", source, out, *arguments, folder=out.parent).expect(status)
    if status == DONE:
        assert out.exists(), f"$ {result.line}\nwrote nothing\n{result.text}"
    else:
        assert contents(out.parent) == before, f"$ {result.line}\nchanged the folder though it failed"
    return result


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def side_file(path: Path) -> Path:
    """Where a container without room for side data has it."""
    return path.with_name(path.name + ".dovetail.json")
