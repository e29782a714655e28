package io.tidegate.dashboard.projection;

import java.util.Optional;

/** Which states are wanted; what is not said may be anything. */
public record Filter(
        Optional<String> estate, Optional<String> environment, Optional<String> deployment, Optional<String> region) {
    /** Lets everything through. */
    public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether this state is wanted. */
    public boolean wants(Fact.Status status) {
        return fits(estate, status.estate())
                && fits(environment, status.environment())
                && fits(deployment, status.deployment())
                && region.map(wanted -> isIn(wanted, status)).orElse(true);
    }

    private static boolean isIn(String region, Fact.Status status) {
        return switch (status) {
            case Fact.Deployment deployment ->
                deployment.regions().stream().anyMatch(each -> each.region().equals(region));
            case Fact.Region each -> each.progress().region().equals(region);
            case Fact.Service service -> service.region().equals(region);
            case Fact.Refusal refusal -> false;
        };
    }

    private static boolean fits(Optional<String> wanted, String found) {
        return wanted.map(found::equals).orElse(true);
    }
}
