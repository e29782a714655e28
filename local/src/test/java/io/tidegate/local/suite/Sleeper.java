package io.tidegate.local.suite;

import java.io.PrintStream;

/** A process that does nothing until it is ended. */
final class Sleeper {
    private Sleeper() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        out.println("sleeping");
        Thread.currentThread().join();
    }
}
