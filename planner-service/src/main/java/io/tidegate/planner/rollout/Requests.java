package io.tidegate.planner.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.estate.Estate;
import io.tidegate.estate.Image;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Finding;
import io.tidegate.estate.reading.Reading;
import io.tidegate.planner.rollout.Decision.Reason;
import io.tidegate.planner.rollout.Input.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decides what a request to deploy means: a plan that starts, or a refusal that says what is to be mended. */
final class Requests {
    private static final int SHOWN_FINDINGS = 20;

    private Requests() {}

    static Decision decide(Lane lane, Request request, Instant now) {
        if (request.deployment().isBlank() || request.deployment().contains("/")) {
            return Decision.refused(
                    Reason.INVALID_REQUEST,
                    "'" + request.deployment() + "' cannot be a deployment's id; wanted is a word without a slash");
        }
        if (Interrupting.isSuccessor(request.deployment())) {
            return Decision.refused(
                    Reason.INVALID_REQUEST,
                    "'" + request.deployment()
                            + "' cannot be a deployment's id; one that ends with ~ and a number is given"
                            + " to what goes on after an emergency");
        }
        var current = lane.deployment();
        if (lane.stageOf(request.deployment()).isPresent()) {
            return Decision.refused(
                    Reason.ALREADY_EXISTS,
                    "there is a deployment '" + request.deployment() + "' already; choose another id");
        }
        if (lane.queue().find(Interrupting.successor(request.deployment())).isPresent()) {
            return Decision.refused(
                    Reason.ALREADY_EXISTS,
                    "a deployment '" + request.deployment() + "' was interrupted and still waits as '"
                            + Interrupting.successor(request.deployment())
                            + "'; choose another id, or cancel that one");
        }
        if (request.terms().overridesFreeze() && request.actor().reason().isBlank()) {
            return Decision.refused(
                    Reason.INVALID_REQUEST,
                    "deployment '" + request.deployment() + "' overrides freezes without a reason; say why");
        }
        boolean early = request.terms().notBefore().isAfter(now);
        boolean interrupts = current.filter(known -> Interrupting.goesBefore(request.terms(), known))
                .isPresent();
        boolean waits =
                early || (lane.isBusy() && (interrupts || request.terms().ifBusy() == Terms.IfBusy.QUEUE));
        if (current.isPresent() && lane.isBusy() && !waits) {
            return Decision.refused(Reason.CONFLICT, conflict(current.get()));
        }
        return switch (draft(lane, request)) {
            case Draft.Impossible(var refusal) -> Decision.refused(refusal.reason(), refusal.message());
            case Draft.Planned(var plan) -> accept(lane, request, plan, waits, now);
        };
    }

    private static Decision accept(Lane lane, Request request, Plan plan, boolean waits, Instant now) {
        var demands = Approving.demands(lane, plan);
        var frozen = frozen(lane, request, plan, now);
        boolean mayWait = waits || !demands.isEmpty() || request.terms().ifBusy() == Terms.IfBusy.QUEUE;
        if (frozen.isPresent() && !mayWait) {
            return Decision.refused(
                    Reason.FROZEN,
                    "cannot start deployment " + request.deployment() + ": "
                            + frozen.get().message() + "; ask to be queued, or override the freeze with a reason");
        }
        return waits || !demands.isEmpty() || frozen.isPresent()
                ? Turns.queue(lane, request, plan, demands, now)
                : start(lane, Order.of(request, now, List.of(), plan, now), now);
    }

    private static Optional<Frozen> frozen(Lane lane, Request request, Plan plan, Instant now) {
        return request.terms().overridesFreeze()
                ? Optional.empty()
                : Frozen.at(lane, plan, plan.waves().getFirst().regions(), now);
    }

    /** Begins with what has waited, as things are now; what cannot be planned any more has failed. */
    static Decision begin(Lane lane, Waiting waiting, Instant now) {
        return switch (draft(lane, waiting.request())) {
            case Draft.Impossible(var refusal) -> impossible(waiting, refusal, now);
            case Draft.Planned(var plan) -> {
                var rebasing = Rebasing.of(plan, waiting.overtaken());
                if (!rebasing.conflicts().isEmpty()) {
                    yield Decision.of(conflict(waiting, rebasing.conflicts(), now));
                }
                yield rebasing.carried().isEmpty()
                        ? begin(lane, waiting, waiting.request(), plan, now)
                        : begin(lane, waiting, waiting.request().with(rebasing.carried()), now);
            }
        };
    }

    private static Decision begin(Lane lane, Waiting waiting, Request request, Instant now) {
        return switch (draft(lane, request)) {
            case Draft.Impossible(var refusal) -> impossible(waiting, refusal, now);
            case Draft.Planned(var plan) -> begin(lane, waiting, request, plan, now);
        };
    }

    /** What runs may have changed since people agreed, so that more would come of it than they knew: they are asked again. */
    private static Decision begin(Lane lane, Waiting waiting, Request request, Plan plan, Instant now) {
        var demanding = waiting.demanding(Approving.demands(lane, plan), String.join("; ", plan.irreversible()));
        if (!demanding.isApproved()) {
            return Decision.of(Turns.approvalRequested(demanding, now));
        }
        return frozen(lane, request, plan, now)
                .map(frozen -> Freezing.defer(waiting, frozen, now))
                .orElseGet(() -> lane.deployment()
                        .filter(current -> current.stage().busy())
                        .map(current -> Interrupting.makeRoom(current, waiting, plan, now))
                        .orElseGet(() ->
                                start(lane, Order.of(request, waiting.since(), waiting.approvals(), plan, now), now)));
    }

