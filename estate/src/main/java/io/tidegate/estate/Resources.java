package io.tidegate.estate;

/**
 * What one replica asks for and may use.
 *
 * @param requestedCpu thousandths of a core asked for
 * @param requestedMemory bytes asked for
 * @param cpuLimit thousandths of a core it may use; 0 for no limit
 * @param memoryLimit bytes it may use; 0 for no limit
 * @param storage bytes of storage
 * @param gpus whole GPUs
 */
public record Resources(
        long requestedCpu, long requestedMemory, long cpuLimit, long memoryLimit, long storage, int gpus) {
    public static final Resources NONE = new Resources(0, 0, 0, 0, 0, 0);
}
