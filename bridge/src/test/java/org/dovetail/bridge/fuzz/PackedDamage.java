package org.dovetail.bridge.fuzz;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.dovetail.bridge.internal.zstd.ZstdException;
import org.dovetail.bridge.internal.zstd.ZstdFrames;

/**
 * Damage to what a compressed file holds: it is compressed again, so that no checksum tells. Files that are not compressed so are damaged as they are.
 *
 * @param packing how the file is compressed
 * @param inner the damage
 */
record PackedDamage(Packing packing, List<Damage> inner) implements Damage {
    private static final int LARGEST = 1 << 20;
    private static final int MOST_DAMAGE = 3;

    /** What a packed pickle holds. */
    static final PackedDamage ZLIB_PICKLE = new PackedDamage(Packing.ZLIB, List.of(PickleDamage.values()));
    /** What a packed pickle holds. */
    static final PackedDamage GZIP_PICKLE = new PackedDamage(Packing.GZIP, List.of(PickleDamage.values()));
    /** What a file of records holds. */
    static final PackedDamage ZSTD = new PackedDamage(Packing.ZSTD, List.of(ByteDamage.values()));

    /** Ways to compress. */
    enum Packing {
        ZLIB {
            @Override
            InputStream open(InputStream in) { return new InflaterInputStream(in); }

            @Override
            byte[] pack(byte[] bytes) throws IOException { return packed(bytes, DeflaterOutputStream::new); }
        },
        GZIP {
            @Override
            InputStream open(InputStream in) throws IOException { return new GZIPInputStream(in); }

            @Override
            byte[] pack(byte[] bytes) throws IOException { return packed(bytes, GZIPOutputStream::new); }
        },
        ZSTD {
            @Override
            InputStream open(InputStream in) throws IOException {
                try {
                    return new ByteArrayInputStream(ZstdFrames.decode(in, LARGEST));
                } catch (ZstdException e) {
                    throw new IOException(e);
                }
            }

            @Override
            byte[] pack(byte[] bytes) {
                ZstdCompressor compressor = new ZstdCompressor();
                byte[] frame = new byte[compressor.maxCompressedLength(bytes.length)];
                return Arrays.copyOf(frame, compressor.compress(bytes, 0, bytes.length, frame, 0, frame.length));
            }
        };

        abstract InputStream open(InputStream in) throws IOException;

        abstract byte[] pack(byte[] bytes) throws IOException;

        /** Opens a stream that packs what is written into it. */
        @FunctionalInterface
        private interface Packer {
            OutputStream open(OutputStream packed) throws IOException;
        }

        private static byte[] packed(byte[] bytes, Packer packer) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = packer.open(packed)) {
                out.write(bytes);
            }
            return packed.toByteArray();
        }
    }

    @Override
    public byte[] apply(byte[] bytes, Dice dice) {
        byte[] held;
        try (InputStream in = packing.open(new ByteArrayInputStream(bytes))) {
            held = in.readNBytes(LARGEST);
        } catch (IOException _) {
            return dice.pick(inner).apply(bytes, dice);
        }
        for (int i = dice.length(MOST_DAMAGE); i > 0; i--) {
            held = dice.pick(inner).apply(held, dice);
        }
        try {
            return packing.pack(held);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
