package io.tidegate.cli;

import java.util.List;
import java.util.Locale;

/**
 * One thing that the suite needs of a machine.
 *
 * @param found what is there
 * @param advice what to do; empty where all is well
 */
record Checkup(String name, Outcome outcome, String found, String advice) {
    private static final int WANTED_JDK = 21;
    private static final int WANTED_CORES = 2;
    private static final long GIBIBYTE = 1L << 30;

    /** What all processes of the suite take together. */
    private static final long WANTED_MEMORY = 4 * GIBIBYTE;

    private static final long LEAST_MEMORY = 3 * GIBIBYTE;
    private static final long WANTED_DISK = 2 * GIBIBYTE;
    private static final int SHOWN_PORTS = 3;

    enum Outcome {
        GOOD,
        TIGHT,
        BAD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A machine as it was found.
     *
     * @param jdk feature version of the JDK that runs
     * @param memory bytes that can be had
     * @param disk bytes that can be written at {@code state}
     * @param state the folder of what the suite keeps
     * @param running whether the suite runs already
     * @param takenPorts ports that it wants and others have
     */
    record Machine(
            int jdk,
            int cores,
            long memory,
            long disk,
            String state,
            boolean writable,
            boolean running,
            List<String> takenPorts) {
        Machine {
            takenPorts = List.copyOf(takenPorts);
        }
    }

    /** Everything that is checked. A running suite has its memory and its ports already. */
    static List<Checkup> of(Machine machine) {
        return List.of(jdk(machine), cores(machine), memory(machine), disk(machine), state(machine), ports(machine));
    }

    private static Checkup jdk(Machine machine) {
        return check(
                "JDK",
                machine.jdk() >= WANTED_JDK ? Outcome.GOOD : Outcome.BAD,
                Integer.toString(machine.jdk()),
                "install JDK " + WANTED_JDK + " or newer and set JAVA_HOME to it");
    }

    private static Checkup cores(Machine machine) {
        return check(
                "cores",
                machine.cores() >= WANTED_CORES ? Outcome.GOOD : Outcome.TIGHT,
                Integer.toString(machine.cores()),
                "expect it to be slow; give it " + WANTED_CORES + " cores or raise `up --timeout`");
    }

    private static Checkup memory(Machine machine) {
        var outcome = machine.running() || machine.memory() >= WANTED_MEMORY
                ? Outcome.GOOD
                : machine.memory() >= LEAST_MEMORY ? Outcome.TIGHT : Outcome.BAD;
        return check(
                "memory",
                outcome,
                gibibytes(machine.memory()) + " available",
                "end other programs until " + gibibytes(WANTED_MEMORY) + " are available");
    }

    private static Checkup disk(Machine machine) {
        return check(
                "disk",
                machine.disk() >= WANTED_DISK ? Outcome.GOOD : Outcome.BAD,
                gibibytes(machine.disk()) + " free",
                "free " + gibibytes(WANTED_DISK) + " at " + machine.state()
                        + ", or set TIDEGATE_STATE to another disk");
    }

    private static Checkup state(Machine machine) {
        return check(
                "state",
                machine.writable() ? Outcome.GOOD : Outcome.BAD,
                machine.state() + (machine.writable() ? "" : " cannot be written"),
                "set TIDEGATE_STATE to a folder that you may write");
    }

    private static Checkup ports(Machine machine) {
        if (machine.running()) {
            return check("ports", Outcome.GOOD, "the suite is running", "");
        }
        var taken = machine.takenPorts();
        return taken.isEmpty()
                ? check("ports", Outcome.GOOD, "free", "")
                : check(
                        "ports",
                        Outcome.BAD,
                        "in use: "
                                + String.join(
                                        ", ", taken.stream().limit(SHOWN_PORTS).toList())
                                + (taken.size() > SHOWN_PORTS ? " and " + (taken.size() - SHOWN_PORTS) + " more" : ""),
                        "stop what uses them, or choose new ones with `tidegate up --fresh`");
    }

    private static Checkup check(String name, Outcome outcome, String found, String advice) {
        return new Checkup(name, outcome, found, outcome == Outcome.GOOD ? "" : advice);
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIBIBYTE);
    }
}
