package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers for how long the API server asked to be left alone. It says so in a header, since it sheds load before it
 * makes a document; and it means the whole client, not one request.
 */
final class Quiet implements Interceptor {
    private final Clock clock;
    private final AtomicReference<Instant> until = new AtomicReference<>(Instant.EPOCH);

    Quiet(Clock clock) {
        this.clock = clock;
    }

    /** How much longer; zero where it did not ask. */
    Duration left() {
        var left = Duration.between(clock.instant(), until.get());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder request, HttpResponse<?> response, RequestTags tags) {
        var asked = response.header("Retry-After");
        if (asked != null && asked.matches("\\d{1,4}")) {
            var end = clock.instant().plusSeconds(Long.parseLong(asked));
            until.accumulateAndGet(end, (one, other) -> one.isAfter(other) ? one : other);
        }
        return CompletableFuture.completedFuture(false);
    }
}
