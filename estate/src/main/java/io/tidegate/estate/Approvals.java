package io.tidegate.estate;

import java.time.Duration;
import java.util.List;

/**
 * Who must agree before a deployment begins.
 *
 * @param required how many people; 0 where nobody need agree
 * @param roles what each of them must be, one of these; empty where anybody may agree
 * @param expiry how long they have for it
 * @param irreversible how many more people where it brings what cannot be undone
 */
public record Approvals(int required, List<String> roles, Duration expiry, int irreversible) {
    /** Most people that can be asked for. */
    public static final int MOST = 10;

    /** Nobody need agree, but for one to what cannot be undone. */
    public static final Approvals NONE = new Approvals(0, List.of(), Duration.ofHours(24), 1);

    public Approvals {
        roles = List.copyOf(roles);
        if (required < 0 || irreversible < 0 || required + irreversible > 2 * MOST) {
            throw new IllegalArgumentException(
                    "from 0 to " + MOST + " people can be asked for, not " + required + " and " + irreversible);
        }
        if (!expiry.isPositive()) {
            throw new IllegalArgumentException("people need time to agree, not " + expiry);
        }
    }

    /** Whether somebody must agree. */
    public boolean areRequired() {
        return required > 0;
    }

    /** Who must agree to what cannot be undone. */
    public Approvals toIrreversible() {
        return new Approvals(required + irreversible, roles, expiry, 0);
    }

    /** Who must agree to what can be undone. */
    public Approvals toReversible() {
        return new Approvals(required, roles, expiry, 0);
    }

    /** Whether a person with these roles counts. */
    public boolean allow(List<String> held) {
        return roles.isEmpty() || held.stream().anyMatch(roles::contains);
    }

    /** In words, such as {@code 2 approvals by release-manager or sre}. */
    public String inWords() {
        return required
                + (required == 1 ? " approval" : " approvals")
                + (roles.isEmpty() ? "" : " by " + String.join(" or ", roles));
    }
}
