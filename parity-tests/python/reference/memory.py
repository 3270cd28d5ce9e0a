"""How much memory XLA plans for the backward pass of long loops, as ``memory_analysis`` of the compiled program tells."""

from dataclasses import asdict, dataclass
from pathlib import Path

import jax
import jax.numpy as jnp
from jax import lax

from parity.entries import write_text
from reference.set import GoldenSet, json_text


@dataclass(frozen=True)
class Network:
    """A recurrent network whose loss is of its ``last`` state, or of ``all``."""

    program: str
    steps: int
    batch: int
    hidden: int

    def loss(self, weights: dict[str, jax.Array], xs: jax.Array) -> jax.Array:
        """The mean square of the last state, or of all."""
        def step(h, x):
            h = jnp.tanh(x @ weights["wx"] + h @ weights["wh"] + weights["b"])
            return h, h if self.program == "all" else None

        h, states = lax.scan(step, jnp.zeros((self.batch, self.hidden)), xs)
        return jnp.mean((states if self.program == "all" else h) ** 2)

    def compiled(self) -> jax.stages.Compiled:
        """Value and gradients with respect to the weights."""
        square, row = (jax.ShapeDtypeStruct(shape, jnp.float32) for shape in ((self.hidden, self.hidden), (self.hidden,)))
        xs = jax.ShapeDtypeStruct((self.steps, self.batch, self.hidden), jnp.float32)
        return jax.jit(jax.value_and_grad(self.loss)).lower({"wx": square, "wh": square, "b": row}, xs).compile()

    def planned(self) -> dict[str, int]:
        """The bytes that XLA plans beside the arguments."""
        memory = self.compiled().memory_analysis()
        return {"temporary": memory.temp_size_in_bytes, "outputs": memory.output_size_in_bytes}


NETWORKS = (Network("last", 1000, 64, 256), Network("all", 1000, 64, 256), Network("last", 1000, 37, 100))


def write(folder: Path) -> None:
    """Makes the file of the set."""
    write_text(folder / "memory.json", json_text([asdict(network) | network.planned() for network in NETWORKS], 1))


SET = GoldenSet("memory", write, lambda file, key: "exact")
