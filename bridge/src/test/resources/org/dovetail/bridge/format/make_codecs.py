"""Makes the folders beside it in which each array is compressed, ordered or cut otherwise: orbax-checkpoint 0.12.8, tensorstore 0.1.86.

    python make_codecs.py

Orbax saves the tree; TensorStore writes the arrays anew, and Orbax restores them.
"""
import pathlib
import shutil

import numpy as np
import orbax.checkpoint as ocp
import tensorstore as ts

HERE = pathlib.Path(__file__).parent.absolute()


def numbers(dtype, shape=(37, 50)):
    """Element ``i`` is ``7 i`` modulo 100."""
    return (np.arange(np.prod(shape)) * 7 % 100).astype(dtype).reshape(shape)


def blosc(name, shuffle, level=5, block=0):
    return {"id": "blosc", "cname": name, "clevel": level, "shuffle": shuffle, "blocksize": block}


def v2(dtype="<i4", chunks=(37, 50), **more):
    return dtype, {"chunks": chunks, "dtype": dtype, **more}


def v3(*codecs, dtype="int32", chunks=(37, 50)):
    return dtype, {"data_type": dtype, "codecs": list(codecs),
                   "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": chunks}}}


def codec(name, **configuration):
    return {"name": name, "configuration": configuration}


LITTLE, BIG = codec("bytes", endian="little"), codec("bytes", endian="big")
FOLDERS = {
    "orbax_codecs2": {f"{name}_{shuffle}": v2(compressor=blosc(name, shuffle)) for name in ("lz4", "lz4hc", "zlib", "zstd")
        for shuffle in (0, 1, 2)} | {
        "blocks_bytes": v2(compressor=blosc("lz4", 1, block=2048)),
        "blocks_bits": v2("<f8", compressor=blosc("zstd", 2, block=2048)),
        "blocks_odd": v2("<i2", (19, 23), compressor=blosc("zlib", 2, block=600)),
        "one_byte": v2("|u1", compressor=blosc("lz4", 1)),
        "wide": v2("<c16", compressor=blosc("lz4", 1)),
        "stored": v2(compressor=blosc("lz4", 1, 0)),
        "fortran": v2(order="F", compressor=None),
        "fortran_chunks": v2(">i2", (10, 20), order="F", compressor=blosc("lz4", 1)),
        "slashes": v2(chunks=(20, 30), dimension_separator="/", compressor={"id": "zlib", "level": 1}),
        "gzip": v2(compressor={"id": "gzip", "level": 1}),
    },
    "orbax_codecs3": {
        "transposed": v3(codec("transpose", order=[1, 0]), LITTLE, chunks=(20, 30)),
        "transposed_twice": v3(codec("transpose", order=[1, 0]), codec("transpose", order=[1, 0]), LITTLE),
        "big": v3(BIG, dtype="complex64", chunks=(37, 25)),
        "gzip_summed": v3(LITTLE, codec("gzip", level=1), {"name": "crc32c"}, dtype="int16"),
        "zstd": v3(LITTLE, codec("zstd", level=1)),
        "blosc": v3(LITTLE, codec("blosc", cname="zstd", clevel=5, shuffle="bitshuffle", typesize=4, blocksize=0)),
        "shards": v3(codec("sharding_indexed", chunk_shape=[10, 5], index_location="start", index_codecs=[
            LITTLE, {"name": "crc32c"}], codecs=[codec("transpose", order=[1, 0]), BIG, {"name": "crc32c"}]),
            chunks=(20, 25)),
        "axes": v3(codec("transpose", order=[2, 0, 1]), LITTLE, codec("blosc", cname="lz4", clevel=5,
                   shuffle="shuffle", typesize=2, blocksize=0), dtype="int16", chunks=(3, 2, 5)),
    },
    # Chunks of more than a megabyte.
    "large_chunks2": {
        "blocks": v2(chunks=(400, 1000), compressor={"id": "zstd", "level": 1}),
        "rows": v2(">i4", (400, 1300), compressor={"id": "zlib", "level": 1}),
    },
    "large_chunks3": {
        "shards": v3(codec("sharding_indexed", chunk_shape=[400, 1000], index_codecs=[LITTLE, {"name": "crc32c"}],
                     codecs=[BIG, codec("gzip", level=1), {"name": "crc32c"}]), chunks=(800, 2000)),
    },
}
for title, arrays in FOLDERS.items():
    folder = HERE / title
    version = int(title[-1])
    shutil.rmtree(folder, ignore_errors=True)
    usual = (900, 1300) if title.startswith("large") else (37, 50)
    tree = {name: numbers(dtype, (5, 7, 11) if name == "axes" else usual) for name, (dtype, _) in arrays.items()}
    with ocp.Checkpointer(ocp.PyTreeCheckpointHandler(use_ocdbt=False, use_zarr3=version == 3)) as saver:
        saver.save(folder, args=ocp.args.PyTreeSave(tree))
        for name, (_, metadata) in arrays.items():
            shutil.rmtree(folder / name)
            store = ts.open({"driver": "zarr" if version == 2 else "zarr3", "kvstore": {
                "driver": "file", "path": f"{folder / name}/"}, "metadata": metadata | {"shape": tree[name].shape}},
                create=True).result()
            store.write(tree[name]).result()
        restored = saver.restore(folder)
    assert all(np.array_equal(restored[name], array) for name, array in tree.items())
    for file in ("commit_success.txt", "_sharding"):
        (folder / file).unlink(missing_ok=True)
