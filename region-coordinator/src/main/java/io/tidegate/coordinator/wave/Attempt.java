package io.tidegate.coordinator.wave;

import io.tidegate.estate.FixedMap;
import io.tidegate.estate.Policy;
import io.tidegate.estate.Validation;
import io.tidegate.estate.plan.RegionPlan;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One deployment as this region lives through it.
 *
 * @param epoch the control plane's epoch under which the region was last told something
 * @param works services by name, each after all that it depends on
 * @param since when the present phase began
 * @param cause why it is taken back, if it is
 * @param validations what was validated at the end of the region's wave; empty before
 * @param examinations the validators that were asked, by what they validate
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
        Optional<Cause> cause,
        List<Output.Validated> validations,
        Map<Validation, Examination> examinations) {

    /**
     * Where an attempt is.
     * <pre>
     *   PREPARED ─▶ DEPLOYING ─▶ VALIDATING ─▶ COMPLETED ─▶ SETTLED
     *      │            │            │             │           │
     *      │            └────────────┴─────────────┴───────────┴─▶ RETURNING ─▶ VERIFYING ─▶ ROLLED_BACK
     *      │                                                         │  ▲         │  ▲
     *      │                                                         ▼  │         │  │
     *      │                                                         STUCK ◀──────┘  │
     *      │                                                           └─────────────┘
     *      └─▶ ROLLED_BACK
     *
     *   DEPLOYING ─▶ FROZEN ─▶ RETURNING
     *   VALIDATING ─▶ FROZEN
     *   COMPLETED ─▶ FROZEN
     * </pre>
     */
    public enum Phase {
        /** The region knows the plan and waits for its wave. */
        PREPARED,
        /** Services are being brought in. */
        DEPLOYING,
        /** All are in; evidence is awaited that they are healthy, and then the validators. */
        VALIDATING,
        /** The region's part is done; it can still be taken back. */
        COMPLETED,
        /** Done for good, unless a planner takes it back that took over and never heard so. */
        SETTLED,
        /** It failed, and stays as it is until a person orders the way back: that would not undo all of it. */
        FROZEN,
        /** Users are being given back what they had. */
        RETURNING,
        /** They have it; it is being proven, and what is left over taken away. */
        VERIFYING,
        /** The way back could not be finished; a person must mend something and order it again. */
        STUCK,
        /** Everything runs as before. */
        ROLLED_BACK;

        /** The phases that may follow. */
        public Set<Phase> next() {
            return switch (this) {
                case PREPARED -> Set.of(DEPLOYING, ROLLED_BACK);
                case DEPLOYING -> Set.of(VALIDATING, FROZEN, RETURNING);
                case VALIDATING -> Set.of(COMPLETED, FROZEN, RETURNING);
                case COMPLETED -> Set.of(SETTLED, FROZEN, RETURNING);
                case SETTLED, FROZEN -> Set.of(RETURNING);
                case RETURNING -> Set.of(VERIFYING, STUCK);
                case VERIFYING -> Set.of(ROLLED_BACK, STUCK);
                case STUCK -> Set.of(RETURNING, VERIFYING);
                case ROLLED_BACK -> Set.of();
            };
        }

        /** Whether the new version, or a part of it, may be in the region and can be taken back. */
        boolean canGoBack() {
            return this == DEPLOYING || this == VALIDATING || this == COMPLETED;
        }

        /** Whether something is under way. */
        public boolean live() {
            return this != PREPARED && this != COMPLETED && this != SETTLED && this != FROZEN && this != ROLLED_BACK;
        }
    }

    public Attempt {
        validations = List.copyOf(validations);
        examinations = Map.copyOf(examinations);
        works = FixedMap.copyOf(works);
    }

    Attempt enter(Phase next, Instant now) {
        if (!phase.next().contains(next)) {
            throw new IllegalStateException(
                    "deployment " + deploymentId + " cannot go from " + phase + " to " + next + " in " + plan.region());
        }
        return new Attempt(
                deploymentId, digest, epoch, plan, policy, next, works, now, cause, validations, examinations);
    }

    Attempt with(ServiceWork work) {
        var changed = new LinkedHashMap<>(works);
        changed.put(work.service(), work);
        return new Attempt(
                deploymentId, digest, epoch, plan, policy, phase, changed, since, cause, validations, examinations);
    }

    Attempt because(Cause reason) {
        return new Attempt(
                deploymentId,
                digest,
                epoch,
                plan,
                policy,
                phase,
                works,
                since,
                Optional.of(reason),
                validations,
                examinations);
    }

    Attempt validated(List<Output.Validated> results) {
        return new Attempt(
                deploymentId, digest, epoch, plan, policy, phase, works, since, cause, results, examinations);
    }

    Attempt with(Examination examination) {
        var changed = new EnumMap<Validation, Examination>(Validation.class);
        changed.putAll(examinations);
        changed.put(examination.kind(), examination);
        return new Attempt(deploymentId, digest, epoch, plan, policy, phase, works, since, cause, validations, changed);
    }

    Attempt under(long higher) {
        return new Attempt(
                deploymentId,
                digest,
                Math.max(epoch, higher),
                plan,
                policy,
                phase,
                works,
                since,
                cause,
                validations,
                examinations);
    }

    /** The same where the services of these regions are not asked any more. */
    Attempt without(List<String> regions) {
        return new Attempt(
                deploymentId,
                digest,
                epoch,
                plan.without(regions),
                policy,
                phase,
                works,
                since,
                cause,
                validations,
                examinations);
    }

    ServiceWork work(String service) {
        var work = works.get(service);
        if (work == null) {
            throw new IllegalArgumentException("the plan of " + plan.region() + " holds no service '" + service + "'");
        }
        return work;
    }

    /** Whether this is so of every service that the plan has; what is taken away for good holds nothing up. */
    boolean all(Predicate<ServiceWork> test) {
        return works.values().stream().filter(work -> !work.leaves()).allMatch(test);
    }

    /** Whether something has begun that going back would not undo. */
    boolean isIrreversible() {
        return works.values().stream().anyMatch(ServiceWork::cannotBeUndone);
    }

    /** How many services have reached the version that the plan names. */
    public int deployed() {
        return (int) works.values().stream().filter(ServiceWork::settled).count();
    }

    /** How many of them are healthy: versions that ran before, and new ones of which the health-service says so. */
    public int healthy() {
        return (int) works.values().stream()
                .filter(work ->
                        work.settled() && (!work.bringsVersion() || work.health() == ServiceWork.Health.HEALTHY))
                .count();
    }
}
