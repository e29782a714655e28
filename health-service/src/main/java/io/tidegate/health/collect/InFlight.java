package io.tidegate.health.collect;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets so many questions be open at once; the others wait for their turn, and their time begins with it. */
final class InFlight {
    private final Semaphore free;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    InFlight(int most) {
        this.free = new Semaphore(most);
    }

    /** What a question gives, once it was its turn. */
    @SuppressWarnings("FutureReturnValueIgnored") // what becomes of it is told to who asked
    <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> question) {
        var answer = new CompletableFuture<T>();
        // Not on the same thread: answers that are there at once would call each other deeper and deeper.
        waiting.add(() -> question.get().whenCompleteAsync((given, failure) -> {
            free.release();
            next();
            if (failure == null) {
                answer.complete(given);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        next();
        return answer;
    }

    private void next() {
        while (!waiting.isEmpty() && free.tryAcquire()) {
            var question = waiting.poll();
            if (question == null) {
                free.release();
            } else {
                question.run();
            }
        }
    }
}
