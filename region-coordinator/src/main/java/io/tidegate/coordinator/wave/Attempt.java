package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.ServiceWork.Stage;
import io.tidegate.estate.Policy;
import io.tidegate.estate.plan.RegionPlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One deployment as this region lives through it.
 *
 * @param epoch the control plane's epoch under which the region was last told something
 * @param works services by name, each after all that it depends on
 * @param since when the present phase began
 * @param cause why it is taken back, if it is
 */
public record Attempt(
        String deploymentId,
        String digest,
        long epoch,
        RegionPlan plan,
        Policy policy,
        Phase phase,
        Map<String, ServiceWork> works,
        Instant since,
        Optional<Cause> cause) {

    /**
     * <pre>
     *   PREPARED ─▶ DEPLOYING ─▶ VALIDATING ─▶ COMPLETED ─▶ SETTLED
     *      │            │            │             │
     *      │            └────────────┴─────────────┴─▶ RETURNING ─▶ VERIFYING ─▶ ROLLED_BACK
     *      │                                               │  ▲         │ ▲
     *      │                                               ▼  │         ▼ │
     *      └─▶ ROLLED_BACK                                 STUCK ◀──────┘─┘
     * </pre>
     */
    public enum Phase {
        PREPARED,
        DEPLOYING,
        VALIDATING,
        COMPLETED,
        SETTLED,
        RETURNING,
        VERIFYING,
        STUCK,
        ROLLED_BACK;

        /** Whether the new version, or a part of it, may be in the region and can be taken back. */
        boolean canGoBack() {
            return this == DEPLOYING || this == VALIDATING || this == COMPLETED;
        }

        /** Whether something is under way. */
        public boolean live() {
            return this == DEPLOYING || this == VALIDATING || this == RETURNING || this == VERIFYING || this == STUCK;
        }
    }

    public Attempt {
        works = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(works));
    }

    Attempt enter(Phase next, Instant now) {
        return new Attempt(deploymentId, digest, epoch, plan, policy, next, works, now, cause);
    }

    Attempt with(ServiceWork work) {
        var changed = new LinkedHashMap<>(works);
        changed.put(work.service(), work);
        return new Attempt(deploymentId, digest, epoch, plan, policy, phase, changed, since, cause);
    }

    Attempt because(Cause reason) {
        return new Attempt(deploymentId, digest, epoch, plan, policy, phase, works, since, Optional.of(reason));
    }

    Attempt under(long higher) {
        return new Attempt(deploymentId, digest, Math.max(epoch, higher), plan, policy, phase, works, since, cause);
    }

    ServiceWork work(String service) {
        var work = works.get(service);
        if (work == null) {
            throw new IllegalArgumentException("the plan of " + plan.region() + " holds no service '" + service + "'");
        }
        return work;
    }

    boolean all(Predicate<ServiceWork> test) {
        return works.values().stream().allMatch(test);
    }

    /** How many services have reached the version that the plan names. */
    public int deployed() {
        return (int) works.values().stream().filter(ServiceWork::settled).count();
    }

    /** How many of them are healthy: unchanged ones, and new ones of which the health-service says so. */
    public int healthy() {
        return (int) works.values().stream()
                .filter(work -> work.stage() == Stage.UNCHANGED
                        || (work.settled() && work.health() == ServiceWork.Health.HEALTHY))
                .count();
    }
}
