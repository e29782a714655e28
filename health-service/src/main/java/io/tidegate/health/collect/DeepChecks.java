package io.tidegate.health.collect;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The deep checks of all replicas. Such a check asks what a replica depends on as well; so it is made at the replica's own
 * interval, but each round while it fails, and its answer may take longer than a round: what was known before stands until it
 * is there, or its time is over.
 */
final class DeepChecks {
    private final HttpClient http;
    private final Duration round;
    private final InFlight inFlight;
    private final Map<Target, Check> checks = new HashMap<>();

    /** @param round how long an answer is waited for in the round that asks */
    DeepChecks(HttpClient http, Duration round, InFlight inFlight) {
        this.http = http;
        this.round = round;
        this.inFlight = inFlight;
    }

    /** Asks a replica if it is time to. */
    void ask(Target target, Instant second) {
        var check = checks.getOrDefault(target, Check.NONE);
        if (check.isDue(target, second)) {
            var replicas = new Replicas(http, target.health().timeout(), inFlight);
            var answer = replicas.check(target, target.health().deep());
            checks.put(target, check.asked(second, answer, round));
        }
    }

    /** What is wrong with a replica as far as is known; nothing before its first answer. */
    Optional<String> trouble(Target target) {
        var check = checks.getOrDefault(target, Check.NONE).heard();
        checks.put(target, check);
        return check.trouble();
    }

    /** Forgets all other replicas. */
    void keep(Collection<Target> targets) {
        checks.keySet().retainAll(targets);
    }

    /**
     * What is known of one replica.
     *
     * @param asked when it was last asked
     * @param answer what it is still asked
     * @param roundIsOver when the answer is there, or the round that asked is over
     * @param trouble what its last answer says
     */
    private record Check(
            Instant asked,
            Optional<CompletableFuture<Optional<String>>> answer,
            CompletableFuture<Boolean> roundIsOver,
            Optional<String> trouble) {
        static final Check NONE =
                new Check(Instant.MIN, Optional.empty(), CompletableFuture.completedFuture(true), Optional.empty());

        boolean isDue(Target target, Instant second) {
            boolean longAgo =
                    Duration.between(asked, second).compareTo(target.health().interval()) >= 0;
            return answer.isEmpty() && (longAgo || trouble.isPresent());
        }

        Check asked(Instant second, CompletableFuture<Optional<String>> answer, Duration round) {
            var over = answer.thenApply(heard -> true).completeOnTimeout(true, round.toMillis(), TimeUnit.MILLISECONDS);
            return new Check(second, Optional.of(answer), over, trouble);
        }

        /** The same with its answer, if that has come. */
        Check heard() {
            roundIsOver.join();
            return answer.filter(CompletableFuture::isDone)
                    .map(there -> new Check(asked, Optional.empty(), roundIsOver, there.join()))
                    .orElse(this);
        }
    }
}
