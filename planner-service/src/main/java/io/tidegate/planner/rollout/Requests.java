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
        var current = lane.deployment();
        if (lane.stageOf(request.deployment()).isPresent()) {
            return Decision.refused(
                    Reason.ALREADY_EXISTS,
                    "there is a deployment '" + request.deployment() + "' already; choose another id");
        }
        if (request.terms().overridesFreeze() && request.actor().reason().isBlank()) {
            return Decision.refused(
                    Reason.INVALID_REQUEST,
                    "deployment '" + request.deployment() + "' overrides freezes without a reason; say why");
        }
        boolean early = request.terms().notBefore().isAfter(now);
        boolean waits = early || (lane.isBusy() && request.terms().ifBusy() == Terms.IfBusy.QUEUE);
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
                ? Turns.queue(lane, request, Waiting.earliest(request, now).plus(plan.longest()), demands, now)
                : start(lane, request, plan, now);
    }

    private static Optional<Frozen> frozen(Lane lane, Request request, Plan plan, Instant now) {
        return request.terms().overridesFreeze()
                ? Optional.empty()
                : Frozen.at(lane, plan, plan.waves().getFirst().regions(), now);
    }

    /** Begins with what has waited, as things are now; what cannot be planned any more has failed. */
    static Decision begin(Lane lane, Waiting waiting, Instant now) {
        var request = waiting.request();
        return switch (draft(lane, request)) {
            case Draft.Impossible(var refusal) ->
                Decision.of(new DeploymentEvent.Failed(
                        request.deployment(),
                        refusal.reason().word(),
                        "it cannot be planned any more: " + refusal.message(),
                        now));
            case Draft.Planned(var plan) ->
                frozen(lane, request, plan, now)
                        .map(frozen -> Freezing.defer(waiting, frozen, now))
                        .orElseGet(() -> start(lane, request, plan, now));
        };
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

    private static Decision start(Lane lane, Request request, Plan plan, Instant now) {
        var started = new DeploymentEvent.Started(
                request.deployment(),
                request.commandId(),
                plan,
                digest(plan),
                request.actor(),
                request.terms().overridesFreeze(),
                now);
        return lane.deployment()
                .filter(former -> former.stage() == Stage.COMPLETED)
                .map(former -> Decision.of(new DeploymentEvent.Settled(former.id(), now), started))
                .orElseGet(() -> Decision.of(started));
    }

    private static String conflict(Deployment current) {
        return "deployment '" + current.id() + "' of " + current.plan().aggregateKey() + " is "
                + current.stage().word() + " since " + current.startedAt()
                + "; wait for it to end, cancel it, roll it back, or ask to be queued";
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
