package io.tidegate.simulation;

import io.tidegate.coordinator.wave.Output;
import io.tidegate.coordinator.wave.RegionLane;
import io.tidegate.coordinator.wave.ServiceWork;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.ServicePlan;
import io.tidegate.planner.lease.Lease;
import io.tidegate.planner.rollout.Deployment;
import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Input;
import io.tidegate.planner.rollout.Lane;
import io.tidegate.planner.rollout.RegionProgress;
import io.tidegate.planner.rollout.Stage;
import io.tidegate.schemas.avro.StepAction;
import io.tidegate.schemas.avro.StepRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks what must always hold, at every step that lasts. Numbers are those of the architecture's list. */
final class Invariants {
    /** How late a deadline may be noticed: a process may be down for a while. */
    private static final Duration LATENESS = Duration.ofSeconds(90);

    /** Step ids are deployment/region/service/stage/attempt. */
    private static final int STAGE_IN_STEP_ID = 3;

    /** A deployment as one leader knows it: what another said last may never have reached it. */
    private record Subject(long epoch, String deployment) {}

    private static final int MOST_WAITING = 20;

    private record Completion(String deployment, String digest, String region) {}

    private final long seed;
    private final World world;
    private final Map<String, SimulatedRuntime> runtimes;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<Long, Set<String>> active = new HashMap<>();
    private final Map<Subject, Stage> ended = new HashMap<>();
    private final Set<Completion> completions = new HashSet<>();
    private final Set<String> connections = new HashSet<>();
    private final Map<String, Map<String, Map<String, Map<String, Integer>>>> routesBefore = new HashMap<>();
    private final Map<String, Plan> plans = new HashMap<>();
    private final Set<String> waited = new HashSet<>();
    private final Set<String> heard = new HashSet<>();
    private final Coverage coverage = new Coverage();
    private long highest = 1;

    Invariants(long seed, World world, Map<String, SimulatedRuntime> runtimes) {
        this.seed = seed;
        this.world = world;
        this.runtimes = runtimes;
    }

    List<Violation> violations() {
        return violations;
    }

    Coverage coverage() {
        return coverage;
    }

    /** A planner began to lead, or ended, or asks whether it leads. */
    void led(Lease before, Lease after) {
        coverage.moved(before.role(), after.role());
        if (after.leads()) {
            highest = Math.max(highest, after.epoch());
        }
    }

    /** A region did what a planner ordered that leads no more. */
    void obeyed(String region, long epoch, long acknowledged) {
        violated(4, region + " has acknowledged epoch " + acknowledged + " and obeyed an order of epoch " + epoch);
    }

    /** The planner that leads under {@code epoch} moved a deployment on. */
    void planned(long epoch, Lane before, DeploymentEvent event, Lane after) {
        if (event.deployment().isEmpty()) {
            SettingLaws.undone(before, event, after).forEach(message -> violated(8, message));
            return; // it is about the lane
        }
        var stage = after.stageOf(event.deployment())
                .orElse(event instanceof DeploymentEvent.Cancelled ? Stage.CANCELLED : Stage.FAILED);
        before.stageOf(event.deployment())
                .ifPresentOrElse(known -> coverage.moved(known, stage), () -> coverage.reached(stage));
        var subject = new Subject(epoch, event.deployment());
        var end = ended.get(subject);
        if (end != null) {
            violated(8, event.deployment() + " had ended as " + end + ", then: " + Trace.of(event));
        }
        oneIsActive(
                epoch,
                event.deployment(),
                stage.busy() && after.queue().find(event.deployment()).isEmpty());
        switch (event) {
            case DeploymentEvent.Queued queued -> queued(queued, after);
            case DeploymentEvent.Started started -> remember(epoch, started, before);
            case DeploymentEvent.WaveStarted wave -> {
                if (!isUnderWay(before, wave)) {
                    nobodyHolds(before, wave);
                    nothingIsFrozen(before, wave);
                }
                gateIsOpen(after, wave);
            }
            case DeploymentEvent.GlobalTrafficUpdated traffic ->
                ValidationLaws.unreached(after, connections).forEach(message -> violated(2, message));
            case DeploymentEvent.RolledBack back -> everythingIsAsBefore(epoch, back.deployment());
            case DeploymentEvent.Cancelled cancelled
            when before.queue().find(cancelled.deployment()).isPresent()
                    || before.isHeld() -> {} // never begun, or left so
            case DeploymentEvent.Cancelled cancelled -> everythingIsAsBefore(epoch, cancelled.deployment());
            default -> {}
        }
        if (stage.terminal()) {
            ended.put(subject, stage);
        }
    }

    private void oneIsActive(long epoch, String deployment, boolean busy) {
        var underWay = active.computeIfAbsent(epoch, unseen -> new HashSet<>());
        if (busy) {
            underWay.add(deployment);
        } else {
            underWay.remove(deployment);
        }
        if (underWay.size() > 1) {
            violated(1, "several deployments are under way in epoch " + epoch + ": " + underWay);
        }
    }

