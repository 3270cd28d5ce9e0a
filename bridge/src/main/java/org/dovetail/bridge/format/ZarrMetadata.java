package org.dovetail.bridge.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * @param fortran whether the first axis of a chunk runs fastest
 * @param codec what was done to the bytes of a chunk, or of a part of it
 * @param parts how a chunk is cut in turn, if it is
 * @param fill the value where there is no chunk
 */
record ZarrMetadata(TensorSpec spec, ZarrType type, List<Long> chunk, ZarrKeys keys, boolean fortran, ZarrCodec codec,
        Optional<Parts> parts, @Nullable Json fill) {
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
            throw place.error("is written through zarr filters, which are not read");
        }
        String order = json.text("order");
        ZarrKeys keys = new ZarrKeys("", json.textOr("dimension_separator", "."));
        ZarrCodec codec = new ZarrCodec(json.isEmpty("compressor")
                ? ZarrCodec.Compression.NONE
                : compression(place, json.object("compressor").text("id")), false);
        return new ZarrMetadata(spec, type, chunk(place, spec, json.integers("chunks")), keys, order.equals("F"), codec,
                Optional.empty(), json.get("fill_value"));
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
        boolean big = !inner.isEmpty() && inner.getFirst().configured("endian").filter("big"::equals).isPresent();
        ZarrType type = ZarrType.v3(place, json.text(DATA_TYPE), big);
        TensorSpec spec = Claims.spec(place, type.dtype(), json.integers("shape"));
        ZarrJson grid = json.object("chunk_grid");
        grid.expect("name", "regular");
        List<Long> chunk = chunk(place, spec, grid.object("configuration").integers("chunk_shape"));
        Optional<Parts> parts = Optional.empty();
        if (sharding.isPresent()) {
            parts = Optional.of(parts(place, spec, chunk, sharding.get().object("configuration")));
        }
        return new ZarrMetadata(spec, type, chunk, keys(place, json.object("chunk_key_encoding")), false,
                codec(place, inner), parts, json.get("fill_value"));
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
        boolean summed = codec(place, configuration.objects("index_codecs")).summed();
        return new Parts(shape, configuration.textOr("index_location", "end").equals("start"), summed);
    }

    private static ZarrKeys keys(Place place, ZarrJson encoding) throws CheckpointException {
        return switch (encoding.text("name")) {
            case "default" -> new ZarrKeys("c", encoding.configured("separator").orElse("/"));
            case "v2" -> new ZarrKeys("", encoding.configured("separator").orElse("."));
            case String name -> throw place.error("names its chunks by " + Place.quoted(name) + ", which is not known");
        };
    }

    /** Bytes, then perhaps a compression, then perhaps a checksum. */
    private static ZarrCodec codec(Place place, List<ZarrJson> codecs) throws CheckpointException {
        List<String> names = new ArrayList<>();
        for (ZarrJson codec : codecs) {
            names.add(codec.text("name"));
        }
        boolean summed = !names.isEmpty() && names.getLast().equals("crc32c");
        List<String> middle = names.isEmpty() ? names : names.subList(1, names.size() - (summed ? 1 : 0));
        if (names.isEmpty() || !names.getFirst().equals("bytes") || middle.size() > 1) {
            throw place.error("is written through the codecs " + Place.quoted(String.join(", ", names))
                    + "; bytes, one of zstd and gzip, and crc32c are read in this order");
        }
        return new ZarrCodec(middle.isEmpty() ? ZarrCodec.Compression.NONE : compression(place, middle.getFirst()),
                summed);
    }

    private static ZarrCodec.Compression compression(Place place, String name) throws CheckpointException {
        return switch (name) {
            case "zstd" -> ZarrCodec.Compression.ZSTD;
            case "gzip" -> ZarrCodec.Compression.GZIP;
            case "zlib" -> ZarrCodec.Compression.ZLIB;
            default -> throw place.error("is compressed by " + Place.quoted(name)
                    + ", which is not read; zstd, gzip and zlib are: save it again with one of them");
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
