package io.tidegate.planner.rollout;

import io.tidegate.estate.plan.Plan;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How traffic is to be shared out among the regions of a lane while all of them are in, in percent by region.
 *
 * @param by the deployment that wants it so; empty where that was taken back
 * @param wanted by its plan, or by that of the one before it
 * @param before what was wanted before it; empty where nothing was
 */
public record Sharing(String by, Map<String, Integer> wanted, Map<String, Integer> before) {
    public Sharing {
        wanted = Collections.unmodifiableMap(new TreeMap<>(wanted));
        before = Collections.unmodifiableMap(new TreeMap<>(before));
    }

    /** After a deployment was carried through; one that says so again changes nothing but its own wish. */
    static Sharing by(String deployment, Plan plan, Optional<Sharing> former) {
        var before = former.map(known -> known.by().equals(deployment) ? known.before() : known.wanted())
                .orElse(Map.of());
        return new Sharing(deployment, Traffic.wanted(plan), before);
    }

    /** After a deployment was taken back: as before it, if it has changed anything. */
    Optional<Sharing> without(String deployment) {
        if (!by.equals(deployment)) {
            return Optional.of(this);
        }
        return before.isEmpty() ? Optional.empty() : Optional.of(new Sharing("", before, Map.of()));
    }
}
