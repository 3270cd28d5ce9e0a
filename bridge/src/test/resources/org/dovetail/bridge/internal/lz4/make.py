"""Makes the frames beside it, with lz4 4.4.5: python make.py"""
import pathlib

import lz4.frame

here = pathlib.Path(__file__).parent
state, period = 1, bytearray()
for _ in range(1000):
    state = (state * 1103515245 + 12345) % 2 ** 31
    period.append(state >> 16 & 0xff)
content = bytes(period) * 150  # more than two of the smallest blocks
variants = {
    "linked": {"block_linked": True},
    "independent": {"block_linked": False, "content_checksum": True},
    "block_checksums": {"block_linked": True, "block_checksum": True, "content_checksum": True, "store_size": False},
    "high": {"compression_level": 9, "block_size": lz4.frame.BLOCKSIZE_MAX4MB, "content_checksum": True},
}
for name, options in variants.items():
    options = {"block_size": lz4.frame.BLOCKSIZE_MAX64KB} | options
    (here / f"{name}.lz4").write_bytes(lz4.frame.compress(content, **options))
(here / "stored.lz4").write_bytes(lz4.frame.compress(content[:1000], content_checksum=True))
(here / "twice.lz4").write_bytes(2 * lz4.frame.compress(content[:1000]))
(here / "empty.lz4").write_bytes(lz4.frame.compress(b"", content_checksum=True))
