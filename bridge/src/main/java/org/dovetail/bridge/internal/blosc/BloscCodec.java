package org.dovetail.bridge.internal.blosc;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.dovetail.bridge.internal.lz4.Lz4Block;
import org.dovetail.bridge.internal.lz4.Lz4Exception;
import org.dovetail.bridge.internal.zstd.ZstdException;
import org.dovetail.bridge.internal.zstd.ZstdFrames;

/** What blosc compresses its blocks with, in the order of their numbers in its header; {@code lz4hc} writes what {@code lz4} does. */
enum BloscCodec {
    BLOSCLZ,
    LZ4 {
        @Override
        byte[] decode(byte[] packed, int size) throws BloscException {
            byte[] bytes = new byte[size];
            try {
                checkSize(Lz4Block.decode(ByteBuffer.wrap(packed), bytes, 0), size);
            } catch (Lz4Exception e) {
                throw new BloscException(String.valueOf(e.getMessage()), e);
            }
            return bytes;
        }
    },
    SNAPPY,
    ZLIB {
        @Override
        byte[] decode(byte[] packed, int size) throws BloscException {
            byte[] bytes = new byte[size];
            Inflater inflater = new Inflater();
            try {
                inflater.setInput(packed);
                checkSize(inflater.inflate(bytes), size);
            } catch (DataFormatException e) {
                throw new BloscException("its deflated data make no sense (" + e.getMessage() + ")", e);
            } finally {
                inflater.end();
            }
            return bytes;
        }
    },
    ZSTD {
        @Override
        byte[] decode(byte[] packed, int size) throws BloscException {
            try {
                byte[] bytes = ZstdFrames.decode(new ByteArrayInputStream(packed), size);
                checkSize(bytes.length, size);
                return bytes;
            } catch (ZstdException e) {
                throw new BloscException(String.valueOf(e.getMessage()), e);
            }
        }
    };

    /** The codec of a number; {@link #BLOSCLZ} is 0. */
    static BloscCodec numbered(int number) throws BloscException {
        if (number >= values().length) {
            throw new BloscException("is compressed by codec " + number + " of blosc, which is not known");
        }
        return values()[number];
    }

    /** The bytes of a piece, which must be exactly so many. */
    byte[] decode(byte[] packed, int size) throws BloscException {
        throw new BloscException("is compressed by " + name().toLowerCase(Locale.ROOT)
                + " inside of blosc, which is not read; lz4, lz4hc, zlib and zstd are: save it again with one of them");
    }

    private static void checkSize(int got, int size) throws BloscException {
        if (got != size) {
            throw new BloscException("a block of blosc holds " + got + " bytes, not the " + size + " that it should");
        }
    }
}
