package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Input.Connect;
import io.tidegate.coordinator.wave.Input.Obey;
import io.tidegate.coordinator.wave.Input.Prepare;
import io.tidegate.coordinator.wave.Input.Settle;
import io.tidegate.coordinator.wave.Input.StartWave;
import io.tidegate.coordinator.wave.Input.StepDone;
import io.tidegate.coordinator.wave.Input.StepFailed;
import io.tidegate.coordinator.wave.Input.TakeBack;
import io.tidegate.coordinator.wave.Input.TimePassed;
import io.tidegate.coordinator.wave.Input.ValidationReported;
import io.tidegate.coordinator.wave.Input.Verdict;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what an input means for a region. Pure: the same lane, input and time give the same decision. */
public final class RegionDecider {
    private RegionDecider() {}

    /** What {@code input} leads to at the time {@code now}. What was heard before leads to nothing new. */
    public static Decision decide(RegionLane lane, Input input, Instant now) {
        return switch (input) {
            case Prepare prepare -> prepare(lane, prepare, now);
            case StartWave start -> startWave(lane, start, now);
            case TakeBack back -> takeBack(lane, back, now);
            case Settle settle -> settle(lane, settle, now);
            case Obey obey -> nothing(lane.under(obey.epoch()));
            case StepDone done -> stepDone(lane, done, now);
            case StepFailed failed -> stepFailed(lane, failed, now);
            case Verdict verdict -> verdict(lane, verdict, now);
            case Connect connect -> connect(lane, connect, now);
            case ValidationReported report -> validated(lane, report, now);
            case TimePassed time -> onward(lane, now);
        };
    }

    /** Whether time alone may change something here. */
    public static boolean waits(RegionLane lane) {
        return lane.attempt()
                .filter(attempt -> attempt.phase().live()
                        || Connecting.isUnderWay(attempt)
                        || attempt.works().values().stream()
                                .anyMatch(work -> work.moving() && (attempt.phase() != Phase.FROZEN || work.leaves())))
                .isPresent();
    }

    private static Decision prepare(RegionLane lane, Prepare prepare, Instant now) {
        if (prepare.epoch() < lane.epoch()) {
            return nothing(lane);
        }
        var under = lane.under(prepare.epoch());
        var known = lane.attempt();
        if (known.isPresent() && known.get().deploymentId().equals(prepare.deploymentId())) {
            boolean planned = known.get().phase() == Phase.PREPARED
                    && !known.get().digest().equals(prepare.digest());
            if (!planned) {
                return asked(under, known.get(), prepare.epoch());
            }
        }
        var problems = Readiness.problems(lane, prepare.plan(), now);
        if (!problems.isEmpty()) {
            return new Decision(
                    under,
                    List.of(new Output.Prepared(
                            prepare.deploymentId(), prepare.digest(), false, problems, lane.workloads())));
        }
        var works = new LinkedHashMap<String, ServiceWork>();
        for (var service : prepare.plan().services()) {
            works.put(
                    service.service(),
                    ServiceWork.waiting(
                            service, Optional.ofNullable(lane.running().get(service.service())), now));
        }
        works.putAll(Retirement.goingOn(lane, prepare.plan()));
        var attempt = new Attempt(
                prepare.deploymentId(),
                prepare.digest(),
                prepare.epoch(),
                prepare.plan(),
                prepare.policy(),
                Phase.PREPARED,
                works,
                now,
                Optional.empty(),
                List.of(),
                Map.of());
        return new Decision(
                under.following(attempt),
                List.of(new Output.Prepared(
                        prepare.deploymentId(), prepare.digest(), true, List.of(), lane.workloads())));
    }

    private static Decision startWave(RegionLane lane, StartWave start, Instant now) {
        var attempt = current(lane, start.deploymentId(), start.epoch());
        if (attempt.isEmpty() || !attempt.get().digest().equals(start.digest())) {
            return nothing(lane);
        }
        if (attempt.get().phase() != Phase.PREPARED) {
            return asked(lane, attempt.get(), start.epoch());
        }
        var progress = new Progress(lane.under(start.epoch()).begun(), now);
        progress.attempt(attempt.get().under(start.epoch()).enter(Phase.DEPLOYING, now));
        progress.say(new Output.Deploying());
        return progress.onward();
    }

    private static Decision takeBack(RegionLane known, TakeBack back, Instant now) {
        if (back.epoch() < known.epoch()) {
            return nothing(known);
        }
        var lane = known.backAt(back.deploymentId()).orElse(known);
        var found = current(lane, back.deploymentId(), back.epoch());
        if (found.isEmpty()) {
            return isNotHere(lane, back);
        }
        boolean again = back.epoch() > found.get().epoch();
        var attempt = found.get().under(back.epoch());
        var progress = new Progress(lane.under(back.epoch()), now);
        progress.attempt(attempt);
        switch (attempt.phase()) {
            case DEPLOYING, VALIDATING, COMPLETED -> {
                if (back.forced() || !attempt.isIrreversible()) {
                    WayBack.begin(progress, ordered(), true);
                } else {
                    WayBack.fail(progress, ordered());
                }
            }
            case FROZEN -> {
                if (back.forced()) {
                    WayBack.begin(progress, ordered(), true);
                } else {
                    Standing.of(progress.lane(), attempt).forEach(progress::say);
                }
            }
            case STUCK -> WayBack.tryAgain(progress);
            case PREPARED -> {
                progress.attempt(attempt.enter(Phase.ROLLED_BACK, now));
                progress.say(new Output.RolledBack(back.deploymentId(), lane.workloads(), List.of()));
            }
            case ROLLED_BACK ->
                progress.say(new Output.RolledBack(back.deploymentId(), lane.workloads(), attempt.validations()));
            case RETURNING, VERIFYING -> {
                if (again) {
                    Standing.of(progress.lane(), attempt).forEach(progress::say);
                }
            }
            case SETTLED -> {
                if (again) {
                    WayBack.begin(progress, ordered(), true);
                }
            }
        }
        return progress.onward();
    }

