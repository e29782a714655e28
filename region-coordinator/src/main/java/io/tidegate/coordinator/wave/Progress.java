package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.Move.Action;
import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.coordinator.wave.ServiceWork.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A decision in the making: the lane as it changes, and what has been said so far. Lives for one input only. */
final class Progress {
    /** How long after a step's deadline its answer may still come. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_ATTEMPTS = 5;

    private final Instant now;
    private final List<Output> outputs = new ArrayList<>();
    private RegionLane lane;

    Progress(RegionLane lane, Instant now) {
        this.lane = lane;
        this.now = now;
    }

    RegionLane lane() {
        return lane;
    }

    Instant now() {
        return now;
    }

    Attempt attempt() {
        return lane.attempt().orElseThrow(() -> new IllegalStateException("nothing is deployed here"));
    }

    void attempt(Attempt next) {
        lane = lane.with(next);
    }

    void work(ServiceWork next) {
        attempt(attempt().with(next));
    }

    void say(Output output) {
        outputs.add(output);
    }

    /** Goes as far as this moment allows. */
    Decision onward() {
        if (lane.attempt().isPresent()) {
            RegionLane before;
            do {
                before = lane;
                pass();
            } while (!lane.equals(before));
        }
        return new Decision(lane, outputs);
    }

    private void pass() {
        drive(Stage.RETIRING);
        switch (attempt().phase()) {
            case DEPLOYING -> WayForward.pass(this);
            case VALIDATING -> Validating.pass(this);
            case RETURNING, VERIFYING -> WayBack.pass(this);
            case SETTLED -> tidy();
            case COMPLETED -> Connecting.pass(this);
            case PREPARED, FROZEN, STUCK, ROLLED_BACK -> {}
        }
    }

    /** Takes the next move of every service in this stage, as far as it can be taken now. */
    void drive(Stage stage) {
        for (ServiceWork work : attempt().works().values()) {
            if (work.stage() == stage && attempt().work(work.service()).equals(work)) {
                drive(work);
            }
        }
    }

    private void drive(ServiceWork work) {
        if (work.finished()) {
            finish(work);
        } else if (work.step().isPresent()) {
            var late = work.since().plus(work.move().time()).plus(GRACE);
            if (now.isAfter(late)) {
                failed(
                        work,
                        "deadline_exceeded",
                        true,
                        "no answer to " + work.move().action() + " of " + work.service() + " within "
                                + work.move().time().toSeconds() + " s");
            }
        } else if (work.retryAt().filter(now::isBefore).isEmpty()) {
            begin(work);
        }
    }

    private void begin(ServiceWork work) {
        if (work.move().action() == Action.WATCH) {
            watch(work);
        } else {
            ask(work);
        }
    }

    private void ask(ServiceWork work) {
        var attempt = attempt();
        if (work.stage() == Stage.RETIRING) {
            Optional.ofNullable(lane.running().get(work.service()))
                    .ifPresent(leaving -> running(work.service(), leaving.withoutTraffic()));
        }
        int number = work.attempt() + 1;
        var id = String.join(
                "/",
                attempt.deploymentId(),
                lane.region(),
                work.service(),
                word(work.stage()) + work.cursor() + "-" + word(work.move().action()),
                Integer.toString(number));
        work(work.asked(id, now));
        say(new Output.Step(
                id,
                work.service(),
                work.move(),
                number,
                lane.epoch(),
                now.plus(work.move().time())));
    }

    private void watch(ServiceWork work) {
        var least = work.since().plus(work.move().time());
        if (now.isBefore(least)) {
            return;
        }
        boolean servesAnyway = work.stage() == Stage.VERIFYING && !WayBack.waitsForEvidence(work, attempt(), now);
        if (work.health() == Health.HEALTHY || servesAnyway) {
            work(work.next(now));
        } else if (attempt().phase() == Phase.DEPLOYING
                && now.isAfter(least.plus(attempt().policy().analysisTimeout()))) {
            WayBack.fail(
                    this,
                    new Cause(
                            "no_evidence",
                            work.service(),
                            "no evidence that " + work.plan().image() + " is healthy within "
                                    + attempt().policy().analysisTimeout().toSeconds() + " s (it is "
                                    + word(work.health()) + ")",
                            Optional.empty()));
        }
    }

    private void finish(ServiceWork work) {
        switch (work.stage()) {
            case WORKING -> {
                running(work.service(), WayForward.arrived(work));
                work(work.enter(Stage.DEPLOYED, List.of(), now));
                say(new Output.ServiceDeployed(work.service(), work.plan().image()));
            }
            case RETURNING -> {
                work.before()
                        .ifPresentOrElse(
                                before -> running(work.service(), WayBack.restored(work, before)),
                                () -> gone(work.service()));
                work(work.enter(Stage.RETURNED, List.of(), now));
                say(new Output.ServiceRolledBack(work.service(), work.before().map(Running::image), work.means()));
            }
            case VERIFYING -> work(work.enter(Stage.VERIFIED, List.of(), now));
            case TIDYING -> {
                running(work.service(), Running.serving(work.plan().workload(), Optional.empty()));
                work(work.enter(Stage.DEPLOYED, List.of(), now));
            }
            case RETIRING -> {
                gone(work.service());
                work(work.enter(Stage.RETIRED, List.of(), now));
                say(new Output.ServiceRemoved(work.service()));
            }
            case UNCHANGED, WAITING, DEPLOYED, RETURNED, VERIFIED, RETIRED -> {}
        }
    }

    /** A step did not happen: try again where that may help, else go back, or stand still where that is the way back. */
    void failed(ServiceWork work, String reason, boolean passing, String message) {
        switch (work.stage()) {
            case WORKING -> {
                if (passing && work.attempt() < MOST_ATTEMPTS) {
                    work(work.retryAfter(RETRY_PAUSE, now));
                } else if (attempt().phase() == Phase.DEPLOYING) {
                    WayBack.fail(this, new Cause(reason, work.service(), message, Optional.empty()));
                }
            }
            case RETURNING, VERIFYING -> WayBack.failed(this, work, reason, message);
            case TIDYING -> {
                if (work.attempt() < MOST_ATTEMPTS) {
                    work(work.retryAfter(RETRY_PAUSE, now));
                } else {
                    // What is kept now is taken away when the next deployment comes.
                    work(work.enter(Stage.DEPLOYED, List.of(), now));
                }
            }
            case RETIRING -> {
                boolean again = work.attempt() < MOST_ATTEMPTS;
                work(again ? work.retryAfter(RETRY_PAUSE, now) : work.enter(Stage.RETIRED, List.of(), now));
            }
            case UNCHANGED, WAITING, DEPLOYED, RETURNED, VERIFIED, RETIRED -> {}
        }
    }

    private void tidy() {
        for (ServiceWork work : attempt().works().values()) {
            var kept = Optional.ofNullable(lane.running().get(work.service())).flatMap(Running::kept);
            if (work.stage() == Stage.DEPLOYED
                    && kept.isPresent()
                    && work.moves().isEmpty()
                    && work.since().isBefore(attempt().since())) {
                work(work.enter(Stage.TIDYING, List.of(Move.remove(kept.get())), now));
            }
        }
        drive(Stage.TIDYING);
    }

    private void running(String service, Running what) {
        Map<String, Running> changed = new HashMap<>(lane.running());
        changed.put(service, what);
        lane = lane.running(changed);
    }

    private void gone(String service) {
        Map<String, Running> changed = new HashMap<>(lane.running());
        changed.remove(service);
        lane = lane.running(changed);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
