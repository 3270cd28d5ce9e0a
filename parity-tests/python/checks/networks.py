"""Each network there, back, and there and back again."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import jax
import numpy as np
from flax import nnx

from checks.refusals import settled
from checks.structures import dumper
from parity.command import convert, side_file
from parity.containers import SUFFIXES, read_entries, read_haiku, safetensors_metadata, write_haiku, write_safetensors
from parity.entries import HaikuKey, nnx_entries, same_bits
from parity.pair import SEED, Pair

HUGE_COUNTER = 2**30
"""The count after which Haiku's moving average follows NNX's: 1 - decay^count is 1."""


class Network:
    """One pair in a folder of its own, with its files made when they are first asked for."""

    def __init__(self, pair: Pair, folder: Path):
        self.pair = pair
        self.folder = folder / pair.name
        self.folder.mkdir()
        self.container = pair.container if pair.dtype == "bfloat16" else "npz stored"
        """How Haiku checkpoints are written that the pair does not say: an npz cannot tell bfloat16."""
        self.suffix = SUFFIXES[self.container.split()[0]]

    @cached_property
    def trained(self) -> dict[HaikuKey, np.ndarray]:
        """The trained Haiku model."""
        return self.pair.train_haiku()

    @cached_property
    def checkpoint(self) -> Path:
        """The trained Haiku model as a file."""
        return write_haiku(self.folder, "haiku", self.trained, self.pair.container)

    @cached_property
    def like(self) -> Path:
        """A checkpoint of the freshly initialised NNX model, random streams included."""
        path = self.folder / "like.safetensors"
        write_safetensors(path, nnx_entries(self.pair.init_nnx(SEED + 2), streams=True))
        return path

    @cached_property
    def live(self) -> Path:
        """The structure of the live NNX model, as users dump it."""
        path = self.folder / "live.json"
        dumper().dump_nnx(self.pair.init_nnx(), str(path))
        return path

    @cached_property
    def haiku_live(self) -> Path:
        """The structure of the live Haiku model, as users dump it."""
        path = self.folder / "haiku_live.json"
        dumper().dump_haiku(self.pair.forward, str(path), self.pair.input, training=True)
        return path

    @cached_property
    def haiku_like(self) -> Path:
        """A checkpoint of the freshly initialised Haiku model."""
        return write_haiku(self.folder, "haiku_like", self.pair.init_haiku(SEED + 2), self.container)

    @cached_property
    def converted(self) -> Path:
        """The trained Haiku model, converted by the command."""
        out = self.folder / "nnx.safetensors"
        settled(self.pair, self.checkpoint, out, self.like)
        return out

    def forward(self) -> None:
        """Haiku to NNX: the real NNX model gives Haiku's outputs, and each bit is where the joints say."""
        numbers = read_entries(self.converted)
        self.pair.judge(self.trained, numbers)
        assert_same(self.pair.convert(self.trained), numbers)

    def forward_by_live_model(self) -> None:
        """The structure of the live model gives the same, and tells the kinds that a checkpoint leaves open."""
        out = self.folder / "by_live_model.safetensors"
        settled(self.pair, self.checkpoint, out, self.live, kinds=False)
        assert_same(read_entries(self.converted), read_entries(out))

    def there_and_back(self) -> None:
        """Back without any like file: every name, dtype and bit of the original."""
        back = self.folder / ("back" + self.checkpoint.suffix)
        convert(self.converted, back)
        assert_same(read_entries(self.checkpoint), read_entries(back))

    def there_and_back_without_side_data(self) -> None:
        """Back by the live model without side data: all but what NNX has no place for, and the report names that."""
        bare, back = self.folder / "bare.safetensors", self.folder / ("back_bare" + self.suffix)
        write_safetensors(bare, read_entries(self.converted))
        assert not safetensors_metadata(bare)
        result = settled(self.pair, bare, back, self.haiku_live, backward=True)
        restored = read_haiku(back)
        lost = {key for key in restored if key.name in ("hidden", "counter") and key.module.endswith("_ema")}
        rounded = {key for key in restored if (key.module, key.name) in self.pair.rounded}
        assert_same({key: array for key, array in self.trained.items() if key not in lost | rounded},
                    {key: array for key, array in restored.items() if key not in lost | rounded})
        assert_follows(restored)
        if rounded:
            self.pair.judge(restored, read_entries(bare))
        if lost:
            result.says("hidden", "counter")

    def side_file_there_and_back(self) -> None:
        """In a container without room, side data stand in a file beside it."""
        out, back = self.folder / "nnx.npz", self.folder / "back_of_npz.npz"
        settled(self.pair, self.checkpoint, out, self.like)
        assert side_file(out).exists(), "there is no side file"
        convert(out, back)
        assert_same(self.trained, read_haiku(back))

    def backward(self) -> None:
        """NNX to Haiku: the real Haiku model gives NNX's outputs; and back alone restores NNX's file."""
        source, out = self.folder / "trained_nnx.safetensors", self.folder / ("trained_haiku" + self.suffix)
        numbers = nnx_entries(self.pair.train_nnx())
        write_safetensors(source, numbers)
        settled(self.pair, source, out, self.haiku_like, backward=True)
        entries = read_haiku(out)
        self.pair.judge(entries, numbers)
        self.pair.judge_state(entries, numbers)
        assert_converts(self.pair, entries, numbers)
        assert_follows(entries)
        back = self.folder / "back_nnx.safetensors"
        convert(out, back)
        assert_same(numbers, read_entries(back))

    def streams_stay(self) -> None:
        """Random streams, which Haiku has none of: listed on the way there, brought back from side data."""
        source, out = self.folder / "with_streams.safetensors", self.folder / ("of_streams" + self.suffix)
        numbers = nnx_entries(self.pair.init_nnx(), streams=True)
        streams = numbers.keys() - nnx_entries(self.pair.init_nnx()).keys()
        assert streams, "the model has no random stream"
        settled(self.pair, self.checkpoint, self.folder / "listed.safetensors", self.like).says(*streams)
        write_safetensors(source, numbers)
        settled(self.pair, source, out, self.haiku_like, backward=True)
        assert read_haiku(out).keys() == self.trained.keys()
        back = self.folder / "back_streams.safetensors"
        convert(out, back)
        assert_same(numbers, read_entries(back))

    def streams_begin_anew(self) -> None:
        """Random streams from a seed are draws of ``nnx.Rngs``; dropped ones leave nothing, in side data neither."""
        seeded, source = self.folder / "seeded.safetensors", self.folder / "to_drop.safetensors"
        settled(self.pair, self.checkpoint, seeded, self.like, "--rngs", "seed=7")
        numbers = nnx_entries(self.pair.init_nnx(), streams=True)
        streams = sorted(path.removesuffix(".key") for path in numbers if path.endswith(".key"))
        draws, got = nnx.Rngs(7), read_entries(seeded)
        for stream in streams:
            assert_same({"key": np.asarray(jax.random.key_data(draws())), "count": np.zeros((), np.uint32)},
                        {name: got[f"{stream}.{name}"] for name in ("key", "count")})
        write_safetensors(source, numbers)
        dropped, back = self.folder / ("dropped" + self.suffix), self.folder / "back_dropped.safetensors"
        settled(self.pair, source, dropped, self.haiku_like, "--rngs", "drop", backward=True)
        convert(dropped, back)
        assert_same(nnx_entries(self.pair.init_nnx()), read_entries(back))

    def checks(self) -> list[tuple[str, Callable[[], None]]]:
        """The checks that every network passes."""
        return [("to NNX", self.forward), ("to NNX by a live model", self.forward_by_live_model),
                ("there and back", self.there_and_back),
                ("there and back without side data", self.there_and_back_without_side_data),
                ("to Haiku, and back", self.backward)]


