package io.tidegate.estate;

/**
 * A change of stored data that a service's new version brings.
 *
 * @param kind whether the former version can still work with what it leaves
 * @param reversible whether it can be undone
 */
public record Migration(Kind kind, boolean reversible) {
    /** Kinds of migrations. */
    public enum Kind {
        /** Only adds: the former version goes on working beside the new one. */
        EXPAND,
        /** Takes away what the former version needs. */
        CONTRACT;

        /** Whether a migration of this kind can be undone where its service does not say. */
        public boolean reversibleByNature() {
            return this == EXPAND;
        }
    }
}
