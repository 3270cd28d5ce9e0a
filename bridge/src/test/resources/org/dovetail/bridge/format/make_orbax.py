"""Makes the checkpoint folders beside this one, with orbax-checkpoint 0.12.8: python make_orbax.py"""
import pathlib
import shutil

import jax
import numpy as np
import orbax.checkpoint as ocp

here = pathlib.Path(__file__).parent.absolute()
for zarr3 in (False, True):
    folder = here / f"orbax_zarr{3 if zarr3 else 2}"
    shutil.rmtree(folder, ignore_errors=True)
    with ocp.Checkpointer(ocp.PyTreeCheckpointHandler(use_ocdbt=False, use_zarr3=zarr3)) as saver:
        saver.save(folder, args=ocp.args.PyTreeSave(
            {"a": np.arange(15, dtype=np.int16).reshape(3, 5), "b": 3, "t": "text"},
            {"a": ocp.SaveArgs(chunk_byte_size=16), "b": ocp.SaveArgs(), "t": ocp.SaveArgs()}))
    note = folder / "commit_success.txt"
    note.write_text(note.read_text().replace(str(folder), folder.name))

folder = here / "orbax_keys"
shutil.rmtree(folder, ignore_errors=True)
with ocp.Checkpointer(ocp.PyTreeCheckpointHandler(use_ocdbt=False)) as saver:
    saver.save(folder, args=ocp.args.PyTreeSave({"rngs": {"key": {"value": jax.random.key(7)}, "count": {"value": np.uint32(2)},
        "old": {"value": jax.random.PRNGKey(7)}}, "keys": {"value": jax.random.split(jax.random.key(7, impl="rbg"), 3)}}))
(folder / "commit_success.txt").unlink()
