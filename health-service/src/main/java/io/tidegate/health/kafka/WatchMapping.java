package io.tidegate.health.kafka;

import io.tidegate.estate.Triggers;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.ServicePlan;
import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.health.watch.Watch;
import io.tidegate.judge.Budget;
import io.tidegate.judge.Check;
import io.tidegate.judge.Limits;
import io.tidegate.judge.Sketch;
import io.tidegate.judge.Slice;
import io.tidegate.judge.UserRule;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Watches and samples from the wire. */
final class WatchMapping {
    private WatchMapping() {}

    /** The watch that a deployment wants in this region over versions that it brings; empty where it does nothing here. */
    static Optional<Watch> begin(DeploymentStarted started, String region) {
        var policy = PlanMapping.fromWire(started.getPlan().getPolicy());
        return PlanMapping.regionFromWire(started.getPlan(), region)
                .map(plan -> Watch.begin(
                        started.getDeploymentId(),
                        region,
                        wanted(plan.services()),
                        limits(policy.triggers(), trials(started)),
                        rules(policy.triggers())));
    }

    /** What share of requests must succeed in the long run. */
    static double objective(DeploymentStarted started) {
        return PlanMapping.fromWire(started.getPlan().getPolicy()).objective();
    }

    /** What is brought in, and what that depends on, however far: trouble may begin there. */
    private static List<Watch.Wanted> wanted(List<ServicePlan> services) {
        var needed = new HashSet<String>();
        // Each service stands after all that it depends on.
        for (ServicePlan service : services.reversed()) {
            if (service.bringsImage() || needed.contains(service.service())) {
                needed.add(service.service());
                needed.addAll(service.dependsOn());
            }
        }
        return services.stream()
                .filter(service -> needed.contains(service.service()))
                .map(service -> new Watch.Wanted(
                        service.service(),
                        service.image().version(),
                        service.bringsImage() ? service.previous().map(Workload::version) : Optional.empty(),
                        service.dependsOn(),
                        !service.bringsImage()))
                .toList();
    }

    /** How many versions are brought in, in all regions: each region finds the same number, and nobody has to ask. */
    private static long trials(DeploymentStarted started) {
        return PlanMapping.regionsFromWire(started.getPlan()).stream()
                .flatMap(region -> region.services().stream())
                .filter(ServicePlan::bringsImage)
                .count();
    }

    private static Limits limits(Triggers triggers, long trials) {
        return new Limits(
                limit(triggers.errors()),
                limit(triggers.p95()),
                limit(triggers.availability()),
                limit(triggers.memory()),
                triggers.failedChecks(),
                triggers.minimumRequests(),
                new Budget(triggers.falseAlarmBudget()).part(trials));
    }

    private static List<UserRule> rules(Triggers triggers) {
        return triggers.rules().stream()
                .map(rule -> new UserRule(rule.name(), rule.when(), rule.over(), rule.sustained(), rule.message()))
                .toList();
    }

    private static Limits.Limit limit(Triggers.Limit limit) {
        return new Limits.Limit(limit.value(), limit.sustained());
    }

    /**
     * A sample that could not be read is neither good nor bad: the verdict is then an error, and holds the version. What
     * its instances answered to their health checks is known nevertheless.
     */
    static Watch sampled(Watch watch, HealthSample sample) {
        var subject = watch.subjects().get(sample.getService());
        if (subject == null) {
            return watch;
        }
        var checks = sample.getChecks().stream()
                .map(check -> new Check(check.getInstance(), check.getReady(), check.getDeep()))
                .toList();
        if (sample.getOutcome() != SampleOutcome.read) {
            return watch.unread(
                    sample.getSource(),
                    sample.getService(),
                    sample.getVersion(),
                    sample.getSecond(),
                    sample.getMessage(),
                    checks);
        }
        if (!sample.getMeasured()) {
            return watch.checked(
                    sample.getSource(), sample.getService(), sample.getVersion(), sample.getSecond(), checks);
        }
        var counts = sample.getLatency().stream()
                .collect(Collectors.toMap(LatencyBucket::getIndex, LatencyBucket::getCount, Long::sum));
        double limit = subject.trial().limits().p95Seconds().value();
        var slice = Slice.of(
                sample.getSecond(),
                sample.getRequests(),
                sample.getErrors(),
                Sketch.of(counts),
                limit,
                Optional.ofNullable(sample.getMemoryShare()));
        return watch.sampled(sample.getSource(), sample.getService(), sample.getVersion(), slice, checks);
    }
}
