package io.tidegate.health.collect.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Attributes of a resource or of a point, as text. */
record Attributes(Map<String, String> values) {
    static Attributes of(List<KeyValue> attributes) {
        var values = new TreeMap<String, String>();
        attributes.forEach(attribute -> values.put(attribute.getKey(), text(attribute.getValue())));
        return new Attributes(values);
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            default -> value.toString();
        };
    }

    /** The first of these that is there and not empty. */
    Optional<String> first(String... keys) {
        for (String key : keys) {
            var value = values.getOrDefault(key, "");
            if (!value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
