package io.tidegate.executor.kafka;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Work in order within a key, and side by side between keys, on virtual threads. */
final class Lanes implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Queue<Consumer<BooleanSupplier>>> waiting = new HashMap<>();

    /** Does {@code work} after all earlier work of {@code key}; it may ask whether more waits behind it. */
    @SuppressWarnings("FutureReturnValueIgnored") // work deals with its own failures
    void submit(String key, Consumer<BooleanSupplier> work) {
        synchronized (waiting) {
            var queue = waiting.get(key);
            if (queue != null) {
                queue.add(work);
                return;
            }
            var fresh = new ArrayDeque<Consumer<BooleanSupplier>>();
            fresh.add(work);
            waiting.put(key, fresh);
        }
        threads.submit(() -> drain(key));
    }

    private void drain(String key) {
        while (true) {
            Consumer<BooleanSupplier> work;
            synchronized (waiting) {
                var queue = waiting.get(key);
                var next = queue == null ? null : queue.poll();
                if (next == null) {
                    waiting.remove(key);
                    return;
                }
                work = next;
            }
            work.accept(() -> moreWaits(key));
        }
    }

    private boolean moreWaits(String key) {
        synchronized (waiting) {
            var queue = waiting.get(key);
            return queue != null && !queue.isEmpty();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
