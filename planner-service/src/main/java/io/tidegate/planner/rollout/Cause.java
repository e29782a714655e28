package io.tidegate.planner.rollout;

import io.tidegate.judge.Evidence;
import java.util.Optional;

/**
 * Why a deployment is taken back.
 *
 * @param rule the rule, test or command that decided it, as a reason word
 * @param region where; empty where it concerns all
 * @param service the service it is about; empty where it is about the region
 * @param message one sentence for people
 */
public record Cause(String rule, String region, String service, String message, Optional<Evidence> evidence) {
    /** A person ordered it back. */
    static final String COMMAND = "command";

    /** A person cancelled it. */
    static final String CANCEL = "cancel";

    /** An emergency wants its place. */
    static final String INTERRUPTED = "interrupted";
}
