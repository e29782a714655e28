package io.tidegate.executor.kubernetes;

import io.tidegate.executor.step.ServiceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names and label values that Kubernetes accepts, for the estate's words, which are freer. Every name says the estate and the
 * environment, for others may have a service of the same name in the same namespace.
 */
final class Names {
    private static final int LONGEST = 63;
    private static final int HASH = 8;
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    /** Between words none of which has it inside, so that a name is read in one way only. */
    private static final String JOINT = "--";

    private Names() {}

    /**
     * The name of what belongs to a service as a whole: {@code SERVICE--ENVIRONMENT--ESTATE} where that may be, since people
     * type it, else something readable with a hash.
     */
    static String ofService(ServiceId id) {
        var plain = String.join(JOINT, id.service(), id.environment(), id.estate());
        boolean clear = Stream.of(id.service(), id.environment(), id.estate())
                .allMatch(word -> DNS_LABEL.matcher(word).matches() && !word.contains(JOINT));
        return clear && DNS_LABEL.matcher(plain).matches() && !reserved(plain)
                ? plain
                : hashed(id.service(), id.environment(), id.estate());
    }

    /** Whether it is one of the names that the DNS keeps for itself, as xn-- is. */
    private static boolean reserved(String name) {
        return name.startsWith(JOINT, 2);
    }

    /**
     * The name of what belongs to one version. The hash keeps apart what reads alike, such as 1.0 and 1-0, or the version
     * b-1 of a and the version 1 of a-b.
     */
    static String ofVersion(ServiceId id, String version) {
        return hashed(id.service(), version, id.environment(), id.estate());
    }

    /** The name of the Job that answers a question. */
    static String ofQuestion(String id) {
        return hashed("validation", id);
    }

    /** The name of the container in a pod, where there is no other. */
    static String ofContainer(String service) {
        return DNS_LABEL.matcher(service).matches() ? service : hashed(service);
    }

    /** A label's value; the word itself where it may be. */
    static String label(String word) {
        return LABEL_VALUE.matcher(word).matches() ? word : hashed(word);
    }

    private static String hashed(String... words) {
        // Joined by what stands in no word, so that a/b of c is not b of a/c.
        return readable(String.join("-", words)) + "-" + hash(String.join("\0", words));
    }

    private static String readable(String word) {
        var plain = word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        var named = plain.isEmpty() || !Character.isLetter(plain.charAt(0)) ? "v" + plain : plain;
        var cut = named.substring(0, Math.min(named.length(), LONGEST - HASH - 1));
        return cut.replaceAll("-+$", "");
    }

    private static String hash(String word) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH / 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