    /** Plans anew what prepares, because a region runs something else than was known; it is asked, and the others, again. */
    static List<DeploymentEvent> again(Lane lane, Deployment deployment, Instant now) {
        var order = deployment.order();
        return switch (draft(lane, order.request())) {
            case Draft.Impossible(var refusal) ->
                List.of(new DeploymentEvent.Failed(
                        deployment.id(), refusal.reason().word(), refusal.message(), now));
            case Draft.Planned(var plan) -> List.of(again(lane, order.with(plan), now));
        };
    }

    private static DeploymentEvent again(Lane lane, Order order, Instant now) {
        var demands = Approving.demands(lane, order.plan());
        var lasting = String.join("; ", order.plan().irreversible());
        return Approving.suffice(demands, order.approvals())
                ? new DeploymentEvent.Started("", order, now)
                : new DeploymentEvent.Failed(
                        order.request().deployment(),
                        FailureReason.APPROVAL_NEEDED.word(),
                        "a region runs something else than was known, and what the deployment comes to there "
                                + Approving.needs(demands, order.approvals(), lasting) + "; ask for it again",
                        now);
    }

    private static Decision impossible(Waiting waiting, Decision.Refusal refusal, Instant now) {
        return Decision.of(new DeploymentEvent.Failed(
                waiting.id(), refusal.reason().word(), "it cannot be planned any more: " + refusal.message(), now));
    }

    private static DeploymentEvent conflict(Waiting waiting, List<Conflict> conflicts, Instant now) {
        return new DeploymentEvent.ConflictDetected(
                waiting.id(),
                conflicts,
                conflicts.stream().map(Conflict::inWords).collect(Collectors.joining("; "))
                        + "; resume it to go on with what it wants, or cancel it",
                now.plus(waiting.request().terms().longestWait()),
                now);
    }

    /** What a request comes to as things are now. */
    private sealed interface Draft {
        record Planned(Plan plan) implements Draft {}

        record Impossible(Decision.Refusal refusal) implements Draft {}

        static Draft impossible(Reason reason, String message) {
            return new Impossible(new Decision.Refusal(reason, message));
        }
    }

    private static Draft draft(Lane lane, Request request) {
        return switch (EstateReader.read(request.document(), "estate")) {
            case Reading.Rejected(var findings) -> Draft.impossible(Reason.INVALID_ESTATE, listed(findings));
            case Reading.Read(var estate) -> draft(lane, request, estate);
        };
    }

    private static Draft draft(Lane lane, Request request, Estate estate) {
        if (!estate.name().equals(request.estate())) {
            return Draft.impossible(
                    Reason.INVALID_REQUEST,
                    "the command is for estate '" + request.estate() + "', but its document describes '" + estate.name()
                            + "'");
        }
        var images = new TreeMap<String, Image>();
        for (var entry : request.images().entrySet()) {
            try {
                images.put(entry.getKey(), new Image(entry.getValue()));
            } catch (IllegalArgumentException noImage) {
                return Draft.impossible(
                        Reason.INVALID_REQUEST,
                        "the image for '" + entry.getKey() + "' is unusable: " + noImage.getMessage());
            }
        }
        return switch (Planning.plan(estate, request.environment(), images, lane.running())) {
            case PlanResult.Refused(var message) -> Draft.impossible(Reason.INVALID_REQUEST, message);
            case PlanResult.Planned(var plan) -> new Draft.Planned(plan);
        };
    }

    private static Decision start(Lane lane, Order order, Instant now) {
        var request = order.request();
        var plan = order.plan();
        var started = new DeploymentEvent.Started(request.commandId(), order, now);
        var changes = new ArrayList<DeploymentEvent>();
        lane.deployment()
                .filter(former -> former.stage() == Stage.COMPLETED)
                .ifPresent(former -> changes.add(new DeploymentEvent.Settled(former.id(), now)));
        changes.add(started);
        lane.drained()
                .filter(out -> plan.policy().skipsDrained()
                        && plan.regions().stream()
                                .anyMatch(region -> region.region().equals(out.region())))
                .ifPresent(out -> changes.add(
                        new DeploymentEvent.RegionSkipped(request.deployment(), out.region(), out.inWords(), now)));
        return Decision.of(changes);
    }

    private static String conflict(Deployment current) {
        return "deployment '" + current.id() + "' of " + current.plan().aggregateKey() + " is "
                + current.stage().word() + " since " + current.startedAt()
                + "; wait for it to end, cancel it, roll it back, ask to be queued, or replace it";
    }

    private static String listed(List<Finding> findings) {
        var shown =
                findings.stream().limit(SHOWN_FINDINGS).map(Finding::toString).collect(Collectors.joining("\n"));
        int more = findings.size() - SHOWN_FINDINGS;
        return more > 0 ? shown + "\nand " + more + " more" : shown;
    }

    /** A plan's fingerprint: the same plan has the same one, so that reports on another plan are told apart. */
    static String digest(Plan plan) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256").digest(plan.toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
