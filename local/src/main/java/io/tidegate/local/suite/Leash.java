package io.tidegate.local.suite;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Ties a process to another: when that one ends, however it ends, this one ends as well. Nothing is left behind when a
 * supervisor is killed in a way that it cannot answer.
 */
public final class Leash {
    private static final Duration GOOD_ORDER = Duration.ofSeconds(10);

    private Leash() {}

    /** Arguments: id of the process that holds the leash, name of the class to be run, its arguments. */
    public static void main(String[] arguments) throws Throwable {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("usage: Leash PID CLASS ARGUMENTS...");
        }
        heldBy(Long.parseLong(arguments[0]));
        try {
            Class.forName(arguments[1]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 2, arguments.length));
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    /** Ends this process as soon as that one has ended: in good order if that takes no longer than ten seconds. */
    static void heldBy(long pid) {
        var holder = ProcessHandle.of(pid);
        var watch = new Thread(() -> holder.ifPresentOrElse(Leash::endAfter, Leash::end), "leash");
        watch.setDaemon(true);
        watch.start();
    }

    private static void endAfter(ProcessHandle holder) {
        holder.onExit().join();
        end();
    }

    private static void end() {
        var hurry = new Thread(Leash::halt, "leash-hurry");
        hurry.setDaemon(true);
        hurry.start();
        System.exit(143);
    }

    private static void halt() {
        try {
            TimeUnit.MILLISECONDS.sleep(GOOD_ORDER.toMillis());
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
        }
        java.lang.Runtime.getRuntime().halt(143);
    }
}
