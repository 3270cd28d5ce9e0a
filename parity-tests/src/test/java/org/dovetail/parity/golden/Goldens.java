package org.dovetail.parity.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dovetail.bridge.format.Checkpoint;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.core.Array;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the real libraries gave for the programs of {@code parity-tests/python/reference}. */
public final class Goldens {
    private Goldens() {}

    /** The numbers of an archive by their keys. */
    public static Map<String, Array> numbers(String archive) {
        Map<String, Array> numbers = new TreeMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(GoldenCase.GOLDEN.resolve(archive), ReadOptions.DEFAULT);
                Arena arena = Arena.ofConfined()) {
            for (Entry entry : checkpoint.entries()) {
                numbers.put(entry.path().toString(), checkpoint.read(entry.path(), arena).toHeap());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return numbers;
    }

    /** A JSON document. */
    public static JsonNode json(String document) {
        return JsonMapper.shared().readTree(GoldenCase.GOLDEN.resolve(document));
    }

    /** A text, without the newline at its end. */
    public static String text(String file) {
        Path path = GoldenCase.GOLDEN.resolve(file);
        try {
            return Files.readString(path).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What tells one array from all others, without its numbers.
     *
     * @param dtype its dtype
     * @param shape its extents
     * @param sha256 the digest of its bytes, little-endian in C order
     * @param first the bits of its first 16 elements
     */
    public record Fingerprint(String dtype, List<Integer> shape, String sha256, List<String> first) {
        /** That of an array. */
        public static Fingerprint of(Array array) {
            byte[] bytes = array.data().toArray(ValueLayout.JAVA_BYTE);
            ValueLayout.OfInt bits = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
            List<String> first = new ArrayList<>();
            for (int i = 0; i < Math.min(16, bytes.length / Integer.BYTES); i++) {
                first.add(HexFormat.of().toHexDigits(array.data().get(bits, 4L * i)));
            }
            try {
                String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
                return new Fingerprint(array.dtype().jaxName(), array.shape().extents(), digest, first);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        static Fingerprint of(JsonNode json) {
            return new Fingerprint(json.path("dtype").asString(),
                    json.path("shape").valueStream().map(JsonNode::asInt).toList(), json.path("sha256").asString(),
                    GoldenCase.texts(json.path("first")));
        }
    }

    /** The fingerprints of a JSON object by their names. */
    public static Map<String, Fingerprint> fingerprints(JsonNode json) {
        Map<String, Fingerprint> fingerprints = new TreeMap<>();
        json.properties().forEach(field -> fingerprints.put(field.getKey(), Fingerprint.of(field.getValue())));
        return fingerprints;
    }

    /** The fingerprints of arrays by their names. */
    public static Map<String, Fingerprint> fingerprints(Map<String, Array> arrays) {
        Map<String, Fingerprint> fingerprints = new TreeMap<>();
        arrays.forEach((name, array) -> fingerprints.put(name, Fingerprint.of(array)));
        return fingerprints;
    }

    /** The first elements of an array, up to 16, as a golden has them. */
    public static float[] first(Array array) {
        float[] all = array.toFloats();
        return Arrays.copyOf(all, Math.min(16, all.length));
    }

    /** Mean, root of the mean square, smallest and largest element, as a golden has them. */
    public static double[] statistics(Array array) {
        double[] all = IntStream.range(0, Math.toIntExact(array.size())).mapToDouble(array::doubleAt).toArray();
        double squares = Arrays.stream(all).map(x -> x * x).average().orElse(Double.NaN);
        var summary = Arrays.stream(all).summaryStatistics();
        return new double[]{summary.getAverage(), Math.sqrt(squares), summary.getMin(), summary.getMax()};
    }
}
