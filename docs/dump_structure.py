"""Writes the structure of a live Flax NNX or Haiku model as JSON, which ``dovetail convert --like`` takes.

A checkpoint tells names and shapes. A live model also tells what its layers are (``Conv`` or ``ConvTranspose``), what they
were made with (``epsilon=0.001``), and in which order its attributes are defined. Copy this file beside your model:

    from dump_structure import dump_haiku, dump_nnx

    dump_nnx(MyModel(nnx.Rngs(0)), "nnx_model.json")
    dump_haiku(forward, "haiku_model.json", x, is_training=True)    # what hk.transform takes, and its arguments

No numbers are written, and ``dump_haiku`` computes none.
"""

import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import jax

SCALARS = bool, int, float, str, type(None)
INTERNAL = "_pytree__", "_object__"


def dump_nnx(model: Any, path: str) -> None:
    """Writes the structure of an NNX model: its modules in the order in which their attributes are defined."""
    from flax import nnx

    entries = {}
    for keys, variable in nnx.to_flat_state(nnx.state(model)):
        if isinstance(variable, jax.Array):
            entries[".".join(map(str, keys))] = leaf(variable)
        else:
            value = variable.get_value() if hasattr(variable, "get_value") else variable.value
            entries[".".join(map(str, keys))] = leaf(value) | {"variable": variable.type.__name__}
    containers = nnx.Module, getattr(nnx, "Pytree", nnx.Module)
    modules = [describe(keys, module, nnx.Module) for keys, module in walk(model, (), containers, set())
               if isinstance(module, nnx.Module)]
    write(path, "nnx", "dotted", entries, modules)


def dump_haiku(forward: Callable, path: str, *args: Any, **kwargs: Any) -> None:
    """Writes the structure of a Haiku model: its modules in the order in which they are made."""
    import haiku as hk

    made: dict[str, Any] = {}

    def remember(run: Callable, args: tuple, kwargs: dict, context: Any) -> Any:
        result = run(*args, **kwargs)
        if name := getattr(context.module, "module_name", None):
            made.setdefault(name, context.module)
        return result

    def watched() -> Any:
        with hk.intercept_methods(remember):
            return forward(*args, **kwargs)

    params, state = jax.eval_shape(hk.transform_with_state(watched).init, jax.random.key(0))
    entries = {f"{collection + '/' if state else ''}{module}//{name}": leaf(value)
               for collection, tree in (("params", params), ("state", state))
               for module, arrays in tree.items() for name, value in arrays.items()}
    modules = [describe(tuple(name.split("/")), module, hk.Module) for name, module in made.items()]
    write(path, "haiku", "module//name", entries, modules)


def walk(node: Any, path: tuple[str, ...], containers: tuple[type, ...], seen: set[int]) -> Iterator[tuple]:
    """All nodes of an NNX model with their paths; a shared one where it is defined first."""
    if isinstance(node, containers):
        children = [(name, child) for name, child in vars(node).items() if not name.startswith(INTERNAL)]
    elif isinstance(node, dict):
        children = list(node.items())
    elif isinstance(node, (list, tuple)):
        children = list(enumerate(node))
    else:
        return
    if id(node) not in seen:
        seen.add(id(node))
        yield path, node
        for name, child in children:
            yield from walk(child, (*path, str(name)), containers, seen)


def describe(path: tuple[str, ...], module: Any, base: type) -> dict:
    """A module's class, or the library's layer that it extends, and its settings."""
    own = type(module)
    layers = [kind for kind in own.__mro__ if is_layer(kind, base) and (kind is own or "__init__" in vars(kind))]
    name = layers[0].__name__ if layers else f"{own.__module__}.{own.__qualname__}"
    settings = {name: plain(value) for name, value in vars(module).items() if not name.startswith("_") and simple(value)}
    return {"path": list(path), "class": name, "settings": settings}


def is_layer(kind: type, base: type) -> bool:
    """Whether a class is one of the library's own modules: those that extend ``base``, which all modules do."""
    library = base.__module__.split(".")[0] + "."
    return kind.__module__.startswith(library) and issubclass(kind, base) and kind is not base


def simple(value: Any) -> bool:
    """Whether a value can stand in JSON: a scalar, or a list of such."""
    return isinstance(value, SCALARS) or isinstance(value, (list, tuple)) and all(map(simple, value))


def plain(value: Any) -> Any:
    """The value, with a text in the place of a number that JSON lacks."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def leaf(value: Any) -> dict:
    """An array's dtype and shape; of typed random keys, those of their bits."""
    if jax.dtypes.issubdtype(value.dtype, jax.dtypes.prng_key):
        value = jax.eval_shape(jax.random.key_data, value)
    return {"dtype": value.dtype.name, "shape": list(value.shape)}


def write(path: str, style: str, scheme: str, entries: dict, modules: list) -> None:
    """Writes the document, an array or a module a line."""
    rows = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())
    lines = ",\n".join(f"    {json.dumps(module)}" for module in modules)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'{{\n  "format": "dovetail-structure",\n  "version": 1,\n  "style": "{style}",\n'
                   f'  "scheme": "{scheme}",\n  "modules": [\n{lines}\n  ],\n  "entries": {{\n{rows}\n  }}\n}}\n')
