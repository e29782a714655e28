package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.ServiceWork.Health;
import io.tidegate.estate.Approvals;
import io.tidegate.estate.Budgets;
import io.tidegate.estate.CanaryStage;
import io.tidegate.estate.FreezeCalendar;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Migration;
import io.tidegate.estate.Policy;
import io.tidegate.estate.Resources;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Triggers;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.estate.plan.ServicePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A region with {@code api}, which needs {@code db}; drives the decider and keeps what was said. */
final class RegionOnStage {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Policy POLICY = new Policy(
            10,
            false,
            List.of(new CanaryStage(25, Duration.ofSeconds(4)), new CanaryStage(100, Duration.ofSeconds(3))),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Triggers.SPECIFICATION,
            Budgets.SPECIFICATION,
            Approvals.NONE,
            FreezeCalendar.NONE,
            false,
            Policy.USUAL_OBJECTIVE);

    final List<Output> said = new ArrayList<>();
    RegionLane lane = RegionLane.empty("us-east-1", "shop/production");
    Instant now = NOON;

    void hear(Input input) {
        var decision = RegionDecider.decide(lane, input, now);
        lane = decision.lane();
        said.addAll(decision.outputs());
    }

    void prepared(String id, String dbTag, String apiTag, Strategy strategy) {
        hear(new Input.Prepare(id, "digest-" + id, 1, plan(dbTag, apiTag, strategy), POLICY));
    }

    void started(String id) {
        hear(new Input.StartWave(id, "digest-" + id, 1));
    }

    /** Answers the open step of a service. */
    Move done(String service) {
        var step = open(service);
        hear(new Input.StepDone(step.stepId()));
        return step.move();
    }

    Output.Step open(String service) {
        return said.stream()
                .filter(Output.Step.class::isInstance)
                .map(Output.Step.class::cast)
                .filter(step -> step.service().equals(service))
                .filter(step -> attempt()
                        .work(service)
                        .step()
                        .filter(step.stepId()::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no open step for " + service + " in " + lane));
    }

    void finish(String service) {
        while (attempt().work(service).step().isPresent()) {
            done(service);
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
        hear(new Input.TimePassed());
    }

    void verdict(String service, String version, Health health) {
        hear(new Input.Verdict(attempt().deploymentId(), service, version, health, Optional.empty(), "because"));
    }

    /** A canary of {@code api} has some of the traffic, beside the version before. */
    void inCanary() {
        install();
        prepared("d2", "1", "2", Strategy.CANARY);
        started("d2");
        done("api");
        done("api");
        done("api");
    }

    /** A canary of {@code api} was found bad; its users have the former version again. */
    void takenBack() {
        inCanary();
        verdict("api", "2", Health.UNHEALTHY);
        finish("api");
    }

    List<String> verified() {
        return all(Output.RolledBack.class).getLast().validations().stream()
                .map(result -> result.name() + " " + result.outcome())
                .toList();
    }

    Attempt attempt() {
        return lane.attempt().orElseThrow();
    }

    void install() {
        prepared("d1", "1", "1", Strategy.CANARY);
        started("d1");
        finish("db");
        finish("api");
        verdict("db", "1", Health.HEALTHY);
        verdict("api", "1", Health.HEALTHY);
        hear(new Input.Settle("d1", 1));
        said.clear();
    }

    <T extends Output> List<T> all(Class<T> type) {
        return said.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static RegionPlan plan(String dbTag, String apiTag, Strategy strategy) {
        return withServices(
                List.of(service("db", dbTag, List.of(), strategy), service("api", apiTag, List.of("db"), strategy)),
                List.of(List.of("db"), List.of("api")),
                Map.of());
    }

    private static RegionPlan withServices(
            List<ServicePlan> services, List<List<String>> order, Map<String, Workload> retired) {
        return new RegionPlan(
                "us-east-1",
                1,
                List.of(Validation.HEALTH),
                List.of(),
                100,
                Duration.ofMinutes(30),
                services,
                order,
                retired);
    }

    /** As installed, with a new version of {@code api}, and so validated. */
    static RegionPlan validated(List<Validation> validations, Validator... validators) {
        var plan = plan("1", "2", Strategy.ROLLING);
        return new RegionPlan(
                plan.region(),
                1,
                validations,
                List.of(validators),
                100,
                plan.rollbackWindow(),
                plan.services(),
                plan.order(),
                Map.of());
    }

    static Validator program(Validation validates) {
        return new Validator(
                validates, Validator.Means.KAFKA, Duration.ofSeconds(10), List.of(), Optional.empty(), "mine");
    }

    static ServicePlan service(String name, String tag, List<String> needs, Strategy strategy) {
        return new ServicePlan(
                name,
                workload(name + ":" + tag, 1),
                Optional.empty(),
                1,
                needs,
                strategy,
                false,
                new SecondsRange(1, 2),
                needs.isEmpty() ? 4 : 2,
                Optional.empty());
    }

    static Workload workload(String image, int replicas) {
        return new Workload(new Image(image), replicas, 80, Resources.NONE, HealthSettings.SPECIFICATION);
    }

    /** {@code api} and {@code db} with new versions, neither of which needs the other. */
    static RegionPlan independent() {
        return withServices(
                List.of(
                        service("api", "2", List.of(), Strategy.CANARY),
                        service("db", "2", List.of(), Strategy.CANARY)),
                List.of(List.of("api", "db")),
                Map.of());
    }

    /** A new version of {@code api} that changes data for good, and {@code db}, which it needs. */
    static RegionPlan migrating(String dbTag) {
        var plan = plan(dbTag, "2", Strategy.CANARY);
        var api = plan.services().getLast();
        var migrating = new ServicePlan(
                api.service(),
                api.workload(),
                api.previous(),
                api.phase(),
                api.dependsOn(),
                api.strategy(),
                api.critical(),
                api.estimate(),
                api.remainingSeconds(),
                Optional.of(new Migration(Migration.Kind.CONTRACT, false)));
        return withServices(List.of(plan.services().getFirst(), migrating), plan.order(), Map.of());
    }

    /** As installed, with so many replicas of {@code db}. */
    static RegionPlan resized(int replicas) {
        var plan = plan("1", "1", Strategy.CANARY);
        var db = plan.services().getFirst();
        var more = new ServicePlan(
                db.service(),
                workload("db:1", replicas),
                db.previous(),
                db.phase(),
                db.dependsOn(),
                db.strategy(),
                db.critical(),
                db.estimate(),
                db.remainingSeconds(),
                db.migration());
        return withServices(List.of(more, plan.services().getLast()), plan.order(), Map.of());
    }

    /** As installed, after {@code api} was taken out of the estate. */
    static RegionPlan withoutApi() {
        var plan = plan("1", "1", Strategy.CANARY);
        return withServices(
                List.of(plan.services().getFirst()), List.of(List.of("db")), Map.of("api", workload("api:1", 1)));
    }
}
