package io.tidegate.planner.rollout;

/**
 * Two deployments want different images of one service, and neither of them wants what was there before.
 *
 * @param mine the image that the deployment wants which was asked for first
 * @param other the deployment that was asked for later and went first
 * @param theirs the image that it brought
 */
public record Conflict(String service, String mine, String other, String theirs) {
    String inWords() {
        return "'" + service + "': " + mine + " is wanted, but '" + other + "', asked for later, has brought " + theirs;
    }
}