    /** What never was here is as it was before it; what others followed cannot be taken from beneath them. */
    private static Decision isNotHere(RegionLane lane, TakeBack back) {
        return lane.followed().contains(back.deploymentId())
                ? nothing(lane.under(back.epoch()))
                : new Decision(
                        lane.under(back.epoch()),
                        List.of(new Output.RolledBack(back.deploymentId(), lane.workloads(), List.of())));
    }

    private static Cause ordered() {
        return new Cause(Cause.ORDERED, "", "the control plane takes the deployment back", Optional.empty());
    }

    /** An order that the region knows is nothing new, but under a higher epoch it asks where the region stands. */
    private static Decision asked(RegionLane lane, Attempt attempt, long epoch) {
        return epoch > attempt.epoch()
                ? new Decision(lane.under(epoch).with(attempt.under(epoch)), List.copyOf(Standing.of(lane, attempt)))
                : nothing(lane);
    }

    private static Decision settle(RegionLane lane, Settle settle, Instant now) {
        var attempt = current(lane, settle.deploymentId(), settle.epoch());
        if (attempt.isEmpty() || attempt.get().phase() != Phase.COMPLETED) {
            return nothing(lane);
        }
        var progress = new Progress(lane.under(settle.epoch()), now);
        progress.attempt(attempt.get().under(settle.epoch()).enter(Phase.SETTLED, now));
        Retirement.begin(progress);
        return progress.onward();
    }

    private static Decision stepDone(RegionLane lane, StepDone done, Instant now) {
        var work = inFlight(lane, done.stepId());
        if (work.isEmpty()) {
            return nothing(lane);
        }
        var progress = new Progress(lane, now);
        progress.work(work.get().next(now));
        return progress.onward();
    }

    private static Decision stepFailed(RegionLane lane, StepFailed failed, Instant now) {
        var work = inFlight(lane, failed.stepId());
        if (work.isEmpty()) {
            return nothing(lane);
        }
        var progress = new Progress(lane, now);
        progress.failed(work.get(), failed.reason(), failed.passing(), failed.message());
        return progress.onward();
    }

    private static Decision verdict(RegionLane lane, Verdict verdict, Instant now) {
        var attempt = lane.attempt()
                .filter(known -> known.deploymentId().equals(verdict.deploymentId()))
                .filter(known -> known.works().containsKey(verdict.service()));
        if (attempt.isEmpty()) {
            return nothing(lane);
        }
        var work = attempt.get().work(verdict.service());
        if (work.stage() == ServiceWork.Stage.UNCHANGED
                || work.version().filter(verdict.version()::equals).isEmpty()
                || work.health() == Health.UNHEALTHY) {
            return nothing(lane);
        }
        var progress = new Progress(lane, now);
        progress.work(work.said(verdict.health()));
        if (verdict.health() == Health.UNHEALTHY && attempt.get().phase().canGoBack()) {
            var rule = verdict.evidence().map(evidence -> evidence.rule()).orElse("unhealthy");
            WayBack.fail(progress, new Cause(rule, verdict.service(), verdict.message(), verdict.evidence()));
        }
        return progress.onward();
    }

    private static Decision connect(RegionLane lane, Connect connect, Instant now) {
        var attempt = current(lane, connect.deploymentId(), connect.epoch())
                .filter(known -> known.digest().equals(connect.digest()))
                .filter(known -> known.phase() == Phase.COMPLETED);
        if (attempt.isEmpty()) {
            return nothing(lane);
        }
        var progress = new Progress(lane.under(connect.epoch()), now);
        progress.attempt(attempt.get().under(connect.epoch()));
        Connecting.begin(progress, connect);
        return progress.onward();
    }

    /** An answer to what was not asked, or not in these words, or answered already, means nothing. */
    private static Decision validated(RegionLane lane, ValidationReported report, Instant now) {
        var examination = lane.attempt()
                .filter(attempt -> attempt.phase() == Phase.VALIDATING || attempt.phase() == Phase.COMPLETED)
                .flatMap(attempt -> attempt.examinations().values().stream()
                        .filter(known -> known.id().equals(report.validationId()) && known.isOpen())
                        .findFirst());
        if (examination.isEmpty()) {
            return nothing(lane);
        }
        var progress = new Progress(lane, now);
        Examining.heard(progress, examination.get(), report);
        Connecting.heard(progress, examination.get());
        return progress.onward();
    }

    private static Decision onward(RegionLane lane, Instant now) {
        return new Progress(lane, now).onward();
    }

    private static Optional<Attempt> current(RegionLane lane, String deploymentId, long epoch) {
        return lane.attempt()
                .filter(attempt -> attempt.deploymentId().equals(deploymentId))
                .filter(attempt -> epoch >= lane.epoch());
    }

    private static Optional<ServiceWork> inFlight(RegionLane lane, String stepId) {
        return lane.attempt().flatMap(attempt -> attempt.works().values().stream()
                .filter(work -> work.step().filter(stepId::equals).isPresent())
                .findFirst());
    }

    private static Decision nothing(RegionLane lane) {
        return new Decision(lane, List.of());
    }
}
