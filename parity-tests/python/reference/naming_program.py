"""One program of :mod:`reference.naming_cases`."""

from typing import NamedTuple


class Program(NamedTuple):
    """A program whose names are the question."""

    id: str
    about: str
    source: str
