"""Orbax checkpoints whose arrays are compressed, ordered and cut otherwise than Orbax would: by TensorStore, and restored by Orbax."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orbax.checkpoint as ocp
import tensorstore as ts


def blosc(name: str, shuffle: int) -> dict[str, Any]:
    """Blosc of zarr 2: what is in it, and whether bytes (1) or bits (2) are shuffled first."""
    return {"id": "blosc", "cname": name, "clevel": 5, "shuffle": shuffle, "blocksize": 0}


def codec(name: str, **configuration: Any) -> dict[str, Any]:
    """A codec of zarr 3."""
    return {"name": name, "configuration": configuration}


LITTLE, BIG, SUM = codec("bytes", endian="little"), codec("bytes", endian="big"), {"name": "crc32c"}
BITS = codec("blosc", cname="zstd", clevel=5, shuffle="bitshuffle", typesize=4, blocksize=0)
ZARR2: dict[str, dict[str, Any]] = {
    **{f"{name}_{shuffle}": {"compressor": blosc(name, shuffle)}
       for name in ("lz4", "lz4hc", "zlib", "zstd") for shuffle in (1, 2)},
    "fortran": {"order": "F", "compressor": None},
    "fortran_chunks": {"order": "F", "chunks": [7, 10], "compressor": blosc("lz4", 1)},
    "big_endian": {"dtype": ">f4", "compressor": {"id": "zlib", "level": 1}},
    "slashes": {"chunks": [10, 15], "dimension_separator": "/", "compressor": {"id": "gzip", "level": 1}},
}
"""Arrays of zarr 2, each with what is unusual of its metadata."""

ZARR3: dict[str, list[dict[str, Any]]] = {
    "transposed": [codec("transpose", order=[1, 0]), LITTLE],
    "big_endian": [BIG, codec("gzip", level=1)],
    "blosc": [LITTLE, BITS],
    "summed": [LITTLE, codec("zstd", level=1), SUM],
    "shards": [codec("sharding_indexed", chunk_shape=[8, 10], index_location="start", index_codecs=[LITTLE, SUM],
                     codecs=[codec("transpose", order=[1, 0]), BIG, codec("gzip", level=1), SUM])],
}
"""Arrays of zarr 3 with their codecs."""


def save_recoded(folder: Path, arrays: Mapping[str, np.ndarray], zarr3: bool) -> None:
    """Saves arrays by Orbax as files, and writes each of them anew, with the metadata or codecs that it has above."""
    with ocp.Checkpointer(ocp.PyTreeCheckpointHandler(use_ocdbt=False, use_zarr3=zarr3)) as saver:
        saver.save(folder.absolute(), args=ocp.args.PyTreeSave({"codes": dict(arrays)}))
    for name, array in arrays.items():
        place = folder / f"codes.{name}"
        shutil.rmtree(place)
        if zarr3:
            metadata = {"data_type": array.dtype.name, "shape": array.shape, "codecs": ZARR3[name],
                        "chunk_grid": codec("regular", chunk_shape=array.shape)}
        else:
            metadata = {"dtype": array.dtype.str, "shape": array.shape, "chunks": array.shape} | ZARR2[name]
        store = ts.open({"driver": "zarr3" if zarr3 else "zarr", "create": True, "metadata": metadata,
                         "kvstore": {"driver": "file", "path": f"{place.absolute()}/"}}).result()
        store.write(array).result()
