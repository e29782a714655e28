package io.tidegate.simulation;

import io.tidegate.planner.rollout.DeploymentEvent;

/** Short words for a history that people read. */
final class Trace {
    private static final int LONGEST = 160;

    private Trace() {}

    static String of(DeploymentEvent event) {
        return event instanceof DeploymentEvent.Started started
                ? "Started[" + started.deployment() + ", waves "
                        + started.order().plan().waves() + "]"
                : of((Object) event);
    }

    static String of(Object value) {
        var text = value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
