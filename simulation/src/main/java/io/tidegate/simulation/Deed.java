package io.tidegate.simulation;

import io.tidegate.planner.rollout.Input;

/** Something that is done to the system from outside. */
sealed interface Deed {
    /** When, in milliseconds. */
    long at();

    /** The same at another time. */
    Deed at(long other);

    /** A person wants something; a nervous client sends it twice. */
    record Wanted(long at, Input.Command command, int copies) implements Deed {
        @Override
        public Deed at(long other) {
            return new Wanted(other, command, copies);
        }

        @Override
        public String toString() {
            return "%s wants %s %s%s"
                    .formatted(
                            command.commandId(),
                            command.getClass().getSimpleName(),
                            command.deployment(),
                            command instanceof Input.Request request ? " " + request.images() : "");
        }
    }

    /** A process is killed, and started again after some milliseconds. */
    record Killed(long at, String node, long down) implements Deed {
        @Override
        public Deed at(long other) {
            return new Killed(other, node, down);
        }

        @Override
        public String toString() {
            return node + " is killed for " + down + " ms";
        }
    }

    /** Nothing gets out of a region, or into it, for some milliseconds. */
    record Parted(long at, String region, long lasting) implements Deed {
        @Override
        public Deed at(long other) {
            return new Parted(other, region, lasting);
        }

        @Override
        public String toString() {
            return region + " is cut off for " + lasting + " ms";
        }
    }

    /** Nothing gets from one region into another for some milliseconds, as where a mirror stands still. */
    record Unlinked(long at, String from, String to, long lasting) implements Deed {
        @Override
        public Deed at(long other) {
            return new Unlinked(other, from, to, lasting);
        }

        @Override
        public String toString() {
            return "nothing gets from " + from + " to " + to + " for " + lasting + " ms";
        }
    }

    /** A region's runtime cannot be reached for some milliseconds. */
    record CutOff(long at, String region, long lasting) implements Deed {
        @Override
        public Deed at(long other) {
            return new CutOff(other, region, lasting);
        }

        @Override
        public String toString() {
            return "the runtime of " + region + " is out of reach for " + lasting + " ms";
        }
    }
}
