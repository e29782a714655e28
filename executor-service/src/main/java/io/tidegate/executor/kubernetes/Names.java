package io.tidegate.executor.kubernetes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names and label values that Kubernetes accepts, for the estate's words, which are freer. */
final class Names {
    private static final int LONGEST = 63;
    private static final int HASH = 8;
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private Names() {}

    /** The name of what belongs to a service as a whole: the service's own where it may be. */
    static String ofService(String service) {
        return DNS_LABEL.matcher(service).matches() ? service : readable(service) + "-" + hash(service);
    }

    /**
     * The name of what belongs to one version. The hash keeps apart what reads alike, such as 1.0 and 1-0, or the version
     * b-1 of a and the version 1 of a-b.
     */
    static String ofVersion(String service, String version) {
        return readable(service + "-" + version) + "-" + hash(service + "/" + version);
    }

    /** A label's value; the word itself where it may be. */
    static String label(String word) {
        return LABEL_VALUE.matcher(word).matches() ? word : readable(word) + "-" + hash(word);
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
