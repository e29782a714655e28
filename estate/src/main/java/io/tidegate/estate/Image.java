package io.tidegate.estate;

/** A container image, named by its reference, such as {@code postgres:16-alpine}. */
public record Image(String reference) {
    public Image {
        if (reference.isBlank() || reference.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("an image is named like `repository/name:tag`, not '" + reference + "'");
        }
    }

    /** The version this image stands for: its digest or tag, or the whole reference where it has neither. */
    public String version() {
        int digest = reference.indexOf('@');
        if (digest >= 0) {
            return reference.substring(digest + 1);
        }
        int tag = reference.lastIndexOf(':');
        return tag > reference.lastIndexOf('/') ? reference.substring(tag + 1) : reference;
    }

    @Override
    public String toString() {
        return reference;
    }
}
