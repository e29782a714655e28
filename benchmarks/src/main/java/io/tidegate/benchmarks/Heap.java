package io.tidegate.benchmarks;

/** This process's heap. */
final class Heap {
    private Heap() {}

    /** Bytes in use after a collection. */
    static long used() {
        for (int times = 0; times < 3; times++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