def assert_converts(pair: Pair, entries: Mapping, numbers: Mapping) -> None:
    """Asserts that the way there gives NNX's numbers again, bit for bit where the way back did not round."""
    rounded = {path for joint in pair.joints for merged in joint.merged if merged.rounds
               for path in numbers if path.startswith(joint.target) and path.endswith("bias")}
    again = pair.convert(entries)
    assert_same({path: array for path, array in numbers.items() if path not in rounded},
                {path: array for path, array in again.items() if path not in rounded})
    for path in rounded:
        apart = np.max(np.abs(numbers[path] - again[path]))
        assert apart <= np.spacing(np.float32(1)), f"{path}: 1 taken off and added again is {apart:.3g} apart"


def assert_same(expected: Mapping, got: Mapping) -> None:
    """Asserts equal names, dtypes, shapes and bits."""
    assert expected.keys() == got.keys(), (
        f"missing {sorted(expected.keys() - got.keys())}, too many {sorted(got.keys() - expected.keys())}")
    apart = [str(key) for key in expected if not same_bits(expected[key], got[key])]
    assert not apart, "bits differ: " + ", ".join(apart)


def assert_follows(entries: Mapping[HaikuKey, np.ndarray]) -> None:
    """Asserts that computed moving averages carry on as NNX's do: hidden equals average, the counter is huge."""
    for key, average in entries.items():
        if key.name == "average":
            assert same_bits(average, entries[key._replace(name="hidden")]), f"{key.module}: hidden is not average"
            counter = entries[key._replace(name="counter")]
            assert counter == HUGE_COUNTER and counter.dtype == np.int32, f"{key.module}: the counter is {counter}"
