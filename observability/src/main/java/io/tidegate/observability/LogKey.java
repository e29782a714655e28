package io.tidegate.observability;

import java.util.ArrayList;
import java.util.Map;
import org.slf4j.MDC;

/** The keys of structured logs; what a line is about stands under these and no others. */
public enum LogKey {
    /** The deployment. */
    DEPLOYMENT("deploymentId"),
    /** The region. */
    REGION("region"),
    /** The wave's number. */
    WAVE("wave"),
    /** The service of the estate. */
    SERVICE("service"),
    /** The step's id. */
    STEP("step"),
    /** The control plane's epoch. */
    EPOCH("epoch");

    private final String key;

    LogKey(String key) {
        this.key = key;
    }

    /** As it stands in a log line. */
    public String key() {
        return key;
    }

    /** Does {@code work}; what it logs is about {@code subject}. */
    public static void about(Map<LogKey, String> subject, Runnable work) {
        var open = new ArrayList<MDC.MDCCloseable>();
        subject.forEach((key, value) -> open.add(MDC.putCloseable(key.key, value)));
        try {
            work.run();
        } finally {
            open.forEach(MDC.MDCCloseable::close);
        }
    }
}
