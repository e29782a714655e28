package io.tidegate.simulation;

/** A process that reads the log. */
interface Node {
    String name();

    /** Puts a record where this node will find it, also after a crash. */
    void deliver(Message message);

    /** Loses everything that was not made to last, and is started again {@code afterMillis} later. */
    void crash(long afterMillis);

    /** Whether it has nothing left to read and waits for nothing but news. */
    boolean idle();
}
