package io.tidegate.dashboard.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Facts for tests. */
public final class Facts {
    /** A deployment that starts now or not at all. */
    public static final Intent.Terms AT_ONCE =
            new Intent.Terms(Intent.Priority.SCHEDULED, Intent.IfBusy.REFUSE, Optional.empty(), Duration.ZERO, false);

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    public static final Actor ADA = new Actor("ada", "release 7", "rest");

    private Facts() {}

    /** A deployment of the shop that started so many seconds after noon. */
    public static Fact.Deployment deployment(String id, int started, String phase, Instant at) {
        return new Fact.Deployment(
                id,
                "shop",
                "production",
                switch (phase) {
                    case "completed", "settled" -> "completed";
                    case "rolling_back", "held" -> "rolling_back";
                    case "rolled_back", "cancelled", "failed" -> "failed";
                    default -> "in_progress";
                },
                phase,
                1,
                NOON.plusSeconds(started),
                NOON.plusSeconds(started + 600L),
                List.of(progress("east"), progress("west")),
                "",
                Optional.empty(),
                ADA,
                at);
    }

    public static Fact.Deployment deployment(String id, int started) {
        return deployment(id, started, "in_progress", NOON.plusSeconds(started));
    }

    public static RegionProgress progress(String region) {
        return new RegionProgress(
                region,
                "deploying",
                "deploying",
                3,
                2,
                true,
                List.of(new RegionProgress.Validation("health", "passed", "all well")));
    }

    public static Fact.Region region(String deployment, String region, Instant at) {
        return new Fact.Region(deployment, "shop", "production", progress(region), "", at);
    }

    public static Fact.Service service(String region, String service, Instant at) {
        return new Fact.Service(
                "d-1",
                "shop",
                "production",
                region,
                service,
                Optional.of(service + ":2"),
                "canary",
                Map.of("1", 90, "2", 10),
                "healthy",
                3,
                at);
    }

    public static Fact.Command command(String id, String word, String deployment, int seconds) {
        return new Fact.Command(
                id, word, deployment, "shop", "production", ADA, NOON.plusSeconds(seconds), "fingerprint of " + id);
    }

    public static Fact.Refusal refusal(String command, String deployment, String reason, int seconds) {
        return new Fact.Refusal(
                command,
                "roll_back_deployment",
                deployment,
                "shop",
                "production",
                reason,
                "it has ended",
                NOON.plusSeconds(seconds));
    }

    public static Fact.Decided decided(
            String deployment, String word, String rule, int seconds, Optional<Actor> actor, Optional<String> command) {
        return new Fact.Decided(
                deployment,
                "shop",
                "production",
                new Decision(NOON.plusSeconds(seconds), word, rule, "", "", word + " by " + rule, Optional.empty()),
                actor,
                command);
    }

    public static Fact.Decided decided(String deployment, String word, int seconds) {
        return decided(deployment, word, "wave", seconds, Optional.empty(), Optional.empty());
    }

    /** Some fact or other about one of a few deployments. */
    public static Fact any(Random random) {
        var id = "d-" + random.nextInt(6);
        int seconds = random.nextInt(1000);
        var at = NOON.plusSeconds(seconds);
        return switch (random.nextInt(6)) {
            case 0 -> deployment(id, id.charAt(2) - '0', random.nextBoolean() ? "in_progress" : "completed", at);
            case 1 -> region(id, random.nextBoolean() ? "east" : "west", at);
            case 2 -> service(random.nextBoolean() ? "east" : "west", "s-" + random.nextInt(4), at);
            case 3 -> refusal("c-" + random.nextInt(4), id, "too_late", seconds);
            case 4 -> command("c-" + random.nextInt(8), "roll_back_deployment", id, seconds);
            default -> decided(id, "wave_started", seconds);
        };
    }

    public static Order order(String command, String deployment, Intent intent) {
        return new Order(command, deployment, "shop", "production", intent, ADA, NOON);
    }
}
