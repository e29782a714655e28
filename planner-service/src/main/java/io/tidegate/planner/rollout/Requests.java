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
        if (current.isPresent() && current.get().id().equals(request.deployment())) {
            return Decision.refused(
                    Reason.ALREADY_EXISTS,
                    "there is a deployment '" + request.deployment() + "' already; choose another id");
        }
        if (current.isPresent() && current.get().stage().busy()) {
            return Decision.refused(Reason.CONFLICT, conflict(current.get()));
        }
        return switch (EstateReader.read(request.document(), "estate")) {
            case Reading.Rejected(var findings) -> Decision.refused(Reason.INVALID_ESTATE, listed(findings));
            case Reading.Read(var estate) -> plan(lane, request, estate, now);
        };
    }

    private static Decision plan(Lane lane, Request request, Estate estate, Instant now) {
        if (!estate.name().equals(request.estate())) {
            return Decision.refused(
                    Reason.INVALID_REQUEST,
                    "the command is for estate '" + request.estate() + "', but its document describes '" + estate.name()
                            + "'");
        }
        var images = new TreeMap<String, Image>();
        for (var entry : request.images().entrySet()) {
            try {
                images.put(entry.getKey(), new Image(entry.getValue()));
            } catch (IllegalArgumentException noImage) {
                return Decision.refused(
                        Reason.INVALID_REQUEST,
                        "the image for '" + entry.getKey() + "' is unusable: " + noImage.getMessage());
            }
        }
        return switch (Planning.plan(estate, request.environment(), images, lane.running())) {
            case PlanResult.Refused(var message) -> Decision.refused(Reason.INVALID_REQUEST, message);
            case PlanResult.Planned(var plan) -> start(lane, request, plan, now);
        };
    }

    private static Decision start(Lane lane, Request request, Plan plan, Instant now) {
        var started = new DeploymentEvent.Started(
                request.deployment(), request.commandId(), plan, digest(plan), request.actor(), now);
        return lane.deployment()
                .filter(former -> former.stage() == Stage.COMPLETED)
                .map(former -> Decision.of(new DeploymentEvent.Settled(former.id(), now), started))
                .orElseGet(() -> Decision.of(started));
    }

    private static String conflict(Deployment current) {
        return "deployment '" + current.id() + "' of " + current.plan().aggregateKey() + " is "
                + current.stage().word() + " since " + current.startedAt()
                + "; wait for it to end, cancel it or roll it back";
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
