package io.tidegate.schemas.topics;

import java.time.Duration;

/** How long a record is kept, or that only the last of each key is. */
public record Retention(Duration time, boolean compact) {
    static Retention days(int days) {
        return new Retention(Duration.ofDays(days), false);
    }

    static Retention forEver() {
        return new Retention(Duration.ofMillis(-1), false);
    }

    static Retention compacted() {
        return new Retention(Duration.ofMillis(-1), true);
    }
}