    private void queued(DeploymentEvent.Queued queued, Lane after) {
        waited.add(queued.deployment());
        if (after.queue().waiting().size() > MOST_WAITING) {
            violated(6, "more wait than may: " + after.queue().waiting().size());
        }
    }

    /** Who took over says again what was said; what ran before is what ran when it was said first. */
    private void remember(long epoch, DeploymentEvent.Started started, Lane lane) {
        boolean again = lane.deployment()
                .filter(known -> known.id().equals(started.deployment())
                        && known.digest().equals(started.order().digest()))
                .isPresent();
        plans.put(started.deployment(), started.order().plan());
        var routes = new TreeMap<String, Map<String, Map<String, Integer>>>();
        runtimes.forEach((region, runtime) -> routes.put(region, runtime.routes()));
        boolean obeyed = epoch >= highest;
        if (obeyed && (!again || !routesBefore.containsKey(started.deployment()))) {
            routesBefore.put(started.deployment(), routes);
        }
    }

    /** Whether a planner that took over only says again what was said before. */
    private static boolean isUnderWay(Lane lane, DeploymentEvent.WaveStarted wave) {
        return lane.deployment()
                .filter(deployment -> deployment.wave() >= wave.wave())
                .isPresent();
    }

    private void nobodyHolds(Lane lane, DeploymentEvent.WaveStarted wave) {
        lane.deployment()
                .flatMap(Deployment::hold)
                .ifPresent(hold -> violated(
                        2, "wave " + wave.wave() + " of " + wave.deployment() + " starts, but it is held: " + hold));
    }

    private void nothingIsFrozen(Lane lane, DeploymentEvent.WaveStarted wave) {
        boolean overridden =
                lane.deployment().filter(Deployment::overridesFreeze).isPresent();
        lane.freeze()
                .filter(freeze -> !overridden && freeze.isOn(wave.at()))
                .ifPresent(freeze -> violated(
                        2, "wave " + wave.wave() + " of " + wave.deployment() + " starts, but all is " + freeze));
    }

    /** Earlier waves are done, but for regions that were skipped; and nothing begins in a region that is out. */
    private void gateIsOpen(Lane lane, DeploymentEvent.WaveStarted wave) {
        var deployment = lane.deployment().orElseThrow();
        for (var region : deployment.plan().regions()) {
            boolean skipped = deployment.progress(region.region()).state() == RegionProgress.State.SKIPPED;
            if (region.wave() < wave.wave()
                    && !skipped
                    && !completions.contains(new Completion(wave.deployment(), wave.digest(), region.region()))) {
                violated(
                        2,
                        "wave " + wave.wave() + " of " + wave.deployment() + " starts, but " + region.region()
                                + " of wave " + region.wave() + " has not completed");
            }
            if (skipped && wave.regions().contains(region.region())) {
                violated(2, wave.deployment() + " starts in " + region.region() + ", which it skips");
            }
        }
    }

    /** What a planner believes that leads no more binds nobody. */
    private void everythingIsAsBefore(long epoch, String deployment) {
        if (epoch < highest) {
            return;
        }
        var before = routesBefore.getOrDefault(deployment, Map.of());
        runtimes.forEach((region, runtime) -> {
            var routes = before.getOrDefault(region, Map.of());
            if (!routes.equals(runtime.routes())) {
                violated(
                        5,
                        deployment + " is taken back, but " + region + " routes " + runtime.routes() + ", before "
                                + routes);
            }
        });
    }

    /** The planner read a command. */
    void heeded(Input.Command command, boolean refused) {
        boolean first = heard.add(command.commandId());
        if (first && command instanceof Input.Request && !refused && !accepted(command.deployment())) {
            violated(6, "command " + command.commandId() + " was neither accepted nor refused");
        }
    }

    private boolean accepted(String deployment) {
        return plans.containsKey(deployment) || waited.contains(deployment);
    }

    /** A region says something. */
    void reported(RegionLane lane, Output.Report report) {
        if (report instanceof Output.Connected(var found) && found.outcome().equals("passed")) {
            connections.add(lane.attempt().orElseThrow().deploymentId() + " " + lane.region());
        }
        if (report instanceof Output.Completed) {
            var attempt = lane.attempt().orElseThrow();
            completions.add(new Completion(attempt.deploymentId(), attempt.digest(), lane.region()));
            attempt.works().values().forEach(work -> servesThePlan(lane, work));
            ValidationLaws.unpassed(attempt).forEach(message -> violated(2, message));
        }
    }

    private void servesThePlan(RegionLane lane, ServiceWork work) {
        var version = work.plan().image().version();
        var runtime = runtimes.get(lane.region());
        if (runtime != null && runtime.weights(work.service()).getOrDefault(version, 0) != 100) {
            violated(
                    2,
                    lane.region() + " says it is done, but " + work.service() + " " + version + " has "
                            + runtime.weights(work.service()));
        }
    }

