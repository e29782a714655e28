package io.tidegate.dashboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What somebody asks of the planner, whole. */
public sealed interface Order {
    String commandId();

    String deployment();

    String estate();

    String environment();

    Actor actor();

    Instant requestedAt();

    /** Asks for a deployment. */
    record Deploy(
            String commandId,
            String deployment,
            String estate,
            String environment,
            String document,
            Map<String, String> images,
            Actor actor,
            Instant requestedAt)
            implements Order {
        public Deploy {
            images = Map.copyOf(images);
        }
    }

    /** Asks to end a deployment that is under way. */
    record Cancel(
            String commandId, String deployment, String estate, String environment, Actor actor, Instant requestedAt)
            implements Order {}

    /** Asks to take a deployment back. */
    record RollBack(
            String commandId, String deployment, String estate, String environment, Actor actor, Instant requestedAt)
            implements Order {}

    /** What is asked, in one word. */
    default String word() {
        return switch (this) {
            case Deploy deploy -> "request_deployment";
            case Cancel cancel -> "cancel_deployment";
            case RollBack back -> "roll_back_deployment";
        };
    }

    /** A digest of what is asked, without its identity and time: the same again has the same one. */
    default String fingerprint() {
        var parts =
                switch (this) {
                    case Deploy deploy -> List.of(deploy.document(), new TreeMap<>(deploy.images()).toString());
                    case Cancel cancel -> List.<String>of();
                    case RollBack back -> List.<String>of();
                };
        return digest(List.of(word(), deployment(), estate(), environment(), actor().name(), actor().reason()), parts);
    }

    /** The fact that it was asked. */
    default Fact.Command asFact() {
        return new Fact.Command(
                commandId(), word(), deployment(), estate(), environment(), actor(), requestedAt(), fingerprint());
    }

    private static String digest(List<String> head, List<String> body) {
        var hash = sha256();
        for (List<String> parts : List.of(head, body)) {
            for (String part : parts) {
                var bytes = part.getBytes(UTF_8);
                hash.update((bytes.length + ":").getBytes(UTF_8)); // so that no two lists of parts read alike
                hash.update(bytes);
            }
        }
        return HexFormat.of().formatHex(hash.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
