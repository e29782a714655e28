package io.tidegate.health.collect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks every replica of the region, once a round, what it did and how it is. */
public final class Collector {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ROUNDS_PER_CHECK = 5;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI targets;
    private final Map<String, Exposition> last = new HashMap<>();
    private long round;

    /** @param targets where the replicas are listed, in the shape of Prometheus' HTTP service discovery */
    public Collector(URI targets) {
        this.targets = targets;
    }

    /** One round: a sample for every version of every service. */
    public List<HealthSample> collect(Instant now) throws IOException, InterruptedException {
        var found = discover();
        boolean checking = round % ROUNDS_PER_CHECK == 0;
        var metrics = ask(found, "/health/metrics");
        var checks = checking ? ask(found, "/health/deep") : Map.<Target, Optional<HttpResponse<String>>>of();
        var tallies = new LinkedHashMap<Target.Version, Tally>();
        var failed = new LinkedHashMap<Target.Version, String>();
        for (Target target : found) {
            var tally = tallies.computeIfAbsent(target.ofVersion(), version -> new Tally());
            var answer = metrics.getOrDefault(target, Optional.empty());
            if (answer.filter(good -> good.statusCode() == 200).isEmpty()) {
                failed.put(target.ofVersion(), target.address() + " does not tell its metrics");
            } else {
                read(target, answer.get().body(), tally);
            }
            var check = checks.get(target);
            if (check != null) {
                tally.check(outcome(target, check));
            }
        }
        last.keySet().removeIf(address -> found.stream()
                .noneMatch(target -> target.address().equals(address)));
        round++;
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        var samples = new ArrayList<HealthSample>();
        tallies.forEach((version, tally) ->
                samples.add(sample(version, tally, second, Optional.ofNullable(failed.get(version)))));
        Metric.COLLECTIONS.count(failed.isEmpty() ? "whole" : "partial");
        return samples;
    }

    private void read(Target target, String text, Tally tally) {
        var now = Exposition.parse(text);
        var before = last.put(target.address(), now);
        if (before != null) {
            tally.add(before, now);
        } else if (round > 0) {
            tally.add(new Exposition(0, 0, Map.of(), 0, 0), now);
        }
    }

    private List<Target> discover() throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(targets).timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(targets + " answers " + answer.statusCode());
        }
        return Target.read(JSON.readTree(answer.body()));
    }

    private Map<Target, Optional<HttpResponse<String>>> ask(List<Target> found, String path) {
        var answers = new LinkedHashMap<Target, CompletableFuture<Optional<HttpResponse<String>>>>();
        for (Target target : found) {
            var request = HttpRequest.newBuilder(URI.create("http://" + target.address() + path))
                    .timeout(PATIENCE)
                    .build();
            answers.put(
                    target,
                    http.sendAsync(request, BodyHandlers.ofString())
                            .thenApply(Optional::of)
                            .exceptionally(failure -> Optional.empty()));
        }
        var arrived = new LinkedHashMap<Target, Optional<HttpResponse<String>>>();
        answers.forEach((target, answer) -> arrived.put(target, answer.join()));
        return arrived;
    }

    private static CheckOutcome outcome(Target target, Optional<HttpResponse<String>> answer) {
        boolean well = answer.filter(found -> found.statusCode() == 200).isPresent();
        return CheckOutcome.newBuilder()
                .setInstance(target.address())
                .setReady(answer.isPresent())
                .setDeep(well)
                .setMessage(
                        well
                                ? ""
                                : answer.map(found -> "status " + found.statusCode())
                                        .orElse("no answer"))
                .build();
    }

    private static HealthSample sample(Target.Version version, Tally tally, Instant second, Optional<String> failure) {
        boolean nothingRead = failure.isPresent() && tally.requests() == 0;
        return HealthSample.newBuilder()
                .setEstate(version.estate())
                .setEnvironment(version.environment())
                .setRegion(version.region())
                .setService(version.service())
                .setVersion(version.version())
                .setSecond(second)
                .setSource("health-service/prometheus-text")
                .setOutcome(nothingRead ? SampleOutcome.failed : SampleOutcome.read)
                .setMessage(failure.orElse(""))
                .setRequests(tally.requests())
                .setErrors(tally.errors())
                .setLatency(tally.latency().entrySet().stream()
                        .map(entry -> new LatencyBucket(entry.getKey(), entry.getValue()))
                        .toList())
                .setChecks(tally.checks())
                .setMemoryShare(tally.memoryShare())
                .setCpuShare(null)
                .build();
    }
}
