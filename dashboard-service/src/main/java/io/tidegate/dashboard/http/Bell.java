package io.tidegate.dashboard.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes whoever waits for something new. */
final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long count;

    /** How often it was rung; taken before looking, so that what comes between looking and waiting is not missed. */
    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    void ring() {
        lock.lock();
        try {
            count++;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it was rung since {@code seen}; returns whether that happened in time. */
    boolean await(long seen, Duration longest) throws InterruptedException {
        long rest = longest.toNanos();
        lock.lock();
        try {
            while (count == seen) {
                if (rest <= 0) {
                    return false;
                }
                rest = rung.awaitNanos(rest);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
