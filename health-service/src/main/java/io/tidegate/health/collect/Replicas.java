package io.tidegate.health.collect;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks replicas over HTTP. Whatever a replica does, an answer or its absence is known {@code patience} after it was asked. Who
 * waits for it has less than a round lasts, so that one that hangs delays nobody else's telemetry.
 */
record Replicas(HttpClient http, Duration patience, InFlight inFlight) {
    /** Formats of metrics, best first: native histograms are in protobuf alone, and OpenMetrics says when counters began. */
    static final String ACCEPTED = ProtobufFormat.TYPE
            + ";q=0.9,application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.6,*/*;q=0.1";

    /** What a replica answers; empty if it does not. */
    CompletableFuture<Optional<HttpResponse<byte[]>>> ask(Target target, String path) {
        return ask("http://" + target.address() + path);
    }

    /** Why a replica does not pass the check at a path; empty if it does. */
    CompletableFuture<Optional<String>> check(Target target, String path) {
        return ask(target, path)
                .thenApply(answer -> answer.filter(Replicas::isWell).isPresent()
                        ? Optional.empty()
                        : Optional.of(path + ": "
                                + answer.map(found -> "status " + found.statusCode())
                                        .orElse("no answer")));
    }

    static boolean isWell(HttpResponse<?> answer) {
        return answer.statusCode() == 200;
    }

    /** What is answered at an address; empty if nothing is. */
    CompletableFuture<Optional<HttpResponse<byte[]>>> ask(String address) {
        return inFlight.ask(() -> send(address));
    }

    private CompletableFuture<Optional<HttpResponse<byte[]>>> send(String address) {
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            var request = HttpRequest.newBuilder(URI.create(address))
                    .header("Accept", ACCEPTED)
                    .timeout(patience)
                    .build();
            exchange = http.sendAsync(request, head -> new BoundedBody());
        } catch (IllegalArgumentException noAddress) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        // The request's own timeout ends with the headers of its answer; a body may take for ever.
        return exchange.thenApply(Optional::of)
                .exceptionally(failure -> Optional.empty())
                .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, none) -> exchange.cancel(true));
    }
}
