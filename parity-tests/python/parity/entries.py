"""Names and arrays of checkpoints, as both libraries and every container spell them."""

import ast
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

Entries = dict[str, np.ndarray]
"""Arrays of a file by the keys that stand in it."""


class HaikuKey(NamedTuple):
    """Where Haiku keeps an array: in ``params`` or ``state``, in a module, under a name."""

    collection: str
    module: str
    name: str


def haiku_entries(params: Mapping, state: Mapping,
                  as_array: Callable[[Any], Any] = np.asarray) -> dict[HaikuKey, Any]:
    """All arrays of a Haiku model."""
    return {
        HaikuKey(collection, module, name): as_array(array)
        for collection, modules in (("params", params), ("state", state))
        for module, arrays in modules.items()
        for name, array in arrays.items()
    }


def haiku_collections(entries: Mapping[HaikuKey, Any]) -> tuple[dict, dict]:
    """The parameters and the state that Haiku's ``apply`` takes."""
    collections: dict[str, dict] = {"params": {}, "state": {}}
    for key, array in entries.items():
        collections[key.collection].setdefault(key.module, {})[key.name] = array
    return collections["params"], collections["state"]


def haiku_tree(entries: Mapping[HaikuKey, Any]) -> dict:
    """The dict that users pickle: bare parameters, or ``{"params": …, "state": …}`` when there is state."""
    params, state = haiku_collections(entries)
    return {"params": params, "state": state} if state else params


def haiku_texts(entries: Mapping[HaikuKey, Any], separator: str = "//") -> dict[str, Any]:
    """The entries under ``module//name`` or ``module/name``, headed by the collection when there is state."""
    with_state = any(key.collection == "state" for key in entries)
    head = (lambda key: key.collection + "/") if with_state else (lambda key: "")
    return {f"{head(key)}{key.module}{separator}{key.name}": array for key, array in entries.items()}


def haiku_keys(entries: Mapping[str, Any]) -> dict[HaikuKey, Any]:
    """The entries of a flat file or tree, by Haiku's keys: the inverse of :func:`haiku_texts` for both separators."""
    keyed = {}
    with_state = any(key.startswith("state/") for key in entries)
    for key, array in entries.items():
        module, _, name = key.rpartition("//") if "//" in key else key.rpartition("/")
        collection = "params"
        if with_state:
            collection, _, module = module.partition("/")
        keyed[HaikuKey(collection, module, name)] = array
    return keyed


def nnx_entries(model: nnx.Module, streams: bool = False) -> Entries:
    """All arrays of an NNX model by dotted path; random streams, as key data, only when asked for."""
    found = {}
    for path, variable in nnx.state(model).flat_state():
        random = issubclass(type(variable), nnx.RngState)
        if random and not streams:
            continue
        value = variable[...]
        if isinstance(variable, nnx.RngKey):
            value = jax.random.key_data(value)
        found[".".join(map(str, path))] = np.asarray(value)
    return found


def load_nnx(model: nnx.Module, entries: Mapping[str, np.ndarray]) -> None:
    """Puts numbers into an NNX model by dotted path; names, shapes and dtypes must be exactly the model's."""
    own = nnx_entries(model)
    assert own.keys() == entries.keys(), f"names differ: {sorted(own.keys() ^ entries.keys())}"
    for path, array in entries.items():
        wanted, got = own[path], np.asarray(array)
        assert (wanted.shape, wanted.dtype) == (got.shape, got.dtype), (
            f"{path} is {spec(got)}, the model has {spec(wanted)}")
    pure: dict = {}
    for path, array in entries.items():
        *parents, leaf = path.split(".")
        level = pure
        for part in parents:
            level = level.setdefault(attribute(part), {})
        level[attribute(leaf)] = jnp.asarray(array)
    state = nnx.state(model)
    nnx.replace_by_pure_dict(state, pure)
    nnx.update(model, state)


def attribute(text: str) -> str | int | tuple:
    """What NNX has at a place in a path: an attribute, the number of an element, or the tuple that spectral norm uses."""
    return ast.literal_eval(text) if text.isdigit() or text.startswith("(") else text


def flatten(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The leaves of nested dicts, lists and tuples, with their paths."""
    if isinstance(tree, Mapping):
        for key, child in tree.items():
            yield from flatten(child, (*path, str(key)))
    elif isinstance(tree, (list, tuple)):
        for index, child in enumerate(tree):
            yield from flatten(child, (*path, str(index)))
    else:
        yield path, tree


def spec(array: np.ndarray) -> str:
    """Dtype and shape on one line: ``float32[2,3]``."""
    return f"{array.dtype.name}[{','.join(map(str, array.shape))}]"


def structure(style: str, scheme: str, entries: Mapping[str, np.ndarray]) -> str:
    """The structure file of a model: names, dtypes and shapes alone, one entry a line."""
    rows = ",\n".join(
        f"    {json.dumps(key)}: " + json.dumps({"dtype": array.dtype.name, "shape": list(array.shape)})
        for key, array in entries.items())
    return (f'{{\n  "format": "dovetail-structure",\n  "version": 1,\n  "style": "{style}",\n'
            f'  "scheme": "{scheme}",\n  "entries": {{\n{rows}\n  }}\n}}\n')


def nnx_structure(model: nnx.Module) -> str:
    """The structure file of an NNX model, random streams included."""
    return structure("nnx", "dotted", nnx_entries(model, streams=True))


def haiku_structure(entries: Mapping[HaikuKey, np.ndarray]) -> str:
    """The structure file of a Haiku model."""
    return structure("haiku", "module//name", haiku_texts(entries))


def same_bits(a: np.ndarray, b: np.ndarray) -> bool:
    """Whether two arrays agree in dtype, shape and every bit."""
    a, b = np.asarray(a), np.asarray(b)
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def write_text(path: Path, text: str) -> None:
    """Writes a text file with the same bytes on every platform."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
