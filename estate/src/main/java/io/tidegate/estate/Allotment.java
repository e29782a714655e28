package io.tidegate.estate;

/**
 * How much of what services ask for an environment gives them (specification S9), in percent. What is not whole is
 * rounded up; GPUs are given whole.
 *
 * @param singleReplica whether every service has one replica, whatever its own number says
 */
public record Allotment(boolean singleReplica, int replicas, int cpu, int memory, int storage) {
    /** Everything, as in production. */
    public static final Allotment FULL = new Allotment(false, 100, 100, 100, 100);

    public Allotment {
        checked("replicas", replicas);
        checked("cpu", cpu);
        checked("memory", memory);
        checked("storage", storage);
    }

    private static void checked(String what, int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException(
                    "an environment gives 1 to 100 percent of a service's " + what + ", not " + percent);
        }
    }

    /** Replicas here of a service that wants {@code wanted}; none only where none are wanted. */
    public int replicas(int wanted) {
        return singleReplica ? Math.min(1, wanted) : (int) part(wanted, replicas);
    }

    /** What one replica gets here. */
    public Resources of(Resources wanted) {
        return new Resources(
                part(wanted.requestedCpu(), cpu),
                part(wanted.requestedMemory(), memory),
                part(wanted.cpuLimit(), cpu),
                part(wanted.memoryLimit(), memory),
                part(wanted.storage(), storage),
                wanted.gpus());
    }

    /** The percentage, without leaving the range of numbers on the way. */
    private static long part(long amount, int percent) {
        return amount / 100 * percent + Math.ceilDiv(amount % 100 * percent, 100L);
    }
}
