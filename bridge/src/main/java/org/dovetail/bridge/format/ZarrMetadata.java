package org.dovetail.bridge.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a zarr array says of itself.
 *
 * @param spec its dtype and shape
 * @param type how its elements are written
 * @param chunk the shape of a chunk
 * @param keys how chunks are named
 * @param order the axes in the order in which a chunk, or a part of it, has them, from the slowest to the fastest
 * @param codec what was done to the bytes of a chunk, or of a part of it
 * @param parts how a chunk is cut in turn, if it is
 * @param fill the value where there is no chunk
 */
record ZarrMetadata(TensorSpec spec, ZarrType type, List<Long> chunk, ZarrKeys keys, List<Integer> order,
        ZarrCodec codec, Optional<Parts> parts, @Nullable Json fill) {
    private static final String DATA_TYPE = "data_type";

    /**
     * The parts of a chunk that is a shard.
     *
     * @param shape the shape of a part
     * @param indexAtStart whether the places of the parts stand before them, or behind
     * @param summed whether a CRC-32C follows the places
     */
    record Parts(List<Long> shape, boolean indexAtStart, boolean summed) {}

    /** Reads a {@code .zarray}. */
    static ZarrMetadata v2(Place place, ZarrJson json) throws CheckpointException {
        json.expect("zarr_format", 2);
        ZarrType type = ZarrType.v2(place, json.text("dtype"));
        TensorSpec spec = Claims.spec(place, type.dtype(), json.integers("shape"));
        if (!json.isEmpty("filters")) {
            throw place.error("is written through the zarr filters "
                    + Place.quoted(named(json.objects("filters"), "id"))
                    + ", which are not read; save it again without");
        }
        List<Integer> rows = rowMajor(spec.shape().rank());
        String named = json.text("order");
        List<Integer> order = switch (named) {
            case "C" -> rows;
            case "F" -> rows.reversed();
            default -> throw place.error("has the order " + Place.quoted(named) + ", which zarr does not have");
        };
        ZarrKeys keys = new ZarrKeys("", json.textOr("dimension_separator", "."));
        ZarrCodec codec = new ZarrCodec(json.isEmpty("compressor")
                ? ZarrCodec.Compression.NONE
                : compression(place, json.object("compressor").text("id")), false);
        return new ZarrMetadata(spec, type, chunk(place, spec, json.integers("chunks")), keys, order, codec,
                Optional.empty(), json.get("fill_value"));
    }

    /** The axes as they stand in C order. */
    static List<Integer> rowMajor(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }

    /** Reads a {@code zarr.json}. */
    static ZarrMetadata v3(Place place, ZarrJson json) throws CheckpointException {
        json.expect("zarr_format", 3);
        List<ZarrJson> codecs = json.objects("codecs");
        Optional<ZarrJson> sharding = codecs.stream().filter(codec -> codec.isNamed("sharding_indexed")).findFirst();
        if (sharding.isPresent() && codecs.size() > 1) {
            throw place.error("is written through more codecs than sharding, which is not read");
        }
        List<ZarrJson> inner = sharding.isPresent()
                ? sharding.get().object("configuration").objects("codecs")
                : codecs;
        boolean big = inner.stream().anyMatch(
                codec -> codec.isNamed("bytes") && codec.configured("endian").filter("big"::equals).isPresent());
        ZarrType type = ZarrType.v3(place, json.text(DATA_TYPE), big);
        TensorSpec spec = Claims.spec(place, type.dtype(), json.integers("shape"));
        ZarrJson grid = json.object("chunk_grid");
        grid.expect("name", "regular");
        List<Long> chunk = chunk(place, spec, grid.object("configuration").integers("chunk_shape"));
        Optional<Parts> parts = Optional.empty();
        if (sharding.isPresent()) {
            parts = Optional.of(parts(place, spec, chunk, sharding.get().object("configuration")));
        }
        long transposed = inner.stream().takeWhile(codec -> codec.isNamed("transpose")).count();
        List<Integer> order = rowMajor(spec.shape().rank());
        for (ZarrJson transpose : inner.subList(0, (int) transposed)) {
            order = permuted(place, order, transpose.object("configuration").integers("order"));
        }
        return new ZarrMetadata(spec, type, chunk, keys(place, json.object("chunk_key_encoding")), order,
                codec(place, inner.subList((int) transposed, inner.size())), parts, json.get("fill_value"));
    }

    /** The axes behind a transposition, whose axis {@code i} is that of number {@code by[i]} before. */
    private static List<Integer> permuted(Place place, List<Integer> axes, List<Long> by) throws CheckpointException {
        if (!by.stream().sorted().toList().equals(LongStream.range(0, axes.size()).boxed().toList())) {
            throw place
                    .error("is transposed by " + Claims.shown(by) + ", which is no order of " + axes.size() + " axes");
        }
        return by.stream().map(axis -> axes.get(axis.intValue())).toList();
    }

    private static Parts parts(Place place, TensorSpec spec, List<Long> chunk, ZarrJson configuration)
            throws CheckpointException {
        List<Long> shape = chunk(place, spec, configuration.integers("chunk_shape"));
        for (int axis = 0; axis < shape.size(); axis++) {
            if (chunk.get(axis) % shape.get(axis) != 0) {
                throw place.error("its shards of " + Claims.shown(chunk) + " are no multiples of their parts of "
                        + Claims.shown(shape));
            }
        }
        ZarrCodec index = codec(place, configuration.objects("index_codecs"));
        if (index.compression() != ZarrCodec.Compression.NONE) {
            throw place.error("has shards whose index is compressed, which zarr does not have");
        }
        return new Parts(shape, configuration.textOr("index_location", "end").equals("start"), index.summed());
    }

    private static ZarrKeys keys(Place place, ZarrJson encoding) throws CheckpointException {
        String name = encoding.text("name");
        return switch (name) {
            case "default" -> new ZarrKeys("c", encoding.configured("separator").orElse("/"));
            case "v2" -> new ZarrKeys("", encoding.configured("separator").orElse("."));
            default -> throw place.error("names its chunks by " + Place.quoted(name) + ", which is not known");
        };
    }

    /** Bytes, then perhaps a compression, then perhaps a checksum. */
    private static ZarrCodec codec(Place place, List<ZarrJson> codecs) throws CheckpointException {
        boolean summed = !codecs.isEmpty() && codecs.getLast().isNamed("crc32c");
        List<ZarrJson> middle = codecs.isEmpty()
                ? codecs
                : codecs.subList(1, Math.max(1, codecs.size() - (summed ? 1 : 0)));
        if (codecs.isEmpty() || !codecs.getFirst().isNamed("bytes") || middle.size() > 1) {
            throw place.error("is written through the codecs " + Place.quoted(named(codecs, "name"))
                    + "; transpose, bytes, one of zstd, gzip and blosc, and crc32c are read in this order");
        }
        return new ZarrCodec(middle.isEmpty()
                ? ZarrCodec.Compression.NONE
                : compression(place, middle.getFirst().text("name")), summed);
    }

    private static String named(List<ZarrJson> objects, String field) throws CheckpointException {
        List<String> names = new ArrayList<>();
        for (ZarrJson object : objects) {
            names.add(object.text(field));
        }
        return String.join(", ", names);
    }

    private static ZarrCodec.Compression compression(Place place, String name) throws CheckpointException {
        return switch (name) {
            case "zstd" -> ZarrCodec.Compression.ZSTD;
            case "gzip" -> ZarrCodec.Compression.GZIP;
            case "zlib" -> ZarrCodec.Compression.ZLIB;
            case "blosc" -> ZarrCodec.Compression.BLOSC;
            default -> throw place.error("is compressed by " + Place.quoted(name)
                    + ", which is not read; zstd, gzip, zlib and blosc are: save it again with one of them");
        };
    }

    /** A chunk has as many axes as the array, and is no point. */
    private static List<Long> chunk(Place place, TensorSpec spec, List<Long> extents) throws CheckpointException {
        Claims.bytes(place, extents, spec.dtype().bytes());
        if (extents.size() != spec.shape().rank() || extents.contains(0L)) {
            throw place.error("its chunks of " + Claims.shown(extents) + " do not fit " + spec);
        }
        return extents;
    }
}
