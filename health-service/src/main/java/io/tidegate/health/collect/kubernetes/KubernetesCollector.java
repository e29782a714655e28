package io.tidegate.health.collect.kubernetes;

import io.tidegate.health.collect.Seconds;
import io.tidegate.health.collect.Tally;
import io.tidegate.health.collect.Target;
import io.tidegate.health.collect.UnreadableTelemetryException;
import io.tidegate.health.collect.kubernetes.Cluster.Aggregate;
import io.tidegate.health.collect.kubernetes.Snapshot.Container;
import io.tidegate.health.collect.kubernetes.Snapshot.Pod;
import io.tidegate.observability.Metric;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.HealthSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a cluster, the layer that services stand on, and tells what it finds as health checks: each pod of a version is an
 * instance. It counts no requests. A look that fails makes the samples of all versions it was about failed ones.
 */
public final class KubernetesCollector {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesCollector.class);
    static final String SOURCE = "health-service/kubernetes";

    private final Cluster cluster;
    private final Supplier<Set<Target.Version>> watched;
    /** By pod, how often its containers were started again. */
    private final Map<String, Map<String, Integer>> restarts = new HashMap<>();

    /** Versions that had pods when last looked at. */
    private final Set<Target.Version> present = new HashSet<>();

    /** Versions that were said to be unreadable, and not to be readable again. */
    private final Set<Target.Version> unread = new HashSet<>();

    private final String region;
    private Instant lastSecond = Instant.MIN;
    private Pace pace;

    /**
     * @param region the region that the cluster is of
     * @param watched the versions that deployments have under watch at present
     * @param usual how often the whole is looked at
     * @param often how often the part is looked at that deployments touch
     * @param first when the whole is looked at first
     */
    public KubernetesCollector(
            Cluster cluster,
            String region,
            Supplier<Set<Target.Version>> watched,
            Duration usual,
            Duration often,
            Instant first) {
        this.cluster = cluster;
        this.region = region;
        this.watched = watched;
        this.pace = Pace.beginning(usual, often, first);
    }

    /** Looks, if it is time to; a sample for every version of every service that was looked at. */
    public List<HealthSample> collect(Instant now) {
        var underWatch = watched.get();
        boolean whole = pace.isWholeDue(now);
        if (!whole && (underWatch.isEmpty() || !pace.isPartDue(now))) {
            return List.of();
        }
        var second = Seconds.after(lastSecond, now);
        if (second.isEmpty()) {
            return List.of();
        }
        lastSecond = second.get();
        var touched = underWatch.stream().map(KubernetesCollector::aggregate).collect(Collectors.toSet());
        try {
            var snapshot = cluster.look(whole ? Optional.empty() : Optional.of(touched));
            pace = pace.after(whole, true, now);
            return found(snapshot, whole ? Optional.empty() : Optional.of(touched), underWatch, second.get());
        } catch (UnreadableTelemetryException failure) {
            pace = pace.after(whole, false, now);
            return failed(failure, whole, touched, underWatch, second.get());
        }
    }

    private static Aggregate aggregate(Target.Version version) {
        return new Aggregate(version.estate(), version.environment());
    }

    private List<HealthSample> found(
            Snapshot snapshot, Optional<Set<Aggregate>> part, Set<Target.Version> underWatch, Instant second) {
        var tallies = new LinkedHashMap<Target.Version, Tally>();
        // One that is watched and has no pods has been read as well.
        underWatch.forEach(version -> tallies.put(version, new Tally()));
        unread.stream().filter(version -> isIn(part, version)).forEach(version -> tallies.put(version, new Tally()));
        present.removeIf(version -> isIn(part, version));
        var ids = new HashSet<String>();
        for (Pod pod : snapshot.pods()) {
            var tally = tallies.computeIfAbsent(pod.version(), version -> new Tally());
            Finding.of(pod, snapshot, restarts.getOrDefault(pod.id(), Map.of()))
                    .ifPresent(finding -> tally.check(outcome(finding)));
            restarts.put(pod.id(), counts(pod));
            ids.add(pod.id());
            present.add(pod.version());
        }
        if (part.isEmpty()) {
            restarts.keySet().retainAll(ids);
        }
        unread.removeAll(tallies.keySet());
        Metric.TELEMETRY.count("counted", tallies.size());
        var samples = new ArrayList<HealthSample>();
        tallies.forEach((version, tally) -> {
            tally.read();
            tally.checksAlone();
            samples.add(tally.sample(version, second, SOURCE, Optional.empty()));
        });
        return samples;
    }

    private static Map<String, Integer> counts(Pod pod) {
        return pod.containers().stream().collect(Collectors.toMap(Container::name, Container::restarts, Math::max));
    }

    private static boolean isIn(Optional<Set<Aggregate>> part, Target.Version version) {
        return part.isEmpty() || part.get().contains(aggregate(version));
    }

    private static CheckOutcome outcome(Finding finding) {
        return CheckOutcome.newBuilder()
                .setInstance(finding.pod())
                .setReady(finding.ready())
                .setDeep(finding.troubles().isEmpty())
                .setMessage(finding.message())
                .build();
    }

    private List<HealthSample> failed(
            UnreadableTelemetryException failure,
            boolean whole,
            Set<Aggregate> touched,
            Set<Target.Version> underWatch,
            Instant second) {
        Metric.TELEMETRY.count("query_failed");
        LOG.warn("the cluster of {} was not read: {}", region, failure.getMessage());
        var about = new HashSet<>(underWatch);
        present.stream()
                .filter(version -> whole || touched.contains(aggregate(version)))
                .forEach(about::add);
        unread.addAll(about);
        return about.stream()
                .map(version -> {
                    var tally = new Tally();
                    tally.checksAlone();
                    return tally.sample(version, second, SOURCE, Optional.of(String.valueOf(failure.getMessage())));
                })
                .toList();
    }
}