    /** A region's state moved. */
    void regionMoved(RegionLane before, RegionLane after) {
        if (before.attempt().isEmpty() || after.attempt().isEmpty()) {
            return;
        }
        var was = before.attempt().get();
        var is = after.attempt().get();
        if (!was.deploymentId().equals(is.deploymentId())) {
            coverage.reached(is.phase());
            return;
        }
        coverage.moved(was.phase(), is.phase());
        was.works().forEach((service, work) -> {
            var now = is.works().get(service);
            if (now != null
                    && work.version().isPresent()
                    && now.version().equals(work.version())
                    && work.health() == ServiceWork.Health.UNHEALTHY
                    && now.health() != ServiceWork.Health.UNHEALTHY) {
                violated(8, "that " + service + " is unhealthy in " + after.region() + " was unsaid");
            }
        });
    }

    /** An executor is about to change a service. */
    void step(StepRequested step, SimulatedRuntime runtime) {
        var plan = plans.get(step.getDeploymentId());
        if (plan == null) {
            violated(4, "a step of " + step.getDeploymentId() + ", which nobody started: " + step.getStepId());
            return;
        }
        var services = plan.regions().stream()
                .filter(region -> region.region().equals(step.getRegion()))
                .flatMap(region -> region.services().stream())
                .collect(Collectors.toMap(ServicePlan::service, Function.identity()));
        var stage = step.getStepId().split("/", -1)[STAGE_IN_STEP_ID];
        if (stage.startsWith("working") && step.getAction() == StepAction.apply) {
            needsAreThere(step, services, runtime);
        } else if (stage.startsWith("returning") && step.getAction() == StepAction.route) {
            dependentsAreBack(step, services, runtime);
        }
    }

    private void needsAreThere(StepRequested step, Map<String, ServicePlan> services, SimulatedRuntime runtime) {
        for (String need : planned(services, step.getService()).dependsOn()) {
            var version = planned(services, need).image().version();
            if (runtime.weights(need).getOrDefault(version, 0) != 100 || !runtime.ready(need, version, world.now())) {
                violated(
                        3,
                        step.getService() + " starts in " + step.getRegion() + ", but " + need + " " + version
                                + ", which it depends on, has " + runtime.weights(need));
            }
        }
    }

    private static ServicePlan planned(Map<String, ServicePlan> services, String service) {
        return Objects.requireNonNull(services.get(service), () -> "the plan holds no service " + service);
    }

    private void dependentsAreBack(StepRequested step, Map<String, ServicePlan> services, SimulatedRuntime runtime) {
        for (ServicePlan dependent : services.values()) {
            var version = dependent.image().version();
            if (dependent.changes()
                    && dependent.dependsOn().contains(step.getService())
                    && runtime.weights(dependent.service()).containsKey(version)) {
                violated(
                        3,
                        step.getService() + " goes back in " + step.getRegion() + ", but " + dependent.service() + " "
                                + version + ", which depends on it, still has "
                                + runtime.weights(dependent.service()));
            }
        }
    }

    /** An executor changed a service. */
    void effect(String region, String service, SimulatedRuntime runtime) {
        var weights = runtime.weights(service);
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (!weights.isEmpty() && sum != 100) {
            violated(9, "weights of " + service + " in " + region + " add up to " + sum + ": " + weights);
        }
        weights.forEach((version, weight) -> {
            if (weight > 0 && !runtime.ready(service, version, world.now())) {
                violated(9, service + " in " + region + " has traffic on " + version + ", which is not ready");
            }
        });
    }

    /** What is delivered again counts once. */
    private void countedOnce(Deployment deployment) {
        for (var region : deployment.plan().regions()) {
            var progress = deployment.regions().get(region.region());
            int all = region.services().size();
            if (progress != null && progress.deployed() > all) {
                violated(
                        7,
                        deployment.id() + " counts " + progress.deployed() + " services in " + region.region()
                                + ", but its plan has " + all);
            }
        }
    }

    /** Time has passed: nothing may wait beyond its deadline. */
    void timely(Lane lane) {
        lane.deployment().ifPresent(this::countedOnce);
        lane.deployment()
                .filter(Deployment::waits)
                .filter(deployment -> deployment.deadline().plus(LATENESS).isBefore(world.now()))
                .ifPresent(deployment -> violated(
                        6,
                        deployment.id() + " is still " + deployment.stage() + ", " + LATENESS + " after its deadline "
                                + deployment.deadline()));
        lane.queue().waiting().stream()
                .filter(waiting -> waiting.deadline().plus(LATENESS).isBefore(world.now()))
                .forEach(waiting -> violated(
                        6,
                        waiting.id() + " is still " + waiting.stage() + ", " + LATENESS + " after its deadline "
                                + waiting.deadline()));
    }

    /** All is over. */
    void finished(Lane lane, boolean inTime) {
        if (!inTime) {
            violated(6, "nothing came to an end: " + lane.deployment().map(Deployment::stage));
        }
        lane.deployment()
                .filter(deployment -> deployment.stage() == Stage.HELD)
                .filter(deployment -> deployment.reason().isBlank())
                .ifPresent(deployment -> violated(6, deployment.id() + " is held without a reason"));
    }

    private void violated(int invariant, String message) {
        world.note(() -> "INVARIANT " + invariant + " VIOLATED: " + message);
        violations.add(new Violation(seed, invariant, message));
    }
}
