package io.tidegate.dashboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What somebody asks of the planner, whole.
 *
 * @param deployment the one it is about; empty for what is about all of an environment
 */
public record Order(
        String commandId,
        String deployment,
        String estate,
        String environment,
        Intent intent,
        Actor actor,
        Instant requestedAt) {

    /** A digest of what is asked, without its identity and time: the same again has the same one. */
    public String fingerprint() {
        return digest(
                List.of(intent.word(), deployment, estate, environment, actor.name(), actor.reason()),
                intent.details());
    }

    /** The fact that it was asked. */
    public Fact.Command asFact() {
        return new Fact.Command(
                commandId, intent.word(), deployment, estate, environment, actor, requestedAt, fingerprint());
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
