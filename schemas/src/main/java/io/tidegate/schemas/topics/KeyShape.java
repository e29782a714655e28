package io.tidegate.schemas.topics;

/** What a topic's key is made of; the parts are joined by a slash. */
public enum KeyShape {
    /** An estate in an environment: what is decided together. */
    AGGREGATE("ESTATE/ENVIRONMENT"),
    /** A service where it runs; region and service alone would put what two environments say under one key. */
    SERVICE("ESTATE/ENVIRONMENT/REGION/SERVICE"),
    /** Who says something about a partition as a whole; the record goes to that partition. */
    PARTITION("REGION/PARTITION"),
    DEPLOYMENT("DEPLOYMENT"),
    DEPLOYMENT_REGION("DEPLOYMENT/REGION");

    private final String pattern;

    KeyShape(String pattern) {
        this.pattern = pattern;
    }

    /** The key's parts in words, such as {@code ESTATE/ENVIRONMENT}. */
    public String pattern() {
        return pattern;
    }

    /** The key made of these parts; their number must be the pattern's. */
    public String of(String... parts) {
        if (parts.length != pattern.split("/", -1).length) {
            throw new IllegalArgumentException(
                    "key of shape " + pattern + " cannot be made of " + parts.length + " parts");
        }
        return String.join("/", parts);
    }
}
