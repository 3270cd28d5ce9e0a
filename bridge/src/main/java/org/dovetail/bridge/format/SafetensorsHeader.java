package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.dovetail.core.DType;
import org.dovetail.core.TensorSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The JSON at the beginning of a safetensors file.
 *
 * @param tensors what it lists, in the order of the header
 * @param metadata the texts beside them
 */
record SafetensorsHeader(List<Tensor> tensors, SequencedMap<String, String> metadata) {
    /** The key that is no tensor. */
    static final String METADATA = "__metadata__";

    /**
     * A tensor, as claimed.
     *
     * @param name its name
     * @param spec its dtype and shape
     * @param start where its bytes begin, after the header
     * @param end where they end
     */
    record Tensor(String name, TensorSpec spec, long start, long end) {}

    /** Reads a header. */
    static SafetensorsHeader parse(Place place, MemorySegment json) throws CheckpointException {
        try (JsonParser parser = JsonText.parser(json)) {
            return new Reader(place, parser).header();
        } catch (JacksonException e) {
            throw place.error("the header is no proper JSON: " + JsonText.problem(e), e);
        }
    }

    private record Reader(Place place, JsonParser parser) {
        SafetensorsHeader header() throws CheckpointException {
            expect(place, parser.nextToken(), JsonToken.START_OBJECT, "the header should be a JSON object");
            List<Tensor> tensors = new ArrayList<>();
            SequencedMap<String, String> metadata = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(METADATA)) {
                    metadata(metadata);
                } else {
                    tensors.add(tensor(name));
                }
            }
            if (parser.nextToken() != null) {
                throw place.error("something follows the JSON object of the header");
            }
            return new SafetensorsHeader(tensors, metadata);
        }

        private void metadata(SequencedMap<String, String> metadata) throws CheckpointException {
            String rule = METADATA + " should be an object of texts";
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            expect(place, parser.currentToken(), JsonToken.START_OBJECT, rule);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                expect(place, parser.nextToken(), JsonToken.VALUE_STRING, rule);
                metadata.put(key, parser.getString());
            }
        }

        private Tensor tensor(String name) throws CheckpointException {
            Place at = place.in(name);
            expect(at, parser.currentToken(), JsonToken.START_OBJECT,
                    "should be an object of dtype, shape and data_offsets");
            DType dtype = null;
            List<Long> shape = null;
            List<Long> offsets = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "dtype" -> {
                        expect(at, token, JsonToken.VALUE_STRING, "dtype should be a text");
                        dtype = dtype(at, parser.getString());
                    }
                    case "shape" -> shape = integers(at, token, field);
                    case "data_offsets" -> offsets = integers(at, token, field);
                    default -> parser.skipChildren();
                }
            }
            if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
                throw at.error("should have a dtype, a shape and two data_offsets");
            }
            return tensor(at, Claims.spec(at, dtype, shape), offsets.getFirst(), offsets.getLast());
        }

        private static Tensor tensor(Place at, TensorSpec spec, long start, long end) throws CheckpointException {
            if (start > end || end - start != spec.bytes()) {
                throw at.error(spec + " needs " + spec.bytes() + " bytes, its data_offsets are " + start + " to "
                        + end);
            }
            return new Tensor(at.entry(), spec, start, end);
        }

        private static DType dtype(Place at, String name) throws CheckpointException {
            return SafetensorsType.named(name).orElseThrow(() -> switch (name) {
                case "F4", "F6_E2M3", "F6_E3M2" -> at.error("is of dtype " + name
                        + ", whose elements share bytes; save it as F8_E4M3, BF16 or F32");
                default -> at.error("safetensors has no dtype " + Place.quoted(name));
            }).dtype();
        }

        private List<Long> integers(Place at, JsonToken token, String field) throws CheckpointException {
            String rule = field + " should be a list of integers from 0 to 2^63-1";
            expect(at, token, JsonToken.START_ARRAY, rule);
            List<Long> values = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(at, parser.currentToken(), JsonToken.VALUE_NUMBER_INT, rule);
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        || parser.getString().startsWith("-")) {
                    throw at.error(rule);
                }
                if (values.size() == Claims.MAX_RANK) {
                    throw at.error(field + " has more than " + Claims.MAX_RANK + " numbers");
                }
                values.add(parser.getLongValue());
            }
            return values;
        }

        private static void expect(Place at, @Nullable JsonToken token, JsonToken expected, String rule)
                throws CheckpointException {
            if (token != expected) {
                throw at.error(rule);
            }
        }
    }
}
