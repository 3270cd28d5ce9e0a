package org.dovetail.bridge.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dovetail.bridge.internal.json.Json;
import org.dovetail.bridge.internal.json.JsonException;
import org.dovetail.bridge.internal.json.JsonReading;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a checkpoint, whose fields are asked for by name; others may be there.
 *
 * @param place what it describes
 * @param object the object
 */
record ZarrJson(Place place, Json.Obj object) {
    private static final long MAX_BYTES = 256L << 20;

    static ZarrJson read(Place place, MemorySegment bytes) throws CheckpointException {
        if (bytes.byteSize() > Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 6)) {
            throw place.error("its JSON has " + bytes.byteSize() + " bytes, more than is read");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE))).toString();
            return of(place, JsonReading.read(text));
        } catch (CharacterCodingException e) {
            throw place.error("its JSON is not UTF-8", e);
        } catch (JsonException e) {
            throw place.error("its JSON " + e.getMessage(), e);
        }
    }

    private static ZarrJson of(Place place, Json json) throws CheckpointException {
        if (json instanceof Json.Obj object) {
            return new ZarrJson(place, object);
        }
        throw place.error("its JSON should be an object here");
    }

    @Nullable
    Json get(String name) { return object.fields().get(name); }

    private CheckpointException wrong(String name, String what) {
        return place.error("its JSON should have " + what + " for \"" + name + "\"");
    }

    /** Whether a field is missing, null, or an empty list. */
    boolean isEmpty(String name) {
        Json value = get(name);
        return value == null || value instanceof Json.Null || value instanceof Json.Arr(var items) && items.isEmpty();
    }

    String text(String name) throws CheckpointException {
        if (get(name) instanceof Json.Text(String text)) {
            return text;
        }
        throw wrong(name, "a text");
    }

    String textOr(String name, String missing) throws CheckpointException {
        return isEmpty(name) ? missing : text(name);
    }

    ZarrJson object(String name) throws CheckpointException {
        if (get(name) instanceof Json.Obj inner) {
            return new ZarrJson(place, inner);
        }
        throw wrong(name, "an object");
    }

    List<ZarrJson> objects(String name) throws CheckpointException {
        if (!(get(name) instanceof Json.Arr(List<Json> items))) {
            throw wrong(name, "a list of objects");
        }
        List<ZarrJson> objects = new ArrayList<>();
        for (Json item : items) {
            objects.add(of(place, item));
        }
        return objects;
    }

    List<Long> integers(String name) throws CheckpointException {
        if (!(get(name) instanceof Json.Arr(List<Json> items))) {
            throw wrong(name, "a list of integers");
        }
        List<Long> integers = new ArrayList<>();
        for (Json item : items) {
            if (!(item instanceof Json.Num(Long integer)) || integer < 0) {
                throw wrong(name, "a list of integers from 0 on");
            }
            integers.add(integer);
        }
        return integers;
    }

    void expect(String name, long number) throws CheckpointException {
        if (!(get(name) instanceof Json.Num(Long integer)) || integer != number) {
            throw wrong(name, String.valueOf(number));
        }
    }

    void expect(String name, String text) throws CheckpointException {
        if (!text(name).equals(text)) {
            throw wrong(name, "\"" + text + "\"");
        }
    }

    boolean isNamed(String name) { return get("name") instanceof Json.Text(String text) && text.equals(name); }

    /** A text of the field {@code configuration}, if there is one. */
    Optional<String> configured(String name) {
        return get("configuration") instanceof Json.Obj(var fields)
                && fields.get(name) instanceof Json.Text(String text)
                        ? Optional.of(text)
                        : Optional.empty();
    }
}
