package io.tidegate.health.watch;

import java.util.Comparator;

/** Which source is believed where several tell the requests of a version. */
final class Sources {
    /** Journeys make their own requests, which are few; what users do is worth more. */
    private static final String JOURNEYS = "health-service/journeys/";

    /** By name, so that everyone chooses alike, in whatever order samples come; journeys last. */
    static final Comparator<String> PREFERRED_FIRST =
            Comparator.comparing(Sources::isJourney).thenComparing(Comparator.naturalOrder());

    private Sources() {}

    private static boolean isJourney(String source) {
        return source.startsWith(JOURNEYS);
    }
}
