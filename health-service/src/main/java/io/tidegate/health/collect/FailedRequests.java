package io.tidegate.health.collect;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which requests failed: those that a server answered with 5xx, under whichever of the usual names its status is told. */
public final class FailedRequests {
    private static final List<String> STATUS = List.of(
            "http.response.status_code",
            "http.status_code",
            "code",
            "status",
            "status_code",
            "http_response_status_code",
            "http_status_code");
    private static final Pattern FAILED = Pattern.compile("5(?:\\d\\d|xx|XX)");

    private FailedRequests() {}

    /** Whether a series with these labels, or a point with these attributes, counts such requests. */
    public static boolean isOne(Map<String, String> labels) {
        return STATUS.stream().anyMatch(label -> FAILED.matcher(labels.getOrDefault(label, ""))
                .matches());
    }
}
