package org.dovetail.bridge.internal.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** JSON as Dovetail reads it, whoever wrote it. */
public final class StrictJson {
    /** The most characters of a number. */
    public static final int MAX_NUMBER = 400;
    private static final int MAX_NAME = 1 << 16;

    private StrictJson() {}

    /**
     * A factory of parsers that refuse a key twice in an object, and numbers and names beyond any use. Names are not canonicalised: a table of names that an attacker chose gains
     * nothing.
     *
     * @param limits further limits
     * @return the factory
     */
    public static JsonFactory factory(StreamReadConstraints.Builder limits) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .streamReadConstraints(limits.maxNumberLength(MAX_NUMBER).maxNameLength(MAX_NAME).build())
                .build();
    }
}
