package io.tidegate.dashboard.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an order wants done. */
public sealed interface Intent {
    /**
     * A deployment.
     *
     * @param document the estate file, whole
     * @param images those that replace the file's, by service
     */
    record Deploy(String document, Map<String, String> images, Terms terms) implements Intent {
        public Deploy {
            images = Map.copyOf(images);
        }
    }

    /**
     * When a deployment shall start, and before which others.
     *
     * @param notBefore the earliest time; empty for now
     * @param longestWait for its turn, from when it may start; zero for as long as may be
     */
    record Terms(
            Priority priority,
            IfBusy ifBusy,
            Optional<Instant> notBefore,
            Duration longestWait,
            boolean overridesFreeze) {}

    /** Which of those that wait goes first. */
    enum Priority {
        SCHEDULED,
        EMERGENCY
    }

    /** What becomes of it while another deployment is under way. */
    enum IfBusy {
        REFUSE,
        QUEUE,
        REPLACE
    }

    /** The end of a deployment that is under way. */
    record Cancel() implements Intent {}

    /** That a deployment is taken back. */
    record RollBack() implements Intent {}

    /**
     * That a deployment which waits for it goes ahead, or does not.
     *
     * @param roles of who says so
     */
    record Approve(boolean agrees, List<String> roles) implements Intent {
        public Approve {
            roles = List.copyOf(roles);
        }
    }

    /**
     * That a deployment stops before its next wave.
     *
     * @param longest how long it may stand there; zero for as long as may be
     */
    record Hold(Duration longest) implements Intent {}

    /** That a deployment which is held goes on. */
    record Resume() implements Intent {}

    /** That nothing new begins in an environment, until a time or until it is said again. */
    record Freeze(Optional<Instant> until) implements Intent {}

    /** That what is new may begin again in an environment. */
    record Unfreeze() implements Intent {}

    /** That a region is taken out. */
    record Drain(String region) implements Intent {}

    /** That a region is taken in again. */
    record Undrain(String region) implements Intent {}

    /** What is wanted, in one word. */
    default String word() {
        return switch (this) {
            case Deploy deploy -> "request_deployment";
            case Cancel cancel -> "cancel_deployment";
            case RollBack back -> "roll_back_deployment";
            case Approve approve -> "approve_deployment";
            case Hold hold -> "hold_deployment";
            case Resume resume -> "resume_deployment";
            case Freeze freeze -> "freeze_lane";
            case Unfreeze over -> "unfreeze_lane";
            case Drain drain -> "drain_region";
            case Undrain undrain -> "undrain_region";
        };
    }

    /** What tells it from another of its kind. */
    default List<String> details() {
        return switch (this) {
            case Deploy deploy ->
                List.of(
                        deploy.document(),
                        new TreeMap<>(deploy.images()).toString(),
                        deploy.terms().toString());
            case Approve approve -> List.of(Boolean.toString(approve.agrees()), String.join(",", approve.roles()));
            case Hold hold -> List.of(hold.longest().toString());
            case Freeze freeze -> List.of(freeze.until().toString());
            case Drain drain -> List.of(drain.region());
            case Undrain undrain -> List.of(undrain.region());
            case Cancel cancel -> List.of();
            case RollBack back -> List.of();
            case Resume resume -> List.of();
            case Unfreeze over -> List.of();
        };
    }
}
