package io.tidegate.planner.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a lane is told. */
public sealed interface Input {
    /** A person or a pipeline wants something. */
    sealed interface Command extends Input {
        String commandId();

        /** The deployment it is about; empty where it is about all. */
        String deployment();
    }

    /**
     * Deploy an estate.
     *
     * @param document the estate file's text
     * @param images images by service that replace the file's
     * @param terms when it shall start, and before which others
     */
    record Request(
            String commandId,
            String deployment,
            String estate,
            String environment,
            String document,
            Map<String, String> images,
            Actor actor,
            Terms terms)
            implements Command {
        public Request {
            images = Collections.unmodifiableMap(new TreeMap<>(images));
        }

        /** The same under another id. */
        Request with(String id, Terms other) {
            return new Request(commandId, id, estate, environment, document, images, actor, other);
        }

        /** The same with more images of its own. */
        Request with(Map<String, String> more) {
            var all = new TreeMap<>(images);
            all.putAll(more);
            return new Request(commandId, deployment, estate, environment, document, all, actor, terms);
        }

        /** The same on other terms. */
        public Request with(Terms other) {
            return new Request(commandId, deployment, estate, environment, document, images, actor, other);
        }
    }

    /** Let a deployment begin, or not. */
    record Approve(String commandId, String deployment, Actor actor, boolean agrees) implements Command {}

    record Cancel(String commandId, String deployment, Actor actor) implements Command {}

    /**
     * Stop before the next wave.
     *
     * @param longest how long it may stand there
     */
    record Hold(String commandId, String deployment, Actor actor, Duration longest) implements Command {}

    /** Go on after a hold. */
    record Resume(String commandId, String deployment, Actor actor) implements Command {}

    /**
     * Set something for the whole lane. An order that was written later has the last word, whichever comes first.
     */
    sealed interface SettingOrder extends Command {
        Actor actor();

        Written written();

        Setting setting();

        /** What it is to be, in words. */
        String value();

        @Override
        default String deployment() {
            return "";
        }
    }

    /** Let nothing new begin. */
    record FreezeLane(String commandId, Optional<Instant> until, Actor actor, Written written) implements SettingOrder {
        @Override
        public Setting setting() {
            return Setting.FREEZE;
        }

        @Override
        public String value() {
            return Setting.frozen(until);
        }
    }

    /** Let what is new begin again. */
    record UnfreezeLane(String commandId, Actor actor, Written written) implements SettingOrder {
        @Override
        public Setting setting() {
            return Setting.FREEZE;
        }

        @Override
        public String value() {
            return Setting.NOT_FROZEN;
        }
    }

    /** Take a region out. */
    record Drain(String commandId, String region, Actor actor, Written written) implements SettingOrder {
        @Override
        public Setting setting() {
            return Setting.DRAIN;
        }

        @Override
        public String value() {
            return Setting.drained(region);
        }
    }

    /** Take a region in again. */
    record Undrain(String commandId, String region, Actor actor, Written written) implements SettingOrder {
        @Override
        public Setting setting() {
            return Setting.DRAIN;
        }

        @Override
        public String value() {
            return Setting.notDrained(region);
        }
    }

    record RollBack(String commandId, String deployment, Actor actor) implements Command {}

    record Reported(RegionReport report) implements Input {}

    /** A version was found unhealthy. */
    record FoundUnhealthy(String deployment, Cause cause) implements Input {}

    /** Nothing but time. */
    record TimePassed() implements Input {}
}
