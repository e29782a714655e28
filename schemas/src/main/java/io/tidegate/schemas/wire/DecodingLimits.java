package io.tidegate.schemas.wire;

import io.tidegate.schemas.topics.Topic;

/**
 * How much a length inside a record may promise. Avro allocates what a length says before it looks for the bytes, so that
 * a dozen bad bytes could take all memory; under these limits they are a malformed record like any other. Avro reads them
 * once, when the first record is decoded, which is after the first codec was made.
 */
final class DecodingLimits {
    private static final int MOST_ITEMS = 1_000_000;

    private DecodingLimits() {}

    static void apply() {
        set("org.apache.avro.limits.bytes.maxLength", Topic.maxDeadLetterBytes());
        set("org.apache.avro.limits.string.maxLength", Topic.maxRecordBytes());
        set("org.apache.avro.limits.collectionItems.maxLength", MOST_ITEMS);
    }

    private static void set(String property, int limit) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(limit));
        }
    }
}
