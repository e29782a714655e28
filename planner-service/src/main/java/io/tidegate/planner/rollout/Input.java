package io.tidegate.planner.rollout;

import java.util.Map;

/** What a lane is told. */
public sealed interface Input {
    /** A person or a pipeline wants something. */
    sealed interface Command extends Input {
        String commandId();

        String deployment();
    }

    /**
     * Deploy an estate.
     *
     * @param document the estate file's text
     * @param images images by service that replace the file's
     */
    record Request(
            String commandId,
            String deployment,
            String estate,
            String environment,
            String document,
            Map<String, String> images,
            Actor actor)
            implements Command {}

    record Cancel(String commandId, String deployment, Actor actor) implements Command {}

    record RollBack(String commandId, String deployment, Actor actor) implements Command {}

    record Reported(RegionReport report) implements Input {}

    /** A version was found unhealthy. */
    record FoundUnhealthy(String deployment, Cause cause) implements Input {}

    /** Nothing but time. */
    record TimePassed() implements Input {}
}
